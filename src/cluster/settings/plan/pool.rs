//! A pool of nodes, with what its machine keeps back.

use crate::cluster::sizing::{MachineType, Reservations};
use crate::design::{Cloud, NodePool};

/// A pool and its machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolPlan {
    /// The pool, as the design has it.
    pub pool: NodePool,
    /// Cores of its machine; none where it is not in the tables.
    pub cpus: Option<u32>,
    /// Its memory in GiB.
    pub memory_gib: Option<u32>,
    /// Whether it is an arm machine.
    pub arm: bool,
    /// Whose machine it is.
    pub cloud: Option<Cloud>,
    /// Memory for the kubelet and the runtime, in MiB.
    pub reserved_mib: u64,
    /// CPU for them, in thousandths of a core.
    pub reserved_cpu: u64,
}

impl PoolPlan {
    pub(super) fn of(pool: &NodePool, known: &[MachineType], facts: &Reservations) -> Self {
        let machine = known.iter().find(|machine| machine.name == pool.machine);
        let (cpus, memory_gib) = (machine.map(|machine| machine.cpus), machine.map(|machine| machine.memory_gib));
        let mib = u64::from(memory_gib.unwrap_or(8)).saturating_mul(1024);
        let milli = u64::from(cpus.unwrap_or(2)).saturating_mul(1000);
        Self {
            pool: pool.clone(),
            cpus,
            memory_gib,
            arm: machine.is_some_and(|machine| machine.arm),
            cloud: machine.map(|machine| machine.cloud),
            reserved_mib: facts.by_steps("gke.memory", mib, 1, "").0,
            reserved_cpu: facts.by_steps("gke.cpu", milli, 1, "").0,
        }
    }

    /// Its nodes: those said, or the most it may grow to.
    pub fn nodes(&self) -> u64 {
        let said = self.pool.nodes.or(self.pool.max).or(self.pool.min);
        u64::from(said.unwrap_or(1)).max(u64::from(self.pool.max.unwrap_or(0)))
    }

    /// Its fewest and most nodes.
    pub fn bounds(&self) -> (u32, u32) {
        let said = self.pool.nodes.unwrap_or(1);
        let min = self.pool.min.unwrap_or(said);
        (min, self.pool.max.unwrap_or(said).max(min))
    }

    /// Whether it grows and shrinks by itself.
    pub fn scales(&self) -> bool {
        let (min, max) = self.bounds();
        min < max
    }
}
