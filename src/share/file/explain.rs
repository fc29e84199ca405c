//! What keeps a text from being read as a design, in words for people: what, where, what to do.

use super::DesignFileError;
use crate::yaml::Misfit;
use crate::yaml::read::ReadError;

/// What does not fit.
pub(super) fn explained(misfit: Misfit) -> DesignFileError {
    DesignFileError::Field { line: misfit.at.map(|at| at.line), field: misfit.path, what: misfit.what }
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
