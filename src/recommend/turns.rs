//! What would have to be true: the smallest change of each single answer that makes another platform win.
//!
//! The winner is found anew for every answer that is tried. Of a list each option is added or taken away, of a choice
//! each other option taken, and a need is dropped, wished for or made a must. How a number is searched stands with
//! [`nearest`](super::nearest).

use super::asks::{asks, insistence};
use super::context::Context;
use super::load::Load;
use super::method::Method;
use super::near::asked;
use super::nearest::{EACH, Tried, nearest};
use super::outcome::{name, table};
use super::own::{all_valued, with_own_numbers};
use super::weighing::weights;
use super::words::{grouped, list, spoken};
use super::{Candidate, Cause, RequirementTurn};
use crate::decide::Table;
use crate::design::{
    Answer, AnswerKind, Cloud, Design, Estimate, Insistence, OptionKey, QuestionKey, Resolved, ResolvedFrom, Said,
    resolve,
};
use crate::knowledge::Knowledge;
use crate::order::Gather;
use crate::order::Set;

/// The turns of every answer, in the questions' order; empty where nothing wins now.
pub fn requirement_turns(design: &Design, knowledge: &Knowledge) -> Vec<RequirementTurn> {
    let (knowledge, _) = with_own_numbers(knowledge, &design.decision);
    let method = Method::of(&knowledge);
    let mut search =
        Search { design: design.clone(), knowledge: &knowledge, method: &method, now: None, found: Vec::new() };
    search.now = search.table().1;
    if search.now.is_some() {
        let resolved = resolve(design);
        for key in QuestionKey::all().filter(|key| !key.is_of_the_mesh()) {
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
    /// What the engine sees of the design as it stands, and who wins.
    fn table(&self) -> (Table, Option<Candidate>) {
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
        let table = table(&weights, &valued);
        let first = table.first().and_then(|first| valued.get(first)).map(|one| one.row.platform);
        (table, first)
    }

    /// The same with another answer; none where it does not fit the question.
    fn table_with(
        &mut self,
        key: QuestionKey,
        answer: Answer,
        insistence: Insistence,
    ) -> Option<(Table, Option<Candidate>)> {
        let before = self.design.requirements.get(key).cloned();
        self.design.requirements.say(key, Said { answer, insistence }).ok()?;
        let found = self.table();
        match before {
            Some(said) => drop(self.design.requirements.say(key, said)),
            None => self.design.requirements.unsay(key),
        }
        Some(found)
    }

    /// Who wins with another answer, where it is somebody else.
    fn other_winner(&mut self, key: QuestionKey, answer: Answer, insistence: Insistence) -> Option<Candidate> {
        self.table_with(key, answer, insistence)?.1.filter(|winner| Some(*winner) != self.now)
    }

    fn question(&mut self, key: QuestionKey, resolved: &Resolved) {
        let insistence = insistence(resolved, key);
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
                        self.add(key, resolved, from.to_owned(), said_need(*needed, *insistence).to_owned(), winner);
                        break;
                    }
                }
            }
            (_, AnswerKind::Number { min, max, .. }) => {
                let Some(now) = number(resolved, key) else { return };
                for bound in [min, max] {
                    let at =
                        |distance: u64| if bound < now.likely { now.likely - distance } else { now.likely + distance };
                    let steady = !matches!(key, QuestionKey::Pods | QuestionKey::Regions);
                    let winner = self.now;
                    let found = nearest(bound.abs_diff(now.likely), steady, &mut |distance| {
                        // The rest of a range stays where it is.
                        let [low, high] = if now.is_exact() { [at(distance); 2] } else { [now.low, now.high] };
                        let tried = Estimate::range(low, at(distance), high);
                        let (table, first) = self.table_with(key, Answer::Number(tried), insistence)?;
                        Some(Tried { stands: first.is_some(), other: first.filter(|_| first != winner), table })
                    });
                    if let Some((distance, winner, exact)) = found {
                        let to = at(distance);
                        self.add(key, resolved, grouped(now.likely), grouped(to), winner);
                        if let Some(turn) = self.found.last_mut() {
                            (turn.number, turn.exact) = (Some(to), exact);
                            if !exact {
                                turn.text += &not_each();
                            }
                        }
                    }
                }
            }
            (_, AnswerKind::Choice { options }) => {
                let Some(now) = choice(resolved, key) else { return };
                for option in options.iter().filter(|option| **option != now) {
                    if let Some(winner) = self.other_winner(key, Answer::Choice(option), insistence) {
                        self.add(key, resolved, spoken(now), spoken(option), winner);
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
                        self.add(key, resolved, options_in_words(key, &now), options_in_words(key, &then), winner);
                    }
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, question: QuestionKey, resolved: &Resolved, from: String, to: String, platform: Candidate) {
        let asks = match question {
            QuestionKey::Need(need) => format!("“{}”", asked(self.knowledge, Cause::Need(need))),
            key => spoken_key(key.key()),
        };
        let open = match resolved.from.get(&question) {
            Some(ResolvedFrom::Assumed(_)) => ", which is assumed",
            Some(ResolvedFrom::Said(Insistence::NotSure)) => ", which nobody is sure of",
            _ => "",
        };
        let text = format!("{} would win with {asks} at {to} instead of {from}{open}.", name(self.knowledge, platform));
        self.found.push(RequirementTurn { question, from, to, number: None, exact: true, platform, text });
    }
}

/// What was not tried, where machines are whole and a farther number may do what a nearer one undoes.
fn not_each() -> String {
    format!(" Of the numbers more than {EACH} away not each was tried, so a nearer one may do it, too.")
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

fn options_in_words(key: QuestionKey, options: &Set<&'static str>) -> String {
    let words: Vec<String> = options.iter().map(|option| spoken(option)).gather();
    match key {
        QuestionKey::Clouds if words.is_empty() => "anywhere".to_owned(),
        _ if words.is_empty() => "none".to_owned(),
        _ => list(&words, "and"),
    }
}

pub(super) fn number(resolved: &Resolved, key: QuestionKey) -> Option<Estimate> {
    Some(match key {
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
    })
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
