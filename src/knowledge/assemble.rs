//! From written tables to the [`Knowledge`]: every fact has a claim, a source and a date, every row rests on facts that
//! are there, and every table covers what it must.

use super::load::{Sources, Tables, WrittenConstraint, WrittenFact, WrittenVerdict};
use super::{
    Constraint, CriterionInfo, Date, Fact, FactId, FactKind, Knowledge, KnowledgeError, Mark, OLD_MONTHS, Verdict,
};
use crate::design::{Criterion, Need, OptionKey, PlatformId, Priority};
use crate::order::Gather;
use crate::order::Set;

impl Tables {
    /// The knowledge; every fact of it has a claim, a source and a date. Whether its rows fit each other is for
    /// [`check`] to say.
    pub(super) fn assemble(self) -> Result<Knowledge, KnowledgeError> {
        let Some(date) = self.versions.date else {
            return Err(KnowledgeError::Missing { table: "versions.yaml", what: "the date of the facts".into() });
        };
        let mut facts = Vec::with_capacity(self.facts.len() + self.constraints.len());
        for written in self.facts {
            facts.push(fact(written, date)?);
        }
        let mut constraints = Vec::with_capacity(self.constraints.len());
        for written in self.constraints {
            let (constraint, own) = split(written);
            facts.push(fact(own, date)?);
            constraints.push(constraint);
        }
        crate::order::sort_by(&mut facts, |a, b| a.id.cmp(&b.id));
        if let Some((twice, _)) = facts.iter().zip(facts.iter().skip(1)).find(|(a, b)| a.id == b.id) {
            return Err(KnowledgeError::Twice(format!("the fact {}", twice.id)));
        }
        let mut ratings = self.ratings;
        crate::order::sort_by_key(&mut ratings, |rating| (rating.criterion, rating.platform));
        crate::order::sort_by_key(&mut constraints, |constraint| constraint.need);
        let knowledge = Knowledge {
            date: Some(date),
            platforms: self.platforms,
            criteria: self.criteria,
            constraints,
            ratings,
            reaches: self.limits,
            largest_pods: self.sizes,
            costings: self.costs,
            machines: self.machines,
            kubernetes: self.versions.kubernetes,
            istio: self.versions.istio,
            facts,
            own_alternatives: Vec::new(),
            own_criteria: Vec::new(),
            scheduled: Vec::new(),
        };
        Ok(knowledge)
    }
}

fn fact(written: WrittenFact, today: Date) -> Result<Fact, KnowledgeError> {
    let sources = match written.source {
        None => Vec::new(),
        Some(Sources::One(source)) => vec![source],
        Some(Sources::Several(sources)) => sources,
    };
    if sources.is_empty() || sources.iter().any(|source| source.trim().is_empty()) {
        return Err(KnowledgeError::NoSource(written.id));
    }
    let Some(as_of) = written.as_of else { return Err(KnowledgeError::NoDate(written.id)) };
    if written.claim.trim().is_empty() {
        return Err(KnowledgeError::NoClaim(written.id));
    }
    let marks = [
        (!written.verified, Mark::Unverified),
        (as_of.months_until(today) > OLD_MONTHS, Mark::Old),
        (written.undated, Mark::Undated),
        (written.kind == FactKind::VendorClaim, Mark::VendorClaim),
        (written.kind == FactKind::Judgement, Mark::Judgement),
    ];
    Ok(Fact {
        id: FactId::from(written.id.as_str()),
        claim: written.claim,
        values: written.values,
        unit: written.unit,
        as_of,
        undated: written.undated,
        sources,
        kind: written.kind,
        verified: written.verified,
        marks: marks.into_iter().filter_map(|(is, mark)| is.then_some(mark)).gather(),
    })
}

/// A constraint is a fact and what follows from it.
fn split(written: WrittenConstraint) -> (Constraint, WrittenFact) {
    let id = format!("constraint.{}", written.need.key());
    let constraint = Constraint {
        need: written.need,
        asks: written.asks,
        criteria: written.criteria,
        eliminates: verdicts(&written.eliminates),
        burdens: verdicts(&written.burdens),
        caveats: verdicts(&written.caveats),
        fact: FactId::from(id.as_str()),
    };
    let own = WrittenFact {
        id,
        claim: written.claim,
        values: crate::order::Map::new(),
        unit: String::new(),
        as_of: written.as_of,
        undated: written.undated,
        kind: written.kind,
        verified: written.verified,
        source: written.source,
    };
    (constraint, own)
}

fn verdicts(written: &[WrittenVerdict]) -> Vec<Verdict> {
    let each = |verdict: &WrittenVerdict| {
        let text = verdict.text.clone();
        verdict.platforms.clone().into_iter().map(move |platform| Verdict { platform, text: text.clone() })
    };
    written.iter().flat_map(each).gather()
}

/// Whether every table covers what it must and every row rests on facts that are there.
pub(super) fn check(knowledge: &Knowledge) -> Result<(), KnowledgeError> {
    covers("platforms.yaml", PlatformId::ALL, knowledge.platforms.iter().map(|row| row.id))?;
    covers("criteria.yaml", Criterion::ALL, knowledge.criteria.iter().map(|row| row.id))?;
    covers("constraints.yaml", Need::ALL, knowledge.constraints.iter().map(|row| row.need))?;
    covers("limits.yaml", PlatformId::ALL, knowledge.reaches.iter().map(|row| row.platform))?;
    covers("costs.yaml", PlatformId::ALL, knowledge.costings.iter().map(|row| row.platform))?;
    for criterion in &knowledge.criteria {
        check_criterion(knowledge, criterion)?;
    }
    for constraint in &knowledge.constraints {
        let row = constraint.fact.to_string();
        let mut seen = Set::new();
        for verdict in constraint.eliminates.iter().chain(&constraint.burdens) {
            if !seen.insert(verdict.platform) {
                return Err(KnowledgeError::Twice(format!("{row} for {}", verdict.platform.key())));
            }
        }
    }
    check_references(knowledge)
}

/// Every one of `all` has one row, in that order.
fn covers<T: OptionKey>(table: &'static str, all: &[T], rows: impl Iterator<Item = T>) -> Result<(), KnowledgeError> {
    let mut rows = rows;
    for one in all {
        match rows.next() {
            Some(row) if row == *one => (),
            Some(row) if row < *one => return Err(KnowledgeError::Twice(format!("{} in {table}", row.key()))),
            _ => return Err(KnowledgeError::Missing { table, what: one.key().to_owned() }),
        }
    }
    match rows.next() {
        Some(row) => Err(KnowledgeError::Twice(format!("{} in {table}", row.key()))),
        None => Ok(()),
    }
}

fn check_criterion(knowledge: &Knowledge, criterion: &CriterionInfo) -> Result<(), KnowledgeError> {
    let unsound = |what| Err(KnowledgeError::Unsound { row: format!("the criterion {}", criterion.id.key()), what });
    let curves = [&criterion.curve, &criterion.budget_curve];
    if curves.into_iter().flatten().any(|curve| !curve.is_sound()) {
        return unsound("a curve needs points by rising measure whose values only rise or only fall, from 0 to 100");
    }
    let importances = criterion.unsaid_when.iter().map(|unsaid| unsaid.importance).chain([criterion.unsaid]);
    if importances.into_iter().any(|importance| importance > Priority::MOST) {
        return unsound("what it counts goes from 0 to 10");
    }
    if criterion.parts.is_empty() {
        return if criterion.curve.is_none() { unsound("it needs parts or a curve") } else { Ok(()) };
    }
    let traits = crate::order::set(criterion.parts.iter().flat_map(|part| part.when.keys().copied()));
    for one in traits.into_iter().map(Some).chain([None]) {
        let points: u32 = criterion.parts.iter().map(|part| u32::from(part.points_when(one))).sum();
        if points != 100 {
            return unsound("the points of its parts must be 100 together");
        }
    }
    for platform in PlatformId::ALL {
        let row = || format!("{} of {}", criterion.id.key(), platform.key());
        let Some(rating) = knowledge.rating(criterion.id, *platform) else {
            return Err(KnowledgeError::Missing { table: "ratings.yaml", what: row() });
        };
        let keys_fit = rating.parts.len() == criterion.parts.len()
            && criterion.parts.iter().all(|part| rating.parts.contains_key(&part.key));
        if !keys_fit {
            return Err(KnowledgeError::Unsound { row: row(), what: "its parts must be those of the criterion" });
        }
        if rating.parts.values().any(|grade| grade.grade > 100 || !grade.grade.is_multiple_of(25)) {
            return Err(KnowledgeError::Unsound { row: row(), what: "a grade is 0, 25, 50, 75 or 100" });
        }
        if rating.parts.values().any(|grade| grade.facts.is_empty()) {
            return Err(KnowledgeError::Unsound { row: row(), what: "every grade rests on a fact" });
        }
    }
    Ok(())
}

fn check_references(knowledge: &Knowledge) -> Result<(), KnowledgeError> {
    let known = |row: &dyn Fn() -> String, id: &FactId, values: &[&str]| {
        let Some(fact) = knowledge.fact(id.as_str()) else {
            return Err(KnowledgeError::UnknownFact { row: row(), fact: id.to_string() });
        };
        match values.iter().find(|value| fact.value(value).is_none()) {
            Some(value) => {
                Err(KnowledgeError::UnknownValue { row: row(), fact: id.to_string(), value: (*value).to_owned() })
            }
            None => Ok(()),
        }
    };
    for platform in &knowledge.platforms {
        platform.facts.iter().try_for_each(|id| known(&|| platform.id.key().to_owned(), id, &[]))?;
    }
    for rating in &knowledge.ratings {
        let row = || format!("{} of {}", rating.criterion.key(), rating.platform.key());
        rating.parts.values().flat_map(|grade| &grade.facts).try_for_each(|id| known(&row, id, &[]))?;
    }
    for reach in &knowledge.reaches {
        let row = || format!("the limit of {}", reach.platform.key());
        reach.limits.iter().try_for_each(|limit| known(&row, &limit.fact, &[limit.of.key()]))?;
    }
    for largest in &knowledge.largest_pods {
        known(&|| format!("the largest pod of {}", largest.platform.key()), &largest.fact, &["cpus_most"])?;
    }
    for costing in &knowledge.costings {
        let row = || format!("the cost of {}", costing.platform.key());
        known(&row, &costing.fee, &["dollars_an_hour"])?;
        costing.servers.iter().try_for_each(|id| known(&row, id, &["machines", "cpus", "memory_gib"]))?;
        known(&row, &costing.effort, &["hours", "hours_low", "hours_high"])?;
        costing.prices.iter().chain(&costing.operation).try_for_each(|id| known(&row, id, &[]))?;
    }
    for machine in &knowledge.machines {
        known(&|| format!("the machine {}", machine.name), &machine.fact, &[])?;
    }
    let releases = knowledge.kubernetes.iter().flat_map(|release| &release.facts);
    let releases = releases.chain(knowledge.istio.iter().flat_map(|release| &release.facts));
    releases.into_iter().try_for_each(|id| known(&|| "versions.yaml".to_owned(), id, &[]))
}
