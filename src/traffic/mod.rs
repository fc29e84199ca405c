//! Traffic. Files that say how requests travel come in: Services, workloads, Istio's, the Gateway API's and network
//! policies; what becomes of one request goes out, step by step. The idea: every object is read once into a small value
//! that knows its file and line, whoever wrote it, so that a request over our own files and over anybody's is one walk.

mod destination;
mod field;
mod gateway;
mod gateway_api;
pub mod host;
mod network_policy;
mod object;
pub mod pattern;
mod policy;
pub mod route;
mod service;
mod sidecar;
mod virtual_service;
mod workload;
mod world;

pub use destination::{DestinationRule, PARTS, Subset, TrafficPolicy};
pub use field::{entries, flag, items, labels, number, selector, text, texts};
pub use gateway::{IstioGateway, Server};
pub use gateway_api::{Allowed, ApiGateway, ApiMatch, ApiRoute, ApiRule, Backend, Grant, Listener, Parent};
pub use network_policy::{NetworkPolicy, Opening, Peer, PolicyPort};
pub use object::{Fault, Meta, Object, TextFile, objects};
pub use policy::{
    Action, AuthorizationPolicy, Condition, JwtRule, Operation, PeerAuthentication, PolicyRule, RequestAuthentication,
    Source, Target,
};
pub use service::{ServedPort, Service};
pub use sidecar::Sidecar;
pub use virtual_service::{HttpMatch, HttpRoute, StringMatch, VirtualService, Weighted};
pub use workload::Workload;
pub use world::{ROOT, World};
