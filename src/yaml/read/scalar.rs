//! What a bare word means to Kubernetes.
//!
//! `kubectl` and the API server read YAML through `sigs.k8s.io/yaml`, which keeps YAML 1.1's rules as go-yaml v2 wrote
//! them down: `yes`, `on` and `y` are booleans, `010` is eight, `1_000` a thousand, and a date is text.

use super::{Scalar, Style};

/// What a scalar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScalarKind {
    /// Nothing.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float,
    /// Text.
    Text,
}

impl ScalarKind {
    /// What a message calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "empty",
            Self::Bool(_) => "a boolean",
            Self::Int(_) | Self::Float => "a number",
            Self::Text => "text",
        }
    }
}

impl Scalar {
    /// What it is.
    pub fn kind(&self) -> ScalarKind {
        if self.style == Style::Plain { kind_of(&self.text) } else { ScalarKind::Text }
    }
}

fn kind_of(text: &str) -> ScalarKind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => ScalarKind::Null,
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => ScalarKind::Bool(true),
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => ScalarKind::Bool(false),
        ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF" | "-.inf" | "-.Inf" | "-.INF" | ".nan" | ".NaN"
        | ".NAN" => ScalarKind::Float,
        other => number(other).unwrap_or(ScalarKind::Text),
    }
}

fn number(text: &str) -> Option<ScalarKind> {
    let first = text.bytes().next()?;
    if !(first.is_ascii_digit() || matches!(first, b'+' | b'-' | b'.')) {
        return None;
    }
    let bare: String = text.chars().filter(|c| *c != '_').collect();
    if let Some(whole) = whole_number(&bare) {
        return Some(ScalarKind::Int(whole));
    }
    is_decimal(&bare).then_some(ScalarKind::Float)
}

/// A whole number as Go's `ParseInt(text, 0, 64)` reads it: `0x`, `0b`, `0o` and a leading `0` set the base.
fn whole_number(text: &str) -> Option<i64> {
    let (negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let prefixed = |prefixes: [&str; 2]| prefixes.iter().find_map(|prefix| digits.strip_prefix(prefix));
    let (base, digits) = if let Some(rest) = prefixed(["0x", "0X"]) {
        (16, rest)
    } else if let Some(rest) = prefixed(["0b", "0B"]) {
        (2, rest)
    } else if let Some(rest) = prefixed(["0o", "0O"]) {
        (8, rest)
    } else if digits.len() > 1 && digits.starts_with('0') {
        (8, digits.get(1..)?)
    } else {
        (10, digits)
    };
    // `from_str_radix` would take a second sign.
    if !digits.starts_with(|c: char| c.is_digit(base)) {
        return None;
    }
    let magnitude = i128::from(u64::from_str_radix(digits, base).ok()?);
    i64::try_from(if negative { -magnitude } else { magnitude }).ok()
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`, as go-yaml v2 has it.
fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (unsigned.get(..at).unwrap_or_default(), unsigned.get(at + 1..)),
        None => (unsigned, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mantissa_fits = match mantissa.split_once('.') {
        None => digits(mantissa),
        Some(("", fraction)) => digits(fraction),
        Some((whole, fraction)) => digits(whole) && (fraction.is_empty() || digits(fraction)),
    };
    mantissa_fits && exponent.is_none_or(|e| digits(e.strip_prefix(['-', '+']).unwrap_or(e)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_words_mean_what_kubernetes_reads() {
        use ScalarKind::{Bool, Float, Int, Null, Text};
        for (text, kind) in [
            ("", Null),
            ("~", Null),
            ("null", Null),
            ("yes", Bool(true)),
            ("y", Bool(true)),
            ("On", Bool(true)),
            ("off", Bool(false)),
            ("yEs", Text),
            ("8080", Int(8080)),
            ("-3", Int(-3)),
            ("+7", Int(7)),
            ("010", Int(8)),
            ("0o10", Int(8)),
            ("0x1F", Int(31)),
            ("0b101", Int(5)),
            ("1_000", Int(1000)),
            ("-9223372036854775808", Int(i64::MIN)),
            ("9223372036854775808", Float),
            ("089", Float),
            ("1.10", Float),
            ("1e3", Float),
            (".5", Float),
            ("5.", Float),
            (".inf", Float),
            ("12:30:45", Text),
            ("2024-01-01", Text),
            ("1.2.3", Text),
            ("100m", Text),
            ("1Gi", Text),
            ("+-5", Text),
            ("0x", Text),
            ("-", Text),
            (".", Text),
            ("e3", Text),
            ("<<", Text),
        ] {
            assert_eq!(kind_of(text), kind, "{text}");
        }
    }

    #[test]
    fn quotes_make_text() {
        for style in [Style::Quoted, Style::Block] {
            assert_eq!(Scalar { text: "8080".into(), style }.kind(), ScalarKind::Text);
        }
    }
}
