//! What a mesh adds to pods and nodes, where there is one: a proxy in every pod of it, or one on every node.

use super::Reservations;
use crate::cluster::model::{Cluster, PodSpec, Toleration, TolerationOperator, Workload};
use crate::design::{Design, MeshKind, Need, Resolved};
use crate::mesh::plan;
use std::collections::BTreeSet;

/// The cluster with the proxies of the design's mesh.
pub fn with_proxies(mut cluster: Cluster, design: &Design, resolved: &Resolved, facts: &Reservations) -> Cluster {
    let wanted = design.mesh.chosen.or_else(|| resolved.needs(Need::ServiceMesh).then_some(MeshKind::IstioSidecar));
    let amount = |id| i64::try_from(facts.number(id)).unwrap_or(0);
    match wanted {
        Some(MeshKind::IstioSidecar) => {
            let (cpu, memory) = (amount("istio.sidecar-milli-cpu"), amount("istio.sidecar-mib") << 20);
            for spec in inside(&cluster, design) {
                if let Some(spec) = cluster.specs.get_mut(spec) {
                    add(spec, cpu, memory);
                }
            }
        }
        Some(MeshKind::IstioAmbient) => {
            let (cpu, memory) = (amount("istio.ztunnel-milli-cpu"), amount("istio.ztunnel-mib") << 20);
            let mut spec = PodSpec { namespace: "istio-system".to_owned(), ..PodSpec::default() };
            spec.labels.set("app", "ztunnel");
            spec.scheduler = cluster.specs.first().map_or_else(String::new, |spec| spec.scheduler.clone());
            // It goes wherever a pod may be.
            spec.tolerations.push(Toleration {
                key: String::new(),
                operator: TolerationOperator::Exists,
                value: String::new(),
                effect: None,
            });
            add(&mut spec, cpu, memory);
            cluster.specs.push(spec);
            cluster.workloads.push(Workload {
                kind: "DaemonSet".to_owned(),
                namespace: "istio-system".to_owned(),
                name: "ztunnel".to_owned(),
                prefix: "ztunnel".to_owned(),
                recreates: true,
                everywhere: Some(cluster.specs.len() - 1),
            });
        }
        _ => {}
    }
    cluster
}

/// The specifications of workloads that are part of the mesh.
fn inside(cluster: &Cluster, design: &Design) -> BTreeSet<usize> {
    let plan = plan(design);
    let mut specs = BTreeSet::new();
    for (said, member) in design.workloads.iter().zip(&plan.members) {
        let is_it = |workload: &Workload| {
            workload.name == said.name && workload.kind == said.kind.name() && workload.namespace == member.namespace
        };
        let Some(at) = cluster.workloads.iter().position(is_it).filter(|_| member.inside) else { continue };
        specs.extend(cluster.workloads.get(at).and_then(|workload| workload.everywhere));
        specs.extend(cluster.pods.iter().filter(|pod| pod.workload == at).map(|pod| pod.spec));
    }
    specs
}

fn add(spec: &mut PodSpec, cpu: i64, memory: i64) {
    spec.requests.milli_cpu = spec.requests.milli_cpu.saturating_add(cpu);
    spec.requests.memory = spec.requests.memory.saturating_add(memory);
    spec.scored.0 = spec.scored.0.saturating_add(cpu);
    spec.scored.1 = spec.scored.1.saturating_add(memory);
}
