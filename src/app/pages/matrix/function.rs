//! The value function of a criterion, drawn with the point at which this design stands.

use crate::app::kit::Markup;
use crate::knowledge::{CriterionInfo, Curve};
use crate::recommend::{Cell, Reading, thousandths};
use crate::text::{ENGLISH, fill};

/// The drawing's left edge and width, in ten-thousandths of all, and its top and height.
const LEFT: i64 = 900;
const WIDTH: i64 = 8800;
const TOP: i64 = 12;
const HEIGHT: i64 = 100;

/// The drawing as markup; empty where there is none.
pub(super) fn function(info: &CriterionInfo, cell: &Cell) -> String {
    match &cell.read {
        Reading::Nothing => String::new(),
        Reading::Curve(at) => info.curve.as_ref().map(|drawn| curve(drawn, *at)).unwrap_or_default(),
        Reading::BudgetCurve(at) => info.budget_curve.as_ref().map(|drawn| curve(drawn, *at)).unwrap_or_default(),
        Reading::Parts(read) => parts(info, read),
    }
}

/// Across: the points of the curve stand at even steps, with their measure beneath, so small and large ones can be read.
fn across(curve: &Curve, measure: u64) -> i64 {
    let marks = || curve.points.iter().map(|(measure, _)| measure.thousandths());
    let steps = i64::try_from(curve.points.len()).unwrap_or(1).saturating_sub(1).max(1);
    let before = marks().take_while(|mark| *mark <= measure).count();
    let (Some(from), Some(to)) = (before.checked_sub(1).and_then(|at| marks().nth(at)), marks().nth(before)) else {
        return LEFT + if before == 0 { 0 } else { WIDTH };
    };
    let whole = i64::try_from(before).unwrap_or(1) - 1;
    let part = i64::try_from(u128::from(measure - from) * 10_000 / u128::from((to - from).max(1))).unwrap_or(0);
    LEFT + (whole * 10_000 + part) * WIDTH / (steps * 10_000)
}

fn down(hundredths: i64) -> i64 {
    TOP + HEIGHT - hundredths * HEIGHT / 10_000
}

fn curve(curve: &Curve, at: [u64; 3]) -> String {
    let mut to = Markup::default();
    let [worst, likely, best] = at.map(|measure| (across(curve, measure), curve.at(measure)));
    let [_, measure, _] = at;
    let said = fill(ENGLISH.matrix_read_off, &[&thousandths(measure), &curve.of, &((likely.1 + 50) / 100)]);
    to.raw("<svg width=\"100%\" height=136 role=img aria-label=\"").text(&said).raw("\">");
    for value in [0, 100] {
        to.raw("<line class=grid-line x1=\"").per_cent(LEFT).raw("\" x2=\"").per_cent(LEFT + WIDTH);
        to.raw("\" y1=").numbers(&[(down(value * 100), " y2="), (down(value * 100), " /><text class=end x=\"")]);
        to.per_cent(LEFT - 120).raw("\" y=").numbers(&[(down(value * 100) + 4, ">"), (value, "</text>")]);
    }
    // What the value may be, for the measure may be less or more.
    let (low, high) = (worst.0.min(best.0), worst.0.max(best.0));
    to.raw("<rect class=range y=12 height=100 x=\"").per_cent(low).raw("\" width=\"").per_cent(high - low).raw("\" />");
    let mut before = None;
    for (measure, value) in &curve.points {
        let here = (across(curve, measure.thousandths()), down(i64::from(*value) * 100));
        if let Some((x, y)) = before {
            to.raw("<line class=drawn x1=\"").per_cent(x).raw("\" x2=\"").per_cent(here.0).raw("\" y1=");
            to.numbers(&[(y, " y2="), (here.1, " />")]);
        }
        to.raw("<text class=middle y=130 x=\"").per_cent(here.0).raw("\">").text(&measure.to_string()).raw("</text>");
        before = Some(here);
    }
    to.raw("<circle class=point r=5 cx=\"").per_cent(likely.0).raw("\" cy=").numbers(&[(down(likely.1), " /></svg>")]);
    to.raw("<p class=help>").text(&said).raw("</p>").done()
}

/// The parts side by side, each as wide as its points and filled as far as it is fulfilled.
fn parts(info: &CriterionInfo, read: &[[u8; 2]]) -> String {
    let mut to = Markup::default();
    to.raw("<svg width=\"100%\" height=26 aria-hidden=true>");
    let mut from = 0i64;
    for (place, [points, grade]) in (1..).zip(read.iter().take(info.parts.len())) {
        let (points, grade) = (i64::from(*points) * 100, i64::from(*grade));
        to.raw("<rect class=bar-track y=1 height=10 x=\"").per_cent(from).raw("\" width=\"").per_cent(points);
        to.raw("\" /><rect class=bar-value y=1 height=10 x=\"").per_cent(from).raw("\" width=\"");
        to.per_cent(points * grade / 100).raw("\" /><line class=grid-line y1=0 y2=14 x1=\"").per_cent(from);
        to.raw("\" x2=\"").per_cent(from).raw("\" /><text y=25 x=\"").per_cent(from + 50).raw("\">");
        to.numbers(&[(place, "</text>")]);
        from += points;
    }
    to.raw("</svg>").done()
}
