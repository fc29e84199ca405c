//! What was read of an object, in one line of the report.

use super::draft::Draft;
use super::notes::{Notes, Source};
use super::report::ReportLevel;
use crate::design::{ContainerRole, Service};
use crate::order::Gather;

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// Says of a workload what was read.
pub(super) fn workload(draft: &Draft, notes: &Notes) {
    let workload = &draft.workload;
    let main = workload.containers.iter().filter(|container| container.role != ContainerRole::Init).count();
    let pods = counted(usize::try_from(workload.pods()).unwrap_or(usize::MAX), "pod", "pods");
    let containers = counted(main, "container", "containers");
    let initial = match workload.containers.len() - main {
        0 => String::new(),
        n => format!(" and {}", counted(n, "init container", "init containers")),
    };
    let requests = workload.pod_requests();
    let requests = match (requests.cpu.0, requests.memory.0) {
        (0, 0) => "without requests".to_owned(),
        (_, 0) => format!("each requesting {} and no memory", requests.cpu.in_words()),
        (0, _) => format!("each requesting {} of memory and no CPU", requests.memory.in_words()),
        _ => format!("each requesting {} and {} of memory", requests.cpu.in_words(), requests.memory.in_words()),
    };
    let calls = match workload.calls.len() {
        0 => String::new(),
        n => format!("; {}", counted(n, "call", "calls")),
    };
    let what = format!("{pods} of {containers}{initial}, {requests}{calls}.");
    notes.say(&draft.source, draft.line, ReportLevel::Read, what, "");
}

/// Says of a Service what was read.
pub(super) fn service(service: &Service, source: &Source, notes: &Notes) {
    let line = service.read_at.as_ref().map_or(0, |at| at.line);
    let ports: Vec<String> = service.ports.iter().map(|port| port.port.to_string()).gather();
    let what = match ports.as_slice() {
        [] => "A Service without ports.".to_owned(),
        [one] => format!("A Service with the port {one}."),
        several => format!("A Service with the ports {}.", several.join(", ")),
    };
    notes.say(source, line, ReportLevel::Read, what, "");
}
