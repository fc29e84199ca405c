//! Pods and addresses: how many a node may run, and how many its range holds.

use super::kubelet::say;
use super::{Known, SettingFinding, Sheet, View};
use crate::yaml::read::Node;

/// Pods against the ranges that one file sets side by side.
pub(super) fn together(sheet: &mut Sheet, known: &[Known]) {
    let of = |kind: &str| known.iter().find(|one| one.kind == kind).map(|one| View { root: one.root });
    let Some(kubelet) = of("KubeletConfiguration") else { return };
    let said = kubelet.entry("maxPods");
    let default = sheet.tables.field("KubeletConfiguration", "maxPods").and_then(|field| field.default.parse().ok());
    let Some(pods) = kubelet.number("maxPods").filter(|pods| *pods > 0).or(default) else { return };
    let line = said.map_or(0, |entry| entry.key_at.line);
    if let Some((range, addresses)) = kubelet.text("podCIDR").and_then(|range| Some((range, usable(prefix(range)?)))) {
        too_few(sheet, line, pods, range, addresses);
        return;
    }
    let cluster = of("ClusterConfiguration");
    let mask = cluster.as_ref().and_then(node_mask).or_else(|| {
        // Without a ClusterConfiguration the default holds only where the kubelet was told more than it can bear.
        (said.is_some() || cluster.is_some()).then(|| sheet.tables.number("network.node-mask"))
    });
    if let Some(mask) = mask {
        too_few(sheet, line, pods, &format!("/{mask}"), usable(mask));
    }
    let subnet = cluster.as_ref().and_then(|cluster| cluster.text("networking.podSubnet"));
    if let (Some(subnet), Some(mask), Some(cluster)) = (subnet.and_then(prefix), mask, cluster)
        && subnet > mask
    {
        let finding = SettingFinding::error(
            cluster.line("networking.podSubnet"),
            "networking.podSubnet",
            format!("A /{subnet} for all pods is smaller than the /{mask} of one node."),
        )
        .why("No node gets a range.")
        .fix("Write a wider podSubnet: 2 to the power of the difference is the number of nodes.");
        say(sheet, "network.node-mask", finding);
    }
}

/// How long the prefix of an IPv4 range is.
fn prefix(range: &str) -> Option<i64> {
    let first = range.split(',').next()?;
    let (address, length) = first.trim().split_once('/')?;
    if address.contains(':') {
        return None;
    }
    length.parse().ok().filter(|length| (0..=32).contains(length))
}

/// The addresses of a range that pods can have.
fn usable(prefix: i64) -> i64 {
    let bits = u32::try_from(32 - prefix).unwrap_or(0);
    1i64.checked_shl(bits).map_or(i64::MAX, |all| all - 2)
}

/// The prefix of one node that the controller manager is told.
fn node_mask(cluster: &View) -> Option<i64> {
    let args = cluster.items("controllerManager.extraArgs");
    let named = |node: &&Node| {
        let name = node.get("name").and_then(Node::text);
        name == Some("node-cidr-mask-size") || name == Some("node-cidr-mask-size-ipv4")
    };
    args.iter().find(named).and_then(|node| node.get("value")?.text()?.parse().ok())
}

fn too_few(sheet: &mut Sheet, line: u32, pods: i64, range: &str, addresses: i64) {
    if pods > addresses {
        let finding = SettingFinding::error(
            line,
            "maxPods",
            format!("{pods} pods do not fit into {range}, which has {addresses} addresses."),
        )
        .why("Pods beyond that stay without an address.")
        .fix("Write fewer maxPods, or a wider range for each node.");
        say(sheet, "network.node-mask", finding);
    } else if pods.saturating_mul(2) > addresses {
        let finding = SettingFinding::warning(line, "maxPods", format!("{pods} pods share {addresses} addresses of {range}."))
            .why("During a rollout old and new pods need addresses at once, and one that is given back is not used again at once.")
            .fix("Plan for twice as many addresses as pods: a /23 for 250.");
        say(sheet, "network.node-mask", finding);
    }
}
