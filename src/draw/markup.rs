//! Markup written in one go: parts of the page made of hundreds of small elements, which made one by one would take longer
//! than a frame, and pictures.

/// A bar's make-up, in hundredths of a per cent of its full length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Where the value is known to begin.
    pub low: u16,
    /// The value.
    pub likely: u16,
    /// Where it may end.
    pub high: u16,
}

/// Markup as it is written. Its own pieces are literals; everything else is escaped, so no text can become markup.
#[derive(Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// Writes a piece of markup.
    pub fn raw(&mut self, piece: &'static str) -> &mut Self {
        self.0.push_str(piece);
        self
    }

    /// Writes words, in an element or in an attribute between double quotes.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            match letter {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                // What XML has no place for, not even escaped.
                '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}' => self.0.push('\u{fffd}'),
                other => self.0.push(other),
            }
        }
        self
    }

    /// Writes numbers, the next piece behind each.
    pub fn numbers(&mut self, pairs: &[(i64, &'static str)]) -> &mut Self {
        for (number, piece) in pairs {
            self.text(&number.to_string()).raw(piece);
        }
        self
    }

    /// Writes so many ten-thousandths as per cent.
    pub fn per_cent(&mut self, ten_thousandths: i64) -> &mut Self {
        self.text(&format!("{}.{:02}%", ten_thousandths / 100, ten_thousandths.abs() % 100))
    }

    /// Writes a bar with its interval; the number beside it carries the meaning.
    pub fn bar(&mut self, bar: Bar) -> &mut Self {
        let [low, likely, high] = [bar.low, bar.likely, bar.high].map(i64::from);
        self.raw("<svg class=bar width=\"100%\" height=8 aria-hidden=true focusable=false>");
        self.raw("<rect class=bar-track y=1 width=\"100%\" height=6 /><rect class=bar-value y=1 height=6 width=\"");
        self.per_cent(likely).raw("\" />");
        if high > low {
            self.raw("<rect class=bar-spread y=3 height=2 x=\"").per_cent(low);
            self.raw("\" width=\"").per_cent(high - low).raw("\" />");
        }
        self.raw("</svg>")
    }

    /// Writes a table: its head, then rows whose first cell heads them; what is a number stands at the right.
    pub fn table(&mut self, class: &'static str, head: &[String], rows: &[Vec<String>]) -> &mut Self {
        self.raw("<table class=\"list ").raw(class).raw("\"><thead><tr>");
        for title in head {
            self.raw("<th scope=col>").text(title).raw("</th>");
        }
        self.raw("</tr></thead><tbody>");
        for row in rows {
            self.raw("<tr>");
            for (place, cell) in row.iter().enumerate() {
                self.raw(if place == 0 { "<th scope=row>" } else { "<td>" }).text(cell);
                self.raw(if place == 0 { "</th>" } else { "</td>" });
            }
            self.raw("</tr>");
        }
        self.raw("</tbody></table>")
    }

    /// What was written.
    pub fn done(&mut self) -> String {
        std::mem::take(&mut self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_never_become_markup() {
        let mut markup = Markup::default();
        markup.raw("<b title=\"").text("a \"b\" & <c>").raw("\">").text("<script>").raw("</b>");
        assert_eq!(markup.done(), "<b title=\"a &quot;b&quot; &amp; &lt;c&gt;\">&lt;script&gt;</b>");
        markup.table("", &["<".to_owned()], &[vec!["a".to_owned(), "&".to_owned()]]);
        let table = markup.text("a\0b\tc\u{ffff}").done();
        assert!(table.ends_with("a\u{fffd}b\tc\u{fffd}"));
        assert!(table.contains("<th scope=col>&lt;</th>") && table.contains("<td>&amp;</td>"));
    }
}
