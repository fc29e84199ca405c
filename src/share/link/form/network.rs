//! How workloads are reached, and who calls whom.

use super::super::codec::Codec;
use super::super::place::Place;
use super::super::wire::{Wire, choice, printed, record, wire_of_choice};
use crate::design::{
    Call, CallEvidence, HostRoute, PathMatch, ProbePort, Service, ServiceKind, ServicePort, SessionAffinity, SourceLine,
};
use crate::yaml::Blank;

record!(Service = 80 {
    1 name => service_name,
    2 namespace,
    3 kind,
    11 read_at => service_line,
    4 selector,
    5 ports,
    6 labels,
    7 annotations,
    8 session_affinity,
    9 local_traffic_only,
    10 publish_not_ready,
});

choice!(ServiceKind = 81, 3 bits {
    0 ClusterIP,
    1 Headless,
    2 NodePort,
    3 LoadBalancer,
    4 ExternalName(name),
});

choice!(SessionAffinity = 82, 2 bits { 0 None, 1 ClientIP });

record!(ServicePort = 83 {
    1 name,
    2 port => port_number,
    3 target => target_port,
    4 protocol,
    5 app_protocol,
    6 node_port,
});

record!(HostRoute = 84 {
    1 host,
    2 path,
    3 path_match,
    4 service,
    5 namespace,
    6 port => optional_port,
    7 tls_secret,
    8 read_at,
});

choice!(PathMatch = 85, 2 bits { 0 Prefix, 1 Exact });

wire_of_choice!(ProbePort = 86, 1 bits { 0 Number(number => port_number), 1 Name(name) });

record!(Call = 87 {
    1 service,
    2 namespace,
    3 port => optional_port,
    6 evidence,
    4 rate,
    5 payload,
    7 read_at,
    8 denied; since b'3',
});

choice!(CallEvidence = 88, 3 bits, camel {
    0 Env(name),
    1 Argument,
    2 ConfigMap(key),
    3 DependsOn,
});

/// All ports of one subject are much the same.
const PORTS: u32 = 1;
/// Services and workloads share their names.
const NAMES: u32 = 2;

pub(super) fn port_number(port: &mut u16, codec: &mut Codec, place: Place) {
    printed(port, codec, place, PORTS);
}

pub(super) fn optional_port(value: &mut Option<u16>, codec: &mut Codec, place: Place) {
    port_number(value.get_or_insert(0), codec, place);
}

pub(super) fn port_or_name(port: &mut ProbePort, codec: &mut Codec, place: Place) {
    port.pass(codec, place);
}

pub(super) fn target_port(port: &mut Option<ProbePort>, codec: &mut Codec, place: Place) {
    port.get_or_insert(ProbePort::Number(0)).pass(codec, place);
}

/// Passes a name that what follows belongs to.
fn subject_name(name: &mut String, codec: &mut Codec, place: Place, expected: Option<&str>) {
    codec.text(place, NAMES, expected, name);
    let id = codec.memory().id(name);
    codec.memory().set_subject(id);
}

pub(super) fn service_name(name: &mut String, codec: &mut Codec, place: Place) {
    subject_name(name, codec, place, None);
}

pub(super) fn workload_name(name: &mut String, codec: &mut Codec, place: Place) {
    let expected = codec.scene().next_workload();
    subject_name(name, codec, place, expected.as_deref());
    codec.scene().came(name);
}

pub(super) fn service_line(at: &mut Option<SourceLine>, codec: &mut Codec, place: Place) {
    let at = at.get_or_insert_with(SourceLine::blank);
    at.file.pass(codec, place.field(89, 1));
    let known = [codec.lines.last(&at.file)];
    codec.line(place.field(89, 2), &known, &mut at.line);
    let subject = codec.memory().subject();
    codec.lines.service_came(subject, at);
}

pub(super) fn workload_line(at: &mut Option<SourceLine>, codec: &mut Codec, place: Place) {
    let at = at.get_or_insert_with(SourceLine::blank);
    at.file.pass(codec, place.field(89, 1));
    let subject = codec.memory().subject();
    let known = codec.lines.around(subject, &at.file);
    codec.line(place.field(89, 2), &known, &mut at.line);
    codec.lines.workload_came(subject, at);
}

crate::yaml::record!(SourceLine, needs file line { file, line });

impl Wire for SourceLine {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        self.file.pass(codec, place.field(89, 1));
        let known = [codec.lines.last(&self.file)];
        codec.line(place.field(89, 2), &known, &mut self.line);
        codec.lines.came(self);
    }
}

#[cfg(test)]
impl crate::share::testing::Sample for SourceLine {
    fn sample(dice: &mut crate::share::testing::Dice) -> Self {
        Self { file: String::sample(dice), line: u32::sample(dice) }
    }
}
