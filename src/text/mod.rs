//! Every sentence a person reads on the page. Keys of the document and plain values come in, words go out. The idea:
//! one catalogue, a [`Words`] per language, so a second language is a second value of the same type and the compiler
//! finds what was forgotten. Errors speak for themselves in the room that raises them.

mod amounts;
mod better;
mod mesh_words;
mod options;
mod patterns;
mod questions;
mod settings;
mod traffic_words;
mod words;

pub use amounts::{dollars_range, grouped, plural, signed_points};
pub use better::{BETTER, BetterWords};
pub use mesh_words::{MESH, MeshWords};
pub use options::{criterion_label, mesh_label, option_label, section_label};
pub use patterns::{PATTERNS, PatternWords, pattern_label};
pub use questions::{QuestionText, question_text, unit_label};
pub use settings::{SETTINGS, SettingsWords};
pub use traffic_words::{ENGLISH_TRAFFIC, TrafficWords};
pub use words::{ENGLISH, Words};

/// Puts values into the `{}` places of a sentence, in order.
pub fn fill(sentence: &str, values: &[&dyn std::fmt::Display]) -> String {
    let mut parts = sentence.split("{}");
    let mut out = parts.next().unwrap_or_default().to_owned();
    let mut values = values.iter();
    for part in parts {
        match values.next() {
            Some(value) => out.push_str(&value.to_string()),
            None => out.push_str("{}"),
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn values_go_where_they_belong() {
        assert_eq!(fill("{} of {} pods", &[&3, &"many"]), "3 of many pods");
        assert_eq!(fill("no place", &[&3]), "no place");
        assert_eq!(fill("{} left", &[]), "{} left");
    }
}
