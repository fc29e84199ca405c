//! Rules of DestinationRules.

use super::found::{Found, of_kind, walk};
use super::routes::{knows_services, namespace_of, unknown_namespace};
use super::services::{Member, member};
use crate::order::Gather;
use crate::traffic::{DestinationRule, TrafficPolicy, entries, host, items, text};
use crate::yaml::read::Node;

/// Judges them.
pub(super) fn check(found: &mut Found) {
    let world = found.world;
    for (at, rule) in world.destination_rules.iter().enumerate() {
        hosts(found, rule);
        for (earlier, subset) in rule.subsets.iter().enumerate() {
            if subset.labels.is_empty() {
                found.say(
                    "subset-without-labels",
                    &rule.meta,
                    subset.line,
                    format!("The subset {} has no labels, so it is all pods.", subset.name),
                );
            }
            if rule.subsets.iter().take(earlier).any(|other| other.name == subset.name) {
                found.say(
                    "subset-twice",
                    &rule.meta,
                    subset.line,
                    format!("The subset {} stands here twice.", subset.name),
                );
            }
        }
        let same = |other: &&DestinationRule| {
            other.meta.namespace == rule.meta.namespace
                && host::resolved(&other.host, &other.meta.namespace)
                    == host::resolved(&rule.host, &rule.meta.namespace)
                && other.callers.is_empty()
                && rule.callers.is_empty()
        };
        if let Some(other) = world.destination_rules.iter().take(at).find(same) {
            let clash = rule.subsets.iter().any(|one| other.subsets.iter().any(|own| own.name == one.name));
            if clash || (rule.policy.is_some() && other.policy.is_some()) {
                found.say("destination-rule-twice", &rule.meta, 0, format!("{} is for the same host.", other.meta));
            }
        }
        for policy in rule.policy.iter().chain(rule.subsets.iter().filter_map(|subset| subset.policy.as_ref())) {
            parts(found, rule, policy);
        }
        mtls(found, rule);
    }
    for object in of_kind(world, "DestinationRule") {
        let Some(spec) = object.root.get("spec") else { continue };
        walk(spec, &mut |entry| {
            let newer = match (entry.key.as_str(), entry.value.text()) {
                ("consecutiveErrors", _) => ("consecutiveErrors", "consecutive5xxErrors"),
                ("simple", Some("LEAST_CONN")) => ("LEAST_CONN", "LEAST_REQUEST"),
                ("warmupDurationSecs", _) => {
                    found.say(
                        "field-deprecated",
                        &object.meta,
                        entry.key_at.line,
                        "warmupDurationSecs is an old field; warmup.duration takes its place.",
                    );
                    return;
                }
                _ => return,
            };
            found.mend(
                "field-deprecated",
                &object.meta,
                entry.key_at.line,
                format!("{} is old; {} takes its place.", newer.0, newer.1),
                newer.0,
                newer.1,
            );
        });
    }
}

fn hosts(found: &mut Found, rule: &DestinationRule) {
    let world = found.world;
    let full = host::resolved(&rule.host, &rule.meta.namespace);
    let known = world.services.iter().flat_map(|one| &one.hosts).any(|own| host::overlap(&full, own));
    if !known && namespace_of(&full).is_some_and(|namespace| knows_services(world, namespace)) {
        found.say("destination-rule-host-unknown", &rule.meta, 0, format!("No Service has the host {full}."));
    }
    for to in rule.export_to.iter().filter(|to| !matches!(to.as_str(), "*" | "." | "~")) {
        unknown_namespace(found, &rule.meta, to);
    }
}

fn parts(found: &mut Found, rule: &DestinationRule, policy: &TrafficPolicy) {
    let meta = &rule.meta;
    balanced(found, rule, policy);
    if let Some(outlier) = policy.part("outlierDetection") {
        if text(outlier, "maxEjectionPercent") == "100" {
            found.say("all-may-be-ejected", meta, outlier.at.line, "All pods may be ejected at once.");
        }
        let never = text(outlier, "consecutive5xxErrors") == "0"
            && matches!(text(outlier, "consecutiveGatewayErrors"), "" | "0");
        if never && text(outlier, "consecutiveLocalOriginFailures").is_empty() {
            found.say("never-ejected", meta, outlier.at.line, "Neither 5xx answers nor gateway errors eject a pod.");
        }
    }
    let unverified = |tls: &Node| {
        matches!(text(tls, "mode"), "SIMPLE" | "MUTUAL")
            && text(tls, "caCertificates").is_empty()
            && text(tls, "credentialName").is_empty()
            && text(tls, "insecureSkipVerify") != "true"
    };
    if let Some(tls) = policy.part("tls").filter(|tls| unverified(tls)) {
        found.say(
            "server-not-verified",
            meta,
            tls.at.line,
            format!("TLS with {} names no authority that the server's certificate must be of.", text(tls, "mode")),
        );
    }
    for (port, parts) in &policy.ports {
        if let Some(tls) = parts.iter().flatten().find(|part| unverified(part)) {
            found.say(
                "server-not-verified-on-port",
                meta,
                tls.at.line,
                format!("TLS on port {port} names no authority that the server's certificate must be of."),
            );
        }
        for name in ["connectionPool", "outlierDetection"] {
            let at = crate::traffic::PARTS.iter().position(|part| *part == name);
            let lost = at.and_then(|at| parts.get(at)).is_some_and(Option::is_none);
            if lost && policy.part(name).is_some() {
                found.say(
                    "port-policy-drops",
                    meta,
                    parts.iter().flatten().next().map_or(0, |part| part.at.line),
                    format!("For port {port} the host's {name} does not hold."),
                );
            }
        }
    }
}

/// Keeping to localities.
fn balanced(found: &mut Found, rule: &DestinationRule, policy: &TrafficPolicy) {
    let meta = &rule.meta;
    let Some(locality) = policy.part("loadBalancer").and_then(|part| part.get("localityLbSetting")) else { return };
    let fails_over = locality.get("failover").is_some() || locality.get("failoverPriority").is_some();
    let ejects =
        policy.part("outlierDetection").or_else(|| rule.policy.as_ref().and_then(|own| own.part("outlierDetection")));
    if fails_over && ejects.is_none() {
        found.say("failover-without-outliers", meta, locality.at.line, "Failover is set, and no outlierDetection.");
    }
    if locality.get("failover").is_some() && locality.get("distribute").is_some() {
        found.say("failover-and-distribute", meta, locality.at.line, "Failover and distribute exclude each other.");
    }
    for one in items(locality, &["distribute"]) {
        let sum: u32 = entries(one, &["to"]).iter().filter_map(|entry| entry.value.text()?.parse::<u32>().ok()).sum();
        if sum != 100 {
            found.say(
                "distribution-not-whole",
                meta,
                one.at.line,
                format!("The shares from {} sum to {sum}, not to 100.", text(one, "from")),
            );
        }
    }
}

/// Mutual TLS as the rule sends it against what the pods take.
fn mtls(found: &mut Found, rule: &DestinationRule) {
    let world = found.world;
    let Some(tls) = rule.policy.as_ref().and_then(|policy| policy.part("tls")) else { return };
    let full = host::resolved(&rule.host, &rule.meta.namespace);
    let Some(service) = world.service(&full, &rule.meta.namespace).filter(|service| !service.is_entry) else { return };
    let pods = world.answering(service);
    match text(tls, "mode") {
        "DISABLE" => {
            let strict = world.peers.iter().filter(|one| one.mode == "STRICT").find(|one| {
                let here = one.meta.namespace == service.meta.namespace;
                (one.selector.is_empty() && (here || one.meta.namespace == crate::traffic::ROOT))
                    || (here && pods.iter().any(|pods| one.selector.selects(&pods.labels)))
            });
            if let Some(strict) = strict {
                let line = tls.get("mode").map_or(tls.at.line, |mode| mode.at.line);
                found.mend(
                    "plain-to-strict",
                    &rule.meta,
                    line,
                    format!("{} asks for mutual TLS, and this switches it off.", strict.meta),
                    "DISABLE",
                    "ISTIO_MUTUAL",
                );
            }
        }
        "ISTIO_MUTUAL" => {
            if let Some(one) = pods.iter().copied().gather().iter().find(|pods| member(world, pods) == Member::No) {
                found.say(
                    "mutual-to-outside",
                    &rule.meta,
                    tls.at.line,
                    format!("{} is not in the mesh and cannot take mutual TLS.", one.meta),
                );
            }
        }
        _ => {}
    }
}
