//! What several people sent: lines of a name and a link, of which only what each holds important is taken.

use super::decode;
use crate::design::{Voice, Weighting};

/// A line that could not be taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untaken {
    /// As it was written.
    pub line: String,
    /// Whose it is and what is wrong, as a sentence.
    pub because: String,
}

/// Reads lines such as `Ada https://…`. Who gives no name is called as their design, or by number from `people` on.
pub fn read_voices(text: &str, people: usize) -> (Vec<Voice>, Vec<Untaken>) {
    let (mut voices, mut untaken) = (Vec::new(), Vec::new());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (name, link) = line.rsplit_once([' ', '\t']).unwrap_or(("", line));
        let name = name.trim_end_matches([' ', '\t', ':', ',', ';']);
        let number = people + voices.len() + untaken.len() + 1;
        let called = |design: &str| match (name, design) {
            ("", "") => format!("Person {number}"),
            ("", design) => design.to_owned(),
            (name, _) => name.to_owned(),
        };
        let wrong = |who: String, what: &str| Untaken { line: line.to_owned(), because: format!("{who}: {what}.") };
        match decode(link) {
            Err(error) => untaken.push(wrong(called(""), &error.to_string())),
            Ok(design) => {
                let (name, said) = (called(design.name.trim()), design.requirements);
                if said.priorities.is_empty() && said.weighting == Weighting::Points {
                    untaken.push(wrong(
                        name,
                        "nothing is said in it about what counts; ask for priorities and a new link",
                    ));
                } else {
                    voices.push(Voice { name, priorities: said.priorities, weighting: said.weighting });
                }
            }
        }
    }
    (voices, untaken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Criterion, Design, Priority};
    use crate::share::encode;

    fn link(name: &str, importance: Option<u8>) -> String {
        let mut design = Design { name: name.to_owned(), ..Design::default() };
        if let Some(importance) = importance {
            let priority = Priority { importance, ..Priority::DEFAULT };
            design.requirements.priorities.insert(Criterion::Cost, priority);
        }
        format!("https://example.org/#/requirements?d={}", encode(&design).unwrap())
    }

    #[test]
    fn each_line_is_a_person_or_says_why_not() {
        let cut = link("Shop", Some(9));
        let cut = &cut[..cut.len() - 9];
        let text = format!(
            "Ada Lovelace: {}\n\n  {}\nBen {cut}\n{}\n{}\tCy {}\nhello\n",
            link("Shop", Some(3)),
            link("Shop of Dee", Some(4)),
            link("", Some(5)),
            "x",
            link("Shop", None),
        );
        let (voices, untaken) = read_voices(&text, 2);
        let names: Vec<&str> = voices.iter().map(|voice| voice.name.as_str()).collect();
        assert_eq!(names, ["Ada Lovelace", "Shop of Dee", "Person 6"]);
        let counts: Vec<u8> =
            voices.iter().map(|voice| voice.priorities.get(&Criterion::Cost).unwrap().importance).collect();
        assert_eq!(counts, [3, 4, 5]);
        let because: Vec<&str> = untaken.iter().map(|one| one.because.as_str()).collect();
        assert!(because[0].starts_with("Ben: this link is cut short: "), "{because:?}");
        assert!(because[1].starts_with("x\tCy: nothing is said in it"), "{because:?}");
        assert!(because[2].starts_with("Person 8: this is not a Sheerline link"), "{because:?}");
        assert_eq!((because.len(), untaken[2].line.as_str()), (3, "hello"));
    }
}
