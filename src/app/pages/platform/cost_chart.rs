//! What each platform costs over the scale of the load: lines over two logarithmic axes, named at their ends, and the
//! whole bills as a table. The lines are a bill over its load, or all of them would climb side by side, and where they
//! cross would not be seen.

use crate::app::kit::Markup;
use crate::design::PlatformId;
use crate::knowledge::Knowledge;
use crate::order::Gather;
use crate::recommend::{Candidate, thousandths};
use crate::text::{ENGLISH, dollars_range, fill};

/// The drawing's height, and the room above and below its lines.
const HEIGHT: i64 = 320;
const EDGE: i64 = 24;
/// How far apart two names at the ends of lines stand at least.
const NAME: i64 = 20;
/// The drawing's left edge and width in ten-thousandths of all; the names stand at its right.
const LEFT: i64 = 1400;
const WIDTH: i64 = 5200;
/// From the lines' ends to the names.
const LEAD: i64 = 300;
/// Every so many factors the table has a row.
const STEP: usize = 4;

/// A line: whose it is, and its bill in tenths of a dollar at each factor.
type Line = (PlatformId, Vec<u64>);

/// The chart and its table as markup: those that can do it, in the order in which they are recommended.
pub(super) fn cost_chart(knowledge: &Knowledge, factors: &[u64], lines: &[Line]) -> String {
    // Each bill for as much load as there is now.
    let shares = |bills: &[u64]| -> Vec<u64> {
        bills.iter().zip(factors).map(|(bill, factor)| bill.saturating_mul(1000) / (*factor).max(1)).gather()
    };
    let bills = || lines.iter().flat_map(|(_, bills)| shares(bills).into_iter().map(log));
    let (Some(least), Some(most)) = (bills().min(), bills().max()) else { return String::new() };
    let down = |bill: u64| HEIGHT - EDGE - (log(bill) - least) * (HEIGHT - 2 * EDGE) / (most - least).max(1);
    let mut to = Markup::default();
    to.raw("<svg class=chart width=\"100%\" height=320 role=img aria-label=\"").text(ENGLISH.chart).raw("\">");
    // One, two and five of each power of ten of dollars, where there is room; and each power of ten of the load.
    let mut free = HEIGHT;
    for (tenths, text) in
        (0u32..9).flat_map(|zeros| [1, 2, 5].map(|n| (n * 10u64.pow(zeros + 1), n * 10u64.pow(zeros))))
    {
        if log(tenths) < least || log(tenths) > most || down(tenths) > free {
            continue;
        }
        free = down(tenths) - NAME;
        to.raw("<line class=grid-line x1=0 x2=\"").per_cent(LEFT + WIDTH).raw("\" y1=");
        to.numbers(&[(down(tenths), " y2="), (down(tenths), " /><text x=0 y=")]);
        to.numbers(&[(down(tenths) - 4, ">")]).text(&dollars_range(text, text)).raw("</text>");
    }
    let steps = i64::try_from(factors.len()).unwrap_or(1).saturating_sub(1).max(1);
    for (place, factor) in (0i64..).zip(factors).filter(|(place, _)| place % 12 == 0) {
        let across = LEFT + place * WIDTH / steps;
        to.raw("<line class=grid-line y1=24 y2=296 x1=\"").per_cent(across).raw("\" x2=\"").per_cent(across);
        to.raw("\" /><text class=middle y=312 x=\"")
            .per_cent(across)
            .raw("\">×")
            .text(&thousandths(*factor))
            .raw("</text>");
    }
    to.raw("<svg viewBox=\"0 0 10000 320\" preserveAspectRatio=none height=320 y=0 x=\"").per_cent(LEFT);
    to.raw("\" width=\"").per_cent(WIDTH).raw("\">");
    for (colour, (_, bills)) in (0i64..).zip(lines) {
        to.raw("<polyline class=\"line line-").numbers(&[(colour % 6, " dash-"), (colour / 6, "\" points=\"")]);
        for (place, bill) in (0i64..).zip(shares(bills)) {
            to.numbers(&[(place * 10_000 / steps, ","), (down(bill), " ")]);
        }
        to.raw("\" />");
    }
    to.raw("</svg>");
    // Names at the lines' ends, pushed apart downwards, then upwards from the lower edge.
    let mut ends: Vec<(i64, i64, PlatformId, i64)> = (0i64..)
        .zip(lines)
        .filter_map(|(colour, (platform, bills))| {
            let end = down(*shares(bills).last()?);
            Some((end, colour, *platform, end))
        })
        .gather();
    crate::order::sort_by_key(&mut ends, |end| (end.0, end.1));
    let mut free = 0;
    for end in &mut ends {
        end.0 = end.0.max(free);
        free = end.0 + NAME;
    }
    let mut free = HEIGHT - EDGE;
    for end in ends.iter_mut().rev() {
        end.0 = end.0.min(free);
        free = end.0 - NAME;
    }
    for (y, colour, platform, end) in ends {
        // From the line to its name, which may have had to make room.
        to.raw("<line class=\"lead-to line-").numbers(&[(colour % 6, "\" y1="), (end, " y2="), (y, " x1=\"")]);
        to.per_cent(LEFT + WIDTH).raw("\" x2=\"").per_cent(LEFT + WIDTH + LEAD - 60).raw("\" />");
        to.raw("<text class=\"name name-").numbers(&[(colour % 6, "\" y="), (y + 4, " x=\"")]);
        to.per_cent(LEFT + WIDTH + LEAD).raw(if colour < 6 { "\">" } else { "\">╌ " });
        to.text(Candidate::from(platform).short(knowledge)).raw("</text>");
    }
    to.raw("</svg>");
    table(&mut to, knowledge, factors, lines);
    to.done()
}

fn table(to: &mut Markup, knowledge: &Knowledge, factors: &[u64], lines: &[Line]) {
    let mut head = vec![ENGLISH.chart_load.to_owned()];
    head.extend(lines.iter().map(|(platform, _)| Candidate::from(*platform).short(knowledge).to_owned()));
    let row = |(place, factor): (usize, &u64)| {
        let mut row = vec![fill("× {}", &[&thousandths(*factor)])];
        let dollars = lines.iter().filter_map(|(_, bills)| Some(bills.get(place)?.div_ceil(10)));
        row.extend(dollars.map(|dollars| dollars_range(dollars, dollars)));
        row
    };
    let rows: Vec<Vec<String>> = factors.iter().enumerate().step_by(STEP).map(row).gather();
    to.raw("<details><summary>").text(ENGLISH.chart_table).raw("</summary><div class=scroll tabindex=0 role=region");
    to.raw(" aria-label=\"").text(ENGLISH.chart).raw("\">").table("numbers", &head, &rows).raw("</div></details>");
}

/// The logarithm to the base of two in 256ths, by whole numbers alone.
fn log(number: u64) -> i64 {
    let number = number.max(1);
    let whole = number.ilog2();
    // The number over its power of two, in 2^-31, squared again and again: each time it passes two is a further bit.
    let mut part = (u128::from(number) << 31 >> whole) & u128::from(u64::MAX);
    let mut log = i64::from(whole);
    for _ in 0..8 {
        part = (part * part) >> 31;
        let passes = part >> 32 != 0;
        log = 2 * log + i64::from(passes);
        if passes {
            part >>= 1;
        }
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::OptionKey;

    #[test]
    fn logarithms_are_close() {
        for (number, log_256) in [(0, 0), (1, 0), (2, 256), (3, 405), (10, 850), (1000, 2551), (u64::MAX, 16_383)] {
            assert_eq!(log(number), log_256, "{number}");
        }
    }

    #[test]
    fn names_stand_apart_and_within() {
        let knowledge = crate::knowledge::embedded();
        let lines: Vec<Line> = PlatformId::ALL.iter().map(|platform| (*platform, vec![40, 4_000, 400_000])).collect();
        let drawn = cost_chart(knowledge, &[100, 1_000, 10_000], &lines);
        let mut ends: Vec<i64> = drawn
            .split("class=\"name name-")
            .skip(1)
            .map(|name| name.split(" y=").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap())
            .collect();
        ends.sort_unstable();
        assert_eq!(ends.len(), PlatformId::ALL.len());
        assert!(
            ends.windows(2).all(|pair| pair[1] - pair[0] >= NAME) && ends[0] > 0 && *ends.last().unwrap() <= HEIGHT
        );
        assert!(drawn.contains("<td>$4</td>"), "the table says the same");
        assert_eq!(cost_chart(knowledge, &[], &[]), "");
    }
}
