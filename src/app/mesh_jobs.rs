//! What page and worker say to each other about meshes.

use crate::order::Gather;
use crate::web::Parcel;

/// A mesh in the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlacedRow {
    /// Its key.
    pub(crate) mesh: String,
    /// Its rank.
    pub(crate) rank: String,
    /// Its score.
    pub(crate) score: String,
    /// In how many of 100 weightings it comes first.
    pub(crate) first_in: String,
    /// Why it stands there.
    pub(crate) because: String,
}

/// Which mesh, why, and what each takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Advised {
    /// The result in a sentence or two.
    pub(crate) summary: String,
    /// Best first.
    pub(crate) ranked: Vec<PlacedRow>,
    /// Markup: why each is where it is.
    pub(crate) reasons: String,
    /// Markup: what each takes.
    pub(crate) costs: String,
    /// Markup: the time along each way.
    pub(crate) ways: String,
    /// Markup: everything that is known of each.
    pub(crate) matrix: String,
}

impl Advised {
    /// As it is sent.
    pub(crate) fn texts(self) -> Vec<String> {
        let mut texts = vec![self.summary, self.reasons, self.costs, self.ways, self.matrix];
        for row in self.ranked {
            texts.extend([row.mesh, row.rank, row.score, row.first_in, row.because]);
        }
        texts
    }

    /// As it came; none when the worker could not say.
    pub(crate) fn heard(parcel: &Parcel) -> Option<Self> {
        let [summary, reasons, costs, ways, matrix, rows @ ..] = parcel.texts.as_slice() else { return None };
        let row = |texts: &[String]| {
            let [mesh, rank, score, first_in, because] = texts else { return None };
            let [mesh, rank, score, first_in, because] = [mesh, rank, score, first_in, because].map(Clone::clone);
            Some(PlacedRow { mesh, rank, score, first_in, because })
        };
        let ranked = rows.chunks(5).filter_map(row).gather();
        let [summary, reasons, costs, ways, matrix] = [summary, reasons, costs, ways, matrix].map(Clone::clone);
        Some(Self { summary, ranked, reasons, costs, ways, matrix })
    }
}
