//! All files of a design.

use super::desk::Desk;
use super::{cilium, consul, istio, kubernetes, linkerd, patterns};
use crate::design::{Design, Finding, IstioMinor, MeshKind, OptionKey, RoutingApi};
use crate::mesh;

/// Where the files come from, told in the header of each.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provenance {
    /// Sheerline's version.
    pub version: String,
    /// The date of the facts.
    pub facts_date: String,
    /// A link that opens the design; empty leaves the line out.
    pub link: String,
}

/// Which tool a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileTarget {
    /// Kubernetes' own objects.
    Kubernetes,
    /// Istio's.
    Istio,
    /// Another mesh's.
    Mesh,
    /// The Gateway API's.
    GatewayApi,
    /// Kustomize's list of files.
    Kustomize,
    /// Settings of the cluster itself: for its components, its provider's tools, or a person.
    Settings,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path within the bundle, with `/`; safe to unpack anywhere.
    pub path: String,
    /// What stands in it.
    pub text: String,
    /// Which tool it is for.
    pub target: FileTarget,
    /// What it is, in a few words.
    pub describes: String,
}

/// All files, in the order they are listed and applied.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bundle {
    /// The files.
    pub files: Vec<File>,
    /// What there is to know about them, in the document's order.
    pub findings: Vec<Finding>,
}

/// Writes the files of a design. It never fails: what cannot be written as said is a finding. Findings about the design
/// itself are [`check`](crate::design::check)'s and not repeated here.
pub fn generate(design: &Design, provenance: &Provenance) -> Bundle {
    let plan = mesh::plan(design);
    let mut desk = Desk::new(&plan);
    notice_choices(&mut desk);
    kubernetes::clashes(&mut desk);
    kubernetes::namespaces(&mut desk);
    kubernetes::workloads(&mut desk);
    match desk.plan.mesh {
        MeshKind::IstioSidecar | MeshKind::IstioAmbient => istio::mesh(&mut desk),
        MeshKind::Linkerd => linkerd::mesh(&mut desk),
        MeshKind::Consul => consul::mesh(&mut desk),
        MeshKind::Cilium => cilium::mesh(&mut desk),
        MeshKind::None => {}
    }
    if desk.plan.mesh != MeshKind::None {
        patterns::patterns(&mut desk);
    }
    let about = about(&desk);
    let Desk { mut sheets, mut findings, .. } = desk;
    findings.append(&mut sheets.findings);
    let files = kubernetes::kustomizations(sheets.print(provenance), &about, provenance);
    Bundle { files, findings }
}

/// Choices that these files cannot follow.
fn notice_choices(desk: &mut Desk) {
    let design = desk.design;
    if let Some(platform) = design.platform.chosen.filter(|platform| !platform.is_kubernetes()) {
        desk.remark(
            "platform.chosen".into(),
            format!("These files are for Kubernetes, and the chosen platform is {}.", platform.key()),
            "",
        );
    }
}

/// What stands at the top of the first list of files.
fn about(desk: &Desk) -> String {
    let mut lines = vec![
        format!("Everything of the design, for Kubernetes {}. Apply it with: kubectl apply -k .", desk.version().key()),
        "kubernetes/  namespaces, then a folder for each: its network policies, and a file for each workload"
            .to_owned(),
    ];
    if desk.plan.has_istio() {
        let version = desk.design.mesh.istio.unwrap_or(IstioMinor::V1_30).key();
        let charts = if desk.plan.is_ambient() { "base, istiod, cni and ztunnel" } else { "base, istiod and cni" };
        let needs_gateway_api = desk.plan.routing == RoutingApi::GatewayApi || desk.plan.is_ambient();
        let also = if needs_gateway_api { ", and the Gateway API's standard CRDs" } else { "" };
        lines.push(
            "istio/       for each namespace who may call whom (access), how (traffic, routes), and what proxies know"
                .to_owned(),
        );
        lines.push(format!("Install first: Istio {version} (charts {charts}){also}."));
    }
    let (folder, holds) = match desk.plan.mesh {
        MeshKind::Linkerd => ("linkerd", "each port that is called, who may call it, and how calls are tried again"),
        MeshKind::Consul => ("consul", "what services speak, who may call them, and how calls are tried again"),
        MeshKind::Cilium => ("cilium", "who may call whom, held by the nodes"),
        _ => return lines.join("\n"),
    };
    lines.push(format!("{folder}/  {holds}. Install it first: see mesh/README.md."));
    lines.join("\n")
}
