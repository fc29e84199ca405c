//! What the page says where a person puts a number or a value of their own in place of one that is shown.

/// The sentences of it in one language.
#[derive(Debug, Clone, Copy)]
pub struct BetterWords {
    /// Opens the numbers behind a bill or a value.
    pub numbers: &'static str,
    /// How an own number is put in and taken back.
    pub numbers_lead: &'static str,
    /// A machine's price.
    pub machine_price: &'static str,
    /// What was typed is no number.
    pub number_expected: &'static str,
    /// What a number is where nobody changed it.
    pub cited: &'static str,
    /// Opens the place for an own value.
    pub value: &'static str,
    /// How an own value is put in and taken back.
    pub value_lead: &'static str,
    /// Its points.
    pub points: &'static str,
    /// Why.
    pub because: &'static str,
    /// What was typed is no number of points.
    pub points_expected: &'static str,
}

/// In English.
pub const BETTER: BetterWords = BetterWords {
    numbers: "Put in your own prices and numbers",
    numbers_lead: "Yours goes before what is cited, everywhere, is marked, and travels in the link. Empty takes it back.",
    machine_price: "dollars an hour",
    number_expected: "Write a number such as 0.12.",
    cited: "Cited: {}.",
    value: "Put in your own value",
    value_lead: "Yours goes before what follows from the facts. Empty takes it back.",
    points: "Points of 100",
    because: "Why",
    points_expected: "Write a whole number from 0 to 100.",
};
