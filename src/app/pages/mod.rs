//! The steps' pages. Store and memos come in, a page goes out; each heading says what was found, not what it is about.

mod call_graph;
mod cluster;
mod clusters;
mod files;
mod import_report;
mod matrix;
mod mesh;
mod mesh_review;
mod platform;
mod requirements;
mod review;
mod start;
mod traffic;
mod try_request;
mod workload_form;
mod workloads;

pub(crate) use cluster::cluster;
pub(crate) use clusters::clusters;
pub(crate) use files::files;
pub(crate) use mesh::mesh;
pub(crate) use platform::platform;
pub(crate) use requirements::requirements;
pub(crate) use review::{review, sentence as found_sentence};
pub(crate) use start::{open_example, start};
pub(crate) use traffic::traffic;
pub(crate) use workloads::workloads;
