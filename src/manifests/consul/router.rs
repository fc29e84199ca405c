//! How requests to a service are given up and tried again, and a resolver that says how long to wait for a connection.

use super::defaults::protocol;
use crate::design::{Sticky, StickyBy};
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Flag, Word};
use crate::manifests::object::{Body, Metadata, Object};
use crate::manifests::routes::duration;
use crate::units::Millis;
use crate::yaml::written;

written! {
    struct RouterSpec {
        routes: Vec<Route>,
    }

    struct Route {
        destination: Destination,
    }

    struct Destination {
        request_timeout: Option<String>,
        num_retries: Option<u8>,
        retry_on_connect_failure: Option<bool>,
    }

    struct ResolverSpec {
        connect_timeout: Option<String>,
        load_balancer: Option<LoadBalancer>,
    }

    struct LoadBalancer {
        policy: &'static str,
        hash_policies: Vec<Hash>,
    }

    struct Hash {
        field: Word,
        field_value: Word,
        source_ip as "sourceIP": Flag,
    }
}

impl Body for RouterSpec {
    const API_VERSION: &'static str = "consul.hashicorp.com/v1alpha1";
    const KIND: &'static str = "ServiceRouter";
}

impl Body for ResolverSpec {
    const API_VERSION: &'static str = "consul.hashicorp.com/v1alpha1";
    const KIND: &'static str = "ServiceResolver";
}

/// A connection within a cluster opens in milliseconds.
const CONNECT_TIMEOUT: Millis = Millis::seconds(3);

fn sticky(said: &Sticky) -> LoadBalancer {
    let by = said.by.unwrap_or(StickyBy::Cookie);
    let (field, usual) = match by {
        StickyBy::Cookie => ("cookie", "sheerline-affinity"),
        StickyBy::Header => ("header", "x-user"),
        StickyBy::SourceAddress => ("", ""),
    };
    let name = if said.name.is_empty() || field.is_empty() { usual } else { &said.name };
    let hash = Hash { field: field.into(), field_value: name.into(), source_ip: Flag(by == StickyBy::SourceAddress) };
    LoadBalancer { policy: "maglev", hash_policies: vec![hash] }
}

/// Writes the routers and resolvers of a namespace.
pub(super) fn routers(desk: &mut Desk, namespace: &str) {
    let plan = desk.plan;
    for (place, served) in plan.services.iter().enumerate().filter(|(_, served)| served.namespace == namespace) {
        if !plan.reaches.iter().any(|reach| reach.service == place) {
            continue;
        }
        let metadata = Metadata::new(&served.service.name, namespace);
        let load_balancer = plan.traffic(served).and_then(|own| own.sticky.as_ref()).map(sticky);
        let resolver =
            Object::new(&metadata, &ResolverSpec { connect_timeout: duration(CONNECT_TIMEOUT), load_balancer });
        desk.sheets.put(&["consul", namespace], "traffic", FileTarget::Mesh, resolver);
        let Some(traffic) = plan.traffic(served) else { continue };
        let field = format!("traffic.services.{}", served.service.name);
        if traffic.per_try_timeout.is_some() {
            desk.warn(
                format!("{field}.perTryTimeout"),
                "Consul has no limit for one try: it is not written.".into(),
                "Limit the whole request.",
            );
        }
        if traffic.timeout.is_none() && traffic.retries.is_none() {
            continue;
        }
        if protocol(served) == "tcp" {
            desk.warn(
                field,
                "No requests are told apart on its ports, so no timeout or retry can act there.".into(),
                "Declare the protocol of the port, or remove them.",
            );
            continue;
        }
        let destination = Destination {
            request_timeout: traffic.timeout.and_then(duration),
            num_retries: traffic.retries,
            retry_on_connect_failure: traffic.retries.map(|retries| retries > 0),
        };
        let router = Object::new(&metadata, &RouterSpec { routes: vec![Route { destination }] });
        desk.sheets.put(&["consul", namespace], "traffic", FileTarget::Mesh, router);
    }
}
