//! Boards for Grafana, as JSON in a ConfigMap that its sidecar finds by a label.

use super::book::Book;
use super::monitoring::{LISTING, MUTATING, READING, STARTING};
use crate::manifests::left_out::pairs;
use crate::manifests::object::{Body, Metadata, Object};
use crate::order::{Gather, Map};
use crate::yaml::{Written, json, written};

written! {
    struct Board {
        uid: &'static str,
        title: &'static str,
        timezone: &'static str,
        refresh: &'static str,
        schema_version: u32,
        time: Span,
        panels: Vec<Panel>,
    }

    struct Span {
        from: &'static str,
        to: &'static str,
    }

    struct Panel {
        id: u32,
        title: String,
        r#type: &'static str,
        grid_pos: Place,
        field_config: FieldConfig,
        targets: Vec<Target>,
    }

    struct Place {
        x: u32,
        y: u32,
        w: u32,
        h: u32,
    }

    struct FieldConfig {
        defaults: Defaults,
        overrides: Vec<u32>,
    }

    struct Defaults {
        unit: &'static str,
    }

    struct Target {
        ref_id: &'static str,
        expr: String,
        legend_format: &'static str,
    }

    struct ConfigMap {
        data: Map<String, String>,
    }
}

impl Body for ConfigMap {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "ConfigMap";
    const UNDER_SPEC: bool = false;
}

/// A line of a board: title, unit, query and legend.
type Line = (&'static str, &'static str, String, &'static str);

fn board(uid: &'static str, title: &'static str, lines: Vec<Line>) -> String {
    let panels = (0u32..)
        .zip(lines)
        .map(|(at, (title, unit, expr, legend))| Panel {
            id: at + 1,
            title: title.to_owned(),
            r#type: "timeseries",
            grid_pos: Place { x: at % 2 * 12, y: at / 2 * 8, w: 12, h: 8 },
            field_config: FieldConfig { defaults: Defaults { unit }, overrides: Vec::new() },
            targets: vec![Target { ref_id: "A", expr, legend_format: legend }],
        })
        .gather();
    let board = Board {
        uid,
        title,
        timezone: "utc",
        refresh: "1m",
        schema_version: 39,
        time: Span { from: "now-6h", to: "now" },
        panels,
    };
    json(&board.write())
}

fn control_plane() -> Vec<Line> {
    vec![
        ("Changes, 99th percentile", "s", MUTATING.to_owned(), "{{verb}} {{resource}}"),
        ("Reads, 99th percentile", "s", READING.to_owned(), "{{resource}}"),
        ("Lists, 99th percentile", "s", LISTING.to_owned(), "{{resource}}"),
        ("Pods starting, 99th percentile", "s", STARTING.to_owned(), "start"),
        ("Requests a second", "reqps", "sum by (verb) (rate(apiserver_request_total[5m]))".to_owned(), "{{verb}}"),
        (
            "Failing requests",
            "reqps",
            r#"sum by (code) (rate(apiserver_request_total{code=~"5.."}[5m]))"#.to_owned(),
            "{{code}}",
        ),
        (
            "Seats in use",
            "short",
            "sum by (priority_level) (apiserver_flowcontrol_current_executing_seats)".to_owned(),
            "{{priority_level}}",
        ),
        (
            "Turned away",
            "reqps",
            "sum by (priority_level) (rate(apiserver_flowcontrol_rejected_requests_total[5m]))".to_owned(),
            "{{priority_level}}",
        ),
        ("Pods without a node", "short", "sum by (queue) (scheduler_pending_pods)".to_owned(), "{{queue}}"),
        ("Objects", "short", "topk(10, max by (resource) (apiserver_storage_objects))".to_owned(), "{{resource}}"),
    ]
}

fn etcd() -> Vec<Line> {
    let late = |metric: &str| format!("histogram_quantile(0.99, sum by (le, instance) (rate({metric}_bucket[5m])))");
    vec![
        ("Log to disk, 99th percentile", "s", late("etcd_disk_wal_fsync_duration_seconds"), "{{instance}}"),
        ("Commit, 99th percentile", "s", late("etcd_disk_backend_commit_duration_seconds"), "{{instance}}"),
        ("Database", "bytes", "etcd_mvcc_db_total_size_in_bytes".to_owned(), "{{instance}}"),
        ("Of it in use", "bytes", "etcd_mvcc_db_total_size_in_use_in_bytes".to_owned(), "{{instance}}"),
        ("Round trip between members", "s", late("etcd_network_peer_round_trip_time_seconds"), "{{instance}}"),
        (
            "Changes of leader",
            "short",
            "increase(etcd_server_leader_changes_seen_total[1h])".to_owned(),
            "{{instance}}",
        ),
    ]
}

/// Writes the boards.
pub(super) fn boards(book: &mut Book) {
    let mut data = Map::new();
    data.insert("control-plane.json".to_owned(), board("sheerline-control-plane", "Control plane", control_plane()));
    if book.plan.is_self_managed() {
        data.insert("etcd.json".to_owned(), board("sheerline-etcd", "etcd", etcd()));
    }
    let metadata = Metadata::new("cluster-dashboards", "monitoring").labelled(pairs([("grafana_dashboard", "1")]));
    let object = Object::new(&metadata, &ConfigMap { data });
    let about =
        "Boards for Grafana: its sidecar finds them by the label, and each value below data can be imported by hand.";
    book.apply("dashboards", about, vec![object]);
}
