//! How the comparison of platforms is looked at: in which order, what is left out, which two stand side by side. None of
//! that is part of the design.

use crate::order::Gather;
use crate::order::sort_by_key;
use crate::recommend::{Candidate, MatrixRow, Recommendation};

/// How many can be pinned.
const PINNED: usize = 2;

/// What platforms are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Line {
    /// The weighted mean of all values.
    #[default]
    Score,
    /// Money a month, to the provider.
    Money,
    /// People's hours a month.
    Hours,
    /// A criterion, by its place.
    Criterion(usize),
}

impl Line {
    /// Those that sum up, in the order they stand in.
    pub const TOTALS: [Self; 3] = [Self::Score, Self::Money, Self::Hours];

    /// Whether less of it is better.
    pub const fn less_is_better(self) -> bool {
        matches!(self, Self::Money | Self::Hours)
    }
}

/// What the person chose to see.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way to look that goes with all others")]
pub struct Comparison {
    /// What the platforms are sorted by, the best first.
    pub by: Line,
    /// The worst first.
    pub worst_first: bool,
    /// Without those that are kept out.
    pub hide_out: bool,
    /// Only criteria with a mark somewhere.
    pub only_marked: bool,
    /// Only criteria with this in their names.
    pub filter: String,
    /// Platforms as rows.
    pub turned: bool,
    /// Those that stand first, by their place in the matrix.
    pub pinned: Vec<usize>,
}

impl Comparison {
    /// Sorts by a line; again turns the order around.
    pub fn order_by(&mut self, by: Line) {
        self.worst_first = self.by == by && !self.worst_first;
        self.by = by;
    }

    /// Whether the numbers of a line rise in the order shown; none where it is another that sorts.
    pub fn rises(&self, line: Line) -> Option<bool> {
        (self.by == line).then_some(self.worst_first != line.less_is_better())
    }

    /// Pins one, or lets it go; a third takes the place of the first.
    pub fn pin(&mut self, platform: usize) {
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
    pub fn platforms(&self, recommendation: &Recommendation) -> Vec<usize> {
        let pinned = |place: usize| self.pinned.iter().position(|one| *one == place).unwrap_or(PINNED);
        let mut sorted: Vec<(usize, (usize, bool, bool, i64))> = Vec::with_capacity(recommendation.matrix.len());
        for (place, row) in recommendation.matrix.iter().enumerate() {
            let (_, out) = standing(recommendation, row.platform);
            if !out || !self.hide_out || self.pinned.contains(&place) {
                let known = number(recommendation, row, self.by);
                let value = known.unwrap_or_default();
                let falls = self.rises(self.by) == Some(false);
                sorted.push((place, (pinned(place), out, known.is_none(), if falls { -value } else { value })));
            }
        }
        sort_by_key(&mut sorted, |(_, key)| *key);
        sorted.into_iter().map(|(place, _)| place).gather()
    }

    /// The two that are compared line by line, where two are pinned.
    pub fn pair<'a>(&self, recommendation: &'a Recommendation) -> Option<[&'a MatrixRow; 2]> {
        let [one, other] = self.pinned.as_slice() else { return None };
        Some([recommendation.matrix.get(*one)?, recommendation.matrix.get(*other)?])
    }
}

/// The number at a place: hundredths of a point, whole dollars or hours; none where nobody has said it.
pub(super) fn number(recommendation: &Recommendation, row: &MatrixRow, line: Line) -> Option<i64> {
    let said = |number: i64| (row.platform.platform().is_some() || number > 0).then_some(number);
    match line {
        Line::Score => Some(standing(recommendation, row.platform).0),
        Line::Money => said(i64::try_from(row.cost.provider.likely.whole_dollars()).unwrap_or(i64::MAX)),
        Line::Hours => said(row.cost.people_hours.get(1).copied().map_or(0, i64::from)),
        Line::Criterion(place) => row.cells.get(place).map(|cell| i64::from(cell.value.likely.as_hundredths())),
    }
}

/// Score in hundredths, and whether it is kept out.
pub fn standing(recommendation: &Recommendation, platform: Candidate) -> (i64, bool) {
    if let Some(ranked) = recommendation.ranked.iter().find(|ranked| ranked.platform == platform) {
        return (i64::from(ranked.score.as_hundredths()), false);
    }
    let out = recommendation.eliminated.iter().find(|out| platform == out.platform);
    (out.map_or(0, |out| i64::from(out.score.as_hundredths())), true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::tests::recommended;

    #[test]
    fn sorts_pins_and_leaves_out() {
        let found = recommended("requirements: {clouds: [aws]}");
        let mut view = Comparison::default();
        let usual = view.platforms(&found);
        assert_eq!(usual.len(), found.matrix.len());
        assert_eq!(found.matrix[usual[0]].platform, found.ranked[0].platform);
        let is_out = |place: &usize| standing(&found, found.matrix[*place].platform).1;
        assert!(usual.iter().map(is_out).is_sorted(), "those kept out stand last");

        let lines = Line::TOTALS.into_iter().chain((0..found.weights.len()).map(Line::Criterion));
        for line in lines.filter(|line| *line != Line::Score) {
            let of = |view: &Comparison| {
                let standing = view.platforms(&found).into_iter().filter(|place| !is_out(place));
                standing.filter_map(|place| number(&found, &found.matrix[place], line)).collect::<Vec<i64>>()
            };
            view.order_by(line);
            let (best_first, rises) = (of(&view), view.rises(line));
            assert_eq!(rises, Some(line.less_is_better()));
            view.order_by(line);
            let worst_first = of(&view);
            assert_eq!(view.rises(line), Some(!line.less_is_better()));
            let (rising, falling) =
                if line.less_is_better() { (best_first, worst_first) } else { (worst_first, best_first) };
            assert!(rising.is_sorted() && falling.iter().rev().is_sorted(), "{line:?}");
        }

        view.hide_out = true;
        assert!(!view.platforms(&found).iter().any(is_out));
        let kept_out = *usual.last().unwrap();
        for place in [3, kept_out] {
            view.pin(place);
        }
        assert_eq!(view.platforms(&found)[..2], [3, kept_out], "what is pinned stands first, kept out or not");
        assert!(view.pair(&found).is_some());
        view.pin(5);
        assert_eq!(view.pinned, [kept_out, 5], "a third takes the place of the first");
        view.pin(5);
        assert!(view.pair(&found).is_none());
    }
}
