//! A sheet that a picture is drawn on: light colours for print and projector, sizes in pixels, everything in one text.
//! Nothing in it is styled from outside, and no letter of a person's text can become markup.

use super::markup::Markup;

/// Text, by what it is for. Presentation attributes alone: a style sheet inside would be refused where styles are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Title,
    Strong,
    Plain,
    Soft,
    Number,
    SoftNumber,
}

impl Type {
    const fn attributes(self) -> &'static str {
        match self {
            Self::Title => "font-size=\"22\" font-weight=\"600\" fill=\"#1b2430\"",
            Self::Strong => "font-size=\"14\" font-weight=\"600\" fill=\"#1b2430\"",
            Self::Plain => "font-size=\"14\" fill=\"#1b2430\"",
            Self::Soft => "font-size=\"13\" fill=\"#566070\"",
            Self::Number => "font-size=\"17\" font-weight=\"600\" fill=\"#1b2430\"",
            Self::SoftNumber => "font-size=\"17\" fill=\"#566070\"",
        }
    }

    const fn size(self) -> i64 {
        match self {
            Self::Title => 22,
            Self::Strong | Self::Plain => 14,
            Self::Soft => 13,
            Self::Number | Self::SoftNumber => 17,
        }
    }

    /// From one line to the next.
    pub(super) const fn leading(self) -> i64 {
        self.size() * 13 / 10
    }
}

/// About how wide a letter is, in thousandths of the size, rather too wide than too narrow. No font is asked: which one
/// is used, only the reader knows.
const fn letter(letter: char) -> i64 {
    match letter {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '!' | '|' | ' ' | '\u{a0}' => 340,
        'f' | 'r' | 't' | '(' | ')' | '-' | '/' | 'I' => 440,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 980,
        'A'..='Z' | '&' => 740,
        ' '..='\u{24f}' | '\u{2010}'..='\u{2030}' => 640,
        _ => 1_050,
    }
}

/// About how wide a text is.
pub(super) fn width(text: &str, kind: Type) -> i64 {
    let sum: i64 = text.chars().map(letter).sum();
    (sum * kind.size() + 999) / 1_000
}

/// A text in lines that fit a width: between words where that can be, within one where it must; what is more than the
/// most lines ends in an ellipsis.
pub(super) fn lines(text: &str, kind: Type, wide: i64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    // A space that does not break is not among these.
    for mut word in text.split([' ', '\n', '\r', '\t']) {
        while !word.is_empty() {
            let last = lines.last_mut();
            let before = last.as_ref().map_or(0, |line| width(line, kind));
            let gap = if before > 0 { width(" ", kind) } else { 0 };
            if before + gap + width(word, kind) > wide && before > 0 {
                lines.push(String::new());
                continue;
            }
            let fits = fitting(word, kind, wide);
            let (here, rest) = word.split_at_checked(fits).unwrap_or((word, ""));
            if let Some(line) = last {
                if before > 0 {
                    line.push(' ');
                }
                line.push_str(here);
            }
            word = rest;
        }
    }
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            while width(last, kind) + width("…", kind) > wide && last.pop().is_some() {}
            last.push('…');
        }
    }
    lines
}

/// How many bytes of a word fit a width; one letter always does.
fn fitting(word: &str, kind: Type, wide: i64) -> usize {
    let mut used = 0;
    for (at, one) in word.char_indices() {
        used += letter(one) * kind.size();
        if at > 0 && used > wide * 1_000 {
            return at;
        }
    }
    word.len()
}

/// The sheet as it is drawn.
#[derive(Debug, Default)]
pub(super) struct Sheet(pub(super) Markup);

impl Sheet {
    /// Writes a line of text, its foot at that height.
    pub(super) fn write(&mut self, x: i64, y: i64, kind: Type, text: &str) {
        self.place(x, y, kind).raw(">").text(text).raw("</text>");
    }

    /// The same, its end there.
    pub(super) fn write_to(&mut self, x: i64, y: i64, kind: Type, text: &str) {
        self.place(x, y, kind).raw(" text-anchor=\"end\">").text(text).raw("</text>");
    }

    fn place(&mut self, x: i64, y: i64, kind: Type) -> &mut Markup {
        let to = self.0.raw("<text x=\"").numbers(&[(x, "\" y=\""), (y, "\" ")]);
        to.raw(kind.attributes())
    }

    /// Writes lines beneath one another, the first's foot at that height, and says where the next would be.
    pub(super) fn lines(&mut self, x: i64, mut y: i64, kind: Type, lines: &[String]) -> i64 {
        for line in lines {
            self.write(x, y, kind, line);
            y += kind.leading();
        }
        y
    }

    /// A filled box.
    pub(super) fn fill(&mut self, [x, y, wide, high]: [i64; 4], colour: &'static str) {
        let to = self.0.raw("<rect x=\"").numbers(&[(x, "\" y=\""), (y, "\" width=\""), (wide, "\" height=\"")]);
        to.numbers(&[(high, "\" fill=\"")]).raw(colour).raw("\"/>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_break_where_they_fit() {
        let broken = |text: &str, wide, most| lines(text, Type::Plain, wide, most).join("|");
        assert_eq!(broken("Operational overhead", 100, 2), "Operational|overhead");
        assert_eq!(broken("Cost", 100, 2), "Cost");
        assert_eq!(broken("", 100, 2), "");
        assert_eq!(broken("one two three four five six", 60, 2), "one|two…");
        let long = broken("Donaudampfschifffahrtsgesellschaft", 80, 3);
        assert!(long.matches('|').count() == 2 && long.ends_with('…'), "{long}");
        assert_eq!(broken("漢字漢字漢字", 30, 9), "漢字|漢字|漢字");
        assert_eq!(broken("wide", 1, 9), "w|i|d|e");
    }
}
