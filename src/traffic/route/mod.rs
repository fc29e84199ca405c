//! One request. A world and a request come in; every station on its way goes out: through which server or past which
//! proxy, by which rule, to which pods, and who let it pass, each with the reason and the line. The idea: nothing is sent;
//! the stations are walked in the order a proxy passes them, and the first that refuses ends the walk.

mod access;
mod api_rules;
mod claims;
mod deliver;
mod entry;
mod mesh;
mod network;
mod request;
mod rules;
mod trace;

pub use request::{Request, RequestError};
pub use trace::{End, Stage, Step, Trace, Verdict};

use super::object::Meta;
use super::workload::Workload;
use super::world::World;
use crate::cluster::model::Labels;
use claims::Claims;

/// Sends a request through what the files say.
pub fn route(world: &World, request: &Request) -> Trace {
    let claims = Claims::of(request);
    let mut walk = Walk { world, request, claims, trace: Trace::default() };
    match &request.from {
        None => walk.enter(),
        Some((namespace, name)) => walk.call(namespace, name),
    }
    walk.trace.finish();
    walk.trace
}

/// How a workload belongs to the mesh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plane {
    Outside,
    Sidecar,
    Ambient,
}

/// Who asks.
#[derive(Debug, Clone)]
struct Caller {
    namespace: String,
    labels: Labels,
    /// Its identity, where it has one.
    principal: Option<String>,
    plane: Plane,
    /// `namespace/name` of the gateway it is; `mesh` for everything else.
    gateway: String,
    /// What it is called.
    words: String,
    /// Whether its pods are in the files.
    known: bool,
}

/// A request on its way.
struct Walk<'a> {
    world: &'a World,
    request: &'a Request,
    claims: Claims,
    trace: Trace,
}

impl Walk<'_> {
    fn step(&mut self, stage: Stage, verdict: Verdict, what: String, why: impl Into<String>, at: Option<(&Meta, u32)>) {
        self.trace.steps.push(Step::new(stage, verdict, what, why.into(), at));
    }
}

/// How pods of a workload belong to the mesh: by their own labels, then by their namespace's. Where the files have no
/// such namespace, everything is taken to have a sidecar if they have anything of Istio.
fn plane(world: &World, workload: &Workload) -> Plane {
    let own = |key| workload.labels.get(key).or_else(|| workload.annotations.get(key));
    if workload.meta.kind == "WorkloadEntry" || workload.meta.kind == "WorkloadGroup" {
        return Plane::Sidecar;
    }
    match own("sidecar.istio.io/inject") {
        Some("true") => return Plane::Sidecar,
        Some("false") => return Plane::Outside,
        _ => {}
    }
    let labels = world.namespace_labels(&workload.meta.namespace);
    match own("istio.io/dataplane-mode").or_else(|| labels.get("istio.io/dataplane-mode")) {
        Some("ambient") => return Plane::Ambient,
        Some("none") => return Plane::Outside,
        _ => {}
    }
    let known = world.namespaces.iter().any(|(name, _)| *name == workload.meta.namespace);
    let injected = labels.get("istio-injection") == Some("enabled")
        || labels.get("istio-injection") != Some("disabled") && labels.get("istio.io/rev").is_some();
    if injected || (!known && world.has_istio()) { Plane::Sidecar } else { Plane::Outside }
}
