//! The rules of VirtualServices: which one takes a request.

use super::{Caller, Stage, Verdict, Walk};
use crate::order::Gather;
use crate::traffic::object::Meta;
use crate::traffic::virtual_service::{HttpMatch, HttpRoute, StringMatch, VirtualService, Weighted, bound};

/// A rule that was taken, with the namespace its hosts are completed by.
pub(super) struct Taken {
    pub(super) meta: Meta,
    pub(super) route: HttpRoute,
}

impl Walk<'_> {
    /// Goes through the rules of VirtualServices for one host, in order. On a gateway those of several are put one
    /// behind the other, and what takes everything comes last.
    pub(super) fn by_rules(&mut self, services: &[VirtualService], caller: &Caller) -> Option<Taken> {
        let mut rules: Vec<(&VirtualService, usize, &HttpRoute)> = Vec::new();
        for service in services {
            rules.extend(service.http.iter().enumerate().map(|(at, route)| (service, at, route)));
        }
        if services.len() > 1 {
            let takes_all =
                |route: &HttpRoute| route.matches.is_empty() || route.matches.iter().any(HttpMatch::takes_all);
            crate::order::sort_by_key(&mut rules, |(_, _, route)| takes_all(route));
        }
        for (service, at, route) in rules {
            let name = named(at, &route.name);
            match self.matched(&route.matches, caller, service) {
                Err(why) => {
                    self.step(
                        Stage::Rule,
                        Verdict::Skips,
                        format!("{name} does not take it."),
                        why,
                        Some((&service.meta, route.line)),
                    );
                }
                Ok(why) => {
                    let here = Some((&service.meta, route.line));
                    self.step(Stage::Rule, Verdict::Applies, format!("{name} takes it."), why, here);
                    let taken = match &route.delegate {
                        None => Some(Taken { meta: service.meta.clone(), route: route.clone() }),
                        Some(to) => self.delegated(to, caller, service, route),
                    };
                    if taken.is_some() {
                        if self.trace.by.is_empty() {
                            self.trace.by = service.meta.to_string();
                            self.trace.rule = at + 1;
                            self.trace.rule_name.clone_from(&route.name);
                        }
                        return taken;
                    }
                }
            }
        }
        None
    }

    /// The rules of the VirtualService that a rule hands over to; what they do not say, the rule says.
    fn delegated(
        &mut self,
        to: &(String, String),
        caller: &Caller,
        from: &VirtualService,
        root: &HttpRoute,
    ) -> Option<Taken> {
        let found = self.world.virtual_services.iter().find(|one| one.meta.namespace == to.0 && one.meta.name == to.1);
        let Some(found) = found.filter(|one| one.hosts.is_empty()) else {
            let what = format!("The rule hands over to {}/{}, which cannot take it.", to.0, to.1);
            let why = match found {
                Some(_) => "A VirtualService that others hand over to must not name hosts.",
                None => "There is no such VirtualService in the files.",
            };
            self.step(Stage::Rule, Verdict::Note, what, why, Some((&from.meta, root.line)));
            return None;
        };
        for (at, route) in found.http.iter().enumerate() {
            let name = named(at, &route.name);
            match self.matched(&route.matches, caller, found) {
                Err(why) => {
                    self.step(
                        Stage::Rule,
                        Verdict::Skips,
                        format!("{name} does not take it."),
                        why,
                        Some((&found.meta, route.line)),
                    );
                }
                Ok(why) => {
                    let what = format!("{name} of the delegate takes it.");
                    self.step(Stage::Rule, Verdict::Applies, what, why, Some((&found.meta, route.line)));
                    let mut route = route.clone();
                    if route.timeout.is_empty() {
                        route.timeout.clone_from(&root.timeout);
                    }
                    route.retries = route.retries.or_else(|| root.retries.clone());
                    route.rewrite = route.rewrite.or_else(|| root.rewrite.clone());
                    if route.faults.is_empty() {
                        route.faults.clone_from(&root.faults);
                        route.abort.clone_from(&root.abort);
                    }
                    if route.mirrors.is_empty() {
                        route.mirrors.clone_from(&root.mirrors);
                    }
                    self.trace.by = found.meta.to_string();
                    self.trace.rule = at + 1;
                    self.trace.rule_name.clone_from(&route.name);
                    return Some(Taken { meta: found.meta.clone(), route });
                }
            }
        }
        None
    }

    /// Whether any of the conditions holds: why, or why none does.
    fn matched(&self, matches: &[HttpMatch], caller: &Caller, service: &VirtualService) -> Result<String, String> {
        if matches.is_empty() {
            return Ok("It has no conditions, so it takes everything.".to_owned());
        }
        let mut why = Vec::new();
        for one in matches {
            match self.fits(one, caller, service) {
                Ok(words) => return Ok(words),
                Err(words) => why.push(words),
            }
        }
        Err(why.join(" "))
    }

    fn fits(&self, one: &HttpMatch, caller: &Caller, service: &VirtualService) -> Result<String, String> {
        let request = self.request;
        let mut held = Vec::new();
        if !one.gateways.is_empty() && !bound(&one.gateways, &caller.gateway, &service.meta.namespace) {
            return Err(format!(
                "It is for the gateways {}, and this comes by {}.",
                one.gateways.join(", "),
                caller.gateway
            ));
        }
        let scheme = if request.scheme.is_empty() { "http" } else { &request.scheme };
        let authority = request.authority();
        for (name, wanted, value, blind) in [
            ("path", &one.uri, request.path.as_str(), one.ignore_uri_case),
            ("method", &one.method, request.method.as_str(), false),
            ("scheme", &one.scheme, scheme, false),
            ("authority", &one.authority, authority.as_str(), false),
        ] {
            let Some(wanted) = wanted else { continue };
            if !wanted.takes(value, blind) {
                return Err(format!("The {name} {value} is not as asked: {}.", wanted.words()));
            }
            held.push(format!("{name} {}", wanted.words()));
        }
        if let Some(port) = one.port
            && request.port.unwrap_or(self.assumed_port()) != port
        {
            return Err(format!("It is for port {port}."));
        }
        for (name, wanted) in &one.headers {
            let value = self.header(name);
            match value {
                None => return Err(format!("The header {name} is not there.")),
                Some(values) if values.iter().any(|value| wanted.takes(value, false)) => {
                    held.push(format!("header {name} {}", wanted.words()));
                }
                Some(values) => {
                    return Err(format!(
                        "The header {name}, {}, is not as asked: {}.",
                        values.join(","),
                        wanted.words()
                    ));
                }
            }
        }
        for (name, wanted) in &one.without_headers {
            if self.header(name).is_some_and(|values| values.iter().any(|value| wanted.takes(value, false))) {
                return Err(format!("The header {name} must not be so: {}.", wanted.words()));
            }
            held.push(format!("without header {name}"));
        }
        for (name, wanted) in &one.query {
            let value = request.query.iter().find(|(own, _)| own == name).map(|(_, value)| value);
            match value {
                None => return Err(format!("The parameter {name} is not in the query.")),
                Some(value) if wanted.takes(value, false) => held.push(format!("parameter {name} {}", wanted.words())),
                Some(value) => {
                    return Err(format!("The parameter {name}, {value}, is not as asked: {}.", wanted.words()));
                }
            }
        }
        if !one.source_namespace.is_empty() && one.source_namespace != caller.namespace {
            return Err(format!(
                "It is for callers in {}, and this one is in {}.",
                one.source_namespace, caller.namespace
            ));
        }
        for (key, value) in one.source_labels.iter() {
            if caller.labels.get(key) != Some(value) {
                return Err(format!("The caller's pods lack the label {key}: {value}."));
            }
            held.push(format!("caller's label {key}: {value}"));
        }
        Ok(if held.is_empty() {
            "Its conditions ask for nothing.".to_owned()
        } else {
            format!("All of it holds: {}.", held.join(", "))
        })
    }

    /// A header, or a claim where the name is one of `@request.auth.claims`.
    fn header(&self, name: &str) -> Option<Vec<String>> {
        if let Some(rest) = name.strip_prefix("@request.auth.claims") {
            let path = rest.split(['.', '[', ']']).filter(|part| !part.is_empty()).gather();
            let values = self.claims.values(&path);
            return (!values.is_empty()).then_some(values);
        }
        match name {
            ":method" => Some(vec![self.request.method.clone()]),
            ":path" => Some(vec![self.request.path.clone()]),
            _ => self.request.value(name).map(|value| vec![value]),
        }
    }

    /// The port of a request that does not say one.
    pub(super) fn assumed_port(&self) -> u16 {
        if self.request.scheme == "https" { 443 } else { 80 }
    }
}

/// What a rule is called.
pub(super) fn named(at: usize, name: &str) -> String {
    if name.is_empty() { format!("Rule {}", at + 1) } else { format!("Rule {} ({name})", at + 1) }
}

/// Shares of a thousand by weight; one destination gets all.
pub(super) fn shares(weights: &[Option<u32>]) -> Vec<u32> {
    if weights.len() == 1 {
        return vec![1000];
    }
    let sum: u64 = weights.iter().map(|weight| u64::from(weight.unwrap_or(0))).sum();
    let share = |weight: &Option<u32>| (u64::from(weight.unwrap_or(0)) * 1000).checked_div(sum).unwrap_or(0);
    weights.iter().map(|weight| u32::try_from(share(weight)).unwrap_or(0)).gather()
}

/// A destination in a few words.
pub(super) fn target(to: &Weighted) -> String {
    if to.subset.is_empty() { to.host.clone() } else { format!("{} ({})", to.host, to.subset) }
}

/// A prefix of the Gateway API: it ends where a part of the path does.
pub(super) fn path_takes(wanted: &StringMatch, path: &str) -> bool {
    let StringMatch::Prefix(prefix) = wanted else { return wanted.takes(path, false) };
    let prefix = prefix.trim_end_matches('/');
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
