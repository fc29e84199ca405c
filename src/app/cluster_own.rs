//! Somebody's own cluster on the desk: its nodes, what runs there, and its scheduler's configuration. Sizing and what-ifs
//! then go by these.

use super::cluster_desk::{ClusterDesk, Now};
use super::settings_jobs::OwnTold;
use crate::cluster::facts::Facts;
use crate::cluster::model::Node;
use crate::cluster::read::{Fault, ReadFile, read_cluster, read_configuration};
use crate::cluster::scheduler::{Profile, Version};
use crate::cluster::sizing::{Ask, follow_nodes, nodes_of};
use crate::cluster::{Compared, compare_profiles, ways};
use crate::design::Design;
use crate::manifests::{Pods, pods_beside};
use crate::order::Gather;
use crate::text::{ENGLISH, SETTINGS, fill, grouped, plural};
use crate::web::PickedFile;

/// Faults that are told at once.
const FAULTS: usize = 12;
/// Notes that are told.
const NOTES: usize = 6;

/// What was taken.
#[derive(Debug, Default)]
pub(super) struct Own {
    /// Files with nodes, and with what runs there.
    files: Vec<ReadFile>,
    /// Whether they bring workloads of their own, not only pods that run.
    has_workloads: bool,
    /// The scheduler's profiles, where they were given.
    profiles: Option<Vec<Profile>>,
    /// The minor version of the newest kubelet.
    minor: Option<i64>,
}

impl Own {
    /// The pods that are to be placed, with the nodes that were given.
    pub(super) fn pods(&self, design: &Design, facts: &Facts) -> Pods {
        if !self.has_workloads {
            return pods_beside(design, self.files.clone(), facts);
        }
        let reading = read_cluster(&self.files, facts);
        Pods { cluster: reading.cluster, faults: reading.faults, notes: reading.notes }
    }

    /// Makes a question one about these nodes and this scheduler; whether there are nodes.
    pub(super) fn change(&self, ask: &mut Ask, nodes: &[Node], facts: &Facts) -> bool {
        if self.profiles.is_some() {
            ask.profiles.clone_from(&self.profiles);
        }
        if nodes.is_empty() {
            return false;
        }
        follow_nodes(&mut ask.sizing, nodes);
        ask.today = Some(nodes_of(nodes.to_vec(), ask.knowledge));
        if let Some(minor) = self.minor.filter(|minor| Version::new(*minor, facts).minor == *minor) {
            ask.minor = minor;
        }
        true
    }
}

/// Whether a file is a scheduler's configuration.
fn is_configuration(bytes: &[u8]) -> bool {
    let has = |word: &[u8]| bytes.windows(word.len()).any(|part| part == word);
    bytes.len() < 1 << 20 && has(b"KubeSchedulerConfiguration") && has(b"kubescheduler.config.k8s.io/")
}

impl ClusterDesk {
    /// Takes nodes, pods and a scheduler's configuration out of files; without files, lets go of what was taken.
    pub(super) fn take_own(&mut self, files: Vec<PickedFile>) -> OwnTold {
        self.own = None;
        let facts = Facts::read();
        let mut own = Own::default();
        let mut faults: Vec<Fault> = Vec::new();
        let mut told = OwnTold::default();
        let any = !files.is_empty();
        for file in files {
            let Some(bytes) = file.bytes else {
                told.lines.push(fill(SETTINGS.own_large, &[&file.name]));
                continue;
            };
            let configuration = is_configuration(&bytes);
            let file = ReadFile { name: file.name, bytes };
            if !configuration {
                own.files.push(file);
                continue;
            }
            match read_configuration(&file, &facts) {
                Ok(profiles) => own.profiles = Some(profiles),
                Err(fault) => faults.push(fault),
            }
        }
        let reading = read_cluster(&own.files, &facts);
        faults.extend(reading.faults);
        let (cluster, nodes) = (&reading.cluster, reading.cluster.nodes.len() as u64);
        if nodes == 0 && own.profiles.is_none() && faults.is_empty() && told.lines.is_empty() && any {
            told.lines.push(SETTINGS.own_nothing.to_owned());
        }
        if !faults.is_empty() || !told.lines.is_empty() || !any {
            told.lines.extend(faults.iter().take(FAULTS).map(ToString::to_string));
            return told;
        }
        let kubelets = reading.kubelets.iter().filter_map(|kubelet| Version::parse(kubelet, &facts));
        own.minor = kubelets.map(|version| version.minor).max();
        own.has_workloads = cluster.workloads.iter().any(|workload| workload.kind != "Pod");
        if nodes > 0 {
            let version = own.minor.map_or_else(|| "Kubernetes".to_owned(), |minor| format!("Kubernetes 1.{minor}"));
            let nodes = plural(nodes, ENGLISH.one_node, ENGLISH.many_nodes);
            told.lines.push(fill(SETTINGS.own_nodes, &[&nodes, &version]));
        } else {
            told.lines.push(SETTINGS.own_no_nodes.to_owned());
        }
        if own.has_workloads {
            told.lines.push(SETTINGS.own_pods.to_owned());
        } else if !cluster.pods.is_empty() {
            let pods = plural(cluster.pods.len() as u64, ENGLISH.one_pod, ENGLISH.many_pods);
            told.lines.push(fill(SETTINGS.own_beside, &[&pods]));
        }
        if let Some(profiles) = &own.profiles {
            let names = profiles.iter().map(|profile| profile.name.clone()).gather().join(", ");
            told.lines.push(fill(SETTINGS.own_profiles, &[&names]));
        }
        told.lines.extend(reading.notes.into_iter().take(NOTES));
        told.taken = true;
        self.own = Some(own);
        told
    }

    /// The pods as they are, placed by several profiles.
    pub(super) fn profiles(&self) -> Vec<Vec<String>> {
        let Some(Now { outcome, settings, facts }) = &self.now else { return Vec::new() };
        let compared = compare_profiles(&outcome.cluster, &ways(&settings.profiles, facts), settings, facts);
        compared.iter().map(row).gather()
    }
}

fn row(one: &Compared) -> Vec<String> {
    let share = |thousandths: u64| format!("{} %", (thousandths + 5) / 10);
    let number = |number: usize| grouped(number as u64);
    vec![
        one.name.clone(),
        number(one.placed),
        number(one.waiting),
        number(one.used),
        number(one.empty),
        share(one.fullest),
        share(one.emptiest),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::cluster_jobs::Sized;
    use crate::design::{Container, Resources, Workload, WorkloadKind};
    use crate::units::{Bytes, MilliCpu};
    use crate::web::Parcel;

    fn node(name: &str, zone: &str) -> String {
        format!(
            "apiVersion: v1\nkind: Node\nmetadata:\n  name: {name}\n  labels: {{topology.kubernetes.io/zone: {zone}, \
             node.kubernetes.io/instance-type: m7i.large}}\nstatus:\n  allocatable: {{cpu: \"2\", memory: 7Gi, pods: \"29\"}}\n  \
             nodeInfo: {{kubeletVersion: v1.36.2}}\n---\n"
        )
    }

    fn file(name: &str, text: &str) -> PickedFile {
        PickedFile { name: name.into(), bytes: Some(text.as_bytes().to_vec()) }
    }

    fn design() -> Design {
        let requests = Resources { cpu: Some(MilliCpu(500)), memory: Some(Bytes(1 << 30)), ..Resources::default() };
        let container = Container { name: "c".into(), image: "a:1".into(), requests, ..Container::default() };
        let workload = Workload {
            name: "web".into(),
            kind: WorkloadKind::Deployment,
            replicas: Some(4),
            containers: vec![container],
            ..Workload::default()
        };
        Design { workloads: vec![workload], ..Design::default() }
    }

    const CONFIGURATION: &str = "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles:\n- \
         schedulerName: default-scheduler\n  pluginConfig:\n  - name: NodeResourcesFit\n    args: {scoringStrategy: {type: \
         MostAllocated, resources: [{name: cpu, weight: 1}]}}\n";

    #[test]
    fn the_designs_pods_go_to_the_nodes_that_were_given() {
        let running = "apiVersion: v1\nkind: Pod\nmetadata: {name: agent, namespace: kube-system}\nspec: {nodeName: n1, \
                       containers: [{name: c, resources: {requests: {cpu: 100m}}}]}\n";
        let nodes = format!("{}{}{}{running}", node("n1", "a"), node("n2", "b"), node("n3", "c"));
        let mut desk = ClusterDesk::default();
        let told = desk.take_own(vec![file("nodes.yaml", &nodes), file("scheduler.yaml", CONFIGURATION)]);
        assert!(told.taken, "{told:?}");
        assert!(told.lines[0].starts_with("3 nodes") && told.lines[0].contains("1.36"), "{told:?}");
        let texts = desk.find(&design(), crate::knowledge::embedded(), false);
        let sized = Sized::heard(&Parcel { texts, ..Parcel::default() }).unwrap();
        assert_eq!((sized.plans[0][0].as_str(), sized.plans[0][1].as_str()), (SETTINGS.own_today, "3"));
        assert_eq!(sized.zones, ["a", "b", "c"]);
        let now = desk.now.as_ref().unwrap();
        assert_eq!(now.outcome.cluster.nodes.len(), 3);
        assert_eq!((now.outcome.placed(), now.settings.version.minor), (5, 36));
        let agent = now.outcome.cluster.pods.iter().position(|pod| pod.name.as_deref() == Some("agent")).unwrap();
        assert_eq!(now.outcome.placement(agent), Some(crate::cluster::Placement::On("n1".into())));
        let compared = desk.profiles();
        assert_eq!(compared.len(), 4, "the one given, and three of the scheduler's ways: {compared:?}");
        assert!(compared.iter().all(|row| row[1] == "5" && row[2] == "0"), "{compared:?}");
        assert!(!desk.take_own(Vec::new()).taken && desk.own.is_none());
    }

    #[test]
    fn workloads_of_the_files_stand_instead_of_the_designs() {
        let own = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: other}\nspec:\n  replicas: 2\n  selector: \
                   {matchLabels: {app: o}}\n  template:\n    metadata: {labels: {app: o}}\n    spec: {containers: [{name: c}]}\n";
        let mut desk = ClusterDesk::default();
        assert!(desk.take_own(vec![file("all.yaml", &format!("{}{own}", node("n1", "a")))]).taken);
        drop(desk.find(&design(), crate::knowledge::embedded(), false));
        let now = desk.now.as_ref().unwrap();
        assert_eq!(now.outcome.cluster.workloads.len(), 1);
        assert_eq!(now.outcome.placed(), 2);
    }

    #[test]
    fn what_cannot_be_taken_says_why() {
        let mut desk = ClusterDesk::default();
        for (text, says) in [
            ("a: b\n", "neither nodes nor"),
            ("PK\u{3}\u{4}\u{1}", "not yaml"),
            ("kind: Node\n\tapiVersion: v1\n", "tab"),
            ("apiVersion: kubescheduler.config.k8s.io/v1beta1\nkind: KubeSchedulerConfiguration\n", "v1beta1"),
        ] {
            let told = desk.take_own(vec![file("x.yaml", text)]);
            assert!(!told.taken && desk.own.is_none(), "{text}");
            assert_eq!(told.lines.len(), 1, "{told:?}");
            assert!(told.lines[0].to_lowercase().contains(says), "{told:?}");
        }
        let large = PickedFile { name: "huge.yaml".into(), bytes: None };
        assert!(desk.take_own(vec![large]).lines[0].contains("huge.yaml"));
    }
}
