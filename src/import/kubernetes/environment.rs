//! Environment variables, commands and arguments of a container.

use crate::design::{Container, EnvFrom, EnvSource, EnvVar};
use crate::import::draft::{At, ConfigUse, Draft};
use crate::import::field::Field;
use crate::import::report::ReportLevel;
use crate::order::Gather;

/// Fills in the command, the arguments and the environment.
pub(super) fn environment(field: Field<'_>, at: At<'_>, container: &mut Container, draft: &mut Draft) {
    for variable in field.parts("env") {
        let variable = one(variable, at, draft);
        container.env.extend(variable);
    }
    for source in field.parts("envFrom") {
        let source = whole(source, at, draft);
        container.env_from.extend(source);
    }
    for key in ["command", "args"] {
        let words = field.list(key).into_iter().filter_map(|word| Some((word.as_text()?, word))).gather();
        let words = draft.arguments(at, container, words);
        if key == "command" {
            container.command = words;
        } else {
            container.args = words;
        }
    }
}

fn one(field: Field<'_>, at: At<'_>, draft: &mut Draft) -> Option<EnvVar> {
    let Some(name) = field.text("name") else {
        field.take_whole();
        field.say(ReportLevel::LeftOut, "A variable without a name is left out.", "Name it and import again.");
        return None;
    };
    let Some(from) = field.part("valueFrom") else {
        return Some(match field.get("value") {
            Some(value) => draft.variable(at, &name, value.as_text()?, value),
            None => EnvVar { name, source: EnvSource::Value(String::new()) },
        });
    };
    let source = if let Some(part) = from.part("configMapKeyRef") {
        let (config, key) = (part.text("name")?, part.text("key")?);
        draft.configs.push(ConfigUse {
            container: at.index,
            name: config.clone(),
            key: Some(key.clone()),
            variable: Some(name.clone()),
        });
        EnvSource::ConfigMap { name: config, key, optional: part.flag("optional").unwrap_or_default() }
    } else if let Some(part) = from.part("secretKeyRef") {
        let optional = part.flag("optional").unwrap_or_default();
        EnvSource::Secret { name: part.text("name")?, key: part.text("key")?, optional }
    } else if let Some(part) = from.part("fieldRef") {
        EnvSource::Field(part.text("fieldPath")?)
    } else if let Some(part) = from.part("resourceFieldRef") {
        let divisor = part.text_or_empty("divisor");
        EnvSource::Resource {
            container: part.text_or_empty("containerName"),
            resource: part.text("resource")?,
            // The API server writes 0 for "not said".
            divisor: if divisor == "0" { String::new() } else { divisor },
        }
    } else {
        field.say(
            ReportLevel::LeftOut,
            format!("The variable `{name}` takes its value from a source the design does not know, so it is left out."),
            "If it is needed, add it to the written files by hand.",
        );
        return None;
    };
    Some(EnvVar { name, source })
}

fn whole(field: Field<'_>, at: At<'_>, draft: &mut Draft) -> Option<EnvFrom> {
    let prefix = field.text_or_empty("prefix");
    if let Some(part) = field.part("configMapRef") {
        let name = part.text("name")?;
        draft.configs.push(ConfigUse { container: at.index, name: name.clone(), key: None, variable: None });
        let optional = part.flag("optional").unwrap_or_default();
        return Some(EnvFrom::ConfigMap { name, prefix, optional });
    }
    let part = field.part("secretRef")?;
    Some(EnvFrom::Secret { name: part.text("name")?, prefix, optional: part.flag("optional").unwrap_or_default() })
}
