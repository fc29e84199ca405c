//! What proxies report.

use crate::manifests::FileTarget;
use crate::manifests::desk::Desk;
use crate::manifests::object::{Body, Metadata, Note, Object};
use crate::yaml::{Decimal, written};

written! {
    struct TelemetrySpec {
        metrics: Vec<Metrics>,
        tracing: Vec<Tracing>,
        access_logging: Vec<AccessLogging>,
    }
}

impl Body for TelemetrySpec {
    const API_VERSION: &'static str = "telemetry.istio.io/v1";
    const KIND: &'static str = "Telemetry";
}

written! {
    struct Metrics {
        providers: Vec<Provider>,
    }

    struct Tracing {
        random_sampling_percentage: Decimal,
    }

    struct AccessLogging {
        providers: Vec<Provider>,
        filter: Filter,
    }

    struct Provider {
        name: &'static str,
    }

    struct Filter {
        expression: &'static str,
    }
}

/// One per cent in hundredths: Istio's own share of traced requests.
const USUAL_SHARE: u16 = 100;

/// Writes what the proxies of a namespace report. In ambient mode only a waypoint has anything to say of requests.
pub(super) fn telemetry(desk: &mut Desk, namespace: &str) {
    if desk.plan.is_ambient() && !desk.plan.has_waypoint(namespace) {
        return;
    }
    let said = desk.design.mesh.tracing_hundredths;
    let share = said.unwrap_or(USUAL_SHARE).min(10_000);
    let spec = TelemetrySpec {
        metrics: vec![Metrics { providers: vec![Provider { name: "prometheus" }] }],
        tracing: vec![Tracing { random_sampling_percentage: Decimal { hundredths: share.into() } }],
        access_logging: vec![AccessLogging {
            providers: vec![Provider { name: "envoy" }],
            filter: Filter { expression: "response.code >= 400" },
        }],
    };
    let tracing = if said.is_some() {
        "Traces go to the provider that meshConfig.defaultProviders.tracing names."
    } else {
        "Not said in the design: one request in a hundred, as Istio does itself. Traces go to the provider that \
             meshConfig.defaultProviders.tracing names."
    };
    let notes = [
        Note::new(&["spec", "tracing"], tracing),
        Note::new(&["spec", "accessLogging"], "Only what failed is logged: the rest is in the metrics."),
    ];
    let object = Object::new(&Metadata::new("default", namespace), &spec).noted(&notes);
    desk.sheets.put(&["istio", namespace], "telemetry", FileTarget::Istio, object);
}
