//! Kubernetes' own objects: for each namespace its policies, and for each workload one file with all that belongs to it.

mod account;
mod batch;
mod claim;
mod clashes;
mod closed_namespace;
mod container;
mod controller;
mod disruption;
mod environment;
mod ingress;
mod kustomization;
mod namespace;
mod network_policy;
mod open_ways;
mod placement;
mod pod;
mod probe;
mod scaling;
mod security;
mod service;
mod volume;
mod workload;

pub(super) use clashes::clashes;
pub(super) use kustomization::kustomizations;
pub(super) use namespace::namespaces;
pub(super) use workload::workloads;
