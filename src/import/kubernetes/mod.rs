//! Kubernetes objects. Trees come in, in the order of the files; drafts of workloads, Services, routes and claims go
//! out, with the ConfigMaps that hold addresses. The idea: one reader per part of the API, each taking the keys it
//! understands; who owns what is settled after everything is known, so that no pod counts twice.

mod attach;
mod container;
mod controller;
mod environment;
mod object;
mod other;
mod owned;
mod pod;
mod probe;
mod route;
mod scaling;
mod scheduling;
mod security;
mod service;
mod volume;

pub(super) use object::{Object, is_mapping};
pub(super) use owned::identity;

use super::calls::Configs;
use super::draft::Draft;
use super::leftover::report_leftovers;
use super::notes::{Notes, Source};
use super::report::ReportLevel;
use crate::design::{Claim, Disruption, HostRoute, LabelSelector, Service, WorkloadKind};
use crate::order::Map;
use crate::yaml::read::Node;
use scaling::Autoscaler;

/// What was found.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) drafts: Vec<Draft>,
    pub(super) services: Vec<(Service, Source)>,
    pub(super) routes: Vec<HostRoute>,
    pub(super) claims: Vec<Claim>,
    pub(super) configs: Configs,
}

/// What is attached to something else once everything is known.
#[derive(Default)]
struct Pending<'a> {
    autoscalers: Vec<(&'a Object<'a>, Autoscaler)>,
    budgets: Vec<(&'a Object<'a>, LabelSelector, Disruption)>,
    routes: Vec<(&'a Object<'a>, route::Draft)>,
    accounts: Vec<&'a Object<'a>>,
    claims: Vec<(&'a Object<'a>, Claim)>,
    owned: Vec<&'a Object<'a>>,
}

/// The objects of a document: itself, or the elements of a `List`.
pub(super) fn objects<'a>(root: &'a Node, source: &Source, found: &mut Vec<Object<'a>>) {
    flatten(root, source, ("", ""), 0, found);
}

fn flatten<'a>(root: &'a Node, source: &Source, list: (&'a str, &'a str), depth: usize, found: &mut Vec<Object<'a>>) {
    let text = |key: &str| root.get(key).and_then(Node::text).unwrap_or_default();
    let kind = text("kind");
    match (kind.strip_suffix("List"), root.get("items")) {
        (Some(of), Some(items)) if depth < 4 => {
            for item in items.items().iter().filter(|item| is_mapping(item)) {
                flatten(item, source, (of, text("apiVersion")), depth + 1, found);
            }
        }
        _ => found.push(Object::new(root, source, list)),
    }
}

/// Reads all objects together.
pub(super) fn read(objects: &[Object<'_>], notes: &Notes) -> Gathered {
    let mut gathered = Gathered::default();
    let mut pending = Pending::default();
    for object in objects {
        if object.name.is_empty() {
            let what = "It has no `metadata.name`, so it is left out.";
            object.say(notes, ReportLevel::LeftOut, what, "Name it and import again.");
            continue;
        }
        if one(object, &mut gathered, &mut pending, notes) {
            report_leftovers(object.root, &object.source, notes);
        }
    }
    owned::read(&pending.owned, &mut gathered.drafts, notes);
    crate::order::sort_by_key(&mut gathered.drafts, |draft| (draft.source.file_index, draft.line));
    for (object, autoscaler) in pending.autoscalers {
        attach::autoscaler(object, autoscaler, &mut gathered.drafts, notes);
    }
    for (object, selector, disruption) in pending.budgets {
        attach::budget(object, &selector, disruption, &mut gathered.drafts, notes);
    }
    for (object, draft) in pending.routes {
        let route = attach::route(object, draft, &gathered.services, notes);
        gathered.routes.push(route);
    }
    for (object, claim) in pending.claims {
        gathered.claims.extend(volume::settle(object, claim, &mut gathered.drafts, notes));
    }
    for object in pending.accounts {
        other::service_account(object, &gathered.drafts, notes);
    }
    gathered
}

/// Reads one object; whether its tree was gone through, so that what nobody took is to be reported.
fn one<'a>(object: &'a Object<'a>, gathered: &mut Gathered, pending: &mut Pending<'a>, notes: &Notes) -> bool {
    other::note_obsolete(object, notes);
    if let Some(kind) = workload_kind(object) {
        if owned::is_owned(object) {
            pending.owned.push(object);
            return false;
        }
        if let Some(draft) = controller::controller(object, kind, notes) {
            other::note_assumed_kind(object, notes);
            add_draft(draft, &mut gathered.drafts, notes);
        }
        return true;
    }
    match (object.group.as_str(), object.kind.as_str()) {
        ("", "Pod") => pending.owned.push(object),
        ("", "Service") => return add_service(object, gathered, notes),
        ("" | "autoscaling", "HorizontalPodAutoscaler") => match scaling::autoscaler(object, notes) {
            Some(autoscaler) => {
                pending.autoscalers.push((object, autoscaler));
                object.leave_own_labels(notes, &Map::new());
                return true;
            }
            None => object.say(notes, ReportLevel::LeftOut, "The autoscaler names no target or no maximum.", ""),
        },
        ("" | "policy", "PodDisruptionBudget") => match scaling::budget(object, notes) {
            Some((selector, disruption)) => {
                pending.budgets.push((object, selector, disruption));
                object.leave_own_labels(notes, &Map::new());
                return true;
            }
            None => object.say(notes, ReportLevel::LeftOut, "The budget names no pods or no number.", ""),
        },
        ("" | "extensions" | "networking.k8s.io", "Ingress")
        | ("gateway.networking.k8s.io", "HTTPRoute" | "GRPCRoute")
        | ("networking.istio.io", "VirtualService") => {
            let found = route::routes(object, notes);
            pending.routes.extend(found.into_iter().map(|route| (object, route)));
            return true;
        }
        ("", "PersistentVolumeClaim") => {
            let spec = object.field(notes).part("spec");
            let claim = volume::claim(spec, object.name.clone(), object.namespace.clone());
            pending.claims.push((object, claim));
            object.leave_own_labels(notes, &Map::new());
            return true;
        }
        ("", "ConfigMap") => gathered.configs.add(object, notes),
        ("", "ServiceAccount") => pending.accounts.push(object),
        _ => other::leave_out(object, notes),
    }
    false
}

/// What a kind becomes in the design, where it holds a pod template.
fn workload_kind(object: &Object<'_>) -> Option<WorkloadKind> {
    Some(match (object.group.as_str(), object.kind.as_str()) {
        ("" | "apps" | "extensions", "Deployment" | "ReplicaSet")
        | ("", "ReplicationController")
        | ("argoproj.io", "Rollout")
        | ("apps.openshift.io", "DeploymentConfig") => WorkloadKind::Deployment,
        ("" | "apps", "StatefulSet") => WorkloadKind::StatefulSet,
        ("" | "apps" | "extensions", "DaemonSet") => WorkloadKind::DaemonSet,
        ("" | "batch", "Job") => WorkloadKind::Job,
        ("" | "batch", "CronJob") => WorkloadKind::CronJob,
        _ => return None,
    })
}

/// Adds a workload; one that is there already is replaced.
fn add_draft(draft: Draft, drafts: &mut Vec<Draft>, notes: &Notes) {
    let same = |old: &&mut Draft| {
        let (a, b) = (&old.workload, &draft.workload);
        (a.kind, &a.name, &a.namespace) == (b.kind, &b.name, &b.namespace)
    };
    match drafts.iter_mut().find(same) {
        Some(old) => {
            say_twice(&draft.source, draft.line, (&old.source.file, old.line), notes);
            *old = draft;
        }
        None => drafts.push(draft),
    }
}

fn say_twice(source: &Source, line: u32, first: (&str, u32), notes: &Notes) {
    let what = format!("It stands in the files twice, first in {} line {}; the last one is taken.", first.0, first.1);
    notes.say(source, line, ReportLevel::Assumed, what, "Give each object once.");
}

fn add_service(object: &Object<'_>, gathered: &mut Gathered, notes: &Notes) -> bool {
    if object.name == "kubernetes" && object.peek(&["metadata", "labels", "provider"]) == Some("kubernetes") {
        object.say(notes, ReportLevel::LeftOut, "It is the cluster's own Service for its API.", "");
        return false;
    }
    let service = service::service(object, notes);
    let same = |old: &&mut (Service, Source)| {
        (old.0.name.as_str(), old.0.namespace.as_str()) == (&service.name, &service.namespace)
    };
    match gathered.services.iter_mut().find(same) {
        Some(old) => {
            let line = old.0.read_at.as_ref().map_or(0, |at| at.line);
            say_twice(&object.source, object.line, (&old.1.file, line), notes);
            *old = (service, object.source.clone());
        }
        None => gathered.services.push((service, object.source.clone())),
    }
    true
}

/// Which objects an import holds, for telling what owns what.
fn names(drafts: &[Draft]) -> owned::Names {
    let mut names = owned::Names::new();
    for draft in drafts {
        let kind = draft.source.object.split(' ').next().unwrap_or_default();
        names.insert(owned::identity(kind, &draft.workload.namespace, &draft.workload.name), 0);
    }
    names
}
