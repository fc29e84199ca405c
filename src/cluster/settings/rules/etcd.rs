//! etcd: its timing, its database, and what Kubernetes does for it.

use super::{Flags, SettingFinding, Sheet};
use crate::cluster::settings::Minor;

pub(super) fn flags(sheet: &mut Sheet, flags: &Flags) {
    let number = |name: &str| flags.value(name).and_then(|text| text.parse::<i64>().ok());
    let default = |name: &str| sheet.tables.flag("etcd", name).and_then(|flag| flag.default.parse::<i64>().ok());
    let heartbeat = number("heartbeat-interval").or_else(|| default("heartbeat-interval")).unwrap_or(0);
    let election = number("election-timeout").or_else(|| default("election-timeout")).unwrap_or(0);
    let said = flags.get("election-timeout").or_else(|| flags.get("heartbeat-interval"));
    let times = sheet.tables.number("etcd.election-to-heartbeat");
    if let Some(said) = said
        && heartbeat.saturating_mul(times) > election
    {
        let finding = SettingFinding::error(
            said.line,
            flags.at(&said.name),
            format!(
                "The election timeout of {election} ms is less than {times} times the heartbeat of {heartbeat} ms."
            ),
        )
        .why("etcd will not start.")
        .fix("Write ten round trips between members as the election timeout, and one as the heartbeat.")
        .source(sheet.tables.source_of_rule("etcd.election-to-heartbeat"));
        sheet.say(finding);
    }
    let since = u16::try_from(sheet.tables.number("etcd.since-36")).unwrap_or(u16::MAX);
    let (now, before) = (sheet.tables.number("etcd.snapshot-count"), sheet.tables.number("etcd.snapshot-count-before"));
    if let Some(said) = flags.get("snapshot-count")
        && sheet.version >= Minor(since)
        && number("snapshot-count").is_some_and(|count| count >= before)
    {
        let finding = SettingFinding::warning(
            said.line,
            flags.at("snapshot-count"),
            format!("A snapshot every {before} entries is obsolete since etcd 3.6, whose default is {now}."),
        )
        .why("The entries in between stay in memory.")
        .fix("Leave it out.")
        .source(sheet.tables.source_of_rule("etcd.snapshot-count"));
        sheet.say(finding);
    }
    if let Some(said) = flags.get("auto-compaction-retention")
        && said.value.as_deref().is_some_and(|value| !["0", "0s", "0m", "0h", ""].contains(&value))
    {
        let finding = SettingFinding::warning(
            said.line,
            flags.at("auto-compaction-retention"),
            "etcd compacts by itself, though kube-apiserver does it every five minutes already.",
        )
        .why("Two that compact work against each other: a watch may lose revisions that kube-apiserver still keeps.")
        .fix("Leave auto-compaction-retention and auto-compaction-mode out, unless this etcd serves something else than Kubernetes.")
        .source(sheet.tables.source_of_rule("etcd.compaction"));
        sheet.say(finding);
    }
    let usual = sheet.tables.number("etcd.quota-usual");
    if let Some(said) = flags.get("quota-backend-bytes")
        && number("quota-backend-bytes").is_some_and(|quota| quota > usual)
    {
        let finding = SettingFinding::note(
            said.line,
            flags.at("quota-backend-bytes"),
            "A database of more than 4 GiB is for clusters of thousands of nodes.",
        )
        .why("It is mapped into memory: each member needs as much free memory as the quota, and a fast disk.")
        .fix(format!("Write {usual} for smaller ones."))
        .source(sheet.tables.source_of_rule("etcd.quota-usual"));
        sheet.say(finding);
    }
    let members =
        flags.value("initial-cluster").map_or(0, |members| members.split(',').filter(|one| one.contains('=')).count());
    if members > 1 && members.is_multiple_of(2) {
        let finding = SettingFinding::warning(
            flags.get("initial-cluster").map_or(0, |said| said.line),
            flags.at("initial-cluster"),
            format!("{members} members bear the loss of no more than {} would.", members - 1),
        )
        .fix("Run 3 or 5 members.")
        .source(sheet.tables.source_of_rule("etcd.members"));
        sheet.say(finding);
    }
}
