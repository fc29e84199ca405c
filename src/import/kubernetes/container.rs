//! Containers.

use super::environment::environment;
use super::probe::{lifecycle, probe};
use super::security::container_security;
use crate::design::{Container, ContainerPort, ContainerRole, Mount, PortProtocol, PullPolicy, Resources};
use crate::import::draft::{At, Draft};
use crate::import::field::Field;
use crate::import::report::ReportLevel;
use crate::order::Gather;

/// How Kubernetes writes the transports.
pub(super) const PROTOCOLS: [(&str, PortProtocol); 3] =
    [("TCP", PortProtocol::Tcp), ("UDP", PortProtocol::Udp), ("SCTP", PortProtocol::Sctp)];

const PULL: [(&str, PullPolicy); 3] =
    [("Always", PullPolicy::Always), ("IfNotPresent", PullPolicy::IfNotPresent), ("Never", PullPolicy::Never)];

/// Reads one container into the draft.
pub(super) fn container(field: Field<'_>, initial: bool, draft: &mut Draft) {
    let index = draft.workload.containers.len();
    let name = field.text("name").unwrap_or_else(|| {
        let name = format!("container-{}", index + 1);
        field.say(
            ReportLevel::Assumed,
            format!("A container has no name, which Kubernetes refuses; it is called {name}."),
            "Give it a name.",
        );
        name
    });
    let stays = initial && field.peek(&["restartPolicy"]) == Some("Always");
    if stays {
        field.skip("restartPolicy");
    }
    let role = match (initial, stays) {
        (false, _) => ContainerRole::Main,
        (true, false) => ContainerRole::Init,
        (true, true) => ContainerRole::Sidecar,
    };
    let mut container = Container {
        role,
        image: field.text_or_empty("image"),
        pull: field.one_of("imagePullPolicy", &PULL),
        working_dir: field.text_or_empty("workingDir"),
        ports: field.parts("ports").into_iter().filter_map(port).gather(),
        liveness: field.part("livenessProbe").and_then(probe),
        readiness: field.part("readinessProbe").and_then(probe),
        startup: field.part("startupProbe").and_then(probe),
        lifecycle: field.part("lifecycle").map(lifecycle).unwrap_or_default(),
        mounts: field.parts("volumeMounts").into_iter().filter_map(mount).gather(),
        security: field.part("securityContext").map(container_security).unwrap_or_default(),
        stdin: field.flag("stdin").unwrap_or_default(),
        tty: field.flag("tty").unwrap_or_default(),
        ..Container::default()
    };
    if container.image.is_empty() {
        field.say(
            ReportLevel::Assumed,
            format!("The container {name} names no image; it is read without one."),
            "Name the image it runs.",
        );
    }
    if let Some(resources) = field.part("resources") {
        container.requests = amounts(resources, "requests");
        container.limits = amounts(resources, "limits");
    }
    environment(field, At { index, name: &name }, &mut container, draft);
    container.name = name;
    draft.workload.containers.push(container);
}

/// Requests or limits. CPU is counted in thousandths and memory in bytes, both rounded up as Kubernetes does.
pub(super) fn amounts(resources: Field<'_>, key: &str) -> Resources {
    let mut amounts = Resources::default();
    let Some(part) = resources.part(key) else { return amounts };
    for (entry, field) in part.entries() {
        let Some(quantity) = field.as_quantity() else { continue };
        let exact = if entry.key == "cpu" { quantity.is_whole_milli() } else { quantity.is_whole() };
        amounts.set(&entry.key, quantity);
        if !exact {
            let unit = if entry.key == "cpu" { "thousandth of a CPU" } else { "unit" };
            field.say(
                ReportLevel::Assumed,
                format!(
                    "`{}: {}` is no whole {unit}; it is rounded up, as Kubernetes does.",
                    entry.key,
                    field.node.text().unwrap_or_default()
                ),
                "",
            );
        }
    }
    amounts
}

fn port(field: Field<'_>) -> Option<ContainerPort> {
    Some(ContainerPort {
        name: field.text_or_empty("name"),
        number: field.number("containerPort")?,
        protocol: field.one_of("protocol", &PROTOCOLS).unwrap_or_default(),
        host_port: field.number("hostPort").filter(|port| *port != 0),
    })
}

fn mount(field: Field<'_>) -> Option<Mount> {
    Some(Mount {
        volume: field.text("name")?,
        path: field.text("mountPath")?,
        sub_path: field.text_or_empty("subPath"),
        read_only: field.flag("readOnly").unwrap_or_default(),
    })
}
