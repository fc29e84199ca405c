//! What the requirements mean: every default filled in, each with where it came from.

use super::option_key::OptionKey;
use super::vocabulary::{
    Availability, Cloud, Compliance, CurrentPlatform, Environment, LicenceRule, Need, Operation, Skill, TrafficShape,
    WorkloadKindWanted,
};
use super::{Answer, Criterion, Design, Estimate, Insistence, Priority, QuestionKey, Said, WorkloadKind};
use crate::order::{Map, Set};

/// Where a resolved value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ResolvedFrom {
    /// It was said, this firmly.
    Said(Insistence),
    /// The workloads show it; the sentence says how.
    Inferred(String),
    /// It follows from another answer; the sentence says how.
    Follows(&'static str),
    /// Nothing was said; the sentence says why this is assumed.
    Assumed(&'static str),
}

/// Whether something is needed, and how firmly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeedState {
    /// Whether it is needed.
    pub needed: bool,
    /// How firmly that is meant.
    pub insistence: Insistence,
    /// Where it came from.
    pub from: ResolvedFrom,
}

/// The requirements with nothing left open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// People who write what runs.
    pub engineers: Estimate,
    /// People who can run a platform.
    pub platform_engineers: Estimate,
    /// Who keeps it running.
    pub operation: Operation,
    /// What the team knows.
    pub skills: Set<Skill>,
    /// What runs today.
    pub current_platform: CurrentPlatform,
    /// Pods at the peak, now.
    pub pods: Estimate,
    /// Growth in per cent a year.
    pub growth: Estimate,
    /// Requests a second at the peak.
    pub requests: Estimate,
    /// The peak over the mean.
    pub peak_factor: Estimate,
    /// The load over a day.
    pub traffic_shape: TrafficShape,
    /// Releases a day.
    pub deploys_a_day: Estimate,
    /// Where it may run; empty when anywhere.
    pub clouds: Set<Cloud>,
    /// Regions.
    pub regions: Estimate,
    /// Zones in each region.
    pub zones: Estimate,
    /// Stages.
    pub environments: Set<Environment>,
    /// Allowed downtime.
    pub availability: Availability,
    /// Slowest acceptable answer in milliseconds, at the 99th percentile.
    pub latency: Estimate,
    /// What has to run.
    pub workload_kinds: Set<WorkloadKindWanted>,
    /// Rules that bind.
    pub compliance: Set<Compliance>,
    /// Licences allowed.
    pub licence: LicenceRule,
    /// US dollars a month; none when nothing was said.
    pub budget: Option<Estimate>,
    /// Every need.
    pub needs: Map<Need, NeedState>,
    /// How much each criterion counts.
    pub priorities: Map<Criterion, Priority>,
    /// Where each value came from.
    pub from: Map<QuestionKey, ResolvedFrom>,
}

impl Resolved {
    /// Whether something is needed at all.
    pub fn needs(&self, need: Need) -> bool {
        self.needs.get(&need).is_some_and(|state| state.needed)
    }

    /// Whether something is a must.
    pub fn must(&self, need: Need) -> bool {
        self.needs.get(&need).is_some_and(|state| state.needed && state.insistence == Insistence::Must)
    }

    /// What was assumed because nobody said it, with the reason, in the questions' order.
    pub fn assumptions(&self) -> impl Iterator<Item = (QuestionKey, &'static str)> {
        self.from.iter().filter_map(|(key, from)| match from {
            ResolvedFrom::Assumed(why) => Some((*key, *why)),
            _ => None,
        })
    }
}

/// Fills every gap of the requirements, first from the workloads, then with a default.
pub fn resolve(design: &Design) -> Resolved {
    let mut reader = Reader { design, from: Map::new() };
    let engineers = reader.number(QuestionKey::Engineers, 8, "a common size of a product group");
    let platform_engineers = reader.number(QuestionKey::PlatformEngineers, 1, "most groups of this size have one");
    let operation = reader.choice(QuestionKey::Operation, Operation::PartTime, "nobody said who runs it");
    let skills = reader.several(QuestionKey::Skills, "no skills were named, so none count");
    let current_platform =
        reader.choice(QuestionKey::CurrentPlatform, CurrentPlatform::Nothing, "no present platform was named");
    let pods = reader.pods();
    let growth = reader.number(QuestionKey::Growth, 20, "a fifth a year, to leave room");
    let requests = reader.number(QuestionKey::Requests, 100, "a modest peak until one is measured");
    let peak_factor = reader.number(QuestionKey::PeakFactor, 3, "a working day's peak is about three times its mean");
    let traffic_shape = reader.choice(QuestionKey::TrafficShape, TrafficShape::Daily, "most load follows the day");
    let deploys_a_day = reader.number(QuestionKey::DeploysADay, 2, "a few releases a day");
    let clouds = reader.several(QuestionKey::Clouds, "no place was named, so any will do");
    let regions = reader.number(QuestionKey::Regions, 1, "one region until more are asked for");
    let zones = reader.number(QuestionKey::Zones, 3, "three zones survive the loss of one");
    let environments = reader.several(QuestionKey::Environments, "no stages were named");
    let availability =
        reader.choice(QuestionKey::Availability, Availability::Percent999, "a usual promise for a product");
    let latency = reader.number(QuestionKey::Latency, 500, "half a second feels quick enough");
    let workload_kinds = reader.workload_kinds();
    let compliance = reader.several(QuestionKey::Compliance, "no rules were named");
    let licence = reader.choice(QuestionKey::Licence, LicenceRule::Any, "no licence rule was named");
    let budget = reader.budget();
    let needs = super::needs::resolved_needs(design, &reader.from, licence, &compliance, &clouds, &workload_kinds);
    let priorities = crate::order::map(Criterion::ALL.iter().map(|criterion| {
        let said = design.requirements.priorities.get(criterion).copied();
        (*criterion, said.unwrap_or(Priority::DEFAULT))
    }));
    Resolved {
        engineers,
        platform_engineers,
        operation,
        skills,
        current_platform,
        pods,
        growth,
        requests,
        peak_factor,
        traffic_shape,
        deploys_a_day,
        clouds,
        regions,
        zones,
        environments,
        availability,
        latency,
        workload_kinds,
        compliance,
        licence,
        budget,
        needs,
        priorities,
        from: reader.from,
    }
}

struct Reader<'a> {
    design: &'a Design,
    from: Map<QuestionKey, ResolvedFrom>,
}

impl Reader<'_> {
    fn said(&mut self, key: QuestionKey, assumed: &'static str) -> Option<Answer> {
        let said = self.design.requirements.get(key).cloned();
        let from = said
            .as_ref()
            .map_or(ResolvedFrom::Assumed(assumed), |Said { insistence, .. }| ResolvedFrom::Said(*insistence));
        self.from.insert(key, from);
        said.map(|said| said.answer)
    }

    fn number(&mut self, key: QuestionKey, default: u64, why: &'static str) -> Estimate {
        match self.said(key, why) {
            Some(Answer::Number(estimate)) => estimate,
            _ => Estimate::exact(default),
        }
    }

    fn choice<T: OptionKey>(&mut self, key: QuestionKey, default: T, why: &'static str) -> T {
        match self.said(key, why) {
            Some(Answer::Choice(option)) => T::from_key(option).unwrap_or(default),
            _ => default,
        }
    }

    fn several<T: OptionKey>(&mut self, key: QuestionKey, why: &'static str) -> Set<T> {
        match self.said(key, why) {
            Some(Answer::Several(options)) => {
                crate::order::set(options.iter().filter_map(|option| T::from_key(option)))
            }
            _ => Set::new(),
        }
    }

    fn pods(&mut self) -> Estimate {
        let workloads = &self.design.workloads;
        if self.design.requirements.get(QuestionKey::Pods).is_none() && !workloads.is_empty() {
            let pods = workloads.iter().map(|workload| u64::from(workload.pods())).sum::<u64>().max(1);
            let most = workloads
                .iter()
                .map(|workload| workload.autoscaling.as_ref().map_or(workload.pods(), |a| a.max.max(workload.pods())))
                .map(u64::from)
                .sum::<u64>()
                .max(1);
            let how = format!("the {} workloads have {pods} pods, {most} when scaled out", workloads.len());
            self.from.insert(QuestionKey::Pods, ResolvedFrom::Inferred(how));
            return Estimate::range(pods, pods, most);
        }
        self.number(QuestionKey::Pods, 30, "a few services of three replicas")
    }

    fn workload_kinds(&mut self) -> Set<WorkloadKindWanted> {
        let mut kinds: Set<WorkloadKindWanted> =
            self.several(QuestionKey::WorkloadKinds, "no kinds of work were named");
        let said = matches!(self.from.get(&QuestionKey::WorkloadKinds), Some(ResolvedFrom::Said(_)));
        if said || self.design.workloads.is_empty() {
            return kinds;
        }
        for workload in &self.design.workloads {
            kinds.insert(match workload.kind {
                WorkloadKind::Deployment => WorkloadKindWanted::Stateless,
                WorkloadKind::StatefulSet => WorkloadKindWanted::Stateful,
                WorkloadKind::DaemonSet => WorkloadKindWanted::Daemons,
                WorkloadKind::Job => WorkloadKindWanted::Batch,
                WorkloadKind::CronJob => WorkloadKindWanted::Cron,
            });
        }
        let how = "the workloads are of these kinds".to_owned();
        self.from.insert(QuestionKey::WorkloadKinds, ResolvedFrom::Inferred(how));
        kinds
    }

    fn budget(&mut self) -> Option<Estimate> {
        match self.said(QuestionKey::Budget, "no budget was named, so none limits") {
            Some(Answer::Number(estimate)) => Some(estimate),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Container, Resources, Workload};
    use super::*;
    use crate::units::Bytes;

    #[test]
    fn an_empty_design_resolves_with_a_reason_for_everything() {
        let resolved = resolve(&Design::default());
        assert_eq!(resolved.engineers, Estimate::exact(8));
        assert_eq!(resolved.assumptions().count(), QuestionKey::PLAIN.len() - 1);
        assert!(Need::ALL.iter().all(|need| !resolved.needs(*need)));
    }

    #[test]
    fn workloads_answer_what_they_can() {
        let design = Design {
            workloads: vec![
                Workload { name: "agent".into(), kind: WorkloadKind::DaemonSet, ..Workload::default() },
                Workload {
                    name: "model".into(),
                    replicas: Some(3),
                    containers: vec![Container {
                        limits: Resources {
                            memory: Some(Bytes(200 << 30)),
                            extended: Map::from([("nvidia.com/gpu".into(), 1)]),
                            ..Resources::default()
                        },
                        ..Container::default()
                    }],
                    ..Workload::default()
                },
            ],
            ..Design::default()
        };
        let resolved = resolve(&design);
        assert_eq!(resolved.pods.likely, 4);
        for need in [Need::PerNodeDaemon, Need::Gpu, Need::LargeMemory] {
            assert!(resolved.must(need), "{need:?}");
            assert!(matches!(resolved.needs.get(&need).unwrap().from, ResolvedFrom::Inferred(_)), "{need:?}");
        }
        assert!(!resolved.needs(Need::NativeCron));
    }

    #[test]
    fn what_was_said_wins_over_what_was_inferred() {
        let mut design = Design {
            workloads: vec![Workload { kind: WorkloadKind::DaemonSet, ..Workload::default() }],
            ..Design::default()
        };
        let no = Said { answer: Answer::Flag(false), insistence: Insistence::Want };
        design.requirements.say(QuestionKey::Need(Need::PerNodeDaemon), no).unwrap();
        assert!(!resolve(&design).needs(Need::PerNodeDaemon));
    }
}
