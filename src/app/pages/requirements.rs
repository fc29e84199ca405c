//! What is needed: every question by its descriptor, then the priorities.

mod priorities;
mod ranking;
mod weighting;

pub(super) use weighting::{known_name, weighting};

use crate::app::derived::{Derived, use_derived};
use crate::app::kit::Memo;
use crate::app::kit::{Field, checks, field, segmented, select};
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::design::{
    Answer, AnswerKind, Degrees, Estimate, Insistence, Question, QuestionKey, QuestionSection, ResolvedFrom, Said, idle,
};
use crate::knowledge;
use crate::order::Gather;
use crate::order::Set;
use crate::recommend::touches;
use crate::text::{ENGLISH, fill, grouped, option_label, plural, question_text, section_label, unit_label};
use crate::web;
use priorities::priorities;

/// Draws the page.
pub(crate) fn requirements() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let heading = Memo::new(move || {
        let given = store.design().requirements.iter().count();
        let assumed = derived.resolved.get().assumptions().count();
        fill(ENGLISH.requirements_heading, &[&plural(given as u64, ENGLISH.one_answer, ENGLISH.many_answers), &assumed])
    });
    view! {
        <h1>{live(move || heading.get())}</h1>
        <p class="lead">{ENGLISH.requirements_lead}</p>
        <nav class="jump" aria-label=ENGLISH.requirements_jump>
            {QuestionSection::ALL.into_iter().map(|section| jump(section_id(section), section_label(section))).collect_view()}
            {jump(priorities::SECTION, ENGLISH.requirements_priorities)}
        </nav>
        {QuestionSection::ALL.into_iter().map(|section| view! {
            <section class="questions">
                <h2 id=section_id(section) tabindex="-1">{section_label(section)}</h2>
                <div class=if section == QuestionSection::Needs { "needs" } else { "fields" }>
                    {QuestionKey::all()
                        .map(QuestionKey::question)
                        .filter(|question| question.section == section)
                        .map(|question| one(store, question))
                        .collect_view()}
                </div>
                <p class="help" aria-live="polite">{live(move || not_asked(store, derived, section))}</p>
            </section>
        }).collect_view()}
        {priorities()}
    }
}

const fn section_id(section: QuestionSection) -> &'static str {
    match section {
        QuestionSection::Team => "section-team",
        QuestionSection::Scale => "section-scale",
        QuestionSection::Place => "section-place",
        QuestionSection::Work => "section-work",
        QuestionSection::Rules => "section-rules",
        QuestionSection::Needs => "section-needs",
        QuestionSection::Mesh => "section-mesh",
    }
}

/// A leap within the page; the address belongs to the step.
fn jump(id: &'static str, label: &'static str) -> AnyView {
    view! { <button type="button" class="link" on:click=move |_| web::focus_element(id)>{label}</button> }
}

/// One question, as it is drawn wherever it is asked.
pub(super) fn question(store: Store, question: Question) -> AnyView {
    one(store, question)
}

fn one(store: Store, question: Question) -> AnyView {
    let words = question_text(question.key);
    let said = store.part(move |design| design.requirements.get(question.key).cloned());
    let input = match question.kind {
        AnswerKind::Flag => return need(store, question),
        AnswerKind::Number { unit, .. } => {
            let value = Signal::derive(move || match said.get().map(|said| said.answer) {
                Some(Answer::Number(estimate)) => printed(estimate),
                _ => String::new(),
            });
            let take = move |typed: &str| take_number(store, question, typed);
            field(Field::new(id(question), words.label, value, take).help(words.help).unit(unit_label(unit)))
        }
        AnswerKind::Choice { options } => {
            let value = Signal::derive(move || match said.get().map(|said| said.answer) {
                Some(Answer::Choice(option)) => option.to_owned(),
                _ => String::new(),
            });
            let mut list = vec![(String::new(), ENGLISH.not_said.to_owned())];
            list.extend(options.iter().map(|option| ((*option).to_owned(), option_label(option).to_owned())));
            select(id(question), words.label.to_owned(), words.help.to_owned(), list, value, move |key| {
                let answer = question.option(&key).ok().map(Answer::Choice);
                say(store, question.key, answer);
            })
        }
        AnswerKind::Several { options } => {
            let value = Signal::derive(move || match said.get().map(|said| said.answer) {
                Some(Answer::Several(options)) => options.iter().map(|option| (*option).to_owned()).collect(),
                _ => Set::new(),
            });
            let list = options.iter().map(|option| ((*option).to_owned(), option_label(option).to_owned())).collect();
            checks(id(question), words.label.to_owned(), words.help.to_owned(), list, value, move |key| {
                let mut ticked = match said.get_untracked().map(|said| said.answer) {
                    Some(Answer::Several(options)) => options,
                    _ => Set::new(),
                };
                let Ok(option) = question.option(&key) else { return };
                if !ticked.remove(option) {
                    ticked.insert(option);
                }
                say(store, question.key, (!ticked.is_empty()).then_some(Answer::Several(ticked)));
            })
        }
        AnswerKind::Names => {
            let value = Signal::derive(move || match said.get().map(|said| said.answer) {
                Some(Answer::Names(names)) => names.join(", "),
                _ => String::new(),
            });
            field(
                Field::new(id(question), words.label, value, move |typed| {
                    let names: Vec<String> =
                        typed.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).gather();
                    say(store, question.key, (!names.is_empty()).then_some(Answer::Names(names)));
                    Ok(())
                })
                .help(words.help),
            )
        }
    };
    view! {
        <div class="question" hidden=away(store, question.key)>
            {input}
            {touched(question.key)}
            {live(move || said.get().map(|said| how(store, question.key, said.insistence)))}
            <p class="origin">{origin(question.key)}</p>
        </div>
    }
}

fn id(question: Question) -> String {
    format!("q-{}", question.name)
}

/// Says, or takes back, an answer; its insistence stays.
fn say(store: Store, key: QuestionKey, answer: Option<Answer>) {
    store.edit(key.key(), |design| match answer {
        None => design.requirements.unsay(key),
        Some(answer) => {
            let insistence = design.requirements.get(key).map_or(key.usual(), |said| said.insistence);
            // The form offers only what the descriptor allows; anything else leaves the old answer.
            drop(design.requirements.say(key, Said { answer, insistence }));
        }
    });
}

fn take_number(store: Store, question: Question, typed: &str) -> Result<(), String> {
    if typed.trim().is_empty() {
        say(store, question.key, None);
        return Ok(());
    }
    let answer = Answer::Number(estimate(typed).ok_or(ENGLISH.number_expected)?);
    question.check(&answer).map_err(|_| match question.kind {
        AnswerKind::Number { min, max, .. } => bounds(min, max),
        _ => String::new(),
    })?;
    say(store, question.key, Some(answer));
    Ok(())
}

fn bounds(min: u64, max: u64) -> String {
    fill(ENGLISH.requirements_bounds, &[&grouped(min), &grouped(max)])
}

/// Reads `40`, `20-60` or `20-40-60`, with hyphen, dash or “to” between.
fn estimate(typed: &str) -> Option<Estimate> {
    let plain = typed.replace(['–', '—'], "-").replace("to", "-").replace([',', ' ', '_'], "");
    let numbers: Vec<u64> = plain.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match numbers.as_slice() {
        [number] => Some(Estimate::exact(*number)),
        [low, high] if low <= high => Some(Estimate::range(*low, low + (high - low) / 2, *high)),
        [low, likely, high] if low <= likely && likely <= high => Some(Estimate::range(*low, *likely, *high)),
        _ => None,
    }
}

fn printed(estimate: Estimate) -> String {
    match estimate.is_exact() {
        true => estimate.likely.to_string(),
        false => format!("{}-{}-{}", estimate.low, estimate.likely, estimate.high),
    }
}

/// Must, want or not sure where an answer can rule out; else whether one is sure of it, where anything depends on it.
fn how(store: Store, key: QuestionKey, now: Insistence) -> AnyView {
    let degrees = key.degrees();
    if degrees == Degrees::None {
        return ().into_any();
    }
    let binds = degrees.has(Insistence::Must);
    let now = if binds || now == Insistence::NotSure { now } else { Insistence::Want };
    let want = if binds { ENGLISH.requirements_want } else { ENGLISH.requirements_sure };
    let mut options =
        vec![("want".to_owned(), want.to_owned()), ("not-sure".to_owned(), ENGLISH.requirements_not_sure.to_owned())];
    if binds {
        options.insert(0, ("must".to_owned(), ENGLISH.requirements_must.to_owned()));
    }
    let name = format!("how-{}", key.key());
    let label = format!("{}: {}", ENGLISH.requirements_how, question_text(key).label);
    segmented(name, label, options, Signal::derive(move || insistence_key(now).to_owned()), move |chosen| {
        store.edit("", |design| {
            if let Some(said) = design.requirements.get(key).cloned() {
                drop(design.requirements.say(key, Said { insistence: insistence_of(&chosen), ..said }));
            }
        });
    })
}

const fn insistence_key(insistence: Insistence) -> &'static str {
    match insistence {
        Insistence::Must => "must",
        Insistence::Want => "want",
        Insistence::NotSure => "not-sure",
    }
}

fn insistence_of(key: &str) -> Insistence {
    match key {
        "must" => Insistence::Must,
        "not-sure" => Insistence::NotSure,
        _ => Insistence::Want,
    }
}

/// Where the resolved answer came from, when nobody said it.
fn origin(key: QuestionKey) -> impl Fn() -> Option<String> + Clone {
    let derived = use_derived();
    move || {
        let resolved = derived.resolved.get();
        let from = match key {
            QuestionKey::Need(need) => resolved.needs.get(&need).map(|state| state.from.clone()),
            other => resolved.from.get(&other).cloned(),
        };
        match from? {
            ResolvedFrom::Said(_) => None,
            ResolvedFrom::Inferred(how) => Some(fill(ENGLISH.requirements_inferred, &[&how.trim_end_matches('.')])),
            ResolvedFrom::Follows(how) => Some(fill(ENGLISH.requirements_from_answers, &[&how])),
            ResolvedFrom::Assumed(_) if matches!(key, QuestionKey::Need(_)) => None,
            ResolvedFrom::Assumed(_) => {
                let recommendation = derived.recommendation.get();
                let assumption = recommendation.assumptions.iter().find(|assumption| assumption.question == key)?;
                Some(fill(ENGLISH.requirements_assumed, &[&assumption.assumed, &assumption.why.trim_end_matches('.')]))
            }
        }
    }
}

/// Whether a question is away because it need not be asked.
fn away(store: Store, key: QuestionKey) -> Signal<bool> {
    let derived = use_derived();
    Memo::new(move || idle(&store.design().requirements, &derived.resolved.get(), key).is_some()).into()
}

/// The questions of a section that need not be asked, each with the reason.
fn not_asked(store: Store, derived: Derived, section: QuestionSection) -> Option<String> {
    let of = |key: QuestionKey| {
        let why = idle(&store.design().requirements, &derived.resolved.get(), key)?;
        Some(format!("{} ({why})", question_text(key).label))
    };
    let keys = QuestionKey::all().filter(|key| key.question().section == section);
    let away: Vec<String> = keys.filter_map(of).gather();
    (!away.is_empty()).then(|| fill(ENGLISH.requirements_not_asked, &[&away.join(", ")]))
}

/// What the answer touches.
fn touched(key: QuestionKey) -> AnyView {
    if key.is_of_the_mesh() {
        return ().into_any();
    }
    let knowledge = knowledge::embedded();
    view! { <p class="help touches">{touches(knowledge, key).sentence(knowledge)}</p> }
}

/// A need: open, no, not sure, want or must, in one row.
fn need(store: Store, question: Question) -> AnyView {
    let words = question_text(question.key);
    let said = store.part(move |design| design.requirements.get(question.key).cloned());
    let value = Signal::derive(move || match said.get() {
        None => String::new(),
        Some(Said { answer: Answer::Flag(false), .. }) => "no".to_owned(),
        Some(said) => insistence_key(said.insistence).to_owned(),
    });
    let options = vec![
        (String::new(), ENGLISH.requirements_open.to_owned()),
        ("no".to_owned(), ENGLISH.requirements_no.to_owned()),
        ("not-sure".to_owned(), ENGLISH.requirements_not_sure.to_owned()),
        ("want".to_owned(), ENGLISH.requirements_want.to_owned()),
        ("must".to_owned(), ENGLISH.requirements_must.to_owned()),
    ];
    let label = words.label.to_owned();
    view! {
        <div class="need" hidden=away(store, question.key)>
            <div>
                <p class="need-label">{words.label}</p>
                <p class="help">{words.help}</p>
                {touched(question.key)}
                <p class="origin">{origin(question.key)}</p>
            </div>
            {segmented(id(question), label, options, value, move |chosen| store.edit("", |design| {
                let said = match chosen.as_str() {
                    "" => None,
                    "no" => Some(Said { answer: Answer::Flag(false), insistence: Insistence::Want }),
                    other => Some(Said { answer: Answer::Flag(true), insistence: insistence_of(other) }),
                };
                match said {
                    None => design.requirements.unsay(question.key),
                    Some(said) => drop(design.requirements.say(question.key, said)),
                }
            }))}
        </div>
    }
}
