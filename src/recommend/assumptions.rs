//! What was assumed because nobody said it.

use super::Assumption;
use super::context::Context;
use super::matrix::Valued;
use super::words::{grouped, list, spoken};
use crate::design::{Estimate, OptionKey, QuestionKey, Resolved, idle};
use crate::knowledge::{FactId, FactKind, Knowledge};
use crate::order::Gather;
use crate::order::Set;

/// Every default used, in the questions' order; needs that nothing asks for are left out.
pub(super) fn assumptions(context: &Context) -> Vec<Assumption> {
    let of = |(question, why): (QuestionKey, &'static str)| {
        let fact = context.knowledge.fact_id(&format!("default.{}", question.key()));
        Some(Assumption { question, assumed: assumed(context.resolved, question)?, why: sentence(why), fact })
    };
    // A default that decides nothing beside the other answers is not used.
    let used = |(question, _): &(QuestionKey, &'static str)| {
        idle(&context.design.requirements, context.resolved, *question).is_none()
    };
    context.resolved.assumptions().filter(used).filter_map(of).collect()
}

/// The tool's own rules and estimates that went into the values and the costs, each once, in the order of the names.
pub(super) fn rules(knowledge: &Knowledge, valued: &[Valued]) -> Vec<FactId> {
    let whys = valued.iter().flat_map(|one| one.row.cells.iter().map(|cell| &cell.why).chain([&one.row.cost.why]));
    let ours = |id: &&FactId| {
        let fact = knowledge.fact(id.as_str());
        fact.is_some_and(|fact| {
            fact.kind == FactKind::Judgement && fact.sources.iter().any(|source| source.starts_with("Sheerline"))
        })
    };
    let used = crate::order::set(whys.flat_map(|why| &why.lines).flat_map(|line| &line.facts).filter(ours));
    used.into_iter().cloned().gather()
}

fn sentence(why: &str) -> String {
    let mut letters = why.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn keys<T: OptionKey>(options: &Set<T>) -> Vec<String> {
    options.iter().map(|option| spoken(option.key())).gather()
}

/// The value that was taken, in words; none where the question decides nothing here.
fn assumed(resolved: &Resolved, question: QuestionKey) -> Option<String> {
    let number = |estimate: Estimate| grouped(estimate.likely);
    let several = |keys: Vec<String>| if keys.is_empty() { "none".to_owned() } else { list(&keys, "and") };
    Some(match question {
        QuestionKey::Engineers => number(resolved.engineers),
        QuestionKey::PlatformEngineers => number(resolved.platform_engineers),
        QuestionKey::Operation => spoken(resolved.operation.key()),
        QuestionKey::Skills => several(keys(&resolved.skills)),
        QuestionKey::CurrentPlatform => spoken(resolved.current_platform.key()),
        QuestionKey::Pods => number(resolved.pods),
        QuestionKey::Growth => format!("{} %", number(resolved.growth)),
        QuestionKey::Requests => format!("{} a second", number(resolved.requests)),
        QuestionKey::PeakFactor => format!("{} times the mean", number(resolved.peak_factor)),
        QuestionKey::TrafficShape => spoken(resolved.traffic_shape.key()),
        QuestionKey::DeploysADay => format!("{} a day", number(resolved.deploys_a_day)),
        QuestionKey::Clouds => "anywhere".to_owned(),
        QuestionKey::Regions => number(resolved.regions),
        QuestionKey::Zones => number(resolved.zones),
        QuestionKey::Environments => several(keys(&resolved.environments)),
        QuestionKey::Availability => format!("{} %", resolved.availability.key()),
        QuestionKey::Latency => format!("{} ms", number(resolved.latency)),
        QuestionKey::WorkloadKinds => several(keys(&resolved.workload_kinds)),
        QuestionKey::Compliance => several(keys(&resolved.compliance)),
        QuestionKey::Licence => spoken(resolved.licence.key()),
        QuestionKey::Budget => "none".to_owned(),
        QuestionKey::RegionNames | QuestionKey::MeshNeeds | QuestionKey::MeshPresent | QuestionKey::Need(_) => {
            return None;
        }
    })
}
