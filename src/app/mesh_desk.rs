//! What the Mesh page asks of the desk: which mesh, why, and what each takes, as rows of words and parts of the page.

use super::mesh_jobs::{Advised, PlacedRow};
use crate::design::{Design, OptionKey, resolve};
use crate::draw::{mesh_costs, mesh_matrix, mesh_reasons, mesh_ways};
use crate::mesh::choice::{MeshAdvice, Placed, advise};
use crate::order::Gather;

/// Which mesh a design should have.
pub(super) fn advised(design: &Design) -> Vec<String> {
    let advice = advise(design, &resolve(design));
    let ranked = advice.ranked.iter().map(|placed| row(&advice, placed)).gather();
    Advised {
        summary: advice.summary.clone(),
        ranked,
        reasons: mesh_reasons(&advice),
        costs: mesh_costs(&advice),
        ways: mesh_ways(&advice, design),
        matrix: mesh_matrix(&advice),
    }
    .texts()
}

fn row(advice: &MeshAdvice, placed: &Placed) -> PlacedRow {
    let share = u32::from(placed.acceptability.first().copied().unwrap_or_default());
    let because = match placed.why_not.as_str() {
        "" => advice.summary.clone(),
        why => why.to_owned(),
    };
    PlacedRow {
        mesh: placed.mesh.key().to_owned(),
        rank: placed.rank.to_string(),
        score: placed.score.rounded().to_string(),
        first_in: ((share + 50) / 100).to_string(),
        because,
    }
}
