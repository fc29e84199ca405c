//! A change of one line of a file that mends a finding.

/// A change: on a line, one text in place of another; with nothing to replace, a new line behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The line, from 1.
    pub line: u32,
    /// What stands there; empty for a new line behind it.
    pub from: String,
    /// What is to stand there.
    pub to: String,
}

/// The text with a change made; none where it does not fit.
pub fn apply(text: &str, edit: &Edit) -> Option<String> {
    let mut made = false;
    let mut lines: Vec<String> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        if at + 1 != edit.line as usize {
            lines.push(line.to_owned());
            continue;
        }
        if edit.from.is_empty() {
            lines.extend([line.to_owned(), edit.to.clone()]);
            made = true;
        } else {
            made = line.contains(&edit.from);
            lines.push(line.replacen(&edit.from, &edit.to, 1));
        }
    }
    made.then(|| lines.join("\n") + "\n")
}
