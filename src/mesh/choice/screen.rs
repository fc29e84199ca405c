//! What keeps a mesh out, and what makes more work of it.

use super::asks::{Asks, cause_label, has_datagrams};
use super::facts::{Cell, Constraint, Facts};
use crate::design::{Answer, Design, Insistence, MeshKind, Need, OptionKey, QuestionKey, Resolved};

/// Something to know of a mesh, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// What asks for it, in words.
    pub cause: String,
    /// What is so.
    pub text: String,
    /// The fact behind it.
    pub fact: Cell,
}

/// What the asks make of one mesh.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Screened {
    /// What keeps it out.
    pub(super) out: Vec<Said>,
    /// What would, if it were sure.
    pub(super) risks: Vec<Said>,
    /// What makes more work of it.
    pub(super) burdens: Vec<Said>,
    /// What it meets of what is a must.
    pub(super) met: Vec<Said>,
}

/// Screens one mesh.
pub(super) fn screen(facts: &Facts, asks: &Asks, design: &Design, resolved: &Resolved, mesh: MeshKind) -> Screened {
    let mut screened = Screened::default();
    for constraint in &facts.constraints {
        let Some(insistence) = asked(asks, design, resolved, &constraint.cause) else { continue };
        one(facts, constraint, insistence, mesh, &mut screened);
    }
    if mesh != MeshKind::None && unwanted(design) {
        let text = "You said that no service mesh is wanted.";
        screened.out.extend(said(facts, "A service mesh", "running", text, mesh));
    }
    if mesh != MeshKind::None && has_datagrams(design) {
        let text = "UDP and SCTP pass it by: what uses them gets neither identity nor rules.";
        screened.burdens.extend(said(facts, "Protocols", "protocols", text, mesh));
    }
    screened
}

fn one(facts: &Facts, constraint: &Constraint, insistence: Insistence, mesh: MeshKind, screened: &mut Screened) {
    let of = |list: &[(MeshKind, String)]| list.iter().find(|(kind, _)| *kind == mesh).map(|(_, text)| text.clone());
    let cause = cause_label(facts, &constraint.cause);
    let made = |text: &str| said(facts, &cause, &constraint.aspect, text, mesh);
    if let Some(text) = of(&constraint.out) {
        match insistence {
            Insistence::Must => screened.out.extend(made(&text)),
            Insistence::NotSure => screened.risks.extend(made(&text)),
            Insistence::Want => screened.burdens.extend(made(&text)),
        }
    } else if let Some(text) = of(&constraint.burden) {
        screened.burdens.extend(made(&text));
    } else if let Some(cell) = facts.cell(&constraint.aspect, mesh) {
        let text = cell.text.clone();
        screened.met.extend(made(&text));
    }
}

fn said(facts: &Facts, cause: &str, aspect: &str, text: &str, mesh: MeshKind) -> Option<Said> {
    let fact = facts.cell(aspect, mesh)?.clone();
    Some(Said { cause: cause.to_owned(), text: text.to_owned(), fact })
}

/// How firmly something is asked for; none where it is not.
fn asked(asks: &Asks, design: &Design, resolved: &Resolved, cause: &str) -> Option<Insistence> {
    if let Some(need) = asks.needs.iter().find(|need| need.key() == cause) {
        return Some(asks.insistence).filter(|_| asks.needs.contains(need));
    }
    if cause == "platform" {
        return design.platform.chosen.filter(|platform| !platform.is_kubernetes()).map(|_| Insistence::Must);
    }
    let need = [Need::WindowsContainers, Need::Fips, Need::OsiLicenceOnly, Need::ServiceMesh]
        .into_iter()
        .find(|need| QuestionKey::Need(*need).key() == cause)?;
    resolved.needs.get(&need).filter(|state| state.needed).map(|state| state.insistence)
}

/// Whether somebody said that they want no mesh.
fn unwanted(design: &Design) -> bool {
    let said = design.requirements.get(QuestionKey::Need(Need::ServiceMesh));
    said.is_some_and(|said| said.answer == Answer::Flag(false) && said.insistence != Insistence::NotSure)
}
