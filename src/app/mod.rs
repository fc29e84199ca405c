//! The page. The design and what the person is looking at come in; what is on the screen goes out. The idea: one
//! [`store::Store`] holds the design and the view, everything else is derived from it by memo, and all side effects
//! stand in one file. This is the only room that knows Leptos.

mod cluster_desk;
mod cluster_films;
mod cluster_find;
mod cluster_jobs;
mod cluster_own;
mod cluster_view;
mod comparison;
mod courier;
mod derived;
mod desk;
mod effects;
mod graph_desk;
mod jobs;
mod keys;
mod kit;
mod mesh_desk;
mod mesh_jobs;
mod overlays;
mod pages;
mod rail;
mod settings_desk;
mod settings_jobs;
mod settings_view;
mod shell;
mod sizes;
mod step;
mod store;
mod summary;
mod traffic_desk;
mod traffic_view;
mod view;

pub use desk::desk;
pub use shell::start;
