//! Which needs a design has: as said, else as the workloads and the other answers show.

use super::resolved::{NeedState, ResolvedFrom};
use super::vocabulary::{Cloud, Compliance, LicenceRule, Need, WorkloadKindWanted};
use super::{
    Answer, Container, Design, Insistence, OptionKey, PortProtocol, QuestionKey, ServiceKind, VolumeSource, Workload,
    WorkloadKind,
};
use crate::order::{Map, Set};
use crate::units::{Bytes, MilliCpu};

/// Every need with its state.
pub(super) fn resolved_needs(
    design: &Design,
    from: &Map<QuestionKey, ResolvedFrom>,
    licence: LicenceRule,
    compliance: &Set<Compliance>,
    clouds: &Set<Cloud>,
    kinds: &Set<WorkloadKindWanted>,
) -> Map<Need, NeedState> {
    let firmly = |key: QuestionKey| match from.get(&key) {
        Some(ResolvedFrom::Said(insistence)) => *insistence,
        _ => key.usual(),
    };
    crate::order::map(Need::ALL.iter().map(|need| {
        let state = said(design, *need)
            .or_else(|| from_workloads(design, *need))
            .or_else(|| {
                let (key, how) = from_answers(*need, licence, compliance, clouds)?;
                Some(NeedState { needed: true, insistence: firmly(key), from: ResolvedFrom::Follows(how) })
            })
            .or_else(|| {
                need.implied_by().filter(|kind| kinds.contains(kind)).map(|_| NeedState {
                    needed: true,
                    insistence: firmly(QuestionKey::WorkloadKinds),
                    from: ResolvedFrom::Follows("the kinds of work ask for it"),
                })
            })
            .unwrap_or(NeedState {
                needed: false,
                insistence: Insistence::Want,
                from: ResolvedFrom::Assumed("nothing asks for it"),
            });
        (*need, state)
    }))
}

impl Need {
    /// The kind of work that asks for it by itself.
    pub const fn implied_by(self) -> Option<WorkloadKindWanted> {
        match self {
            Self::PerNodeDaemon => Some(WorkloadKindWanted::Daemons),
            Self::NativeCron => Some(WorkloadKindWanted::Cron),
            Self::BlockStorage => Some(WorkloadKindWanted::Stateful),
            Self::Gpu => Some(WorkloadKindWanted::MachineLearning),
            _ => None,
        }
    }
}

fn said(design: &Design, need: Need) -> Option<NeedState> {
    let said = design.requirements.get(QuestionKey::Need(need))?;
    let Answer::Flag(needed) = said.answer else { return None };
    Some(NeedState { needed, insistence: said.insistence, from: ResolvedFrom::Said(said.insistence) })
}

fn inferred(how: String) -> NeedState {
    NeedState { needed: true, insistence: Insistence::Must, from: ResolvedFrom::Inferred(how) }
}

/// The answer that a need follows from, and how.
fn from_answers(
    need: Need,
    licence: LicenceRule,
    compliance: &Set<Compliance>,
    clouds: &Set<Cloud>,
) -> Option<(QuestionKey, &'static str)> {
    let only_owned = !clouds.is_empty() && clouds.iter().all(|c| matches!(c, Cloud::OnPremises | Cloud::Edge));
    match need {
        Need::OsiLicenceOnly if licence == LicenceRule::OsiOnly => {
            Some((QuestionKey::Licence, "the licence rule allows nothing else"))
        }
        Need::GovernmentCompliance if compliance.contains(&Compliance::FedRampHigh) => {
            Some((QuestionKey::Compliance, "FedRAMP High was named"))
        }
        Need::OnPremises if only_owned => Some((QuestionKey::Clouds, "no cloud was named, only owned hardware")),
        _ => None,
    }
}

/// More memory than this in one pod is past Fargate and Cloud Run: the bound of the need itself.
const LARGE_MEMORY: Bytes = Bytes(120_000_000_000);
/// More CPU than this likewise.
const LARGE_CPU: MilliCpu = MilliCpu(16_000);

fn from_workloads(design: &Design, need: Need) -> Option<NeedState> {
    let named = |why: &str, shows: &dyn Fn(&Workload) -> bool| {
        design
            .workloads
            .iter()
            .find(|workload| shows(workload))
            .map(|workload| inferred(format!("{} {why}", workload.name)))
    };
    match need {
        Need::PerNodeDaemon => named("is a DaemonSet", &|w| w.kind == WorkloadKind::DaemonSet),
        Need::NativeCron => named("is a CronJob", &|w| w.kind == WorkloadKind::CronJob),
        Need::BlockStorage => named("keeps data on a volume", &|w| {
            !w.claim_templates.is_empty() || w.volumes.iter().any(|v| matches!(v.source, VolumeSource::Claim { .. }))
        }),
        Need::StatefulQuorum => {
            named("is a StatefulSet of several replicas", &|w| w.kind == WorkloadKind::StatefulSet && w.pods() > 1)
        }
        Need::Gpu => named("asks for a GPU", &|w| w.pod_requests().extended.keys().any(|name| name.ends_with("/gpu"))),
        Need::Privileged => named("is privileged or shares the host's network", &|w| {
            w.host_network || w.host_pid || w.host_ipc || w.containers.iter().any(is_privileged)
        }),
        Need::LargeMemory => named("asks for over 120 GB or 16 CPU in one pod", &|w| {
            let requests = w.pod_requests();
            requests.memory > LARGE_MEMORY || requests.cpu > LARGE_CPU
        }),
        Need::JobOver24Hours => named("may run for over 24 hours", &|w| {
            w.batch.active_deadline_seconds.is_some_and(|seconds| seconds > 24 * 3600)
        }),
        Need::Arm64 => named("asks for ARM64 nodes", &|w| {
            w.node_selector.get("kubernetes.io/arch").is_some_and(|arch| arch == "arm64")
        }),
        Need::WindowsContainers => named("asks for Windows nodes", &|w| {
            w.node_selector.get("kubernetes.io/os").is_some_and(|os| os == "windows")
        }),
        Need::TcpUdpIngress => design
            .services
            .iter()
            .find(|service| {
                matches!(service.kind, ServiceKind::LoadBalancer | ServiceKind::NodePort)
                    && service.ports.iter().any(|port| port.protocol != PortProtocol::Tcp)
            })
            .map(|service| inferred(format!("{} takes UDP or SCTP from outside", service.name))),
        _ => None,
    }
}

fn is_privileged(container: &Container) -> bool {
    container.security.privileged == Some(true)
}
