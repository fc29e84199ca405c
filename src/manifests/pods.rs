//! The pods of a design for the scheduler's twin: its files, read as the twin reads anybody's. So what is placed is what
//! is written, and nothing is worked out twice.

use super::{FileTarget, Provenance, generate};
use crate::cluster::facts::Facts;
use crate::cluster::model::{self, Binding, Cluster, Pod};
use crate::cluster::read::{Fault, ReadFile, read_cluster};
use crate::design::{Design, Workload};
use crate::order::Gather;

/// A design as the scheduler sees it: everything but nodes.
#[derive(Debug, Default)]
pub struct Pods {
    /// What makes pods, the pods, and what concerns them; no nodes, and no pods of DaemonSets yet.
    pub cluster: Cluster,
    /// What the twin could not read of the files; those workloads have no pods here.
    pub faults: Vec<Fault>,
    /// What was left aside.
    pub notes: Vec<String>,
}

/// Reads the files of a design. A claim that has no volume yet gets one where its first pod goes, as the classes of
/// every provider's cluster have it.
pub fn pods_of(design: &Design, facts: &Facts) -> Pods {
    pods_beside(design, Vec::new(), facts)
}

/// The same beside what other files bring: their nodes, and pods that run there. Those that belong to a workload of the
/// design stand for as many of its pods.
pub fn pods_beside(design: &Design, others: Vec<ReadFile>, facts: &Facts) -> Pods {
    let bundle = generate(design, &Provenance::default());
    let files = bundle.files.into_iter().filter(|file| file.target == FileTarget::Kubernetes);
    let mut files: Vec<ReadFile> =
        files.map(|file| ReadFile { name: file.path, bytes: file.text.into_bytes() }).gather();
    files.extend(others);
    let mut reading = read_cluster(&files, facts);
    for claim in &mut reading.cluster.claims {
        if claim.binding == Binding::Missing {
            claim.binding = Binding::WithPod;
        }
    }
    for workload in design.workloads.iter().filter(|workload| workload.autoscaling.is_some()) {
        raise(&mut reading.cluster, workload, workload.pods());
    }
    Pods { cluster: reading.cluster, faults: reading.faults, notes: reading.notes }
}

/// Brings a workload to at least so many pods, as its autoscaler does with those it finds too few.
fn raise(cluster: &mut Cluster, said: &Workload, least: u32) {
    let is_it = |known: &model::Workload| {
        let namespace = said.namespace.is_empty() || known.namespace == said.namespace;
        namespace && known.name == said.name && known.kind == said.kind.name()
    };
    let Some(workload) = cluster.workloads.iter().position(is_it) else { return };
    let mut own = cluster.pods.iter().filter(|pod| pod.workload == workload);
    let Some(first) = own.next().cloned() else { return };
    for ordinal in 1 + own.count()..least as usize {
        cluster.pods.push(Pod { ordinal, ..first.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{Autoscaling, Container, ContainerRole, Resources, WorkloadKind};
    use crate::units::{Bytes, MilliCpu};

    fn container(role: ContainerRole, cpu: u64) -> Container {
        let requests = Resources { cpu: Some(MilliCpu(cpu)), memory: Some(Bytes(64 << 20)), ..Resources::default() };
        Container { name: format!("c{cpu}"), image: "example.com/a:1".into(), role, requests, ..Container::default() }
    }

    #[test]
    fn what_is_placed_is_what_the_design_says() {
        use ContainerRole::{Init, Main, Sidecar};
        let of = |name: &str, kind, replicas, roles: &[(ContainerRole, u64)]| Workload {
            name: name.into(),
            kind,
            replicas,
            containers: roles.iter().map(|(role, cpu)| container(*role, *cpu)).collect(),
            ..Workload::default()
        };
        let mut design = Design {
            workloads: vec![
                of("web", WorkloadKind::Deployment, Some(3), &[(Sidecar, 50), (Init, 500), (Main, 100)]),
                of("db", WorkloadKind::StatefulSet, Some(2), &[(Main, 250)]),
                of("agent", WorkloadKind::DaemonSet, None, &[(Main, 20)]),
                of("once", WorkloadKind::Job, None, &[(Main, 70)]),
            ],
            ..Design::default()
        };
        design.workloads[0].replicas = None;
        design.workloads[0].autoscaling = Some(Autoscaling { min: Some(3), max: 9, ..Autoscaling::default() });
        let pods = pods_of(&design, &Facts::read());
        assert!(pods.faults.is_empty(), "{:?}", pods.faults);
        for workload in &design.workloads {
            let at = pods.cluster.workloads.iter().position(|known| known.name == workload.name).unwrap();
            let of_it: Vec<_> = pods.cluster.pods.iter().filter(|pod| pod.workload == at).collect();
            let spec = match pods.cluster.workloads[at].everywhere {
                Some(spec) => spec,
                None => {
                    assert_eq!(of_it.len(), workload.pods() as usize, "{}", workload.name);
                    of_it[0].spec
                }
            };
            let requests = &pods.cluster.specs[spec].requests;
            let said = workload.pod_requests();
            assert_eq!(requests.milli_cpu, i64::try_from(said.cpu.0).unwrap(), "{}", workload.name);
            assert_eq!(requests.memory, i64::try_from(said.memory.0).unwrap(), "{}", workload.name);
        }
    }
}
