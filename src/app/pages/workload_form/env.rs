//! A container's environment as lines of `NAME=value`. What comes from elsewhere keeps its place among them.

use crate::design::{Container, EnvSource, EnvVar};
use crate::order::Gather;
use crate::text::{ENGLISH, fill};

/// The literal variables, one a line.
pub(super) fn literal_env(container: &Container) -> String {
    let lines = container.env.iter().filter_map(|var| match &var.source {
        // A value of several lines cannot stand on one; it is kept aside.
        EnvSource::Value(value) if !value.contains('\n') => Some(format!("{}={value}", var.name)),
        _ => None,
    });
    lines.gather().join("\n")
}

fn is_literal(var: &EnvVar) -> bool {
    matches!(&var.source, EnvSource::Value(value) if !value.contains('\n'))
}

/// The others, in words.
pub(super) fn kept_env(container: &Container) -> String {
    let others = container.env.iter().filter(|var| !is_literal(var)).map(|var| match &var.source {
        EnvSource::Secret { name, key, .. } => format!("{} (Secret {name}/{key})", var.name),
        EnvSource::ConfigMap { name, key, .. } => format!("{} (ConfigMap {name}/{key})", var.name),
        EnvSource::Field(path) => format!("{} ({path})", var.name),
        EnvSource::Resource { resource, .. } => format!("{} ({resource})", var.name),
        EnvSource::Value(_) => var.name.clone(),
    });
    others.gather().join(", ")
}

/// Reads the lines; what is not literal keeps its place among them.
pub(super) fn parsed_env(typed: &str, old: &[EnvVar]) -> Result<Vec<EnvVar>, String> {
    let mut written = Vec::new();
    for (number, line) in typed.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let (name, value) = line.split_once('=').ok_or_else(|| fill(ENGLISH.env_no_equals, &[&(number + 1)]))?;
        let (name, value) = (name.trim().to_owned(), value.to_owned());
        if name.is_empty() {
            return Err(fill(ENGLISH.env_no_name, &[&(number + 1)]));
        }
        written.push(EnvVar { name, source: EnvSource::Value(value) });
    }
    let mut fresh = written.into_iter();
    let mut env = Vec::new();
    for var in old {
        if is_literal(var) { env.extend(fresh.next()) } else { env.push(var.clone()) }
    }
    env.extend(fresh);
    Ok(env)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_literal_keeps_its_place() {
        let field = EnvVar { name: "IP".into(), source: EnvSource::Field("status.podIP".into()) };
        let value = |name: &str, value: &str| EnvVar { name: name.into(), source: EnvSource::Value(value.into()) };
        let old = vec![value("A", "1"), field.clone(), value("B", "2")];
        assert_eq!(
            parsed_env("A=1\nB=x=y\nC=", &old).unwrap(),
            [value("A", "1"), field.clone(), value("B", "x=y"), value("C", "")]
        );
        assert_eq!(parsed_env("", &old).unwrap(), [field]);
        assert!(parsed_env("novalue", &[]).is_err());
    }
}
