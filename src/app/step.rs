//! The steps of the drawing, each an address.

use crate::text::{ENGLISH, Words};

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Step {
    /// The three doors.
    #[default]
    Start,
    /// What runs.
    Workloads,
    /// What is needed.
    Requirements,
    /// Which orchestrator.
    Platform,
    /// The Kubernetes cluster.
    Cluster,
    /// The mesh, and who may call whom.
    Mesh,
    /// Hosts, timeouts and retries.
    Traffic,
    /// Several clusters.
    Clusters,
    /// The files.
    Files,
    /// What is wrong.
    Review,
}

impl Step {
    /// Every step, in order.
    pub(crate) const ALL: [Self; 10] = [
        Self::Start,
        Self::Workloads,
        Self::Requirements,
        Self::Platform,
        Self::Cluster,
        Self::Mesh,
        Self::Traffic,
        Self::Clusters,
        Self::Files,
        Self::Review,
    ];

    /// Its part of the address.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Workloads => "workloads",
            Self::Requirements => "requirements",
            Self::Platform => "platform",
            Self::Cluster => "cluster",
            Self::Mesh => "mesh",
            Self::Traffic => "traffic",
            Self::Clusters => "clusters",
            Self::Files => "files",
            Self::Review => "review",
        }
    }

    /// The step of that address; none when there is no such step.
    pub(crate) fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.key() == key)
    }

    /// Its name.
    pub(crate) const fn label(self) -> &'static str {
        let words: &Words = &ENGLISH;
        match self {
            Self::Start => words.step_start,
            Self::Workloads => words.step_workloads,
            Self::Requirements => words.step_requirements,
            Self::Platform => words.step_platform,
            Self::Cluster => words.step_cluster,
            Self::Mesh => words.step_mesh,
            Self::Traffic => words.step_traffic,
            Self::Clusters => words.step_clusters,
            Self::Files => words.step_files,
            Self::Review => words.step_review,
        }
    }
}
