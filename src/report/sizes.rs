//! What the scheduler's twin answers about a design's nodes for each platform: a given for the recommendation, as the
//! firmness of its ranking is.

use crate::cluster::facts::Facts;
use crate::cluster::settings::SettingsPlan;
use crate::cluster::sizing::{Ask, Limits, size};
use crate::design::{Cloud, Design, NodeProvider, OptionKey, PlatformId, Resolved, Sizing};
use crate::knowledge::{Billing, Knowledge, Number, ScheduledSize};
use crate::manifests::pods_of;
use crate::order::Gather;
use std::collections::BTreeMap;

/// How much is tried for each of them.
const QUICK: Limits = Limits { plans: 80, attempts: 100_000, shown: 1 };
/// Pods beyond which a size for every platform takes too long beside a recommendation.
const MOST_PODS: usize = 3_000;

/// The nodes a design takes on each platform that is billed by nodes and takes Kubernetes' objects; none for a design
/// without pods, with more than can be placed in a moment, or with files that cannot be meant.
pub fn scheduled_sizes(design: &Design, resolved: &Resolved, knowledge: &Knowledge) -> Vec<ScheduledSize> {
    let pods = pods_of(design, &Facts::read());
    if !pods.faults.is_empty() {
        return Vec::new();
    }
    let ask = Ask::of_design(design, None, pods.cluster, knowledge, false);
    if ask.cluster.pods.is_empty() || ask.cluster.pods.len() > MOST_PODS {
        return Vec::new();
    }
    let is_billed = |platform: PlatformId| {
        knowledge.costing(platform).is_some_and(|costing| costing.billed == Billing::Nodes) && platform.is_kubernetes()
    };
    // Platforms by the same rules take the same nodes.
    let mut known: BTreeMap<NodeProvider, Option<ScheduledSize>> = BTreeMap::new();
    let platforms = PlatformId::ALL.iter().copied().filter(|platform| is_billed(*platform));
    let sizes = platforms.filter_map(|platform| {
        let provider = provider_of(platform);
        let size = known.entry(provider).or_insert_with(|| scheduled_on(&ask, provider, platform, resolved));
        size.as_ref().map(|size| ScheduledSize { platform, ..size.clone() })
    });
    sizes.gather()
}

/// The nodes a design takes on one platform, as [`scheduled_sizes`] finds them.
pub fn scheduled_size(
    design: &Design,
    resolved: &Resolved,
    platform: PlatformId,
    knowledge: &Knowledge,
) -> Option<ScheduledSize> {
    let pods = pods_of(design, &Facts::read());
    let ask = Ask::of_design(design, Some(platform), pods.cluster, knowledge, false);
    let fits = pods.faults.is_empty() && !ask.cluster.pods.is_empty() && ask.cluster.pods.len() <= MOST_PODS;
    if fits { scheduled_on(&ask, provider_of(platform), platform, resolved) } else { None }
}

/// What to set for a design on a platform: for the nodes of its pools or, where there are none, those that its pods
/// are found to take.
pub fn settings_plan<'d>(
    design: &'d Design,
    resolved: &Resolved,
    platform: PlatformId,
    knowledge: &Knowledge,
) -> Option<SettingsPlan<'d>> {
    if !platform.is_kubernetes() || !design.cluster.pools.is_empty() {
        return SettingsPlan::of(design, platform, knowledge);
    }
    let mut known = knowledge.clone();
    if !known.scheduled.iter().any(|size| size.platform == platform) {
        known.scheduled.extend(scheduled_size(design, resolved, platform, knowledge));
    }
    SettingsPlan::of(design, platform, &known)
}

/// Whose rules hold on a platform.
fn provider_of(platform: PlatformId) -> NodeProvider {
    match platform {
        PlatformId::Eks => NodeProvider::Eks,
        PlatformId::GkeStandard => NodeProvider::Gke,
        PlatformId::Aks => NodeProvider::Aks,
        _ => NodeProvider::Kubeadm,
    }
}

/// The cheapest nodes on a platform, in any of the clouds it may be in.
fn scheduled_on(ask: &Ask, provider: NodeProvider, platform: PlatformId, resolved: &Resolved) -> Option<ScheduledSize> {
    let rented = [Cloud::Aws, Cloud::GoogleCloud, Cloud::Azure];
    let clouds: Vec<Cloud> = if provider == NodeProvider::Kubeadm {
        let named = rented.into_iter().filter(|cloud| resolved.clouds.contains(cloud)).gather();
        if named.is_empty() { rented.to_vec() } else { named }
    } else {
        vec![Cloud::Aws]
    };
    let answers = clouds.into_iter().filter_map(|cloud| {
        // Machines that were named are those of one provider: another has its own.
        let own = ask.sizing.provider == provider;
        let machines = if own { ask.sizing.machines.clone() } else { Vec::new() };
        let sizing = Sizing { provider, machines, ..ask.sizing.clone() };
        let ask = Ask { sizing, clouds: vec![cloud], today: None, thorough: false, ..ask.clone() };
        let answer = size(&ask, QUICK, &mut |_| true);
        let plan = answer.plans.first()?;
        let nanos = plan.pools.iter().map(|pool| pool.price.nanos().saturating_mul(u64::from(pool.nodes))).sum();
        let machines = plan.pools.iter().map(|pool| format!("{} of {}", pool.nodes, pool.machine)).gather();
        let machines: Vec<String> = machines;
        Some(ScheduledSize {
            platform,
            pods: u64::try_from(ask.cluster.pods.len()).unwrap_or(u64::MAX),
            nodes: u64::from(plan.nodes),
            an_hour: Number::of_nanos(nanos),
            machines: machines.join(" and "),
        })
    });
    answers.min_by_key(|size| size.an_hour)
}
