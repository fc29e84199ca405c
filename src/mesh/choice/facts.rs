//! What each mesh is like and what rules it out, read from `assets/mesh/choice.yaml`: each cell with its source and date.

use crate::design::{MeshKind, OptionKey};
use crate::order::Gather;
use crate::yaml::read::{Node as Tree, read};

const TABLE: &str = include_str!("../../../assets/mesh/choice.yaml");

/// What is so of one mesh in one aspect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// From 0 to 100 for this use.
    pub grade: u8,
    /// What is so, in a sentence.
    pub text: String,
    /// Where that stands.
    pub source: String,
    /// The day it was looked at.
    pub date: String,
    /// Whether it was read in its source, and is no judgement.
    pub verified: bool,
}

/// An aspect: a cell for each mesh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aspect {
    /// Its key.
    pub id: String,
    /// Its name.
    pub label: String,
    /// In the choices' order.
    pub cells: Vec<Cell>,
}

/// What rules meshes out, or makes more work of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Constraint {
    /// What asks for it.
    pub(super) cause: String,
    /// The aspect whose cells say where that stands.
    pub(super) aspect: String,
    /// Those ruled out, each with the reason.
    pub(super) out: Vec<(MeshKind, String)>,
    /// Those it takes more work with.
    pub(super) burden: Vec<(MeshKind, String)>,
}

/// All of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) aspects: Vec<Aspect>,
    pub(super) constraints: Vec<Constraint>,
}

impl Facts {
    /// Reads the table.
    pub(super) fn read() -> Self {
        let documents = read(TABLE);
        let root = documents.first().and_then(|document| document.as_ref().ok()).map(|document| &document.root);
        let rows = |key: &str| root.and_then(|root| root.get(key)).map(Tree::items).unwrap_or_default();
        Self {
            aspects: rows("aspects").iter().filter_map(aspect).gather(),
            constraints: rows("constraints").iter().filter_map(constraint).gather(),
        }
    }

    pub(super) fn cell(&self, aspect: &str, mesh: MeshKind) -> Option<&Cell> {
        let place = MeshKind::ALL.iter().position(|kind| *kind == mesh)?;
        self.aspects.iter().find(|one| one.id == aspect)?.cells.get(place)
    }

    /// A grade; 0 where there is none.
    pub(super) fn grade(&self, aspect: &str, mesh: MeshKind) -> i64 {
        self.cell(aspect, mesh).map_or(0, |cell| i64::from(cell.grade))
    }
}

fn text(row: &Tree, key: &str) -> Option<String> {
    row.get(key).and_then(Tree::text).map(str::to_owned)
}

fn aspect(row: &Tree) -> Option<Aspect> {
    let date = text(row, "date")?;
    let cell = |mesh: &MeshKind| {
        let cell = row.get(mesh.key())?;
        Some(Cell {
            grade: text(cell, "grade")?.parse().ok()?,
            text: text(cell, "text")?,
            source: text(cell, "source")?,
            date: date.clone(),
            verified: cell.get("verified").and_then(Tree::text) != Some("false"),
        })
    };
    let cells: Option<Vec<Cell>> = MeshKind::ALL.iter().map(cell).collect();
    Some(Aspect { id: text(row, "id")?, label: text(row, "label")?, cells: cells? })
}

fn constraint(row: &Tree) -> Option<Constraint> {
    let of = |key: &str| {
        let said = row.get(key);
        let one = |mesh: &MeshKind| Some((*mesh, text(said?, mesh.key())?));
        MeshKind::ALL.iter().filter_map(one).gather()
    };
    Some(Constraint { cause: text(row, "cause")?, aspect: text(row, "aspect")?, out: of("out"), burden: of("burden") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::MeshNeed;

    #[test]
    fn every_cell_has_a_fact_a_source_and_a_date() {
        let documents = read(TABLE);
        let root = &documents[0].as_ref().unwrap().root;
        let facts = Facts::read();
        assert_eq!(facts.aspects.len(), root.get("aspects").unwrap().items().len());
        assert_eq!(facts.constraints.len(), root.get("constraints").unwrap().items().len());
        for aspect in &facts.aspects {
            assert_eq!(aspect.cells.len(), MeshKind::ALL.len(), "{}", aspect.id);
            for cell in &aspect.cells {
                assert!(cell.grade <= 100 && cell.text.ends_with('.') && cell.date.len() == 10, "{}", cell.text);
                assert!(cell.source.starts_with("https://"), "{}", cell.text);
            }
        }
        for constraint in &facts.constraints {
            for (mesh, _) in constraint.out.iter().chain(&constraint.burden) {
                assert!(facts.cell(&constraint.aspect, *mesh).is_some(), "{}", constraint.cause);
            }
        }
    }

    #[test]
    fn every_need_has_an_aspect_and_a_constraint() {
        let facts = Facts::read();
        for need in MeshNeed::KEYS {
            assert!(facts.cell(need, MeshKind::Linkerd).is_some(), "{need}");
            assert!(facts.constraints.iter().any(|constraint| constraint.cause == *need), "{need}");
        }
    }
}
