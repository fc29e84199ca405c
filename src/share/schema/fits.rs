//! A validator of as much JSON Schema as ours uses. One that is not of our making reads the published file too.

use serde_json::{Value, json};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// Says where a value does not fit, and notes every property that it has.
pub(super) struct Check<'s> {
    pub(super) whole: &'s Value,
    /// What was met.
    pub(super) seen: BTreeSet<String>,
}

impl Check<'_> {
    pub(super) fn fits(&mut self, value: &Value, schema: &Value, at: &str) -> Result<(), String> {
        let wrong = |why: String| Err(format!("{at}: {why}"));
        for (keyword, rule) in schema.as_object().into_iter().flatten() {
            match keyword.as_str() {
                "$ref" => {
                    let name = rule.as_str().unwrap().trim_start_matches("#/$defs/");
                    let whole = self.whole;
                    self.fits(value, &whole["$defs"][name], name)?;
                }
                "anyOf" | "oneOf" => {
                    let all = rule.as_array().unwrap();
                    let tried: Vec<_> = all.iter().map(|one| self.fits(value, one, at)).collect();
                    let fitting = tried.iter().filter(|tried| tried.is_ok()).count();
                    if fitting == 0 || (keyword == "oneOf" && fitting > 1) {
                        return wrong(format!("{value} fits {fitting} of {tried:?}"));
                    }
                }
                "enum" if !rule.as_array().unwrap().contains(value) => {
                    return wrong(format!("{value} is none of {rule}"));
                }
                "const" if rule != value => return wrong(format!("{value} is not {rule}")),
                "type" => {
                    let kind = match value {
                        Value::Null => "null",
                        Value::Bool(_) => "boolean",
                        Value::Number(_) => "integer",
                        Value::String(_) => "string",
                        Value::Array(_) => "array",
                        Value::Object(_) => "object",
                    };
                    let allowed = rule.to_string();
                    let fits = allowed.contains(kind) || kind == "integer" && allowed.contains("number");
                    if !fits {
                        return wrong(format!("{value} is no {rule}"));
                    }
                }
                "properties" => {
                    for (key, inner) in value.as_object().into_iter().flatten() {
                        if let Some(rule) = rule.get(key) {
                            self.seen.insert(format!("{at}.{key}"));
                            self.fits(inner, rule, &format!("{at}.{key}"))?;
                        }
                    }
                }
                "required" => {
                    for key in rule.as_array().unwrap() {
                        if value.as_object().is_some_and(|map| !map.contains_key(key.as_str().unwrap())) {
                            return wrong(format!("{key} is missing"));
                        }
                    }
                }
                "additionalProperties" => {
                    for (key, inner) in value.as_object().into_iter().flatten() {
                        if schema.get("properties").and_then(|known| known.get(key)).is_none() {
                            match rule {
                                Value::Bool(false) => return wrong(format!("{key} is not known")),
                                rule => self.fits(inner, rule, at)?,
                            }
                        }
                    }
                }
                "items" if rule.is_object() => {
                    for item in value.as_array().into_iter().flatten() {
                        self.fits(item, rule, at)?;
                    }
                }
                "minimum" if is_beyond(value, rule, Ordering::Less) => {
                    return wrong(format!("{value} is below {rule}"));
                }
                "maximum" if is_beyond(value, rule, Ordering::Greater) => {
                    return wrong(format!("{value} is above {rule}"));
                }
                // Used for lists of one length alone.
                "minItems" | "maxItems" if value.as_array().is_some_and(|items| json!(items.len()) != *rule) => {
                    return wrong(format!("{value} has not {rule} items"));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Whether a whole number lies on that side of another.
fn is_beyond(value: &Value, rule: &Value, side: Ordering) -> bool {
    let whole = |number: &Value| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    matches!((whole(value), whole(rule)), (Some(value), Some(rule)) if value.cmp(&rule) == side)
}

/// Every property the schema knows, named as [`Check`] names them.
pub(super) fn properties(schema: &Value, at: &str, all: &mut Vec<String>) {
    for (keyword, rule) in schema.as_object().into_iter().flatten() {
        match keyword.as_str() {
            "properties" => {
                for (key, inner) in rule.as_object().unwrap() {
                    all.push(format!("{at}.{key}"));
                    properties(inner, &format!("{at}.{key}"), all);
                }
            }
            "$defs" => {
                for (name, inner) in rule.as_object().unwrap() {
                    properties(inner, name, all);
                }
            }
            "anyOf" | "oneOf" => rule.as_array().unwrap().iter().for_each(|one| properties(one, at, all)),
            "items" | "additionalProperties" => properties(rule, at, all),
            _ => {}
        }
    }
}
