//! The same for `istioctl install -f`: an IstioOperator, which no cluster takes and only istioctl reads.

use super::situation::Situation;
use super::values::{rows, set, value, why};
use crate::manifests::object::entry;
use crate::order::Gather;
use crate::yaml::Tree;

/// Keys of the istiod chart that stand beside `pilot` among istioctl's values.
const BESIDE_PILOT: [&str; 4] = ["global", "gateways", "gatewayClasses", "sidecarInjectorWebhook"];

/// Where a chart's key stands here; none where istioctl's profile says it.
fn place<'k>(chart: &str, key: &'k [String]) -> Option<Vec<&'k str>> {
    let first = key.first()?.as_str();
    let own = key.iter().map(String::as_str);
    let before: &[&str] = match (chart, first) {
        (_, "profile") => return None,
        ("istiod", "meshConfig") => &["spec"],
        ("base", _) | (_, "global") => &["spec", "values"],
        ("istiod", beside) if BESIDE_PILOT.contains(&beside) => &["spec", "values"],
        ("istiod", _) => &["spec", "values", "pilot"],
        ("cni", _) => &["spec", "values", "cni"],
        ("ztunnel", _) => &["spec", "values", "ztunnel"],
        _ => return None,
    };
    Some(before.iter().copied().chain(own).gather())
}

/// The whole object.
pub(super) fn operator(situation: &Situation, with_gateway: bool) -> Tree {
    let word = |text: &str| Tree::Text(text.to_owned());
    let mut root = Tree::Map(vec![
        entry("apiVersion", word("install.istio.io/v1alpha1")),
        entry("kind", word("IstioOperator")),
        entry("metadata", Tree::Map(vec![entry("name", word("istio")), entry("namespace", word("istio-system"))])),
    ]);
    let ambient = situation.plan.is_ambient();
    let profile = if ambient { "ambient" } else { "minimal" };
    let about = if ambient {
        "istiod, the node agents and ztunnel."
    } else {
        "istiod alone; the profile default would add a gateway in istio-system that this design does not use."
    };
    set(&mut root, &["spec", "profile"], word(profile), about);
    set(&mut root, &["spec", "components", "cni", "enabled"], Tree::Bool(true), "");
    if situation.holds("gke") {
        set(&mut root, &["spec", "components", "cni", "namespace"], word("kube-system"), "");
    }
    if with_gateway {
        set(&mut root, &["spec", "components", "ingressGateways"], Tree::List(vec![gateway(situation)]), "");
    }
    let charts: &[&str] = if ambient { &["base", "istiod", "cni", "ztunnel"] } else { &["base", "istiod", "cni"] };
    for chart in charts {
        for row in rows(situation, chart) {
            // The API of istioctl has no such key; the chart's own default is the same.
            if row.key.iter().any(|key| key == "repairPods") {
                continue;
            }
            if let Some(path) = place(chart, &row.key) {
                set(&mut root, &path, value(situation, row), &why(situation, row));
            }
        }
    }
    root
}

/// The gateway, whose settings istioctl takes as Kubernetes' own fields.
fn gateway(situation: &Situation) -> Tree {
    let word = |text: &str| Tree::Text(text.to_owned());
    let mut root = Tree::Map(vec![
        entry("name", word("istio-ingressgateway")),
        entry("namespace", word("istio-ingress")),
        entry("enabled", Tree::Bool(true)),
    ]);
    let utilisation =
        Tree::Map(vec![entry("type", word("Utilization")), entry("averageUtilization", Tree::Integer(80))]);
    let target = Tree::Map(vec![entry("name", word("cpu")), entry("target", utilisation)]);
    let metric = Tree::Map(vec![entry("type", word("Resource")), entry("resource", target)]);
    set(&mut root, &["k8s", "hpaSpec", "metrics"], Tree::List(vec![metric]), "Of what the pods ask for.");
    for row in rows(situation, "gateway") {
        let key: Vec<&str> = row.key.iter().map(String::as_str).gather();
        let path: Vec<&str> = match key.as_slice() {
            ["autoscaling", "minReplicas"] => vec!["k8s", "hpaSpec", "minReplicas"],
            ["autoscaling", "maxReplicas"] => vec!["k8s", "hpaSpec", "maxReplicas"],
            ["podDisruptionBudget", rest @ ..] => ["k8s", "podDisruptionBudget"].iter().chain(rest).copied().gather(),
            ["service", "annotations", rest @ ..] => ["k8s", "serviceAnnotations"].iter().chain(rest).copied().gather(),
            ["service" | "resources", ..] => ["k8s"].iter().chain(&key).copied().gather(),
            _ => continue,
        };
        set(&mut root, &path, value(situation, row), &why(situation, row));
    }
    set(
        &mut root,
        &["k8s", "hpaSpec", "scaleTargetRef"],
        Tree::Map(vec![
            entry("apiVersion", word("apps/v1")),
            entry("kind", word("Deployment")),
            entry("name", word("istio-ingressgateway")),
        ]),
        "",
    );
    root
}
