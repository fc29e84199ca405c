//! Values follow the facts and this design, and nothing else.

use super::{asked, likely, of};
use crate::design::{Criterion, Design, OptionKey, PlatformId, resolve};
use crate::knowledge::{Knowledge, embedded};
use crate::recommend::recommend;

#[test]
fn leaving_a_platform_out_changes_no_other() {
    let design = Design::default();
    let resolved = resolve(&design);
    let whole = recommend(&design, &resolved, embedded());
    for gone in PlatformId::ALL {
        let mut fewer: Knowledge = embedded().clone();
        fewer.platforms.retain(|platform| platform.id != *gone);
        let fewer = recommend(&design, &resolved, &fewer);
        assert_eq!(fewer.matrix, whole.matrix.iter().filter(|row| row.platform != *gone).cloned().collect::<Vec<_>>());
        let order = |recommendation: &crate::recommend::Recommendation| {
            let kept = recommendation.ranked.iter().map(|ranked| ranked.platform).filter(|id| id != gone);
            kept.collect::<Vec<_>>()
        };
        assert_eq!(order(&fewer), order(&whole), "{}", gone.key());
    }
}

#[test]
fn scalability_is_headroom_over_this_design() {
    let at = |pods: u64, platform| likely(&asked(&format!("pods: {pods}")), platform, Criterion::Scalability);
    for platform in PlatformId::ALL {
        let values: Vec<u16> = [10, 1000, 50_000, 2_000_000].map(|pods| at(pods, *platform)).to_vec();
        assert!(values.windows(2).all(|pair| pair[0] >= pair[1]), "{}: {values:?}", platform.key());
    }
    for platform in [PlatformId::KubernetesSelfManaged, PlatformId::Nomad, PlatformId::Eks] {
        assert_eq!(at(10, platform), 10_000, "{platform:?}: a small design has headroom everywhere");
    }
    assert_eq!(at(2_000_000, PlatformId::KubernetesSelfManaged), 0);
    assert!(at(300_000, PlatformId::Eks) > at(300_000, PlatformId::Aks));
}

#[test]
fn what_the_team_knows_is_simpler() {
    let simplicity =
        |skills: &str, platform| likely(&asked(&format!("skills: [{skills}]")), platform, Criterion::Simplicity);
    for (skill, known, unknown) in [
        ("kubernetes", PlatformId::Aks, PlatformId::Nomad),
        ("nomad", PlatformId::Nomad, PlatformId::Eks),
        ("docker", PlatformId::DockerSwarm, PlatformId::Eks),
        ("aws", PlatformId::EcsFargate, PlatformId::CloudRun),
    ] {
        assert!(simplicity(skill, known) > simplicity("", known), "{skill}");
        assert_eq!(simplicity(skill, unknown), simplicity("", unknown), "{skill}");
    }
    let runs_it = likely(&asked("currentPlatform: nomad"), PlatformId::Nomad, Criterion::Simplicity);
    assert!(runs_it > simplicity("", PlatformId::Nomad));
}

#[test]
fn the_shape_of_the_load_shifts_autoscaling() {
    let value =
        |shape: &str, platform| likely(&asked(&format!("trafficShape: {shape}")), platform, Criterion::Autoscaling);
    assert!(value("mostly-idle", PlatformId::CloudRun) > value("daily", PlatformId::CloudRun));
    assert!(value("mostly-idle", PlatformId::EcsFargate) < value("daily", PlatformId::EcsFargate));
    assert!(value("spiky", PlatformId::EcsFargate) < value("daily", PlatformId::EcsFargate));
}

#[test]
fn more_people_make_overhead_weigh_less() {
    let value = |answer: &str| likely(&asked(answer), PlatformId::KubernetesSelfManaged, Criterion::LowOverhead);
    let [nobody, part_time, team] = [
        "operation: nobody",
        "operation: part-time, platformEngineers: 2",
        "operation: dedicated, platformEngineers: 4",
    ]
    .map(value);
    assert!(nobody < part_time && part_time < team, "{nobody} {part_time} {team}");
}

#[test]
fn said_priorities_weigh_and_move_the_result() {
    let weight = |requirements: &str, criterion| {
        let recommendation = asked(requirements);
        recommendation.weights.into_iter().find(|weight| weight.criterion == criterion).unwrap()
    };
    let said = weight("priorities: {licence: {importance: 10, sureness: sure}}", Criterion::Licence);
    assert!(said.said && said.assumed.is_empty() && said.importance == 10);
    let unsaid = weight("clouds: [aws]", Criterion::MultiCloud);
    assert!(!unsaid.said && unsaid.assumed.contains("it runs in AWS alone"), "{}", unsaid.assumed);
    assert!(unsaid.share < weight("clouds: [aws, azure]", Criterion::MultiCloud).share);

    let all_on = |criterion: &str| {
        let each = Criterion::ALL.iter().map(|other| {
            let importance = if other.key() == criterion { 10 } else { 0 };
            format!("{}: {{importance: {importance}, sureness: sure}}", other.key())
        });
        asked(&format!("priorities: {{{}}}", each.collect::<Vec<_>>().join(", "))).first().unwrap().platform
    };
    assert_eq!(all_on("edge-on-premises"), PlatformId::K3s);
    assert_eq!(all_on("time-to-first-deployment"), PlatformId::CloudRun);
    assert_eq!(all_on("isolation"), PlatformId::EcsFargate);
    assert_eq!(all_on("licence"), PlatformId::KubernetesSelfManaged);
}

#[test]
fn the_surer_the_weights_the_firmer_the_result() {
    let firmness = |sureness: &str| {
        let each = Criterion::ALL.iter().map(|criterion| {
            let importance = if *criterion == Criterion::Simplicity { 9 } else { 4 };
            format!("{}: {{importance: {importance}, sureness: {sureness}}}", criterion.key())
        });
        let recommendation = asked(&format!("priorities: {{{}}}", each.collect::<Vec<_>>().join(", ")));
        recommendation.first().unwrap().acceptability[0]
    };
    assert!(firmness("sure") >= firmness("fairly") && firmness("fairly") >= firmness("unsure"));
}

#[test]
fn a_tipping_point_is_true_of_the_design_itself() {
    let with = |clouds: &str, seed: usize, changed: Option<(Criterion, u32)>| {
        let each = Criterion::ALL.iter().enumerate().map(|(position, criterion)| {
            let usual = u32::try_from((position + 1) * seed % 9).unwrap();
            let importance = changed.filter(|(of, _)| of == criterion).map_or(usual, |(_, importance)| importance);
            format!("{}: {{importance: {importance}, sureness: sure}}", criterion.key())
        });
        asked(&format!("clouds: [{clouds}], priorities: {{{}}}", each.collect::<Vec<_>>().join(", ")))
    };
    let mut tried = 0;
    for (clouds, seed) in [("aws", 2), ("google-cloud", 4), ("azure", 5), ("on-premises", 7), ("aws, azure", 8)] {
        let recommendation = with(clouds, seed, None);
        let first = recommendation.first().unwrap().platform;
        for tipping in &recommendation.tipping {
            // An importance is said in whole points: the next one past the tipping point.
            let up = tipping.to > tipping.from;
            let whole = if up { tipping.to.div_ceil(1000) } else { tipping.to / 1000 };
            let then = with(clouds, seed, Some((tipping.criterion.usual().unwrap(), whole)));
            let place = |platform| then.ranked.iter().position(|ranked| ranked.platform == platform).unwrap();
            assert!(place(tipping.platform) < place(first), "{}", tipping.text);
            tried += 1;
        }
    }
    assert!(tried > 2, "{tried}");
}

#[test]
fn every_loser_is_told_why() {
    let recommendation = asked("clouds: [aws, azure]");
    assert_eq!(recommendation.ranked[0].why_not, None);
    for ranked in recommendation.ranked.iter().skip(1).filter(|ranked| ranked.rank > 1) {
        let why_not = ranked.why_not.as_ref().unwrap();
        assert!(!why_not.loses_at.is_empty(), "{}", ranked.platform.key());
        assert_eq!(ranked.dominated_by == Some(recommendation.ranked[0].platform), why_not.wins_at.is_empty());
        assert!(why_not.text.contains(&format!("is {} points behind", ranked.behind)), "{}", why_not.text);
    }
    assert_eq!(recommendation.tornado.len(), Criterion::ALL.len());
}

#[test]
fn a_fact_that_changes_changes_its_cells_alone() {
    let design = Design::default();
    let before = of(&design);
    let mut knowledge = embedded().clone();
    let rating = knowledge
        .ratings
        .iter_mut()
        .find(|rating| rating.platform == PlatformId::Nomad && rating.criterion == Criterion::Ecosystem)
        .unwrap();
    rating.parts.get_mut("people").unwrap().grade = 100;
    let after = recommend(&design, &resolve(&design), &knowledge);
    for (row, other) in before.matrix.iter().zip(&after.matrix) {
        for (cell, changed) in row.cells.iter().zip(&other.cells) {
            let is_it = row.platform == PlatformId::Nomad && cell.criterion == Criterion::Ecosystem;
            assert_eq!(cell != changed, is_it, "{} {}", row.platform.key(), cell.criterion.key());
        }
    }
}
