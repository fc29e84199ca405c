//! The way in from outside: which gateway listens for it, and whose rules it has.

use super::{Caller, Plane, Stage, Verdict, Walk};
use crate::cluster::model::Labels;
use crate::order::Gather;
use crate::traffic::gateway::{IstioGateway, Server};
use crate::traffic::gateway_api::{Allowed, ApiGateway, ApiRoute, Listener};
use crate::traffic::host;
use crate::traffic::virtual_service::VirtualService;
use crate::traffic::world::ROOT;

/// A port that somebody listens on.
#[derive(Clone, Copy)]
enum Door<'a> {
    Istio(&'a IstioGateway, &'a Server),
    Api(&'a ApiGateway, &'a Listener),
}

impl<'a> Door<'a> {
    fn port(self) -> u16 {
        match self {
            Self::Istio(_, server) => server.port,
            Self::Api(_, listener) => listener.port,
        }
    }

    fn secure(self) -> bool {
        match self {
            Self::Istio(_, server) => matches!(server.protocol.as_str(), "HTTPS" | "TLS"),
            Self::Api(_, listener) => matches!(listener.protocol.as_str(), "HTTPS" | "TLS"),
        }
    }

    fn plain_http(self) -> bool {
        match self {
            Self::Istio(_, server) => matches!(server.protocol.as_str(), "HTTP" | "HTTP2" | "GRPC" | "GRPC-WEB"),
            Self::Api(_, listener) => listener.protocol == "HTTP",
        }
    }

    fn hosts(self) -> Vec<&'a str> {
        match self {
            Self::Istio(gateway, server) => {
                server.hosts.iter().map(|said| host::parted(said, &gateway.meta.namespace).1).gather()
            }
            Self::Api(_, listener) if listener.hostname.is_empty() => vec!["*"],
            Self::Api(_, listener) => vec![listener.hostname.as_str()],
        }
    }

    fn precision(self, name: &str) -> Option<(bool, usize)> {
        let hosts = self.hosts();
        let at = host::most_exact(hosts.iter().copied(), name)?;
        hosts.get(at).map(|host| host::precision(host))
    }
}

impl Walk<'_> {
    /// Comes in from outside.
    pub(super) fn enter(&mut self) {
        let (world, request) = (self.world, self.request);
        let mut doors: Vec<Door> = Vec::new();
        for gateway in &world.gateways {
            doors.extend(gateway.servers.iter().map(|server| Door::Istio(gateway, server)));
        }
        for gateway in world.api_gateways.iter().filter(|gateway| gateway.class != "istio-waypoint") {
            doors.extend(gateway.listeners.iter().map(|listener| Door::Api(gateway, listener)));
        }
        if doors.is_empty() {
            let why = "Say with “from” which workload calls, or add the file of the gateway.";
            self.step(
                Stage::Gateway,
                Verdict::Refuses,
                "No gateway is in the files, so nothing comes in from outside.".into(),
                why,
                None,
            );
            return;
        }
        let all = doors.clone();
        doors.retain(|door| {
            let scheme = match request.scheme.as_str() {
                "https" => door.secure(),
                "http" => door.plain_http(),
                _ => door.secure() || door.plain_http(),
            };
            scheme && request.port.is_none_or(|port| port == door.port())
        });
        let fitting = doors.iter().copied().filter(|door| door.precision(&request.host).is_some()).gather();
        // Somebody who says no scheme asks as curl does: plainly where that is answered.
        let plain = request.scheme != "https" && fitting.iter().any(|door| door.plain_http());
        let fitting = fitting.into_iter().filter(|door| door.plain_http() == plain).gather();
        let best = fitting.iter().filter_map(|door| Some((door.precision(&request.host)?, *door)));
        let Some((_, door)) = best.max_by_key(|(precision, door)| (*precision, u16::MAX - door.port())) else {
            self.nobody_listens(&all, &doors);
            return;
        };
        match door {
            Door::Istio(gateway, server) => self.enter_istio(gateway, server),
            Door::Api(gateway, listener) => self.enter_api(gateway, listener),
        }
    }

    fn nobody_listens(&mut self, all: &[Door], open: &[Door]) {
        let name = &self.request.host;
        let hosts: Vec<String> =
            all.iter().map(|door| format!("{} on port {}", door.hosts().join(", "), door.port())).collect();
        let why = format!("There are: {}.", hosts.join("; "));
        let (what, status) = if open.iter().any(|door| door.plain_http()) {
            (format!("No server of a gateway has the host {name}: 404."), "404")
        } else if open.is_empty() {
            ("No gateway listens on that port with that protocol: the connection is refused.".to_owned(), "")
        } else {
            (format!("No server of a gateway has the host {name}: TLS is broken off."), "")
        };
        status.clone_into(&mut self.trace.status);
        self.step(Stage::Gateway, Verdict::Refuses, what, why, None);
    }

    fn enter_istio(&mut self, gateway: &IstioGateway, server: &Server) {
        let (world, request) = (self.world, self.request);
        let here = Some((&gateway.meta, server.line));
        let what = format!("Port {} ({}) takes it for {}.", server.port, server.protocol, server.hosts.join(", "));
        self.step(
            Stage::Gateway,
            Verdict::Applies,
            what,
            format!("It is the server whose host names {} most exactly.", request.host),
            here,
        );
        if server.redirects && server.protocol != "HTTPS" {
            "301".clone_into(&mut self.trace.status);
            self.trace.redirect = format!("https://{}{}", request.host, request.path);
            self.trace.summary = format!("It is sent to {}: 301.", self.trace.redirect);
            self.step(
                Stage::Gateway,
                Verdict::Applies,
                self.trace.summary.clone(),
                "The server has httpsRedirect.",
                here,
            );
            return;
        }
        let pods = world
            .workloads
            .iter()
            .find(|workload| gateway.selector.selects(&workload.labels) && !gateway.selector.is_empty());
        let mut caller = Caller {
            namespace: ROOT.to_owned(),
            labels: gateway.selector.0.iter().map(|one| (one.key.clone(), one.values.concat())).collect(),
            principal: Some(format!("cluster.local/ns/{ROOT}/sa/istio-ingressgateway-service-account")),
            plane: Plane::Sidecar,
            gateway: gateway.meta.key(),
            words: format!("gateway {}", gateway.meta.key()),
            known: pods.is_some(),
        };
        match pods {
            Some(pods) => {
                caller.namespace.clone_from(&pods.meta.namespace);
                caller.labels = pods.labels.clone();
                caller.principal = Some(pods.principal());
            }
            None => self.step(Stage::Gateway, Verdict::Note, format!("The gateway's pods are not in the files; they are taken to run in {ROOT} as istio-ingressgateway-service-account."), "", None),
        }
        if server.protocol == "TLS" && server.tls_mode == "PASSTHROUGH" || server.tls_mode == "AUTO_PASSTHROUGH" {
            self.passed_on(gateway, &caller);
            return;
        }
        if !self.guarded_gateway(&caller, &gateway.meta, server.port) {
            return;
        }
        let mut bound: Vec<(&VirtualService, (bool, usize))> = Vec::new();
        for service in &world.virtual_services {
            if !service.binds(&gateway.meta.key())
                || !host::exported(&service.export_to, &service.meta.namespace, &caller.namespace)
            {
                continue;
            }
            let fits = |said: &&String| {
                let open = |of_server: &String| {
                    let (namespace, pattern) = host::parted(of_server, &gateway.meta.namespace);
                    (namespace == "*" || namespace == service.meta.namespace) && host::overlap(pattern, said)
                };
                host::covers(said, &request.host) && server.hosts.iter().any(open)
            };
            let best = service.hosts.iter().filter(fits).map(|host| host::precision(host)).max();
            bound.extend(best.map(|best| (service, best)));
        }
        let best = bound.iter().map(|(_, precision)| *precision).max();
        let mut chosen =
            bound.iter().filter(|(_, precision)| Some(*precision) == best).map(|(one, _)| (*one).clone()).gather();
        crate::order::sort_by(&mut chosen, |a, b| a.meta.key().cmp(&b.meta.key()));
        let Some(first) = chosen.first() else {
            let what = format!("No VirtualService with the host {} is bound to this gateway: 404.", request.host);
            "404".clone_into(&mut self.trace.status);
            self.step(
                Stage::Host,
                Verdict::Refuses,
                what,
                "A VirtualService names the gateway in its gateways, and a host that the server has, too.",
                here,
            );
            return;
        };
        let why = if chosen.len() > 1 {
            format!(
                "{} VirtualServices have this host on this gateway and are put one behind the other: the older first, which the files do not tell, so here by name.",
                chosen.len()
            )
        } else {
            format!("Its hosts are {}.", first.hosts.join(", "))
        };
        self.step(Stage::Host, Verdict::Applies, format!("{} has the host.", first.meta), why, Some((&first.meta, 0)));
        self.by_virtual_services(&chosen, &caller, server.port);
    }

    /// TLS that is not opened: by its name alone.
    fn passed_on(&mut self, gateway: &IstioGateway, caller: &Caller) {
        let (world, name) = (self.world, &self.request.host);
        let bound = world.virtual_services.iter().filter(|service| service.binds(&gateway.meta.key()));
        let routes = bound.flat_map(|service| service.tls.iter().map(move |route| (service, route)));
        let found = routes.filter_map(|(service, route)| {
            let best = route.sni.iter().filter(|sni| host::covers(sni, name)).map(|sni| host::precision(sni)).max()?;
            Some((best, service, route))
        });
        match found.max_by_key(|(best, ..)| *best) {
            Some((_, service, route)) => {
                self.trace.by = service.meta.to_string();
                self.step(
                    Stage::Rule,
                    Verdict::Applies,
                    "TLS goes on unopened, by its name.".into(),
                    format!("sniHosts: {}", route.sni.join(", ")),
                    Some((&service.meta, route.line)),
                );
                self.send(&route.route, &service.meta.namespace, caller, 443, Some((&service.meta, route.line)));
            }
            None => self.step(
                Stage::Rule,
                Verdict::Refuses,
                format!("No TLS rule names {name}: the connection is closed."),
                "",
                Some((&gateway.meta, 0)),
            ),
        }
    }

    fn enter_api(&mut self, gateway: &ApiGateway, listener: &Listener) {
        let request = self.request;
        let here = Some((&gateway.meta, listener.line));
        let host = if listener.hostname.is_empty() { "every host" } else { &listener.hostname };
        let what = format!(
            "Listener {} on port {} ({}) takes it for {host}.",
            listener.name, listener.port, listener.protocol
        );
        self.step(
            Stage::Gateway,
            Verdict::Applies,
            what,
            format!("It is the listener whose host names {} most exactly.", request.host),
            here,
        );
        let account = format!("{}-{}", gateway.meta.name, gateway.class);
        let labels: Labels =
            [("gateway.networking.k8s.io/gateway-name".to_owned(), gateway.meta.name.clone())].into_iter().collect();
        let caller = Caller {
            namespace: gateway.meta.namespace.clone(),
            labels,
            principal: Some(format!("cluster.local/ns/{}/sa/{account}", gateway.meta.namespace)),
            plane: Plane::Sidecar,
            gateway: gateway.meta.key(),
            words: format!("gateway {}", gateway.meta.key()),
            known: true,
        };
        if !self.guarded_gateway(&caller, &gateway.meta, listener.port) {
            return;
        }
        let attached = self
            .world
            .routes
            .iter()
            .filter_map(|route| Some((self.attached(route, gateway, listener)?, route)))
            .gather();
        let best = attached.iter().map(|(precision, _)| *precision).max();
        let routes =
            attached.iter().filter(|(precision, _)| Some(*precision) == best).map(|(_, route)| *route).gather();
        let Some(first) = routes.first() else {
            "404".clone_into(&mut self.trace.status);
            let what = format!("No route with the host {} is attached to this listener: 404.", request.host);
            self.step(Stage::Host, Verdict::Refuses, what, "A route names the Gateway in its parentRefs, stands in a namespace the listener allows, and has a host the listener has, too.", here);
            return;
        };
        let why = match first.hostnames.as_slice() {
            [] => "It names no host, so it has the listener's.".to_owned(),
            hosts => format!("Its hosts are {}.", hosts.join(", ")),
        };
        self.step(Stage::Host, Verdict::Applies, format!("{} has the host.", first.meta), why, Some((&first.meta, 0)));
        self.by_api_routes(&routes, &caller);
    }

    /// How exactly a route that is attached to a listener names the request's host; none where it is not.
    fn attached(&self, route: &ApiRoute, gateway: &ApiGateway, listener: &Listener) -> Option<(bool, usize)> {
        let names = route.parents.iter().any(|parent| {
            parent.kind == "Gateway"
                && parent.name == gateway.meta.name
                && parent.namespace == gateway.meta.namespace
                && (parent.section.is_empty() || parent.section == listener.name)
                && parent.port.is_none_or(|port| port == listener.port)
        });
        let allowed = match &listener.allowed {
            Allowed::Same => route.meta.namespace == gateway.meta.namespace,
            Allowed::All => true,
            Allowed::Selector(selector) => selector.selects(&self.world.namespace_labels(&route.meta.namespace)),
        };
        if !names || !allowed {
            return None;
        }
        let of_listener = if listener.hostname.is_empty() { "*" } else { &listener.hostname };
        if route.hostnames.is_empty() {
            return Some(host::precision(of_listener));
        }
        let fits = |said: &&String| host::covers(said, &self.request.host) && host::overlap(said, of_listener);
        route.hostnames.iter().filter(fits).map(|host| host::precision(host)).max()
    }
}
