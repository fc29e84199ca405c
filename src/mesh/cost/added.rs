//! What each mesh adds to a cluster: containers in pods, agents on nodes, pods of its own. What is placed on nodes and what
//! the page adds up both come from here.

use super::figures::Figures;
use super::graph::Graph;
use crate::design::{Design, MeshKind, Workload};
use crate::mesh::{MeshPlan, WAYPOINT, ingress_gateway};
use crate::order::Gather;

/// Where something is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// To the pods of these workloads, by their places in the design: what it asks for in each.
    Pods(Vec<(usize, Ask)>),
    /// To every node.
    Nodes(Ask),
    /// So many pods of its own.
    Own(u32, Ask),
}

/// What a container asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ask {
    /// Thousandths of a core.
    pub milli_cpu: u64,
    /// MiB of memory.
    pub mib: u64,
}

/// Something that a mesh adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// What, in words.
    pub what: &'static str,
    /// Its object's name.
    pub name: &'static str,
    /// Its namespace.
    pub namespace: String,
    /// Where.
    pub place: Place,
    /// What its figures are called by.
    pub figures: &'static str,
    /// Requests that pass through all of it in a thousand seconds.
    pub through: u64,
}

/// Whether a mesh carries what a workload sends and takes.
pub fn carries(mesh: MeshKind, workload: &Workload) -> bool {
    let says = |key: &str, value: &str| {
        [&workload.labels, &workload.annotations].iter().any(|map| map.get(key).is_some_and(|own| own == value))
    };
    let left_out = match mesh {
        MeshKind::None => true,
        MeshKind::IstioSidecar => says("sidecar.istio.io/inject", "false"),
        MeshKind::IstioAmbient => says("istio.io/dataplane-mode", "none"),
        MeshKind::Linkerd => says("linkerd.io/inject", "disabled"),
        MeshKind::Consul => says("consul.hashicorp.com/connect-inject", "false"),
        MeshKind::Cilium => false,
    };
    !workload.host_network && !left_out
}

/// Pods of a workload that run at the same time.
pub fn pods(workload: &Workload, nodes: u64) -> u64 {
    match workload.kind {
        crate::design::WorkloadKind::DaemonSet => nodes,
        _ => u64::from(workload.pods()),
    }
}

/// What a mesh adds to a design whose calls run as in the graph. `requests_wanted` says whether requests, not only
/// connections, are to be ruled and routed.
pub fn added(plan: &MeshPlan, graph: &Graph, figures: &Figures, requests_wanted: bool) -> Vec<Added> {
    let mesh = plan.mesh;
    let adding = Adding { plan, graph, figures };
    match mesh {
        MeshKind::None => Vec::new(),
        MeshKind::IstioSidecar => {
            let mut all = vec![adding.proxies("Sidecars", "istio-proxy", "istio.sidecar")];
            all.push(adding.istiod());
            all.extend(adding.gateway());
            all
        }
        MeshKind::IstioAmbient => {
            let all = |what, name, figures, through| Added {
                what,
                name,
                namespace: "istio-system".to_owned(),
                place: Place::Nodes(adding.ask(figures)),
                figures,
                through,
            };
            let carried = adding.carried();
            let mut list = vec![
                all("ztunnel on every node", "ztunnel", "istio.ztunnel", carried.saturating_mul(2)),
                all("istio-cni on every node", "istio-cni-node", "istio.cni", 0),
            ];
            list.extend(adding.waypoints(requests_wanted));
            list.push(adding.istiod());
            list.extend(adding.gateway());
            list
        }
        MeshKind::Linkerd => {
            let replicas = adding.number("linkerd.controller.replicas", 1);
            let mut list = vec![adding.proxies("Proxies in pods", "linkerd-proxy", "linkerd.proxy")];
            for (what, name) in [
                ("Destination controllers", "linkerd-destination"),
                ("Identity controllers", "linkerd-identity"),
                ("Proxy injectors", "linkerd-proxy-injector"),
            ] {
                list.push(adding.own(what, name, "linkerd", replicas, "linkerd.controller"));
            }
            list
        }
        MeshKind::Consul => {
            let replicas = adding.number("consul.server.replicas", 1);
            vec![
                adding.proxies("Sidecars", "consul-dataplane", "consul.proxy"),
                adding.own("Servers", "consul-server", "consul", replicas, "consul.server"),
            ]
        }
        MeshKind::Cilium => vec![Added {
            what: "Envoy on every node",
            name: "cilium-envoy",
            namespace: "kube-system".to_owned(),
            place: Place::Nodes(Ask::default()),
            figures: "cilium.envoy",
            through: adding.carried(),
        }],
    }
}

struct Adding<'a> {
    plan: &'a MeshPlan<'a>,
    graph: &'a Graph,
    figures: &'a Figures,
}

impl Adding<'_> {
    fn number(&self, id: &str, least: u32) -> u32 {
        self.figures.number(id).and_then(|number| u32::try_from(number).ok()).unwrap_or_default().max(least)
    }

    /// What is asked for by default.
    fn ask(&self, figures: &str) -> Ask {
        let number = |what: &str| self.figures.number(&format!("{figures}.{what}")).unwrap_or_default();
        Ask { milli_cpu: number("request-milli-cpu"), mib: number("request-mib") }
    }

    fn design(&self) -> &Design {
        self.plan.design
    }

    fn carries(&self, workload: usize) -> bool {
        self.design().workloads.get(workload).is_some_and(|one| carries(self.plan.mesh, one))
    }

    /// Requests that go from one workload of the mesh to another, or come in at its gateway.
    fn carried(&self) -> u64 {
        let inside = self.graph.edges.iter().filter(|edge| self.carries(edge.from) && self.carries(edge.to));
        let entering = self.graph.entries.iter().filter(|entry| self.carries(entry.workload));
        let sum: u64 = inside.map(|edge| edge.rate).fold(0, u64::saturating_add);
        entering.fold(sum, |sum, entry| sum.saturating_add(entry.rate))
    }

    /// A proxy in each pod: what is asked for by default, and more CPU where the load takes more.
    fn proxies(&self, what: &'static str, name: &'static str, figures: &'static str) -> Added {
        let default = self.ask(figures);
        let per_thousand = self.figures.number(&format!("{figures}.used-milli-cpu"));
        let mut through = 0_u64;
        let mut each = Vec::new();
        for (at, workload) in self.design().workloads.iter().enumerate().filter(|(at, _)| self.carries(*at)) {
            let of = |list: &[u64]| list.get(at).copied().unwrap_or_default();
            let rate = of(&self.graph.taken).saturating_add(of(&self.graph.made));
            through = through.saturating_add(rate);
            let in_one = rate / pods(workload, 1).max(1);
            let used = per_thousand.map_or(0, |per_thousand| used_cpu(in_one, per_thousand));
            each.push((at, Ask { milli_cpu: default.milli_cpu.max(used), ..default }));
        }
        Added { what, name, namespace: String::new(), place: Place::Pods(each), figures, through }
    }

    fn own(
        &self,
        what: &'static str,
        name: &'static str,
        namespace: &str,
        replicas: u32,
        figures: &'static str,
    ) -> Added {
        let place = Place::Own(replicas, self.ask(figures));
        Added { what, name, namespace: namespace.to_owned(), place, figures, through: 0 }
    }

    /// istiod, twice so that it outlives a node, more of it where there are more proxies than one serves.
    fn istiod(&self) -> Added {
        let proxies: u64 = self.design().workloads.iter().map(|workload| pods(workload, 1)).sum();
        let served = self.figures.number("istio.istiod.proxies-per-cpu").unwrap_or_default().max(1);
        let by_load = u32::try_from(proxies.div_ceil(served)).unwrap_or(u32::MAX);
        let replicas = self.number("rule.replicas", 1).max(by_load);
        self.own("istiod", "istiod", "istio-system", replicas, "istio.istiod")
    }

    fn gateway(&self) -> Option<Added> {
        if self.design().routes.is_empty() {
            return None;
        }
        let gateway = ingress_gateway(self.plan.routing);
        let replicas = self.number("rule.replicas", 1);
        let mut added = self.own("Ingress gateway", gateway.account, gateway.namespace, replicas, "istio.gateway");
        added.through = self.graph.entries.iter().map(|entry| entry.rate).fold(0, u64::saturating_add);
        Some(added)
    }

    /// A waypoint in each namespace whose requests are to be ruled or routed.
    fn waypoints(&self, requests_wanted: bool) -> Vec<Added> {
        let mut namespaces: Vec<&str> = Vec::new();
        for served in self.plan.services.iter().filter(|served| !served.behind.is_empty()) {
            let wanted = requests_wanted || self.plan.has_waypoint(&served.namespace);
            if wanted && !namespaces.contains(&served.namespace.as_str()) {
                namespaces.push(&served.namespace);
            }
        }
        let one = |namespace: &str| {
            let default = self.ask("istio.waypoint");
            let there = |workload: usize| self.plan.members.get(workload).is_some_and(|m| m.namespace == namespace);
            let edges = self.graph.edges.iter().filter(|edge| there(edge.to));
            let entries = self.graph.entries.iter().filter(|entry| there(entry.workload));
            let through = edges.map(|edge| edge.rate).fold(0, u64::saturating_add);
            let through = entries.fold(through, |sum, entry| sum.saturating_add(entry.rate));
            let per_thousand = self.figures.number("istio.waypoint.used-milli-cpu").unwrap_or_default();
            let replicas = self.number("rule.replicas", 1);
            let used = used_cpu(through / u64::from(replicas), per_thousand);
            let ask = Ask { milli_cpu: default.milli_cpu.max(used), ..default };
            Added {
                what: "Waypoint",
                name: WAYPOINT,
                namespace: namespace.to_owned(),
                place: Place::Own(replicas, ask),
                figures: "istio.waypoint",
                through,
            }
        };
        namespaces.into_iter().map(one).gather()
    }
}

/// Thousandths of a core for so many requests in a thousand seconds, by what 1,000 of them a second take.
pub fn used_cpu(rate: u64, per_thousand: u64) -> u64 {
    let used = u128::from(rate) * u128::from(per_thousand);
    u64::try_from(used.div_ceil(1_000_000)).unwrap_or(u64::MAX)
}
