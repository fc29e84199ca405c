//! Decisions by methods that are not ours: pyDecision's weighted sum, rank-order centroid and pairwise comparisons, and a
//! plain Monte Carlo of SMAA-2, on two hundred random tables.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]
#![allow(clippy::cast_precision_loss, reason = "what is compared is far below 2^52")]

#[path = "fixtures/python.rs"]
mod python;

use serde::{Deserialize, Serialize};
use sheerline::decide::{
    Alternative, Comparison, Interval, Points, Standing, Table, WeightRange, firmness, pairwise, rank_order_centroid,
};
use std::fs;

const TABLES: usize = 200;
/// Every so manieth is also put through SMAA-2, which takes the longest.
const SMAA: usize = 8;

/// Saaty's indices of random comparisons, in thousandths, as the facts have them.
const RANDOM: [u32; 9] = [0, 0, 580, 900, 1120, 1240, 1320, 1410, 1450];

/// A table as the script reads it.
#[derive(Serialize)]
struct Written {
    /// Low, likely and high in hundredths, by alternative and criterion.
    values: Vec<Vec<[u16; 3]>>,
    weights: Vec<[u32; 3]>,
    order: Vec<usize>,
    ratios: Vec<Vec<f64>>,
    smaa: bool,
}

#[derive(Deserialize)]
struct Answer {
    scores: Vec<f64>,
    centroid: Vec<f64>,
    eigenvector: Vec<f64>,
    geometric: Vec<f64>,
    ratio: f64,
    smaa: Option<Smaa>,
}

#[derive(Deserialize)]
struct Smaa {
    acceptability: Vec<Vec<f64>>,
    central: Vec<Option<Vec<f64>>>,
    confidence: Vec<Option<f64>>,
}

/// A fixed sequence of numbers that look random (Knuth's multiplier).
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

struct Drawn {
    table: Table,
    comparisons: Vec<Comparison>,
    smaa: bool,
}

fn drawn(sequence: &mut Sequence, number: usize) -> Drawn {
    let rows = 2 + sequence.below(7);
    let criteria = usize::try_from(3 + sequence.below(6)).unwrap();
    let weights: Vec<WeightRange> = (0..criteria)
        .map(|_| {
            let likely = u32::try_from(500 + sequence.below(9500)).unwrap();
            let margin = likely * u32::try_from(sequence.below(80)).unwrap() / 100;
            WeightRange { low: likely - margin, likely, high: likely + margin }
        })
        .collect();
    let alternatives = (0..rows)
        .map(|_| {
            let value = |sequence: &mut Sequence| {
                let likely = Points::hundredths(i64::try_from(sequence.below(10_001)).unwrap());
                Interval::about(likely, i64::try_from(sequence.below(2500)).unwrap())
            };
            let values = (0..criteria).map(|_| value(sequence)).collect();
            Alternative { standing: Standing::Stands, values }
        })
        .collect();
    // Every other table of SMAA knows but the order of its first three criteria.
    let order = if number.is_multiple_of(2 * SMAA) { vec![2, 0, 1] } else { Vec::new() };
    let mut comparisons = Vec::new();
    for one in 0..criteria {
        for other in one + 1..criteria {
            let times = u8::try_from(1 + sequence.below(9)).unwrap();
            let (one, other) = if sequence.below(2) == 0 { (one, other) } else { (other, one) };
            comparisons.push(Comparison { one, other, times });
        }
    }
    Drawn { table: Table { weights, alternatives, order }, comparisons, smaa: number.is_multiple_of(SMAA) }
}

fn written(drawn: &Drawn) -> Written {
    let table = &drawn.table;
    let criteria = table.weights.len();
    let mut ratios = vec![vec![1.0; criteria]; criteria];
    for Comparison { one, other, times } in &drawn.comparisons {
        ratios[*one][*other] = f64::from(*times);
        ratios[*other][*one] = 1.0 / f64::from(*times);
    }
    let bounds = |value: &Interval| [value.low, value.likely, value.high].map(Points::as_hundredths);
    Written {
        values: table.alternatives.iter().map(|row| row.values.iter().map(bounds).collect()).collect(),
        weights: table.weights.iter().map(|weight| [weight.low, weight.likely, weight.high]).collect(),
        order: table.order.clone(),
        ratios,
        smaa: drawn.smaa,
    }
}

fn close(what: &str, ours: f64, theirs: f64, within: f64) {
    assert!((ours - theirs).abs() <= within, "{what}: {ours} against {theirs}");
}

fn compare_smaa(number: usize, table: &Table, theirs: &Smaa) {
    let ours = firmness(table, 10_000);
    for (row, shares) in theirs.acceptability.iter().enumerate() {
        for (rank, share) in shares.iter().enumerate() {
            let what = format!("table {number}, rank {} of {row}", rank + 1);
            close(&what, f64::from(ours.acceptability[row][rank]) / 10_000.0, *share, 0.025);
        }
        // Means over few weightings say little.
        if shares[0] < 0.05 {
            continue;
        }
        let central = ours.central_weights[row].as_ref().unwrap();
        for (one, other) in central.iter().zip(theirs.central[row].as_ref().unwrap()) {
            close(&format!("table {number}, central weight of {row}"), f64::from(*one) / 10_000.0, *other, 0.02);
        }
        let (one, other) = (ours.confidence[row].unwrap(), theirs.confidence[row].unwrap());
        close(&format!("table {number}, confidence of {row}"), f64::from(one) / 10_000.0, other, 0.06);
    }
}

#[test]
fn others_decide_the_same() {
    let Some(python) = python::python() else { return };
    let mut sequence = Sequence(19_802_001);
    let all: Vec<Drawn> = (0..TABLES).map(|number| drawn(&mut sequence, number)).collect();
    let folder = python::folder("oracle_decide");
    let input = folder.join("tables.json");
    fs::write(&input, serde_json::to_string(&all.iter().map(written).collect::<Vec<_>>()).unwrap()).unwrap();
    let answers = python::run(&python, &["tests/validators/decide.py", input.to_str().unwrap()]);
    let answers: Vec<Answer> = serde_json::from_str(&answers).unwrap();
    assert_eq!(answers.len(), TABLES);
    let mut tried = 0;
    for (number, (drawn, theirs)) in all.iter().zip(&answers).enumerate() {
        let table = &drawn.table;
        for (row, score) in theirs.scores.iter().enumerate() {
            let ours = f64::from(table.score(row).as_hundredths()) / 100.0;
            close(&format!("table {number}, score of {row}"), ours, *score, 0.0051);
        }
        let mut by_score: Vec<usize> = (0..theirs.scores.len()).collect();
        by_score.sort_by(|a, b| theirs.scores[*b].total_cmp(&theirs.scores[*a]));
        let order: Vec<usize> = table.ranking().iter().map(|placed| placed.alternative).collect();
        assert_eq!(order, by_score, "table {number}");

        let centroid = rank_order_centroid(table.weights.len(), 1_000_000);
        let whole: f64 = centroid.iter().map(|weight| f64::from(*weight)).sum();
        for (one, other) in centroid.iter().zip(&theirs.centroid) {
            close(&format!("table {number}, centroid"), f64::from(*one) / whole, *other, 1e-5);
        }

        let ours = pairwise(&drawn.comparisons, &RANDOM);
        let mut mean_gap = 0.0;
        for ((one, other), by_mean) in ours.weights.iter().zip(&theirs.eigenvector).zip(&theirs.geometric) {
            close(&format!("table {number}, eigenvector"), f64::from(*one) / 1e6, *other, 1e-5);
            mean_gap += (other - by_mean).abs();
        }
        // The geometric mean is another way to the weights, near to the eigenvector where comparisons are consistent.
        assert!(theirs.ratio > 0.1 || mean_gap < 0.05, "table {number}: {mean_gap}");
        close(&format!("table {number}, consistency ratio"), f64::from(ours.ratio) / 10_000.0, theirs.ratio, 1e-4);
        if let Some(theirs) = &theirs.smaa {
            compare_smaa(number, table, theirs);
            tried += 1;
        }
    }
    assert_eq!(tried, TABLES / SMAA);
}
