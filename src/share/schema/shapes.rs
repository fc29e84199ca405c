//! The forms of numbers, amounts, lists and answers, which no declaration spells out.

use super::{Book, Shape};
use crate::design::{AnswerKind, Question, QuestionKey, Requirements, SourceLine, Weighted};
use crate::share::testing::Sample;
use crate::units::{Bytes, IntOrPercent, MilliCpu, Millis, Rate};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

macro_rules! whole_numbers {
    ($($number:ty),+) => {
        $(impl Shape for $number {
            fn shape(_: &mut Book) -> Value {
                json!({ "type": "integer", "minimum": <$number>::MIN, "maximum": <$number>::MAX })
            }
        })+
    };
}
whole_numbers!(u8, u16, u32, u64, i64);

macro_rules! shapes {
    ($($type:ty => $shape:tt),+ $(,)?) => {
        $(impl Shape for $type {
            fn shape(_: &mut Book) -> Value {
                json!($shape)
            }
        })+
    };
}
shapes!(
    String => { "type": "string" },
    bool => { "type": "boolean" },
    MilliCpu => { "type": ["string", "number"], "examples": ["250m", 2] },
    Bytes => { "type": ["string", "number"], "examples": ["128Mi", "1.5Gi"] },
    Rate => { "type": ["string", "number"], "examples": [120, "0.5"] },
    Millis => { "type": ["string", "number"], "examples": ["250ms", "5s"] },
    IntOrPercent => {
        "anyOf": [{ "type": "integer", "minimum": 0, "maximum": 4_294_967_295_u32 }, { "type": "string", "pattern": "^[0-9]+%?$" }]
    },
);

impl<T: Shape> Shape for Option<T> {
    fn shape(book: &mut Book) -> Value {
        T::shape(book)
    }
}

impl<T: Shape> Shape for Vec<T> {
    fn shape(book: &mut Book) -> Value {
        json!({ "type": "array", "items": T::shape(book) })
    }
}

impl<A: Shape, B: Shape> Shape for (A, B) {
    fn shape(book: &mut Book) -> Value {
        let pair = [A::shape(book), B::shape(book)];
        json!({ "type": "array", "prefixItems": pair, "items": false, "minItems": 2 })
    }
}

impl<K: Shape, V: Shape> Shape for crate::order::Map<K, V> {
    fn shape(book: &mut Book) -> Value {
        json!({ "type": "object", "propertyNames": K::shape(book), "additionalProperties": V::shape(book) })
    }
}

impl<T: Shape + Sample + Serialize + DeserializeOwned> Shape for Weighted<T> {
    fn shape(book: &mut Book) -> Value {
        let name = std::any::type_name::<T>().rsplit("::").next().unwrap();
        book.record::<Self>(&format!("Weighted{name}"), &[("weight", u8::shape), ("term", T::shape)])
    }
}

impl Shape for SourceLine {
    fn shape(book: &mut Book) -> Value {
        book.record::<Self>("SourceLine", &[("file", String::shape), ("line", u32::shape)])
    }
}

impl Shape for Requirements {
    fn shape(book: &mut Book) -> Value {
        let mut properties = Map::new();
        for key in QuestionKey::all() {
            let Question { name, kind, .. } = key.question();
            let answer = match kind {
                AnswerKind::Number { min, max, .. } => {
                    let number = json!({ "type": "integer", "minimum": min, "maximum": max });
                    json!({ "anyOf": [number, { "type": "array", "items": number, "minItems": 3, "maxItems": 3 }] })
                }
                AnswerKind::Choice { options } => json!({ "enum": with_bare_numbers(options) }),
                AnswerKind::Several { options } => json!({ "type": "array", "items": { "enum": options } }),
                AnswerKind::Flag => json!({ "type": "boolean" }),
                AnswerKind::Names => json!({ "type": "array", "items": { "type": "string" } }),
            };
            let firm = json!({
                "type": "object",
                "properties": { "value": answer, "as": { "$ref": "#/$defs/Insistence" } },
                "required": ["value"],
                "additionalProperties": false,
            });
            let mut described = json!({ "anyOf": [answer, firm] });
            let word = format!("{key:?}");
            match key {
                QuestionKey::Need(need) => book.describe("Need", &format!("{need:?}"), &mut described),
                _ => book.describe("QuestionKey", &word, &mut described),
            }
            properties.insert(name.to_owned(), described);
        }
        crate::design::Insistence::shape(book);
        let mut priorities = crate::design::Priorities::shape(book);
        book.describe("Requirements", "priorities", &mut priorities);
        properties.insert("priorities".into(), priorities);
        let mut weighting = crate::design::Weighting::shape(book);
        book.describe("Requirements", "weighting", &mut weighting);
        properties.insert("weighting".into(), weighting);
        let mut described = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        book.describe("Requirements", "", &mut described);
        book.definitions.insert("Requirements".into(), described);
        json!({ "$ref": "#/$defs/Requirements" })
    }
}

/// The options, and the whole numbers that some of them are when nobody quotes them, as in `availability: 99`.
fn with_bare_numbers(options: &[&str]) -> Vec<Value> {
    let words = options.iter().map(|option| json!(option));
    let numbers = options.iter().filter_map(|option| option.parse::<u64>().ok());
    words.chain(numbers.map(|number| json!(number))).collect()
}
