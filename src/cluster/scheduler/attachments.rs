//! Volumes attached to nodes: a storage driver says how many of its own a node takes (`NodeVolumeLimits`), and a volume
//! that several pods on a node use is attached once.

use crate::cluster::model::{Binding, Cluster, Node, PodSpec};
use crate::order;

/// A volume with a limit: which, and of which driver.
pub(super) type Attached = (usize, usize);

/// What nodes take, and what is attached to them.
#[derive(Debug)]
pub(super) struct Attachments {
    /// Drivers that any node says a limit for.
    drivers: Vec<String>,
    /// The names volumes go by.
    volumes: Vec<String>,
    /// For each node the limits, driver by driver; none where it says nothing.
    limits: Vec<Vec<Option<i64>>>,
    /// For each node what is attached, and how many pods use it.
    there: Vec<Vec<(Attached, usize)>>,
}

impl Attachments {
    pub(super) fn new(nodes: &[Node]) -> Self {
        let names = nodes.iter().flat_map(|node| node.attach_limits.iter().map(|(driver, _)| driver.clone()));
        let mut drivers: Vec<String> = names.collect();
        order::sort(&mut drivers);
        drivers.dedup();
        let limit = |node: &Node, driver: &String| {
            node.attach_limits.iter().find(|(known, _)| known == driver).map(|(_, limit)| *limit)
        };
        let limits = if drivers.is_empty() {
            Vec::new()
        } else {
            nodes.iter().map(|node| drivers.iter().map(|driver| limit(node, driver)).collect()).collect()
        };
        let there = vec![Vec::new(); if drivers.is_empty() { 0 } else { nodes.len() }];
        Self { drivers, volumes: Vec::new(), limits, there }
    }

    /// What a pod of a specification attaches (`getCSIDriverInfo`): a volume by its driver and handle; a claim that has
    /// none yet will get one of its own, by the driver of its class.
    pub(super) fn of(&mut self, pod: &PodSpec, cluster: &Cluster) -> Vec<Attached> {
        let mut found = Vec::new();
        if self.drivers.is_empty() {
            return found;
        }
        for name in &pod.claims {
            let claim = cluster.claims.iter().find(|one| one.namespace == pod.namespace && one.name == *name);
            let Some(claim) = claim else { continue };
            let volume = match &claim.binding {
                Binding::Bound(volume) => cluster.volumes.iter().find(|one| one.name == *volume),
                _ => None,
            };
            let (driver, handle) = match volume {
                Some(volume) => match &volume.driver {
                    Some((driver, handle)) => (driver, format!("{driver}/{handle}")),
                    None => continue,
                },
                None => match &claim.driver {
                    Some(driver) => (driver, format!("{driver}//{}/{}", claim.namespace, claim.name)),
                    None => continue,
                },
            };
            let Some(driver) = self.drivers.iter().position(|known| known == driver) else { continue };
            let volume = self.volumes.iter().position(|known| *known == handle).unwrap_or_else(|| {
                self.volumes.push(handle);
                self.volumes.len() - 1
            });
            found.push((volume, driver));
        }
        order::sort(&mut found);
        found.dedup();
        found
    }

    /// A pod with these volumes comes to a node.
    pub(super) fn attach(&mut self, node: usize, volumes: &[Attached]) {
        let Some(there) = self.there.get_mut(node) else { return };
        for volume in volumes {
            match there.iter_mut().find(|(known, _)| known == volume) {
                Some((_, users)) => *users += 1,
                None => there.push((*volume, 1)),
            }
        }
    }

    /// It leaves.
    pub(super) fn detach(&mut self, node: usize, volumes: &[Attached]) {
        let Some(there) = self.there.get_mut(node) else { return };
        for volume in volumes {
            if let Some((_, users)) = there.iter_mut().find(|(known, _)| known == volume) {
                *users -= 1;
            }
        }
        there.retain(|(_, users)| *users > 0);
    }

    /// Whether a node takes these volumes with those that are there.
    pub(super) fn take(&self, node: usize, volumes: &[Attached]) -> bool {
        let (Some(there), Some(limits)) = (self.there.get(node), self.limits.get(node)) else { return true };
        limits.iter().enumerate().all(|(driver, limit)| {
            let is_there = |volume: &Attached| there.iter().any(|(known, _)| known == volume);
            let new = volumes.iter().filter(|volume| volume.1 == driver && !is_there(volume)).count();
            let known = there.iter().filter(|((_, of), _)| *of == driver).count();
            new == 0 || limit.is_none_or(|limit| i64::try_from(known + new).is_ok_and(|all| all <= limit))
        })
    }
}

/// The claims of a pod that are for one pod alone (`ReadWriteOncePod`), each once.
pub(super) fn for_one_pod<'a>(pod: &'a PodSpec, cluster: &Cluster) -> Vec<&'a str> {
    let is_for_one = |name: &&str| {
        let mut claims = cluster.claims.iter();
        claims.any(|one| one.is_for_one_pod && one.namespace == pod.namespace && one.name == **name)
    };
    let mut names: Vec<&str> = pod.claims.iter().map(String::as_str).filter(is_for_one).collect();
    order::sort(&mut names);
    names.dedup();
    names
}
