//! The places of the comparison by short names, so markup and keys speak of the same ones.

use crate::draw::{Lane, Line, Places};
use crate::order::Gather;

/// The head of a line or a lane.
pub(crate) const HEAD: &str = "h";
const SCORE: &str = "s";
const MONEY: &str = "m";
const HOURS: &str = "p";
const DIFFERENCE: &str = "d";

/// The name of a lane.
pub(crate) fn lane_key(lane: Lane) -> String {
    match lane {
        Lane::Platform(place) => place.to_string(),
        Lane::Difference => DIFFERENCE.to_owned(),
    }
}

/// The name of a line.
pub(crate) fn line_key(line: Line) -> String {
    match line {
        Line::Score => SCORE.to_owned(),
        Line::Money => MONEY.to_owned(),
        Line::Hours => HOURS.to_owned(),
        Line::Criterion(place) => place.to_string(),
    }
}

/// The line of that name.
pub(crate) fn line_of(key: &str) -> Option<Line> {
    Some(match key {
        SCORE => Line::Score,
        MONEY => Line::Money,
        HOURS => Line::Hours,
        place => Line::Criterion(place.parse().ok()?),
    })
}

/// The name of a place in the grid, as markup and keys use it.
pub(crate) fn place_id(lane: &str, by: &str) -> String {
    format!("at-{lane}-{by}")
}

/// The names in a place's name: of the lane and of the line.
pub(crate) fn place_of(id: &str) -> Option<(&str, &str)> {
    id.strip_prefix("at-")?.split_once('-')
}

/// The lanes and the lines by name, as they stand, each behind the head.
pub(crate) fn axes(places: &Places) -> [Vec<String>; 2] {
    let head = || std::iter::once(HEAD.to_owned());
    let lanes = head().chain(places.lanes.iter().map(|lane| lane_key(*lane))).gather();
    [lanes, head().chain(places.lines.iter().map(|line| line_key(*line))).gather()]
}

/// The places an arrow leads to from one, the nearest first.
pub(crate) fn ahead([lanes, measures]: &[Vec<String>; 2], turned: bool, from: &str, key: &str) -> Vec<String> {
    let Some((lane, by)) = place_of(from) else { return Vec::new() };
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
    let way: Vec<usize> = if onwards { (here + 1..list.len()).gather() } else { (0..here).rev().gather() };
    let id = |there: usize| {
        let (lane, by) = if along { (there, by) } else { (lane, there) };
        Some(place_id(lanes.get(lane)?, measures.get(by)?))
    };
    let ids = way.into_iter().filter_map(id);
    if matches!(key, "Home" | "End") { ids.rev().gather() } else { ids.gather() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_lead_to_what_lies_that_way() {
        let axes = [["h", "4", "2"], ["h", "s", "0"]].map(|names| names.map(str::to_owned).to_vec());
        let ways = [
            (false, "at-4-0", "ArrowRight", "at-2-0"),
            (false, "at-4-0", "ArrowUp", "at-4-s at-4-h"),
            (true, "at-4-0", "ArrowDown", "at-2-0"),
            (false, "at-h-h", "End", "at-2-h at-4-h"),
            (false, "at-2-0", "ArrowRight", ""),
            (false, "elsewhere", "ArrowRight", ""),
            (false, "at-4-0", "a", ""),
        ];
        for (turned, from, key, to) in ways {
            assert_eq!(ahead(&axes, turned, from, key).join(" "), to, "{from} {key}");
        }
        for line in Line::TOTALS.into_iter().chain([Line::Criterion(0), Line::Criterion(12)]) {
            assert_eq!(line_of(&line_key(line)), Some(line));
        }
        assert_eq!(line_of(HEAD), None);
    }
}
