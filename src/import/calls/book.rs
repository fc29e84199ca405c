//! The Services that exist, found by the names that the cluster's DNS gives them.

use crate::design::{Design, Service, ServiceKind};
use crate::order::Gather;
use crate::order::{Groups, Map};

/// The Services of an import, and of the design it comes to.
pub(in crate::import) struct Book<'a> {
    design: &'a Design,
    services: Groups<&'a str, &'a Service>,
    aliases: Map<String, String>,
}

/// The Service an address leads to.
#[derive(Debug, Clone)]
pub(in crate::import) struct Target {
    pub(super) name: String,
    pub(super) namespace: String,
    pub(super) kind: ServiceKind,
    pub(super) ports: Vec<u16>,
    /// Whether it is in the caller's own namespace.
    pub(super) is_beside: bool,
    selector: Map<String, String>,
}

impl Target {
    /// Whether pods with these labels are behind it.
    pub(super) fn selects(&self, labels: &Map<String, String>) -> bool {
        !self.selector.is_empty() && self.selector.iter().all(|(key, value)| labels.get(key) == Some(value))
    }
}

impl<'a> Book<'a> {
    /// Those that were read come before those of the design; `aliases` are further names of theirs.
    pub(in crate::import) fn new(
        read: impl Iterator<Item = &'a Service>,
        design: &'a Design,
        aliases: Map<String, String>,
    ) -> Self {
        let services = Groups::of(read.chain(&design.services).map(|service| (service.name.as_str(), service)));
        Self { design, services, aliases }
    }

    /// The Service that a host name means to a pod of that namespace.
    pub(super) fn resolve(&self, host: &str, namespace: &str, port: Option<u16>) -> Option<Target> {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        let host = self.aliases.get(&host).unwrap_or(&host);
        let labels: Vec<&str> = host.split('.').gather();
        if labels.iter().any(|label| label.is_empty()) {
            return None;
        }
        self.by_labels(&labels, namespace, port).or_else(|| {
            // A pod's own name comes before that of its headless Service.
            let (_, rest) = labels.split_first()?;
            self.by_labels(rest, namespace, port).filter(|target| target.kind == ServiceKind::Headless)
        })
    }

    fn by_labels(&self, labels: &[&str], caller: &str, port: Option<u16>) -> Option<Target> {
        let (name, namespace, full) = match labels {
            [name] => (*name, None, false),
            [name, namespace] => (*name, Some(*namespace), false),
            [name, namespace, "svc", ..] => (*name, Some(*namespace), true),
            _ => return None,
        };
        let caller = self.design.namespace_of(caller);
        let named = self.services.get(&name).iter().map(|(_, service)| service);
        let exact = |service: &&&Service| self.design.namespace_of(&service.namespace) == namespace.unwrap_or(caller);
        let found = named.clone().find(exact).or_else(|| {
            // Charts leave the namespace to be said when they are applied: a Service without one may be in any.
            let anywhere = |service: &&&Service| {
                let fits = full || port.is_some_and(|port| service.ports.iter().any(|p| p.port == port));
                namespace.is_some() && service.namespace.is_empty() && fits
            };
            named.clone().find(anywhere)
        })?;
        let beside = self.design.namespace_of(&found.namespace) == caller;
        Some(Target {
            name: found.name.clone(),
            namespace: self.design.namespace_of(&found.namespace).to_owned(),
            kind: found.kind.clone(),
            ports: found.ports.iter().map(|port| port.port).gather(),
            is_beside: beside,
            selector: found.selector.clone(),
        })
    }

    /// What Kubernetes puts into `CART_SERVICE_HOST` and `CART_SERVICE_PORT` of every pod.
    pub(super) fn service_variable(&self, variable: &str, namespace: &str) -> Option<String> {
        let wants_port = variable.ends_with("_SERVICE_PORT");
        let stem = variable.strip_suffix("_SERVICE_HOST").or_else(|| variable.strip_suffix("_SERVICE_PORT"))?;
        let upper = |name: &str| name.to_ascii_uppercase().replace('-', "_");
        let namespace = self.design.namespace_of(namespace);
        let service = self
            .services
            .values()
            .find(|s| upper(&s.name) == stem && self.design.namespace_of(&s.namespace) == namespace)?;
        if wants_port { service.ports.first().map(|port| port.port.to_string()) } else { Some(service.name.clone()) }
    }
}
