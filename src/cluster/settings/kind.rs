//! Types of fields, as the tables spell them.

use crate::yaml::read::{Node, ScalarKind, Value};

/// What a field or flag takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number of 64 bits.
    Int64,
    /// Any number.
    Float,
    /// Text.
    Text,
    /// A time with its unit: `10s`, `5m0s`.
    Duration,
    /// An amount as text: `100m`, `1Gi`.
    Quantity,
    /// An amount that may stand there as a bare number.
    Amount,
    /// Whatever.
    Any,
    /// A list of one type.
    List(Box<Type>),
    /// Keys of one's own with values of one type.
    Map(Box<Type>),
    /// Fields, by the record's name.
    Record(String),
}

impl Type {
    /// Reads `list of Arg`, `map of string`, `int32`.
    pub fn read(text: &str) -> Self {
        if let Some(inner) = text.strip_prefix("list of ") {
            return Self::List(Box::new(Self::read(inner)));
        }
        if let Some(inner) = text.strip_prefix("map of ") {
            return Self::Map(Box::new(Self::read(inner)));
        }
        match text {
            "bool" => Self::Bool,
            "int32" => Self::Int32,
            "int" | "int64" => Self::Int64,
            "float" => Self::Float,
            "string" => Self::Text,
            "duration" => Self::Duration,
            "quantity" => Self::Quantity,
            "amount" => Self::Amount,
            "any" => Self::Any,
            "list" => Self::List(Box::new(Self::Text)),
            "map" => Self::Map(Box::new(Self::Text)),
            record => Self::Record(record.to_owned()),
        }
    }

    /// What it takes, for a sentence.
    pub fn takes(&self) -> &'static str {
        match self {
            Self::Bool => "true or false",
            Self::Int32 | Self::Int64 => "a whole number",
            Self::Float => "a number",
            Self::Text => "text",
            Self::Duration => "a time with its unit, such as 30s or 5m",
            Self::Quantity | Self::Amount => "an amount, such as 500m or 1Gi",
            Self::Any => "anything",
            Self::List(_) => "a list",
            Self::Map(_) | Self::Record(_) => "fields",
        }
    }
}

/// What stands there, for a sentence.
pub(super) fn found(node: &Node) -> String {
    match &node.value {
        Value::Sequence(_) => "a list".to_owned(),
        Value::Mapping(_) => "fields".to_owned(),
        Value::Scalar(scalar) => match scalar.kind() {
            ScalarKind::Null => "nothing".to_owned(),
            ScalarKind::Bool(flag) => flag.to_string(),
            ScalarKind::Int(_) | ScalarKind::Float => format!("the number {}", scalar.text),
            ScalarKind::Text => format!("the text “{}”", shortened(&scalar.text)),
        },
    }
}

/// The start of a long text.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    if text.chars().count() <= SHOWN {
        return text.to_owned();
    }
    let start: String = text.chars().take(SHOWN).collect();
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_the_tables_spell_them() {
        assert_eq!(Type::read("list of Arg"), Type::List(Box::new(Type::Record("Arg".into()))));
        assert_eq!(Type::read("map of list of string"), Type::Map(Box::new(Type::List(Box::new(Type::Text)))));
        assert_eq!(Type::read("int"), Type::Int64);
    }
}
