//! What is wrong with a design as it stands. Nothing here stops the planning: each finding names its field.

use super::{ContainerRole, Design, Finding, Priority, Service, Severity, Workload, WorkloadKind};
use crate::order::Gather;
use crate::order::Set;

/// The findings, in the document's order.
pub fn check(design: &Design) -> Vec<Finding> {
    let mut findings = Vec::new();
    check_priorities(design, &mut findings);
    super::check_decision::check_decision(design, &mut findings);
    check_cluster(design, &mut findings);
    let told = design.workloads.iter().map(|w| (design.namespace_of(&w.namespace), w.kind, w.name.as_str()));
    let repeated = crate::order::repeated(&told.gather());
    for (workload, repeated) in design.workloads.iter().zip(repeated) {
        if repeated {
            findings.push(error(
                format!("workloads.{}.name", workload.name),
                format!("There are two {}s of this name in one namespace.", workload.kind.name()),
                "Rename or remove one.",
            ));
        }
        check_workload(design, workload, &mut findings);
    }
    for service in &design.services {
        check_service(design, service, &mut findings);
    }
    for route in &design.routes {
        if design.service(&route.service, &route.namespace).is_none() {
            findings.push(error(
                format!("routes.{}{}", route.host, route.path),
                format!("It leads to the Service {}, which the design does not have.", route.service),
                "Add the Service or point the route elsewhere.",
            ));
        }
    }
    findings
}

fn check_priorities(design: &Design, findings: &mut Vec<Finding>) {
    for (criterion, priority) in &design.requirements.priorities {
        if priority.importance > Priority::MOST {
            findings.push(error(
                format!("requirements.priorities.{}", super::OptionKey::key(*criterion)),
                format!("The importance is {}.", priority.importance),
                "It goes from 0 to 10.",
            ));
        }
    }
}

fn check_cluster(design: &Design, findings: &mut Vec<Finding>) {
    let (cluster, sizing) = (&design.cluster, &design.cluster.sizing);
    if cluster.survive_zone == Some(true) && cluster.zones.len() == 1 {
        findings.push(error(
            "cluster.surviveZone".into(),
            "The loss of a zone is to be survived, and there is one zone only.".into(),
            "Add a zone, or give the guarantee up.",
        ));
    }
    if sizing.max_pods == Some(0) {
        findings.push(error(
            "cluster.sizing.maxPods".into(),
            "A node for no pods holds nothing.".into(),
            "Leave it out for the provider's own number.",
        ));
    }
    if !sizing.pod_cidr.is_empty() && super::address_range(&sizing.pod_cidr).is_none() {
        findings.push(error(
            "cluster.sizing.podCidr".into(),
            format!("“{}” is no range of IPv4 addresses.", sizing.pod_cidr),
            "Write one, such as 10.0.0.0/14.",
        ));
    }
}

fn check_workload(design: &Design, workload: &Workload, findings: &mut Vec<Finding>) {
    let at = |field: &str| format!("workloads.{}.{field}", workload.name);
    if let Err(why) = dns_label(&workload.name) {
        findings.push(error(at("name"), format!("“{}” {why}.", workload.name), NAME_HINT));
    }
    if workload.main_containers().next().is_none() {
        findings.push(warning(at("containers"), "It has no container.".into(), "Add one with an image."));
    }
    for container in &workload.containers {
        if container.image.is_empty() {
            let what = format!("The container {} has no image.", container.name);
            findings.push(warning(at("containers"), what, "Name the image it runs."));
        }
        let over = |name: &str, request: Option<u64>, limit: Option<u64>| match (request, limit) {
            (Some(request), Some(limit)) if request > limit => Some(error(
                at("containers"),
                format!("The container {} requests more {name} than its limit.", container.name),
                "Kubernetes refuses that: raise the limit or lower the request.",
            )),
            _ => None,
        };
        let (requests, limits) = (&container.requests, &container.limits);
        findings.extend(over("CPU", requests.cpu.map(|c| c.0), limits.cpu.map(|c| c.0)));
        findings.extend(over("memory", requests.memory.map(|m| m.0), limits.memory.map(|m| m.0)));
        if container.role != ContainerRole::Init && container.effective_requests().memory.is_none() {
            let what = format!("The container {} requests no memory.", container.name);
            findings.push(warning(at("containers"), what, "The scheduler counts it as nothing: say what it needs."));
        }
    }
    if workload.kind == WorkloadKind::CronJob && workload.batch.schedule.is_empty() {
        findings.push(error(
            at("batch.schedule"),
            "The CronJob has no schedule.".into(),
            "Write one, such as 0 3 * * *.",
        ));
    }
    if let Some(scaling) = &workload.autoscaling
        && scaling.max < scaling.min.unwrap_or(1)
    {
        let what = format!("The most replicas ({}) are fewer than the fewest.", scaling.max);
        findings.push(error(at("autoscaling"), what, "Raise the maximum."));
    }
    for call in &workload.calls {
        let namespace = if call.namespace.is_empty() { &workload.namespace } else { &call.namespace };
        let Some(service) = design.service(&call.service, namespace) else {
            let what = format!("It calls {}, which is no Service of the design.", call.service);
            findings.push(warning(at("calls"), what, "Add the Service, or remove the call."));
            continue;
        };
        if let Some(port) = call.port
            && !service.ports.is_empty()
            && service.ports.iter().all(|p| p.port != port)
        {
            let what = format!("It calls {} on port {port}, which that Service does not have.", call.service);
            findings.push(warning(at("calls"), what, "Correct the port."));
        }
    }
}

fn check_service(design: &Design, service: &Service, findings: &mut Vec<Finding>) {
    let at = |field: &str| format!("services.{}.{field}", service.name);
    if let Err(why) = dns_label(&service.name) {
        findings.push(error(at("name"), format!("“{}” {why}.", service.name), NAME_HINT));
    }
    if !service.selector.is_empty() && design.workloads_behind(service).next().is_none() {
        findings.push(warning(
            at("selector"),
            "Its selector matches no workload of the design.".into(),
            "Correct the selector, or import what it sends to.",
        ));
    }
    let mut numbers = Set::new();
    for port in &service.ports {
        if !numbers.insert((port.port, port.protocol)) {
            let what = format!("Port {} stands there twice.", port.port);
            findings.push(error(at("ports"), what, "Remove one."));
        }
    }
}

const NAME_HINT: &str =
    "Use up to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit.";

/// Whether a text is a DNS label (RFC 1123), as names of Services and workloads must be.
fn dns_label(text: &str) -> Result<(), &'static str> {
    let edge = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    match text {
        "" => Err("is empty"),
        long if long.len() > 63 => Err("is longer than 63 characters"),
        other if !other.chars().all(|c| edge(c) || c == '-' || c == '.') => Err("has characters a name may not have"),
        other if !(other.starts_with(edge) && other.ends_with(edge)) => Err("begins or ends with a hyphen"),
        _ => Ok(()),
    }
}

fn error(field: String, what: String, hint: &str) -> Finding {
    Finding { severity: Severity::Error, field, what, hint: hint.to_owned() }
}

fn warning(field: String, what: String, hint: &str) -> Finding {
    Finding { severity: Severity::Warning, field, what, hint: hint.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::{Autoscaling, Call, Container, Resources};
    use super::*;
    use crate::units::MilliCpu;

    #[test]
    fn each_fault_is_named_at_its_field() {
        let broken = |change: fn(&mut Workload)| {
            let mut workload = Workload {
                name: "cart".into(),
                containers: vec![Container {
                    name: "server".into(),
                    image: "cart:1".into(),
                    requests: Resources { memory: Some(crate::units::Bytes::MIB), ..Resources::default() },
                    ..Container::default()
                }],
                ..Workload::default()
            };
            change(&mut workload);
            check(&Design { workloads: vec![workload], ..Design::default() })
        };
        assert_eq!(broken(|_| ()), vec![]);
        let table: [(fn(&mut Workload), &str); 7] = [
            (|w| w.name = "Cart_1".into(), "workloads.Cart_1.name"),
            (|w| w.containers.clear(), "workloads.cart.containers"),
            (|w| w.containers[0].image.clear(), "workloads.cart.containers"),
            (|w| w.kind = WorkloadKind::CronJob, "workloads.cart.batch.schedule"),
            (
                |w| w.autoscaling = Some(Autoscaling { min: Some(3), max: 2, ..Autoscaling::default() }),
                "workloads.cart.autoscaling",
            ),
            (|w| w.calls = vec![Call { service: "db".into(), ..Call::default() }], "workloads.cart.calls"),
            (
                |w| {
                    w.containers[0].requests.cpu = Some(MilliCpu(2));
                    w.containers[0].limits.cpu = Some(MilliCpu(1));
                },
                "workloads.cart.containers",
            ),
        ];
        for (change, field) in table {
            let findings = broken(change);
            assert_eq!(findings.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), [field]);
            assert!(!findings[0].hint.is_empty());
        }
    }
}
