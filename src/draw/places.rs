//! What stands at each place when platforms are compared: lanes of platforms, lines of what they are compared by.

use super::comparison::{Comparison, Line, number, standing};
use crate::decide::{Interval, Points};
use crate::knowledge::Knowledge;
use crate::order::Gather;
use crate::recommend::{MatrixRow, Reading, Recommendation, Sign};
use crate::text::{ENGLISH, dollars_range, fill, grouped, signed_points};

/// A platform by its place in the matrix, or what the first of two pinned has more than the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// A platform.
    Platform(usize),
    /// The difference of the two that are pinned.
    Difference,
}

/// What stands at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// In words or figures.
    pub text: String,
    /// From 0 to 100, where it is a value.
    pub bar: Option<Interval>,
    /// What to be careful of.
    pub sign: Sign,
}

impl Content {
    /// What is written beside it.
    pub const fn mark(&self) -> &'static str {
        match self.sign {
            Sign::Plain => "",
            Sign::Careful => "†",
            Sign::Own => ENGLISH.mark_own,
        }
    }
}

/// All places of a comparison as it is looked at.
#[derive(Debug, Clone)]
pub struct Places<'a> {
    pub(super) recommendation: &'a Recommendation,
    knowledge: &'a Knowledge,
    /// As it is looked at.
    pub view: &'a Comparison,
    /// The platforms as they stand.
    pub lanes: Vec<Lane>,
    /// What they are compared by.
    pub lines: Vec<Line>,
    /// Of each row of the matrix, each criterion.
    signs: Vec<Vec<Sign>>,
}

impl<'a> Places<'a> {
    /// The places of a recommendation, by the facts as its design has them.
    pub fn of(recommendation: &'a Recommendation, knowledge: &'a Knowledge, view: &'a Comparison) -> Self {
        let signs = recommendation.matrix.iter().map(|row| row.cells.iter().map(|cell| cell.sign(knowledge)).gather());
        let signs: Vec<Vec<Sign>> = signs.gather();
        let platforms = view.platforms(recommendation);
        let mut by = Line::TOTALS.to_vec();
        for criterion in 0..recommendation.weights.len() {
            let marked = |row: &usize| {
                signs.get(*row).and_then(|row| row.get(criterion)).is_some_and(|sign| *sign != Sign::Plain)
            };
            let named = recommendation.weights.get(criterion).map_or("", |weight| weight.criterion.name(knowledge));
            if is_found(named, &view.filter) && (!view.only_marked || platforms.iter().any(marked)) {
                by.push(Line::Criterion(criterion));
            }
        }
        let mut lanes: Vec<Lane> = platforms.into_iter().map(Lane::Platform).gather();
        if view.pair(recommendation).is_some() {
            lanes.insert(lanes.len().min(2), Lane::Difference);
        }
        Self { recommendation, knowledge, view, lanes, lines: by, signs }
    }

    /// The platform of a lane.
    pub fn row(&self, lane: Lane) -> Option<&'a MatrixRow> {
        match lane {
            Lane::Platform(place) => self.recommendation.matrix.get(place),
            Lane::Difference => None,
        }
    }

    /// Whether the platform of a lane is kept out.
    pub fn is_out(&self, lane: Lane) -> bool {
        self.row(lane).is_some_and(|row| standing(self.recommendation, row.platform).1)
    }

    /// Whether the platform of a lane is pinned.
    pub fn is_pinned(&self, lane: Lane) -> bool {
        matches!(lane, Lane::Platform(place) if self.view.pinned.contains(&place))
    }

    /// What a lane is called.
    pub fn lane_name(&self, lane: Lane) -> &'a str {
        self.row(lane).map_or(ENGLISH.matrix_difference, |row| row.platform.short(self.knowledge))
    }

    /// What a line is called.
    pub fn line_name(&self, line: Line) -> &'a str {
        match line {
            Line::Score => ENGLISH.platform_score,
            Line::Money => ENGLISH.matrix_money,
            Line::Hours => ENGLISH.matrix_hours,
            Line::Criterion(place) => {
                let weight = self.recommendation.weights.get(place);
                weight.map_or("", |weight| weight.criterion.name(self.knowledge))
            }
        }
    }

    /// What a line counts, in ten-thousandths of all.
    pub fn share(&self, line: Line) -> Option<u16> {
        let Line::Criterion(place) = line else { return None };
        self.recommendation.weights.get(place).map(|weight| weight.share)
    }

    /// What stands at a place; none where there is nothing.
    pub fn content(&self, lane: Lane, by: Line) -> Option<Content> {
        let Lane::Platform(place) = lane else { return self.difference(by) };
        let row = self.recommendation.matrix.get(place)?;
        let said = number(self.recommendation, row, by);
        if let Line::Criterion(criterion) = by {
            let cell = row.cells.get(criterion)?;
            // A figure that nobody gave would look like one that somebody did.
            let open = cell.read == Reading::Nothing && cell.own.is_none();
            let text = if open { "?".to_owned() } else { cell.value.likely.rounded().to_string() };
            let sign = self.signs.get(place).and_then(|row| row.get(criterion)).copied().unwrap_or(Sign::Plain);
            return Some(Content { text, bar: Some(cell.value), sign });
        }
        if by == Line::Score {
            let value = Interval::exact(Points::hundredths(said.unwrap_or_default()));
            return Some(Content { text: value.likely.rounded().to_string(), bar: Some(value), sign: Sign::Plain });
        }
        let text = match (said, by) {
            (None, _) => "?".to_owned(),
            (_, Line::Money) => {
                dollars_range(row.cost.provider.low.whole_dollars(), row.cost.provider.high.whole_dollars())
            }
            _ => {
                let [low, _, high] = row.cost.people_hours;
                if low == high { low.to_string() } else { fill(ENGLISH.matrix_from_to, &[&low, &high]) }
            }
        };
        let own = row.platform.platform().is_none() && said.is_some();
        let sign = if own { Sign::Own } else { Sign::of(&row.cost.why, self.knowledge) };
        Some(Content { text, bar: None, sign })
    }

    /// What the first of the two pinned has more than the second.
    fn difference(&self, line: Line) -> Option<Content> {
        let [one, other] = self.view.pair(self.recommendation)?;
        let of = |row| number(self.recommendation, row, line);
        let text = match (of(one).zip(of(other)), line) {
            (None, _) => "?".to_owned(),
            (Some((one, other)), Line::Money | Line::Hours) => {
                let sign = match one.cmp(&other) {
                    std::cmp::Ordering::Less => "−",
                    std::cmp::Ordering::Equal => "",
                    std::cmp::Ordering::Greater => "+",
                };
                let unit = if line == Line::Money { "$" } else { "" };
                format!("{sign}{unit}{}", grouped(one.abs_diff(other)))
            }
            (Some((one, other)), _) => signed_points(one - other),
        };
        Some(Content { text, bar: None, sign: Sign::Plain })
    }
}

/// Whether a name has a word in it, in large or small letters.
fn is_found(name: &str, word: &str) -> bool {
    let (name, word) = (name.to_ascii_lowercase(), word.trim().to_ascii_lowercase());
    name.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::tests::{known, recommended};

    const OWN: &str = "decision:
  alternatives: [{name: Kamal, dollarsAMonth: 150}, {name: By hand}]
  criteria: [{name: Joy, importance: 5}]
  values: [{of: Kamal, criterion: simplicity, points: 95, because: one file}]
  numbers: [{fact: eks.fee, number: dollars_an_hour, is: '0.2', because: agreed}]";

    #[test]
    fn every_place_says_what_is_known_and_what_is_one_s_own() {
        let (found, known) = (recommended(OWN), known(OWN));
        let mut view = Comparison::default();
        let places = Places::of(&found, &known, &view);
        assert_eq!(places.lines.len(), Line::TOTALS.len() + found.weights.len());
        let of_name = |name: &str| places.lanes.iter().copied().find(|lane| places.lane_name(*lane) == name).unwrap();
        let by_name = |name: &str| places.lines.iter().copied().find(|line| places.line_name(*line) == name).unwrap();
        let at = |of: &str, by: &str| places.content(of_name(of), by_name(by)).unwrap();
        let shown = |of, by| (at(of, by).text, at(of, by).sign);
        assert_eq!(shown("Kamal", "Simplicity"), ("95".to_owned(), Sign::Own));
        assert_eq!(shown("Kamal", ENGLISH.matrix_money), ("$150".to_owned(), Sign::Own));
        assert_eq!(shown("Kamal", "Cost").1, Sign::Own, "so is what follows from it");
        assert_eq!(shown("By hand", ENGLISH.matrix_money), ("?".to_owned(), Sign::Plain));
        assert_eq!(shown("By hand", "Joy"), ("?".to_owned(), Sign::Plain));
        assert_eq!(shown("EKS", "Cost").1, Sign::Own, "a number of one’s own marks what rests on it");
        assert_eq!(shown("EKS", ENGLISH.matrix_money).1, Sign::Own);
        assert_ne!(shown("AKS", ENGLISH.matrix_money).1, Sign::Own);
        for lane in &places.lanes {
            for by in &places.lines {
                assert!(!places.content(*lane, *by).unwrap().text.is_empty());
            }
        }

        view.only_marked = true;
        view.hide_out = true;
        view.pin(0);
        view.pin(1);
        let places = Places::of(&found, &known, &view);
        assert_eq!(places.lanes[2], Lane::Difference);
        let fewer = places.lines.len() < Line::TOTALS.len() + found.weights.len();
        assert!(fewer, "criteria without a mark are left out");
        for line in &places.lines {
            let text = places.content(Lane::Difference, *line).unwrap().text;
            assert!(text.starts_with(['+', '−', '0', '$']), "{text}");
        }

        let view = Comparison { filter: " COST".to_owned(), ..Comparison::default() };
        let places = Places::of(&found, &known, &view);
        let names: Vec<&str> = places.lines.iter().map(|line| places.line_name(*line)).collect();
        assert_eq!(names[Line::TOTALS.len()..], ["Cost"]);
    }
}
