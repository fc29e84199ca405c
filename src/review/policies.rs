//! Rules of policies: who may call, how, and with which token.

use super::ambient;
use super::found::{Found, of_kind};
use super::services::{Member, member};
use crate::cluster::model::Selector;
use crate::order::Gather;
use crate::traffic::{
    Action, AuthorizationPolicy, Meta, PeerAuthentication, PolicyRule, ROOT, Target, Workload, World, host,
};

const METHODS: [&str; 9] = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];

/// Judges them.
pub(super) fn check(found: &mut Found) {
    let world = found.world;
    for policy in &world.policies {
        selected(found, &policy.meta, &policy.selector, &policy.targets);
        for rule in &policy.rules {
            callers(found, policy, rule);
            operations(found, policy, rule);
        }
        if policy.action == Action::Custom && policy.provider.is_empty() {
            found.say("custom-without-provider", &policy.meta, 0, "Its action is CUSTOM, and it names no provider.");
        }
        let all = |rule: &PolicyRule| rule.from.is_empty() && rule.to.is_empty() && rule.when.is_empty();
        let everywhere = policy.selector.is_empty() && policy.targets.is_empty();
        if policy.action == Action::Deny && everywhere && policy.rules.iter().any(all) {
            found.say("denies-everything", &policy.meta, 0, "It denies every call to everything of the namespace.");
        }
    }
    for one in &world.peers {
        selected(found, &one.meta, &one.selector, &[]);
        if !one.ports.is_empty() && one.selector.is_empty() {
            found.say("port-mtls-without-selector", &one.meta, 0, "It has portLevelMtls, and no selector.");
        }
        if one.mode == "DISABLE" {
            found.say("mtls-off", &one.meta, 0, "It switches mutual TLS off.");
        }
    }
    for (at, one) in world.peers.iter().enumerate() {
        let same =
            |other: &&PeerAuthentication| other.meta.namespace == one.meta.namespace && other.selector == one.selector;
        if let Some(other) = world.peers.iter().take(at).find(same) {
            found.say("peer-authentication-twice", &one.meta, 0, format!("{} is for the same pods.", other.meta));
        }
    }
    tokens(found);
    way_in(found);
    ambient::check(found);
}

fn here<'w>(world: &'w World, meta: &'w Meta) -> impl Iterator<Item = &'w Workload> + 'w {
    world.workloads.iter().filter(|one| one.meta.namespace == meta.namespace || meta.namespace == ROOT)
}

fn selected(found: &mut Found, meta: &Meta, selector: &Selector, targets: &[Target]) {
    let world = found.world;
    if let Some(gateway) = selector.0.iter().find(|one| one.key == "gateway.networking.k8s.io/gateway-name") {
        found.say(
            "selector-on-gateway",
            meta,
            0,
            format!("It selects the gateway {} by label.", gateway.values.concat()),
        );
    } else if !selector.is_empty()
        && here(world, meta).next().is_some()
        && !here(world, meta).any(|one| selector.selects(&one.labels))
    {
        found.say("selects-nothing", meta, 0, "No pods have the labels that it selects.");
    }
    for target in targets {
        let is_it = |own: &Meta| own.namespace == meta.namespace && own.name == target.name;
        let (known, some) = match target.kind.as_str() {
            "Gateway" => (world.api_gateways.iter().any(|one| is_it(&one.meta)), !world.api_gateways.is_empty()),
            "Service" => (
                world.services.iter().any(|one| is_it(&one.meta)),
                super::routes::knows_services(world, &meta.namespace),
            ),
            _ => (true, false),
        };
        if some && !known {
            let what = format!("No {} is called {}/{}.", target.kind, meta.namespace, target.name);
            found.say("target-unknown", meta, 0, what);
        }
    }
}

fn callers(found: &mut Found, policy: &AuthorizationPolicy, rule: &PolicyRule) {
    let world = found.world;
    for (key, values) in rule.from.iter().flat_map(|from| &from.lists) {
        for value in values.iter().filter(|value| !value.contains('*')) {
            match key.as_str() {
                "principals" | "notPrincipals" => principal(found, policy, rule, value),
                "namespaces" | "notNamespaces" => {
                    let known = world.namespaces.is_empty() || world.namespaces.iter().any(|(name, _)| name == value);
                    if !known && value != ROOT {
                        let what = format!("There is no namespace {value}.");
                        found.say("caller-namespace-unknown", &policy.meta, rule.line, what);
                    }
                }
                _ => {}
            }
        }
    }
}

fn principal(found: &mut Found, policy: &AuthorizationPolicy, rule: &PolicyRule, value: &str) {
    let world = found.world;
    let parts = value.split('/').gather();
    let [_, "ns", namespace, "sa", account] = parts.as_slice() else {
        let what = format!("{value} is no principal: it is trust domain, /ns/, namespace, /sa/ and account.");
        found.say("principal-wrong", &policy.meta, rule.line, what);
        return;
    };
    let mut there = world.workloads.iter().filter(|one| one.meta.namespace == *namespace).peekable();
    let known = there.peek().is_none() || there.any(|one| one.account == *account);
    let gateway = world.api_gateways.iter().any(|one| one.meta.namespace == *namespace);
    let is_it = |meta: &Meta| meta.namespace == *namespace && meta.name == *account;
    if !known && !gateway && !of_kind(world, "ServiceAccount").any(|one| is_it(&one.meta)) {
        found.say("principal-unknown", &policy.meta, rule.line, format!("Nothing runs as {value}."));
    }
}

/// Whether a rule goes by what only a proxy that reads requests can see.
fn reads_requests(rule: &PolicyRule) -> bool {
    let of_request = |key: &str| {
        let key = key.trim_start_matches("not");
        ["methods", "paths", "hosts"].iter().any(|own| key.eq_ignore_ascii_case(own))
    };
    let by_token = |key: &str| key.to_ascii_lowercase().ends_with("requestprincipals");
    rule.to.iter().flat_map(|to| &to.lists).any(|(key, _)| of_request(key))
        || rule.from.iter().flat_map(|from| &from.lists).any(|(key, _)| by_token(key))
        || rule.when.iter().any(|when| when.key.starts_with("request."))
}

fn operations(found: &mut Found, policy: &AuthorizationPolicy, rule: &PolicyRule) {
    let world = found.world;
    for (key, values) in rule.to.iter().flat_map(|to| &to.lists) {
        for value in values {
            match key.as_str() {
                "methods" | "notMethods" if !METHODS.contains(&value.as_str()) && !value.contains('*') => {
                    let what = format!("{value} is no method as requests say it.");
                    found.say("method-unknown", &policy.meta, rule.line, what);
                }
                "paths" | "notPaths" if !value.starts_with(['/', '*', '{']) => {
                    let what = format!("The path {value} does not begin with a slash, and every request's does.");
                    found.say("path-without-slash", &policy.meta, rule.line, what);
                }
                _ => {}
            }
        }
    }
    if !reads_requests(rule) || !policy.targets.is_empty() {
        return;
    }
    let pods = here(world, &policy.meta).filter(|one| policy.selector.selects(&one.labels)).gather();
    if let Some(one) = pods.iter().find(|one| member(world, one) == Member::Ambient) {
        let what = format!("{} has no proxy that reads requests.", one.meta);
        found.say("requests-at-ztunnel", &policy.meta, rule.line, what);
        return;
    }
    let reached = world
        .services
        .iter()
        .filter(|service| pods.iter().any(|pods| world.answering(service).iter().any(|own| own.meta.same(&pods.meta))));
    let ports = reached.flat_map(|service| &service.ports).gather();
    let tcp = !ports.is_empty() && ports.iter().all(|port| !port.is_http());
    if policy.action == Action::Allow && !policy.selector.is_empty() && tcp {
        let what = "It goes by methods or paths, and its pods are reached by TCP alone.";
        found.say("requests-on-tcp", &policy.meta, rule.line, what);
    }
}

fn tokens(found: &mut Found) {
    let world = found.world;
    for one in &world.tokens {
        selected(found, &one.meta, &one.selector, &one.targets);
        for rule in one.rules.iter().filter(|rule| rule.issuer.is_empty()) {
            found.say("token-without-issuer", &one.meta, rule.line, "A jwtRule names no issuer.");
        }
        let near = |meta: &Meta| meta.namespace == one.meta.namespace || meta.namespace == ROOT;
        let asks =
            world.policies.iter().filter(|policy| near(&policy.meta)).flat_map(|policy| &policy.rules).any(|rule| {
                let by_token = |key: &str| key.to_ascii_lowercase().ends_with("requestprincipals");
                rule.when.iter().any(|when| when.key.starts_with("request.auth."))
                    || rule.from.iter().flat_map(|from| &from.lists).any(|(key, _)| by_token(key))
            });
        if !asks && !one.rules.is_empty() {
            found.say("token-never-asked-for", &one.meta, 0, "No AuthorizationPolicy asks for a token.");
        }
    }
}

/// Policies that keep the gateway from what it leads to.
fn way_in(found: &mut Found) {
    let world = found.world;
    for service in &world.virtual_services {
        let gateways = world.gateways.iter().filter(|gateway| service.binds(&gateway.meta.key())).gather();
        let pods = gateways.iter().find_map(|gateway| {
            let is_it = |one: &&Workload| !gateway.selector.is_empty() && gateway.selector.selects(&one.labels);
            world.workloads.iter().find(is_it)
        });
        let Some(gateway) = pods else { continue };
        for to in service.http.iter().flat_map(|route| &route.route) {
            let full = host::resolved(&to.host, &service.meta.namespace);
            locked(found, &full, (&gateway.meta.namespace, &gateway.principal()), &service.meta);
        }
    }
    for route in &world.routes {
        let names = |meta: &Meta| {
            let mut parents = route.parents.iter().filter(|parent| parent.kind == "Gateway");
            parents.any(|parent| meta.name == parent.name && meta.namespace == parent.namespace)
        };
        for gateway in world.api_gateways.iter().filter(|gateway| names(&gateway.meta)) {
            let namespace = &gateway.meta.namespace;
            let principal = format!("cluster.local/ns/{namespace}/sa/{}-{}", gateway.meta.name, gateway.class);
            for to in route.rules.iter().flat_map(|rule| &rule.backends) {
                let full = format!("{}.{}.{}", to.name, to.namespace, host::CLUSTER);
                locked(found, &full, (namespace, &principal), &route.meta);
            }
        }
    }
}

fn locked(found: &mut Found, full: &str, (namespace, principal): (&str, &str), by: &Meta) {
    let world = found.world;
    let Some(service) = world.service(full, &by.namespace) else { return };
    let fits = |wanted: &String, value: &str| {
        wanted == "*"
            || wanted == value
            || wanted.strip_suffix('*').is_some_and(|start| value.starts_with(start))
            || wanted.strip_prefix('*').is_some_and(|end| value.ends_with(end))
    };
    for pods in world.answering(service) {
        if member(world, pods) == Member::Ambient {
            continue;
        }
        let on = world.policies.iter().filter(|policy| {
            policy.action == Action::Allow
                && policy.targets.is_empty()
                && !policy.dry_run
                && (policy.meta.namespace == pods.meta.namespace || policy.meta.namespace == ROOT)
                && policy.selector.selects(&pods.labels)
        });
        let on = on.gather();
        let open = on.iter().flat_map(|policy| &policy.rules).any(|rule| {
            rule.from.is_empty()
                || rule.from.iter().any(|from| {
                    from.lists.iter().all(|(key, values)| match key.as_str() {
                        "principals" => values.iter().any(|value| fits(value, principal)),
                        "namespaces" => values.iter().any(|value| fits(value, namespace)),
                        _ => true,
                    })
                })
        });
        if let Some(first) = on.first().filter(|_| !open) {
            let what = format!("{by} leads the gateway to {}, and no policy lets {principal} in.", pods.meta);
            found.say("gateway-locked-out", &first.meta, 0, what);
        }
    }
}
