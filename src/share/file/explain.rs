//! What serde says about a file, in words for people: what, where, what to do.

use super::DesignFileError;
use crate::yaml::Misfit;
use crate::yaml::read::ReadError;

/// What does not fit, as a person wants to hear it.
pub(super) fn explained(misfit: &Misfit) -> DesignFileError {
    let text = misfit.what.as_str();
    let what = unknown(text).or_else(|| misplaced(text)).unwrap_or_else(|| text.to_owned());
    DesignFileError::Field { line: misfit.at.map(|at| at.line), field: misfit.path.clone(), what }
}

/// What keeps the text from being read at all.
pub(super) fn unreadable(error: &ReadError) -> DesignFileError {
    let line = (error.at.line > 0).then_some(error.at.line);
    DesignFileError::NotYaml { line, what: error.problem.to_string() }
}

/// A field that stands in one record twice.
pub(super) fn twice(key: &str, first: u32, again: u32) -> DesignFileError {
    let what = format!("the field “{key}” stands there twice, first in line {first}; remove one");
    DesignFileError::Field { line: Some(again), field: String::new(), what }
}

/// Names that do not exist, are missing or stand twice.
fn unknown(text: &str) -> Option<String> {
    let (what, rest) = text.split_once(" `")?;
    let (name, rest) = rest.split_once('`')?;
    let known: Vec<&str> = rest.split('`').skip(1).step_by(2).collect();
    let meant = closest(name, &known).map_or(String::new(), |close| format!("; did you mean “{close}”?"));
    Some(match what {
        "unknown field" if known.is_empty() => format!("there is no field “{name}” here; remove it"),
        "unknown field" if meant.is_empty() => {
            format!("there is no field “{name}” here; there are {}", known.join(", "))
        }
        "unknown field" => format!("there is no field “{name}” here{meant}"),
        "unknown variant" if meant.is_empty() => format!("“{name}” is none of {}", known.join(", ")),
        "unknown variant" => format!("“{name}” is none of {}{meant}", known.join(", ")),
        "missing field" => format!("the field “{name}” is missing; add it"),
        _ => return None,
    })
}

/// The known name that differs in the fewest letters, if it is near enough to be meant.
fn closest<'a>(name: &str, known: &[&'a str]) -> Option<&'a str> {
    let best = known.iter().map(|other| (distance(name, other), *other)).min()?;
    (best.0 * 3 <= name.chars().count().max(3)).then_some(best.1)
}

/// Letters to change, add or remove to come from one name to the other; upper and lower case are the same.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().map(|c| c.to_ascii_lowercase()).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (to, above) in b.iter().zip(row.iter().skip(1)) {
            let changed = diagonal + usize::from(from != *to);
            left = changed.min(left + 1).min(*above + 1);
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

/// Values of the wrong kind.
fn misplaced(text: &str) -> Option<String> {
    if let Some(kind) = text.strip_prefix("data did not match any variant of untagged enum ") {
        return Some(match kind {
            "ProbePort" => "a port is a number or a name".to_owned(),
            "Written" => "this is a number such as 2, or a share such as 25%".to_owned(),
            _ => "the value has the wrong form".to_owned(),
        });
    }
    let rest = text.strip_prefix("invalid type: ").or_else(|| text.strip_prefix("invalid value: "))?;
    let (found, expected) = rest.rsplit_once(", expected ")?;
    let found = match found {
        "unit value" => "nothing".to_owned(),
        "map" => "fields".to_owned(),
        "sequence" => "a list".to_owned(),
        other => match other.split_once(' ') {
            Some(("string", text)) => format!("the text {text}"),
            Some(("integer" | "floating", number)) => {
                format!("the number {}", number.trim_start_matches("point ").trim_matches('`'))
            }
            Some(("boolean", value)) => value.trim_matches('`').to_owned(),
            _ => other.to_owned(),
        },
    };
    let expected = match expected {
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" => "a whole number from 0",
        "i64" => "a whole number",
        "a boolean" => "true or false",
        "a string" => "text",
        "a sequence" => "a list",
        "struct Design" => "the fields of a design, the first of them `schema: 1`",
        other if other.starts_with("struct ") || other == "a map" => "fields",
        other if other.starts_with("enum ") => "one of its choices: a word, or a word with fields below it",
        other => other,
    };
    Some(format!("here stands {found}, but it takes {expected}"))
}

#[cfg(test)]
mod tests {
    use super::super::read_design;

    #[test]
    fn each_fault_says_where_and_what_to_do() {
        for (text, expected) in [
            ("schema: 1\nworklods: []", "line 2: there is no field “worklods” here; did you mean “workloads”?"),
            (
                "schema: 1\nmesh:\n  zzz: 1",
                "line 3: mesh: there is no field “zzz” here; there are chosen, istio, mtls, routing, egress, sidecarScopes, tracingHundredths",
            ),
            (
                "schema: 1\nworkloads:\n- name: a\n  replicas: three",
                "line 4: workloads[0].replicas: here stands the text \"three\", but it takes a whole number from 0 to 4294967295",
            ),
            (
                "schema: 1\nworkloads:\n- replicas: -1",
                "line 3: workloads[0].replicas: here stands the number -1, but it takes a whole number from 0 to 4294967295",
            ),
            (
                "schema: 9",
                "line 1: schema: version 9 comes from a newer Sheerline; this one reads up to 1: reload the page or update the program",
            ),
            (
                "schema: 1\nworkloads:\n- kind: Deploymnt",
                "line 3: workloads[0].kind: “Deploymnt” is none of Deployment, StatefulSet, DaemonSet, Job, CronJob; did you mean “Deployment”?",
            ),
            (
                "schema: 1\nworkloads:\n- containers:\n  - liveness: {action: {http: {port: [1]}}}",
                "line 4: workloads[0].containers[0].liveness.action.http.port: a port is a number or a name",
            ),
            (
                "schema: 1\nworkloads:\n- containers:\n  - liveness: {periodSeconds: 3}",
                "line 4: workloads[0].containers[0].liveness: the field “action” is missing; add it",
            ),
            (
                "schema: 1\nworkloads:\n- hostNetwork: perhaps",
                "line 3: workloads[0].hostNetwork: here stands the text \"perhaps\", but it takes true or false",
            ),
            ("schema: 1\nname: a\nname: b", "line 3: the field “name” stands there twice, first in line 2; remove one"),
            (
                "schema: 1\nservices:\n- kind: !ExternalName x",
                "line 3: services[0].kind: “x” is none of ClusterIP, Headless, NodePort, LoadBalancer, ExternalName",
            ),
            ("schema: 1\nrequirements:\n  enginers: 3", "line 3: requirements: there is no question “enginers”"),
            ("- a", "line 1: here stands a list, but it takes the fields of a design, the first of them `schema: 1`"),
            (
                "schema: 1\n\tname: x",
                "line 2: The line is indented with a tab, which YAML does not allow. Replace tabs by spaces.",
            ),
            ("", "the file is empty; a design file begins with `schema: 1`"),
            ("# nothing\n---\n", "the file is empty; a design file begins with `schema: 1`"),
            (
                "apiVersion: v1\nkind: Service",
                "this is a Kubernetes manifest, not a design file; import it instead of opening it",
            ),
            (
                "schema: 1\n---\nschema: 1",
                "the file has several documents, and a design file has one; import manifests instead of opening them",
            ),
        ] {
            assert_eq!(read_design(text).unwrap_err().to_string(), expected, "{text}");
        }
    }
}
