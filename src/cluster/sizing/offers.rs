//! What can be rented for this cluster, each offer with what it leaves for pods and the node it becomes.

use super::allocatable::{Allocatable, Capacity, Rules, allocatable};
use super::{MachineType, Reservations};
use crate::cluster::model::{Effect, Labels, Node, Taint};
use crate::design::{Cloud, NodeProvider, Sizing};
use crate::knowledge::Number;

/// A machine on given terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The machine.
    pub machine: MachineType,
    /// Whether it may be taken away at short notice.
    pub spot: bool,
    /// US dollars an hour.
    pub price: Number,
    /// What it leaves for pods, with the arithmetic.
    pub allocatable: Allocatable,
    /// Labels beside those every node has.
    pub labels: Vec<(String, String)>,
    /// Taints.
    pub taints: Vec<Taint>,
}

/// The name of the resource that pods ask accelerators by.
const ACCELERATOR: &str = "nvidia.com/gpu";

impl Offer {
    /// A machine on given terms, where it is to be had on them.
    pub fn new(machine: &MachineType, spot: bool, rules: Rules, facts: &Reservations) -> Option<Self> {
        let price = if spot { machine.spot? } else { machine.price };
        let mut left = allocatable(Capacity::from(machine), rules, facts);
        if machine.gpus > 0 {
            left.resources.set(ACCELERATOR, i64::from(machine.gpus));
        }
        let mut labels = vec![("node.kubernetes.io/instance-type".to_owned(), machine.name.clone())];
        let mut taints = Vec::new();
        if spot {
            let (key, value) = match rules.provider {
                NodeProvider::Gke => ("cloud.google.com/gke-spot", "true"),
                NodeProvider::Eks => ("eks.amazonaws.com/capacityType", "SPOT"),
                NodeProvider::Aks => ("kubernetes.azure.com/scalesetpriority", "spot"),
                NodeProvider::Kubeadm => ("node-lifecycle", "spot"),
            };
            labels.push((key.to_owned(), value.to_owned()));
            if rules.provider == NodeProvider::Aks {
                // AKS puts it there by itself.
                taints.push(Taint { key: key.to_owned(), value: value.to_owned(), effect: Effect::NoSchedule });
            }
        }
        Some(Self { machine: machine.clone(), spot, price, allocatable: left, labels, taints })
    }

    /// The machine's name, and whether it may be taken away.
    pub fn name(&self) -> String {
        if self.spot { format!("{} (spot)", self.machine.name) } else { self.machine.name.clone() }
    }

    /// A node of it.
    pub fn node(&self, name: String, zone: &str) -> Node {
        let arch = if self.machine.arm { "arm64" } else { "amd64" };
        let mut labels = Labels::default();
        for (key, value) in [
            ("kubernetes.io/hostname", name.as_str()),
            ("kubernetes.io/arch", arch),
            ("kubernetes.io/os", "linux"),
            ("topology.kubernetes.io/zone", zone),
        ] {
            labels.set(key, value);
        }
        for (key, value) in &self.labels {
            labels.set(key, value);
        }
        Node {
            name,
            labels,
            taints: self.taints.clone(),
            unschedulable: false,
            allocatable: self.allocatable.resources.clone(),
            images: Vec::new(),
            attach_limits: Vec::new(),
        }
    }
}

/// The clouds whose machines stand for a provider's.
pub fn clouds_of(provider: NodeProvider, named: &[Cloud]) -> Vec<Cloud> {
    match provider {
        NodeProvider::Gke => vec![Cloud::GoogleCloud],
        NodeProvider::Eks => vec![Cloud::Aws],
        NodeProvider::Aks => vec![Cloud::Azure],
        NodeProvider::Kubeadm => {
            let mut clouds: Vec<Cloud> = named.to_vec();
            clouds.retain(|cloud| matches!(cloud, Cloud::Aws | Cloud::GoogleCloud | Cloud::Azure));
            // A cluster is in one place.
            clouds.truncate(1);
            if clouds.is_empty() { vec![Cloud::Aws] } else { clouds }
        }
    }
}

/// What can be rented: the machines named, or, when none are, all of these clouds but those that give their processors
/// in full only for a while; with accelerators only where a pod asks for one.
pub fn offers(
    machines: &[MachineType],
    clouds: &[Cloud],
    sizing: &Sizing,
    rules: Rules,
    accelerators: bool,
    facts: &Reservations,
) -> Vec<Offer> {
    let fits = |machine: &&MachineType| {
        if sizing.machines.is_empty() {
            clouds.contains(&machine.cloud)
                && !machine.burstable
                && (machine.gpus == 0 || accelerators)
                && (!machine.arm || sizing.arm)
        } else {
            sizing.machines.contains(&machine.name)
        }
    };
    let mut offers = Vec::new();
    for machine in machines.iter().filter(fits) {
        offers.extend(Offer::new(machine, false, rules, facts));
        if sizing.spot {
            offers.extend(Offer::new(machine, true, rules, facts));
        }
    }
    without_the_outdone(offers)
}

/// Leaves out what another offer outdoes: as much of everything on the same terms, for no more money.
fn without_the_outdone(offers: Vec<Offer>) -> Vec<Offer> {
    let covers = |one: &Offer, other: &Offer| {
        let (mine, theirs) = (&one.allocatable.resources, &other.allocatable.resources);
        one.price <= other.price
            && one.spot == other.spot
            && one.machine.arm == other.machine.arm
            && mine.pods >= theirs.pods
            && theirs.iter().all(|(name, amount)| mine.amount(name) >= amount)
    };
    // Of two that are alike in everything the first by name stays.
    let outdoes = |one: &Offer, other: &Offer| {
        covers(one, other) && (!covers(other, one) || one.machine.name < other.machine.name)
    };
    let gone: Vec<bool> =
        offers.iter().map(|other| offers.iter().any(|one| one != other && outdoes(one, other))).collect();
    offers.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(offer, _)| offer).collect()
}
