//! The JSON Schema of the design file, made by the same declarations as the link: whoever adds a field there has it
//! here. Written to `assets/schema/design.schema.json`, which the build publishes for editors and other programs; a test
//! holds the two together (`WRITE_SCHEMA=1 cargo test --lib schema` writes it anew).

mod fits;
mod shapes;
mod tests;
mod words;

use super::testing::Sample;
use crate::design::{OptionKey, SCHEMA_VERSION};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Types described so far, and what the sources say of them.
#[derive(Default)]
pub(crate) struct Book {
    definitions: BTreeMap<String, Value>,
    docs: BTreeMap<(String, String), String>,
}

/// What has a form in the file.
pub(crate) trait Shape {
    /// The form as a JSON Schema.
    fn shape(book: &mut Book) -> Value;
}

impl Book {
    /// A record: its fields with their forms. Which of them must be there is found by leaving each out.
    pub(crate) fn record<T: Sample + Serialize + DeserializeOwned>(
        &mut self,
        name: &str,
        fields: &[(&str, fn(&mut Self) -> Value)],
    ) -> Value {
        if !self.definitions.contains_key(name) {
            self.definitions.insert(name.to_owned(), Value::Null);
            let whole = serde_json::to_value(T::full()).unwrap();
            let is_needed = |key: &str| {
                let mut without = whole.clone();
                without.as_object_mut().unwrap().remove(key);
                serde_json::from_value::<T>(without).is_err()
            };
            let mut stranger = whole.clone();
            stranger.as_object_mut().unwrap().insert("stranger".into(), Value::Null);
            let closed = serde_json::from_value::<T>(stranger).is_err();
            assert!(closed, "{name} takes fields it does not know");
            let mut described = self.fields(name, fields, is_needed);
            self.describe(name, "", &mut described);
            self.definitions.insert(name.to_owned(), described);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    fn fields(
        &mut self,
        of: &str,
        fields: &[(&str, fn(&mut Self) -> Value)],
        is_needed: impl Fn(&str) -> bool,
    ) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for (name, shape) in fields {
            let key = camel(name);
            let mut described = shape(self);
            self.describe(of, name, &mut described);
            if is_needed(&key) {
                required.push(key.clone());
            }
            properties.insert(key, described);
        }
        let mut record = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            record["required"] = json!(required);
        }
        record["additionalProperties"] = json!(false);
        record
    }

    /// A choice: each variant as its word, or as a map of its word to what it carries.
    pub(crate) fn choice<T: Sample + Serialize + DeserializeOwned>(
        &mut self,
        name: &str,
        variants: &[(&str, Carried)],
    ) -> Value {
        if !self.definitions.contains_key(name) {
            self.definitions.insert(name.to_owned(), Value::Null);
            let samples: Vec<Value> = T::each().iter().map(|sample| serde_json::to_value(sample).unwrap()).collect();
            let mut words = Vec::new();
            let mut maps = Vec::new();
            for ((variant, carried), sample) in variants.iter().zip(&samples) {
                let word = match sample {
                    Value::Object(map) => map.keys().next().unwrap().clone(),
                    word => word.as_str().unwrap_or_default().to_owned(),
                };
                // A choice without words of its own, such as a port by number or by name.
                if let (Carried::One(shape), true) = (carried, sample.is_number() || sample.is_string()) {
                    maps.push(shape(self));
                    continue;
                }
                let mut inner = match carried {
                    Carried::Nothing => {
                        words.push(word);
                        continue;
                    }
                    Carried::One(shape) => shape(self),
                    Carried::Fields(fields) => self.fields(&format!("{name}::{variant}"), fields, |key| {
                        let mut without = sample.clone();
                        without[&word].as_object_mut().unwrap().remove(key);
                        serde_json::from_value::<T>(without).is_err()
                    }),
                };
                self.describe(name, variant, &mut inner);
                maps.push(json!({
                    "type": "object", "properties": { &word: inner }, "required": [&word], "additionalProperties": false,
                }));
            }
            let words = (!words.is_empty()).then(|| json!({ "enum": words }));
            let mut all: Vec<Value> = words.into_iter().chain(maps).collect();
            let mut described = if all.len() == 1 { all.remove(0) } else { json!({ "oneOf": all }) };
            self.describe(name, "", &mut described);
            self.definitions.insert(name.to_owned(), described);
        }
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// A closed list.
    pub(crate) fn options<T: OptionKey>(&mut self, name: &str) -> Value {
        let mut described = json!({ "enum": T::KEYS });
        self.describe(name, "", &mut described);
        self.definitions.insert(name.to_owned(), described);
        json!({ "$ref": format!("#/$defs/{name}") })
    }

    /// Puts the source's own words to a form.
    fn describe(&self, of: &str, field: &str, described: &mut Value) {
        if let Some(words) = self.docs.get(&(of.to_owned(), field.to_owned())) {
            described["description"] = json!(words);
        }
    }
}

/// What a variant carries.
pub(crate) enum Carried {
    /// Nothing: it is a word.
    Nothing,
    /// One value.
    One(fn(&mut Book) -> Value),
    /// Fields.
    Fields(Vec<(&'static str, fn(&mut Book) -> Value)>),
}

/// The form of what a field of that type holds, found from the field.
pub(crate) fn shape_of<S, T: Shape>(_: fn(&S) -> &T, book: &mut Book) -> Value {
    T::shape(book)
}

fn camel(name: &str) -> String {
    let mut parts = name.split('_');
    let mut key = parts.next().unwrap().to_owned();
    for part in parts {
        key.extend(part.chars().take(1).map(|c| c.to_ascii_uppercase()).chain(part.chars().skip(1)));
    }
    key
}

/// The whole file.
fn schema() -> Value {
    let mut book = Book { docs: words::docs(), ..Book::default() };
    let fields = super::link::design_fields();
    let version: fn(&mut Book) -> Value = |_| json!({ "const": SCHEMA_VERSION });
    let fields: Vec<_> = std::iter::once(("schema", version)).chain(fields).collect();
    let mut root = book.fields("Design", &fields, |key| key == "schema");
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A Sheerline design",
    });
    book.describe("Design", "", &mut root);
    whole.as_object_mut().unwrap().append(root.as_object_mut().unwrap());
    whole["$defs"] = json!(book.definitions);
    whole
}
