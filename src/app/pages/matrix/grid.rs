//! The comparison as a grid of markup: lanes of platforms, lines of criteria, either way round.

use crate::app::comparison::{Comparison, DIFFERENCE, HEAD, TOTAL, place_id, standing};
use crate::app::kit::{Bar, Markup};
use crate::decide::{Interval, Points};
use crate::knowledge::{Knowledge, Mark};
use crate::recommend::{Cell, MatrixRow, Recommendation};
use crate::text::{ENGLISH, fill, signed_points};

/// What the grid is drawn from.
pub(super) struct Grid<'a> {
    pub(super) recommendation: &'a Recommendation,
    pub(super) knowledge: &'a Knowledge,
    pub(super) view: &'a Comparison,
    pub(super) lanes: &'a [String],
    pub(super) measures: &'a [String],
    /// The place that Tab leads to.
    pub(super) here: &'a str,
    /// The place whose cell is open.
    pub(super) open: &'a str,
}

/// Whether some fact behind a cell is to be taken with care.
pub(super) fn is_marked(knowledge: &Knowledge, cell: &Cell) -> bool {
    let careful = |mark: &Mark| matches!(mark, Mark::Unverified | Mark::Old | Mark::Own);
    let facts = cell.why.facts();
    cell.own.is_some()
        || facts.into_iter().filter_map(|id| knowledge.fact(id.as_str())).any(|fact| fact.marks.iter().any(careful))
}

impl Grid<'_> {
    /// The table.
    pub(super) fn markup(&self) -> String {
        let mut to = Markup::default();
        let turned = self.view.turned;
        let (rows, columns) = if turned { (self.lanes, self.measures) } else { (self.measures, self.lanes) };
        to.raw("<table class=matrix role=grid aria-label=\"").text(ENGLISH.platform_matrix).raw("\">");
        for (at, row) in rows.iter().enumerate() {
            to.raw(match at {
                0 => "<thead><tr>",
                1 => "</thead><tbody><tr>",
                _ => "<tr>",
            });
            for column in columns {
                let (lane, by) = if turned { (row, column) } else { (column, row) };
                self.place(&mut to, lane, by);
            }
            to.raw("</tr>");
        }
        to.raw("</tbody></table>").done()
    }

    fn place(&self, to: &mut Markup, lane: &str, by: &str) {
        let platform = lane.parse().ok().and_then(|place: usize| self.recommendation.matrix.get(place));
        match (lane, by) {
            (HEAD, HEAD) => {
                to.raw("<th scope=col>").text(ENGLISH.platform_criterion).raw("</th>");
            }
            (HEAD, _) => self.head_of_line(to, by),
            (_, HEAD) => self.head_of_lane(to, lane, platform),
            (DIFFERENCE, _) => self.difference(to, by),
            _ => {
                let Some(platform) = platform else { return };
                let out = standing(self.recommendation, platform.platform).1;
                to.raw(if out { "<td class=out>" } else { "<td>" });
                if by == TOTAL {
                    let (score, _) = standing(self.recommendation, platform.platform);
                    value(to, Interval::exact(Points::hundredths(score)), "");
                } else {
                    self.cell(to, lane, by, platform);
                }
                to.raw("</td>");
            }
        }
    }

    /// A heading; rows are headed by lines unless the grid is turned.
    fn open_head(&self, to: &mut Markup, is_line: bool) {
        to.raw(if is_line == self.view.turned { "<th scope=col" } else { "<th scope=row" });
    }

    /// A button at a place, up to where its attributes may go on.
    fn open_button(&self, to: &mut Markup, class: &'static str, lane: &str, by: &str) {
        let id = place_id(lane, by);
        to.raw("<button type=button class=\"").raw(class).raw("\" id=\"").text(&id).raw("\" tabindex=");
        to.raw(if self.here == id { "0" } else { "-1" });
    }

    fn head_of_line(&self, to: &mut Markup, by: &str) {
        let place = by.parse::<usize>().ok();
        self.open_head(to, true);
        if self.view.by == place {
            to.raw(if self.view.rising { " aria-sort=ascending" } else { " aria-sort=descending" });
        }
        to.raw(">");
        self.open_button(to, "sort", HEAD, by);
        to.raw(">");
        match place.and_then(|place| self.recommendation.weights.get(place)) {
            None => to.text(ENGLISH.platform_score).raw("</button></th>"),
            Some(weight) => to
                .text(weight.criterion.name(self.knowledge))
                .raw("</button> <span class=weight>")
                .numbers(&[(i64::from(weight.share / 100), "&nbsp;%</span></th>")]),
        };
    }

    fn head_of_lane(&self, to: &mut Markup, lane: &str, platform: Option<&MatrixRow>) {
        self.open_head(to, false);
        let Some(platform) = platform else {
            to.raw(" class=difference>").text(ENGLISH.matrix_difference).raw("</th>");
            return;
        };
        let (name, out) = (platform.platform.short(self.knowledge), standing(self.recommendation, platform.platform).1);
        to.raw(if out { " class=out>" } else { ">" }).text(name).raw(" ");
        if out {
            to.raw("<span class=mark>").text(ENGLISH.platform_out).raw("</span> ");
        }
        self.open_button(to, "pin", lane, HEAD);
        let pinned = self.view.pinned.iter().any(|pinned| pinned.to_string() == lane);
        to.raw(if pinned { " aria-pressed=true" } else { " aria-pressed=false" });
        to.raw(" aria-label=\"").text(&fill(ENGLISH.matrix_pin_of, &[&name])).raw("\">");
        to.text(ENGLISH.matrix_pin).raw("</button></th>");
    }

    fn cell(&self, to: &mut Markup, lane: &str, by: &str, platform: &MatrixRow) {
        let Some(cell) = by.parse().ok().and_then(|place: usize| platform.cells.get(place)) else { return };
        let marked = is_marked(self.knowledge, cell);
        self.open_button(to, if marked || !self.view.only_marked { "cell" } else { "cell unmarked" }, lane, by);
        to.raw(if self.open == place_id(lane, by) { " aria-expanded=true" } else { " aria-expanded=false" });
        let (of, criterion) = (platform.platform.short(self.knowledge), cell.criterion.name(self.knowledge));
        to.raw(" aria-label=\"").text(of).raw(", ").text(criterion).raw(": ");
        to.text(&cell.value.likely.rounded().to_string()).raw("\">");
        let mark = match (&cell.own, marked) {
            (Some(_), _) => ENGLISH.mark_own,
            (None, true) => "†",
            (None, false) => "",
        };
        value(to, cell.value, mark);
        to.raw("</button>");
    }

    /// What the first of the two pinned has more than the second.
    fn difference(&self, to: &mut Markup, by: &str) {
        let Some(pair) = self.view.pair(self.recommendation) else { return };
        let of = |row: &MatrixRow| match by.parse::<usize>() {
            Err(_) => standing(self.recommendation, row.platform).0,
            Ok(place) => row.cells.get(place).map_or(0, |cell| i64::from(cell.value.likely.as_hundredths())),
        };
        let [one, other] = pair.map(of);
        to.raw("<td class=\"difference number\">").text(&signed_points(one - other)).raw("</td>");
    }
}

fn value(to: &mut Markup, value: Interval, mark: &'static str) {
    to.raw("<span class=number>").text(&value.likely.rounded().to_string()).raw("</span>");
    if !mark.is_empty() {
        to.raw(if mark == "†" { "<span class=dagger>" } else { " <span class=mark>" }).text(mark).raw("</span>");
    }
    let [low, likely, high] = [value.low, value.likely, value.high].map(Points::as_hundredths);
    to.bar(Bar { low, likely, high });
}
