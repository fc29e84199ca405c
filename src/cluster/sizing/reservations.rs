//! What providers keep from pods, read from `assets/cluster/reservations.yaml`, where each number has its source and
//! date.

use crate::yaml::read::{Node as Tree, read};

const TABLE: &str = include_str!("../../../assets/cluster/reservations.yaml");

/// The whole of a share: shares are in hundredths of a per cent.
const WHOLE: u64 = 10_000;

/// What providers keep from pods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservations {
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    id: String,
    value: u64,
    pairs: Vec<(u64, u64)>,
    source: String,
    date: String,
}

impl Reservations {
    /// Reads the table.
    pub fn read() -> Self {
        let documents = read(TABLE);
        let root = documents.first().and_then(|document| document.as_ref().ok()).map(|document| &document.root);
        Self { rows: root.map(Tree::items).unwrap_or_default().iter().filter_map(row).collect() }
    }

    fn row(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// A number by its id; 0 where there is none.
    pub fn number(&self, id: &str) -> u64 {
        self.row(id).map_or(0, |row| row.value)
    }

    /// A share of an amount, rounded down.
    pub fn share(&self, id: &str, of: u64) -> u64 {
        part(of, self.number(id))
    }

    /// The sum of an amount's shares by steps, and the arithmetic in the given unit.
    pub fn by_steps(&self, id: &str, amount: u64, unit: u64, name: &str) -> (u64, String) {
        let (mut rest, mut sum) = (amount, 0_u64);
        let mut words = Vec::new();
        for (width, share) in self.row(id).map_or(&[][..], |row| &row.pairs) {
            let width = if *width == 0 { rest } else { width.saturating_mul(unit).min(rest) };
            if width == 0 {
                break;
            }
            rest -= width;
            sum = sum.saturating_add(part(width, *share));
            words.push(format!("{} % of {}{name}", hundredths(*share), thousandths(width, unit)));
        }
        (sum, words.join(" + "))
    }

    /// What a table says of the largest number that is not above this one, and between two entries what lies on the
    /// line between them.
    pub fn by_table(&self, id: &str, at: u64) -> u64 {
        let pairs = self.row(id).map_or(&[][..], |row| &row.pairs);
        let below = pairs.iter().rev().find(|(from, _)| *from <= at).or(pairs.first());
        let above = pairs.iter().find(|(from, _)| *from > at);
        match (below, above) {
            (Some((from, low)), Some((to, high))) if *from <= at => {
                low + high.saturating_sub(*low) * (at - from) / (to - from).max(1)
            }
            (Some((_, value)), _) => *value,
            (None, _) => 0,
        }
    }

    /// The entry of a table that holds for a number, as it stands.
    pub fn from_table(&self, id: &str, at: u64) -> u64 {
        let pairs = self.row(id).map_or(&[][..], |row| &row.pairs);
        pairs.iter().rev().find(|(from, _)| *from <= at).map_or(0, |(_, value)| *value)
    }

    /// Source and date of a number.
    pub fn source(&self, id: &str) -> Option<(&str, &str)> {
        self.row(id).map(|row| (row.source.as_str(), row.date.as_str()))
    }
}

fn row(tree: &Tree) -> Option<Row> {
    let text = |key: &str| tree.get(key).and_then(Tree::text).map(str::to_owned);
    let pairs = tree.get("steps").or_else(|| tree.get("table")).map(Tree::items).unwrap_or_default();
    let number = |node: &Tree| node.text()?.parse::<u64>().ok();
    let pairs: Option<Vec<(u64, u64)>> =
        pairs.iter().map(|pair| Some((number(pair.items().first()?)?, number(pair.items().get(1)?)?))).collect();
    let value = match tree.get("value") {
        Some(value) => number(value)?,
        None => 0,
    };
    Some(Row { id: text("id")?, value, pairs: pairs?, source: text("source")?, date: text("date")? })
}

fn part(of: u64, share: u64) -> u64 {
    u64::try_from(u128::from(of) * u128::from(share) / u128::from(WHOLE)).unwrap_or(u64::MAX)
}

/// `25` or `0.25` of 2,500 or 25 hundredths.
fn hundredths(share: u64) -> String {
    match share % 100 {
        0 => (share / 100).to_string(),
        rest => format!("{}.{rest:02}", share / 100).trim_end_matches('0').to_owned(),
    }
}

/// An amount in a unit, with up to three decimals.
pub(super) fn thousandths(amount: u64, unit: u64) -> String {
    let milli = u128::from(amount) * 1000 / u128::from(unit.max(1));
    match milli % 1000 {
        0 => (milli / 1000).to_string(),
        rest => format!("{}.{rest:03}", milli / 1000).trim_end_matches('0').to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_source_and_a_date() {
        let reservations = Reservations::read();
        let documents = read(TABLE);
        assert_eq!(reservations.rows.len(), documents[0].as_ref().unwrap().root.items().len());
        for row in &reservations.rows {
            assert!(row.source.starts_with("https://") && row.date.len() == 10, "{}", row.id);
            assert!((row.value > 0) == row.pairs.is_empty(), "{}", row.id);
        }
    }

    #[test]
    fn tables_are_read_between_their_entries() {
        let reservations = Reservations::read();
        for (cores, milli) in [(1, 60), (2, 100), (3, 120), (4, 140), (8, 180), (48, 580), (96, 740)] {
            assert_eq!(reservations.by_table("aks.cpu", cores), milli, "{cores}");
        }
        assert_eq!(reservations.from_table("eks.pods-by-prefixes", 29), 110);
        assert_eq!(reservations.from_table("eks.pods-by-prefixes", 30), 250);
    }
}
