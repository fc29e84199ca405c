//! Files. A design comes in; files for Kubernetes, the Gateway API and its mesh go out, with what there is to say about them.
//! The idea: objects are typed structs with only a written form, fields in the order people write them; one printer
//! turns them into YAML, and the same design always gives the same bytes. What the design does not say and a file needs
//! is filled in where it stands, with a comment that gives the reason.

mod bounds;
mod bundle;
mod cilium;
mod consul;
mod desk;
mod gateway_api;
mod istio;
#[allow(clippy::struct_field_names, reason = "fields are called what Kubernetes calls them")]
mod kubernetes;
mod left_out;
mod linkerd;
mod mesh_setup;
mod object;
#[allow(clippy::struct_field_names, reason = "fields are called what the components call them")]
mod patterns;
mod pods;
#[allow(clippy::struct_field_names, reason = "fields are called what the components call them")]
mod rollouts;
mod routes;
#[allow(clippy::struct_field_names, reason = "fields are called what the components call them")]
pub mod settings;
mod sheets;
pub mod zip;

pub use bundle::{Bundle, File, FileTarget, Provenance, generate};
pub use mesh_setup::mesh_setup;
use mesh_setup::tuning_number;
pub use pods::{Pods, pods_beside, pods_of};
