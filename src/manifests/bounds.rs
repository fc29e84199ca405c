//! What the types of the API can hold. The design takes larger numbers than most fields of Kubernetes do, and a file with
//! one of those would be refused as a whole: the nearest that fits is written instead, and said.

use crate::units::Quantity;
use crate::yaml::Tree;

/// Numbers of 64 bits; all others have 32.
const WIDE: [&str; 8] = [
    "activeDeadlineSeconds",
    "fsGroup",
    "runAsGroup",
    "runAsUser",
    "startingDeadlineSeconds",
    "supplementalGroups",
    "terminationGracePeriodSeconds",
    "tolerationSeconds",
];

/// What Kubernetes can check of a host path.
const HOST_PATHS: [&str; 7] =
    ["DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"];

/// Makes a tree fit, and gives a sentence for each change.
pub(super) fn fit(tree: &mut Tree) -> Vec<String> {
    let mut said = Vec::new();
    fit_value(tree, "", &mut said);
    said
}

fn fit_value(tree: &mut Tree, key: &str, said: &mut Vec<String>) {
    match tree {
        Tree::Integer(_) | Tree::Decimal(_) => {
            let Some(number) = whole(tree) else { return };
            let fitting = match WIDE.contains(&key) {
                true => number.clamp(i64::MIN.into(), i64::MAX.into()),
                false => number.clamp(i32::MIN.into(), i32::MAX.into()),
            };
            if fitting != number {
                said.push(format!("{key} is {number}, but goes to {fitting} alone; that is written."));
                *tree = Tree::Integer(i64::try_from(fitting).unwrap_or(i64::MAX));
            }
        }
        Tree::List(items) => items.iter_mut().for_each(|item| fit_value(item, key, said)),
        Tree::Map(entries) => {
            entries.retain(|entry| match (&entry.value, entry.key.as_ref()) {
                (Tree::Text(text), "divisor") if text.parse::<Quantity>().is_err() => {
                    said.push(format!("divisor is “{text}”, which is no quantity such as 1Mi; it is left out."));
                    false
                }
                (Tree::Text(text), "type") if key == "hostPath" && !HOST_PATHS.contains(&text.as_str()) => {
                    said.push(format!(
                        "The check of a host path is “{text}”; it is left out. {} are known.",
                        HOST_PATHS.join(", ")
                    ));
                    false
                }
                _ => true,
            });
            for entry in entries {
                fit_value(&mut entry.value, &entry.key, said);
            }
        }
        _ => {}
    }
}

/// A whole number; one that no `i64` holds stands in the tree as its digits.
fn whole(tree: &Tree) -> Option<i128> {
    match tree {
        Tree::Integer(number) => Some(i128::from(*number)),
        Tree::Decimal(digits) => digits.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::fit;
    use crate::yaml::{Document, Entry, Tree, print};
    use serde_json::{Value, json};

    fn tree_of(value: Value) -> Tree {
        match value {
            Value::Number(number) => number.as_i64().map_or_else(|| Tree::Decimal(number.to_string()), Tree::Integer),
            Value::Array(items) => Tree::List(items.into_iter().map(tree_of).collect()),
            Value::Object(fields) => {
                let entry = |(key, value): (String, Value)| Entry {
                    comment: String::new(),
                    key: key.into(),
                    value: tree_of(value),
                };
                Tree::Map(fields.into_iter().map(entry).collect())
            }
            other => Tree::Text(other.as_str().unwrap().to_owned()),
        }
    }

    #[test]
    fn what_is_too_large_becomes_what_fits() {
        for (given, written, said) in [
            (json!({ "replicas": 3, "runAsUser": 4_294_967_295_u32 }), "replicas: 3\nrunAsUser: 4294967295\n", vec![]),
            (
                json!({ "spec": [{ "minReadySeconds": 4_294_967_295_u32 }] }),
                "spec:\n  - minReadySeconds: 2147483647\n",
                vec!["minReadySeconds is 4294967295, but goes to 2147483647 alone; that is written."],
            ),
            (
                json!({ "ref": { "resource": "limits.memory", "divisor": "1Mi" } }),
                "ref:\n  resource: limits.memory\n  divisor: 1Mi\n",
                vec![],
            ),
            (
                json!({ "activeDeadlineSeconds": u64::MAX }),
                "activeDeadlineSeconds: 9223372036854775807\n",
                vec![
                    "activeDeadlineSeconds is 18446744073709551615, but goes to 9223372036854775807 alone; that is written.",
                ],
            ),
            (
                json!({ "ref": { "resource": "limits.memory", "divisor": "alpha" } }),
                "ref:\n  resource: limits.memory\n",
                vec!["divisor is “alpha”, which is no quantity such as 1Mi; it is left out."],
            ),
            (
                json!([{ "hostPath": { "path": "/a", "type": "alpha" }, "type": "alpha" }]),
                "- hostPath:\n    path: /a\n  type: alpha\n",
                vec![
                    "The check of a host path is “alpha”; it is left out. DirectoryOrCreate, Directory, FileOrCreate, File, \
                     Socket, CharDevice, BlockDevice are known.",
                ],
            ),
        ] {
            let mut tree = tree_of(given);
            assert_eq!(fit(&mut tree), said);
            assert_eq!(print(&[Document { comment: String::new(), tree }]), written);
        }
    }
}
