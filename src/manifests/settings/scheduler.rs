//! KubeSchedulerConfiguration: pods spread by themselves, and a second profile that packs them.

use super::book::{Book, Reasons};
use crate::manifests::left_out::Many;
use crate::yaml::written;

written! {
    struct Configuration {
        client_connection: Connection,
        leader_election: Election,
        profiles: Vec<Profile>,
    }

    struct Connection {
        kubeconfig: &'static str,
    }

    struct Election {
        leader_elect: bool,
    }

    struct Profile {
        scheduler_name: &'static str,
        plugins: Option<Plugins>,
        plugin_config: Vec<Config>,
    }

    struct Plugins {
        score: Set,
    }

    struct Set {
        disabled: Vec<Plugin>,
    }

    struct Plugin {
        name: &'static str,
    }

    struct Config {
        name: &'static str,
        args: Args,
    }

    #[derive(Default)]
    struct Args {
        defaulting_type: Option<&'static str>,
        default_constraints: Many<Constraint>,
        scoring_strategy: Option<Strategy>,
    }

    struct Constraint {
        max_skew: i64,
        topology_key: &'static str,
        when_unsatisfiable: &'static str,
    }

    struct Strategy {
        r#type: String,
        resources: Vec<Resource>,
    }

    struct Resource {
        name: &'static str,
        weight: i64,
    }
}

/// Writes what kube-scheduler is started with.
pub(super) fn configuration(book: &mut Book) {
    let skew = book.whole("scheduler.max-skew").unwrap_or(1);
    let even = |topology_key| Constraint { max_skew: skew, topology_key, when_unsatisfiable: "ScheduleAnyway" };
    let spread = Config {
        name: "PodTopologySpread",
        args: Args {
            defaulting_type: Some("List"),
            default_constraints: vec![even("topology.kubernetes.io/zone"), even("kubernetes.io/hostname")].into(),
            ..Args::default()
        },
    };
    let packed = Config {
        name: "NodeResourcesFit",
        args: Args {
            scoring_strategy: Some(Strategy {
                r#type: book.text("scheduler.bin-packing").unwrap_or_default(),
                resources: vec![Resource { name: "cpu", weight: 1 }, Resource { name: "memory", weight: 1 }],
            }),
            ..Args::default()
        },
    };
    let body = Configuration {
        client_connection: Connection { kubeconfig: "/etc/kubernetes/scheduler.conf" },
        leader_election: Election { leader_elect: true },
        profiles: vec![
            Profile { scheduler_name: "default-scheduler", plugins: None, plugin_config: vec![spread] },
            Profile {
                scheduler_name: "bin-packing",
                plugins: Some(Plugins {
                    score: Set { disabled: vec![Plugin { name: "NodeResourcesBalancedAllocation" }] },
                }),
                plugin_config: vec![packed],
            },
        ],
    };
    let reasons: &Reasons = &[
        (&["profiles", "[0]", "pluginConfig", "PodTopologySpread", "args", "defaultConstraints"], "scheduler.max-skew"),
        (
            &["profiles", "[1]", "pluginConfig", "NodeResourcesFit", "args", "scoringStrategy", "type"],
            "scheduler.bin-packing",
        ),
    ];
    let document = book.document("kubescheduler.config.k8s.io/v1", "KubeSchedulerConfiguration", &body, reasons);
    let about =
        "Put it on every machine of the control plane as /etc/kubernetes/kube-scheduler.yaml, before kubeadm runs.";
    book.put("control-plane/kube-scheduler.yaml", about, "KubeSchedulerConfiguration", vec![document]);
}
