//! The page to read: in which order a mesh is installed, and how callers move into it.

use super::FOLDER;
use super::situation::Situation;
use crate::design::{MeshKind, OptionKey, RoutingApi};
use crate::manifests::{File, FileTarget, Provenance};
use std::fmt::Write;

/// The version of the charts.
pub(super) fn version<'s>(situation: &'s Situation) -> &'s str {
    let chart = match situation.plan.mesh {
        MeshKind::IstioSidecar | MeshKind::IstioAmbient => "istio",
        MeshKind::Linkerd => "linkerd",
        MeshKind::Consul => "consul",
        _ => return "",
    };
    situation.table.version(chart, &|word| situation.holds(word))
}

/// Writes README.md.
pub(super) fn guide(situation: &Situation, with_gateway: bool, provenance: &Provenance) -> File {
    let mut text = String::new();
    let facts = &provenance.facts_date;
    let dated = if facts.is_empty() { String::new() } else { format!(", with facts of {facts}") };
    let kind = situation.plan.mesh;
    let _ = writeln!(text, "# Written by Sheerline {}{dated}: installing {}\n", provenance.version, kind.key());
    let _ = writeln!(
        text,
        "{} pods with a proxy at most, {} Services. Each value in `values/` says why it is set.\n",
        situation.pods, situation.services
    );
    let _ = writeln!(text, "## In this order\n\n```sh");
    for line in commands(situation, with_gateway) {
        let _ = writeln!(text, "{line}");
    }
    let _ = writeln!(text, "kubectl apply -k .\n```\n");
    if situation.plan.has_istio() {
        let _ = writeln!(
            text,
            "Or without Helm: `istioctl install -f {FOLDER}/istioctl.yaml`. Look first: `istioctl x precheck`.\n"
        );
        former(&mut text);
    }
    File {
        path: format!("{FOLDER}/README.md"),
        text,
        target: FileTarget::Settings,
        describes: "how the mesh is installed".into(),
    }
}

fn commands(situation: &Situation, with_gateway: bool) -> Vec<String> {
    let version = version(situation);
    let gateway_api = "kubectl apply -f https://github.com/kubernetes-sigs/gateway-api/releases/download";
    let mut lines = Vec::new();
    match situation.plan.mesh {
        MeshKind::IstioSidecar | MeshKind::IstioAmbient => {
            let cni = if situation.holds("gke") { "kube-system" } else { "istio-system" };
            lines.push("helm repo add istio https://blob.istio.io/istio-release/charts".into());
            if situation.plan.is_ambient() || situation.plan.routing == RoutingApi::GatewayApi {
                lines.push(format!("{gateway_api}/v1.6.1/standard-install.yaml"));
            }
            let mut install = |name: &str, chart: &str, namespace: &str| {
                lines.push(format!(
                    "helm install {name} istio/{chart} --version {version} -n {namespace} --create-namespace -f {FOLDER}/values/{chart}.yaml --wait"
                ));
            };
            install("istio-base", "base", "istio-system");
            install("istiod", "istiod", "istio-system");
            install("istio-cni", "cni", cni);
            if situation.plan.is_ambient() {
                install("ztunnel", "ztunnel", "istio-system");
            }
            if with_gateway {
                install("istio-ingressgateway", "gateway", "istio-ingress");
            }
        }
        MeshKind::Linkerd => {
            lines.push(format!("{gateway_api}/v1.2.1/standard-install.yaml"));
            lines.push("helm repo add linkerd-edge https://helm.linkerd.io/edge".into());
            lines.push(
                "helm install linkerd-crds linkerd-edge/linkerd-crds -n linkerd --create-namespace --devel --wait"
                    .into(),
            );
            lines.push(format!(
                "helm install linkerd2-cni linkerd-edge/linkerd2-cni -n linkerd-cni --create-namespace --devel -f {FOLDER}/values/linkerd2-cni.yaml --wait"
            ));
            lines.push("# The trust anchor and the Secret linkerd-identity-issuer come from cert-manager; ca.crt is the anchor.".into());
            lines.push(format!(
                "helm install linkerd-control-plane linkerd-edge/linkerd-control-plane -n linkerd --devel -f {FOLDER}/values/linkerd-control-plane.yaml --set-file identityTrustAnchorsPEM=ca.crt --wait"
            ));
            lines.push("linkerd check".into());
        }
        MeshKind::Consul => {
            lines.push("helm repo add hashicorp https://helm.releases.hashicorp.com".into());
            lines.push(format!(
                "helm install consul hashicorp/consul --version {version} -n consul --create-namespace -f {FOLDER}/values/consul.yaml --wait"
            ));
        }
        MeshKind::Cilium => {
            lines.push("helm repo add cilium https://helm.cilium.io".into());
            lines.push(format!(
                "helm upgrade --install cilium cilium/cilium -n kube-system -f {FOLDER}/values/cilium.yaml"
            ));
            lines.push("cilium status --wait".into());
        }
        MeshKind::None => {}
    }
    lines
}

/// What older advice says and no longer holds.
fn former(text: &mut String) {
    let _ = writeln!(text, "## What old guides set and these values do not\n");
    let lines = [
        "`PILOT_PUSH_THROTTLE=100`: since 1.21 istiod works the number out from its cores; 100 overloads a small one.",
        "`PILOT_ENABLE_INBOUND_PASSTHROUGH`: gone since 1.21, and it never did anything in a proxy's metadata. Today: `meshConfig.inboundTrafficPolicy.mode`.",
        "`PILOT_ENABLE_SUB_EFFECTIVE_POLICY`: no version has known it; istiod ignores variables it does not know.",
        "`PILOT_ENABLE_WORKLOAD_ENTRY_AUTOREGISTRATION=false`, `PILOT_ENABLE_CROSS_CLUSTER_WORKLOAD_ENTRY=false`: save nothing and hide virtual machines.",
        "Overrides of telemetry v2 (`configOverride`): gone; the Telemetry objects of this design do it.",
        "Galley and Citadel: both are istiod since 1.5.",
    ];
    for line in lines {
        let _ = writeln!(text, "- {line}");
    }
    text.push('\n');
}
