//! Virtual machines that serve a Service beside its pods.

use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::Pairs;
use crate::manifests::object::{Body, Metadata, Object};
use crate::mesh::Served;
use crate::order::Gather;
use crate::yaml::written;

written! {
    struct GroupSpec {
        metadata: Labels,
        template: Template,
        probe: Option<Probe>,
    }

    struct Labels {
        labels: Pairs,
    }

    struct Template {
        service_account: String,
    }

    struct Probe {
        initial_delay_seconds: u32,
        period_seconds: u32,
        tcp_socket: Socket,
    }

    struct Socket {
        port: u16,
    }

    struct EntrySpec {
        address: String,
        labels: Pairs,
        service_account: String,
    }
}

impl Body for GroupSpec {
    const API_VERSION: &'static str = "networking.istio.io/v1";
    const KIND: &'static str = "WorkloadGroup";
}

impl Body for EntrySpec {
    const API_VERSION: &'static str = "networking.istio.io/v1";
    const KIND: &'static str = "WorkloadEntry";
}

/// Writes the group of a Service's machines, and an entry for each.
pub(super) fn machines(desk: &mut Desk, served: &Served, addresses: &[String]) {
    let account = served
        .behind
        .first()
        .and_then(|index| desk.plan.members.get(*index))
        .map_or_else(|| served.service.name.clone(), |member| member.account.clone());
    let labels = || Pairs(served.service.selector.clone());
    let name = format!("{}-machines", served.service.name);
    let port = served.service.ports.first().and_then(|port| served.targets(desk.design, port).first().copied());
    let group = GroupSpec {
        metadata: Labels { labels: labels() },
        template: Template { service_account: account.clone() },
        probe: port.map(|(_, port)| Probe {
            initial_delay_seconds: 5,
            period_seconds: 10,
            tcp_socket: Socket { port },
        }),
    };
    let mut objects = vec![Object::new(&Metadata::new(&name, &served.namespace), &group).saying(
        "Each machine needs the package istio-sidecar and what istioctl x workload entry configure writes for this group: \
         cluster.env, istio-token, mesh.yaml, root-cert.pem and hosts. istiod must be in its reach, over an east-west \
         gateway where the networks are apart.",
    )];
    let entries = addresses.iter().enumerate().map(|(at, address)| {
        let spec = EntrySpec { address: address.clone(), labels: labels(), service_account: account.clone() };
        Object::new(&Metadata::new(&format!("{name}-{}", at + 1), &served.namespace), &spec)
    });
    objects.extend(entries.gather());
    for object in objects {
        desk.sheets.put(&["istio", &served.namespace], "machines", FileTarget::Istio, object);
    }
}
