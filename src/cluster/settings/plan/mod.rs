//! What to set for a design: its platform, its version and its size come in; each value with its default, why, and
//! where that is written go out. The idea: values are rows of `assets/cluster/settings/advice.yaml`, by the number of
//! nodes where they depend on it, and a value whose field the version does not know is not given.

mod advice;
mod pool;
mod row;

pub use advice::{Advice, ControlPlane, Upgrade};
pub use pool::PoolPlan;
pub use row::SettingRow;

use super::{Minor, Since, Tables};
use crate::cluster::sizing::{MachineType, Reservations, machines};
use crate::design::{Design, KubernetesMinor, MeshKind, OptionKey, PlatformId};
use crate::knowledge::Knowledge;
use crate::order::Gather;

/// Zones where none are named.
const ZONES: [&str; 3] = ["a", "b", "c"];

/// Where the number of nodes comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodesFrom {
    /// The pools of the design.
    Pools,
    /// Every pod was placed.
    Placed,
    /// So many pods a node, by rule of thumb.
    Estimate,
}

/// What to set, and what it follows from.
#[derive(Debug)]
pub struct SettingsPlan<'d> {
    /// The design.
    pub design: &'d Design,
    /// Where it runs.
    pub platform: PlatformId,
    /// The version.
    pub version: KubernetesMinor,
    /// Nodes.
    pub nodes: u64,
    /// What says how many nodes there are.
    pub nodes_from: NodesFrom,
    /// Pods of the design.
    pub pods: u64,
    /// Services of the design.
    pub services: u64,
    /// Its zones; where none are named, three that stand for them.
    pub zones: Vec<String>,
    /// Its pools.
    pub pools: Vec<PoolPlan>,
    /// The table of values.
    pub advice: &'static Advice,
    tables: &'static Tables,
}

impl<'d> SettingsPlan<'d> {
    /// Plans the settings of a design; for a platform without Kubernetes there are none.
    pub fn of(design: &'d Design, platform: PlatformId, knowledge: &Knowledge) -> Option<Self> {
        if !platform.is_kubernetes() {
            return None;
        }
        let advice = Advice::embedded();
        let pods: u64 = design.workloads.iter().map(|workload| u64::from(workload.pods())).sum();
        let has_pools = !design.cluster.pools.is_empty();
        let known: Vec<MachineType> = if has_pools { machines(knowledge) } else { Vec::new() };
        let reservations = Reservations::read();
        let pools: Vec<PoolPlan> =
            design.cluster.pools.iter().map(|pool| PoolPlan::of(pool, &known, &reservations)).gather();
        let in_pools: u64 = pools.iter().map(PoolPlan::nodes).sum();
        let estimate = pods.div_ceil(advice.number("pods-a-node").max(1)).max(advice.number("members"));
        // What the scheduler's twin has found, where it was asked.
        let placed = knowledge.scheduled.iter().find(|size| size.platform == platform).map(|size| size.nodes);
        let (nodes, nodes_from) = match placed {
            _ if in_pools > 0 => (in_pools, NodesFrom::Pools),
            Some(placed) => (placed, NodesFrom::Placed),
            None => (estimate, NodesFrom::Estimate),
        };
        let zones = &design.cluster.zones;
        Some(Self {
            design,
            platform,
            version: design.cluster.version.unwrap_or(KubernetesMinor::V1_37),
            nodes,
            nodes_from,
            pods,
            services: u64::try_from(design.services.len()).unwrap_or(u64::MAX),
            zones: if zones.is_empty() { ZONES.iter().map(|zone| (*zone).to_owned()).gather() } else { zones.clone() },
            pools,
            advice,
            tables: Tables::embedded(),
        })
    }

    /// The version as the tables have it.
    pub fn minor(&self) -> Minor {
        self.version.key().parse().unwrap_or(Minor(37))
    }

    /// Whether the control plane is one's own.
    pub fn is_self_managed(&self) -> bool {
        self.platform == PlatformId::KubernetesSelfManaged
    }

    /// Whether Istio is the mesh.
    pub fn has_istio(&self) -> bool {
        !matches!(
            self.design.mesh.chosen,
            Some(MeshKind::None | MeshKind::Linkerd | MeshKind::Consul | MeshKind::Cilium)
        )
    }

    /// A value for this many nodes; none where the default does, or where the version does not know the field.
    pub fn value(&self, id: &str) -> Option<&str> {
        let said = self.advice.said(id)?;
        let value = said.value(self.nodes);
        (!value.is_empty() && self.knows(&said.of)).then_some(value)
    }

    /// Whether the version knows what a row sets; a row that sets nothing alone is known.
    fn knows(&self, of: &str) -> bool {
        of.is_empty() || self.field(of).is_some_and(|field| field.is_in(self.minor()))
    }

    fn field(&self, of: &str) -> Option<&super::Field> {
        let (record, name) = of.split_once('.')?;
        self.tables.field(record, name).or_else(|| self.tables.flag(record, name))
    }

    /// What a comment says of a value: why, the default, and where that is written.
    pub fn reason(&self, id: &str) -> String {
        let Some(said) = self.advice.said(id) else { return String::new() };
        let default = self.field(&said.of).map(default_of).unwrap_or_default();
        let default = if default.is_empty() { String::new() } else { format!(" Default: {default}.") };
        format!("{}{default}\n{}", said.why, self.advice.url(said))
    }

    /// What a machine of the control plane needs.
    pub fn control_plane(&self) -> ControlPlane {
        self.advice.control_plane(self.nodes)
    }

    /// Every value with its default, why and source, for a table.
    pub fn rows(&self) -> Vec<SettingRow> {
        let given = self.advice.rows().iter().filter(|said| !said.of.is_empty() && self.knows(&said.of));
        given
            .map(|said| {
                let field = self.field(&said.of);
                let since = match field.map(|field| field.since) {
                    Some(Since::In(minor)) => minor.to_string(),
                    Some(Since::Earlier) => "earlier".to_owned(),
                    _ => "unknown".to_owned(),
                };
                SettingRow {
                    setting: said.of.clone(),
                    default: field.map(default_of).unwrap_or_default().to_owned(),
                    value: said.value(self.nodes).to_owned(),
                    why: said.why.clone(),
                    source: self.advice.url(said).to_owned(),
                    date: self.advice.date(said).to_owned(),
                    since,
                    until: field.and_then(|field| field.until).map(|gone| gone.to_string()).unwrap_or_default(),
                    there: said.there(self.platform).map(str::to_owned),
                    verified: (said.verified || self.is_self_managed()) && field.is_none_or(|field| field.verified),
                }
            })
            .gather()
    }

    /// What the ways from this version to the newest one bring, a minor at a time.
    pub fn upgrades(&self) -> Vec<Minor> {
        (self.minor().0 + 1..=37).map(Minor).gather()
    }
}

/// A field's default; where it differs by version, what there is to say of it.
fn default_of(field: &super::Field) -> &str {
    if field.default.is_empty() && field.tested.is_none() { &field.note } else { &field.default }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::NodePool;
    use crate::knowledge::embedded;

    fn design(nodes: u32) -> Design {
        let mut design = Design::default();
        let pool =
            NodePool { name: "all".into(), machine: "m7i.xlarge".into(), nodes: Some(nodes), ..NodePool::default() };
        design.cluster.pools = vec![pool];
        design
    }

    #[test]
    fn values_follow_the_number_of_nodes() {
        for (nodes, reads, quota, cpus) in [
            (5, None, None, 2),
            (100, None, None, 8),
            (101, None, Some("4294967296"), 16),
            (501, Some("1500"), Some("4294967296"), 32),
            (3001, Some("3000"), Some("8589934592"), 64),
            (9000, Some("3000"), Some("8589934592"), 64),
        ] {
            let design = design(nodes);
            let plan = SettingsPlan::of(&design, PlatformId::KubernetesSelfManaged, embedded()).unwrap();
            assert_eq!(plan.value("apiserver.max-requests-inflight"), reads, "{nodes}");
            assert_eq!(plan.value("etcd.quota-backend-bytes"), quota, "{nodes}");
            assert_eq!(plan.control_plane().cpus, cpus, "{nodes}");
        }
    }

    #[test]
    fn nodes_are_those_of_the_pools_or_those_that_were_found() {
        let of = |design: &Design, placed: Option<u64>| {
            let mut known = embedded().clone();
            known.scheduled = placed
                .map(|nodes| crate::knowledge::ScheduledSize {
                    platform: PlatformId::KubernetesSelfManaged,
                    pods: 900,
                    nodes,
                    an_hour: crate::knowledge::Number::of_nanos(1),
                    machines: String::new(),
                })
                .into_iter()
                .collect();
            let plan = SettingsPlan::of(design, PlatformId::KubernetesSelfManaged, &known).unwrap();
            (plan.nodes, plan.nodes_from)
        };
        assert_eq!(of(&design(7), Some(9)), (7, NodesFrom::Pools));
        assert_eq!(of(&Design::default(), Some(600)), (600, NodesFrom::Placed));
        assert_eq!(of(&Design::default(), None), (3, NodesFrom::Estimate));
    }

    #[test]
    fn every_row_names_a_field_or_flag_and_a_source() {
        let design = design(3);
        let plan = SettingsPlan::of(&design, PlatformId::KubernetesSelfManaged, embedded()).unwrap();
        for said in plan.advice.rows() {
            assert!(said.of.is_empty() || plan.field(&said.of).is_some(), "{}", said.of);
            assert!(plan.advice.url(said).starts_with("https://"), "{}", said.id);
            assert_eq!(plan.advice.date(said).len(), 10, "{}", said.id);
            assert!(said.of.is_empty() || !said.why.is_empty(), "{}", said.id);
        }
        assert!(plan.rows().len() > 20);
    }

    #[test]
    fn a_platform_without_kubernetes_has_no_settings() {
        let design = design(3);
        for platform in [PlatformId::Nomad, PlatformId::EcsFargate, PlatformId::CloudRun, PlatformId::DockerSwarm] {
            assert!(SettingsPlan::of(&design, platform, embedded()).is_none());
        }
    }

    #[test]
    fn a_machine_keeps_back_what_gke_would() {
        let mut design = design(1);
        design.cluster.pools[0].machine = "m7i.xlarge".into();
        let plan = SettingsPlan::of(&design, PlatformId::KubernetesSelfManaged, embedded()).unwrap();
        // 16 GiB: 25 % of 4, 20 % of 4 and 10 % of 8; four cores: 60 + 10 + 5 + 5 thousandths.
        assert_eq!((plan.pools[0].reserved_mib, plan.pools[0].reserved_cpu), (2662, 80));
    }
}
