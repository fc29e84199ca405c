//! Environment variables of a Compose service.

use super::service::Around;
use crate::design::{Container, EnvSource, EnvVar};
use crate::import::credential::names_a_credential;
use crate::import::draft::{At, Draft};
use crate::import::field::Field;
use crate::import::report::ReportLevel;
use crate::order::Gather;

/// Pairs written as a mapping or as a list of `name=value`; those without a value have none.
pub(super) fn pairs<'a>(field: Field<'a>, key: &str) -> Vec<(String, Option<String>, Field<'a>)> {
    let Some(part) = field.get(key) else { return Vec::new() };
    if part.node.entries().is_empty() {
        let split = |item: Field<'a>| {
            let text = item.node.text()?;
            Some(match text.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned()), item),
                None => (text.to_owned(), None, item),
            })
        };
        return field.list(key).into_iter().filter_map(split).gather();
    }
    part.entries()
        .map(|(entry, value)| {
            let text = value.node.text().filter(|_| !value.node.is_null());
            (entry.key.clone(), text.map(str::to_owned), value)
        })
        .gather()
}

/// Fills in the environment.
pub(super) fn environment(
    field: Field<'_>,
    at: At<'_>,
    around: &Around<'_>,
    draft: &mut Draft,
    container: &mut Container,
) {
    for (name, value, at_line) in pairs(field, "environment") {
        let unset = around.unset.contains(&at_line.node.at);
        // A name alone takes its value from where `${…}` does.
        let value = value.or_else(|| around.values.get(&name).cloned()).or_else(|| unset.then(String::new));
        match value {
            Some(value) if !(unset && value.is_empty() && names_a_credential(&name)) => {
                let variable = draft.variable(at, &name, value, at_line);
                container.env.push(variable);
            }
            missing => {
                if names_a_credential(&name) {
                    let what = format!("`{name}` takes its value from elsewhere, and looks like a credential.");
                    let variable = draft.hide(at, &name, String::new(), at_line, &what);
                    container.env.push(variable);
                } else if missing.is_none() {
                    let what =
                        format!("`{name}` takes its value from the shell that starts Compose; it is left empty.");
                    at_line.say(ReportLevel::LeftOut, what, "Say its value in the design.");
                    container.env.push(EnvVar { name, source: EnvSource::Value(String::new()) });
                }
            }
        }
    }
    if let Some(file) = field.get("env_file") {
        file.take_whole();
        let what = "The variables of `env_file` are not read.";
        file.say(
            ReportLevel::LeftOut,
            what,
            "Put them into a ConfigMap or Secret, or import what `docker compose config` prints.",
        );
    }
}
