//! How the comparison of platforms is looked at: in which order, what is left out, which two stand side by side. None of
//! that is part of the design. Places in it are named by short words, so markup and keys speak of the same ones.

use crate::recommend::{Candidate, MatrixRow, Recommendation};
use std::cmp::Reverse;

/// The head of a line or a lane.
pub(crate) const HEAD: &str = "h";
/// The line of the totals.
pub(crate) const TOTAL: &str = "t";
/// The lane of what the first of two pinned has more than the second.
pub(crate) const DIFFERENCE: &str = "d";
/// How many can be pinned.
const PINNED: usize = 2;

/// What the person chose to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way to look that goes with all others")]
pub(crate) struct Comparison {
    /// The criterion the platforms are sorted by, by its place; none for the total.
    pub(crate) by: Option<usize>,
    /// The least first.
    pub(crate) rising: bool,
    /// Without those that are kept out.
    pub(crate) hide_out: bool,
    /// Only criteria with a mark somewhere.
    pub(crate) only_marked: bool,
    /// Platforms as rows.
    pub(crate) turned: bool,
    /// Those that stand first, by their place in the matrix.
    pub(crate) pinned: Vec<usize>,
}

impl Comparison {
    /// Sorts by a criterion or the total; again turns the order around.
    pub(crate) fn order_by(&mut self, by: Option<usize>) {
        self.rising = self.by == by && !self.rising;
        self.by = by;
    }

    /// Pins one, or lets it go; a third takes the place of the first.
    pub(crate) fn pin(&mut self, platform: usize) {
        let before = self.pinned.len();
        self.pinned.retain(|pinned| *pinned != platform);
        if self.pinned.len() == before {
            self.pinned.push(platform);
            if self.pinned.len() > PINNED {
                self.pinned.remove(0);
            }
        }
    }

    /// The platforms' places in the matrix as they stand: pinned first, those kept out last, by value between.
    pub(crate) fn platforms(&self, recommendation: &Recommendation) -> Vec<usize> {
        let mut sorted: Vec<(usize, bool, Reverse<i64>)> = recommendation
            .matrix
            .iter()
            .enumerate()
            .map(|(place, row)| {
                let (score, out) = standing(recommendation, row.platform);
                let value = match self.by {
                    None => score,
                    Some(criterion) => {
                        row.cells.get(criterion).map_or(0, |cell| i64::from(cell.value.likely.as_hundredths()))
                    }
                };
                (place, out, Reverse(if self.rising { -value } else { value }))
            })
            .filter(|(place, out, _)| !(self.hide_out && *out) || self.pinned.contains(place))
            .collect();
        let pinned = |place: usize| self.pinned.iter().position(|one| *one == place).unwrap_or(PINNED);
        crate::order::sort_by_key(&mut sorted, |(place, out, value)| (pinned(*place), *out, *value));
        sorted.into_iter().map(|(place, ..)| place).collect()
    }

    /// The two that are compared line by line, where two are pinned.
    pub(crate) fn pair<'a>(&self, recommendation: &'a Recommendation) -> Option<[&'a MatrixRow; 2]> {
        let [one, other] = self.pinned.as_slice() else { return None };
        Some([recommendation.matrix.get(*one)?, recommendation.matrix.get(*other)?])
    }

    /// The lanes, one for each platform, by name: the head, then as they stand.
    pub(crate) fn lanes(&self, recommendation: &Recommendation) -> Vec<String> {
        let mut lanes: Vec<String> = vec![HEAD.to_owned()];
        lanes.extend(self.platforms(recommendation).iter().map(ToString::to_string));
        if self.pair(recommendation).is_some() {
            lanes.insert(1 + PINNED, DIFFERENCE.to_owned());
        }
        lanes
    }

    /// The lines, one for each criterion, by name: the head, the totals, then those of which there is something to show.
    pub(crate) fn measures(&self, recommendation: &Recommendation, is_marked: &dyn Fn(usize) -> bool) -> Vec<String> {
        let criteria = 0..recommendation.weights.len();
        let shown = criteria.filter(|place| !self.only_marked || is_marked(*place)).map(|place| place.to_string());
        [HEAD, TOTAL].map(str::to_owned).into_iter().chain(shown).collect()
    }
}

/// Score in hundredths, and whether it is kept out.
pub(crate) fn standing(recommendation: &Recommendation, platform: Candidate) -> (i64, bool) {
    if let Some(ranked) = recommendation.ranked.iter().find(|ranked| ranked.platform == platform) {
        return (i64::from(ranked.score.as_hundredths()), false);
    }
    let out = recommendation.eliminated.iter().find(|out| platform == out.platform);
    (out.map_or(0, |out| i64::from(out.score.as_hundredths())), true)
}

/// The name of a place in the grid, as markup and keys use it.
pub(crate) fn place_id(lane: &str, by: &str) -> String {
    format!("at-{lane}-{by}")
}

/// The places an arrow leads to from one, the nearest first.
pub(crate) fn ahead(lanes: &[String], measures: &[String], turned: bool, from: &str, key: &str) -> Vec<String> {
    let mut name = from.split('-').skip(1);
    let (Some(lane), Some(by)) = (name.next(), name.next()) else { return Vec::new() };
    let at = |list: &[String], name: &str| list.iter().position(|one| one == name);
    let (Some(lane), Some(by)) = (at(lanes, lane), at(measures, by)) else { return Vec::new() };
    // Along the lanes or along the criteria, onwards or back.
    let (along, onwards) = match key {
        "ArrowRight" | "End" => (!turned, true),
        "ArrowLeft" | "Home" => (!turned, false),
        "ArrowDown" => (turned, true),
        "ArrowUp" => (turned, false),
        _ => return Vec::new(),
    };
    let (list, here) = if along { (lanes, lane) } else { (measures, by) };
    let way: Vec<usize> = if onwards { (here + 1..list.len()).collect() } else { (0..here).rev().collect() };
    let id = |there: usize| {
        let (lane, by) = if along { (there, by) } else { (lane, there) };
        Some(place_id(lanes.get(lane)?, measures.get(by)?))
    };
    let ids = way.into_iter().filter_map(id);
    if matches!(key, "Home" | "End") { ids.rev().collect() } else { ids.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Design, resolve};
    use crate::knowledge;

    fn recommendation(design: &str) -> Recommendation {
        let design: Design = serde_yaml::from_str(&format!("schema: 1\n{design}")).unwrap();
        crate::recommend::recommend_by(&design, &resolve(&design), knowledge::embedded(), &|_, _| {
            crate::decide::Firmness::default()
        })
    }

    #[test]
    fn sorts_pins_and_leaves_out() {
        let found = recommendation("requirements: {clouds: [aws]}");
        let mut view = Comparison::default();
        let usual = view.platforms(&found);
        assert_eq!(usual.len(), found.matrix.len());
        let first = found.ranked[0].platform;
        assert_eq!(found.matrix[usual[0]].platform, first);
        let is_out = |place: &usize| standing(&found, found.matrix[*place].platform).1;
        assert!(usual.iter().map(is_out).is_sorted(), "those kept out stand last");

        view.order_by(Some(6));
        let cost = |place: &usize| found.matrix[*place].cells[6].value.likely;
        let falling = view.platforms(&found);
        let standing: Vec<usize> = falling.iter().copied().filter(|place| !is_out(place)).collect();
        assert!(standing.is_sorted_by_key(|place| Reverse(cost(place))));
        view.order_by(Some(6));
        let rising: Vec<usize> = view.platforms(&found).into_iter().filter(|place| !is_out(place)).collect();
        assert!(rising.is_sorted_by_key(cost));

        view.hide_out = true;
        assert!(!view.platforms(&found).iter().any(is_out));
        let kept_out = *usual.last().unwrap();
        for place in [3, kept_out] {
            view.pin(place);
        }
        assert_eq!(view.platforms(&found)[..2], [3, kept_out], "what is pinned stands first, kept out or not");
        assert_eq!(view.lanes(&found)[3], DIFFERENCE);
        view.pin(5);
        assert_eq!(view.pinned, [kept_out, 5], "a third takes the place of the first");
        view.pin(5);
        assert!(view.pair(&found).is_none());
        view.only_marked = true;
        assert_eq!(view.measures(&found, &|place| place == 2), [HEAD, TOTAL, "2"]);
    }

    #[test]
    fn arrows_lead_to_what_lies_that_way() {
        let lanes = ["h", "4", "2"].map(str::to_owned);
        let measures = ["h", "t", "0"].map(str::to_owned);
        let ways = [
            (false, "at-4-0", "ArrowRight", "at-2-0"),
            (false, "at-4-0", "ArrowUp", "at-4-t at-4-h"),
            (true, "at-4-0", "ArrowDown", "at-2-0"),
            (false, "at-h-h", "End", "at-2-h at-4-h"),
            (false, "at-2-0", "ArrowRight", ""),
            (false, "elsewhere", "ArrowRight", ""),
            (false, "at-4-0", "a", ""),
        ];
        for (turned, from, key, to) in ways {
            assert_eq!(ahead(&lanes, &measures, turned, from, key).join(" "), to, "{from} {key}");
        }
    }
}
