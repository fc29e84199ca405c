//! Numbers of things in sentences.

/// `one pod`, `2 pods`, `no pods`.
pub(super) fn count(number: usize, thing: &str) -> String {
    match number {
        0 => format!("no {thing}s"),
        1 => format!("one {thing}"),
        many => format!("{many} {thing}s"),
    }
}

/// A sentence with a capital at its beginning.
pub(super) fn begun(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_agree_with_what_they_count() {
        assert_eq!(
            (count(0, "pod"), count(1, "pod"), count(2, "pod")),
            ("no pods".into(), "one pod".into(), "2 pods".into())
        );
        assert_eq!((begun("one pod waits."), begun("")), ("One pod waits.".into(), String::new()));
    }
}
