//! What was said, answer by answer.

use super::question::{AnswerKind, QuestionKey};
use super::{Priorities, Weighting, is_default};
use crate::order::Gather;
use crate::order::{Map, Set};
use crate::yaml::read::{Node, ScalarKind, Value};
use crate::yaml::{Blank, Entry, Form, Misfit, Named, Tree, Written, read_whole};
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use thiserror::Error;

/// How firmly an answer is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Insistence {
    /// Without it the answer is no.
    Must,
    /// It counts.
    #[default]
    Want,
    /// Nobody knows yet: a risk, not a no.
    NotSure,
}

/// A number, or a range with what is likely in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Estimate {
    /// At least.
    pub low: u64,
    /// Most likely.
    pub likely: u64,
    /// At most.
    pub high: u64,
}

impl Estimate {
    /// A number that is known.
    pub const fn exact(number: u64) -> Self {
        Self { low: number, likely: number, high: number }
    }

    /// A range; the bounds are put in order around what is likely.
    pub fn range(low: u64, likely: u64, high: u64) -> Self {
        Self { low: low.min(likely), likely, high: high.max(likely) }
    }

    /// Whether it is one number.
    pub const fn is_exact(self) -> bool {
        self.low == self.likely && self.likely == self.high
    }
}

/// An answer; which form fits is the question's [`AnswerKind`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// A number.
    Number(Estimate),
    /// One of the options, by key.
    Choice(&'static str),
    /// Several of the options, by key.
    Several(Set<&'static str>),
    /// Yes or no.
    Flag(bool),
    /// Names in the person's own words.
    Names(Vec<String>),
}

/// An answer and how firmly it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The answer.
    pub answer: Answer,
    /// How firmly.
    pub insistence: Insistence,
}

/// Why an answer cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AnswerError {
    /// Wrong form.
    #[error("{key} takes {expected}")]
    Form {
        /// The question.
        key: String,
        /// What it takes, in words.
        expected: String,
    },
    /// No such option.
    #[error("{key} has no option “{option}”; it is one of {options}")]
    Option {
        /// The question.
        key: String,
        /// What was said.
        option: String,
        /// What there is.
        options: String,
    },
    /// Out of bounds.
    #[error("{key} is {number}, but must be from {min} to {max}")]
    Bounds {
        /// The question.
        key: String,
        /// What was said.
        number: u64,
        /// The least.
        min: u64,
        /// The most.
        max: u64,
    },
}

/// What is needed, as said: only what was said is here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Requirements {
    answers: Map<QuestionKey, Said>,
    /// How much each criterion counts.
    pub priorities: Priorities,
    /// Another way of saying that, which then goes before the priorities.
    pub weighting: Weighting,
}

impl Requirements {
    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        is_default(self)
    }

    /// What was said to a question.
    pub fn get(&self, key: QuestionKey) -> Option<&Said> {
        self.answers.get(&key)
    }

    /// Every answer, in the order of the questions.
    pub fn iter(&self) -> impl Iterator<Item = (QuestionKey, &Said)> {
        self.answers.iter().map(|(key, said)| (*key, said))
    }

    /// Takes an answer, or says why not and keeps the old one.
    pub fn say(&mut self, key: QuestionKey, said: Said) -> Result<(), AnswerError> {
        key.question().check(&said.answer)?;
        self.answers.insert(key, said);
        Ok(())
    }

    /// Takes an answer back.
    pub fn unsay(&mut self, key: QuestionKey) {
        self.answers.remove(&key);
    }
}

/// `{value: …, as: must}`; a plain value is meant as the question's answers usually are.
impl Serialize for Requirements {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, said) in &self.answers {
            if said.insistence == key.usual() {
                map.serialize_entry(key.key(), &said.answer)?;
            } else {
                map.serialize_entry(key.key(), &Firm { value: &said.answer, how: said.insistence })?;
            }
        }
        if !self.priorities.is_empty() {
            map.serialize_entry(PRIORITIES, &self.priorities)?;
        }
        if !is_default(&self.weighting) {
            map.serialize_entry(WEIGHTING, &self.weighting)?;
        }
        map.end()
    }
}

const PRIORITIES: &str = "priorities";
const WEIGHTING: &str = "weighting";

#[derive(Serialize)]
struct Firm<'a> {
    value: &'a Answer,
    #[serde(rename = "as")]
    how: Insistence,
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Number(estimate) if estimate.is_exact() => serializer.serialize_u64(estimate.likely),
            Self::Number(estimate) => [estimate.low, estimate.likely, estimate.high].serialize(serializer),
            Self::Choice(option) => serializer.serialize_str(option),
            Self::Several(options) => options.serialize(serializer),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Names(names) => names.serialize(serializer),
        }
    }
}

/// As serde writes it.
impl Written for Requirements {
    fn write(&self) -> Tree {
        let mut entries = Vec::new();
        let entry = |key: &str, value: Tree| Entry { comment: String::new(), key: key.to_owned().into(), value };
        for (key, said) in &self.answers {
            let answer = written(&said.answer);
            let tree = if said.insistence == key.usual() {
                answer
            } else {
                Tree::Map(vec![entry(VALUE, answer), entry(AS, said.insistence.write())])
            };
            entries.push(entry(key.key(), tree));
        }
        if !self.priorities.is_empty() {
            entries.push(entry(PRIORITIES, self.priorities.write()));
        }
        if !self.weighting.is_blank() {
            entries.push(entry(WEIGHTING, self.weighting.write()));
        }
        Tree::Map(entries)
    }
}

impl Form for Requirements {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        let Value::Mapping(entries) = &node.value else { return Err(Misfit::kind(node, "answers by question")) };
        *self = Self::default();
        for entry in entries {
            let beside: Option<&mut dyn Form> = match entry.key.as_str() {
                PRIORITIES => Some(&mut self.priorities),
                WEIGHTING => Some(&mut self.weighting),
                _ => None,
            };
            if let Some(beside) = beside {
                beside.read(&entry.value).map_err(|misfit| misfit.within(entry.value.at, &entry.key))?;
                continue;
            }
            let wrong = |what: String| Misfit::new(what).at(entry.value.at);
            let key = QuestionKey::from_name(&entry.key)
                .ok_or_else(|| Misfit::new(format!("there is no question “{}”", entry.key)).at(entry.key_at))?;
            let mut insistence = key.usual();
            let mut value = &entry.value;
            if let Value::Mapping(parts) = &entry.value.value {
                for part in parts {
                    match part.key.as_str() {
                        VALUE => value = &part.value,
                        AS => {
                            let read = insistence.read(&part.value);
                            read.map_err(|misfit| misfit.within(part.value.at, AS).within(part.value.at, &entry.key))?;
                        }
                        other => {
                            let misfit = Misfit::unknown(Named::Field, other, &[VALUE, AS]);
                            return Err(misfit.at(part.key_at).within(part.key_at, &entry.key));
                        }
                    }
                }
            }
            let form = || wrong(format!("{} takes {}", entry.key, key.question().kind.expected()));
            let answer = answer_from(key, found(value).ok_or_else(form)?).map_err(|error| wrong(error.to_string()))?;
            self.say(key, Said { answer, insistence }).map_err(|error| wrong(error.to_string()))?;
        }
        Ok(())
    }

    fn is_blank(&self) -> bool {
        self.is_empty()
    }
}

impl Blank for Requirements {
    fn blank() -> Self {
        Self::default()
    }
}

const VALUE: &str = "value";
const AS: &str = "as";

/// An answer as it is written down.
fn written(answer: &Answer) -> Tree {
    let number = |number: u64| number.write();
    let text = |text: &str| Tree::Text(text.to_owned());
    match answer {
        Answer::Number(estimate) if estimate.is_exact() => number(estimate.likely),
        Answer::Number(Estimate { low, likely, high }) => {
            Tree::List([*low, *likely, *high].into_iter().map(number).gather())
        }
        Answer::Choice(option) => text(option),
        Answer::Several(options) => Tree::List(options.iter().map(|option| text(option)).gather()),
        Answer::Flag(flag) => Tree::Bool(*flag),
        Answer::Names(names) => names.write(),
    }
}

/// What stands there, before its question has been asked what it takes.
fn found(node: &Node) -> Option<Found> {
    let number = |node: &Node| read_whole(node, 0, u64::MAX.into()).ok().and_then(|n| u64::try_from(n).ok());
    match &node.value {
        Value::Scalar(scalar) => match scalar.kind() {
            ScalarKind::Bool(flag) => Some(Found::Flag(flag)),
            ScalarKind::Null => None,
            _ => Some(number(node).map_or_else(|| Found::Text(scalar.text.clone()), Found::Number)),
        },
        Value::Sequence(items) => match items.as_slice() {
            [low, likely, high] if [low, likely, high].into_iter().all(|item| number(item).is_some()) => {
                Some(Found::Numbers([number(low)?, number(likely)?, number(high)?]))
            }
            items => items.iter().map(|item| item.text().map(str::to_owned)).collect::<Option<_>>().map(Found::Texts),
        },
        Value::Mapping(_) => None,
    }
}

/// An answer before its question has been asked what it takes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Found {
    Flag(bool),
    Number(u64),
    Numbers([u64; 3]),
    Text(String),
    Texts(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum FoundSaid {
    Firm {
        value: Found,
        #[serde(rename = "as", default)]
        how: Option<Insistence>,
    },
    Plain(Found),
}

fn answer_from(key: QuestionKey, written: Found) -> Result<Answer, AnswerError> {
    let question = key.question();
    let option = |text: &str| question.option(text);
    let answer = match (question.kind, written) {
        (AnswerKind::Flag, Found::Flag(flag)) => Answer::Flag(flag),
        (AnswerKind::Number { .. }, Found::Number(number)) => Answer::Number(Estimate::exact(number)),
        (AnswerKind::Number { .. }, Found::Numbers([low, likely, high])) => {
            Answer::Number(Estimate::range(low, likely, high))
        }
        (AnswerKind::Choice { .. }, Found::Text(text)) => Answer::Choice(option(&text)?),
        // YAML reads the key 99.9 of an option as text only when quoted; a bare whole number is meant as its key.
        (AnswerKind::Choice { .. }, Found::Number(number)) => Answer::Choice(option(&number.to_string())?),
        (AnswerKind::Several { .. }, Found::Texts(texts)) => {
            Answer::Several(texts.iter().map(|text| option(text)).collect::<Result<_, _>>()?)
        }
        (AnswerKind::Names, Found::Texts(names)) => Answer::Names(names),
        (kind, _) => return Err(AnswerError::Form { key: key.key().to_owned(), expected: kind.expected().to_owned() }),
    };
    Ok(answer)
}

impl<'de> Deserialize<'de> for Requirements {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Answers;
        impl<'de> Visitor<'de> for Answers {
            type Value = Requirements;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("answers by question")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Requirements, A::Error> {
                let mut requirements = Requirements::default();
                while let Some(name) = map.next_key::<String>()? {
                    if name == PRIORITIES {
                        requirements.priorities = map.next_value()?;
                        continue;
                    }
                    if name == WEIGHTING {
                        requirements.weighting = map.next_value()?;
                        continue;
                    }
                    let key = QuestionKey::from_name(&name)
                        .ok_or_else(|| A::Error::custom(format!("there is no question “{name}”")))?;
                    let (written, insistence) = match map.next_value::<FoundSaid>() {
                        Ok(FoundSaid::Firm { value, how }) => (value, how.unwrap_or(key.usual())),
                        Ok(FoundSaid::Plain(value)) => (value, key.usual()),
                        Err(_) => {
                            return Err(A::Error::custom(format!("{name} takes {}", key.question().kind.expected())));
                        }
                    };
                    let answer = answer_from(key, written).map_err(A::Error::custom)?;
                    requirements.say(key, Said { answer, insistence }).map_err(A::Error::custom)?;
                }
                Ok(requirements)
            }
        }
        deserializer.deserialize_map(Answers)
    }
}
