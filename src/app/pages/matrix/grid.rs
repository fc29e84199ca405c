//! The comparison as a grid of markup, a piece for each place: lanes of platforms, lines of criteria, either way round.

use crate::app::comparison::{HEAD, lane_key, line_key, place_id};
use crate::app::kit::{Bar, Markup};
use crate::decide::Points;
use crate::draw::{Content, Lane, Line, Places};
use crate::order::Gather;
use crate::recommend::Sign;
use crate::text::{ENGLISH, fill};

/// What the grid is drawn from.
pub(super) struct Grid<'a> {
    pub(super) places: &'a Places<'a>,
    /// The place that Tab leads to.
    pub(super) here: &'a str,
    /// The place whose cell is open.
    pub(super) open: &'a str,
}

impl Grid<'_> {
    /// Row by row, each place's markup.
    pub(super) fn rows(&self) -> Vec<Vec<String>> {
        let heads = |n: usize| std::iter::once(None).chain((0..n).map(Some));
        let (lanes, measures) = (&self.places.lanes, &self.places.lines);
        let turned = self.places.view.turned;
        let (down, across) = if turned { (lanes.len(), measures.len()) } else { (measures.len(), lanes.len()) };
        heads(down)
            .map(|row| {
                let place = |column| {
                    let (lane, by) = if turned { (row, column) } else { (column, row) };
                    let lane = lane.and_then(|at: usize| lanes.get(at)).copied();
                    self.place(lane, by.and_then(|at: usize| measures.get(at)).copied())
                };
                heads(across).map(place).gather()
            })
            .gather()
    }

    fn place(&self, lane: Option<Lane>, by: Option<Line>) -> String {
        let mut to = Markup::default();
        match (lane, by) {
            (None, None) => {
                to.raw("<th scope=col>").text(ENGLISH.platform_criterion).raw("</th>");
            }
            (None, Some(by)) => self.head_of_line(&mut to, by),
            (Some(lane), None) => self.head_of_lane(&mut to, lane),
            (Some(lane), Some(by)) => self.cell(&mut to, lane, by),
        }
        to.done()
    }

    /// A heading; rows are headed by lines unless the grid is turned.
    fn open_head(&self, to: &mut Markup, is_line: bool) {
        to.raw(if is_line == self.places.view.turned { "<th scope=col" } else { "<th scope=row" });
    }

    /// A button at a place, up to where its attributes may go on.
    fn open_button(&self, to: &mut Markup, class: &'static str, id: &str) {
        to.raw("<button type=button class=\"").raw(class).raw("\" id=\"").text(id).raw("\" tabindex=");
        to.raw(if self.here == id { "0" } else { "-1" });
    }

    fn head_of_line(&self, to: &mut Markup, line: Line) {
        self.open_head(to, true);
        match self.places.view.rises(line) {
            Some(true) => to.raw(" aria-sort=ascending"),
            Some(false) => to.raw(" aria-sort=descending"),
            None => to,
        }
        .raw(">");
        self.open_button(to, "sort", &place_id(HEAD, &line_key(line)));
        to.raw(">").text(self.places.line_name(line)).raw("</button>");
        if let Some(share) = self.places.share(line) {
            to.raw(" <span class=weight>").numbers(&[(i64::from((share + 50) / 100), "&nbsp;%</span>")]);
        }
        to.raw("</th>");
    }

    fn head_of_lane(&self, to: &mut Markup, lane: Lane) {
        self.open_head(to, false);
        let name = self.places.lane_name(lane);
        if lane == Lane::Difference {
            to.raw(" class=difference>").text(name).raw("</th>");
            return;
        }
        let out = self.places.is_out(lane);
        to.raw(if out { " class=out>" } else { ">" }).text(name).raw(" ");
        if out {
            to.raw("<span class=mark>").text(ENGLISH.platform_out).raw("</span> ");
        }
        self.open_button(to, "pin", &place_id(&lane_key(lane), HEAD));
        to.raw(if self.places.is_pinned(lane) { " aria-pressed=true" } else { " aria-pressed=false" });
        to.raw(" aria-label=\"").text(&fill(ENGLISH.matrix_pin_of, &[&name])).raw("\">");
        to.text(ENGLISH.matrix_pin).raw("</button></th>");
    }

    fn cell(&self, to: &mut Markup, lane: Lane, by: Line) {
        let Some(content) = self.places.content(lane, by) else {
            to.raw("<td></td>");
            return;
        };
        if lane == Lane::Difference {
            to.raw("<td class=\"difference number\">").text(&content.text).raw("</td>");
            return;
        }
        to.raw(if self.places.is_out(lane) { "<td class=out>" } else { "<td>" });
        let id = place_id(&lane_key(lane), &line_key(by));
        let faint = self.places.view.only_marked && content.sign == Sign::Plain && matches!(by, Line::Criterion(_));
        self.open_button(to, if faint { "cell unmarked" } else { "cell" }, &id);
        to.raw(if self.open == id { " aria-expanded=true" } else { " aria-expanded=false" });
        to.raw(" aria-label=\"").text(self.places.lane_name(lane)).raw(", ").text(self.places.line_name(by)).raw(": ");
        to.text(if content.text == "?" { ENGLISH.matrix_open } else { &content.text });
        to.raw(match content.sign {
            Sign::Plain => "",
            Sign::Careful => "†, ",
            Sign::Own => " ",
        });
        to.text(match content.sign {
            Sign::Plain => "",
            Sign::Careful => ENGLISH.matrix_careful,
            Sign::Own => content.mark(),
        });
        to.raw("\">");
        value(to, &content);
        to.raw("</button></td>");
    }
}

fn value(to: &mut Markup, content: &Content) {
    to.raw(if content.bar.is_some() { "<span class=number>" } else { "<span class=words>" });
    to.text(&content.text).raw("</span>");
    match content.sign {
        Sign::Plain => {}
        Sign::Careful => drop(to.raw("<span class=dagger>").text(content.mark()).raw("</span>")),
        Sign::Own => drop(to.raw(" <span class=mark>").text(content.mark()).raw("</span>")),
    }
    if let Some(bar) = content.bar {
        let [low, likely, high] = [bar.low, bar.likely, bar.high].map(Points::as_hundredths);
        to.bar(Bar { low, likely, high });
    }
}
