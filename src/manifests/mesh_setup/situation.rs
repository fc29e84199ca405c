//! What holds for a design, and the values that are worked out from it, each with its arithmetic in words.

use super::table::Table;
use crate::design::{Design, EgressPolicy, IstioMinor, MeshKind, OptionKey, PlatformId, RoutingApi};
use crate::mesh::{MeshPlan, sorted};
use crate::order::Gather;
use crate::yaml::{Entry, Tree};

/// A design as its mesh sees it.
pub(super) struct Situation<'a> {
    pub(super) plan: &'a MeshPlan<'a>,
    pub(super) platform: Option<PlatformId>,
    pub(super) table: Table,
    /// Pods with a proxy, at their most.
    pub(super) pods: u64,
    /// Services.
    pub(super) services: u64,
    /// Requests a second between workloads, as far as they were said.
    rate: u64,
    /// The workload whose pods carry most requests, with how many a second a pod.
    busiest: Option<(String, u64)>,
}

/// Rounded up to a full number of these.
fn up_to(amount: u64, step: u64) -> u64 {
    amount.div_ceil(step).saturating_mul(step)
}

impl<'a> Situation<'a> {
    pub(super) fn of(plan: &'a MeshPlan<'a>, platform: Option<PlatformId>) -> Self {
        let design = plan.design;
        let most = |index: usize| design.workloads.get(index).map_or(1, most_pods);
        let pods = (0..design.workloads.len())
            .filter(|index| plan.members.get(*index).is_some_and(|member| member.inside))
            .fold(0u64, |sum, index| sum.saturating_add(most(index)));
        let mut carried = vec![0u64; design.workloads.len()];
        let mut all = 0u64;
        for (caller, workload) in design.workloads.iter().enumerate() {
            for call in workload.calls.iter().filter(|call| !call.denied) {
                let rate = call.rate.map_or(0, |rate| rate.per_kilosecond.div_ceil(1000));
                all = all.saturating_add(rate);
                let namespace = if call.namespace.is_empty() { &workload.namespace } else { &call.namespace };
                let namespace = design.namespace_of(namespace);
                let served =
                    plan.services.iter().find(|own| own.service.name == call.service && own.namespace == namespace);
                let ends = served.map(|served| served.behind.clone()).unwrap_or_default();
                for index in ends.into_iter().chain([caller]) {
                    if let Some(own) = carried.get_mut(index) {
                        *own = own.saturating_add(rate);
                    }
                }
            }
        }
        let mut busiest: Option<(String, u64)> = None;
        for (index, (workload, rate)) in design.workloads.iter().zip(&carried).enumerate() {
            let own = rate.div_ceil(most(index).max(1));
            if own > busiest.as_ref().map_or(0, |(_, rate)| *rate) {
                busiest = Some((workload.name.clone(), own));
            }
        }
        let services = u64::try_from(plan.services.len()).unwrap_or(u64::MAX);
        Self { plan, platform, table: Table::read(), pods, services, rate: all, busiest }
    }

    fn design(&self) -> &'a Design {
        self.plan.design
    }

    pub(super) fn minor(&self) -> IstioMinor {
        self.design().mesh.istio.unwrap_or(IstioMinor::V1_30)
    }

    fn number(&self, id: &str) -> u64 {
        self.table.number(id)
    }

    /// Whether a condition of the table holds.
    pub(super) fn holds(&self, word: &str) -> bool {
        let is = |platform| self.platform == Some(platform);
        match word {
            "sidecar" => self.plan.mesh == MeshKind::IstioSidecar,
            "ambient" => self.plan.mesh == MeshKind::IstioAmbient,
            "eks" => is(PlatformId::Eks),
            "gke" => is(PlatformId::GkeStandard) || is(PlatformId::GkeAutopilot),
            "k3s" => is(PlatformId::K3s),
            "routes" => !self.design().routes.is_empty(),
            "workloads" => !self.plan.members.is_empty() || !self.plan.services.is_empty(),
            "gateway-api" => self.plan.routing == RoutingApi::GatewayApi,
            "waypoints" => self.plan.services.iter().any(|served| served.through_waypoint),
            "registry-only" => self.design().mesh.egress == Some(EgressPolicy::RegistryOnly),
            "trust-domain" => self.plan.trust_domain != "cluster.local",
            "many-services" => self.services >= self.number("istiod.gateway-filter-from-services"),
            "many-pods" => self.pods >= self.number("istiod.debounce-from-pods"),
            minor => self.minor().key() == minor,
        }
    }

    fn scoped(&self) -> bool {
        self.design().mesh.sidecar_scopes.unwrap_or(true)
    }

    /// CPU for that many requests a second.
    fn for_rate(&self, each_thousand: &str, least: &str, rate: u64) -> u64 {
        let needed = self.number(each_thousand).saturating_mul(rate).div_ceil(1000);
        up_to(needed, 10).max(self.number(least))
    }

    fn proxy_cpu(&self) -> u64 {
        let rate = self.busiest.as_ref().map_or(0, |(_, rate)| *rate);
        self.for_rate("proxy.millicpu-per-1000-rps", "proxy.millicpu-least", rate)
    }

    fn workers(&self) -> u64 {
        let needed = self.proxy_cpu().saturating_mul(2).div_ceil(1000);
        needed.max(self.number("proxy.workers-least"))
    }

    fn istiod_megabytes(&self) -> u64 {
        let needed = self.number("istiod.megabytes-per-2000-proxies").saturating_mul(self.pods).div_ceil(2000);
        // One replica may have to serve what another leaves, not all of them: from the second on they share.
        let shared = needed.div_ceil(self.istiod_most().saturating_sub(1).max(1));
        up_to(shared, 256).max(self.number("istiod.mebibytes-least"))
    }

    fn istiod_most(&self) -> u64 {
        (self.pods.div_ceil(2000) + 1).max(self.number("istiod.replicas-default-most"))
    }

    /// Requests a second from outside at the peak: what was said of routes, else of the whole.
    fn entering(&self) -> u64 {
        let peak = crate::design::resolve(self.design()).requests.likely;
        peak.max(self.rate.min(peak))
    }

    fn gateway_most(&self) -> u64 {
        let needed = self.number("proxy.millicpu-per-1000-rps").saturating_mul(self.entering()).div_ceil(1000);
        let full = self.gateway_cpu().saturating_mul(self.number("target-utilisation")).div_ceil(100).max(1);
        (needed.div_ceil(full) + 1).clamp(self.number("gateway.replicas-default-most"), 100)
    }

    fn gateway_cpu(&self) -> u64 {
        let pods = self.number("gateway.replicas-least").max(1);
        let rate = self.entering().div_ceil(pods).min(2500);
        self.for_rate("proxy.millicpu-per-1000-rps", "gateway.millicpu-least", rate)
    }

    fn nodes(&self) -> u64 {
        let pools = &self.design().cluster.pools;
        let nodes = pools.iter().map(|pool| u64::from(pool.nodes.or(pool.min).unwrap_or(1))).sum::<u64>();
        nodes.max(3)
    }

    fn ztunnel_cpu(&self) -> u64 {
        // A call passes the ztunnel of its caller's node and that of its callee's.
        let rate = self.rate.saturating_mul(2).div_ceil(self.nodes());
        self.for_rate("ztunnel.millicpu-per-1000-rps", "ztunnel.millicpu-least", rate)
    }

    fn waypoint_cpu(&self) -> u64 {
        self.for_rate("waypoint.millicpu-per-1000-rps", "waypoint.millicpu-least", self.rate.div_ceil(2))
    }

    /// A value that is worked out.
    pub(super) fn value(&self, name: &str) -> Tree {
        let milli = |amount: u64| {
            let whole = amount > 0 && amount.is_multiple_of(1000);
            Tree::Text(if whole { (amount / 1000).to_string() } else { format!("{amount}m") })
        };
        let mebi = |amount: u64| Tree::Text(format!("{amount}Mi"));
        let whole = |amount: u64| Tree::Integer(i64::try_from(amount).unwrap_or(i64::MAX));
        match name {
            "proxy.cpu" => milli(self.proxy_cpu()),
            "proxy.memory" => mebi(self.number("proxy.mebibytes-least")),
            "proxy.limit.cpu" => milli(self.workers().saturating_mul(1000)),
            "proxy.limit.memory" => mebi(self.proxy_memory_limit()),
            "proxy.workers" => whole(self.workers()),
            "waypoint.cpu" => milli(self.waypoint_cpu()),
            "ztunnel.cpu" => milli(self.ztunnel_cpu()),
            "istiod.cpu" => milli(self.istiod_cpu()),
            "istiod.memory" => mebi(self.istiod_megabytes()),
            "istiod.limit.memory" => mebi(self.istiod_megabytes().saturating_mul(2)),
            "istiod.most" => whole(self.istiod_most()),
            "gateway.least" => whole(self.number("gateway.replicas-least")),
            "gateway.most" => whole(self.gateway_most()),
            "gateway.cpu" => milli(self.gateway_cpu()),
            "linkerd.proxy.cpu" => milli(self.proxy_cpu().max(self.number("linkerd.proxy.millicpu-least"))),
            "consul.proxy.cpu" => milli(self.proxy_cpu().max(self.number("consul.proxy.millicpu-least"))),
            "trust-domain" => Tree::Text(self.plan.trust_domain.to_owned()),
            "namespaces" => selectors(&self.seen_namespaces()),
            "own-namespaces" => texts(&self.own_namespaces()),
            _ => Tree::Null,
        }
    }

    fn proxy_memory_limit(&self) -> u64 {
        self.number(if self.scoped() { "proxy.mebibytes-limit-scoped" } else { "proxy.mebibytes-limit" })
    }

    fn istiod_cpu(&self) -> u64 {
        let needed = self.number("istiod.millicpu-per-2000-proxies").saturating_mul(self.pods).div_ceil(2000);
        let shared = needed.div_ceil(self.istiod_most().saturating_sub(1).max(1));
        up_to(shared, 50).max(self.number("istiod.millicpu-least"))
    }

    /// The arithmetic behind a value that is worked out.
    pub(super) fn reason(&self, name: &str) -> String {
        let each = |id: &str| self.number(id);
        match name {
            "proxy.cpu" | "linkerd.proxy.cpu" | "consul.proxy.cpu" => match &self.busiest {
                Some((workload, rate)) => format!(
                    "At the peak each pod of {workload} sends and takes {rate} requests a second, the most of all; {}m for 1,000 \
                     of them is Istio's published figure (release 1.24, 1 KB each), and no less than {}m is asked for.",
                    each("proxy.millicpu-per-1000-rps"),
                    each("proxy.millicpu-least")
                ),
                None => "The usual request; the calls of this design have no rates to size it by.".to_owned(),
            },
            "proxy.memory" => format!(
                "A proxy takes {} MB (release 1.24) and more with what it is told of; the chart's request leaves room.",
                each("proxy.megabytes")
            ),
            "proxy.limit.memory" if self.scoped() => {
                "Sidecar objects tell each proxy only of what its workload calls, so half of the chart's limit is plenty."
                    .to_owned()
            }
            "proxy.limit.memory" => format!(
                "The chart's own: without Sidecar objects every proxy is told of all {} Services.",
                self.services
            ),
            "waypoint.cpu" => format!(
                "{} requests a second between workloads, over two waypoint pods, at {}m for 1,000 of them (release 1.24).",
                self.rate,
                each("waypoint.millicpu-per-1000-rps")
            ),
            "ztunnel.cpu" => format!(
                "{} requests a second pass two nodes each, of {}; {}m for 1,000 of them (release 1.24), and no less than the \
                 chart asks for.",
                self.rate,
                self.nodes(),
                each("ztunnel.millicpu-per-1000-rps")
            ),
            "istiod.cpu" => format!(
                "{} proxies at most. One core is published for 2,000 of them; the chart asks for {}m at least.",
                self.pods,
                each("istiod.millicpu-least")
            ),
            "istiod.memory" => format!(
                "{} proxies and {} Services. {} MB are published for 2,000 and 1,000; the chart asks for {}Mi at least.",
                self.pods,
                self.services,
                each("istiod.megabytes-per-2000-proxies"),
                each("istiod.mebibytes-least")
            ),
            "istiod.most" => format!("One for every 2,000 of {} proxies and one more, or the chart's own most.", self.pods),
            "gateway.most" => format!(
                "{} requests a second at the peak, at {} % of what each pod asks for, and one more pod.",
                self.entering(),
                each("target-utilisation")
            ),
            "gateway.cpu" => format!(
                "Half of {} requests a second, at {}m for 1,000 of them (release 1.24).",
                self.entering(),
                each("proxy.millicpu-per-1000-rps")
            ),
            _ => String::new(),
        }
    }

    /// The namespaces of the design.
    pub(super) fn own_namespaces(&self) -> Vec<String> {
        let mut namespaces = Vec::new();
        for member in &self.plan.members {
            sorted::insert(&mut namespaces, member.namespace.clone());
        }
        for served in &self.plan.services {
            sorted::insert(&mut namespaces, served.namespace.clone());
        }
        namespaces
    }

    /// Those that istiod must know of.
    fn seen_namespaces(&self) -> Vec<String> {
        let mut namespaces = self.own_namespaces();
        for own in ["istio-system", "istio-ingress"] {
            sorted::insert(&mut namespaces, own.to_owned());
        }
        namespaces
    }
}

fn most_pods(workload: &crate::design::Workload) -> u64 {
    u64::from(workload.pods().max(workload.autoscaling.as_ref().map_or(0, |scaling| scaling.max)))
}

fn texts(words: &[String]) -> Tree {
    Tree::List(words.iter().map(|word| Tree::Text(word.clone())).gather())
}

fn selectors(namespaces: &[String]) -> Tree {
    let entry = |key: &'static str, value| Entry { comment: String::new(), key: key.into(), value };
    let expression = Tree::Map(vec![
        entry("key", Tree::Text("kubernetes.io/metadata.name".into())),
        entry("operator", Tree::Text("In".into())),
        entry("values", texts(namespaces)),
    ]);
    Tree::List(vec![Tree::Map(vec![entry("matchExpressions", Tree::List(vec![expression]))])])
}
