//! What a mesh adds to pods and nodes, where there is one, as `mesh::cost` counts it: proxies in pods, agents on every
//! node, and the pods of its control plane, waypoints and gateway.

use crate::cluster::model::{Cluster, Pod, PodSpec, Toleration, TolerationOperator, Workload};
use crate::design::{Design, MeshKind, Need, Resolved};
use crate::mesh::choice::requests_wanted;
use crate::mesh::cost::{Added, Ask, Place, added_to};
use std::collections::BTreeSet;

/// The cluster with what the design's mesh adds.
pub fn with_proxies(mut cluster: Cluster, design: &Design, resolved: &Resolved) -> Cluster {
    let wanted = design.mesh.chosen.or_else(|| resolved.needs(Need::ServiceMesh).then_some(MeshKind::IstioSidecar));
    // An empty cluster gets no mesh: nothing would be in it.
    let Some(mesh) = wanted.filter(|_| !cluster.workloads.is_empty()) else { return cluster };
    let scheduler = cluster.specs.first().map_or_else(String::new, |spec| spec.scheduler.clone());
    for added in added_to(design, resolved, mesh, requests_wanted(design)) {
        match &added.place {
            Place::Pods(each) => {
                for (workload, ask) in each {
                    for spec in specs_of(&cluster, design, *workload) {
                        if let Some(spec) = cluster.specs.get_mut(spec) {
                            add(spec, *ask);
                        }
                    }
                }
            }
            Place::Nodes(ask) => {
                let mut spec = spec_of(&added, *ask, &scheduler);
                // It goes wherever a pod may be.
                spec.tolerations.push(Toleration {
                    key: String::new(),
                    operator: TolerationOperator::Exists,
                    value: String::new(),
                    effect: None,
                });
                cluster.specs.push(spec);
                let everywhere = Some(cluster.specs.len() - 1);
                cluster.workloads.push(Workload { everywhere, ..workload_of(&added, "DaemonSet") });
            }
            Place::Own(replicas, ask) => {
                let (spec, workload) = (cluster.specs.len(), cluster.workloads.len());
                cluster.specs.push(spec_of(&added, *ask, &scheduler));
                cluster.workloads.push(workload_of(&added, "Deployment"));
                cluster.pods.extend((0..usize::try_from(*replicas).unwrap_or(0)).map(|ordinal| Pod {
                    spec,
                    workload,
                    ordinal,
                    runs_on: None,
                    meant_for: None,
                    name: None,
                }));
            }
        }
    }
    cluster
}

fn spec_of(added: &Added, ask: Ask, scheduler: &str) -> PodSpec {
    let mut spec =
        PodSpec { namespace: added.namespace.clone(), scheduler: scheduler.to_owned(), ..PodSpec::default() };
    spec.labels.set("app", added.name);
    add(&mut spec, ask);
    spec
}

fn workload_of(added: &Added, kind: &str) -> Workload {
    Workload {
        kind: kind.to_owned(),
        namespace: added.namespace.clone(),
        name: added.name.to_owned(),
        prefix: added.name.to_owned(),
        recreates: true,
        everywhere: None,
    }
}

/// The specifications of a workload of the design.
fn specs_of(cluster: &Cluster, design: &Design, workload: usize) -> BTreeSet<usize> {
    let mut specs = BTreeSet::new();
    let Some(said) = design.workloads.get(workload) else { return specs };
    let namespace = design.namespace_of(&said.namespace);
    let is_it = |workload: &Workload| {
        workload.name == said.name && workload.kind == said.kind.name() && workload.namespace == namespace
    };
    if let Some(at) = cluster.workloads.iter().position(is_it) {
        specs.extend(cluster.workloads.get(at).and_then(|workload| workload.everywhere));
        specs.extend(cluster.pods.iter().filter(|pod| pod.workload == at).map(|pod| pod.spec));
    }
    specs
}

fn add(spec: &mut PodSpec, ask: Ask) {
    let cpu = i64::try_from(ask.milli_cpu).unwrap_or(i64::MAX);
    let memory = i64::try_from(ask.mib.saturating_mul(1 << 20)).unwrap_or(i64::MAX);
    spec.requests.milli_cpu = spec.requests.milli_cpu.saturating_add(cpu);
    spec.requests.memory = spec.requests.memory.saturating_add(memory);
    spec.scored.0 = spec.scored.0.saturating_add(cpu);
    spec.scored.1 = spec.scored.1.saturating_add(memory);
}
