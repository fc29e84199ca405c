//! One container of a pod.

use super::super::codec::Codec;
use super::super::place::Place;
use super::super::wire::{Wire, choice, part, record};
use super::network::{port_number, port_or_name};
use crate::design::{
    Container, ContainerPort, ContainerRole, EnvFrom, EnvSource, EnvVar, Lifecycle, LifecycleAction, PortProtocol,
    Probe, ProbeAction, PullPolicy, Resources,
};

record!(Container = 40 {
    1 name,
    2 role,
    3 image,
    4 pull,
    5 command,
    6 args,
    7 working_dir,
    10 ports,
    8 env,
    9 env_from,
    11 requests,
    12 limits,
    13 liveness,
    14 readiness,
    15 startup,
    16 lifecycle,
    17 mounts,
    18 security,
    19 stdin,
    20 tty,
});

choice!(ContainerRole = 41, 3 bits, camel { 0 Main, 1 Init, 2 Sidecar });

record!(ContainerPort = 42 { 1 name, 2 number => port_number, 3 protocol, 4 host_port });

choice!(PortProtocol = 43, 3 bits { 0 Tcp as "TCP", 1 Udp as "UDP", 2 Sctp as "SCTP" });

choice!(PullPolicy = 44, 2 bits { 0 Always, 1 IfNotPresent, 2 Never });

choice!(EnvFrom = 45, 2 bits, camel {
    0 ConfigMap { 1 name, 2 prefix, 3 optional } needs name,
    1 Secret { 1 name, 2 prefix, 3 optional } needs name,
});

record!(Resources = 46 { 1 cpu, 2 memory, 3 ephemeral_storage, 4 extended });

record!(Lifecycle = 47 { 1 post_start, 2 pre_stop });

choice!(LifecycleAction = 48, 2 bits, camel { 0 Exec(command), 1 Sleep(seconds) });

record!(Probe = 49, needs action {
    1 action,
    2 initial_delay_seconds,
    3 period_seconds,
    4 timeout_seconds,
    5 failure_threshold,
    6 success_threshold,
});

choice!(ProbeAction = 50, 3 bits, camel {
    0 Http { 1 path, 2 port => port_or_name, 3 https, 4 headers } needs port,
    1 Tcp { 2 port => port_or_name } needs port,
    2 Grpc { 6 port => port_number, 7 service } needs port,
    3 Exec { 8 command } needs command,
});

crate::yaml::record!(EnvVar, needs name source { name, source });

impl Wire for EnvVar {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        let place = part!(codec, place, 51, 1, &mut self.name);
        let name = &self.name;
        let source = |source: &mut EnvSource, codec: &mut Codec, place: Place| {
            codec.expected = codec.scene().value_of(name);
            source.pass(codec, place);
        };
        part!(codec, place, 51, 2, &mut self.source, source);
    }
}

/// Passes a variable's value, which may be the address of a Service.
fn value_text(value: &mut String, codec: &mut Codec, place: Place) {
    let expected = codec.expected.take();
    codec.text(place, place.kind, expected.as_deref(), value);
    codec.scene().value_came(value);
}

choice!(EnvSource = 52, 3 bits, camel {
    0 Value(value => value_text),
    1 ConfigMap { 5 name, 6 key, 7 optional } needs name key,
    2 Secret { 5 name, 6 key, 7 optional } needs name key,
    3 Field(field),
    4 Resource { 8 container, 9 resource, 10 divisor } needs resource,
});

#[cfg(test)]
impl crate::share::testing::Sample for EnvVar {
    const KINDS: usize = 5;
    fn sample(dice: &mut crate::share::testing::Dice) -> Self {
        Self { name: String::sample(dice), source: EnvSource::sample(dice) }
    }
}

#[cfg(test)]
impl crate::share::schema::Shape for EnvVar {
    fn shape(book: &mut crate::share::schema::Book) -> serde_json::Value {
        book.record::<Self>("EnvVar", &[("name", String::shape), ("source", EnvSource::shape)])
    }
}
