//! Files. A design comes in; Kubernetes, Istio and Gateway API files go out, with what there is to say about them.
//! The idea: objects are typed structs with only a written form, fields in the order people write them; one printer
//! turns them into YAML, and the same design always gives the same bytes.

mod bundle;
pub mod zip;

pub use bundle::{Bundle, File, FileTarget, Provenance, generate};
