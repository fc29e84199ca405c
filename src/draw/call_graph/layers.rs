//! In which column each spot stands, callers before callees, and how long links get there.
//!
//! Links that close a cycle are turned around first (a depth-first search finds them), then each spot stands one column
//! behind the last of its callers, and a caller nobody calls as near to its callees as it can. A link over several
//! columns passes through a place in each between; all long links of one spot share these places, so that they run
//! as one until they part (Sugiyama's method, with edges concentrated by their source).

use crate::order::Gather;

/// What stands at a place of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Item {
    /// A spot.
    Spot(usize),
    /// Where the long links of a spot pass.
    Passing(usize),
}

/// Columns of items, and what joins each to the next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Columns {
    /// Items, by column.
    pub(super) items: Vec<Vec<Item>>,
    /// From an item of the column to one of the next, by their places in [`Self::items`]; each once.
    pub(super) joints: Vec<Vec<(usize, usize)>>,
    /// The column of each spot; none for those without links.
    pub(super) column: Vec<Option<usize>>,
    /// Whether a link was turned around.
    pub(super) turned: Vec<bool>,
}

/// Puts spots into columns: so many, and links from one to another. Links of a spot to itself are left out.
pub(super) fn columns(spots: usize, links: &[(usize, usize)]) -> Columns {
    let turned = turned(spots, links);
    let forward: Vec<(usize, usize)> =
        links.iter().zip(&turned).map(|(&(from, to), turned)| if *turned { (to, from) } else { (from, to) }).gather();
    let column = column_of(spots, &forward);
    let count = column.iter().flatten().max().map_or(0, |last| last + 1);
    let mut items: Vec<Vec<Item>> = vec![Vec::new(); count];
    let mut place_of = vec![0_usize; spots];
    for (spot, column) in column.iter().enumerate() {
        if let Some(items) = column.and_then(|column| items.get_mut(column)) {
            if let Some(place) = place_of.get_mut(spot) {
                *place = items.len();
            }
            items.push(Item::Spot(spot));
        }
    }
    let mut joints: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
    let mut outs: Vec<Vec<usize>> = vec![Vec::new(); spots];
    for &(from, to) in &forward {
        if from != to
            && let Some(outs) = outs.get_mut(from)
        {
            outs.push(to);
        }
    }
    let at = |spot: usize| column.get(spot).copied().flatten().unwrap_or_default();
    for (spot, outs) in outs.iter().enumerate() {
        let Some(farthest) = outs.iter().map(|to| at(*to)).max() else { continue };
        // Where the links of this spot are, column by column.
        let mut here = place_of.get(spot).copied().unwrap_or_default();
        for column in at(spot)..farthest {
            if let Some(joints) = joints.get_mut(column) {
                let ends = outs.iter().filter(|to| at(**to) == column + 1);
                joints.extend(ends.map(|to| (here, place_of.get(*to).copied().unwrap_or_default())));
            }
            if column + 1 < farthest
                && let Some(items) = items.get_mut(column + 1)
            {
                items.push(Item::Passing(spot));
                if let Some(joints) = joints.get_mut(column) {
                    joints.push((here, items.len() - 1));
                }
                here = items.len() - 1;
            }
        }
    }
    for joints in &mut joints {
        crate::order::sort(joints);
        joints.dedup();
    }
    Columns { items, joints, column, turned }
}

/// Which links lead back to where a depth-first search came from: turned around, nothing is a cycle.
fn turned(spots: usize, links: &[(usize, usize)]) -> Vec<bool> {
    let mut outs: Vec<Vec<(usize, usize)>> = vec![Vec::new(); spots];
    let mut called = vec![false; spots];
    for (link, &(from, to)) in links.iter().enumerate().filter(|(_, (from, to))| from != to) {
        if let Some(outs) = outs.get_mut(from) {
            outs.push((to, link));
        }
        if let Some(called) = called.get_mut(to) {
            *called = true;
        }
    }
    let mut turned = vec![false; links.len()];
    // 0 not met, 1 on the way, 2 done.
    let mut state = vec![0_u8; spots];
    let starts = |called_ones: bool| {
        let called = &called;
        (0..spots).filter(move |spot| called.get(*spot).copied().unwrap_or_default() == called_ones)
    };
    for start in starts(false).chain(starts(true)) {
        if state.get(start) != Some(&0) {
            continue;
        }
        let mut path = vec![(start, 0_usize)];
        while let Some((spot, next)) = path.last_mut() {
            let spot_now = *spot;
            if let Some(state) = state.get_mut(spot_now) {
                *state = 1;
            }
            let step = outs.get(spot_now).and_then(|outs| outs.get(*next)).copied();
            *next += 1;
            match step {
                Some((to, link)) => match state.get(to) {
                    Some(0) => path.push((to, 0)),
                    Some(1) => {
                        if let Some(turned) = turned.get_mut(link) {
                            *turned = true;
                        }
                    }
                    _ => {}
                },
                None => {
                    if let Some(state) = state.get_mut(spot_now) {
                        *state = 2;
                    }
                    path.pop();
                }
            }
        }
    }
    turned
}

/// The column of each spot: one behind the last of its callers; one that nobody calls just before the first it calls.
fn column_of(spots: usize, forward: &[(usize, usize)]) -> Vec<Option<usize>> {
    let mut callers = vec![0_usize; spots];
    let mut linked = vec![false; spots];
    let mut outs: Vec<Vec<usize>> = vec![Vec::new(); spots];
    for &(from, to) in forward.iter().filter(|(from, to)| from != to) {
        if let (Some(outs), Some(callers)) = (outs.get_mut(from), callers.get_mut(to)) {
            outs.push(to);
            *callers += 1;
        }
        for end in [from, to] {
            if let Some(linked) = linked.get_mut(end) {
                *linked = true;
            }
        }
    }
    let mut column = vec![0_usize; spots];
    let mut left = callers.clone();
    let mut ready: Vec<usize> = (0..spots).filter(|spot| left.get(*spot) == Some(&0)).gather();
    let mut next = 0;
    while let Some(spot) = ready.get(next).copied() {
        next += 1;
        let behind = column.get(spot).copied().unwrap_or_default() + 1;
        for to in outs.get(spot).into_iter().flatten() {
            if let (Some(column), Some(left)) = (column.get_mut(*to), left.get_mut(*to)) {
                *column = behind.max(*column);
                *left -= 1;
                if *left == 0 {
                    ready.push(*to);
                }
            }
        }
    }
    for spot in 0..spots {
        let nearest = outs.get(spot).into_iter().flatten().filter_map(|to| column.get(*to)).min().copied();
        if callers.get(spot) == Some(&0)
            && let (Some(nearest), Some(column)) = (nearest, column.get_mut(spot))
        {
            *column = nearest.saturating_sub(1);
        }
    }
    column.into_iter().zip(linked).map(|(column, linked)| linked.then_some(column)).gather()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callers_stand_before_callees() {
        let links = [(0, 1), (1, 2), (0, 2), (3, 2)];
        let columns = columns(5, &links);
        assert_eq!(columns.column, [Some(0), Some(1), Some(2), Some(1), None]);
        assert_eq!(columns.items[1], [Item::Spot(1), Item::Spot(3), Item::Passing(0)]);
        assert_eq!(columns.turned, [false; 4]);
        assert_eq!(columns.joints, [vec![(0, 0), (0, 2)], vec![(0, 0), (1, 0), (2, 0)], vec![]]);
    }

    #[test]
    fn a_cycle_is_turned_around_and_a_call_of_oneself_left_out() {
        let columns = columns(3, &[(0, 1), (1, 2), (2, 0), (1, 1)]);
        assert_eq!(columns.turned, [false, false, true, false]);
        assert_eq!(columns.column, [Some(0), Some(1), Some(2)]);
        assert!(super::columns(0, &[]).items.is_empty());
    }

    #[test]
    fn long_links_of_one_spot_run_as_one() {
        let columns = columns(6, &[(0, 1), (1, 2), (2, 3), (0, 3), (0, 4), (3, 4), (0, 5), (2, 5)]);
        let passing = columns.items.iter().flatten().filter(|item| **item == Item::Passing(0)).count();
        assert_eq!(passing, 3);
    }
}
