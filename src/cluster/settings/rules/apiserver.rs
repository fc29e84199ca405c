//! kube-apiserver: flags that need or exclude each other, and what is audited.

use super::{Flags, SettingFinding, Sheet, View};
use crate::cluster::settings::amount::{SECOND, duration, millionths};
use crate::cluster::settings::check::Said;
use crate::yaml::read::Node;

pub(super) fn flags(sheet: &mut Sheet, flags: &Flags) {
    audit(sheet, flags);
    tokens(sheet, flags);
    limits(sheet, flags);
    if let (Some(_), Some(said)) = (flags.get("authorization-config"), flags.get("authorization-mode")) {
        clash(sheet, flags, said, "authorization-config excludes authorization-mode.", "apiserver.authorization");
    }
    if let Some(said) = flags.get("default-watch-cache-size").filter(|said| said.value.as_deref() != Some("0")) {
        let finding = SettingFinding::note(said.line, flags.at(&said.name), "Only the value 0 still has an effect.")
            .why("Watch caches find their size by themselves.")
            .fix("Leave it out.")
            .source(sheet.tables.source_of_rule("apiserver.watch-cache-size"));
        sheet.say(finding);
    }
    if !flags.whole {
        return;
    }
    if flags.get("encryption-provider-config").is_none() {
        let finding =
            SettingFinding::warning(0, flags.at("encryption-provider-config"), "Secrets are stored in plain form.")
                .why("Who gets hold of etcd's files or of a backup reads every Secret.")
                .fix("Write an EncryptionConfiguration and name it with --encryption-provider-config.")
                .source(sheet.tables.source_of_rule("apiserver.encryption"));
        sheet.say(finding);
    }
    let plugins = flags.value("enable-admission-plugins").unwrap_or_default();
    if !plugins.split(',').any(|plugin| plugin == "NodeRestriction") {
        let finding = SettingFinding::warning(
            flags.get("enable-admission-plugins").map_or(0, |said| said.line),
            flags.at("enable-admission-plugins"),
            "NodeRestriction is not on.",
        )
        .why("A kubelet may then change the objects of other nodes.")
        .fix("Write --enable-admission-plugins=NodeRestriction.")
        .source(sheet.tables.source_of_rule("apiserver.node-restriction"));
        sheet.say(finding);
    }
}

fn clash(sheet: &mut Sheet, flags: &Flags, said: &Said, what: &str, rule: &str) {
    let finding = SettingFinding::error(said.line, flags.at(&said.name), what)
        .why("kube-apiserver will not start.")
        .fix("Keep one of them.")
        .source(sheet.tables.source_of_rule(rule));
    sheet.say(finding);
}

fn audit(sheet: &mut Sheet, flags: &Flags) {
    let backend = flags.get("audit-log-path").or_else(|| flags.get("audit-webhook-config-file"));
    let rotation = ["audit-log-maxage", "audit-log-maxbackup", "audit-log-maxsize"];
    let first = backend.or_else(|| rotation.iter().find_map(|name| flags.get(name)));
    let source = sheet.tables.source_of_rule("apiserver.audit").to_owned();
    let missing = match (flags.get("audit-policy-file"), backend, first) {
        (None, _, Some(said)) => Some((said, "audit-policy-file")),
        (Some(said), None, _) => Some((said, "audit-log-path or audit-webhook-config-file")),
        _ => None,
    };
    if let Some((said, missing)) = missing {
        sheet.say(
            SettingFinding::warning(said.line, flags.at(&said.name), format!("Nothing is audited: {missing} is missing."))
                .why("A policy says what is audited, and a path or a webhook where it goes; one without the other does nothing.")
                .fix(format!("Set {missing}."))
                .source(source),
        );
    }
}

fn tokens(sheet: &mut Sheet, flags: &Flags) {
    let issuer = flags.value("service-account-issuer");
    if let Some(said) = flags.get("api-audiences") {
        let audiences = said.value.as_deref().unwrap_or_default();
        let has_issuer = issuer.map_or_else(
            || audiences.split(',').any(|one| one.starts_with("https://")),
            |issuer| audiences.split(',').any(|one| one == issuer),
        );
        if !has_issuer {
            let finding = SettingFinding::warning(
                said.line,
                flags.at("api-audiences"),
                format!("The audiences {audiences} do not include the issuer of the cluster's own tokens."),
            )
            .why("Tokens of service accounts are made out to the issuer; kube-apiserver refuses those of the cluster's own pods.")
            .fix("Leave it out, or add what --service-account-issuer says.")
            .source(sheet.tables.source_of_rule("apiserver.audiences"));
            sheet.say(finding);
        }
    }
    if let (Some(said), Some(_)) = (
        flags.get("service-account-signing-key-file").or_else(|| flags.get("service-account-key-file")),
        flags.get("service-account-signing-endpoint"),
    ) {
        clash(sheet, flags, said, "A signing endpoint excludes files with keys.", "apiserver.signing");
    }
    if let Some(said) = flags.get("service-account-signing-key-file")
        && !flags.extra
    {
        for needed in ["service-account-issuer", "service-account-key-file"] {
            if flags.get(needed).is_none() {
                let finding = SettingFinding::error(
                    said.line,
                    flags.at("service-account-signing-key-file"),
                    format!("The key that signs tokens needs {needed}, too."),
                )
                .why("kube-apiserver will not start.")
                .fix(format!("Set --{needed}; with kubeadm leave all of them to it."))
                .source(sheet.tables.source_of_rule("apiserver.signing"));
                sheet.say(finding);
            }
        }
    }
    let least = i128::from(sheet.tables.number("apiserver.token-least-seconds")) * SECOND;
    if let Some(said) = flags.get("service-account-max-token-expiration")
        && said.value.as_deref().and_then(duration).is_some_and(|time| time != 0 && time < least)
    {
        let finding =
            SettingFinding::error(said.line, flags.at(&said.name), "Tokens may not be made to end within an hour.")
                .why("kube-apiserver will not start.")
                .fix("Write 1h or more.")
                .source(sheet.tables.source_of_rule("apiserver.token-least-seconds"));
        sheet.say(finding);
    }
}

fn limits(sheet: &mut Sheet, flags: &Flags) {
    let most = i128::from(sheet.tables.number("apiserver.goaway-most-millionths"));
    if let Some(said) = flags.get("goaway-chance")
        && said.value.as_deref().and_then(millionths).is_some_and(|chance| chance > most)
    {
        let finding = SettingFinding::error(said.line, flags.at("goaway-chance"), "goaway-chance is at most 0.02.")
            .why("kube-apiserver will not start.")
            .fix("Write 0.001, and only with two or more API servers behind a balancer.")
            .source(sheet.tables.source_of_rule("apiserver.goaway-most-millionths"));
        sheet.say(finding);
    }
    let zero = |name: &str| flags.value(name) == Some("0");
    let fair = flags.value("enable-priority-and-fairness") != Some("false");
    if let Some(said) = flags.get("max-requests-inflight")
        && fair
        && zero("max-requests-inflight")
        && zero("max-mutating-requests-inflight")
    {
        let finding =
            SettingFinding::error(said.line, flags.at(&said.name), "The two limits on requests sum up to nothing.")
                .why("With priority and fairness on, their sum is what is shared out; kube-apiserver will not start.")
                .fix("Leave them out.")
                .source(sheet.tables.source_of_rule("apiserver.inflight-sum"));
        sheet.say(finding);
    }
}

/// An audit policy: its order decides, and what it keeps may be secret.
pub(super) fn policy(sheet: &mut Sheet, root: &Node) {
    let view = View { root };
    let source = sheet.tables.source_of_rule("audit.policy").to_owned();
    let rules = view.items("rules");
    if rules.is_empty() {
        sheet.say(
            SettingFinding::error(root.at.line, "rules", "There is no rule.")
                .why("kube-apiserver refuses a policy without rules.")
                .fix("Write at least one, such as level: Metadata.")
                .source(&source),
        );
    }
    let kinds = ["users", "userGroups", "verbs", "resources", "namespaces", "nonResourceURLs"];
    for (place, rule) in rules.iter().enumerate() {
        let at = format!("rules[{place}]");
        let level = rule.get("level").and_then(Node::text).unwrap_or_default();
        if level.is_empty() {
            sheet.say(
                SettingFinding::error(rule.at.line, &at, "The rule has no level.")
                    .fix("Write None, Metadata, Request or RequestResponse.")
                    .source(&source),
            );
        }
        if place + 1 < rules.len() && kinds.iter().all(|kind| rule.get(kind).is_none()) {
            sheet.say(
                SettingFinding::warning(
                    rule.at.line,
                    &at,
                    "This rule matches everything, so those below it never hold.",
                )
                .why("The first rule that matches decides.")
                .fix("Move it to the end.")
                .source(&source),
            );
        }
        if rule.get("resources").is_some() && rule.get("nonResourceURLs").is_some() {
            sheet.say(
                SettingFinding::error(rule.at.line, &at, "A rule is for resources or for other addresses, not both.")
                    .fix("Make two rules of it.")
                    .source(&source),
            );
        }
        let groups = rule.get("resources").map(Node::items).unwrap_or_default();
        let names = groups.iter().filter_map(|group| group.get("resources")).flat_map(Node::items);
        let secret = names
            .filter_map(Node::text)
            .any(|name| ["secrets", "tokenreviews", "serviceaccounts/token"].contains(&name));
        if secret && level.starts_with("Request") {
            sheet.say(
                SettingFinding::warning(rule.at.line, &at, format!("Level {level} writes secrets into the log."))
                    .why("Bodies of Secrets and tokens then stand in the audit log in plain form.")
                    .fix("Write level: Metadata for them.")
                    .source(&source),
            );
        }
    }
}
