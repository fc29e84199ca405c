//! Health checks and lifecycle hooks.

use crate::design::{Lifecycle, LifecycleAction, Probe, ProbeAction};
use crate::import::field::Field;
use crate::import::report::ReportLevel;
use crate::order::Gather;

/// A health check; what equals Kubernetes' default is left to it.
pub(super) fn probe(field: Field<'_>) -> Option<Probe> {
    let Some(action) = action(field) else {
        field.say(
            ReportLevel::LeftOut,
            format!(
                "`{}` has no check that can be read (exec, httpGet, tcpSocket or grpc), so it is left out.",
                field.key
            ),
            "Correct it and import again.",
        );
        return None;
    };
    let unless = |key: &str, default: u32| field.number::<u32>(key).filter(|value| *value != default);
    Some(Probe {
        action,
        initial_delay_seconds: unless("initialDelaySeconds", 0),
        period_seconds: unless("periodSeconds", 10),
        timeout_seconds: unless("timeoutSeconds", 1),
        failure_threshold: unless("failureThreshold", 3),
        success_threshold: unless("successThreshold", 1),
    })
}

fn action(field: Field<'_>) -> Option<ProbeAction> {
    if let Some(http) = field.part("httpGet") {
        let headers = http
            .parts("httpHeaders")
            .into_iter()
            .filter_map(|header| Some((header.text("name")?, header.text_or_empty("value"))))
            .gather();
        let path = http.text_or_empty("path");
        return Some(ProbeAction::Http {
            path: if path == "/" { String::new() } else { path },
            port: http.port("port")?,
            https: http.one_of("scheme", &[("HTTP", false), ("HTTPS", true)]).unwrap_or_default(),
            headers,
        });
    }
    if let Some(tcp) = field.part("tcpSocket") {
        return Some(ProbeAction::Tcp { port: tcp.port("port")? });
    }
    if let Some(grpc) = field.part("grpc") {
        return Some(ProbeAction::Grpc { port: grpc.number("port")?, service: grpc.text_or_empty("service") });
    }
    let exec = field.part("exec")?;
    Some(ProbeAction::Exec { command: exec.texts("command") })
}

/// Hooks after the start and before the end.
pub(super) fn lifecycle(field: Field<'_>) -> Lifecycle {
    Lifecycle { post_start: field.part("postStart").and_then(hook), pre_stop: field.part("preStop").and_then(hook) }
}

fn hook(field: Field<'_>) -> Option<LifecycleAction> {
    if let Some(exec) = field.part("exec") {
        return Some(LifecycleAction::Exec(exec.texts("command")));
    }
    field.part("sleep")?.number("seconds").map(LifecycleAction::Sleep)
}
