//! The fast scheduler agrees with the slow one, pod by pod and word by word, on random clusters: before 1.36 and from
//! it on. A debug build tries some hundreds, `SHEERLINE_CASES=10000` all that one wants.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop where it stands")]
#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "as the published formulas do")]
#![allow(
    clippy::similar_names,
    clippy::disallowed_methods,
    clippy::float_cmp,
    reason = "the oracle computes with the library's functions"
)]

mod scheduler_oracle;

use scheduler_oracle::Oracle;
use scheduler_oracle::random::case;
use sheerline::cluster::facts::Facts;
use sheerline::cluster::scheduler::{Fate, schedule};

fn cases() -> u64 {
    let said = std::env::var("SHEERLINE_CASES").ok().and_then(|cases| cases.parse().ok());
    said.unwrap_or(if cfg!(debug_assertions) { 200 } else { 10_000 })
}

/// How often each kind of end came up: a law that meets nothing says nothing.
#[derive(Debug, Default)]
struct Seen {
    placed: usize,
    waiting: usize,
    displaced: u64,
}

fn agree(seed: u64, minor: i64, seen: &mut Seen) {
    let facts = Facts::read();
    let (cluster, settings) = case(seed, minor, &facts);
    let fast = schedule(&cluster, &settings, &facts);
    let slow = Oracle::run(&cluster, &settings);
    assert_eq!(fast.sequence, slow.sequence, "seed {seed}, 1.{minor}: pods and their nodes in turn");
    for (pod, fate) in fast.fates.iter().enumerate() {
        match *fate {
            Fate::On(node) => {
                seen.placed += 1;
                assert_eq!(Some(node), slow.nodes[pod], "seed {seed}, 1.{minor}: pod {pod}");
            }
            Fate::Waits(why) => {
                seen.waiting += 1;
                assert_eq!(
                    Some(&fast.explanations[why].message),
                    slow.messages.get(&pod),
                    "seed {seed}, 1.{minor}: pod {pod}"
                );
            }
            Fate::Displaced { .. } | Fate::Lost | Fate::Untried => {
                assert_eq!(
                    (slow.nodes[pod], slow.messages.get(&pod)),
                    (None, None),
                    "seed {seed}, 1.{minor}: pod {pod}"
                );
            }
        }
    }
    seen.displaced += fast.work.displaced;
}

fn agree_on_all(minor: i64) {
    let mut seen = Seen::default();
    for seed in 0..cases() {
        agree(seed, minor, &mut seen);
    }
    println!("1.{minor}: {} cases, {seen:?}", cases());
    let cases = usize::try_from(cases()).unwrap();
    assert!(seen.placed > cases && seen.waiting > cases && seen.displaced > 0, "{seen:?}");
}

#[test]
fn before_balance_was_compared() {
    agree_on_all(34);
}

#[test]
fn since_balance_is_compared() {
    agree_on_all(36);
}
