//! Everything some files say about traffic, put together.

use super::destination::DestinationRule;
use super::gateway::IstioGateway;
use super::gateway_api::{ApiGateway, ApiRoute, GROUP, Grant};
use super::host;
use super::network_policy::NetworkPolicy;
use super::object::{Fault, Object, TextFile, objects};
use super::policy::{AuthorizationPolicy, PeerAuthentication, RequestAuthentication};
use super::service::Service;
use super::sidecar::Sidecar;
use super::virtual_service::VirtualService;
use super::workload::Workload;
use crate::cluster::model::Labels;
use crate::order::{Gather, Map, map};

/// Istio's own namespace, whose policies hold for the whole mesh.
pub const ROOT: &str = "istio-system";

/// What was read. Of an object that is said several times the last counts, as when the files are applied in turn.
#[derive(Debug, Default)]
pub struct World {
    /// Every object, in the order of the files.
    pub objects: Vec<Object>,
    /// Documents that could not be read.
    pub faults: Vec<Fault>,
    /// Services and ServiceEntries.
    pub services: Vec<Service>,
    /// What makes pods.
    pub workloads: Vec<Workload>,
    /// VirtualServices.
    pub virtual_services: Vec<VirtualService>,
    /// DestinationRules.
    pub destination_rules: Vec<DestinationRule>,
    /// Gateways of Istio.
    pub gateways: Vec<IstioGateway>,
    /// Gateways of the Gateway API.
    pub api_gateways: Vec<ApiGateway>,
    /// HTTPRoutes and GRPCRoutes.
    pub routes: Vec<ApiRoute>,
    /// ReferenceGrants.
    pub grants: Vec<Grant>,
    /// AuthorizationPolicies.
    pub policies: Vec<AuthorizationPolicy>,
    /// PeerAuthentications.
    pub peers: Vec<PeerAuthentication>,
    /// RequestAuthentications.
    pub tokens: Vec<RequestAuthentication>,
    /// NetworkPolicies.
    pub network_policies: Vec<NetworkPolicy>,
    /// Sidecars.
    pub sidecars: Vec<Sidecar>,
    /// Namespaces with their labels.
    pub namespaces: Vec<(String, Labels)>,
}

impl World {
    /// Reads files.
    pub fn read(files: &[TextFile]) -> Self {
        let (objects, faults) = objects(files);
        let mut world = Self { faults, ..Self::default() };
        let key = |object: &Object| {
            let meta = &object.meta;
            (object.group.clone(), meta.kind.clone(), meta.namespace.clone(), meta.name.clone())
        };
        let last: Map<_, _> = map(objects.iter().enumerate().map(|(at, object)| (key(object), at)).gather());
        for (_, object) in objects.iter().enumerate().filter(|(at, object)| last.get(&key(object)) == Some(at)) {
            world.take(object);
        }
        world.objects = objects;
        world
    }

    fn take(&mut self, object: &Object) {
        match (object.group.as_str(), object.meta.kind.as_str()) {
            ("", "Service") => self.services.extend(Service::of_service(object)),
            ("", "Namespace") => self.namespaces.push((object.meta.name.clone(), object.meta.labels.clone())),
            ("networking.istio.io", "ServiceEntry") => self.services.extend(Service::of_entry(object)),
            ("networking.istio.io", "VirtualService") => self.virtual_services.extend(VirtualService::of(object)),
            ("networking.istio.io", "DestinationRule") => self.destination_rules.extend(DestinationRule::of(object)),
            ("networking.istio.io", "Gateway") => self.gateways.extend(IstioGateway::of(object)),
            ("networking.istio.io", "Sidecar") => self.sidecars.extend(Sidecar::of(object)),
            ("security.istio.io", "AuthorizationPolicy") => self.policies.extend(AuthorizationPolicy::of(object)),
            ("security.istio.io", "PeerAuthentication") => self.peers.extend(PeerAuthentication::of(object)),
            ("security.istio.io", "RequestAuthentication") => self.tokens.extend(RequestAuthentication::of(object)),
            ("networking.k8s.io", "NetworkPolicy") => self.network_policies.extend(NetworkPolicy::of(object)),
            (GROUP, "Gateway") => self.api_gateways.extend(ApiGateway::of(object)),
            (GROUP, "HTTPRoute" | "GRPCRoute") => self.routes.extend(ApiRoute::of(object)),
            (GROUP, "ReferenceGrant") => self.grants.extend(Grant::of(object)),
            _ => self.workloads.extend(Workload::of(object)),
        }
    }

    /// The Service or ServiceEntry of a host in full, as a namespace sees it: the most exact name first.
    pub fn service(&self, name: &str, seen_from: &str) -> Option<&Service> {
        let seen =
            self.services.iter().filter(|one| host::exported(&one.export_to, &one.meta.namespace, seen_from)).gather();
        let mut best: Option<(&Service, (bool, usize))> = None;
        for service in seen {
            let Some(at) = host::most_exact(service.hosts.iter().map(String::as_str), name) else { continue };
            let precision = service.hosts.get(at).map(|host| host::precision(host)).unwrap_or_default();
            if best.is_none_or(|(_, known)| precision > known) {
                best = Some((service, precision));
            }
        }
        best.map(|(service, _)| service)
    }

    /// The workloads whose pods answer for a Service.
    pub fn answering(&self, service: &Service) -> Vec<&Workload> {
        let Some(selector) = &service.selector else { return Vec::new() };
        let here = self.workloads.iter().filter(|workload| workload.meta.namespace == service.meta.namespace);
        here.filter(|workload| selector.selects(&workload.labels)).gather()
    }

    /// The labels of a namespace, with the one that every namespace has.
    pub fn namespace_labels(&self, namespace: &str) -> Labels {
        let known = self.namespaces.iter().find(|(name, _)| name == namespace);
        let mut labels = known.map(|(_, labels)| labels.clone()).unwrap_or_default();
        labels.set("kubernetes.io/metadata.name", namespace);
        labels
    }

    /// Whether anything of Istio is among the files.
    pub fn has_istio(&self) -> bool {
        self.objects.iter().any(|object| object.group.ends_with("istio.io"))
            || self.api_gateways.iter().any(|gateway| gateway.class.starts_with("istio"))
    }
}
