//! One line of the table that is shown.

/// A value with everything that is known about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingRow {
    /// The field or flag, with its record or component: `KubeletConfiguration.podPidsLimit`.
    pub setting: String,
    /// What holds where nothing is said; empty when there is nothing or it is not known.
    pub default: String,
    /// What is recommended; empty where the default does.
    pub value: String,
    /// Why.
    pub why: String,
    /// Where that is written.
    pub source: String,
    /// When it was looked at.
    pub date: String,
    /// Since which minor it is there.
    pub since: String,
    /// The first minor without it; empty for none.
    pub until: String,
    /// What the platform calls it; none where it cannot be set there.
    pub there: Option<String>,
    /// Whether all of it was read in its source.
    pub verified: bool,
}
