//! What of a machine pods may ask for, by each provider's published arithmetic, each number with its steps.

use super::MachineType;
use super::reservations::{Reservations, thousandths};
use crate::cluster::model::Resources;
use crate::design::{NodeProvider, Sizing};

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;
const MEGABYTE: u64 = 1_000_000;

/// What a machine has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capacity {
    /// Virtual processors.
    pub cpus: u64,
    /// Bytes of memory.
    pub memory: u64,
    /// Network interfaces and the addresses of each.
    pub interfaces: Option<(u32, u32)>,
    /// Whether its processors are shared with others by the provider's design.
    pub shared_cpu: bool,
}

impl From<&MachineType> for Capacity {
    fn from(machine: &MachineType) -> Self {
        Self {
            cpus: u64::from(machine.cpus),
            memory: u64::from(machine.memory_gib) * GIB,
            interfaces: machine.interfaces,
            shared_cpu: false,
        }
    }
}

/// By whose rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The provider.
    pub provider: NodeProvider,
    /// The Kubernetes minor version.
    pub minor: u64,
    /// The most pods of a node, where it was said.
    pub max_pods: Option<u64>,
    /// Whether EKS gives addresses by prefixes.
    pub prefixes: bool,
    /// CPU kept, in thousandths, instead of the provider's.
    pub reserved_cpu: Option<u64>,
    /// Memory kept, in bytes, instead of the provider's.
    pub reserved_memory: Option<u64>,
}

impl Rules {
    /// The provider's own rules.
    pub fn of(provider: NodeProvider, minor: u64) -> Self {
        Self { provider, minor, max_pods: None, prefixes: false, reserved_cpu: None, reserved_memory: None }
    }

    /// As a design answers them.
    pub fn answered(sizing: &Sizing, minor: u64) -> Self {
        Self {
            max_pods: sizing.max_pods.map(u64::from),
            prefixes: sizing.prefix_delegation,
            reserved_cpu: sizing.reserved.0.map(|cpu| cpu.0),
            reserved_memory: sizing.reserved.1.map(|memory| memory.0),
            ..Self::of(sizing.provider, minor)
        }
    }
}

/// One step of the arithmetic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Which resource, as Kubernetes calls it.
    pub of: &'static str,
    /// The sum, in words.
    pub text: String,
    /// Ids of the numbers in it, in `assets/cluster/reservations.yaml`.
    pub facts: Vec<&'static str>,
}

/// What pods may ask for, and how it comes to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allocatable {
    /// The amounts.
    pub resources: Resources,
    /// CPU kept, in thousandths.
    pub kept_cpu: u64,
    /// Memory kept for the system and against eviction, in bytes.
    pub kept_memory: u64,
    /// The arithmetic.
    pub steps: Vec<Step>,
}

/// What pods may ask for on a machine.
pub fn allocatable(capacity: Capacity, rules: Rules, facts: &Reservations) -> Allocatable {
    let mut sum = Sum { capacity, rules, facts, steps: Vec::new() };
    let pods = sum.pods();
    let kept_cpu = sum.cpu();
    let kept_memory = sum.memory(pods);
    let disk = sum.disk();
    let left = |has: u64, kept: u64| i64::try_from(has.saturating_sub(kept)).unwrap_or(i64::MAX);
    let resources = Resources {
        milli_cpu: left(capacity.cpus.saturating_mul(1000), kept_cpu),
        memory: left(capacity.memory, kept_memory),
        ephemeral_storage: left(disk, 0),
        pods: left(pods, 0),
        others: Vec::new(),
    };
    Allocatable { resources, kept_cpu, kept_memory, steps: sum.steps }
}

struct Sum<'a> {
    capacity: Capacity,
    rules: Rules,
    facts: &'a Reservations,
    steps: Vec<Step>,
}

impl Sum<'_> {
    fn step(&mut self, of: &'static str, text: String, facts: &[&'static str]) {
        self.steps.push(Step { of, text, facts: facts.to_vec() });
    }

    fn pods(&mut self) -> u64 {
        let number = |id| self.facts.number(id);
        let (pods, text, facts): (u64, String, &[&'static str]) = match (self.rules.provider, self.capacity.interfaces)
        {
            _ if self.rules.max_pods.is_some() => {
                let said = self.rules.max_pods.unwrap_or_default();
                (said, format!("{said} pods, as said"), &[])
            }
            (NodeProvider::Eks, Some((interfaces, addresses))) => {
                let slots = u64::from(interfaces) * u64::from(addresses.saturating_sub(1));
                let own = number("eks.pods-of-the-node");
                let each = number("eks.addresses-a-prefix");
                if self.rules.prefixes {
                    let cap = self.facts.from_table("eks.pods-by-prefixes", self.capacity.cpus);
                    let many = slots * each + own;
                    (
                        many.min(cap),
                        format!(
                            "{interfaces} interfaces × ({addresses} − 1) × {each} + {own} = {many} pods, at most {cap}"
                        ),
                        &["eks.pods-of-the-node", "eks.addresses-a-prefix", "eks.pods-by-prefixes"],
                    )
                } else {
                    let many = slots + own;
                    (
                        many,
                        format!("{interfaces} interfaces × ({addresses} − 1) + {own} = {many} pods"),
                        &["eks.pods-of-the-node"],
                    )
                }
            }
            (NodeProvider::Eks, None) => (number("eks.pods"), "the most pods by default".to_owned(), &["eks.pods"]),
            (NodeProvider::Gke, _) => (number("gke.pods"), "the most pods by default".to_owned(), &["gke.pods"]),
            (NodeProvider::Aks, _) => (number("aks.pods"), "the most pods by default".to_owned(), &["aks.pods"]),
            (NodeProvider::Kubeadm, _) => {
                (number("kubeadm.pods"), "the kubelet's default".to_owned(), &["kubeadm.pods"])
            }
        };
        self.step("pods", text, facts);
        pods
    }

    fn cpu(&mut self) -> u64 {
        let milli = self.capacity.cpus.saturating_mul(1000);
        let (kept, text, facts): (u64, String, &[&'static str]) = match self.rules.provider {
            _ if self.rules.reserved_cpu.is_some() => {
                let said = self.rules.reserved_cpu.unwrap_or_default();
                (said, format!("{said}m kept, as said"), &[])
            }
            NodeProvider::Gke if self.capacity.shared_cpu => {
                let kept = self.facts.number("gke.cpu-shared");
                (kept, format!("{kept}m kept on machines that share their processors"), &["gke.cpu-shared"])
            }
            NodeProvider::Gke | NodeProvider::Eks => {
                let id = if self.rules.provider == NodeProvider::Gke { "gke.cpu" } else { "eks.cpu" };
                let (kept, words) = self.facts.by_steps(id, milli, 1, "m");
                (kept, format!("{words} = {kept}m kept"), if id == "gke.cpu" { &["gke.cpu"] } else { &["eks.cpu"] })
            }
            NodeProvider::Aks => {
                let kept = self.facts.by_table("aks.cpu", self.capacity.cpus);
                (kept, format!("{kept}m kept on {} cores", self.capacity.cpus), &["aks.cpu"])
            }
            NodeProvider::Kubeadm => (0, "nothing kept unless it is set".to_owned(), &[]),
        };
        self.step("cpu", format!("{milli}m − ({text}) = {}m", milli.saturating_sub(kept)), facts);
        kept
    }

    fn memory(&mut self, pods: u64) -> u64 {
        let number = |id| self.facts.number(id);
        let (capacity, minor) = (self.capacity.memory, self.rules.minor);
        let (kept, eviction, text, facts): (u64, u64, String, &[&'static str]) = match self.rules.provider {
            _ if self.rules.reserved_memory.is_some() => {
                let said = self.rules.reserved_memory.unwrap_or_default();
                let eviction = number("kubeadm.eviction-mib") * MIB;
                (said, eviction, format!("{} MiB, as said", thousandths(said, MIB)), &["kubeadm.eviction-mib"])
            }
            NodeProvider::Gke if capacity < number("gke.memory-small-machine-mib") * MIB => {
                let kept = number("gke.memory-small-mib");
                (
                    kept * MIB,
                    number("gke.eviction-mib") * MIB,
                    format!("{kept} MiB of a machine below 1 GiB"),
                    &["gke.memory-small-machine-mib", "gke.memory-small-mib", "gke.eviction-mib"],
                )
            }
            NodeProvider::Gke => {
                let (kept, words) = self.facts.by_steps("gke.memory", capacity, MIB, " MiB");
                (kept, number("gke.eviction-mib") * MIB, words, &["gke.memory", "gke.eviction-mib"])
            }
            NodeProvider::Eks => {
                let (base, each) = (number("eks.memory-mib"), number("eks.memory-a-pod-mib"));
                (
                    (base + each * pods) * MIB,
                    number("eks.eviction-mib") * MIB,
                    format!("{base} MiB + {each} MiB × {pods} pods"),
                    &["eks.memory-mib", "eks.memory-a-pod-mib", "eks.eviction-mib"],
                )
            }
            NodeProvider::Aks if minor >= number("aks.since-minor") => {
                let (base, each) = (number("aks.memory-mb"), number("aks.memory-a-pod-mb"));
                let (by_pods, most) = ((each * pods + base) * MEGABYTE, self.facts.share("aks.memory-most", capacity));
                (
                    by_pods.min(most),
                    number("aks.eviction-mib") * MIB,
                    format!("{each} MB × {pods} pods + {base} MB, at most {} MB, a quarter", most / MEGABYTE),
                    &["aks.memory-mb", "aks.memory-a-pod-mb", "aks.memory-most", "aks.eviction-mib"],
                )
            }
            NodeProvider::Aks => {
                let (kept, words) = self.facts.by_steps("aks.memory-before", capacity, MIB, " MiB");
                (
                    kept,
                    number("aks.eviction-before-mib") * MIB,
                    words,
                    &["aks.memory-before", "aks.eviction-before-mib"],
                )
            }
            NodeProvider::Kubeadm => {
                let eviction = number("kubeadm.eviction-mib") * MIB;
                (0, eviction, "nothing kept unless it is set".to_owned(), &["kubeadm.eviction-mib"])
            }
        };
        let all = kept.saturating_add(eviction);
        self.step(
            "memory",
            format!(
                "{} MiB − ({text} = {} MiB kept) − {} MiB against eviction = {} MiB",
                thousandths(capacity, MIB),
                thousandths(kept, MIB),
                thousandths(eviction, MIB),
                thousandths(capacity.saturating_sub(all), MIB)
            ),
            facts,
        );
        all
    }

    /// Of the disk a node has unless another is asked for.
    fn disk(&mut self) -> u64 {
        let number = |id| self.facts.number(id);
        let (size, kept, facts): (u64, u64, &[&'static str]) = match self.rules.provider {
            NodeProvider::Gke => {
                let size = number("gke.disk-gib") * GIB;
                let third = self.facts.share("gke.disk-third", size) + number("gke.disk-third-more-gib") * GIB;
                let system = self.facts.share("gke.disk-half", size).min(third).min(number("gke.disk-most-gib") * GIB);
                let facts = &[
                    "gke.disk-gib",
                    "gke.disk-eviction",
                    "gke.disk-half",
                    "gke.disk-third",
                    "gke.disk-third-more-gib",
                    "gke.disk-most-gib",
                ];
                (size, system + self.facts.share("gke.disk-eviction", size), facts)
            }
            NodeProvider::Eks => {
                let size = number("eks.disk-gib") * GIB;
                let kept = number("eks.disk-reserved-gib") * GIB + self.facts.share("eks.disk-eviction", size);
                (size, kept, &["eks.disk-gib", "eks.disk-reserved-gib", "eks.disk-eviction"])
            }
            NodeProvider::Aks => {
                let size = number("aks.disk-gib") * GIB;
                (size, self.facts.share("aks.disk-eviction", size), &["aks.disk-gib", "aks.disk-eviction"])
            }
            NodeProvider::Kubeadm => {
                let size = number("kubeadm.disk-gib") * GIB;
                let facts = &["kubeadm.disk-gib", "kubeadm.disk-eviction"];
                (size, self.facts.share("kubeadm.disk-eviction", size), facts)
            }
        };
        let text = format!(
            "a disk of {} GiB − {} GiB = {} GiB",
            thousandths(size, GIB),
            thousandths(kept, GIB),
            thousandths(size.saturating_sub(kept), GIB)
        );
        self.step("ephemeral-storage", text, facts);
        size.saturating_sub(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capacity(cpus: u64, memory: u64) -> Capacity {
        Capacity { cpus, memory, interfaces: None, shared_cpu: false }
    }

    fn of(capacity: Capacity, rules: Rules) -> Allocatable {
        allocatable(capacity, rules, &Reservations::read())
    }

    #[test]
    fn gke_as_published() {
        let gke = Rules::of(NodeProvider::Gke, 36);
        for (gib, ten_thousandths) in [(150, 98_577), (16, 26_977), (4, 10_977), (8, 18_977), (256, 119_777)] {
            let kept = of(capacity(4, gib * GIB), gke).kept_memory;
            assert_eq!((kept * 10_000 + GIB / 2) / GIB, ten_thousandths, "{gib} GiB");
        }
        assert_eq!(of(capacity(1, 600 * MIB), gke).kept_memory, 355 * MIB);
        for (cores, milli) in [(1, 60), (2, 70), (4, 80), (8, 90), (16, 110)] {
            assert_eq!(of(capacity(cores, GIB), gke).kept_cpu, milli, "{cores} cores");
        }
        // 100 GiB: 10 % against eviction and min(50, 35 + 6, 100) for the system.
        let left = of(capacity(4, 16 * GIB), gke).resources;
        assert_eq!((left.ephemeral_storage, left.pods), (49 << 30, 110));
    }

    #[test]
    fn eks_as_published() {
        let mut m5 = capacity(2, 8 * GIB);
        m5.interfaces = Some((3, 10));
        let eks = Rules::of(NodeProvider::Eks, 36);
        let left = of(m5, eks);
        assert_eq!((left.resources.pods, left.kept_cpu, left.kept_memory), (29, 70, (574 + 100) * MIB));
        assert_eq!(left.resources.milli_cpu, 1930);
        let words = &left.steps.iter().find(|step| step.of == "memory").unwrap().text;
        assert!(words.contains("255 MiB + 11 MiB × 29 pods = 574 MiB kept"), "{words}");
        let mut t3 = capacity(2, 4 * GIB);
        t3.interfaces = Some((3, 6));
        assert_eq!(of(t3, eks).resources.pods, 17);
        // 242 by addresses, 110 below 30 processors.
        assert_eq!(of(t3, Rules { prefixes: true, ..eks }).resources.pods, 110);
        let large = Capacity { cpus: 32, interfaces: Some((8, 30)), ..t3 };
        assert_eq!(of(large, Rules { prefixes: true, ..eks }).resources.pods, 250);
        assert_eq!(of(t3, Rules { max_pods: Some(40), ..eks }).kept_memory, (255 + 440 + 100) * MIB);
    }

    #[test]
    fn aks_as_published() {
        let aks = |minor, pods| Rules { max_pods: Some(pods), ..Rules::of(NodeProvider::Aks, minor) };
        let eviction = 100 * MIB;
        assert_eq!(of(capacity(2, 8_000 * MEGABYTE), aks(29, 30)).kept_memory - eviction, 650 * MEGABYTE);
        assert_eq!(of(capacity(2, 4_000 * MEGABYTE), aks(36, 70)).kept_memory - eviction, 1_000 * MEGABYTE);
        // Before 1.29: 7 GiB keep 25 % of 4, 20 % of 3 and 750 MiB: 2.35 GiB, a third.
        let before = of(capacity(2, 7 * GIB), aks(28, 30)).kept_memory;
        assert_eq!(before, GIB + 3 * GIB / 5 + 750 * MIB);
        for (cores, milli) in [(1, 60), (2, 100), (4, 140), (8, 180), (16, 260), (32, 420), (64, 740)] {
            assert_eq!(of(capacity(cores, GIB), aks(36, 30)).kept_cpu, milli);
        }
    }

    #[test]
    fn ones_own_values_are_taken_and_without_them_nothing_but_eviction() {
        let own = Rules::of(NodeProvider::Kubeadm, 36);
        let left = of(capacity(16, 32 * GIB), own);
        assert_eq!((left.kept_cpu, left.kept_memory, left.resources.pods), (0, 100 * MIB, 110));
        // The documentation's example, with the default threshold instead of 500 MiB.
        let said = Rules { reserved_cpu: Some(1500), reserved_memory: Some(3 * GIB), ..own };
        let left = of(capacity(16, 32 * GIB), said);
        assert_eq!(left.resources.milli_cpu, 14_500);
        assert_eq!(left.resources.memory, (29 << 30) - (100 << 20));
    }

    #[test]
    fn a_machine_smaller_than_what_is_kept_has_nothing_left() {
        let left = of(capacity(0, 0), Rules::of(NodeProvider::Eks, 36));
        assert_eq!((left.resources.milli_cpu, left.resources.memory), (0, 0));
    }

    #[test]
    fn every_number_named_in_a_step_is_in_the_table() {
        let facts = Reservations::read();
        for provider in [NodeProvider::Gke, NodeProvider::Eks, NodeProvider::Aks, NodeProvider::Kubeadm] {
            for step in of(capacity(4, 16 * GIB), Rules::of(provider, 36)).steps {
                for id in step.facts {
                    assert!(facts.source(id).is_some(), "{id}");
                }
            }
        }
        let source = include_str!("allocatable.rs");
        for part in source.split('"').skip(1).step_by(2) {
            let known = ["gke.", "eks.", "aks.", "kubeadm."]
                .iter()
                .any(|start| part.starts_with(start) && part.len() > start.len());
            assert!(!known || facts.source(part).is_some(), "{part}");
        }
    }
}
