//! What a design asks of a mesh: what was said, and what its workloads, rules and releases suggest.

use super::facts::Facts;
use crate::design::{
    Answer, Compliance, Design, Insistence, MeshNeed, MeshPresent, Need, Operation, OptionKey, QuestionKey, Resolved,
};
use crate::mesh::cost::Costs;
use crate::order::Gather;
use crate::units::grouped;

/// What a design asks of a mesh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asks {
    /// What a mesh was said to be for, and how firmly.
    pub(super) needs: Vec<MeshNeed>,
    pub(super) insistence: Insistence,
    /// What runs already.
    pub(super) present: Vec<MeshPresent>,
    /// How much each need counts, from 0 to 100, with why.
    pub(super) demands: Vec<Demand>,
    /// How hard it is for this team to run something more, in per cent of the usual.
    pub(super) strain: i64,
    /// Why.
    pub(super) strained: String,
}

/// How much a need counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// Which.
    pub need: MeshNeed,
    /// From 0 to 100.
    pub of_100: i64,
    /// Why, in a half-sentence.
    pub because: String,
}

fn listed<T: OptionKey>(design: &Design, key: QuestionKey) -> (Vec<T>, Insistence) {
    match design.requirements.get(key) {
        Some(said) => match &said.answer {
            Answer::Several(options) => {
                (options.iter().filter_map(|option| T::from_key(option)).gather(), said.insistence)
            }
            _ => (Vec::new(), said.insistence),
        },
        None => (Vec::new(), Insistence::Want),
    }
}

impl Asks {
    pub(super) fn of(design: &Design, resolved: &Resolved, costs: &Costs) -> Self {
        let (needs, insistence) = listed(design, QuestionKey::MeshNeeds);
        let (present, _) = listed(design, QuestionKey::MeshPresent);
        let demands = MeshNeed::ALL
            .iter()
            .map(|need| match needs.contains(need) {
                true if insistence == Insistence::NotSure => demand(*need, 50, "it may be wanted"),
                true => demand(*need, 100, "it is wanted"),
                false => suggested(*need, design, resolved, costs),
            })
            .filter(|demand| demand.of_100 > 0)
            .gather();
        let (strain, strained) = strain(resolved);
        Self { needs, insistence, present, demands, strain, strained }
    }
}

/// Whether requests, not only connections, are to be ruled, routed or measured by what was said.
pub fn requests_wanted(design: &Design) -> bool {
    let (needs, _) = listed::<MeshNeed>(design, QuestionKey::MeshNeeds);
    needs.iter().any(|need| {
        matches!(
            need,
            MeshNeed::RequestRules
                | MeshNeed::UserTokens
                | MeshNeed::TrafficShifting
                | MeshNeed::Resilience
                | MeshNeed::CallMetrics
                | MeshNeed::OwnFilters
        )
    })
}

fn demand(need: MeshNeed, of_100: u64, because: &str) -> Demand {
    Demand { need, of_100: i64::try_from(of_100).unwrap_or(100), because: because.to_owned() }
}

/// So much at the large end, nothing at the small.
fn between(number: u64, small: u64, large: u64, most: u64) -> u64 {
    number.clamp(small, large).saturating_sub(small) * most / (large - small).max(1)
}

/// What a design suggests where nobody said it. These are rules of our own, and small beside what is said.
fn suggested(need: MeshNeed, design: &Design, resolved: &Resolved, costs: &Costs) -> Demand {
    let services = services(design, resolved);
    let calls = u64::try_from(costs.graph.edges.len()).unwrap_or_default();
    let of_services = format!("there are {} services", grouped(services));
    match need {
        MeshNeed::MutualTls => {
            let strict = [Compliance::PciDss, Compliance::Hipaa, Compliance::FedRampHigh];
            let bound = strict.iter().find(|rule| resolved.compliance.contains(*rule));
            if resolved.needs(Need::ServiceMesh) {
                return demand(need, 80, "a service mesh is asked for");
            }
            if bound.is_some() {
                return demand(need, 60, "rules ask for encryption on the way");
            }
            if resolved.needs(Need::StrictTenancy) {
                return demand(need, 40, "workloads are to be kept apart");
            }
            demand(need, between(services, 20, 100, 40), &of_services)
        }
        MeshNeed::RequestRules => demand(need, between(services, 30, 150, 25), &of_services),
        MeshNeed::TrafficShifting => {
            let releases = resolved.deploys_a_day.likely;
            let because = format!("there are {} releases a day", grouped(releases));
            demand(need, between(releases, 5, 50, 30), &because)
        }
        MeshNeed::Resilience if !design.traffic.services.is_empty() => {
            demand(need, 50, "retries, timeouts or limits are set for services")
        }
        MeshNeed::CallMetrics => {
            let because = format!("there are {} calls between services", grouped(calls));
            demand(need, between(calls, 30, 200, 30), &because)
        }
        MeshNeed::SeveralClusters => {
            let clusters = design.clusters.clusters.len();
            if clusters > 1 {
                return demand(need, 40, "several clusters are drawn");
            }
            let regions = if resolved.regions.likely > 1 { 25 } else { 0 };
            demand(need, regions, "it runs in several regions")
        }
        MeshNeed::Resilience
        | MeshNeed::UserTokens
        | MeshNeed::MachinesInMesh
        | MeshNeed::OtherPlatforms
        | MeshNeed::OwnFilters => demand(need, 0, ""),
    }
}

/// How many services there are: those of the design, else a third of the pods.
pub(super) fn services(design: &Design, resolved: &Resolved) -> u64 {
    match design.workloads.len() {
        0 => resolved.pods.likely.div_ceil(3),
        some => u64::try_from(some).unwrap_or(u64::MAX),
    }
}

fn strain(resolved: &Resolved) -> (i64, String) {
    let people = resolved.platform_engineers.likely;
    let by_people = match people {
        0 => 140,
        1 => 115,
        2 | 3 => 95,
        4..=6 => 75,
        _ => 60,
    };
    let (by_operation, words) = match resolved.operation {
        Operation::Nobody => (30, "nobody runs it"),
        Operation::PartTime => (5, "it is run beside other work"),
        Operation::Dedicated => (-10, "a team runs it"),
    };
    let persons = if people == 1 { "1 person".to_owned() } else { format!("{} people", grouped(people)) };
    (by_people + by_operation, format!("{persons} can run a platform and {words}"))
}

/// Whether a port of the design is not TCP: no mesh carries it.
pub(super) fn has_datagrams(design: &Design) -> bool {
    let of_services = design.services.iter().flat_map(|service| &service.ports);
    of_services.map(|port| port.protocol).any(|protocol| protocol != crate::design::PortProtocol::Tcp)
}

/// The cause as a person reads it.
pub(super) fn cause_label(facts: &Facts, cause: &str) -> String {
    match cause {
        "needWindowsContainers" => "Windows containers".to_owned(),
        "needFips" => "FIPS 140".to_owned(),
        "needOsiLicenceOnly" => "Open-source licences alone".to_owned(),
        "needServiceMesh" => "A service mesh".to_owned(),
        "platform" => "The chosen platform".to_owned(),
        other => facts.aspects.iter().find(|aspect| aspect.id == other).map_or(String::new(), |one| one.label.clone()),
    }
}
