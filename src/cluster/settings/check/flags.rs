//! Flags against the table of their component.

use super::super::amount;
use super::super::kind::shortened;
use super::super::{Field, SettingFinding, Since, Type};
use super::document::{behind, instead};
use super::gates::the;
use super::near::nearest;
use super::{Sheet, check_gates};
use crate::order::Gather;

/// A flag as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cluster::settings) struct Said {
    /// Without dashes.
    pub(in crate::cluster::settings) name: String,
    /// None for a bare switch.
    pub(in crate::cluster::settings) value: Option<String>,
    pub(in crate::cluster::settings) line: u32,
}

/// All flags of one call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::cluster::settings) struct Flags {
    pub(in crate::cluster::settings) component: String,
    pub(in crate::cluster::settings) said: Vec<Said>,
    /// Whether these are all flags the component is started with.
    pub(in crate::cluster::settings) whole: bool,
    /// Whether they are kubeadm's extraArgs.
    pub(in crate::cluster::settings) extra: bool,
}

impl Flags {
    /// The last saying of a flag.
    pub(in crate::cluster::settings) fn get(&self, name: &str) -> Option<&Said> {
        self.said.iter().rev().find(|said| said.name == name)
    }

    /// What a flag was set to.
    pub(in crate::cluster::settings) fn value(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|said| said.value.as_deref())
    }

    /// The way to a flag, for a finding.
    pub(in crate::cluster::settings) fn at(&self, name: &str) -> String {
        if self.extra { format!("{} extraArgs {name}", self.component) } else { format!("--{name}") }
    }
}

/// Checks each flag on its own.
pub(in crate::cluster::settings) fn check(sheet: &mut Sheet, flags: &Flags) {
    for said in &flags.said {
        one(sheet, flags, said);
    }
}

fn one(sheet: &mut Sheet, flags: &Flags, said: &Said) {
    let (component, version, tables) = (&flags.component, sheet.version, sheet.tables);
    let named = the(component);
    let (at, line) = (flags.at(&said.name), said.line);
    let Some(flag) = tables.flag(component, &said.name) else {
        unknown(sheet, flags, said);
        return;
    };
    let source = tables.source_of(flag).to_owned();
    if let Some(gone) = flag.until.filter(|gone| version >= *gone) {
        let finding = SettingFinding::error(
            line,
            at,
            format!("The flag --{} was removed in {gone}; {named} will not start.", flag.name),
        )
        .why(behind(&sentence(&flag.note)).trim_start())
        .fix(instead(&flag.instead))
        .source(source);
        sheet.say(finding);
        return;
    }
    if let Since::In(first) = flag.since
        && version < first
    {
        let finding = SettingFinding::error(
            line,
            at,
            format!("The flag --{} is there since {first}; {named} {version} will not start.", flag.name),
        )
        .fix("Remove it.")
        .source(source);
        sheet.say(finding);
        return;
    }
    if flag.name == "feature-gates" {
        if component != "etcd" {
            gates(sheet, flags, said);
        }
        return;
    }
    let value = match (&said.value, &flag.takes) {
        (Some(value), _) => value.as_str(),
        (None, Type::Bool) => "true",
        (None, takes) => {
            let finding = SettingFinding::error(
                line,
                at,
                format!("--{} takes {}, but nothing stands there.", flag.name, takes.takes()),
            )
            .fix("Write a value behind =.")
            .source(source);
            sheet.say(finding);
            return;
        }
    };
    if !is_of(value, &flag.takes) {
        sheet.say(mistyped(flag, value, line, at, component).source(source));
        return;
    }
    if let Some(finding) = bounds(sheet, flag, value, line, &at) {
        sheet.say(finding);
        return;
    }
    // A flag of the kubelet is bound as the field is that took its place.
    let field = tables.field("KubeletConfiguration", &flag.instead).filter(|_| component == "kubelet");
    if let Some(finding) = field.and_then(|field| bounds(sheet, field, value, line, &at)) {
        sheet.say(finding);
    }
    if !flag.default.is_empty() && same(value, &flag.default) {
        let finding = SettingFinding::note(line, at, format!("{value} is the default of --{}.", flag.name))
            .why("Writing it down changes nothing.")
            .fix("Leave it out.")
            .source(source);
        sheet.say(finding);
    } else if component == "kubelet" && !flag.instead.is_empty() {
        let finding = SettingFinding::note(line, at, format!("The flag --{} is deprecated.", flag.name))
            .why("The kubelet's configuration file has it.")
            .fix(format!("Write {} in a KubeletConfiguration instead.", flag.instead))
            .source(source);
        sheet.say(finding);
    }
}

fn sentence(note: &str) -> String {
    let mut letters = note.chars();
    letters.next().map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

fn unknown(sheet: &mut Sheet, flags: &Flags, said: &Said) {
    let component = &flags.component;
    let known: Vec<&str> = sheet.tables.flags_of(component).map(|flag| flag.name.as_str()).gather();
    let meant = nearest(&said.name, &known);
    let at = flags.at(&said.name);
    let component = the(component);
    let what = format!("{component} has no flag --{} in the table.", said.name);
    sheet.say(match meant {
        Some(meant) => SettingFinding::error(said.line, at, what)
            .why(format!("{component} does not start with a flag it does not know."))
            .fix(format!("Did you mean --{meant}?")),
        None => SettingFinding::warning(said.line, at, what)
            .why(format!("If {component} {} does not know it either, it will not start.", sheet.version))
            .fix(format!("See {component} --help.")),
    });
}

fn gates(sheet: &mut Sheet, flags: &Flags, said: &Said) {
    let said_gates: Vec<(String, String, u32)> = said
        .value
        .as_deref()
        .unwrap_or_default()
        .split(',')
        .filter(|pair| !pair.trim().is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.trim().to_owned(), value.trim().to_owned(), said.line)
        })
        .gather();
    check_gates(sheet, &flags.component, &flags.at("feature-gates"), &said_gates);
}

/// Whether a flag's text is of its type.
fn is_of(value: &str, takes: &Type) -> bool {
    match takes {
        Type::Bool => {
            ["true", "false", "1", "0", "t", "f", "T", "F", "TRUE", "FALSE", "True", "False"].contains(&value)
        }
        Type::Int32 => value.parse::<i32>().is_ok(),
        Type::Int64 => value.parse::<i64>().is_ok(),
        Type::Float => amount::millionths(value.strip_prefix('-').unwrap_or(value)).is_some(),
        Type::Duration => amount::duration(value).is_some(),
        _ => true,
    }
}

fn mistyped(flag: &Field, value: &str, line: u32, at: String, component: &str) -> SettingFinding {
    let finding = SettingFinding::error(
        line,
        at,
        format!(
            "--{} takes {}, not “{}”; {} will not start.",
            flag.name,
            flag.takes.takes(),
            shortened(value),
            the(component)
        ),
    );
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    let unit = value.get(digits.len()..).unwrap_or_default();
    if flag.takes == Type::Int64 && unit == "ms" && component == "etcd" {
        return finding.why("The number is taken as milliseconds.").fix(format!("Write --{}={digits}.", flag.name));
    }
    if flag.takes == Type::Int64 && unit == "s" {
        return finding.why("The number is taken as seconds.").fix(format!("Write --{}={digits}.", flag.name));
    }
    if flag.takes == Type::Duration && value.parse::<i64>().is_ok() {
        return finding.fix(format!("Write --{}={value}s.", flag.name));
    }
    finding
}

/// Words that are known, least and most, and what upstream tests; for fields as for flags.
pub(super) fn bounds(sheet: &Sheet, field: &Field, text: &str, line: u32, at: &str) -> Option<SettingFinding> {
    let source = sheet.tables.source_of(field);
    if !field.words.is_empty() && field.takes == Type::Text && !field.words.iter().any(|word| word == text) {
        let finding =
            SettingFinding::error(line, at, format!("“{}” is none of {}.", shortened(text), field.words.join(", ")));
        let words: Vec<&str> = field.words.iter().map(String::as_str).gather();
        let meant = nearest(text, &words).map_or(String::new(), |meant| format!("Did you mean {meant}?"));
        return Some(finding.fix(meant).source(source));
    }
    let number: i64 = text.parse().ok()?;
    if let Some(least) = field.least.filter(|least| number < *least) {
        let finding =
            SettingFinding::error(line, at, format!("{} is {number}, but must be {least} or more.", field.name));
        return Some(finding.source(source));
    }
    if let Some(most) = field.most.filter(|most| number > *most) {
        let finding =
            SettingFinding::error(line, at, format!("{} is {number}, but must be {most} or less.", field.name));
        return Some(finding.source(source));
    }
    let tested = field.tested.filter(|tested| number > *tested)?;
    let finding =
        SettingFinding::warning(line, at, format!("{} is {number}, outside the tested envelope.", field.name));
    Some(finding.why(&field.note).fix(format!("Write at most {tested}.")).source(TESTED))
}

/// Where upstream says what it tests.
const TESTED: &str =
    "https://github.com/kubernetes/community/blob/master/sig-scalability/configs-and-limits/thresholds.md";

/// Whether two texts are one value: `1m` and `1m0s` are.
fn same(value: &str, default: &str) -> bool {
    value == default || amount::duration(value).is_some_and(|nanos| amount::duration(default) == Some(nanos))
}
