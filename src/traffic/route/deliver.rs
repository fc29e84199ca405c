//! From a rule to pods: what the rule does, which Service, subset and policy, and whether the pods let it in.

use super::network::Side;
use super::rules::{shares, target};
use super::trace::End;
use super::{Caller, Plane, Stage, Verdict, Walk, plane};
use crate::order::Gather;
use crate::traffic::destination::{DestinationRule, PARTS};
use crate::traffic::field::text;
use crate::traffic::gateway_api::{ApiRoute, Backend};
use crate::traffic::host;
use crate::traffic::object::Meta;
use crate::traffic::service::Service;
use crate::traffic::virtual_service::{VirtualService, Weighted};
use crate::traffic::workload::Workload;
use crate::traffic::world::ROOT;

type At<'m> = Option<(&'m Meta, u32)>;

impl Walk<'_> {
    /// Follows the rules of VirtualServices.
    pub(super) fn by_virtual_services(&mut self, services: &[VirtualService], caller: &Caller, port: u16) {
        let Some(taken) = self.by_rules(services, caller) else {
            "404".clone_into(&mut self.trace.status);
            self.step(
                Stage::Rule,
                Verdict::Refuses,
                "No rule takes it: 404.".into(),
                "None has conditions that hold, and none takes everything.",
                services.first().map(|one| (&one.meta, 0)),
            );
            return;
        };
        let route = taken.route;
        let at = Some((&taken.meta, route.line));
        if !route.faults.is_empty() {
            self.step(
                Stage::Action,
                Verdict::Applies,
                format!("Faults are put in: {}.", route.faults.join(", ")),
                "Retries and timeouts of the same rule do not act on them.",
                at,
            );
            self.trace.faults.clone_from(&route.faults);
            if let Some((status, 100_000)) = &route.abort {
                self.trace.status.clone_from(status);
                self.trace.summary = format!("Every such request is aborted with status {status}.");
                return;
            }
        }
        if let Some((code, to)) = &route.redirect {
            self.redirected(*code, to, at);
            return;
        }
        if let Some(status) = route.direct {
            self.trace.status = status.to_string();
            self.trace.summary = format!("It is answered at once with {status}.");
            self.step(
                Stage::Action,
                Verdict::Applies,
                self.trace.summary.clone(),
                "The rule has a directResponse.",
                at,
            );
            return;
        }
        if let Some((path, authority)) = &route.rewrite {
            self.trace.rewrite = [authority.as_str(), path].concat();
            self.step(
                Stage::Action,
                Verdict::Applies,
                format!("Rewritten to {}.", self.trace.rewrite),
                "The rule has a rewrite; a path's matched beginning is replaced.",
                at,
            );
        }
        self.timed(&route.timeout, route.retries.as_ref().map(|(attempts, ..)| *attempts), at);
        if let Some((_, each, on)) = &route.retries
            && !(each.is_empty() && on.is_empty())
        {
            self.step(
                Stage::Action,
                Verdict::Note,
                format!(
                    "Each attempt has {}, again on {}.",
                    if each.is_empty() { "the whole timeout" } else { each },
                    if on.is_empty() { "Istio’s usual faults" } else { on }
                ),
                "",
                at,
            );
        }
        for mirror in &route.mirrors {
            self.trace.mirrors.push(target(mirror));
            self.step(
                Stage::Action,
                Verdict::Applies,
                format!("A copy goes to {}.", target(mirror)),
                "Its answer is thrown away.",
                at,
            );
        }
        if route.changes_headers {
            self.step(Stage::Action, Verdict::Applies, "Headers are changed.".into(), "", at);
        }
        self.send(&route.route, &taken.meta.namespace, caller, port, at);
    }

    fn redirected(&mut self, code: u32, to: &str, at: At) {
        self.trace.status = code.to_string();
        to.clone_into(&mut self.trace.redirect);
        let words =
            if to.ends_with("://") { format!("{to}{}{}", self.request.host, self.request.path) } else { to.to_owned() };
        self.trace.summary = format!("It is sent elsewhere, to {words}: {code}.");
        self.step(Stage::Action, Verdict::Applies, self.trace.summary.clone(), "The rule is a redirect.", at);
    }

    fn timed(&mut self, timeout: &str, retries: Option<u32>, at: At) {
        timeout.clone_into(&mut self.trace.timeout);
        self.trace.retries = retries;
        let timeout = if timeout.is_empty() || timeout == "0s" {
            "No timeout".to_owned()
        } else {
            format!("Timeout {timeout}, retries included")
        };
        let retries = match retries {
            None => "retries as Istio has them by itself (2)".to_owned(),
            Some(0) => "no retries".to_owned(),
            Some(number) => format!("up to {number} retries"),
        };
        self.step(Stage::Action, Verdict::Note, format!("{timeout}; {retries}."), "", at);
    }

    /// Follows the rules of HTTPRoutes.
    pub(super) fn by_api_routes(&mut self, routes: &[&ApiRoute], caller: &Caller) {
        let Some((route, rule)) = self.by_api_rules(routes) else {
            "404".clone_into(&mut self.trace.status);
            self.step(
                Stage::Rule,
                Verdict::Refuses,
                "No rule takes it: 404.".into(),
                "None has conditions that hold.",
                routes.first().map(|one| (&one.meta, 0)),
            );
            return;
        };
        let at = Some((&route.meta, rule.line));
        if let Some((code, to)) = &rule.redirect {
            self.redirected(*code, to, at);
            return;
        }
        if let Some(to) = &rule.rewrite {
            self.trace.rewrite.clone_from(to);
            self.step(
                Stage::Action,
                Verdict::Applies,
                format!("Rewritten to {to}."),
                "The rule has the filter URLRewrite.",
                at,
            );
        }
        self.timed(&rule.timeout, rule.retries, at);
        for mirror in &rule.mirrors {
            let name = format!("{}.{}", mirror.name, mirror.namespace);
            self.step(
                Stage::Action,
                Verdict::Applies,
                format!("A copy goes to {name}."),
                "Its answer is thrown away.",
                at,
            );
            self.trace.mirrors.push(name);
        }
        if rule.backends.is_empty() {
            "500".clone_into(&mut self.trace.status);
            self.step(
                Stage::Rule,
                Verdict::Refuses,
                "The rule has nowhere to send it: 500.".into(),
                "It has no backendRefs and no redirect.",
                at,
            );
            return;
        }
        let lets = |to: &Backend| {
            to.namespace == route.meta.namespace
                || self.world.grants.iter().any(|grant| {
                    grant.lets((&route.meta.kind, &route.meta.namespace), (&to.kind, &to.namespace, &to.name))
                })
        };
        let refused = rule.backends.iter().map(|to| !lets(to)).gather();
        let sent = rule.backends.iter().map(|to| Weighted {
            line: to.line,
            host: format!("{}.{}.{}", to.name, to.namespace, host::CLUSTER),
            subset: String::new(),
            port: to.port,
            weight: Some(to.weight),
        });
        self.send_some(&sent.gather(), &refused, &route.meta.namespace, caller, 80, at);
    }

    /// Sends to destinations by their weights.
    pub(super) fn send(&mut self, to: &[Weighted], namespace: &str, caller: &Caller, port: u16, at: At) {
        self.send_some(to, &[], namespace, caller, port, at);
    }

    fn send_some(&mut self, to: &[Weighted], ungranted: &[bool], namespace: &str, caller: &Caller, port: u16, at: At) {
        let weights = to.iter().map(|to| to.weight).gather();
        let shares = shares(&weights);
        if to.len() > 1 {
            let words = to.iter().zip(&shares).map(|(to, share)| format!("{} ‰ to {}", share, target(to))).gather();
            self.step(
                Stage::Rule,
                Verdict::Applies,
                format!("It is parted by weight: {}.", words.join(", ")),
                "A destination gets its weight's share of the sum.",
                at,
            );
        }
        for (place, (to, share)) in to.iter().zip(shares).enumerate() {
            let full = host::resolved(&to.host, namespace);
            let mut end = End {
                host: full.clone(),
                subset: to.subset.clone(),
                port: to.port.unwrap_or(port),
                share,
                ..End::default()
            };
            if ungranted.get(place) == Some(&true) {
                self.refuse(
                    &mut end,
                    Stage::Service,
                    "500",
                    format!("The route may not send to {full}: 500."),
                    "It is in another namespace, and no ReferenceGrant there lets routes of this one refer to it.",
                    at,
                );
            } else {
                self.deliver(&mut end, to.port.is_some(), caller, at);
            }
            self.trace.ends.push(end);
        }
    }

    pub(super) fn refuse(
        &mut self,
        end: &mut End,
        stage: Stage,
        status: &str,
        what: String,
        why: impl Into<String>,
        at: At,
    ) {
        if end.refused.is_empty() {
            end.refused.clone_from(&what);
            status.clone_into(&mut end.status);
        }
        self.step(stage, Verdict::Refuses, what, why, at);
    }

    fn deliver(&mut self, end: &mut End, port_said: bool, caller: &Caller, at: At) {
        let world = self.world;
        let Some(service) = world.service(&end.host, &caller.namespace) else {
            self.refuse(
                end,
                Stage::Service,
                "503",
                format!("Nobody in the files has the host {}: 503.", end.host),
                "No Service or ServiceEntry that the caller may see has this name.",
                at,
            );
            return;
        };
        if !port_said && let [only] = service.ports.as_slice() {
            end.port = only.number;
        }
        let Some(port) = service.ports.iter().find(|port| port.number == end.port) else {
            let has = service.ports.iter().map(|port| port.number.to_string()).gather().join(", ");
            self.refuse(
                end,
                Stage::Service,
                "503",
                format!("{} has no port {}: 503.", service.meta, end.port),
                format!("It has {has}."),
                Some((&service.meta, 0)),
            );
            return;
        };
        self.step(
            Stage::Service,
            Verdict::Applies,
            format!("{} on port {}.", service.meta, end.port),
            "",
            Some((&service.meta, port.line)),
        );
        let rule = self.destination_rule(&end.host, service, caller);
        if !self.by_destination_rule(end, rule.as_ref(), service) {
            return;
        }
        let mode = rule
            .as_ref()
            .and_then(|rule| rule.merged(&end.subset, end.port)[3].as_ref().map(|tls| text(tls, "mode").to_owned()))
            .unwrap_or_default();
        let pods = self.pods(end, rule.as_ref(), service);
        let Some(pods) = pods else { return };
        for workload in &pods {
            let target = workload.port(&port.target, end.port);
            self.at_pods(end, caller, service, workload, target, port.is_http(), &mode);
        }
        end.workloads = pods.iter().map(|one| one.meta.key()).gather();
    }

    /// The DestinationRule that counts: the caller's namespace's own, then the Service's, then the mesh's.
    fn destination_rule(&self, full: &str, service: &Service, caller: &Caller) -> Option<DestinationRule> {
        if caller.plane == Plane::Outside {
            return None;
        }
        for namespace in [caller.namespace.as_str(), service.meta.namespace.as_str(), ROOT] {
            let here = self.world.destination_rules.iter().filter(|rule| {
                rule.meta.namespace == namespace
                    && host::exported(&rule.export_to, namespace, &caller.namespace)
                    && rule.callers.iter().all(|(key, value)| caller.labels.get(key) == Some(value))
            });
            let fits = here.filter_map(|rule| {
                let pattern = host::resolved(&rule.host, &rule.meta.namespace);
                host::covers(&pattern, full).then(|| (host::precision(&pattern), rule))
            });
            let fits = fits.gather();
            let Some(best) = fits.iter().map(|(precision, _)| *precision).max() else { continue };
            let mut same = fits.into_iter().filter(|(precision, _)| *precision == best).map(|(_, rule)| rule);
            // Subsets of several rules for one host are put together; of the policies one counts.
            let mut merged = same.next()?.clone();
            for other in same {
                merged.policy = merged.policy.or_else(|| other.policy.clone());
                let new = other
                    .subsets
                    .iter()
                    .filter(|one| merged.subsets.iter().all(|own| own.name != one.name))
                    .cloned()
                    .gather();
                merged.subsets.extend(new);
            }
            return Some(merged);
        }
        None
    }

    fn by_destination_rule(&mut self, end: &mut End, rule: Option<&DestinationRule>, service: &Service) -> bool {
        let Some(rule) = rule else {
            if end.subset.is_empty() {
                return true;
            }
            self.refuse(
                end,
                Stage::Destination,
                "503",
                format!("No DestinationRule defines the subset {}: 503.", end.subset),
                "A subset is defined in a DestinationRule for the same host.",
                Some((&service.meta, 0)),
            );
            return false;
        };
        let subset = rule.subsets.iter().find(|one| one.name == end.subset);
        if !end.subset.is_empty() && subset.is_none() {
            let has = rule.subsets.iter().map(|one| one.name.as_str()).gather().join(", ");
            let why = if has.is_empty() { "It has none.".to_owned() } else { format!("It has {has}.") };
            self.refuse(
                end,
                Stage::Destination,
                "503",
                format!("{} has no subset {}: 503.", rule.meta, end.subset),
                why,
                Some((&rule.meta, 0)),
            );
            return false;
        }
        let merged = rule.merged(&end.subset, end.port);
        let parts =
            PARTS.iter().zip(&merged).filter(|(_, part)| part.is_some()).map(|(name, _)| *name).gather().join(", ");
        let what = if parts.is_empty() {
            format!("{} sets nothing for it.", rule.meta)
        } else {
            format!("{} sets {parts}.", rule.meta)
        };
        let why = match (
            subset.is_some_and(|one| one.policy.is_some()),
            rule.policy.as_ref().is_some_and(|policy| policy.ports.iter().any(|(port, _)| *port == end.port)),
        ) {
            (true, _) => "Parts of the subset's own policy stand in place of the host's.",
            (false, true) => {
                "The policy for this port stands in place of all of the host's; what it leaves out is Istio's default."
            }
            _ => "",
        };
        self.step(
            Stage::Destination,
            Verdict::Applies,
            what,
            why,
            Some((&rule.meta, subset.map_or(0, |one| one.line))),
        );
        true
    }

    /// The workloads behind a destination; none where there is nobody to ask further.
    fn pods(&mut self, end: &mut End, rule: Option<&DestinationRule>, service: &Service) -> Option<Vec<Workload>> {
        let at = Some((&service.meta, 0));
        if !service.external_name.is_empty() || (service.is_entry && service.selector.is_none()) {
            let to = if service.external_name.is_empty() { &end.host } else { &service.external_name };
            self.step(Stage::Service, Verdict::Passes, format!("It leaves the cluster for {to}."), "", at);
            return None;
        }
        let all = self.world.answering(service).into_iter().cloned().gather();
        if all.is_empty() {
            let here = self.world.workloads.iter().any(|one| one.meta.namespace == service.meta.namespace);
            if here && service.selector.is_some() {
                self.refuse(
                    end,
                    Stage::Service,
                    "503",
                    format!("No pods in the files answer for {}: 503.", service.meta),
                    "None of the namespace's workloads has the labels that it selects.",
                    at,
                );
            } else {
                self.step(
                    Stage::Service,
                    Verdict::Note,
                    format!(
                        "The pods behind {} are not in the files, so what they let in is not looked at.",
                        service.meta
                    ),
                    "",
                    at,
                );
            }
            return None;
        }
        let Some((rule, subset)) =
            rule.and_then(|rule| Some((rule, rule.subsets.iter().find(|one| one.name == end.subset)?)))
        else {
            return Some(all);
        };
        let some = all
            .into_iter()
            .filter(|one| subset.labels.iter().all(|(key, value)| one.labels.get(key) == Some(value)))
            .gather();
        if some.is_empty() {
            let labels = subset.labels.iter().map(|(key, value)| format!("{key}: {value}")).gather().join(", ");
            self.refuse(
                end,
                Stage::Destination,
                "503",
                format!("No pods have the labels of the subset {}: 503.", subset.name),
                format!("It asks for {labels}."),
                Some((&rule.meta, subset.line)),
            );
            return None;
        }
        Some(some)
    }

    #[allow(clippy::too_many_arguments, reason = "all of it is what a proxy sees")]
    fn at_pods(
        &mut self,
        end: &mut End,
        caller: &Caller,
        service: &Service,
        workload: &Workload,
        port: u16,
        http: bool,
        mode: &str,
    ) {
        let own = plane(self.world, workload);
        let waypoint = self
            .waypoint_of(service)
            .filter(|_| own == Plane::Ambient && caller.plane == Plane::Ambient && caller.gateway == "mesh");
        let tunnel = own == Plane::Ambient && caller.plane != Plane::Outside;
        let seen = if tunnel { super::network::TUNNEL } else { port };
        let to = Side {
            namespace: &workload.meta.namespace,
            labels: &workload.labels,
            ports: &workload.ports,
            words: workload.meta.to_string(),
        };
        let from =
            Side { namespace: &caller.namespace, labels: &caller.labels, ports: &[], words: caller.words.clone() };
        let mut caller = caller.clone();
        let mut by_waypoint = false;
        if let Some((namespace, name)) = &waypoint {
            let labels = [("gateway.networking.k8s.io/gateway-name".to_owned(), name.clone())].into_iter().collect();
            let between =
                Side { namespace, labels: &labels, ports: &[], words: format!("waypoint {namespace}/{name}") };
            if !self.may_reach(end, &from, &between, seen, caller.known)
                || !self.may_reach(end, &between, &to, seen, true)
            {
                return;
            }
            if !self.guarded_waypoint(end, &caller, service, (namespace, name), port) {
                return;
            }
            caller.principal = Some(format!("cluster.local/ns/{namespace}/sa/{name}"));
            caller.namespace.clone_from(namespace);
            by_waypoint = true;
        } else if !self.may_reach(end, &from, &to, seen, caller.known) {
            return;
        }
        let Some(caller) = self.with_mtls(end, &caller, workload, own, port, mode) else { return };
        if own == Plane::Outside {
            return;
        }
        // ztunnel sees connections, not requests.
        self.guarded_pods(end, &caller, workload, port, http && own == Plane::Sidecar, by_waypoint);
    }
}
