//! Health checks and hooks.

use crate::design::{LifecycleAction, Probe, ProbeAction, ProbePort};
use crate::manifests::left_out::{Many, Word};
use crate::yaml::written;

written! {
    /// A probe; exactly one of the first four is there.
    pub(super) struct ProbeSpec {
        http_get: Option<HttpGet>,
        tcp_socket: Option<TcpSocket>,
        grpc: Option<Grpc>,
        exec: Option<Exec>,
        initial_delay_seconds: Option<u32>,
        period_seconds: Option<u32>,
        timeout_seconds: Option<u32>,
        success_threshold: Option<u32>,
        failure_threshold: Option<u32>,
    }

    struct HttpGet {
        path: Word,
        port: ProbePort,
        scheme: Option<&'static str>,
        http_headers: Many<Header>,
    }

    struct Header {
        name: String,
        value: String,
    }

    struct TcpSocket {
        port: ProbePort,
    }

    struct Grpc {
        port: u16,
        service: Word,
    }

    struct Exec {
        command: Vec<String>,
    }

    /// A hook: a command, or a wait that needs no shell in the image.
    pub(super) struct Hook {
        exec: Option<Exec>,
        sleep: Option<Sleep>,
    }

    struct Sleep {
        seconds: u32,
    }

    /// Both hooks of a container.
    pub(super) struct LifecycleSpec {
        pub(super) post_start: Option<Hook>,
        pub(super) pre_stop: Option<Hook>,
    }
}

pub(super) fn probe(said: &Probe) -> ProbeSpec {
    let (mut http_get, mut tcp_socket, mut grpc, mut exec) = (None, None, None, None);
    match &said.action {
        ProbeAction::Http { path, port, https, headers } => {
            let headers = headers.iter().map(|(name, value)| Header { name: name.clone(), value: value.clone() });
            http_get = Some(HttpGet {
                path: path.into(),
                port: port.clone(),
                scheme: https.then_some("HTTPS"),
                http_headers: headers.collect(),
            });
        }
        ProbeAction::Tcp { port } => tcp_socket = Some(TcpSocket { port: port.clone() }),
        ProbeAction::Grpc { port, service } => grpc = Some(Grpc { port: *port, service: service.into() }),
        ProbeAction::Exec { command } => exec = Some(Exec { command: command.clone() }),
    }
    ProbeSpec {
        http_get,
        tcp_socket,
        grpc,
        exec,
        initial_delay_seconds: said.initial_delay_seconds,
        period_seconds: said.period_seconds,
        timeout_seconds: said.timeout_seconds,
        success_threshold: said.success_threshold,
        failure_threshold: said.failure_threshold,
    }
}

pub(super) fn hook(said: &LifecycleAction) -> Hook {
    match said {
        LifecycleAction::Exec(command) => Hook { exec: Some(Exec { command: command.clone() }), sleep: None },
        LifecycleAction::Sleep(seconds) => Hook { exec: None, sleep: Some(Sleep { seconds: *seconds }) },
    }
}
