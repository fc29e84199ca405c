//! The known name that was meant.

use crate::order::Gather;
use crate::yaml::closest;

/// A name without what only spells it differently: `max_pods`, `max-pods` and `maxPods` are one.
pub(in crate::cluster::settings) fn bare(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The known name that is meant, if one is near enough.
pub(in crate::cluster::settings) fn nearest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let meant = bare(name);
    if meant.is_empty() {
        return None;
    }
    let spelled = known.iter().find(|other| bare(other) == meant);
    let longer = || known.iter().find(|other| meant.len() > 5 && bare(other).starts_with(&meant));
    if let Some(found) = spelled.or_else(longer) {
        return Some(found);
    }
    let bares: Vec<String> = known.iter().map(|other| bare(other)).gather();
    let words: Vec<&str> = bares.iter().map(String::as_str).gather();
    let close = closest(&meant, &words)?;
    known.iter().find(|other| bare(other) == close).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_found() {
        let known = ["maxPods", "podsPerCore", "imageGCHighThresholdPercent", "imageGCLowThresholdPercent"];
        for (name, meant) in [
            ("max_pods", Some("maxPods")),
            ("maxpod", Some("maxPods")),
            ("image_gc_high_threshold", Some("imageGCHighThresholdPercent")),
            ("imageGCLowTresholdPercent", Some("imageGCLowThresholdPercent")),
            ("replicas", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, &known), meant, "{name}");
        }
    }
}
