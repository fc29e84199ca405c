//! Labels and what selects by them.

use crate::design::LabelOperator;
use crate::order;

/// Labels, sorted by key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Labels(Vec<(String, String)>);

impl Labels {
    /// The value of a label.
    pub fn get(&self, key: &str) -> Option<&str> {
        let at = self.0.binary_search_by(|(known, _)| known.as_str().cmp(key)).ok()?;
        self.0.get(at).map(|(_, value)| value.as_str())
    }

    /// Sets a label.
    pub fn set(&mut self, key: &str, value: &str) {
        match self.0.binary_search_by(|(known, _)| known.as_str().cmp(key)) {
            Ok(at) => {
                if let Some(entry) = self.0.get_mut(at) {
                    value.clone_into(&mut entry.1);
                }
            }
            Err(at) => self.0.insert(at, (key.to_owned(), value.to_owned())),
        }
    }

    /// All labels.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value.as_str()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, String)> for Labels {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(entries: I) -> Self {
        let mut labels: Vec<_> = entries.into_iter().collect();
        order::sort_by(&mut labels, |a, b| a.0.cmp(&b.0));
        labels.dedup_by(|later, earlier| later.0 == earlier.0);
        Self(labels)
    }
}

/// One condition on one label (`k8s.io/apimachinery/pkg/labels/selector.go`, `Requirement.Matches`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Requirement {
    /// Which label.
    pub key: String,
    /// How it is compared.
    pub operator: LabelOperator,
    /// With what.
    pub values: Vec<String>,
}

impl Requirement {
    /// That a label has a value.
    pub fn equals(key: &str, value: &str) -> Self {
        Self { key: key.to_owned(), operator: LabelOperator::In, values: vec![value.to_owned()] }
    }

    /// Whether a label's value meets it.
    pub fn is_met_by(&self, value: Option<&str>) -> bool {
        let among = |value: &str| self.values.iter().any(|wanted| wanted == value);
        match self.operator {
            LabelOperator::In => value.is_some_and(among),
            LabelOperator::NotIn => !value.is_some_and(among),
            LabelOperator::Exists => value.is_some(),
            LabelOperator::DoesNotExist => value.is_none(),
            LabelOperator::Gt => self.compared(value).is_some_and(|(have, bound)| have > bound),
            LabelOperator::Lt => self.compared(value).is_some_and(|(have, bound)| have < bound),
        }
    }

    fn compared(&self, value: Option<&str>) -> Option<(i64, i64)> {
        Some((value?.parse().ok()?, self.values.first()?.parse().ok()?))
    }
}

/// Requirements that must all be met; without any it selects everything.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Selector(pub Vec<Requirement>);

impl Selector {
    /// Whether it selects what has these labels.
    pub fn selects(&self, labels: &Labels) -> bool {
        self.0.iter().all(|requirement| requirement.is_met_by(labels.get(&requirement.key)))
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_compare_as_the_field_does() {
        let requirement = |operator, values: &[&str]| Requirement {
            key: "k".into(),
            operator,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
        };
        for (operator, values, value, met) in [
            (LabelOperator::In, &["a", "b"][..], Some("b"), true),
            (LabelOperator::In, &["a"], None, false),
            (LabelOperator::NotIn, &["a"], None, true),
            (LabelOperator::NotIn, &["a"], Some("a"), false),
            (LabelOperator::Exists, &[], Some(""), true),
            (LabelOperator::DoesNotExist, &[], None, true),
            (LabelOperator::Gt, &["3"], Some("4"), true),
            (LabelOperator::Gt, &["3"], Some("three"), false),
            (LabelOperator::Lt, &["3"], Some("3"), false),
            (LabelOperator::Lt, &["3"], None, false),
        ] {
            assert_eq!(requirement(operator, values).is_met_by(value), met, "{operator:?} {values:?} {value:?}");
        }
    }

    #[test]
    fn labels_are_sorted_and_found() {
        let mut labels: Labels =
            [("b", "2"), ("a", "1")].map(|(k, v)| (k.to_owned(), v.to_owned())).into_iter().collect();
        labels.set("c", "3");
        labels.set("a", "0");
        assert_eq!(labels.iter().collect::<Vec<_>>(), [("a", "0"), ("b", "2"), ("c", "3")]);
        assert_eq!(labels.get("d"), None);
    }
}
