//! The settings of a cluster as files. What is planned for a design's platform, version and size comes in; what kubeadm,
//! the kubelet, the scheduler and the API server read, objects to apply, and what cannot be a file as a page to read go
//! out. The idea: values come from the plan, which asks the table that files of others are checked with, so nothing is
//! written that the version does not know.

mod api_server;
mod autoscaling;
mod book;
mod dashboard;
mod etcd;
mod fairness;
mod join;
mod kubeadm;
mod kubelet;
mod monitoring;
mod pools;
mod provider;
mod reading;
mod scheduler;

use super::{File, Provenance};
use crate::cluster::settings::SettingsPlan;
use crate::design::PlatformId;
use book::Book;

/// Writes the settings of a design.
pub fn settings(plan: &SettingsPlan, provenance: &Provenance) -> Vec<File> {
    let mut book = Book::new(plan, provenance);
    match plan.platform {
        PlatformId::KubernetesSelfManaged => {
            kubeadm::cluster(&mut book);
            scheduler::configuration(&mut book);
            api_server::files(&mut book);
            kubelet::pools(&mut book);
            join::files(&mut book);
            etcd::jobs(&mut book);
            autoscaling::cluster_autoscaler(&mut book);
        }
        PlatformId::Eks => {
            provider::eks(&mut book);
            autoscaling::karpenter(&mut book);
        }
        PlatformId::GkeStandard => provider::gke(&mut book),
        PlatformId::Aks => provider::aks(&mut book),
        PlatformId::K3s => provider::k3s(&mut book),
        _ => {}
    }
    fairness::objects(&mut book);
    monitoring::rules(&mut book);
    dashboard::boards(&mut book);
    reading::guide(&mut book);
    book.bound()
}
