//! Network policies: whether a packet may go from one pod to another.

use super::trace::End;
use super::{Stage, Verdict, Walk};
use crate::cluster::model::Labels;
use crate::order::Gather;
use crate::traffic::network_policy::{NetworkPolicy, Opening, Peer, PolicyPort};

/// The port of the mesh's tunnels between nodes.
pub(super) const TUNNEL: u16 = 15008;

/// One end of a connection.
pub(super) struct Side<'a> {
    pub(super) namespace: &'a str,
    pub(super) labels: &'a Labels,
    pub(super) ports: &'a [(String, u16)],
    pub(super) words: String,
}

fn port_fits(said: &PolicyPort, port: u16, named: &[(String, u16)]) -> bool {
    if said.protocol != "TCP" {
        return false;
    }
    if said.port.is_empty() {
        return true;
    }
    match (said.port.parse::<u32>(), said.end) {
        (Ok(from), Some(to)) => (from..=to).contains(&u32::from(port)),
        (Ok(number), None) => number == u32::from(port),
        (Err(_), _) => named.iter().any(|(name, number)| *name == said.port && *number == port),
    }
}

impl Walk<'_> {
    fn peer_fits(&self, peer: &Peer, own: &str, other: &Side) -> bool {
        if peer.block.is_some() {
            // Pods' addresses are in no file; policies on addresses are taken not to mean pods.
            return false;
        }
        let namespace = match &peer.namespaces {
            Some(selector) => selector.selects(&self.world.namespace_labels(other.namespace)),
            None => own == other.namespace,
        };
        namespace && peer.pods.as_ref().is_none_or(|pods| pods.selects(other.labels))
    }

    fn opens(
        &self,
        policy: &NetworkPolicy,
        ways: &[Opening],
        other: &Side,
        port: u16,
        named: &[(String, u16)],
    ) -> Option<u32> {
        let fits = |way: &&Opening| {
            (way.peers.is_empty() || way.peers.iter().any(|peer| self.peer_fits(peer, &policy.meta.namespace, other)))
                && (way.ports.is_empty() || way.ports.iter().any(|said| port_fits(said, port, named)))
        };
        ways.iter().find(fits).map(|way| way.line)
    }

    /// Whether one side may connect to the other; `from_known` tells whether the caller's labels are known.
    pub(super) fn may_reach(&mut self, end: &mut End, from: &Side, to: &Side, port: u16, from_known: bool) -> bool {
        let policies = &self.world.network_policies;
        for (side, other, out) in [(from, to, true), (to, from, false)] {
            if out && !from_known {
                continue;
            }
            let on = policies.iter().filter(|policy| {
                policy.meta.namespace == side.namespace
                    && policy.pods.selects(side.labels)
                    && if out { policy.egress.is_some() } else { policy.ingress.is_some() }
            });
            let on = on.gather();
            if on.is_empty() {
                continue;
            }
            let open = on.iter().find_map(|policy| {
                let ways = if out { policy.egress.as_deref() } else { policy.ingress.as_deref() };
                self.opens(policy, ways.unwrap_or_default(), other, port, to.ports).map(|line| (*policy, line))
            });
            let (word, who) = if out { ("Leaving", &from.words) } else { ("Entering", &to.words) };
            match open {
                Some((policy, line)) => {
                    let at = Some((policy.meta.clone(), line));
                    let at = at.as_ref().map(|(meta, line)| (meta, *line));
                    self.step(
                        Stage::Network,
                        Verdict::Passes,
                        format!("{word} {who} on port {port} is open."),
                        "One policy that opens it is enough.",
                        at,
                    );
                }
                None => {
                    let names = on.iter().map(|policy| policy.meta.key()).gather().join(", ");
                    let meta = on.first().map(|policy| policy.meta.clone());
                    let what = format!("{word} {who} on port {port} is not open: the connection times out.");
                    self.refuse(
                        end,
                        Stage::Network,
                        "503",
                        what,
                        format!("{names} select these pods, and none of them opens this way."),
                        meta.as_ref().map(|meta| (meta, 0)),
                    );
                    return false;
                }
            }
        }
        true
    }
}
