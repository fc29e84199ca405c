//! How a new version is let in: for each Service that says so a folder with the objects of the new version, a file for each
//! step, the way back, and a page with order, gates and capacity; or what Flagger or Argo Rollouts is told. The idea: the
//! new version has a Service of its own, and weights are between two Services, which every mesh knows and no running pod
//! or selector has to be changed for. What the new version needs (policies, scopes, pods) is what the files of a design
//! with it have more than those without.

mod canary;
mod controllers;
mod routes;

use super::desk::Desk;
use super::object::Object;
use super::routes::duration;
use super::sheets::headed;
use super::{File, FileTarget, Provenance, tuning_number};
use crate::design::{Design, MeshKind, OptionKey, Release, ReleaseDriver, ReleaseKind, ServiceTraffic};
use crate::mesh::{MeshPlan, Served};
use crate::order::Gather;
use crate::units::Millis;
use crate::yaml::{Document, print};
use std::fmt::Write;

/// Steps where none are said.
const STEPS: [u8; 3] = [5, 25, 50];
/// How long a step lasts where nothing is said.
const PAUSE: Millis = Millis::seconds(300);

/// A release with what is behind it.
struct Rollout<'a> {
    plan: &'a MeshPlan<'a>,
    served: &'a Served,
    traffic: &'a ServiceTraffic,
    release: &'a Release,
    /// The workload, by its place in the design.
    workload: usize,
}

impl Rollout<'_> {
    fn kind(&self) -> ReleaseKind {
        self.release.kind.unwrap_or(ReleaseKind::Weighted)
    }

    fn driver(&self) -> ReleaseDriver {
        self.release.driver.unwrap_or(ReleaseDriver::ByHand)
    }

    /// Per cent of requests, step by step.
    fn steps(&self) -> Vec<u8> {
        let said = self.release.steps.iter().copied().filter(|step| (1..100).contains(step)).gather();
        if said.is_empty() { STEPS.to_vec() } else { said }
    }

    fn pause(&self) -> String {
        duration(self.release.pause.unwrap_or(PAUSE)).unwrap_or_else(|| "5m".to_owned())
    }

    fn name(&self) -> &str {
        if self.release.name.is_empty() { "x-canary" } else { &self.release.name }
    }

    fn value(&self) -> &str {
        if self.release.value.is_empty() { "true" } else { &self.release.value }
    }

    fn workload_name(&self) -> &str {
        self.plan.design.workloads.get(self.workload).map_or("", |own| own.name.as_str())
    }

    /// Pods of the old version at their most.
    fn pods(&self) -> u32 {
        self.plan
            .design
            .workloads
            .get(self.workload)
            .map_or(1, |own| own.pods().max(own.autoscaling.as_ref().map_or(0, |scaling| scaling.max)))
    }

    /// Pods the new version needs for that share of the requests.
    fn pods_for(&self, percent: u8) -> u32 {
        self.pods().saturating_mul(u32::from(percent)).div_ceil(100).max(1)
    }

    /// Pods the new version needs at its most before it is the only one.
    fn most_pods(&self) -> u32 {
        match self.kind() {
            ReleaseKind::Weighted => self.pods_for(self.steps().into_iter().max().unwrap_or(50)),
            ReleaseKind::Header | ReleaseKind::Cookie => 1,
            ReleaseKind::BlueGreen | ReleaseKind::Mirror => self.pods(),
        }
    }
}

fn rollout<'a>(plan: &'a MeshPlan<'a>, served: &'a Served) -> Option<Rollout<'a>> {
    let traffic = plan.traffic(served)?;
    let release = traffic.release.as_ref()?;
    let [workload] = served.behind.as_slice() else { return None };
    Some(Rollout { plan, served, traffic, release, workload: *workload })
}

/// What is to be known of a Service's release and faults before they are used.
pub(super) fn notices(desk: &mut Desk, served: &Served) {
    let plan = desk.plan;
    let Some(traffic) = plan.traffic(served) else { return };
    let field = format!("traffic.services.{}", served.service.name);
    let mesh = plan.mesh.key();
    if traffic.fault.is_some() && plan.mesh != MeshKind::IstioSidecar {
        desk.warn(
            format!("{field}.fault"),
            format!("{mesh} has no faults for requests with a header: none is written."),
            "Choose Istio with sidecars to try it.",
        );
    }
    if traffic.release.is_none() {
        return;
    }
    let field = format!("{field}.release");
    let Some(rollout) = rollout(plan, served) else {
        let text = "A new version is let in where one workload is behind a Service; here there are none or several.";
        desk.warn(field, text.into(), "Say it at a Service with one workload.");
        return;
    };
    if !routes::can(&rollout) {
        desk.warn(
            field.clone(),
            format!("{mesh} cannot route requests of this Service so: nothing is written for its new version."),
            "Declare its protocol as HTTP or gRPC; or choose a mesh and a way that go together.",
        );
        return;
    }
    if plan.reaches.iter().any(|reach| {
        reach.caller == crate::mesh::Caller::Gateway
            && plan.services.get(reach.service).is_some_and(|own| own.service.name == served.service.name)
    }) {
        desk.remark(
            field.clone(),
            "Requests that come in through the gateway stay with the old version: the steps are for calls within the mesh."
                .into(),
            "",
        );
    }
    let (more, pods) = (rollout.most_pods(), rollout.pods());
    desk.remark(
        field,
        format!(
            "While {} is let in, its new version needs pods for its share of the requests ({more}) beside those of the old ({pods}): \
             shares do not follow pods, so these must be there first.",
            rollout.workload_name()
        ),
        "Make sure the nodes have room for both.",
    );
}

/// Writes the folders of all releases and faults.
pub(super) fn rollouts(design: &Design, provenance: &Provenance) -> Vec<File> {
    if design.traffic.services.iter().all(|own| own.release.is_none() && own.fault.is_none()) {
        return Vec::new();
    }
    let plan = crate::mesh::plan(design);
    let mut files = Vec::new();
    for served in &plan.services {
        let mut shelf = Shelf { folder: folder(served), provenance, files: &mut files };
        if let Some(fault) = plan.traffic(served).and_then(|own| own.fault.as_ref())
            && plan.mesh == MeshKind::IstioSidecar
        {
            shelf.put(
                "fault",
                "Faults for a test. Apply it, test, and apply traffic.yaml again or delete it: nothing else is touched.",
                vec![routes::fault(&plan, served, fault)],
            );
        }
        let Some(rollout) = rollout(&plan, served).filter(routes::can) else { continue };
        match rollout.driver() {
            ReleaseDriver::ByHand => by_hand(&rollout, &mut shelf),
            ReleaseDriver::Flagger => shelf.put(
                "flagger",
                "For Flagger, which makes the routes itself: remove the route of this Service from traffic.yaml first.",
                vec![controllers::flagger(&rollout)],
            ),
            ReleaseDriver::ArgoRollouts => shelf.put(
                "argo-rollouts",
                "For Argo Rollouts. GitOps tools must leave the weights of the VirtualService alone.",
                controllers::argo(&rollout),
            ),
        }
        let text = page(&rollout);
        shelf.file("README.md", "how a new version is let in", text);
    }
    files
}

fn folder(served: &Served) -> String {
    let safe = |text: &str| -> String {
        let fits = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c.to_ascii_lowercase() } else { '-' };
        text.chars().take(63).map(fits).collect()
    };
    format!("mesh/rollouts/{}-{}", safe(&served.namespace), safe(&served.service.name))
}

struct Shelf<'a> {
    folder: String,
    provenance: &'a Provenance,
    files: &'a mut Vec<File>,
}

impl Shelf<'_> {
    fn put(&mut self, name: &str, about: &str, objects: Vec<Object>) {
        let mut documents: Vec<Document> = objects.into_iter().map(|object| object.document).gather();
        if let Some(first) = documents.first_mut() {
            let own = first.comment.clone();
            first.comment = headed(self.provenance, about, &own);
            self.file(&format!("{name}.yaml"), about, print(&documents));
        }
    }

    fn file(&mut self, name: &str, describes: &str, text: String) {
        let path = format!("{}/{name}", self.folder);
        self.files.push(File { path, text, target: FileTarget::Settings, describes: describes.to_owned() });
    }
}

fn by_hand(rollout: &Rollout, shelf: &mut Shelf) {
    let text = canary::objects(rollout, shelf.provenance);
    shelf.file("0-new-version.yaml", "the new version, without requests", text);
    let mut number = 1;
    let mut step = |shelf: &mut Shelf, name: &str, about: &str, objects: Vec<Object>| {
        shelf.put(&format!("{number}-{name}"), about, objects);
        number += 1;
    };
    match rollout.kind() {
        ReleaseKind::Weighted => {
            for percent in rollout.steps().into_iter().chain([100]) {
                let about = format!("{percent} % of requests go to the new version.");
                step(shelf, &format!("{percent}-percent"), &about, routes::weighted(rollout, percent));
            }
        }
        ReleaseKind::BlueGreen => {
            step(shelf, "switch", "All requests go to the new version at once.", routes::weighted(rollout, 100));
        }
        ReleaseKind::Header | ReleaseKind::Cookie => {
            let about = format!("Requests with {} {} go to the new version.", rollout.name(), rollout.value());
            step(shelf, "chosen-requests", &about, routes::matched(rollout));
        }
        ReleaseKind::Mirror => {
            let percent = rollout.release.steps.first().copied().unwrap_or(100);
            let about =
                format!("{percent} % of requests are sent to the new version as well; its answers are dropped.");
            step(shelf, "mirror", &about, routes::mirrored(rollout, percent));
        }
    }
    shelf.put("rollback", "All requests go to the old version again, within seconds.", routes::weighted(rollout, 0));
}

/// The page to read.
fn page(rollout: &Rollout) -> String {
    let (service, workload) = (&rollout.served.service.name, rollout.workload_name());
    let mut text = format!("# A new version of {workload} behind {service}\n\n");
    let _ = writeln!(text, "| step | requests | pods of the new version |\n|---|---|---|");
    let steps = match rollout.kind() {
        ReleaseKind::Weighted => rollout.steps(),
        _ => Vec::new(),
    };
    for percent in &steps {
        let _ = writeln!(text, "| {percent} % | {percent} % | {} of {} |", rollout.pods_for(*percent), rollout.pods());
    }
    let _ = writeln!(text, "| all | 100 % | {} |\n", rollout.pods());
    let reporter = if rollout.plan.is_ambient() { "waypoint" } else { "destination" };
    let service_of = format!("destination_service_name=\"{service}-canary\"");
    let _ = writeln!(
        text,
        "Apply a file, wait {}, and go on only while both hold:\n\n\
         - at least {} % succeed: `sum(rate(istio_requests_total{{reporter=\"{reporter}\",{service_of},response_code!~\"5.*\"}}[1m])) / \
         sum(rate(istio_requests_total{{reporter=\"{reporter}\",{service_of}}}[1m]))`\n\
         - 99 % are answered within {} ms: `histogram_quantile(0.99, \
         sum(rate(istio_request_duration_milliseconds_bucket{{reporter=\"{reporter}\",{service_of}}}[1m])) by (le))`\n",
        rollout.pause(),
        tuning_number("flagger.success-percent"),
        tuning_number("flagger.milliseconds"),
    );
    let _ = writeln!(
        text,
        "## Back\n\n`kubectl apply -f rollback.yaml`; open connections end by themselves. When all is well: give {workload} the new \
         image, apply `rollback.yaml`, and delete what `0-new-version.yaml` made.\n"
    );
    if rollout.kind() == ReleaseKind::Mirror {
        text.push_str("Writes are done twice: mirror only what may be, or give the new version stores of its own.\n");
    }
    if rollout.traffic.sticky.is_some() {
        text.push_str("Clients keep to a pod within a version; which version is drawn for each request.\n");
    }
    text
}
