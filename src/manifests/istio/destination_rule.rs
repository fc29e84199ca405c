//! How calls to a Service are balanced and cut off.

use crate::design::{LocalityRule, ServiceTraffic, Sticky, StickyBy};
use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Many, Word};
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::manifests::routes::duration;
use crate::mesh::Served;
use crate::units::Millis;
use crate::yaml::written;

written! {
    struct DestinationRuleSpec {
        host: String,
        traffic_policy: TrafficPolicy,
    }
}

impl Body for DestinationRuleSpec {
    const API_VERSION: &'static str = "networking.istio.io/v1";
    const KIND: &'static str = "DestinationRule";
}

written! {
    struct TrafficPolicy {
        connection_pool: ConnectionPool,
        load_balancer: Option<LoadBalancer>,
        outlier_detection: Option<OutlierDetection>,
    }

    struct ConnectionPool {
        tcp: TcpPool,
    }

    struct TcpPool {
        max_connections: Option<u32>,
        connect_timeout: Option<String>,
    }

    struct LoadBalancer {
        consistent_hash: Option<Hash>,
        locality_lb_setting: Option<Locality>,
    }

    struct Hash {
        http_header_name: Word,
        http_cookie: Option<Cookie>,
        use_source_ip: Option<bool>,
    }

    struct Cookie {
        name: String,
        ttl: &'static str,
    }

    struct Locality {
        enabled: bool,
        failover_priority: Many<&'static str>,
    }

    struct OutlierDetection {
        consecutive_errors as "consecutive5xxErrors": u32,
        interval: Option<String>,
        base_ejection_time: Option<String>,
        max_ejection_percent: u32,
    }
}

/// What is set where the design says nothing. A connection within a cluster opens in milliseconds.
const CONNECT_TIMEOUT: Millis = Millis::seconds(3);
/// Istio's own threshold, interval and time, written out so that a change of its defaults changes nothing here.
const ERRORS: u32 = 5;
const INTERVAL: Millis = Millis::seconds(10);
const EJECTION_TIME: Millis = Millis::seconds(30);
/// Never more than half of the pods are left out at once: the rest must carry the load.
const MOST_EJECTED: u32 = 50;
/// Zones where the design names none.
const USUAL_ZONES: usize = 3;

/// Writes the rule of a Service that is called.
pub(super) fn destination_rule(desk: &mut Desk, served: &Served) {
    let unsaid = ServiceTraffic::default();
    let traffic = desk.plan.traffic(served).unwrap_or(&unsaid);
    let pods = pods(desk, served);
    // Failover to other zones acts only with it.
    let says_ejection = traffic.eject_after_errors.is_some()
        || traffic.eject_for.is_some()
        || traffic.locality == Some(LocalityRule::Failover);
    let mut notes = Vec::new();
    let outlier_detection = (says_ejection || pods >= 2).then(|| OutlierDetection {
        consecutive_errors: traffic.eject_after_errors.unwrap_or(ERRORS),
        interval: duration(INTERVAL),
        base_ejection_time: duration(traffic.eject_for.unwrap_or(EJECTION_TIME)),
        max_ejection_percent: MOST_EJECTED,
    });
    let zones = Some(desk.design.cluster.zones.len()).filter(|zones| *zones > 0).unwrap_or(USUAL_ZONES);
    let fewer_than_zones = usize::try_from(pods).unwrap_or(usize::MAX) < zones;
    let crowded = outlier_detection.is_some() && fewer_than_zones;
    let locality = match traffic.locality {
        Some(LocalityRule::Failover) => Some(Locality {
            enabled: true,
            failover_priority: vec!["topology.kubernetes.io/region", "topology.kubernetes.io/zone"].into(),
        }),
        Some(LocalityRule::Everywhere) => Some(Locality { enabled: false, failover_priority: Many::default() }),
        None => crowded.then(|| Locality { enabled: false, failover_priority: Many::default() }),
    };
    let consistent_hash = traffic.sticky.as_ref().map(sticky);
    let has_any = locality.is_some() || consistent_hash.is_some();
    let load_balancer = has_any.then_some(LoadBalancer { consistent_hash, locality_lb_setting: locality });
    if crowded && traffic.locality.is_none() {
        notes.push(Note::new(
            &["spec", "trafficPolicy", "loadBalancer"],
            format!("There are fewer pods ({pods}) than zones ({zones}): keeping to one's own zone would overload some of them."),
        ));
    }
    comment(traffic, says_ejection, outlier_detection.is_some(), load_balancer.is_some(), &mut notes);
    let spec = DestinationRuleSpec {
        host: served.host(),
        traffic_policy: TrafficPolicy {
            connection_pool: ConnectionPool {
                tcp: TcpPool { max_connections: traffic.max_connections, connect_timeout: duration(CONNECT_TIMEOUT) },
            },
            load_balancer,
            outlier_detection,
        },
    };
    let object = Object::new(&Metadata::new(&served.service.name, &served.namespace), &spec).noted(&notes);
    desk.sheets.put(&["istio", &served.namespace], "traffic", FileTarget::Istio, object);
}

/// What tells clients apart that keep to a pod.
fn sticky(said: &Sticky) -> Hash {
    let named = |usual: &str| if said.name.is_empty() { usual.to_owned() } else { said.name.clone() };
    let mut hash = Hash { http_header_name: Word::default(), http_cookie: None, use_source_ip: None };
    match said.by.unwrap_or(StickyBy::Cookie) {
        StickyBy::Cookie => hash.http_cookie = Some(Cookie { name: named("sheerline-affinity"), ttl: "0s" }),
        StickyBy::Header => hash.http_header_name = Word(named("x-user")),
        StickyBy::SourceAddress => hash.use_source_ip = Some(true),
    }
    hash
}

fn comment(traffic: &ServiceTraffic, says_ejection: bool, ejects: bool, spreads: bool, notes: &mut Vec<Note>) {
    let pool = &["spec", "trafficPolicy", "connectionPool", "tcp", "connectTimeout"];
    notes.push(Note::new(pool, "Istio itself waits 10 s, which is long for a pod whose node is gone."));
    if traffic.max_connections.is_some() {
        let pool = &["spec", "trafficPolicy", "connectionPool", "tcp", "maxConnections"];
        notes.push(Note::new(pool, "For each client's proxy, not for all together."));
    }
    if ejects {
        let who = if says_ejection { "" } else { "Not said in the design: " };
        let zone = if spreads { "" } else { " With it, calls keep to their own zone while pods there are well." };
        let text = format!("{who}a pod that keeps failing is left out for a while.{zone}");
        notes.push(Note::new(&["spec", "trafficPolicy", "outlierDetection"], text));
    }
}

/// The most pods a Service has behind it.
fn pods(desk: &Desk, served: &Served) -> u32 {
    let behind = served.behind.iter().filter_map(|index| desk.design.workloads.get(*index));
    behind.map(|workload| workload.pods().max(workload.autoscaling.as_ref().map_or(0, |scaling| scaling.max))).sum()
}
