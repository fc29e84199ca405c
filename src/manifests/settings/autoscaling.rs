//! Nodes that come and go: Karpenter's pools on EKS, Cluster Autoscaler where machines stand in groups.

use super::book::Book;
use super::kubelet;
use super::provider::plain;
use crate::cluster::settings::PoolPlan;
use crate::design::TaintEffect;
use crate::manifests::left_out::{Many, Pairs, Word};
use crate::manifests::object::{Body, Metadata, Object};
use crate::order::{Gather, Map};
use crate::yaml::written;

written! {
    struct NodePoolSpec {
        template: Template,
        disruption: Disruption,
        limits: Pairs,
    }

    struct Template {
        metadata: Option<Labels>,
        spec: ClaimSpec,
    }

    struct Labels {
        labels: Pairs,
    }

    struct ClaimSpec {
        node_class_ref: ClassRef,
        requirements: Vec<Requirement>,
        taints: Many<Taint>,
        expire_after: &'static str,
    }

    struct ClassRef {
        group: &'static str,
        kind: &'static str,
        name: String,
    }

    struct Requirement {
        key: &'static str,
        operator: &'static str,
        values: Vec<String>,
    }

    pub(super) struct Taint {
        key: String,
        value: Word,
        effect: TaintEffect,
    }

    struct Disruption {
        consolidation_policy: &'static str,
        consolidate_after: &'static str,
        budgets: Vec<Budget>,
    }

    struct Budget {
        nodes: &'static str,
    }

    struct NodeClassSpec {
        ami_selector_terms: Vec<Alias>,
        role: &'static str,
        subnet_selector_terms: Vec<Tagged>,
        security_group_selector_terms: Vec<Tagged>,
        kubelet: ClassKubelet,
        metadata_options: MetadataOptions,
    }

    struct Alias {
        alias: &'static str,
    }

    struct Tagged {
        tags: Pairs,
    }

    struct ClassKubelet {
        eviction_hard: Pairs,
    }

    struct MetadataOptions {
        http_tokens: &'static str,
        http_put_response_hop_limit: u32,
    }
}

impl Body for NodePoolSpec {
    const API_VERSION: &'static str = "karpenter.sh/v1";
    const KIND: &'static str = "NodePool";
}

impl Body for NodeClassSpec {
    const API_VERSION: &'static str = "karpenter.k8s.aws/v1";
    const KIND: &'static str = "EC2NodeClass";
}

/// The taints of a pool.
pub(super) fn taints(pool: &PoolPlan) -> Vec<Taint> {
    pool.pool
        .taints
        .iter()
        .map(|taint| Taint { key: taint.key.clone(), value: Word(taint.value.clone()), effect: taint.effect })
        .gather()
}

fn pool_spec(pool: &PoolPlan) -> NodePoolSpec {
    let requirement = |key, values: Vec<String>| Requirement { key, operator: "In", values };
    let mut requirements = vec![
        requirement("kubernetes.io/arch", vec![if pool.arm { "arm64" } else { "amd64" }.to_owned()]),
        requirement("karpenter.sh/capacity-type", vec![if pool.pool.spot { "spot" } else { "on-demand" }.to_owned()]),
    ];
    if !pool.pool.machine.is_empty() {
        requirements.push(requirement("node.kubernetes.io/instance-type", vec![pool.pool.machine.clone()]));
    }
    if !pool.pool.zones.is_empty() {
        requirements.push(requirement("topology.kubernetes.io/zone", pool.pool.zones.clone()));
    }
    let most = u64::from(pool.bounds().1);
    let mut limits = Map::new();
    limits.insert("nodes".to_owned(), most.to_string());
    NodePoolSpec {
        template: Template {
            metadata: (!pool.pool.labels.is_empty()).then(|| Labels { labels: Pairs(pool.pool.labels.clone()) }),
            spec: ClaimSpec {
                node_class_ref: ClassRef {
                    group: "karpenter.k8s.aws",
                    kind: "EC2NodeClass",
                    name: "default".to_owned(),
                },
                requirements,
                taints: taints(pool).into(),
                expire_after: "720h",
            },
        },
        disruption: Disruption {
            consolidation_policy: "WhenEmptyOrUnderutilized",
            consolidate_after: "1m",
            budgets: vec![Budget { nodes: "10%" }],
        },
        limits: Pairs(limits),
    }
}

/// Karpenter's pools for those of the design that grow and shrink.
pub(super) fn karpenter(book: &mut Book) {
    let scaling: Vec<PoolPlan> = book.plan.pools.iter().filter(|pool| pool.scales()).cloned().gather();
    if scaling.is_empty() {
        return;
    }
    let mut tags = Map::new();
    tags.insert("karpenter.sh/discovery".to_owned(), plain(&book.plan.design.name));
    let class = NodeClassSpec {
        ami_selector_terms: vec![Alias { alias: "al2023@latest" }],
        role: "KarpenterNodeRole",
        subnet_selector_terms: vec![Tagged { tags: Pairs(tags.clone()) }],
        security_group_selector_terms: vec![Tagged { tags: Pairs(tags) }],
        kubelet: ClassKubelet { eviction_hard: kubelet::eviction_hard(book) },
        metadata_options: MetadataOptions { http_tokens: "required", http_put_response_hop_limit: 1 },
    };
    let mut objects = vec![Object::new(&Metadata::new("default", ""), &class).saying(
        "What Karpenter makes machines from. Write the role of your nodes, and tag their subnets and security groups; name \
         a version of the image instead of latest once you are in production.",
    )];
    for pool in &scaling {
        objects.push(Object::new(&Metadata::new(&plain(&pool.pool.name), ""), &pool_spec(pool)));
    }
    let about = "Pools that Karpenter (1.0 or newer) fills as pods need it and empties again. Do not run Cluster Autoscaler on the same nodes.";
    book.apply("karpenter", about, objects);
}

written! {
    struct DeploymentSpec {
        replicas: u32,
        selector: Selector,
        template: PodTemplate,
    }

    struct Selector {
        match_labels: Pairs,
    }

    struct PodTemplate {
        metadata: PodMetadata,
        spec: PodSpec,
    }

    struct PodMetadata {
        labels: Pairs,
    }

    struct PodSpec {
        service_account_name: &'static str,
        priority_class_name: &'static str,
        containers: Vec<Container>,
    }

    struct Container {
        name: &'static str,
        image: String,
        args: Vec<String>,
        resources: Resources,
        security_context: Security,
    }

    struct Resources {
        requests: Pairs,
        limits: Pairs,
    }

    struct Security {
        run_as_non_root: bool,
        run_as_user: u32,
        allow_privilege_escalation: bool,
        read_only_root_filesystem: bool,
        capabilities: Capabilities,
        seccomp_profile: Seccomp,
    }

    struct Capabilities {
        drop: Vec<&'static str>,
    }

    struct Seccomp {
        r#type: &'static str,
    }

    #[derive(Default)]
    struct Nothing {
        automount_service_account_token: Option<bool>,
    }
}

impl Body for DeploymentSpec {
    const API_VERSION: &'static str = "apps/v1";
    const KIND: &'static str = "Deployment";
}

impl Body for Nothing {
    const API_VERSION: &'static str = "v1";
    const KIND: &'static str = "ServiceAccount";
    const UNDER_SPEC: bool = false;
}

fn pairs(entries: &[(&str, &str)]) -> Pairs {
    let mut map = Map::new();
    for (key, value) in entries {
        map.insert((*key).to_owned(), (*value).to_owned());
    }
    Pairs(map)
}

/// Cluster Autoscaler, for pools of one's own machines that come from a cloud or from Cluster API.
pub(super) fn cluster_autoscaler(book: &mut Book) {
    let plan = book.plan;
    let scaling: Vec<&PoolPlan> = plan.pools.iter().filter(|pool| pool.scales()).gather();
    let (version, is_its_own) = plan.advice.autoscaler(plan.minor());
    if scaling.is_empty() || version.is_empty() {
        return;
    }
    let mut args: Vec<String> = [
        "--cloud-provider=clusterapi",
        "--expander=least-waste",
        "--balance-similar-node-groups=true",
        "--skip-nodes-with-local-storage=false",
    ]
    .iter()
    .map(|arg| (*arg).to_owned())
    .collect();
    for pool in &scaling {
        let (min, max) = pool.bounds();
        args.push(format!("--nodes={min}:{max}:MachineDeployment/default/{}", plain(&pool.pool.name)));
    }
    let labels = pairs(&[("app.kubernetes.io/name", "cluster-autoscaler")]);
    let spec = DeploymentSpec {
        replicas: 1,
        selector: Selector { match_labels: labels.clone() },
        template: PodTemplate {
            metadata: PodMetadata { labels },
            spec: PodSpec {
                service_account_name: "cluster-autoscaler",
                priority_class_name: "system-cluster-critical",
                containers: vec![Container {
                    name: "cluster-autoscaler",
                    image: format!("registry.k8s.io/autoscaling/cluster-autoscaler:{version}"),
                    args,
                    resources: Resources {
                        requests: pairs(&[("cpu", "100m"), ("memory", "600Mi")]),
                        limits: pairs(&[("memory", "1Gi")]),
                    },
                    security_context: Security {
                        run_as_non_root: true,
                        run_as_user: 65534,
                        allow_privilege_escalation: false,
                        read_only_root_filesystem: true,
                        capabilities: Capabilities { drop: vec!["ALL"] },
                        seccomp_profile: Seccomp { r#type: "RuntimeDefault" },
                    },
                }],
            },
        },
    };
    let minor = plan.minor();
    let release = match is_its_own {
        true => String::new(),
        false => format!(
            "No release for {minor} was known when the facts were read; this is the newest. Look for one of {minor} first. "
        ),
    };
    let object = Object::new(&Metadata::new("cluster-autoscaler", "kube-system"), &spec).saying(format!(
        "{release}Its minor version follows the cluster's. It is written for machines of Cluster API; on a cloud of your own write \
         its name as --cloud-provider and the groups as --nodes. The rights of its service account come with its chart.",
    ));
    let account = Object::new(&Metadata::new("cluster-autoscaler", "kube-system"), &Nothing::default());
    let about = "Nodes that come when pods wait, and go when they are not needed for ten minutes.";
    book.apply("cluster-autoscaler", about, vec![account, object]);
}
