//! What a cluster is held to, as rules for Prometheus: Kubernetes' own objectives first, then what goes before an outage.

use super::book::Book;
use crate::manifests::left_out::{Pairs, Word, pairs};
use crate::manifests::object::{Body, Metadata, Object};
use crate::yaml::written;

written! {
    struct RuleSpec {
        groups: Vec<Group>,
    }

    struct Group {
        name: &'static str,
        rules: Vec<Rule>,
    }

    struct Rule {
        record: Word,
        alert: Word,
        expr: String,
        r#for: Option<&'static str>,
        labels: Pairs,
        annotations: Pairs,
    }
}

impl Body for RuleSpec {
    const API_VERSION: &'static str = "monitoring.coreos.com/v1";
    const KIND: &'static str = "PrometheusRule";
}

/// A quantile of requests, recorded once and used by alerts and boards.
pub(super) const MUTATING: &str = "cluster:apiserver_mutating:p99_5m";
/// Of reads of single objects.
pub(super) const READING: &str = "cluster:apiserver_reading:p99_5m";
/// Of lists.
pub(super) const LISTING: &str = "cluster:apiserver_listing:p99_5m";
/// Of starting pods.
pub(super) const STARTING: &str = "cluster:pod_start:p99_5m";

fn record(name: &str, expr: String) -> Rule {
    Rule {
        record: name.into(),
        alert: Word::default(),
        expr,
        r#for: None,
        labels: Pairs::default(),
        annotations: Pairs::default(),
    }
}

fn alert(name: &str, expr: &str, lasting: &'static str, severity: &str, summary: &str, what: &str) -> Rule {
    Rule {
        record: Word::default(),
        alert: name.into(),
        expr: expr.to_owned(),
        r#for: Some(lasting),
        labels: Pairs(pairs([("severity", severity)])),
        annotations: Pairs(pairs([("summary", summary), ("description", what)])),
    }
}

/// The 99th percentile of a histogram.
fn p99(metric: &str, matches: &str) -> String {
    format!("histogram_quantile(0.99, sum by (le, verb, resource) (rate({metric}_bucket{{{matches}}}[5m])))")
}

fn objectives(book: &Book) -> Vec<Rule> {
    let number = |id: &str| book.plan.advice.number(id);
    let requests = "apiserver_request_sli_duration_seconds";
    let start = "histogram_quantile(0.99, sum by (le) (rate(kubelet_pod_start_sli_duration_seconds_bucket[5m])))";
    let slow = |name: &str, recorded: &str, seconds: u64, summary: &str| {
        let what = format!("The objective is {seconds} s for 99 of 100 requests over a day.");
        alert(name, &format!("{recorded} > {seconds}"), "15m", "warning", summary, &what)
    };
    vec![
        record(
            MUTATING,
            p99(requests, r#"verb=~"POST|PUT|PATCH|DELETE|APPLY",subresource!~"proxy|attach|log|exec|portforward""#),
        ),
        record(
            READING,
            p99(requests, r#"verb=~"GET",scope="resource",subresource!~"proxy|attach|log|exec|portforward""#),
        ),
        record(LISTING, p99(requests, r#"verb=~"LIST|GET",scope=~"namespace|cluster""#)),
        record(STARTING, start.to_owned()),
        slow("ApiServerChangesSlow", MUTATING, number("slo.mutating-seconds"), "Changes of single objects are slow."),
        slow("ApiServerReadsSlow", READING, number("slo.read-seconds"), "Reads of single objects are slow."),
        slow("ApiServerListsSlow", LISTING, number("slo.list-seconds"), "Lists are slow."),
        slow(
            "PodsStartSlowly",
            STARTING,
            number("slo.start-seconds"),
            "Pods start slowly, without pulling images and init containers.",
        ),
    ]
}

fn control_plane() -> Vec<Rule> {
    vec![
        alert(
            "ApiServerErrors",
            r#"sum(rate(apiserver_request_total{code=~"5.."}[5m])) / sum(rate(apiserver_request_total[5m])) > 0.01"#,
            "10m",
            "critical",
            "More than one request of a hundred fails.",
            "Look at webhooks and at etcd first.",
        ),
        alert(
            "ApiServerTurnsAway",
            "sum by (priority_level) (rate(apiserver_flowcontrol_rejected_requests_total[5m])) > 0",
            "15m",
            "warning",
            "Clients are turned away.",
            "The priority level is full: see which flow it is (kubectl get --raw /debug/api_priority_and_fairness/dump_requests), and give that client less to ask or the level more.",
        ),
        alert(
            "PodsWaitForNodes",
            r#"sum(scheduler_pending_pods{queue="unschedulable"}) > 0"#,
            "15m",
            "warning",
            "Pods have no node.",
            "kubectl describe one of them: its events say what every node lacks.",
        ),
        alert(
            "WebhookSlow",
            "histogram_quantile(0.99, sum by (le, name) (rate(apiserver_admission_webhook_admission_duration_seconds_bucket[5m]))) > 1",
            "15m",
            "warning",
            "A webhook holds up requests.",
            "Every change it looks at waits for it.",
        ),
    ]
}

fn etcd(book: &Book) -> Vec<Rule> {
    let number = |id: &str| book.plan.advice.number(id);
    let late = |metric: &str, limit: u64| {
        format!("histogram_quantile(0.99, sum by (le, instance) (rate({metric}_bucket[5m]))) > {}", thousandths(limit))
    };
    vec![
        alert(
            "EtcdNoLeader",
            "etcd_server_has_leader == 0",
            "1m",
            "critical",
            "A member of etcd has no leader.",
            "Nothing can be changed until there is one.",
        ),
        alert(
            "EtcdChangesLeaders",
            "increase(etcd_server_leader_changes_seen_total[1h]) > 3",
            "5m",
            "warning",
            "etcd changes its leader again and again.",
            "Mostly the disk or the network between members is slow.",
        ),
        alert(
            "EtcdDiskSlow",
            &late("etcd_disk_wal_fsync_duration_seconds", number("etcd.fsync-ms")),
            "10m",
            "warning",
            "etcd's disk is slow to write its log.",
            "99 of 100 writes should take under 10 ms: give it a disk of its own.",
        ),
        alert(
            "EtcdCommitSlow",
            &late("etcd_disk_backend_commit_duration_seconds", number("etcd.commit-ms")),
            "10m",
            "warning",
            "etcd is slow to commit.",
            "99 of 100 commits should take under 25 ms.",
        ),
        alert(
            "EtcdNearQuota",
            "etcd_mvcc_db_total_size_in_bytes / etcd_server_quota_backend_bytes > 0.8",
            "10m",
            "critical",
            "etcd's database is near its quota.",
            "At the quota it only reads and deletes: find what is written so often, defragment, or raise the quota.",
        ),
        alert(
            "EtcdFragmented",
            "etcd_mvcc_db_total_size_in_use_in_bytes / etcd_mvcc_db_total_size_in_bytes < 0.5 and etcd_mvcc_db_total_size_in_bytes > 100000000",
            "1h",
            "warning",
            "Half of etcd's file is empty.",
            "Defragment it: the job etcd-defragmentation does.",
        ),
    ]
}

/// Thousandths as a decimal, for a query in seconds.
fn thousandths(number: u64) -> String {
    format!("{}.{:03}", number / 1000, number % 1000)
}

fn nodes() -> Vec<Rule> {
    vec![
        alert(
            "NodeNotReady",
            r#"kube_node_status_condition{condition="Ready",status="true"} == 0"#,
            "5m",
            "critical",
            "A node is not ready.",
            "Its pods move after five minutes.",
        ),
        alert(
            "KubeletSlow",
            "histogram_quantile(0.99, sum by (le, instance) (rate(kubelet_pleg_relist_duration_seconds_bucket[5m]))) > 10",
            "10m",
            "warning",
            "A kubelet takes long to look at its containers.",
            "The container runtime or the disk is slow, or there are too many pods.",
        ),
        alert(
            "DnsFails",
            r#"sum(rate(coredns_dns_responses_total{rcode="SERVFAIL"}[5m])) / sum(rate(coredns_dns_responses_total[5m])) > 0.01"#,
            "10m",
            "critical",
            "More than one name of a hundred cannot be looked up.",
            "Look at CoreDNS and at the name servers it asks.",
        ),
    ]
}

/// Writes the rules.
pub(super) fn rules(book: &mut Book) {
    let mut groups = vec![
        Group { name: "objectives", rules: objectives(book) },
        Group { name: "control-plane", rules: control_plane() },
        Group { name: "nodes", rules: nodes() },
    ];
    if book.plan.is_self_managed() {
        groups.push(Group { name: "etcd", rules: etcd(book) });
    }
    let object = Object::new(&Metadata::new("cluster", "monitoring"), &RuleSpec { groups });
    let about = "For the Prometheus operator. Kubernetes' own objectives hold with at most 20 changes a second and Events in an etcd of their own.";
    book.apply("prometheus-rules", about, vec![object]);
}
