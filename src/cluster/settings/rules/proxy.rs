//! kube-proxy: its mode.

use super::kubelet::{gate, say};
use super::{SettingFinding, Sheet, View};
use crate::cluster::settings::Minor;
use crate::cluster::settings::check::check_gates;
use crate::order::Gather;
use crate::yaml::read::Node;

pub(super) fn document(sheet: &mut Sheet, root: &Node) {
    let view = View { root };
    let gates: Vec<(String, String, u32)> = view.entries("featureGates").iter().map(gate).gather();
    check_gates(sheet, "kube-proxy", "featureGates", &gates);
    let since = |sheet: &Sheet, rule: &str| Minor(u16::try_from(sheet.tables.number(rule)).unwrap_or(u16::MAX));
    if view.is("mode", "ipvs") && sheet.version >= since(sheet, "proxy.ipvs-deprecated-since") {
        let finding = SettingFinding::warning(view.line("mode"), "mode", "The mode ipvs is deprecated since 1.35.")
            .fix("Write mode: nftables.");
        say(sheet, "proxy.ipvs-deprecated-since", finding);
    }
    if view.text("mode").is_none() && sheet.version >= since(sheet, "proxy.mode-asked-since") {
        let finding = SettingFinding::note(view.root.at.line, "mode", "The mode is not said.")
            .why("It is iptables today and will be nftables in a later version.")
            .fix("Write mode: nftables, or iptables to stay.");
        say(sheet, "proxy.mode-asked-since", finding);
    }
}
