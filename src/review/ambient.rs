//! Rules of network policies where pods are reached by tunnels.

use super::found::Found;
use super::services::{Member, member, of_namespace};
use crate::order::Gather;
use crate::traffic::{NetworkPolicy, items};
use crate::yaml::read::Node;

/// Judges them.
pub(super) fn check(found: &mut Found) {
    let world = found.world;
    for policy in &world.network_policies {
        if of_namespace(world, &policy.meta.namespace) != Member::Ambient {
            continue;
        }
        for way in policy.ingress.iter().flatten() {
            let tunnel =
                way.ports.iter().any(|port| port.port.is_empty() || port.port == "15008" || port.end.is_some());
            let pods = way.peers.iter().any(|peer| peer.block.is_none());
            if !way.ports.is_empty() && !tunnel && pods {
                found.say(
                    "tunnel-closed",
                    &policy.meta,
                    way.line,
                    "It lets pods in by their own ports, and not by 15008.",
                );
            }
        }
    }
    for workload in world.workloads.iter().filter(|one| member(world, one) == Member::Ambient) {
        let object = world.objects.iter().rev().find(|object| object.meta.same(&workload.meta));
        let containers = object.map(|object| items(&object.root, &["spec", "template", "spec", "containers"]));
        if !containers.unwrap_or_default().iter().any(is_probed) {
            continue;
        }
        let on = world.network_policies.iter().filter(|one| {
            one.meta.namespace == workload.meta.namespace && one.ingress.is_some() && one.pods.selects(&workload.labels)
        });
        let on = on.gather();
        if let Some(first) = on.first()
            && !on.iter().any(|policy| lets_probe(policy))
        {
            let what = format!("No policy lets the kubelet's probes of {} in.", workload.meta);
            found.say("probe-locked-out", &first.meta, 0, what);
        }
    }
}

/// Whether the kubelet probes a container over the network.
fn is_probed(container: &Node) -> bool {
    let probes = ["readinessProbe", "livenessProbe", "startupProbe"];
    probes.iter().any(|key| container.get(key).is_some_and(|probe| probe.get("exec").is_none()))
}

/// Whether the address that probes come from in ambient mode is let in.
fn lets_probe(policy: &NetworkPolicy) -> bool {
    policy.ingress.iter().flatten().any(|way| {
        let probe = |block: &str| block.starts_with("169.254.") || block == "0.0.0.0/0";
        way.peers.is_empty() || way.peers.iter().any(|peer| peer.block.as_ref().is_some_and(|(block, _)| probe(block)))
    })
}
