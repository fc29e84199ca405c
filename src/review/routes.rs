//! Rules of VirtualServices and of routes within the mesh.

use super::found::{Found, of_kind};
use crate::order::Gather;
use crate::traffic::pattern::Pattern;
use crate::traffic::{
    HttpMatch, HttpRoute, Meta, StringMatch, VirtualService, Weighted, World, entries, host, items, text, texts,
};
use crate::units::Millis;

/// Judges them.
pub(super) fn check(found: &mut Found) {
    let world = found.world;
    for service in &world.virtual_services {
        hosts(found, service);
        bindings(found, service);
        order(found, service);
        for route in &service.http {
            rule(found, service, route);
        }
        for to in service.http.iter().flat_map(|route| route.route.iter().chain(&route.mirrors)) {
            destination(found, &service.meta, to);
        }
        for route in service.tls.iter().chain(&service.tcp) {
            for to in &route.route {
                destination(found, &service.meta, to);
            }
        }
    }
    shared_hosts(found);
    for object in of_kind(world, "VirtualService") {
        for route in items(&object.root, &["spec", "http"]) {
            if route.get("redirect").is_some() && route.get("route").is_some() {
                found.say(
                    "redirect-and-route",
                    &object.meta,
                    route.at.line,
                    "The rule has both a redirect and a route.",
                );
            }
            patterns(found, &object.meta, route);
        }
    }
}

/// Whether a namespace's Services are among the files.
pub(super) fn knows_services(world: &World, namespace: &str) -> bool {
    world.services.iter().any(|one| !one.is_entry && one.meta.namespace == namespace)
}

/// The namespace of a host in the cluster.
pub(super) fn namespace_of(full: &str) -> Option<&str> {
    full.strip_suffix(host::CLUSTER)?.strip_suffix('.')?.split('.').nth(1)
}

fn destination(found: &mut Found, meta: &Meta, to: &Weighted) {
    let world = found.world;
    let full = host::resolved(&to.host, &meta.namespace);
    let Some(service) = world.service(&full, &meta.namespace) else {
        let elsewhere =
            world.services.iter().find(|one| !to.host.contains('.') && one.meta.name == to.host && !one.is_entry);
        match elsewhere {
            Some(one) => {
                let right = one.hosts.concat();
                found.mend(
                    "short-host-elsewhere",
                    meta,
                    line_of(to, world, meta),
                    format!("{} means {full}, which is not there; the Service is {}.", to.host, right),
                    &to.host,
                    &right,
                );
            }
            None if namespace_of(&full).is_some_and(|namespace| knows_services(world, namespace)) => {
                found.say("destination-unknown", meta, to.line, format!("No Service has the host {full}."));
            }
            None => {}
        }
        return;
    };
    if to.port.is_none() && service.ports.len() > 1 {
        found.say(
            "port-needed",
            meta,
            to.line,
            format!("{} has {} ports, and the destination names none.", service.meta, service.ports.len()),
        );
    }
    if let Some(port) = to.port
        && !service.ports.is_empty()
        && service.ports.iter().all(|own| own.number != port)
    {
        found.say("destination-port-unknown", meta, to.line, format!("{} has no port {port}.", service.meta));
    }
    if to.subset.is_empty() {
        return;
    }
    let rules = world
        .destination_rules
        .iter()
        .filter(|rule| host::covers(&host::resolved(&rule.host, &rule.meta.namespace), &full));
    let rules = rules.gather();
    let subsets = rules.iter().flat_map(|rule| &rule.subsets).filter(|subset| subset.name == to.subset).gather();
    if subsets.is_empty() {
        found.say(
            "subset-undefined",
            meta,
            to.line,
            format!("No DestinationRule for {full} has the subset {}.", to.subset),
        );
        return;
    }
    let pods = world.answering(service);
    let some = subsets.iter().any(|subset| {
        pods.iter().any(|pods| subset.labels.iter().all(|(key, value)| pods.labels.get(key) == Some(value)))
    });
    if !some && !pods.is_empty() {
        found.say(
            "subset-without-pods",
            meta,
            to.line,
            format!("No pods of {} have the labels of the subset {}.", service.meta, to.subset),
        );
    }
}

/// The line on which a destination's host stands.
fn line_of(to: &Weighted, world: &World, meta: &Meta) -> u32 {
    let object = world.objects.iter().rev().find(|object| object.meta.same(meta));
    let mut line = to.line;
    if let Some(object) = object {
        super::found::walk(&object.root, &mut |entry| {
            if entry.key == "host"
                && entry.value.text() == Some(&to.host)
                && entry.value.at.line >= to.line
                && line == to.line
            {
                line = entry.value.at.line;
            }
        });
    }
    line
}

fn hosts(found: &mut Found, service: &VirtualService) {
    let meta = &service.meta;
    if service.http.is_empty() && service.tls.is_empty() && service.tcp.is_empty() {
        found.say("no-rules", meta, 0, "It has no rules.");
    }
    if service.binds("mesh") && service.hosts.iter().any(|host| host == "*") {
        found.say("every-host-in-mesh", meta, 0, "It names the host * for the mesh.");
    }
    for to in service.export_to.iter().filter(|to| !matches!(to.as_str(), "*" | "." | "~")) {
        unknown_namespace(found, meta, to);
    }
}

/// An `exportTo` that names a namespace which is not there.
pub(super) fn unknown_namespace(found: &mut Found, meta: &Meta, to: &str) {
    let known = &found.world.namespaces;
    if !known.is_empty() && known.iter().all(|(name, _)| name != to) {
        found.say("exported-nowhere", meta, 0, format!("exportTo names the namespace {to}, which is not there."));
    }
}

fn bindings(found: &mut Found, service: &VirtualService) {
    let world = found.world;
    if world.gateways.is_empty() {
        return;
    }
    for said in service.gateways.iter().filter(|said| *said != "mesh") {
        let key = if said.contains('/') { said.clone() } else { format!("{}/{said}", service.meta.namespace) };
        let Some(gateway) = world.gateways.iter().find(|gateway| gateway.meta.key() == key) else {
            found.say("gateway-unknown", &service.meta, 0, format!("No Gateway is called {key}."));
            continue;
        };
        for name in &service.hosts {
            let open = gateway.servers.iter().flat_map(|server| &server.hosts).any(|of_server| {
                let (namespace, pattern) = host::parted(of_server, &gateway.meta.namespace);
                (namespace == "*" || namespace == service.meta.namespace) && host::overlap(pattern, name)
            });
            if !open {
                found.say(
                    "host-not-on-gateway",
                    &service.meta,
                    0,
                    format!("{} has no server for the host {name}.", gateway.meta),
                );
            }
        }
    }
}

fn order(found: &mut Found, service: &VirtualService) {
    let mut all: Option<u32> = None;
    let mut before: Vec<&HttpMatch> = Vec::new();
    for route in &service.http {
        if let Some(line) = all {
            found.say(
                "rule-unreachable",
                &service.meta,
                route.line,
                format!("The rule at line {line} takes everything, so this one never gets any."),
            );
            continue;
        }
        for one in &route.matches {
            if let Some(earlier) = before.iter().find(|earlier| shadows(earlier, one)) {
                found.say(
                    "match-covered",
                    &service.meta,
                    one.line,
                    format!("The match at line {} takes all of it before.", earlier.line),
                );
            }
        }
        before.extend(&route.matches);
        if route.matches.is_empty() || route.matches.iter().any(HttpMatch::takes_all) {
            all = Some(route.line);
        }
    }
}

/// Whether an earlier match takes all that a later one would.
fn shadows(earlier: &HttpMatch, later: &HttpMatch) -> bool {
    let same = HttpMatch { line: later.line, uri: later.uri.clone(), ..earlier.clone() } == *later;
    let bare = HttpMatch { line: earlier.line, uri: earlier.uri.clone(), ..HttpMatch::default() } == *earlier;
    if !same && !bare {
        return false;
    }
    match (&earlier.uri, &later.uri) {
        (Some(StringMatch::Prefix(prefix)), Some(StringMatch::Prefix(path) | StringMatch::Exact(path))) => {
            path.starts_with(prefix) && (same || !later.ignore_uri_case)
        }
        (one, other) => one == other && one.is_some() && (same || !later.ignore_uri_case),
    }
}

fn millis(text: &str) -> Option<u64> {
    text.parse::<Millis>().ok().map(|millis| millis.0)
}

fn rule(found: &mut Found, service: &VirtualService, route: &HttpRoute) {
    let meta = &service.meta;
    let weights = route.route.iter().map(|to| to.weight.unwrap_or(0)).gather();
    if weights.len() > 1 && weights.iter().all(|weight| *weight == 0) {
        found.say("weights-zero", meta, route.line, "All weights of the rule are 0.");
    }
    if let [only] = route.route.as_slice()
        && only.weight.is_some_and(|weight| weight != 100)
    {
        found.say(
            "weight-alone",
            meta,
            only.line,
            "The only destination has a weight, and gets everything all the same.",
        );
    }
    for (at, to) in route.route.iter().enumerate() {
        let same = |other: &&Weighted| other.host == to.host && other.subset == to.subset && other.port == to.port;
        if route.route.iter().take(at).any(|other| same(&other)) {
            found.say("destination-twice", meta, to.line, format!("{} stands in the rule twice.", to.host));
        }
    }
    timing(found, meta, route);
    if let Some((namespace, name)) = &route.delegate {
        match found.world.virtual_services.iter().find(|one| one.meta.namespace == *namespace && one.meta.name == *name)
        {
            None => found.say(
                "delegate-unknown",
                meta,
                route.line,
                format!("No VirtualService is called {namespace}/{name}."),
            ),
            Some(one) if !one.hosts.is_empty() => {
                found.say("delegate-with-hosts", &one.meta, 0, format!("{meta} hands over to it, and it names hosts."));
            }
            Some(_) => {}
        }
    }
    let claims =
        route.matches.iter().flat_map(|one| &one.headers).any(|(name, _)| name.starts_with("@request.auth.claims"));
    if claims && found.world.tokens.is_empty() {
        found.say(
            "claims-without-token",
            meta,
            route.line,
            "The rule goes by claims of a token, and no RequestAuthentication is there.",
        );
    }
}

fn timing(found: &mut Found, meta: &Meta, route: &HttpRoute) {
    let retries = route.retries.as_ref();
    let each = retries.map_or("", |(_, each, _)| each);
    for (name, said) in [("timeout", route.timeout.as_str()), ("perTryTimeout", each)] {
        if !said.is_empty() && said.parse::<Millis>().is_err() {
            found.say("duration-wrong", meta, route.line, format!("{name} is {said}, which is no duration."));
        }
    }
    let Some((attempts, each, on)) = retries else { return };
    if let (Some(whole), Some(each)) = (millis(&route.timeout), millis(each))
        && whole > 0
        && each * (u64::from(*attempts) + 1) > whole
        && *attempts > 0
    {
        found.say(
            "retries-past-timeout",
            meta,
            route.line,
            format!("{} attempts of {each} ms do not fit into the timeout of {whole} ms.", attempts + 1),
        );
    }
    let unsafe_method = |one: &HttpMatch| match &one.method {
        Some(StringMatch::Exact(method) | StringMatch::Regex(method)) => {
            ["POST", "PATCH"].iter().any(|own| method.contains(own))
        }
        _ => false,
    };
    let answered = on.split(',').any(|one| {
        matches!(one.trim(), "5xx" | "gateway-error" | "reset" | "retriable-4xx" | "500" | "502" | "503" | "504")
    });
    if *attempts > 0 && answered && route.matches.iter().any(unsafe_method) {
        found.say("retry-not-idempotent", meta, route.line, format!("POST or PATCH is tried again on {on}."));
    }
}

/// Two VirtualServices for one host in the mesh.
fn shared_hosts(found: &mut Found) {
    let world = found.world;
    let all = world.virtual_services.iter().filter(|one| one.binds("mesh")).gather();
    for (at, one) in all.iter().enumerate() {
        for other in all.iter().take(at) {
            let seen = one.meta.namespace == other.meta.namespace
                || (one.export_to.iter().all(|to| to == "*") && other.export_to.iter().all(|to| to == "*"));
            let shared = one.hosts.iter().find(|host| {
                let full = host::resolved(host, &one.meta.namespace);
                other.hosts.iter().any(|own| host::resolved(own, &other.meta.namespace) == full)
            });
            if let Some(shared) = shared.filter(|_| seen) {
                found.say("host-twice-in-mesh", &one.meta, 0, format!("{} has the host {shared}, too.", other.meta));
            }
        }
    }
}

/// Regular expressions that RE2 does not read, and header names that never match.
fn patterns(found: &mut Found, meta: &Meta, route: &crate::yaml::read::Node) {
    for one in items(route, &["match"]) {
        super::found::walk(one, &mut |entry| {
            if entry.key == "regex"
                && let Some(pattern) = entry.value.text()
                && let Err(error) = Pattern::read(pattern)
            {
                found.say("pattern-wrong", meta, entry.value.at.line, format!("{pattern}: {error}."));
            }
        });
        for key in ["headers", "withoutHeaders"] {
            for entry in entries(one, &[key]) {
                let lower = entry.key.to_ascii_lowercase();
                if lower != entry.key && !entry.key.starts_with('@') {
                    found.mend(
                        "header-in-capitals",
                        meta,
                        entry.key_at.line,
                        format!("The header {} has capitals.", entry.key),
                        &entry.key,
                        &lower,
                    );
                }
            }
        }
    }
    for origin in texts(route, &["corsPolicy", "allowOrigin"]) {
        found.say(
            "field-deprecated",
            meta,
            route.at.line,
            format!("corsPolicy.allowOrigin ({origin}) is an old field; allowOrigins takes its place."),
        );
    }
    if let Some(entry) = route.entry("mirrorPercent") {
        found.say(
            "field-deprecated",
            meta,
            entry.key_at.line,
            format!(
                "mirrorPercent ({}) is an old field; mirrorPercentage takes its place.",
                text(route, "mirrorPercent")
            ),
        );
    }
}
