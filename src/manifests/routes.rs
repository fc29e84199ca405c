//! Routes from outside, the same for every API they are written in: which Service's port, which path, in what order.

use super::desk::Desk;
use crate::design::{HostRoute, PathMatch};
use crate::mesh::{Served, sorted};
use crate::units::Millis;
use std::cmp::Reverse;

/// A route that leads to a Service of the design.
pub(super) struct Route<'a> {
    pub(super) said: &'a HostRoute,
    pub(super) served: &'a Served,
    pub(super) port: u16,
}

/// All routes to one host in one namespace, the most specific path first.
pub(super) struct HostRoutes<'a> {
    pub(super) namespace: &'a str,
    /// Empty for any.
    pub(super) host: &'a str,
    /// A name for what is written about it, unique in its namespace.
    pub(super) name: String,
    /// The Secret with its certificate; none for plain HTTP.
    pub(super) secret: Option<&'a str>,
    pub(super) routes: Vec<Route<'a>>,
}

impl<'a> Desk<'a> {
    /// The port a route leads to, where the design has its Service.
    pub(super) fn route_port(&self, route: &HostRoute) -> Option<u16> {
        let served = self.route_service(route)?;
        route.port.or_else(|| served.service.ports.first().map(|port| port.port))
    }

    fn route_service(&self, route: &HostRoute) -> Option<&'a Served> {
        let namespace = self.design.namespace_of(&route.namespace);
        self.plan.services.iter().find(|served| served.service.name == route.service && served.namespace == namespace)
    }

    /// The routes by namespace and host. One that leads nowhere is left out: the design's own check names it.
    pub(super) fn host_routes(&self) -> Vec<HostRoutes<'a>> {
        let mut hosts: Vec<((&str, &str), Vec<Route<'a>>)> = Vec::new();
        for said in &self.design.routes {
            if let (Some(served), Some(port)) = (self.route_service(said), self.route_port(said)) {
                let route = Route { said, served, port };
                sorted::change(&mut hosts, (&served.namespace, &said.host), |routes| add(routes, route));
            }
        }
        let mut all: Vec<HostRoutes<'a>> = Vec::new();
        for ((namespace, host), routes) in hosts {
            let secret = routes.iter().map(|route| route.said.tls_secret.as_str()).find(|secret| !secret.is_empty());
            let stem = host_name(host);
            let mut name = stem.clone();
            let mut number = 2;
            while all.iter().any(|own| own.namespace == namespace && own.name == name) {
                name = format!("{stem}-{number}");
                number += 1;
            }
            all.push(HostRoutes { namespace, host, name, secret, routes });
        }
        all
    }
}

/// Puts a route in its place, unless there is one for its path.
fn add<'a>(routes: &mut Vec<Route<'a>>, route: Route<'a>) {
    let order = |route: &Route| {
        let path = path(route.said);
        (route.said.path_match != PathMatch::Exact, Reverse(path.len()), path)
    };
    let own = order(&route);
    let at = routes.partition_point(|other| order(other) < own);
    if routes.get(at).is_none_or(|other| order(other) != own) {
        routes.insert(at, route);
    }
}

/// The path of a route; an empty one is `/`, and all begin with one.
pub(super) fn path(route: &HostRoute) -> String {
    if route.path.starts_with('/') { route.path.clone() } else { format!("/{}", route.path) }
}

/// A name for objects about a host: `shop-example-com`.
fn host_name(host: &str) -> String {
    if host.is_empty() {
        return "any-host".to_owned();
    }
    let mut name = String::new();
    for c in host.replace('*', "any").chars().take(50) {
        match c {
            c if c.is_ascii_alphanumeric() => name.push(c.to_ascii_lowercase()),
            _ if name.ends_with('-') => {}
            _ => name.push('-'),
        }
    }
    let name = name.trim_matches('-');
    if name.is_empty() { "host".to_owned() } else { name.to_owned() }
}

/// A duration as Go and the Gateway API both read it; none for zero, which means no limit to neither.
pub(super) fn duration(said: Millis) -> Option<String> {
    let mut rest = said.0.min(99_999 * 3_600_000);
    let mut text = String::new();
    for (unit, size) in [("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)] {
        if rest >= size {
            text.push_str(&(rest / size).to_string());
            text.push_str(unit);
            rest %= size;
        }
    }
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_at_most_five_digits_a_unit() {
        for (millis, text) in [
            (0, None),
            (250, Some("250ms")),
            (1500, Some("1s500ms")),
            (90_000, Some("1m30s")),
            (3_600_000, Some("1h")),
            (123_456_789, Some("34h17m36s789ms")),
            (u64::MAX, Some("99999h")),
        ] {
            assert_eq!(duration(Millis(millis)).as_deref(), text);
        }
    }

    #[test]
    fn hosts_become_names() {
        for (host, name) in [
            ("", "any-host"),
            ("shop.example.com", "shop-example-com"),
            ("*.example.com", "any-example-com"),
            ("-- ::", "host"),
            ("Ü.de", "de"),
        ] {
            assert_eq!(host_name(host), name);
        }
    }
}
