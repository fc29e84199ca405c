//! Sheerline: the drawing table for container platforms.
//!
//! One value, the [`design::Design`], is everything a person said and chose. Every page, file and picture is a pure
//! function of it and of the cited facts; the rooms below are declared in the order the data flows.

pub mod units;

pub mod order;

pub mod yaml;

pub mod design;

pub mod import;

pub mod knowledge;

pub mod decide;

pub mod mesh;

pub mod cluster;

pub mod recommend;

pub mod manifests;

pub mod traffic;

pub mod review;

pub mod share;

pub mod report;

pub mod text;

pub mod draw;

#[cfg(target_arch = "wasm32")]
pub mod web;

#[cfg(target_arch = "wasm32")]
pub mod app;

// On wasm every `#[test]` of the core is one that the wasm test runner finds: the same tests run on both. One that needs
// files or threads says `#[cfg(not(target_arch = "wasm32"))]`.
#[cfg(all(test, target_arch = "wasm32"))]
#[macro_use]
extern crate on_both;
