//! API Priority and Fairness, where it helps: who lists much cannot slow down who must act, and the mesh is not kept
//! waiting by workloads.

use super::book::Book;
use crate::manifests::object::{Body, Metadata, Object};
use crate::yaml::written;

written! {
    struct LevelSpec {
        r#type: &'static str,
        limited: Limited,
    }

    struct Limited {
        nominal_concurrency_shares: u64,
        lendable_percent: u64,
        limit_response: Response,
    }

    struct Response {
        r#type: &'static str,
        queuing: Queuing,
    }

    struct Queuing {
        queues: u64,
        hand_size: u64,
        queue_length_limit: u64,
    }

    struct SchemaSpec {
        priority_level_configuration: Name,
        matching_precedence: u32,
        distinguisher_method: Method,
        rules: Vec<Rule>,
    }

    struct Name {
        name: &'static str,
    }

    struct Method {
        r#type: &'static str,
    }

    struct Rule {
        subjects: Vec<Subject>,
        resource_rules: Vec<ResourceRule>,
    }

    struct Subject {
        kind: &'static str,
        service_account: Account,
    }

    struct Account {
        name: &'static str,
        namespace: &'static str,
    }

    struct ResourceRule {
        verbs: Vec<&'static str>,
        api_groups: Vec<&'static str>,
        resources: Vec<&'static str>,
        cluster_scope: bool,
        namespaces: Vec<&'static str>,
    }
}

impl Body for LevelSpec {
    const API_VERSION: &'static str = "flowcontrol.apiserver.k8s.io/v1";
    const KIND: &'static str = "PriorityLevelConfiguration";
}

impl Body for SchemaSpec {
    const API_VERSION: &'static str = "flowcontrol.apiserver.k8s.io/v1";
    const KIND: &'static str = "FlowSchema";
}

fn schema(level: &'static str, precedence: u32, name: &'static str, namespace: &'static str) -> SchemaSpec {
    let all = vec!["*"];
    SchemaSpec {
        priority_level_configuration: Name { name: level },
        matching_precedence: precedence,
        distinguisher_method: Method { r#type: "ByUser" },
        rules: vec![Rule {
            subjects: vec![Subject { kind: "ServiceAccount", service_account: Account { name, namespace } }],
            resource_rules: vec![ResourceRule {
                verbs: all.clone(),
                api_groups: all.clone(),
                resources: all.clone(),
                cluster_scope: true,
                namespaces: all,
            }],
        }],
    }
}

/// The level of what watches the cluster.
const OBSERVERS: &str = "observers";

/// Writes the objects.
pub(super) fn objects(book: &mut Book) {
    let number = |id: &str| book.plan.advice.number(id);
    let level = LevelSpec {
        r#type: "Limited",
        limited: Limited {
            nominal_concurrency_shares: number("fair.shares"),
            lendable_percent: number("fair.lendable"),
            limit_response: Response {
                r#type: "Queue",
                queuing: Queuing {
                    queues: number("fair.queues"),
                    hand_size: number("fair.hand"),
                    queue_length_limit: number("fair.length"),
                },
            },
        },
    };
    let mut objects = vec![
        Object::new(&Metadata::new(OBSERVERS, ""), &level).saying(
            "What only watches the cluster has seats of its own, few of them: its large lists then wait for each other, \
             not workloads for them.",
        ),
        Object::new(&Metadata::new(OBSERVERS, ""), &schema(OBSERVERS, 1000, "*", "monitoring"))
            .saying("Every service account of the namespace monitoring: write the one your Prometheus runs in."),
    ];
    if book.plan.has_istio() {
        objects.push(
            Object::new(&Metadata::new("istiod", ""), &schema("workload-high", 1001, "istiod", "istio-system")).saying(
                "The mesh learns where pods are from the API server; when workloads flood it, istiod is served first.",
            ),
        );
    }
    book.apply("fairness", "Who is served first when the API server has much to do.", objects);
}
