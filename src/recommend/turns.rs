//! What would have to be true: the smallest change of each single answer that makes another platform win.
//!
//! The winner is found anew for every answer that is tried. A number is tried at growing distances until the winner
//! changes, and the place of the change is then halved down to the very number; where a winner came and went between two
//! distances, that is not seen. Of a list each option is added or taken away, of a choice each other option taken, and a
//! need is dropped, wished for or made a must.

use super::asks::asks;
use super::context::Context;
use super::load::Load;
use super::method::Method;
use super::near::asked;
use super::outcome::{name, table};
use super::own::{all_valued, with_own_numbers};
use super::weighing::weights;
use super::words::{grouped, list, spoken};
use super::{Candidate, Cause, RequirementTurn};
use crate::design::{
    Answer, AnswerKind, Cloud, Design, Estimate, Insistence, OptionKey, QuestionKey, Resolved, ResolvedFrom, Said,
    resolve,
};
use crate::knowledge::Knowledge;
use crate::order::Set;

/// Distances double, so that the largest number is reached in so many steps.
const STEPS: u32 = 40;

/// The turns of every answer, in the questions' order; empty where nothing wins now.
pub fn requirement_turns(design: &Design, knowledge: &Knowledge) -> Vec<RequirementTurn> {
    let (knowledge, _) = with_own_numbers(knowledge, &design.decision);
    let method = Method::of(&knowledge);
    let mut search =
        Search { design: design.clone(), knowledge: &knowledge, method: &method, now: None, found: Vec::new() };
    search.now = search.winner();
    if search.now.is_some() {
        let resolved = resolve(design);
        for key in QuestionKey::all() {
            search.question(key, &resolved);
        }
    }
    search.found
}

struct Search<'a> {
    design: Design,
    knowledge: &'a Knowledge,
    method: &'a Method,
    now: Option<Candidate>,
    found: Vec<RequirementTurn>,
}

impl Search<'_> {
    /// Who wins with the design as it stands.
    fn winner(&self) -> Option<Candidate> {
        let resolved = resolve(&self.design);
        let load = Load::of(&self.design, &resolved, self.method);
        let context = Context {
            design: &self.design,
            resolved: &resolved,
            knowledge: self.knowledge,
            method: self.method,
            load: &load,
            asks: asks(&resolved),
        };
        let (valued, _) = all_valued(&context);
        let requirements = &self.design.requirements;
        let weights = weights(&context, &requirements.priorities, &requirements.weighting);
        let first = table(&weights, &valued).ranking().first()?.alternative;
        valued.get(first).map(|one| one.row.platform)
    }

    /// Who wins with another answer, where it is somebody else.
    fn other_winner(&mut self, key: QuestionKey, answer: Answer, insistence: Insistence) -> Option<Candidate> {
        let before = self.design.requirements.get(key).cloned();
        if self.design.requirements.say(key, Said { answer, insistence }).is_err() {
            return None;
        }
        let winner = self.winner();
        match before {
            Some(said) => drop(self.design.requirements.say(key, said)),
            None => self.design.requirements.unsay(key),
        }
        winner.filter(|winner| Some(*winner) != self.now)
    }

    fn question(&mut self, key: QuestionKey, resolved: &Resolved) {
        let insistence = match resolved.from.get(&key) {
            Some(ResolvedFrom::Said(insistence)) => *insistence,
            _ => Insistence::Want,
        };
        match (key, key.question().kind) {
            (QuestionKey::Need(need), _) => {
                let Some(state) = resolved.needs.get(&need) else { return };
                let steps: &[(bool, Insistence)] = if state.needed && state.insistence == Insistence::Must {
                    &[(true, Insistence::Want), (false, Insistence::Want)]
                } else if state.needed {
                    &[(false, Insistence::Want), (true, Insistence::Must)]
                } else {
                    &[(true, Insistence::Want), (true, Insistence::Must)]
                };
                let from = said_need(state.needed, state.insistence);
                for (needed, insistence) in steps {
                    if let Some(winner) = self.other_winner(key, Answer::Flag(*needed), *insistence) {
                        self.add(key, from.to_owned(), said_need(*needed, *insistence).to_owned(), winner);
                        break;
                    }
                }
            }
            (_, AnswerKind::Number { min, max, .. }) => {
                let Some(now) = number(resolved, key) else { return };
                for bound in [min, max] {
                    if let Some((to, winner)) = self.nearest(key, now, bound, insistence) {
                        self.add(key, grouped(now), grouped(to), winner);
                    }
                }
            }
            (_, AnswerKind::Choice { options }) => {
                let Some(now) = choice(resolved, key) else { return };
                for option in options.iter().filter(|option| **option != now) {
                    if let Some(winner) = self.other_winner(key, Answer::Choice(option), insistence) {
                        self.add(key, spoken(now), spoken(option), winner);
                    }
                }
            }
            (_, AnswerKind::Several { options }) => {
                let now = several(resolved, key);
                for option in options {
                    let mut then = now.clone();
                    if !then.remove(option) {
                        then.insert(option);
                    }
                    if let Some(winner) = self.other_winner(key, Answer::Several(then.clone()), insistence) {
                        self.add(key, options_in_words(&now), options_in_words(&then), winner);
                    }
                }
            }
            _ => {}
        }
    }

    /// The number nearest to the present one, on the way to a bound, at which somebody else wins.
    fn nearest(&mut self, key: QuestionKey, now: u64, bound: u64, insistence: Insistence) -> Option<(u64, Candidate)> {
        let at = |distance: u64| if bound < now { now - distance } else { now + distance };
        let most = bound.abs_diff(now);
        let (mut same, mut other, mut distance) = (0, None, 1);
        for _ in 0..STEPS {
            let tried = distance.min(most);
            if tried == same {
                break;
            }
            let winner = self.other_winner(key, Answer::Number(Estimate::exact(at(tried))), insistence);
            if let Some(winner) = winner {
                other = Some((tried, winner));
                break;
            }
            same = tried;
            distance = distance.saturating_mul(2);
        }
        let (mut reached, mut winner) = other?;
        while reached - same > 1 {
            let middle = same.midpoint(reached);
            match self.other_winner(key, Answer::Number(Estimate::exact(at(middle))), insistence) {
                Some(then) => (reached, winner) = (middle, then),
                None => same = middle,
            }
        }
        Some((at(reached), winner))
    }

    fn add(&mut self, question: QuestionKey, from: String, to: String, platform: Candidate) {
        let asks = match question {
            QuestionKey::Need(need) => format!("“{}”", asked(self.knowledge, Cause::Need(need))),
            key => spoken_key(key.key()),
        };
        let text = format!("{} would win with {asks} at {to} instead of {from}.", name(self.knowledge, platform));
        self.found.push(RequirementTurn { question, from, to, platform, text });
    }
}

const fn said_need(needed: bool, insistence: Insistence) -> &'static str {
    match (needed, insistence) {
        (false, _) => "not needed",
        (true, Insistence::Must) => "a must",
        (true, Insistence::Want) => "a wish",
        (true, Insistence::NotSure) => "not sure",
    }
}

/// `platformEngineers` as `platform engineers`.
fn spoken_key(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 2);
    for letter in key.chars() {
        if letter.is_ascii_uppercase() {
            words.push(' ');
        }
        words.push(letter.to_ascii_lowercase());
    }
    words
}

fn options_in_words(options: &Set<&'static str>) -> String {
    let words: Vec<String> = options.iter().map(|option| spoken(option)).collect();
    if words.is_empty() { "none".to_owned() } else { list(&words, "and") }
}

fn number(resolved: &Resolved, key: QuestionKey) -> Option<u64> {
    let estimate = match key {
        QuestionKey::Engineers => resolved.engineers,
        QuestionKey::PlatformEngineers => resolved.platform_engineers,
        QuestionKey::Pods => resolved.pods,
        QuestionKey::Growth => resolved.growth,
        QuestionKey::Requests => resolved.requests,
        QuestionKey::PeakFactor => resolved.peak_factor,
        QuestionKey::DeploysADay => resolved.deploys_a_day,
        QuestionKey::Regions => resolved.regions,
        QuestionKey::Zones => resolved.zones,
        QuestionKey::Latency => resolved.latency,
        QuestionKey::Budget => resolved.budget?,
        _ => return None,
    };
    Some(estimate.likely)
}

fn choice(resolved: &Resolved, key: QuestionKey) -> Option<&'static str> {
    Some(match key {
        QuestionKey::Operation => resolved.operation.key(),
        QuestionKey::CurrentPlatform => resolved.current_platform.key(),
        QuestionKey::TrafficShape => resolved.traffic_shape.key(),
        QuestionKey::Availability => resolved.availability.key(),
        QuestionKey::Licence => resolved.licence.key(),
        _ => return None,
    })
}

fn several(resolved: &Resolved, key: QuestionKey) -> Set<&'static str> {
    fn keys<T: OptionKey>(options: &Set<T>) -> Set<&'static str> {
        options.iter().map(|option| option.key()).collect()
    }
    match key {
        QuestionKey::Skills => keys(&resolved.skills),
        QuestionKey::Clouds => keys::<Cloud>(&resolved.clouds),
        QuestionKey::Environments => keys(&resolved.environments),
        QuestionKey::WorkloadKinds => keys(&resolved.workload_kinds),
        QuestionKey::Compliance => keys(&resolved.compliance),
        _ => Set::new(),
    }
}
