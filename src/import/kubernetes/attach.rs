//! What belongs to a workload or Service without standing in it: autoscalers, budgets and routes find their own once
//! everything is read.

use super::controller;
use super::object::Object;
use super::route;
use super::scaling::Autoscaler;
use crate::design::{Disruption, HostRoute, LabelSelector, Service};
use crate::import::draft::Draft;
use crate::import::notes::{Notes, Source};
use crate::import::report::ReportLevel;

/// Gives an autoscaler to the workload it scales.
pub(super) fn autoscaler(object: &Object<'_>, autoscaler: Autoscaler, drafts: &mut [Draft], notes: &Notes) {
    let target = format!("{} {}", autoscaler.target_kind, autoscaler.target_name);
    let found = drafts.iter_mut().find(|draft| {
        draft.workload.name == autoscaler.target_name
            && draft.workload.namespace == object.namespace
            && *draft.source.object == *target
    });
    match found {
        Some(draft) => {
            draft.workload.autoscaling = Some(autoscaler.autoscaling);
            object.say(notes, ReportLevel::Read, format!("It scales {target}."), "");
        }
        None => object.say(
            notes,
            ReportLevel::LeftOut,
            format!("It scales {target}, which is not in the files."),
            "Import both together.",
        ),
    }
}

/// Gives a disruption budget to the workloads it guards.
pub(super) fn budget(
    object: &Object<'_>,
    selector: &LabelSelector,
    budget: Disruption,
    drafts: &mut [Draft],
    notes: &Notes,
) {
    let mut guarded = Vec::new();
    for draft in drafts.iter_mut() {
        let workload = &mut draft.workload;
        if workload.namespace == object.namespace && controller::holds(selector, &workload.pod_labels()) {
            workload.disruption = Some(budget);
            guarded.push(format!("{} {}", workload.kind.name(), workload.name));
        }
    }
    match guarded.as_slice() {
        [] => object.say(
            notes,
            ReportLevel::LeftOut,
            "Its selector matches no workload of the files.",
            "Import it together with the workload it guards.",
        ),
        [one] => object.say(notes, ReportLevel::Read, format!("It guards {one}."), ""),
        several => object.say(
            notes,
            ReportLevel::Assumed,
            format!("It guards several workloads together ({}); each gets a budget of its own.", several.join(", ")),
            "Check the numbers.",
        ),
    }
}

/// Finds the port that a route names, and says where it leads.
pub(super) fn route(
    object: &Object<'_>,
    draft: route::Draft,
    services: &[(Service, Source)],
    notes: &Notes,
) -> HostRoute {
    let mut route = draft.route;
    let target = services.iter().map(|(service, _)| service);
    let target = target.clone().find(|s| s.name == route.service && s.namespace == route.namespace);
    if let Some(name) = draft.port_name {
        let named = target.and_then(|service| service.ports.iter().find(|port| port.name == name));
        route.port = named.map(|port| port.port);
        if named.is_none() {
            object.say(
                notes,
                ReportLevel::Assumed,
                format!(
                    "It leads to the port `{name}` of {}, which is not in the files; the first port is taken.",
                    route.service
                ),
                "Import the Service as well.",
            );
        }
    }
    let host = if route.host.is_empty() { "Any host" } else { &route.host };
    let path = if route.path.is_empty() { "/" } else { &route.path };
    let to = &route.service;
    if target.is_some() {
        object.say(notes, ReportLevel::Read, format!("{host} {path} leads to the Service {to}."), "");
    } else {
        let what = format!("{host} {path} leads to the Service {to}, which is not in the files.");
        object.say(notes, ReportLevel::Assumed, what, "Import the Service as well.");
    }
    route
}
