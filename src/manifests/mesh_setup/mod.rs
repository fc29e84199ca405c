//! What a mesh is installed with. The plan of a mesh and the platform it stands on come in; values for the charts of its
//! version, the same for `istioctl install`, and a page that says in which order go out. The idea: every value is a row
//! of `assets/mesh/tuning.yaml` with its reason and source, worked out from the design where it depends on it, and the
//! tests know every key that a chart of that version takes, since most charts take any in silence.

mod guide;
mod operator;
mod situation;
mod table;
mod values;

use super::rollouts::rollouts;
use super::sheets::headed;
use super::{File, FileTarget, Provenance};
use crate::design::{Design, MeshKind, PlatformId, RoutingApi};
use crate::mesh;
use crate::yaml::{Document, Tree, print};
use situation::Situation;

/// Everything below this folder is for installing.
const FOLDER: &str = "mesh";

/// A number of the table by its id.
pub(super) fn tuning_number(id: &str) -> u64 {
    table::Table::read().number(id)
}

/// Writes what the mesh of a design is installed with; nothing where it has none, or nothing to carry.
pub fn mesh_setup(design: &Design, platform: Option<PlatformId>, provenance: &Provenance) -> Vec<File> {
    if design.workloads.is_empty() {
        return Vec::new();
    }
    let plan = mesh::plan(design);
    let situation = Situation::of(&plan, platform);
    let with_gateway = !design.routes.is_empty() && plan.routing == RoutingApi::Istio;
    let charts: &[&str] = match plan.mesh {
        MeshKind::IstioSidecar => &["base", "istiod", "cni"],
        MeshKind::IstioAmbient => &["base", "istiod", "cni", "ztunnel"],
        MeshKind::Linkerd => &["linkerd2-cni", "linkerd-control-plane"],
        MeshKind::Consul => &["consul"],
        MeshKind::Cilium => &["cilium"],
        MeshKind::None => return Vec::new(),
    };
    let mut files = vec![guide::guide(&situation, with_gateway, provenance)];
    for chart in charts.iter().copied().chain(with_gateway.then_some("gateway").filter(|_| plan.has_istio())) {
        let tree = values::values(&situation, chart);
        let about = format!("Values of the chart {chart}{}. Where a key is absent the chart's own default stands.", {
            let version = guide::version(&situation);
            if version.is_empty() { String::new() } else { format!(" of version {version}") }
        });
        files.push(file(&format!("values/{chart}.yaml"), &format!("Helm values: {chart}"), &about, tree, provenance));
    }
    if plan.has_istio() {
        let about =
            "The same for istioctl install -f, instead of Helm. No cluster knows this kind: never kubectl apply it.";
        let tree = operator::operator(&situation, with_gateway);
        files.push(file("istioctl.yaml", "istioctl install -f", about, tree, provenance));
    }
    files.extend(rollouts(design, provenance));
    files
}

fn file(path: &str, describes: &str, about: &str, tree: Tree, provenance: &Provenance) -> File {
    let comment = headed(provenance, about, "");
    File {
        path: format!("{FOLDER}/{path}"),
        text: print(&[Document { comment, tree }]),
        target: FileTarget::Settings,
        describes: describes.to_owned(),
    }
}
