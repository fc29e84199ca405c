//! kube-scheduler: profiles that go together, plug-ins it is built with, and their arguments.

use super::kubelet::say;
use super::{SettingFinding, Sheet, View};
use crate::cluster::settings::Since;
use crate::cluster::settings::amount::duration;
use crate::cluster::settings::check::nearest;
use crate::order::Gather;
use crate::yaml::read::Node;

/// Points of a profile at which nothing is decided by weights.
const POINTS: [&str; 12] = [
    "preEnqueue",
    "queueSort",
    "preFilter",
    "filter",
    "postFilter",
    "preScore",
    "score",
    "reserve",
    "permit",
    "preBind",
    "bind",
    "postBind",
];

pub(super) fn document(sheet: &mut Sheet, root: &Node) {
    let view = View { root };
    let profiles = view.items("profiles");
    let mut names: Vec<&str> = Vec::new();
    let mut sorts: Vec<Vec<&str>> = Vec::new();
    for (place, profile) in profiles.iter().enumerate() {
        let at = format!("profiles[{place}]");
        let name = profile.get("schedulerName").and_then(Node::text).unwrap_or("default-scheduler");
        if names.contains(&name) {
            let finding = SettingFinding::error(
                profile.at.line,
                format!("{at}.schedulerName"),
                format!("Two profiles are called {name}."),
            )
            .why("kube-scheduler will not start.")
            .fix("Give each its own schedulerName.");
            say(sheet, "scheduler.profiles", finding);
        }
        names.push(name);
        let own = |way: &str| profile.at_path(&["plugins", "queueSort", way]).map(Node::items).unwrap_or_default();
        sorts.push(own("enabled").iter().filter_map(|plugin| plugin.get("name")?.text()).gather());
        plugins(sheet, profile, &at);
        arguments(sheet, profile, &at);
    }
    if sorts.iter().any(|own| Some(own) != sorts.first()) {
        let finding = SettingFinding::error(
            view.line("profiles"),
            "profiles",
            "The profiles sort their queue in different ways.",
        )
        .why("There is one queue; kube-scheduler will not start.")
        .fix("Use the same queueSort in all of them.");
        say(sheet, "scheduler.profiles", finding);
    }
    let seconds = |name| view.number(name);
    if let (Some(first), Some(most)) = (seconds("podInitialBackoffSeconds"), seconds("podMaxBackoffSeconds"))
        && first > most
    {
        let at = "podInitialBackoffSeconds";
        let finding = SettingFinding::error(view.line(at), at, "The first wait is longer than the longest.")
            .why("kube-scheduler will not start.");
        say(sheet, "scheduler.profiles", finding);
    }
    let time = |name: &str| view.text(&format!("leaderElection.{name}")).and_then(duration);
    let (lease, renew, retry) = (time("leaseDuration"), time("renewDeadline"), time("retryPeriod"));
    if lease.zip(renew).is_some_and(|(lease, renew)| lease <= renew)
        || renew.zip(retry).is_some_and(|(renew, retry)| renew <= retry)
    {
        let at = "leaderElection";
        let finding = SettingFinding::error(
            view.line(at),
            at,
            "leaseDuration must be longer than renewDeadline, and that longer than retryPeriod.",
        )
        .why("kube-scheduler will not start.");
        say(sheet, "scheduler.profiles", finding);
    }
}

fn plugins(sheet: &mut Sheet, profile: &Node, at: &str) {
    let tables = sheet.tables;
    let version = sheet.version;
    let known: Vec<&str> = tables
        .plugins
        .iter()
        .filter(|(_, since)| !matches!(since, Since::In(first) if version < *first))
        .map(|(name, _)| name.as_str())
        .gather();
    let mut named: Vec<(&Node, String)> = Vec::new();
    for point in profile.get("plugins").map(Node::entries).unwrap_or_default() {
        for way in ["enabled", "disabled"] {
            for plugin in point.value.get(way).map(Node::items).unwrap_or_default() {
                if let Some(name) = plugin.get("name") {
                    named.push((name, format!("{at}.plugins.{}.{way}", point.key)));
                }
            }
        }
    }
    for config in profile.get("pluginConfig").map(Node::items).unwrap_or_default() {
        if let Some(name) = config.get("name") {
            named.push((name, format!("{at}.pluginConfig")));
        }
    }
    for (node, at) in named {
        let name = node.text().unwrap_or_default();
        if name != "*" && !known.contains(&name) {
            let meant = nearest(name, &known).map_or_else(
                || "Remove it, or run a scheduler that is built with it.".to_owned(),
                |meant| format!("Did you mean {meant}?"),
            );
            let finding = SettingFinding::error(
                node.at.line,
                at,
                format!("kube-scheduler {version} is built without a plug-in {name}."),
            )
            .why("It will not start, unless this is a scheduler of one's own.")
            .fix(meant);
            say(sheet, "scheduler.plugins", finding);
        }
    }
    // Repeating what is on by itself.
    let enabled = |point: &str| profile.at_path(&["plugins", point, "enabled"]).map(Node::items).unwrap_or_default();
    let repeats = POINTS.iter().flat_map(|point| enabled(point)).any(|plugin| {
        plugin.get("name").and_then(Node::text) == Some("NodeResourcesFit") && plugin.get("weight").is_none()
    });
    let disabled = profile.get("plugins").map(Node::entries).unwrap_or_default().iter().any(|point| {
        let all = point.value.get("disabled").map(Node::items).unwrap_or_default();
        all.iter().any(|plugin| {
            plugin.get("name").and_then(Node::text).is_some_and(|name| name == "*" || name == "NodeResourcesFit")
        })
    });
    if repeats && !disabled {
        let line = profile.entry("plugins").map_or(profile.at.line, |plugins| plugins.key_at.line);
        let finding =
            SettingFinding::note(line, format!("{at}.plugins"), "NodeResourcesFit is on at every point by itself.")
                .why("Writing it down changes nothing.")
                .fix("Leave plugins out; what can be chosen is the scoringStrategy in its arguments.");
        say(sheet, "scheduler.fit", finding);
    }
}

fn arguments(sheet: &mut Sheet, profile: &Node, at: &str) {
    for config in profile.get("pluginConfig").map(Node::items).unwrap_or_default() {
        let Some(args) = config.get("args") else { continue };
        let view = View { root: args };
        match config.get("name").and_then(Node::text) {
            Some("PodTopologySpread") => spread(sheet, &view, at),
            Some("NodeResourcesFit") => fit(sheet, &view, at),
            _ => {}
        }
    }
}

fn spread(sheet: &mut Sheet, view: &View, at: &str) {
    let constraints = view.items("defaultConstraints");
    let at = format!("{at}.pluginConfig.PodTopologySpread");
    if !constraints.is_empty() && !view.is("defaultingType", "List") {
        let finding = SettingFinding::error(
            view.line("defaultConstraints"),
            &at,
            "Constraints of one's own need defaultingType: List.",
        )
        .why("kube-scheduler will not start.")
        .fix("Write defaultingType: List beside them.");
        say(sheet, "scheduler.spread", finding);
    }
    for constraint in constraints {
        if constraint.get("labelSelector").is_some() {
            let finding =
                SettingFinding::error(constraint.at.line, &at, "A constraint for all pods takes no labelSelector.")
                    .why("kube-scheduler will not start: the selector comes from each pod's Service or controller.")
                    .fix("Remove it.");
            say(sheet, "scheduler.spread", finding);
        }
    }
}

fn fit(sheet: &mut Sheet, view: &View, at: &str) {
    let at = format!("{at}.pluginConfig.NodeResourcesFit");
    let kind = view.text("scoringStrategy.type").unwrap_or("LeastAllocated");
    let shape = view.items("scoringStrategy.requestedToCapacityRatio.shape");
    if kind == "RequestedToCapacityRatio" && shape.is_empty() {
        let finding = SettingFinding::error(
            view.line("scoringStrategy"),
            &at,
            "RequestedToCapacityRatio needs a shape.",
        )
        .why("kube-scheduler will not start.")
        .fix("Write requestedToCapacityRatio: {shape: [{utilization: 0, score: 0}, {utilization: 100, score: 10}]}");
        say(sheet, "scheduler.fit", finding);
    }
    let points: Vec<i64> = shape.iter().filter_map(|point| point.get("utilization")?.text()?.parse().ok()).gather();
    if points.iter().zip(points.iter().skip(1)).any(|(one, next)| one >= next) {
        let finding =
            SettingFinding::error(view.line("scoringStrategy"), &at, "The points of a shape must rise in utilization.")
                .why("kube-scheduler will not start.");
        say(sheet, "scheduler.fit", finding);
    }
}
