//! The drawing as markup: on the page coloured by its style sheet and with a focus, alone as a picture for reports.

use super::graph::{CallGraph, Protection, SpotKind};
use super::place::{INSET, LaidGraph, Way};
use crate::draw::markup::Markup;
use crate::draw::sheet::{Type, lines};
use crate::order::{Gather, Map};
use crate::text::{ENGLISH, fill};
use crate::units::Rate;

/// How the graph is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GraphLook {
    /// The spot that is looked at: its links stand out and its neighbours say what is called.
    pub focus: Option<usize>,
    /// What is looked for, in names.
    pub sought: String,
}

impl GraphLook {
    /// Whether a name is looked for.
    pub fn seeks(&self, name: &str) -> bool {
        let sought = self.sought.trim();
        !sought.is_empty() && name.to_lowercase().contains(&sought.to_lowercase())
    }
}

/// What a piece of a link looks like: how it is protected, how much goes over it from 0 to 3, and whether it leads back.
type Stroke = (Protection, usize, bool);

/// What a spot's id on the page begins with, before its place.
pub const SPOT: &str = "spot-";
/// Colours for print and projector.
const PAPER: &str = "#ffffff";

/// The graph for the page: one `svg` element, coloured from outside.
pub fn graph_markup(graph: &CallGraph, laid: &LaidGraph, look: &GraphLook) -> String {
    let mut to = Markup::default();
    let [wide, high] = [laid.wide, laid.high];
    to.raw("<svg id=call-graph class=graph role=img viewBox=\"0 0 ").numbers(&[(wide, " "), (high, "\" width=\"")]);
    to.numbers(&[(wide, "\" height=\""), (high, "\" aria-label=\"")]).text(ENGLISH.graph_label).raw("\">");
    let is_near = |way: &Way| look.focus.is_none_or(|focus| touches(graph, way, focus));
    strokes(&mut to, graph, &laid.ways.iter().filter(|way| !is_near(way)).gather(), &|_| "away");
    strokes(&mut to, graph, &laid.ways.iter().filter(|way| is_near(way)).gather(), &class_of);
    for (place, (spot, [x, y, wide, high])) in graph.spots.iter().zip(&laid.boxes).enumerate() {
        let told = look.focus.and_then(|focus| link_of(graph, focus, place));
        let away = look.focus.is_some_and(|focus| focus != place) && told.is_none();
        to.raw("<g class=\"spot ").raw(kind_of(spot.kind)).raw(if look.seeks(&spot.name) { " sought" } else { "" });
        to.raw(if away { " away" } else { "" }).raw(if look.focus == Some(place) { " chosen" } else { "" });
        to.raw("\" id=\"").raw(SPOT).text(&place.to_string()).raw("\">");
        let corner = [(*x, "\" y=\""), (*y, "\" width=\""), (*wide, "\" height=\""), (*high, "\"/>")];
        to.raw("<rect rx=4 x=\"").numbers(&corner);
        let note = told.unwrap_or_else(|| spot.note.clone());
        for (text, kind, below, class) in [(&spot.name, Type::Strong, 20, "name"), (&note, Type::Soft, 37, "note")] {
            let line = lines(text, kind, wide - 2 * INSET, 1);
            to.raw("<text class=").raw(class).raw(" x=\"").numbers(&[(x + INSET, "\" y=\""), (y + below, "\">")]);
            to.text(line.first().map_or("", String::as_str)).raw("</text>");
        }
        to.raw("<title>").text(&spot.name).raw("</title></g>");
    }
    to.raw("</svg>").done()
}

/// The graph as a picture that stands alone, headed by a sentence; no style sheet, presentation attributes only.
pub fn graph_as_svg(graph: &CallGraph, laid: &LaidGraph, heading: &str) -> String {
    const HEAD: i64 = 44;
    let mut to = Markup::default();
    let (wide, high) = (laid.wide.max(640), laid.high + HEAD);
    to.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
    to.numbers(&[(wide, "\" height=\""), (high, "\" viewBox=\"0 0 "), (wide, " "), (high, "\" font-family=\"")]);
    to.raw("system-ui, sans-serif\"><rect width=\"100%\" height=\"100%\" fill=\"").raw(PAPER).raw("\"/>");
    let title = lines(heading, Type::Strong, wide - 32, 1);
    to.raw("<text x=\"16\" y=\"28\" font-size=\"14\" font-weight=\"600\" fill=\"#1b2430\">");
    to.text(title.first().map_or("", String::as_str)).raw("</text><g transform=\"translate(0 ");
    to.numbers(&[(HEAD, ")\">")]);
    for (stroke, path) in &paths(graph, &laid.ways.iter().gather()) {
        let (line, tip) = path;
        to.raw("<path fill=\"none\" stroke=\"").raw(colour_of(stroke.0)).raw("\" stroke-width=\"");
        to.numbers(&[(width_of(stroke.1), "\" d=\"")]).text(line);
        to.raw(if stroke.2 { "\" stroke-dasharray=\"5 4\"/>" } else { "\"/>" });
        to.raw("<path fill=\"").raw(colour_of(stroke.0)).raw("\" d=\"").text(tip).raw("\"/>");
    }
    for (spot, [x, y, wide, high]) in graph.spots.iter().zip(&laid.boxes) {
        let corner = [(*x, "\" y=\""), (*y, "\" width=\""), (*wide, "\" height=\""), (*high, "\"/>")];
        to.raw("<rect rx=\"4\" fill=\"").raw(if spot.kind == SpotKind::Elsewhere { "#f2f0ea" } else { "#ffffff" });
        to.raw("\" stroke=\"#8a93a0\" x=\"").numbers(&corner);
        let name = lines(&spot.name, Type::Strong, wide - 2 * INSET, 1);
        to.raw("<text font-size=\"14\" font-weight=\"600\" fill=\"#1b2430\" x=\"").numbers(&[(x + INSET, "\" y=\"")]);
        to.numbers(&[(y + 20, "\">")]).text(name.first().map_or("", String::as_str)).raw("</text>");
        let note = lines(&spot.note, Type::Soft, wide - 2 * INSET, 1);
        to.raw("<text font-size=\"13\" fill=\"#566070\" x=\"").numbers(&[(x + INSET, "\" y=\""), (y + 37, "\">")]);
        to.text(note.first().map_or("", String::as_str)).raw("</text>");
    }
    to.raw("</g></svg>\n").done()
}

fn touches(graph: &CallGraph, way: &Way, spot: usize) -> bool {
    graph.links.get(way.link).is_some_and(|link| link.from == spot || link.to == spot)
}

/// What joins two spots, in words, from where the first stands.
fn link_of(graph: &CallGraph, focus: usize, other: usize) -> Option<String> {
    let mut joins = graph.links.iter().filter(|link| link.from != link.to);
    joins.find(|link| (link.from, link.to) == (focus, other) || (link.from, link.to) == (other, focus)).map(|link| {
        let way = if link.from == focus { ENGLISH.graph_is_called } else { ENGLISH.graph_calls };
        fill(way, &[&graph.told(link)])
    })
}

const fn kind_of(kind: SpotKind) -> &'static str {
    match kind {
        SpotKind::Workload(_) => "workload",
        SpotKind::Gateway => "gateway",
        SpotKind::Outside => "outside",
        SpotKind::Elsewhere => "elsewhere",
    }
}

const fn colour_of(protection: Protection) -> &'static str {
    match protection {
        Protection::Mutual => "#3f7fb0",
        Protection::Permissive => "#8a6d1f",
        Protection::Plain => "#8a93a0",
    }
}

const fn width_of(weight: usize) -> i64 {
    match weight {
        0 => 1,
        1 => 2,
        2 => 3,
        _ => 4,
    }
}

fn class_of(stroke: Stroke) -> &'static str {
    match stroke.0 {
        Protection::Mutual => "mutual",
        Protection::Permissive => "permissive",
        Protection::Plain => "plain",
    }
}

/// Writes the links' ways, those that look alike in one go.
fn strokes(to: &mut Markup, graph: &CallGraph, ways: &Vec<&Way>, class: &dyn Fn(Stroke) -> &'static str) {
    for (stroke, (line, tip)) in &paths(graph, ways) {
        to.raw("<path class=\"link ").raw(class(*stroke)).raw(if stroke.2 { " back" } else { "" });
        to.raw("\" stroke-width=\"").numbers(&[(width_of(stroke.1), "\" d=\"")]).text(line).raw("\"/>");
        to.raw("<path class=\"tip ").raw(class(*stroke)).raw("\" d=\"").text(tip).raw("\"/>");
    }
}

/// The ways as path data, and their tips: pieces that several links share are drawn once, as the strongest of them.
fn paths(graph: &CallGraph, ways: &Vec<&Way>) -> Map<Stroke, (String, String)> {
    let most = graph.links.iter().filter_map(|link| link.rate).max();
    let mut pieces: Map<[i64; 5], Stroke> = Map::new();
    let mut tips: Map<[i64; 3], Stroke> = Map::new();
    for way in ways {
        let Some(link) = graph.links.get(way.link) else { continue };
        let stroke = (link.protection, weight(link.rate, most), way.backwards);
        for pair in way.stops.windows(2) {
            let [from, to] = pair else { continue };
            let piece = [from.leaves, from.y, to.enters, to.y, to.leaves];
            let strongest = pieces
                .get(&piece)
                .map_or(stroke, |before| (before.0.max(stroke.0), before.1.max(stroke.1), before.2 && stroke.2));
            pieces.insert(piece, strongest);
        }
        let end = if way.backwards { way.stops.first() } else { way.stops.last() };
        if let Some(stop) = end {
            let points = if way.backwards { 1 } else { -1 };
            tips.insert([stop.enters, stop.y, points], stroke);
        }
    }
    let mut paths: Map<Stroke, (String, String)> = Map::new();
    let mut add = |stroke: &Stroke, line: &str, tip: &str| {
        let mut both = paths.get(stroke).cloned().unwrap_or_default();
        both.0.push_str(line);
        both.1.push_str(tip);
        paths.insert(*stroke, both);
    };
    for ([x, y, to_x, to_y, on], stroke) in &pieces {
        let half = i64::midpoint(*x, *to_x);
        add(stroke, &format!("M{x} {y}C{half} {y} {half} {to_y} {to_x} {to_y}H{on}"), "");
    }
    for ([x, y, points], stroke) in &tips {
        let back = x + 8 * points;
        add(stroke, "", &format!("M{x} {y}L{back} {}L{back} {}Z", y - 4, y + 4));
    }
    paths
}

/// How strong a link is drawn, by its share of the strongest.
fn weight(rate: Option<Rate>, most: Option<Rate>) -> usize {
    let (Some(rate), Some(most)) = (rate, most) else { return 0 };
    let parts = |rate: Rate| rate.per_kilosecond;
    match (parts(rate).saturating_mul(100)).checked_div(parts(most)).unwrap_or_default() {
        0..=3 => 0,
        4..=19 => 1,
        20..=59 => 2,
        _ => 3,
    }
}
