//! A call from within: what the caller's proxy knows, and whose rules it follows.

use super::{Caller, Plane, Stage, Verdict, Walk, plane};
use crate::order::Gather;
use crate::traffic::gateway_api::ApiRoute;
use crate::traffic::host;
use crate::traffic::service::Service;
use crate::traffic::sidecar::Sidecar;
use crate::traffic::virtual_service::{VirtualService, Weighted};
use crate::traffic::world::ROOT;

impl<'a> Walk<'a> {
    /// Calls from a workload.
    pub(super) fn call(&mut self, namespace: &str, name: &str) {
        let (world, request) = (self.world, self.request);
        let here = world.workloads.iter().filter(|one| one.meta.namespace == namespace);
        let found = here.clone().find(|one| one.meta.name == name);
        let found = found.or_else(|| here.clone().find(|one| one.labels.get("app") == Some(name)));
        let mut caller = Caller {
            namespace: namespace.to_owned(),
            labels: found.map(|one| one.labels.clone()).unwrap_or_default(),
            principal: Some(found.map_or_else(
                || format!("cluster.local/ns/{namespace}/sa/default"),
                crate::traffic::Workload::principal,
            )),
            plane: found
                .map_or(if world.has_istio() { Plane::Sidecar } else { Plane::Outside }, |one| plane(world, one)),
            gateway: "mesh".to_owned(),
            words: format!("{namespace}/{name}"),
            known: found.is_some(),
        };
        match found {
            None => self.step(Stage::Scope, Verdict::Note, format!("No workload {namespace}/{name} is in the files; it is taken to have no labels and the account default."), "", None),
            Some(one) => {
                let what = match caller.plane {
                    Plane::Sidecar => "its sidecar sends the call",
                    Plane::Ambient => "ztunnel on its node sends the call",
                    Plane::Outside => "it is not in the mesh and sends the call itself",
                };
                self.step(Stage::Scope, Verdict::Applies, format!("{} calls: {what}.", one.meta), format!("It runs as {}.", one.principal()), Some((&one.meta, 0)));
            }
        }
        if caller.plane == Plane::Outside {
            caller.principal = None;
        }
        let names = host::completed(&request.host, namespace);
        let service = names.iter().find_map(|name| world.service(name, namespace));
        let full = service
            .and_then(|one| names.iter().find(|name| one.hosts.iter().any(|host| host::covers(host, name))).cloned());
        let full = full.unwrap_or_else(|| request.host.clone());
        let port = self.port_at(service);
        if caller.plane == Plane::Sidecar && !self.known_to(&mut caller, service, &full, port) {
            return;
        }
        if service.is_none() && !self.some_rules(&caller, &full) {
            self.unknown_host(&caller, &full);
            return;
        }
        self.at_proxy(&caller, service, &full, port);
    }

    fn port_at(&mut self, service: Option<&Service>) -> u16 {
        if let Some(port) = self.request.port {
            return port;
        }
        let assumed = self.assumed_port();
        let Some(service) = service else { return assumed };
        if service.ports.iter().any(|port| port.number == assumed) {
            return assumed;
        }
        let first = service.ports.iter().find(|port| port.is_http()).or_else(|| service.ports.first());
        let Some(port) = first.map(|port| port.number) else { return assumed };
        self.step(
            Stage::Scope,
            Verdict::Note,
            format!("No port was said; the Service's port {port} is taken."),
            "",
            Some((&service.meta, 0)),
        );
        port
    }

    /// Whether the caller's Sidecar lets its proxy know the host; what it does not know leaves without the mesh, or not at all.
    fn known_to(&mut self, caller: &mut Caller, service: Option<&Service>, full: &str, port: u16) -> bool {
        let world = self.world;
        let Some(sidecar) = self.sidecar_of(caller) else { return true };
        let here = Some((&sidecar.meta, 0));
        let in_namespace = service.map(|one| one.meta.namespace.clone()).unwrap_or_default();
        let of_rules = world.virtual_services.iter().any(|one| {
            one.binds("mesh")
                && one.hosts.iter().any(|said| {
                    host::covers(&host::resolved(said, &one.meta.namespace), full)
                        && sidecar.knows(&caller.namespace, &one.meta.namespace, said, port)
                })
        });
        if of_rules || (service.is_some() && sidecar.knows(&caller.namespace, &in_namespace, full, port)) {
            self.step(
                Stage::Scope,
                Verdict::Passes,
                format!("The proxy knows {full}."),
                "It is among the hosts of the Sidecar's egress.",
                here,
            );
            return true;
        }
        if sidecar.outbound == "REGISTRY_ONLY" {
            "502".clone_into(&mut self.trace.status);
            self.step(Stage::Scope, Verdict::Refuses, format!("The proxy does not know {full}, and lets nothing else out: 502."), "The host is not among the hosts of the Sidecar's egress, and its outboundTrafficPolicy is REGISTRY_ONLY.", here);
            return false;
        }
        self.step(
            Stage::Scope,
            Verdict::Note,
            format!(
                "The proxy does not know {full}: the call goes out as it is, without rules and without mutual TLS."
            ),
            "The host is not among the hosts of the Sidecar's egress.",
            here,
        );
        caller.plane = Plane::Outside;
        caller.principal = None;
        true
    }

    /// The Sidecar of a caller: one that selects it, its namespace's, or the mesh's.
    fn sidecar_of(&self, caller: &Caller) -> Option<&'a Sidecar> {
        let own = |one: &&Sidecar| one.meta.namespace == caller.namespace;
        let world: &'a crate::traffic::World = self.world;
        let all = &world.sidecars;
        all.iter()
            .filter(own)
            .find(|one| one.selector.as_ref().is_some_and(|selector| selector.selects(&caller.labels)))
            .or_else(|| all.iter().filter(own).find(|one| one.selector.is_none()))
            .or_else(|| all.iter().find(|one| one.meta.namespace == ROOT && one.selector.is_none()))
    }

    fn some_rules(&self, caller: &Caller, full: &str) -> bool {
        caller.plane != Plane::Outside && !self.virtual_services(caller, full).is_empty()
    }

    fn unknown_host(&mut self, caller: &Caller, full: &str) {
        let only = self.sidecar_of(caller).is_some_and(|sidecar| sidecar.outbound == "REGISTRY_ONLY");
        let what = if only {
            "502".clone_into(&mut self.trace.status);
            format!("Nobody knows the host {full}, and the proxy lets nothing else out: 502.")
        } else {
            format!(
                "No Service, ServiceEntry or rule in the files has the host {full}: the call leaves the mesh for whatever the name resolves to."
            )
        };
        let why = if only {
            "The Sidecar's outboundTrafficPolicy is REGISTRY_ONLY."
        } else {
            "Istio lets unknown hosts pass unless it is told otherwise (outboundTrafficPolicy ALLOW_ANY)."
        };
        self.step(Stage::Host, if only { Verdict::Refuses } else { Verdict::Note }, what.clone(), why, None);
        self.trace.summary = what;
    }

    /// The VirtualServices of the mesh that have a host, the most exact name first; of several for one host one counts.
    fn virtual_services(&self, caller: &Caller, full: &str) -> Vec<VirtualService> {
        let mut found = Vec::new();
        for service in self.world.virtual_services.iter().filter(|one| one.binds("mesh")) {
            if !host::exported(&service.export_to, &service.meta.namespace, &caller.namespace) {
                continue;
            }
            let hosts = service.hosts.iter().map(|said| host::resolved(said, &service.meta.namespace)).gather();
            let best = hosts.iter().filter(|host| host::covers(host, full)).map(|host| host::precision(host)).max();
            found.extend(best.map(|best| (best, service)));
        }
        let best = found.iter().map(|(best, _)| *best).max();
        let mut chosen = found.into_iter().filter(|(own, _)| Some(*own) == best).map(|(_, one)| one.clone()).gather();
        crate::order::sort_by(&mut chosen, |a, b| a.meta.key().cmp(&b.meta.key()));
        chosen
    }

    /// At the proxy that decides: the caller's own, or the waypoint before the callee.
    fn at_proxy(&mut self, caller: &Caller, service: Option<&Service>, full: &str, port: u16) {
        let waypoint = service.and_then(|one| self.waypoint_of(one));
        let decides = caller.plane == Plane::Sidecar || (caller.plane == Plane::Ambient && waypoint.is_some());
        let is_http = service.is_none_or(|one| {
            one.ports.iter().find(|own| own.number == port).is_none_or(crate::traffic::ServedPort::is_http)
        });
        let straight = [Weighted { host: full.to_owned(), port: Some(port), ..Weighted::default() }];
        let at = service.map(|one| (&one.meta, 0));
        if !decides {
            let why = if caller.plane == Plane::Ambient {
                "There is no waypoint, and ztunnel does not read requests."
            } else {
                "No proxy reads the request before it is at its Service."
            };
            self.step(Stage::Host, Verdict::Applies, format!("It goes straight to {full}."), why, at);
            self.send(&straight, &caller.namespace, caller, port, at);
            return;
        }
        if caller.plane == Plane::Ambient
            && let Some((namespace, name)) = &waypoint
        {
            self.step(
                Stage::Host,
                Verdict::Applies,
                format!("The waypoint {namespace}/{name} reads the request."),
                "The Service or its namespace has the label istio.io/use-waypoint.",
                at,
            );
        }
        let services = self.virtual_services(caller, full);
        if !is_http {
            self.plain(&services, caller, full, port, &straight, at);
            return;
        }
        if let Some(first) = services.first().filter(|one| !one.http.is_empty()) {
            self.step(
                Stage::Host,
                Verdict::Applies,
                format!("{} has the host {full}.", first.meta),
                format!("Its hosts are {}.", first.hosts.join(", ")),
                Some((&first.meta, 0)),
            );
            if services.len() > 1 {
                let others = services.iter().skip(1).map(|one| one.meta.key()).gather().join(", ");
                self.step(Stage::Host, Verdict::Note, format!("{others} has the same host and is passed over."), "In the mesh one VirtualService counts for a host: the oldest, which the files do not tell, so here the first by name.", None);
            }
            self.by_virtual_services(services.get(..1).unwrap_or_default(), caller, port);
            return;
        }
        let routes = service.map(|one| self.service_routes(one, caller, port)).unwrap_or_default();
        if let Some(first) = routes.first() {
            self.step(
                Stage::Host,
                Verdict::Applies,
                format!("{} is for this Service.", first.meta),
                "Its parentRefs name the Service.",
                Some((&first.meta, 0)),
            );
            self.by_api_routes(&routes, caller);
            return;
        }
        self.step(
            Stage::Host,
            Verdict::Applies,
            format!("No rules are for {full}: it goes straight there."),
            "Without rules every request goes to the Service, as it does without a mesh.",
            at,
        );
        self.send(&straight, &caller.namespace, caller, port, at);
    }

    /// What is not HTTP: by port alone.
    fn plain(
        &mut self,
        services: &[VirtualService],
        caller: &Caller,
        full: &str,
        port: u16,
        straight: &[Weighted],
        at: Option<(&crate::traffic::Meta, u32)>,
    ) {
        let routes = services.iter().flat_map(|one| one.tcp.iter().map(move |route| (one, route)));
        let found = routes.filter(|(_, route)| route.ports.is_empty() || route.ports.contains(&port)).gather();
        if let Some((service, route)) = found.first() {
            self.trace.by = service.meta.to_string();
            self.step(
                Stage::Rule,
                Verdict::Applies,
                format!("A TCP rule takes port {port}."),
                "The port is not HTTP, so paths and headers are not looked at.",
                Some((&service.meta, route.line)),
            );
            self.send(&route.route, &service.meta.namespace, caller, port, Some((&service.meta, route.line)));
            return;
        }
        self.step(
            Stage::Host,
            Verdict::Applies,
            format!("Port {port} of {full} is not HTTP: it goes straight there."),
            "Rules for HTTP do not concern it.",
            at,
        );
        self.send(straight, &caller.namespace, caller, port, at);
    }

    /// Routes whose parent is a Service: those in the caller's own namespace before those in the Service's.
    fn service_routes(&self, service: &Service, caller: &Caller, port: u16) -> Vec<&'a ApiRoute> {
        let world: &'a crate::traffic::World = self.world;
        let names = |route: &&ApiRoute| {
            route.parents.iter().any(|parent| {
                parent.kind == "Service"
                    && parent.name == service.meta.name
                    && parent.namespace == service.meta.namespace
                    && parent.port.is_none_or(|own| own == port)
            })
        };
        let of = |namespace: &str| {
            world.routes.iter().filter(names).filter(|route| route.meta.namespace == namespace).gather()
        };
        let own = of(&caller.namespace);
        if own.is_empty() { of(&service.meta.namespace) } else { own }
    }

    /// Namespace and name of the waypoint before a Service.
    pub(super) fn waypoint_of(&self, service: &Service) -> Option<(String, String)> {
        let labels = self.world.namespace_labels(&service.meta.namespace);
        let said = |key| service.meta.labels.get(key).or_else(|| labels.get(key));
        let name = said("istio.io/use-waypoint").filter(|name| *name != "none")?;
        let namespace = said("istio.io/use-waypoint-namespace").unwrap_or(&service.meta.namespace);
        Some((namespace.to_owned(), name.to_owned()))
    }
}
