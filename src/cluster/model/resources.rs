//! Amounts of everything a pod can ask for.

use crate::order;

/// Amounts, in the units the scheduler counts in.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Resources {
    /// Thousandths of a core.
    pub milli_cpu: i64,
    /// Bytes.
    pub memory: i64,
    /// Bytes.
    pub ephemeral_storage: i64,
    /// How many pods; of nodes alone.
    pub pods: i64,
    /// Everything else, by name: devices, huge pages.
    pub others: Vec<(String, i64)>,
}

impl Resources {
    /// The amount of a resource; nothing where it is not named.
    pub fn amount(&self, name: &str) -> i64 {
        match name {
            "cpu" => self.milli_cpu,
            "memory" => self.memory,
            "ephemeral-storage" => self.ephemeral_storage,
            "pods" => self.pods,
            _ => self.others.iter().find(|(known, _)| known == name).map_or(0, |(_, amount)| *amount),
        }
    }

    /// Sets the amount of a resource.
    pub fn set(&mut self, name: &str, amount: i64) {
        match name {
            "cpu" => self.milli_cpu = amount,
            "memory" => self.memory = amount,
            "ephemeral-storage" => self.ephemeral_storage = amount,
            "pods" => self.pods = amount,
            _ => match self.others.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => *known = amount,
                None => {
                    self.others.push((name.to_owned(), amount));
                    order::sort(&mut self.others);
                }
            },
        }
    }

    /// Every resource with its amount, pods apart.
    pub fn iter(&self) -> impl Iterator<Item = (&str, i64)> {
        [("cpu", self.milli_cpu), ("memory", self.memory), ("ephemeral-storage", self.ephemeral_storage)]
            .into_iter()
            .chain(self.others.iter().map(|(name, amount)| (name.as_str(), *amount)))
    }

    /// Adds other amounts.
    pub fn add(&mut self, other: &Self) {
        for (name, amount) in other.iter() {
            if amount != 0 {
                self.set(name, self.amount(name).saturating_add(amount));
            }
        }
    }

    /// Takes the larger amount of each.
    pub fn raise_to(&mut self, other: &Self) {
        for (name, amount) in other.iter() {
            if amount > self.amount(name) {
                self.set(name, amount);
            }
        }
    }
}

/// Whether a name is none of those every node has (`IsScalarResourceName`).
pub fn is_scalar(name: &str) -> bool {
    !matches!(name, "cpu" | "memory" | "ephemeral-storage" | "pods")
}
