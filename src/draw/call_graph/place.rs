//! Where everything lies, in pixels: each item as near as may be to the middle of its neighbours without changing the
//! order of its column. One column after the other is settled, back and forth, each by the least sum of squares
//! (pool-adjacent-violators), so boxes never overlap and long links run straight.

use super::graph::CallGraph;
use super::layers::{Columns, Item};
use crate::draw::sheet::{Type, width};
use crate::order::{Gather, Map};

/// Parts of a pixel that are reckoned in.
const PARTS: i64 = 16;
/// The height of a box.
pub(super) const HIGH: i64 = 46;
/// The narrowest and the widest box.
const NARROW: i64 = 96;
const WIDE: i64 = 236;
/// Between text and edge.
pub(super) const INSET: i64 = 12;
/// Between two boxes of a column, and beside a link that passes.
const GAP: i64 = 18;
const LINK_GAP: i64 = 12;
/// Between columns.
const ACROSS: i64 = 104;
/// Around everything.
const MARGIN: i64 = 16;
/// Sweeps over the columns.
const SWEEPS: usize = 14;
/// The least width that boxes without links are laid out in.
const SHELF: i64 = 900;

/// Where a link comes in and goes on, at one height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// Where it comes in.
    pub enters: i64,
    /// Where it goes on.
    pub leaves: i64,
    /// The height.
    pub y: i64,
}

/// The way of a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The link, by its place in the graph.
    pub link: usize,
    /// From left to right.
    pub stops: Vec<Stop>,
    /// Whether it leads from right to left: it closes a cycle.
    pub backwards: bool,
}

/// A graph as it lies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LaidGraph {
    /// Pixels across.
    pub wide: i64,
    /// Pixels down.
    pub high: i64,
    /// Each spot's box: left, top, width, height.
    pub boxes: Vec<[i64; 4]>,
    /// The links' ways; a spot's calls of itself have none.
    pub ways: Vec<Way>,
}

/// Lays out what was put in order.
pub(super) fn place(graph: &CallGraph, columns: &Columns, order: &[Vec<usize>]) -> LaidGraph {
    let middles = middles(columns, order);
    let mut laid = LaidGraph { boxes: vec![[0; 4]; graph.spots.len()], ..LaidGraph::default() };
    let mut passing: Map<(usize, usize), Stop> = Map::new();
    let top = middles.iter().flatten().min().copied().unwrap_or_default() - PARTS * HIGH / 2;
    let mut x = MARGIN;
    for (column, items) in columns.items.iter().enumerate() {
        let across = items.iter().map(|item| wide_of(graph, *item)).max().unwrap_or(NARROW);
        for (place, item) in items.iter().enumerate() {
            let middle = middles.get(column).and_then(|m| m.get(place)).copied().unwrap_or_default();
            let y = MARGIN + (middle - top) / PARTS;
            match *item {
                Item::Spot(spot) => {
                    if let Some(area) = laid.boxes.get_mut(spot) {
                        *area = [x, y - HIGH / 2, across, HIGH];
                    }
                }
                Item::Passing(spot) => {
                    passing.insert((column, spot), Stop { enters: x, leaves: x + across, y });
                }
            }
            laid.high = laid.high.max(y + HIGH / 2 + MARGIN);
        }
        x += across + ACROSS;
    }
    laid.wide = (x - ACROSS + MARGIN).max(2 * MARGIN);
    laid.ways = ways(graph, columns, &laid.boxes, &passing);
    shelve(graph, columns, &mut laid);
    laid
}

/// How wide a spot would be.
fn wide_of(graph: &CallGraph, item: Item) -> i64 {
    let Item::Spot(spot) = item else { return NARROW };
    graph.spots.get(spot).map_or(NARROW, |spot| {
        let text = width(&spot.name, Type::Strong).max(width(&spot.note, Type::Soft));
        // Words are measured one by one when they are set, each rounded up.
        (text + 2 * INSET + 4).clamp(NARROW, WIDE)
    })
}

/// The least distance of two items' middles.
fn apart(upper: Option<&Item>, lower: Option<&Item>) -> i64 {
    let is_box = |item: Option<&Item>| matches!(item, Some(Item::Spot(_)));
    let half = |item: Option<&Item>| if is_box(item) { HIGH / 2 } else { 0 };
    let gap = if is_box(upper) && is_box(lower) { GAP } else { LINK_GAP };
    PARTS * (half(upper) + half(lower) + gap)
}

/// The middle of each item, by column and item, in parts of a pixel.
fn middles(columns: &Columns, order: &[Vec<usize>]) -> Vec<Vec<i64>> {
    let mut middles: Vec<Vec<i64>> = columns.items.iter().map(|items| vec![0; items.len()]).gather();
    let offsets: Vec<Vec<i64>> =
        order.iter().enumerate().map(|(column, order)| offsets(columns, column, order)).gather();
    for (column, (order, offsets)) in order.iter().zip(&offsets).enumerate() {
        let half = offsets.last().copied().unwrap_or_default() / 2;
        for (item, offset) in order.iter().zip(offsets) {
            if let Some(middle) = middles.get_mut(column).and_then(|middles| middles.get_mut(*item)) {
                *middle = offset - half;
            }
        }
    }
    let count = order.len();
    for sweep in 0..SWEEPS {
        for step in 0..count {
            let column = if sweep % 2 == 0 { step } else { count - 1 - step };
            let (Some(order), Some(offsets)) = (order.get(column), offsets.get(column)) else { continue };
            // At first by one side, so that what moves is followed; in the end by both.
            let both = sweep + 4 >= SWEEPS;
            let (before, after) = (both || sweep % 2 == 0, both || sweep % 2 == 1);
            let wanted = wanted(columns, column, &middles, before, after);
            let settled = settled(order, offsets, &wanted);
            if let Some(middles) = middles.get_mut(column) {
                *middles = settled;
            }
        }
    }
    middles
}

/// How far each item of a column is below the first at the least, in the column's order.
fn offsets(columns: &Columns, column: usize, order: &[usize]) -> Vec<i64> {
    let items = columns.items.get(column);
    let item = |place: usize| items.and_then(|items| items.get(*order.get(place)?));
    let mut sum = 0;
    (0..order.len())
        .map(|place| {
            if let Some(above) = place.checked_sub(1) {
                sum += apart(item(above), item(place));
            }
            sum
        })
        .gather()
}

/// Where each item of a column would like to be, and how much that counts.
fn wanted(columns: &Columns, column: usize, middles: &[Vec<i64>], before: bool, after: bool) -> Vec<(i64, i64)> {
    let here = middles.get(column).map(Vec::as_slice).unwrap_or_default();
    let mut sums: Vec<(i64, i64)> = vec![(0, 0); here.len()];
    let is_passing = |column: usize, item: usize| {
        columns.items.get(column).and_then(|items| items.get(item)).is_some_and(|i| matches!(i, Item::Passing(_)))
    };
    let mut pull = |mine: usize, other_column: usize, other: usize| {
        // A link that passes on both sides should run straight more than anything else.
        let weight = if is_passing(column, mine) && is_passing(other_column, other) { 8 } else { 1 };
        let at = middles.get(other_column).and_then(|middles| middles.get(other)).copied().unwrap_or_default();
        if let Some((sum, count)) = sums.get_mut(mine) {
            *sum += weight * at;
            *count += weight;
        }
    };
    if before && let Some(last) = column.checked_sub(1) {
        for (from, to) in columns.joints.get(last).into_iter().flatten() {
            pull(*to, last, *from);
        }
    }
    if after {
        for (from, to) in columns.joints.get(column).into_iter().flatten() {
            pull(*from, column + 1, *to);
        }
    }
    let alone = |(place, (sum, count)): (usize, (i64, i64))| match count {
        0 => (here.get(place).copied().unwrap_or_default(), 1),
        _ => (sum / count, count),
    };
    sums.into_iter().enumerate().map(alone).gather()
}

/// The places nearest to what is wanted, by the least sum of weighted squares, with the order and the distances kept.
fn settled(order: &[usize], offsets: &[i64], wanted: &[(i64, i64)]) -> Vec<i64> {
    // Blocks of items that touch: sum, weight, how many.
    let mut blocks: Vec<(i64, i64, usize)> = Vec::new();
    for (item, offset) in order.iter().zip(offsets) {
        let (at, weight) = wanted.get(*item).copied().unwrap_or((0, 1));
        let mut block = ((at - offset) * weight, weight, 1);
        while let Some((sum, weight, count)) = blocks.last().copied()
            && sum.div_euclid(weight) >= block.0.div_euclid(block.1)
        {
            block = (block.0 + sum, block.1 + weight, block.2 + count);
            blocks.pop();
        }
        blocks.push(block);
    }
    let mut settled = vec![0; order.len()];
    let mut places = order.iter().zip(offsets);
    for (sum, weight, count) in blocks {
        for (item, offset) in places.by_ref().take(count) {
            if let Some(place) = settled.get_mut(*item) {
                *place = sum.div_euclid(weight) + offset;
            }
        }
    }
    settled
}

/// The way of each link through what was placed.
fn ways(graph: &CallGraph, columns: &Columns, boxes: &[[i64; 4]], passing: &Map<(usize, usize), Stop>) -> Vec<Way> {
    let column = |spot: usize| columns.column.get(spot).copied().flatten();
    let mut ways = Vec::new();
    for (index, link) in graph.links.iter().enumerate().filter(|(_, link)| link.from != link.to) {
        let backwards = columns.turned.get(index).copied().unwrap_or_default();
        let (left, right) = if backwards { (link.to, link.from) } else { (link.from, link.to) };
        let (Some(first), Some(last)) = (column(left), column(right)) else { continue };
        let (Some([x, y, wide, high]), Some([end, end_y, _, end_high])) =
            (boxes.get(left).copied(), boxes.get(right).copied())
        else {
            continue;
        };
        let mut stops = vec![Stop { enters: x + wide, leaves: x + wide, y: y + high / 2 }];
        stops.extend((first + 1..last).filter_map(|column| passing.get(&(column, left)).copied()));
        stops.push(Stop { enters: end, leaves: end, y: end_y + end_high / 2 });
        ways.push(Way { link: index, stops, backwards });
    }
    ways
}

/// Puts those who neither call nor are called in rows below.
fn shelve(graph: &CallGraph, columns: &Columns, laid: &mut LaidGraph) {
    let alone = (0..graph.spots.len()).filter(|spot| columns.column.get(*spot).copied().flatten().is_none()).gather();
    if alone.is_empty() {
        return;
    }
    let across = alone.iter().map(|spot| wide_of(graph, Item::Spot(*spot))).max().unwrap_or(NARROW);
    let room = laid.wide.max(SHELF);
    let (mut x, mut y) = (MARGIN, if laid.high > 0 { laid.high + GAP } else { MARGIN });
    for spot in alone {
        if x > MARGIN && x + across + MARGIN > room {
            x = MARGIN;
            y += HIGH + GAP;
        }
        if let Some(area) = laid.boxes.get_mut(spot) {
            *area = [x, y, across, HIGH];
        }
        laid.wide = laid.wide.max(x + across + MARGIN);
        laid.high = laid.high.max(y + HIGH + MARGIN);
        x += across + GAP;
    }
}
