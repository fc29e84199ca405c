//! The comparison as a picture: one SVG that stands alone, for slides, reports and print.

use super::comparison::Line;
use super::places::{Content, Lane, Places};
use super::sheet::{Sheet, Type, lines, width};
use crate::decide::Interval;
use crate::order::Gather;
use crate::recommend::Recommendation;
use crate::recommend::Sign;
use crate::text::{ENGLISH, fill};

const MARGIN: i64 = 32;
/// The column of headings, and each other column.
const HEAD: i64 = 208;
const COLUMN: i64 = 122;
const ROW: i64 = 46;
/// Between a column's edge and what stands in it.
const INSET: i64 = 8;
/// No narrower, so that sentences have room.
const NARROWEST: i64 = 900;
/// How many of one's own values and numbers are named.
const NAMED: usize = 12;

const PAPER: &str = "#ffffff";
const HAIRLINE: &str = "#d9d5ca";
const TRACK: &str = "#f2f0ea";
const BAR: &str = "#3f7fb0";
const BAR_OUT: &str = "#b9bcc2";
const SPREAD: &str = "#1b2430";
const WASH: &str = "#e4eff8";

/// A row or a column.
#[derive(Clone, Copy)]
enum Axis {
    Lane(Lane),
    Line(Line),
}

/// What stands at each place, as SVG; `name` is the design's.
pub fn comparison_as_svg(places: &Places, name: &str) -> String {
    let (recommendation, view) = (places.recommendation, places.view);
    let lanes: Vec<Axis> = places.lanes.iter().copied().map(Axis::Lane).gather();
    let by: Vec<Axis> = places.lines.iter().copied().map(Axis::Line).gather();
    let (rows, columns) = if view.turned { (lanes, by) } else { (by, lanes) };
    let across = HEAD + COLUMN * i64::try_from(columns.len()).unwrap_or(0);
    let wide = across.max(NARROWEST);
    let mut picture = Picture { places, sheet: Sheet::default(), across };
    let mut y = MARGIN + 20;
    y = picture.sheet.lines(MARGIN, y, Type::Title, &lines(recommendation.finding(), Type::Title, wide, 3));
    let called = if name.trim().is_empty() { ENGLISH.unnamed } else { name };
    let about = fill(ENGLISH.picture_about, &[&called, &recommendation.facts_date]);
    y = picture.sheet.lines(MARGIN, y, Type::Soft, &lines(&about, Type::Soft, wide, 2));
    y = picture.heads(y, &columns);
    for row in &rows {
        y = picture.row(y, *row, &columns);
    }
    y = picture.legend(y + 28, wide, recommendation);
    let to = &mut picture.sheet.0;
    let drawn = to.done();
    to.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
    let (wide, high) = (wide + 2 * MARGIN, y + MARGIN - 16);
    to.numbers(&[(wide, "\" height=\""), (high, "\" viewBox=\"0 0 "), (wide, " "), (high, "\" role=\"img\"><title>")]);
    to.text(called)
        .raw("</title><desc>")
        .text(&recommendation.summary)
        .raw("</desc><rect width=\"100%\" height=\"100%\" fill=\"");
    to.raw(PAPER).raw(
        "\"/><g font-family=\"'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', system-ui, sans-serif\">",
    );
    to.done() + &drawn + "</g></svg>\n"
}

struct Picture<'a> {
    places: &'a Places<'a>,
    sheet: Sheet,
    across: i64,
}

impl Picture<'_> {
    fn name(&self, of: Axis) -> &str {
        match of {
            Axis::Lane(lane) => self.places.lane_name(lane),
            Axis::Line(line) => self.places.line_name(line),
        }
    }

    /// What stands beside a name.
    fn note(&self, of: Axis) -> String {
        match of {
            Axis::Lane(lane) => {
                let out = self.places.is_out(lane).then_some(ENGLISH.platform_out);
                let pinned = self.places.is_pinned(lane).then_some(ENGLISH.picture_pinned);
                out.into_iter().chain(pinned).gather().join(", ")
            }
            Axis::Line(line) => {
                let share = self.places.share(line).map(|share| format!("{}\u{a0}%", (share + 50) / 100));
                let sorts = self.places.view.rises(line).map(|rises| match (rises, self.places.view.turned) {
                    (true, true) => "↑",
                    (false, true) => "↓",
                    (true, false) => "←",
                    (false, false) => "→",
                });
                share.into_iter().chain(sorts.map(str::to_owned)).gather().join(" ")
            }
        }
    }

    /// The headings of the columns; says where the rows begin.
    fn heads(&mut self, top: i64, columns: &[Axis]) -> i64 {
        let inside = COLUMN - 2 * INSET;
        let names: Vec<Vec<String>> =
            columns.iter().map(|column| lines(self.name(*column), Type::Strong, inside, 3)).gather();
        let most = i64::try_from(names.iter().map(Vec::len).max().unwrap_or(1)).unwrap_or(1);
        let foot = top + 16 + most * Type::Strong.leading() + Type::Soft.leading();
        let mut x = MARGIN + HEAD;
        for (column, name) in columns.iter().zip(&names) {
            let begins = foot - Type::Soft.leading() - i64::try_from(name.len()).unwrap_or(1) * Type::Strong.leading();
            let after = self.sheet.lines(x + INSET, begins + 12, Type::Strong, name);
            let note = self.note(*column);
            self.sheet.write(x + INSET, after, Type::Soft, &note);
            x += COLUMN;
        }
        self.sheet.fill([MARGIN, foot + 4, self.across, 1], SPREAD);
        foot + 5
    }

    /// A row with its heading; says where the next begins.
    fn row(&mut self, top: i64, row: Axis, columns: &[Axis]) -> i64 {
        let note = self.note(row);
        let beside = if note.is_empty() { 0 } else { width(&note, Type::Soft) + INSET };
        let name = lines(self.name(row), Type::Strong, HEAD - INSET - beside, 2);
        self.sheet.lines(MARGIN, top + 20, Type::Strong, &name);
        self.sheet.write_to(MARGIN + HEAD - INSET, top + 20, Type::Soft, &note);
        let mut x = MARGIN + HEAD;
        for column in columns {
            let ((Axis::Lane(lane), Axis::Line(by)) | (Axis::Line(by), Axis::Lane(lane))) = (row, *column) else {
                continue;
            };
            if lane == Lane::Difference {
                self.sheet.fill([x, top, COLUMN, ROW], WASH);
            }
            if let Some(content) = self.places.content(lane, by) {
                self.cell(x + INSET, top, &content, self.places.is_out(lane));
            }
            x += COLUMN;
        }
        self.sheet.fill([MARGIN, top + ROW - 1, self.across, 1], HAIRLINE);
        top + ROW
    }

    fn cell(&mut self, x: i64, top: i64, content: &Content, out: bool) {
        let inside = COLUMN - 2 * INSET;
        let Some(bar) = content.bar else {
            // Without a figure of points: money and hours may take two lines.
            let kind = if out { Type::Soft } else { Type::Plain };
            let text = match content.sign {
                Sign::Plain => content.text.clone(),
                _ => format!("{}\u{a0}{}", content.text, content.mark()),
            };
            self.sheet.lines(x, top + 19, kind, &lines(&text, kind, inside + INSET, 2));
            return;
        };
        let kind = if out { Type::SoftNumber } else { Type::Number };
        self.sheet.write(x, top + 22, kind, &content.text);
        if content.sign != Sign::Plain {
            self.sheet.write(x + width(&content.text, kind) + 4, top + 22, Type::Soft, content.mark());
        }
        self.bar(x, top + 30, inside, bar, out);
    }

    fn bar(&mut self, x: i64, y: i64, inside: i64, value: Interval, out: bool) {
        let at = |points: crate::decide::Points| i64::from(points.as_hundredths()) * inside / 10_000;
        self.sheet.fill([x, y, inside, 6], TRACK);
        self.sheet.fill([x, y, at(value.likely), 6], if out { BAR_OUT } else { BAR });
        if value.low < value.high {
            self.sheet.fill([x + at(value.low), y + 2, (at(value.high) - at(value.low)).max(1), 2], SPREAD);
        }
    }

    /// What the marks mean, what is left out and what is one's own; says where it ends.
    fn legend(&mut self, mut y: i64, wide: i64, recommendation: &Recommendation) -> i64 {
        let shown = || self.places.lanes.iter().flat_map(|lane| self.places.lines.iter().map(|by| (*lane, *by)));
        let contents: Vec<Content> = shown().filter_map(|(lane, by)| self.places.content(lane, by)).gather();
        let signed = |sign: Sign| contents.iter().any(|content| content.sign == sign);
        let open = contents.iter().any(|content| content.text == "?");
        let hidden = recommendation.matrix.len() - self.places.lanes.iter().filter(|l| **l != Lane::Difference).count();
        let left = 3 + recommendation.weights.len() - self.places.lines.len();
        let out = self.places.lanes.iter().any(|lane| self.places.is_out(*lane));
        let mut said = vec![ENGLISH.picture_scale.to_owned(), ENGLISH.picture_money.to_owned()];
        said.extend(signed(Sign::Careful).then(|| ENGLISH.picture_careful.to_owned()));
        said.extend(signed(Sign::Own).then(|| ENGLISH.picture_own.to_owned()));
        said.extend(open.then(|| ENGLISH.picture_open.to_owned()));
        said.extend(out.then(|| ENGLISH.picture_out.to_owned()));
        said.extend((hidden > 0).then(|| fill(ENGLISH.picture_hidden, &[&hidden])));
        said.extend((left > 0).then(|| fill(ENGLISH.picture_unmarked, &[&left])));
        for own in recommendation.own.iter().take(NAMED) {
            said.push(match own.because.as_str() {
                "" => own.text.clone(),
                because => format!("{} ({because})", own.text),
            });
        }
        let more = recommendation.own.len().saturating_sub(NAMED);
        said.extend((more > 0).then(|| fill(ENGLISH.picture_more, &[&more])));
        self.sheet.fill([MARGIN, y - 8, 40, 6], TRACK);
        self.sheet.fill([MARGIN, y - 8, 26, 6], BAR);
        self.sheet.fill([MARGIN + 18, y - 6, 16, 2], SPREAD);
        for sentence in said {
            y = self.sheet.lines(MARGIN + 52, y, Type::Soft, &lines(&sentence, Type::Soft, wide - 52, 2)) + 3;
        }
        y
    }
}
