//! The smallest change of one weight that makes another alternative win: exact, by solving for it.

use super::Table;
use super::table::sum;
use serde::Serialize;

/// A weight at which another comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tipping {
    /// The one that then beats the present first.
    pub alternative: usize,
    /// The criterion whose weight changes.
    pub criterion: usize,
    /// Its weight now.
    pub from: u32,
    /// The first weight, counted from the present one, at which the other is ahead.
    pub to: u32,
}

/// For every alternative that stands and is not first: the single weight whose smallest change puts it ahead of the
/// present first, within 0 to `most`; absent where no single weight does. Of equal changes the earlier criterion's.
pub fn tipping_points(table: &Table, most: u32) -> Vec<Tipping> {
    let weights = table.likely_weights();
    let ranking = table.ranking();
    let Some(first) = ranking.first().and_then(|placed| table.alternatives.get(placed.alternative)) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for placed in ranking.iter().skip(1) {
        let Some(other) = table.alternatives.get(placed.alternative) else { continue };
        let lead = i128::from(sum(first, &weights)) - i128::from(sum(other, &weights));
        let changes = first.values.iter().zip(&other.values).zip(&weights).enumerate().filter_map(
            |(criterion, ((ours, theirs), weight))| {
                let gain = i128::from(theirs.likely.as_hundredths()) - i128::from(ours.likely.as_hundredths());
                // More of what the other is better at, or less of what it is worse at, until the lead is gone.
                let change = match gain {
                    0 => return None,
                    gain if gain > 0 => lead / gain + 1,
                    gain => -(lead / -gain + 1),
                };
                let to = i128::from(*weight) + change;
                let within = (0..=i128::from(most)).contains(&to);
                within.then(|| (change.abs(), criterion, *weight, to))
            },
        );
        let Some((_, criterion, from, to)) = changes.min_by_key(|(change, criterion, ..)| (*change, *criterion)) else {
            continue;
        };
        found.push(Tipping {
            alternative: placed.alternative,
            criterion,
            from: u32::try_from(from).unwrap_or(u32::MAX),
            to: u32::try_from(to).unwrap_or(u32::MAX),
        });
    }
    crate::order::sort_by_key(&mut found, |tipping| tipping.from.abs_diff(tipping.to));
    found
}
