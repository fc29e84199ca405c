//! The kubelet: eviction, garbage collection, shutdown and access, and its gates.

use super::reserved;
use super::{Flags, SettingFinding, Sheet, View};
use crate::cluster::settings::Minor;
use crate::cluster::settings::amount::{SECOND, duration, is_share};
use crate::cluster::settings::check::check_gates;
use crate::order::Gather;
use crate::yaml::read::{Entry, Node};

/// Signals of `evictionHard` that have a default, and one that has none.
const SIGNALS: [&str; 8] = [
    "memory.available",
    "nodefs.available",
    "nodefs.inodesFree",
    "imagefs.available",
    "imagefs.inodesFree",
    "containerfs.available",
    "containerfs.inodesFree",
    "pid.available",
];
/// How many of them have one.
const WITH_DEFAULT: usize = 5;

pub(super) fn document(sheet: &mut Sheet, root: &Node) {
    let view = View { root };
    let gates: Vec<(String, String, u32)> = view.entries("featureGates").iter().map(gate).gather();
    check_gates(sheet, "kubelet", "featureGates", &gates);
    serving(sheet, &view, &gates);
    eviction(sheet, &view);
    garbage(sheet, &view);
    shutdown(sheet, &view);
    access(sheet, &view);
    host(sheet, &view);
    reserved::document(sheet, &view);
}

/// A gate's name, value and line.
pub(super) fn gate(entry: &Entry) -> (String, String, u32) {
    let value = entry.value.text().unwrap_or_default().to_owned();
    (entry.key.clone(), value, entry.key_at.line)
}

/// A finding with its rule's source.
pub(super) fn say(sheet: &mut Sheet, rule: &str, finding: SettingFinding) {
    let source = sheet.tables.source_of_rule(rule).to_owned();
    sheet.say(finding.source(source));
}

fn serving(sheet: &mut Sheet, view: &View, gates: &[(String, String, u32)]) {
    let gate = gates.iter().find(|(name, value, _)| name == "RotateKubeletServerCertificate" && value == "true");
    let on = view.is("serverTLSBootstrap", "true");
    if let Some((_, _, line)) = gate.filter(|_| !on) {
        let finding = SettingFinding::warning(
            *line,
            "featureGates.RotateKubeletServerCertificate",
            "The gate alone asks for no serving certificate.",
        )
        .why("It is on by itself since 1.12; the switch is the field serverTLSBootstrap.")
        .fix("Write serverTLSBootstrap: true, and approve the kubelets' requests.");
        say(sheet, "kubelet.serving-cert", finding);
    }
    let off = gates.iter().find(|(name, value, _)| name == "RotateKubeletServerCertificate" && value == "false");
    if let Some((_, _, line)) = off.filter(|_| on) {
        let finding = SettingFinding::error(
            *line,
            "serverTLSBootstrap",
            "serverTLSBootstrap needs the gate that is turned off here.",
        )
        .why("The kubelet will not start.")
        .fix("Remove the gate.");
        say(sheet, "kubelet.serving-cert", finding);
    }
}

fn eviction(sheet: &mut Sheet, view: &View) {
    let graces = view.entries("evictionSoftGracePeriod");
    for soft in view.entries("evictionSoft") {
        if !graces.iter().any(|grace| grace.key == soft.key) {
            let finding = SettingFinding::error(
                soft.key_at.line,
                format!("evictionSoft.{}", soft.key),
                format!("{} has no grace period.", soft.key),
            )
            .why("The kubelet will not start: a soft threshold holds only once it has lasted that long.")
            .fix(format!("Write evictionSoftGracePeriod: {{{}: 1m30s}}", soft.key));
            say(sheet, "kubelet.eviction-soft", finding);
        }
    }
    for grace in graces {
        if grace.value.text().is_some_and(|text| duration(text).is_none_or(|time| time < 0)) {
            let finding = SettingFinding::error(
                grace.key_at.line,
                format!("evictionSoftGracePeriod.{}", grace.key),
                "A grace period is a time with its unit.",
            )
            .why("The kubelet will not start.")
            .fix("Write 1m30s, say.");
            say(sheet, "kubelet.eviction-soft", finding);
        }
    }
    for list in ["evictionHard", "evictionSoft", "evictionMinimumReclaim"] {
        for entry in view.entries(list) {
            let at = format!("{list}.{}", entry.key);
            if !SIGNALS.contains(&entry.key.as_str()) {
                let finding =
                    SettingFinding::error(entry.key_at.line, at, format!("{} is no signal of eviction.", entry.key))
                        .why("The kubelet will not start.")
                        .fix(format!("There are {}.", SIGNALS.join(", ")));
                say(sheet, "kubelet.eviction-signals", finding);
            } else if entry.value.text().is_some_and(|text| !is_share(text)) {
                let finding = SettingFinding::error(entry.value.at.line, at, "A threshold is an amount or a share.")
                    .why("The kubelet will not start.")
                    .fix("Write 500Mi or 10%, say.");
                say(sheet, "kubelet.eviction-signals", finding);
            }
        }
    }
    let hard = view.entries("evictionHard");
    let lost: Vec<&str> =
        SIGNALS.into_iter().take(WITH_DEFAULT).filter(|signal| !hard.iter().any(|entry| entry.key == *signal)).gather();
    if !hard.is_empty() && !lost.is_empty() && !view.is("mergeDefaultEvictionSettings", "true") {
        let finding = SettingFinding::warning(
            view.line("evictionHard"),
            "evictionHard",
            format!("{} {} no threshold here.", lost.join(", "), if lost.len() == 1 { "has" } else { "have" }),
        )
        .why("Writing evictionHard at all drops every default that is not repeated.")
        .fix("Write all of them, or mergeDefaultEvictionSettings: true.");
        say(sheet, "kubelet.eviction-merge", finding);
    }
}

fn garbage(sheet: &mut Sheet, view: &View) {
    let default = |name: &str| {
        let field = sheet.tables.field("KubeletConfiguration", name);
        field.and_then(|field| field.default.parse::<i64>().ok())
    };
    let (high_name, low_name) = ("imageGCHighThresholdPercent", "imageGCLowThresholdPercent");
    let high = view.number(high_name).or_else(|| default(high_name));
    let low = view.number(low_name).or_else(|| default(low_name));
    let said = view.entry(high_name).or_else(|| view.entry(low_name));
    if let (Some(said), Some(high), Some(low)) = (said, high, low)
        && low >= high
    {
        let finding = SettingFinding::error(
            said.key_at.line,
            &said.key,
            format!("Images are removed down to {low} % from {high} % on: the low mark must be below the high one."),
        )
        .why("The kubelet will not start.");
        say(sheet, "kubelet.image-gc", finding);
    }
    let time = |name: &str| view.text(name).and_then(duration);
    if let Some(most) = time("imageMaximumGCAge").filter(|most| *most != 0)
        && most <= time("imageMinimumGCAge").filter(|least| *least != 0).unwrap_or(120 * SECOND)
    {
        let finding = SettingFinding::error(
            view.line("imageMaximumGCAge"),
            "imageMaximumGCAge",
            "It must be longer than imageMinimumGCAge.",
        )
        .why("The kubelet will not start.");
        say(sheet, "kubelet.image-gc", finding);
    }
    let least = i128::from(sheet.tables.number("kubelet.log-monitor-least-seconds")) * SECOND;
    if time("containerLogMonitorInterval").is_some_and(|every| every < least) {
        let line = view.line("containerLogMonitorInterval");
        let finding = SettingFinding::error(line, "containerLogMonitorInterval", "It must be 3s or more.")
            .why("The kubelet will not start.");
        say(sheet, "kubelet.log-monitor-least-seconds", finding);
    }
    let most = i128::from(sheet.tables.number("kubelet.crashloop-most-seconds")) * SECOND;
    if time("crashLoopBackOff.maxContainerRestartPeriod").is_some_and(|time| !(SECOND..=most).contains(&time)) {
        let at = "crashLoopBackOff.maxContainerRestartPeriod";
        let finding =
            SettingFinding::error(view.line(at), at, "It must be from 1s to 300s.").why("The kubelet will not start.");
        say(sheet, "kubelet.crashloop-most-seconds", finding);
    }
}

fn shutdown(sheet: &mut Sheet, view: &View) {
    let time = |name: &str| view.text(name).and_then(duration).unwrap_or(0);
    let (whole, critical) = ("shutdownGracePeriod", "shutdownGracePeriodCriticalPods");
    if time(critical) > time(whole) {
        let finding =
            SettingFinding::error(view.line(critical), critical, "Critical pods get more time than there is in all.")
                .why("The kubelet will not start: their time is part of shutdownGracePeriod.")
                .fix("Write a shutdownGracePeriod that is longer.");
        say(sheet, "kubelet.shutdown", finding);
    }
    let by_priority = "shutdownGracePeriodByPodPriority";
    if !view.items(by_priority).is_empty() && (time(whole) > 0 || time(critical) > 0) {
        let finding =
            SettingFinding::error(view.line(by_priority), by_priority, "Times by priority exclude the other two.")
                .why("The kubelet will not start.")
                .fix("Remove shutdownGracePeriod and shutdownGracePeriodCriticalPods.");
        say(sheet, "kubelet.shutdown", finding);
    }
}

fn access(sheet: &mut Sheet, view: &View) {
    let anonymous = "authentication.anonymous.enabled";
    if view.is(anonymous, "true") {
        let open = view.is("authorization.mode", "AlwaysAllow");
        let what = if open {
            "Anybody on the network may run commands in every container."
        } else {
            "The kubelet answers who does not say who it is."
        };
        let finding = SettingFinding::new(
            if open { crate::design::Severity::Error } else { crate::design::Severity::Warning },
            view.line(anonymous),
            anonymous,
            what,
        )
        .fix("Write enabled: false.");
        say(sheet, "kubelet.access", finding);
    } else if view.is("authorization.mode", "AlwaysAllow") {
        let finding = SettingFinding::warning(
            view.line("authorization.mode"),
            "authorization.mode",
            "Whoever is known may do everything.",
        )
        .fix("Write mode: Webhook.");
        say(sheet, "kubelet.access", finding);
    }
    if view.number("readOnlyPort").is_some_and(|port| port != 0) {
        let finding = SettingFinding::warning(
            view.line("readOnlyPort"),
            "readOnlyPort",
            "The read-only port asks nobody who they are.",
        )
        .why("Pods, their environment and their addresses can be read from it.")
        .fix("Write readOnlyPort: 0.");
        say(sheet, "kubelet.access", finding);
    }
}

fn host(sheet: &mut Sheet, view: &View) {
    if view.is("memorySwap.swapBehavior", "LimitedSwap") && !view.is("failSwapOn", "false") {
        let at = "memorySwap.swapBehavior";
        let finding = SettingFinding::warning(
            view.line(at),
            at,
            "On a machine with swap the kubelet does not start as long as failSwapOn is true.",
        )
        .fix("Write failSwapOn: false beside it.");
        say(sheet, "kubelet.swap", finding);
    }
    let since = u16::try_from(sheet.tables.number("kubelet.cgroup-v1-refused-since")).unwrap_or(u16::MAX);
    if view.is("failCgroupV1", "false") && sheet.version >= Minor(since) {
        let finding = SettingFinding::warning(
            view.line("failCgroupV1"),
            "failCgroupV1",
            "cgroup v1 is on its way out: a kubelet refuses it by itself since 1.35.",
        )
        .fix("Move the machines to cgroup v2 and remove the line.");
        say(sheet, "kubelet.cgroup-v1-refused-since", finding);
    }
}

/// Flags say less than the file; the gates and the certificate are looked at all the same.
pub(super) fn flags(sheet: &mut Sheet, flags: &Flags) {
    let soft = flags.value("eviction-soft").is_some_and(|value| !value.is_empty());
    if soft && flags.get("eviction-soft-grace-period").is_none() {
        let line = flags.get("eviction-soft").map_or(0, |said| said.line);
        let finding = SettingFinding::error(line, flags.at("eviction-soft"), "Soft thresholds have no grace periods.")
            .why("The kubelet will not start.")
            .fix("Set --eviction-soft-grace-period for each of them.");
        say(sheet, "kubelet.eviction-soft", finding);
    }
}
