use super::*;
use crate::decide::Points;
use crate::design::{Design, MeshKind, OptionKey, resolve};
use proptest::prelude::*;

fn design(requirements: &str) -> Design {
    serde_yaml::from_str(&format!("schema: 1\nrequirements: {{{requirements}}}")).unwrap()
}

fn advised(requirements: &str) -> MeshAdvice {
    let design = design(requirements);
    advise(&design, &resolve(&design))
}

fn first(advice: &MeshAdvice) -> MeshKind {
    advice.ranked.first().unwrap().mesh
}

fn out(advice: &MeshAdvice) -> Vec<&'static str> {
    advice.left.iter().map(|left| left.mesh.key()).collect()
}

#[test]
fn plausible_choices() {
    use MeshKind::{Consul, IstioAmbient, IstioSidecar, Linkerd};
    let musts = |needs: &str| format!("meshNeeds: {{value: [{needs}], as: must}}");
    for (requirements, expected) in [
        // Nothing that a mesh does is asked for.
        (String::new(), vec![MeshKind::None]),
        ("pods: 6, platformEngineers: 0, operation: nobody".to_owned(), vec![MeshKind::None]),
        ("needServiceMesh: {value: false, as: must}, pods: 900".to_owned(), vec![MeshKind::None]),
        // Identities and encryption, on Kubernetes alone, by a small team.
        (musts("mutual-tls"), vec![Linkerd, IstioAmbient]),
        (
            format!("{}, pods: 600, platformEngineers: 6, operation: dedicated", musts("mutual-tls")),
            vec![IstioAmbient, Linkerd],
        ),
        // Machines and other platforms under one roof.
        (musts("mutual-tls, other-platforms"), vec![Consul]),
        (
            format!(
                "{}, platformEngineers: 8, operation: dedicated",
                musts("machines-in-mesh, user-tokens, own-filters")
            ),
            vec![IstioSidecar, Consul],
        ),
        // Users' tokens keep out what does not know them.
        (
            format!(
                "{}, pods: 300, platformEngineers: 5, operation: dedicated",
                musts("mutual-tls, user-tokens, request-rules")
            ),
            vec![IstioAmbient, IstioSidecar],
        ),
    ] {
        let advice = advised(&requirements);
        assert!(expected.contains(&first(&advice)), "{requirements}: {:?} {}", first(&advice), advice.summary);
    }
}

#[test]
fn what_is_a_must_keeps_out_and_says_why() {
    let advice = advised("meshNeeds: {value: [user-tokens], as: must}");
    assert_eq!(out(&advice), ["none", "linkerd", "cilium"]);
    for left in &advice.left {
        assert!(!left.reasons.is_empty());
        assert!(left.reasons.iter().all(|said| said.fact.source.starts_with("https://") && said.fact.date.len() == 10));
    }
    assert_eq!(advice.near.len(), 3, "one answer alone keeps each of them out");
    assert!(advice.near.iter().any(|near| near.mesh == MeshKind::Linkerd && near.text.contains("without")));
    assert_eq!(out(&advised("meshNeeds: {value: [other-platforms], as: must}")).len(), 5);
    assert_eq!(out(&advised("licence: {value: osi-only, as: must}")), ["consul"]);
    let only_none = advised("needServiceMesh: {value: false, as: must}");
    assert_eq!(only_none.left.len(), 5);
    assert!(only_none.summary.contains("100 of 100"), "{}", only_none.summary);
}

#[test]
fn where_nobody_is_left_it_says_so() {
    let advice = advised("meshNeeds: {value: [other-platforms], as: must}, licence: {value: osi-only, as: must}");
    assert!(advice.ranked.is_empty() && advice.left.len() == MeshKind::ALL.len());
    assert!(advice.summary.contains("No mesh meets every must"), "{}", advice.summary);
}

#[test]
fn another_platform_takes_the_kubernetes_meshes_out() {
    let mut design = design("");
    design.platform.chosen = Some(crate::design::PlatformId::Nomad);
    let advice = advise(&design, &resolve(&design));
    assert_eq!(out(&advice), ["istio-sidecar", "istio-ambient", "linkerd", "cilium"]);
}

#[test]
fn what_runs_already_is_nearer() {
    let of = |requirements: &str, mesh: MeshKind| {
        let advice = advised(requirements);
        advice.ranked.iter().find(|placed| placed.mesh == mesh).unwrap().score
    };
    for (present, mesh) in
        [("cilium", MeshKind::Cilium), ("consul", MeshKind::Consul), ("istio-there", MeshKind::IstioAmbient)]
    {
        assert!(of(&format!("meshPresent: [{present}]"), mesh) > of("", mesh), "{present}");
    }
}

#[test]
fn every_loser_is_told_why_and_every_value_how() {
    let advice = advised("meshNeeds: [mutual-tls, call-metrics], pods: 200");
    assert_eq!(advice.ranked.len(), 6);
    for placed in advice.ranked.iter().skip(1) {
        assert!(placed.why_not.contains("points behind"), "{}", placed.why_not);
    }
    assert!(advice.values.iter().flatten().all(|value| !value.because.is_empty()));
    let sum: u32 = advice.shares.iter().map(|share| u32::from(*share)).sum();
    assert_eq!(sum, 10_000);
}

fn requirements() -> impl Strategy<Value = String> {
    let needs = proptest::sample::subsequence(crate::design::MeshNeed::KEYS.to_vec(), 0..=10);
    let firmly = proptest::sample::select(vec!["must", "want", "not-sure"]);
    (needs, firmly, 1_u64..2_000, 0_u64..12, 1_u64..2_000).prop_map(|(needs, firmly, pods, people, latency)| {
        let needs = needs.join(", ");
        format!(
            "pods: {pods}, platformEngineers: {people}, latency: {latency}, meshNeeds: {{value: [{needs}], as: {firmly}}}"
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn everyone_is_ranked_or_left_and_shares_add_up(requirements in requirements()) {
        let advice = advised(&requirements);
        prop_assert_eq!(advice.ranked.len() + advice.left.len(), MeshKind::ALL.len());
        let firsts: u32 = advice.ranked.iter().filter_map(|placed| placed.acceptability.first()).map(|a| u32::from(*a)).sum();
        prop_assert!(advice.ranked.is_empty() || firsts == 10_000);
        for value in advice.values.iter().flatten() {
            prop_assert!(value.value.low <= value.value.likely && value.value.likely <= value.value.high);
        }
        for placed in &advice.ranked {
            let sum: i64 = placed.contributions.iter().map(|part| i64::from(part.as_hundredths())).sum();
            prop_assert_eq!(Points::hundredths(sum), placed.score);
        }
    }

    #[test]
    fn what_is_asked_of_a_mesh_never_helps_no_mesh(requirements in requirements(), need in 0_usize..10) {
        let need = crate::design::MeshNeed::KEYS[need];
        let fewer = requirements.replace("as: must", "as: want").replace("as: not-sure", "as: want");
        // Where doing without has something of its own to offer, the mean of what is missed may become better.
        prop_assume!(!fewer.contains(need) && !["traffic-shifting", "several-clusters"].contains(&need));
        let more = fewer.replace("value: []", "value: [NEW]").replace("value: [", &format!("value: [{need}, "));
        let more = more.replace(", NEW]", "]");
        let fit = |text: &str| {
            let design = design(text);
            let advice = advise(&design, &resolve(&design));
            advice.values[0][0].value.likely
        };
        prop_assert!(fit(&more) <= fit(&fewer), "{} {}", fewer, more);
    }
}
