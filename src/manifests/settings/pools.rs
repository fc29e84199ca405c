//! The commands that make the pools of a design where its provider scales them itself: GKE and AKS.

use super::provider::plain;
use crate::cluster::settings::{PoolPlan, SettingsPlan};
use crate::design::{PlatformId, TaintEffect};
use crate::order::Gather;

/// A word that means nothing to a shell or to Markdown, whatever a person called it.
fn word(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "-_./:".contains(*c)).collect()
}

fn effect(effect: TaintEffect) -> &'static str {
    match effect {
        TaintEffect::NoSchedule => "NoSchedule",
        TaintEffect::PreferNoSchedule => "PreferNoSchedule",
        TaintEffect::NoExecute => "NoExecute",
    }
}

/// One command for each pool; none on other platforms.
pub(super) fn commands(plan: &SettingsPlan) -> Vec<String> {
    match plan.platform {
        PlatformId::GkeStandard => plan.pools.iter().map(gke).gather(),
        PlatformId::Aks => plan.pools.iter().map(aks).gather(),
        _ => Vec::new(),
    }
}

fn labels(pool: &PoolPlan) -> Vec<String> {
    pool.pool.labels.iter().map(|(key, value)| format!("{}={}", word(key), word(value))).gather()
}

fn taints(pool: &PoolPlan) -> Vec<String> {
    let taints = pool.pool.taints.iter();
    taints.map(|taint| format!("{}={}:{}", word(&taint.key), word(&taint.value), effect(taint.effect))).gather()
}

fn zones(pool: &PoolPlan) -> Vec<String> {
    pool.pool.zones.iter().map(|zone| word(zone)).gather()
}

fn gke(pool: &PoolPlan) -> String {
    let (min, max) = pool.bounds();
    let mut words = vec![
        format!("gcloud container node-pools create {} --cluster=CLUSTER", plain(&pool.pool.name)),
        format!("--machine-type={}", word(&pool.pool.machine)),
        "--system-config-from-file=nodes/gke-system-config.yaml".to_owned(),
    ];
    if pool.scales() {
        words.push(format!("--enable-autoscaling --total-min-nodes={min} --total-max-nodes={max}"));
    } else {
        words.push(format!("--num-nodes={max}"));
    }
    if pool.pool.spot {
        words.push("--spot".to_owned());
    }
    for (flag, values) in
        [("--node-locations", zones(pool)), ("--node-labels", labels(pool)), ("--node-taints", taints(pool))]
    {
        if !values.is_empty() {
            words.push(format!("{flag}={}", values.join(",")));
        }
    }
    words.join(" \\\n  ")
}

fn aks(pool: &PoolPlan) -> String {
    let (min, max) = pool.bounds();
    // Names of AKS pools are at most twelve small letters and digits.
    let name: String = plain(&pool.pool.name).chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    let mut words = vec![
        format!("az aks nodepool add --resource-group GROUP --cluster-name CLUSTER --name {name}"),
        format!("--node-vm-size {}", word(&pool.pool.machine)),
        "--kubelet-config nodes/aks-kubelet.json".to_owned(),
    ];
    if pool.scales() {
        words.push(format!("--enable-cluster-autoscaler --min-count {min} --max-count {max}"));
    } else {
        words.push(format!("--node-count {max}"));
    }
    if pool.pool.spot {
        words.push("--priority Spot --eviction-policy Delete --spot-max-price -1".to_owned());
    }
    for (flag, values, between) in
        [("--zones", zones(pool), " "), ("--labels", labels(pool), " "), ("--node-taints", taints(pool), ",")]
    {
        if !values.is_empty() {
            words.push(format!("{flag} {}", values.join(between)));
        }
    }
    words.join(" \\\n  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_a_person_wrote_means_anything_to_a_shell() {
        assert_eq!(word("m7i.large; rm -rf / `x` $(y) \"z\" a=b"), "m7i.largerm-rf/xyzab");
        assert_eq!(word("topology.kubernetes.io/zone"), "topology.kubernetes.io/zone");
    }
}
