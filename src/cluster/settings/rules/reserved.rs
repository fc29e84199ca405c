//! What the kubelet keeps back, and for whom: reservations, their cgroups, whole CPUs and NUMA nodes.

use super::kubelet::say;
use super::{SettingFinding, Sheet, View};
use crate::cluster::settings::amount::bytes;
use crate::order::Gather;
use crate::units::Quantity;
use crate::yaml::read::Node;

/// What can be reserved.
const KEYS: [&str; 4] = ["cpu", "memory", "ephemeral-storage", "pid"];
/// Whom reservations can be enforced on.
const ENFORCED: [&str; 6] =
    ["none", "pods", "system-reserved", "kube-reserved", "system-reserved-compressible", "kube-reserved-compressible"];

pub(super) fn document(sheet: &mut Sheet, view: &View) {
    keys(sheet, view);
    enforced(sheet, view);
    managers(sheet, view);
    memory_of_numa(sheet, view);
    enough(sheet, view);
}

fn keys(sheet: &mut Sheet, view: &View) {
    for list in ["systemReserved", "kubeReserved"] {
        for entry in view.entries(list) {
            if !KEYS.contains(&entry.key.as_str()) {
                let finding = SettingFinding::error(
                    entry.key_at.line,
                    format!("{list}.{}", entry.key),
                    format!("{} cannot be reserved.", entry.key),
                )
                .why("The kubelet will not start.")
                .fix(format!("There are {}.", KEYS.join(", ")));
                say(sheet, "kubelet.reserved-keys", finding);
            }
        }
    }
}

fn enforced(sheet: &mut Sheet, view: &View) {
    let list = "enforceNodeAllocatable";
    let items: Vec<&str> = view.items(list).iter().filter_map(Node::text).gather();
    for item in &items {
        let (what, fix) = match *item {
            other if !ENFORCED.contains(&other) => {
                (format!("{other} is none of {}.", ENFORCED.join(", ")), "Remove it.".to_owned())
            }
            "none" if items.len() > 1 => ("none stands beside others.".to_owned(), "Write none alone.".to_owned()),
            named => {
                let whose = if named.starts_with("system") { "system" } else { "kube" };
                let cgroup = format!("{whose}ReservedCgroup");
                if named == "pods" || named == "none" || view.text(&cgroup).is_some() {
                    continue;
                }
                (
                    format!("{named} is enforced, but {cgroup} is missing."),
                    format!("Write {cgroup}, or remove {named}."),
                )
            }
        };
        let finding = SettingFinding::error(view.line(list), list, what).why("The kubelet will not start.").fix(fix);
        say(sheet, "kubelet.enforce", finding);
    }
    for cgroup in ["systemReservedCgroup", "kubeReservedCgroup"] {
        if view.text("reservedSystemCPUs").is_some() && view.text(cgroup).is_some() {
            let finding = SettingFinding::error(
                view.line(cgroup),
                cgroup,
                format!("{cgroup} and reservedSystemCPUs exclude each other."),
            )
            .why("The kubelet will not start.")
            .fix("Keep one of them.");
            say(sheet, "kubelet.reserved-cpus", finding);
        }
    }
}

fn managers(sheet: &mut Sheet, view: &View) {
    let is_static = view.is("cpuManagerPolicy", "static");
    let cpu = |list: &str| {
        view.text(&format!("{list}.cpu"))
            .and_then(|text| text.parse::<Quantity>().ok())
            .is_some_and(|cpu| cpu.nanos() > 0)
    };
    if is_static && !cpu("kubeReserved") && !cpu("systemReserved") && view.text("reservedSystemCPUs").is_none() {
        let finding = SettingFinding::error(
            view.line("cpuManagerPolicy"),
            "cpuManagerPolicy",
            "static needs CPU that is kept back.",
        )
        .why("The kubelet will not start: something must be left for what has no CPUs of its own.")
        .fix("Write kubeReserved: {cpu: \"1\"}, or reservedSystemCPUs.");
        say(sheet, "kubelet.static-cpu", finding);
    }
    let policy = view.text("topologyManagerPolicy").unwrap_or("none");
    if ["restricted", "single-numa-node"].contains(&policy) && !is_static {
        let finding = SettingFinding::warning(view.line("topologyManagerPolicy"), "topologyManagerPolicy", format!("{policy} aligns nothing as long as no manager gives hints."))
            .why("CPUs are only assigned, and so aligned, under cpuManagerPolicy: static; memory under memoryManagerPolicy: Static.")
            .fix("Write cpuManagerPolicy: static, with CPU that is kept back.");
        say(sheet, "kubelet.topology", finding);
    }
}

fn memory_of_numa(sheet: &mut Sheet, view: &View) {
    if !view.is("memoryManagerPolicy", "Static") {
        return;
    }
    let line = view.line("memoryManagerPolicy");
    let kept = view.items("reservedMemory");
    if kept.is_empty() {
        let finding = SettingFinding::error(line, "memoryManagerPolicy", "Static needs reservedMemory.")
            .why("The kubelet will not start.")
            .fix("Write for each NUMA node what is kept back of its memory.");
        say(sheet, "kubelet.static-memory", finding);
        return;
    }
    let of_numa: u64 = kept
        .iter()
        .filter_map(|one| one.at_path(&["limits", "memory"]))
        .filter_map(Node::text)
        .filter_map(bytes)
        .fold(0, u64::saturating_add);
    let of = |path: &[&str]| view.root.at_path(path).and_then(Node::text).and_then(bytes).unwrap_or(0);
    let hard = view.root.at_path(&["evictionHard", "memory.available"]).and_then(Node::text);
    // A share of the machine's memory is not known here; the default of the threshold is.
    let Some(threshold) = bytes(hard.unwrap_or("100Mi")) else { return };
    let node =
        of(&["kubeReserved", "memory"]).saturating_add(of(&["systemReserved", "memory"])).saturating_add(threshold);
    // A fragment that leaves the reservations to another file cannot be judged.
    let says_all = view.entry("kubeReserved").is_some() || view.entry("systemReserved").is_some();
    if says_all && of_numa != node {
        let mib = |amount: u64| amount >> 20;
        let finding = SettingFinding::error(
            view.line("reservedMemory"),
            "reservedMemory",
            format!("reservedMemory sums up to {} MiB, but {} MiB are kept back.", mib(of_numa), mib(node)),
        )
        .why("The kubelet will not start: kubeReserved, systemReserved and evictionHard together must be the same.")
        .fix(format!("Write limits that sum up to {}Mi.", mib(node)));
        say(sheet, "kubelet.static-memory", finding);
    }
}

fn enough(sheet: &mut Sheet, view: &View) {
    let lists = ["kubeReserved", "systemReserved"];
    let Some(said) = lists.iter().find_map(|list| view.root.at_path(&[list, "memory"]).map(|node| (list, node))) else {
        return;
    };
    let sum = lists
        .iter()
        .filter_map(|list| view.root.at_path(&[list, "memory"]).and_then(Node::text).and_then(bytes))
        .fold(0, u64::saturating_add);
    let least = u64::try_from(sheet.tables.number("kubelet.least-reserved-mib")).unwrap_or(0);
    if sum >> 20 < least {
        let finding = SettingFinding::warning(said.1.at.line, format!("{}.memory", said.0), format!("{} MiB are kept back for the system and the kubelet.", sum >> 20))
            .why(format!("No provider keeps back less than {least} MiB even on its smallest machines: under pressure the kubelet itself runs out of memory."))
            .fix("Keep back 25 % of the first 4 GiB, 20 % of the next 4, 10 % of the next 8, 6 % up to 128 GiB and 2 % above.");
        say(sheet, "kubelet.least-reserved-mib", finding);
    }
}
