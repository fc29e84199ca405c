//! k8s-openapi, generated from Kubernetes' own API description, reads every Kubernetes object back and loses nothing.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it stands")]

mod fixtures;

use fixtures::objects::{Found, objects};
use k8s_openapi::api::apps::v1::{DaemonSet, Deployment, StatefulSet};
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::{CronJob, Job};
use k8s_openapi::api::core::v1::{Namespace, PersistentVolumeClaim, Service, ServiceAccount};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;

/// Groups of custom resources, which k8s-openapi does not know.
const CUSTOM: [&str; 9] = [
    "argoproj.io",
    "cilium.io",
    "consul.hashicorp.com",
    "flagger.app",
    "gateway.networking.k8s.io",
    "networking.istio.io",
    "policy.linkerd.io",
    "security.istio.io",
    "telemetry.istio.io",
];

fn read_back<T: DeserializeOwned + Serialize>(found: &Found) {
    let mut ignored = Vec::new();
    let read: T = serde_ignored::deserialize(found.value.clone(), |path| ignored.push(path.to_string()))
        .unwrap_or_else(|error| panic!("{} {}: {error}", found.path, found.name()));
    assert_eq!(ignored, Vec::<String>::new(), "{} {} has fields nobody knows", found.path, found.name());
    let mut again = serde_json::to_value(read).unwrap();
    // There a template of claims says its kind, which Kubernetes does not ask for.
    if let Some(Value::Array(templates)) = again.pointer_mut("/spec/volumeClaimTemplates") {
        for template in templates.iter_mut().filter_map(Value::as_object_mut) {
            template.remove("apiVersion");
            template.remove("kind");
        }
    }
    assert_eq!(again, found.value, "{} {}", found.path, found.name());
}

#[test]
fn no_object_loses_a_field() {
    let mut kinds = BTreeSet::new();
    for (_, design) in fixtures::cases().into_iter().chain(fixtures::golden()) {
        let bundle = sheerline::manifests::generate(&design, &fixtures::provenance());
        for found in objects(&bundle) {
            if CUSTOM.contains(&found.group()) {
                continue;
            }
            match found.kind() {
                "CronJob" => read_back::<CronJob>(&found),
                "DaemonSet" => read_back::<DaemonSet>(&found),
                "Deployment" => read_back::<Deployment>(&found),
                "HorizontalPodAutoscaler" => read_back::<HorizontalPodAutoscaler>(&found),
                "Ingress" => read_back::<Ingress>(&found),
                "Job" => read_back::<Job>(&found),
                "Namespace" => read_back::<Namespace>(&found),
                "NetworkPolicy" => read_back::<NetworkPolicy>(&found),
                "PersistentVolumeClaim" => read_back::<PersistentVolumeClaim>(&found),
                "PodDisruptionBudget" => read_back::<PodDisruptionBudget>(&found),
                "Service" => read_back::<Service>(&found),
                "ServiceAccount" => read_back::<ServiceAccount>(&found),
                "StatefulSet" => read_back::<StatefulSet>(&found),
                other => panic!("{}: no type for a {other}", found.path),
            }
            kinds.insert(found.kind().to_owned());
        }
    }
    assert_eq!(kinds.len(), 13, "the designs make every kind: {kinds:?}");
}
