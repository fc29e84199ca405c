//! Autoscalers and disruption budgets.

use super::object::Object;
use super::scheduling::selector;
use crate::design::{Autoscaling, Disruption, LabelSelector, Metric, MetricTarget, ScalingRule, ScalingStep};
use crate::import::field::Field;
use crate::import::notes::Notes;
use crate::import::report::ReportLevel;
use crate::order::Gather;
use crate::order::Map;
use crate::units::IntOrPercent;

/// An autoscaler and what it scales.
pub(super) struct Autoscaler {
    pub(super) target_kind: String,
    pub(super) target_name: String,
    pub(super) autoscaling: Autoscaling,
}

/// Reads a HorizontalPodAutoscaler of any version.
pub(super) fn autoscaler(object: &Object<'_>, notes: &Notes) -> Option<Autoscaler> {
    let spec = object.field(notes).part("spec")?;
    let target = spec.part("scaleTargetRef")?;
    target.skip("apiVersion");
    let mut metrics: Vec<Metric> = spec.parts("metrics").into_iter().filter_map(metric).gather();
    if let Some(percent) = spec.number("targetCPUUtilizationPercentage") {
        metrics.push(Metric::Resource { name: "cpu".to_owned(), target: MetricTarget::Utilization(percent) });
    }
    let behavior = spec.part("behavior");
    let rule = |key: &str| behavior.and_then(|part| part.part(key)).map(rule).unwrap_or_default();
    let autoscaling = Autoscaling {
        min: spec.number("minReplicas"),
        max: spec.number("maxReplicas")?,
        metrics,
        up: rule("scaleUp"),
        down: rule("scaleDown"),
    };
    Some(Autoscaler { target_kind: target.text("kind")?, target_name: target.text("name")?, autoscaling })
}

fn metric(field: Field<'_>) -> Option<Metric> {
    let read = match field.text("type")?.as_str() {
        "Resource" => field
            .part("resource")
            .and_then(|part| Some(Metric::Resource { name: part.text("name")?, target: target(part)? })),
        "ContainerResource" => field.part("containerResource").and_then(|part| {
            let (name, container) = (part.text("name")?, part.text("container")?);
            Some(Metric::ContainerResource { name, container, target: target(part)? })
        }),
        "Pods" => field.part("pods").and_then(|part| {
            let (name, labels) = named(part)?;
            Some(Metric::Pods { name, labels, target: target(part)? })
        }),
        "External" => field.part("external").and_then(|part| {
            let (name, labels) = named(part)?;
            Some(Metric::External { name, labels, target: target(part)? })
        }),
        _ => None,
    };
    if read.is_none() {
        field.take_whole();
        field.say(
            ReportLevel::LeftOut,
            "A metric of the autoscaler has no place in the design, so it is left out.",
            "If it is needed, add it to the written files by hand.",
        );
    }
    read
}

/// The metric's name and labels; before v2 they stood beside the target.
fn named(part: Field<'_>) -> Option<(String, Map<String, String>)> {
    match part.part("metric") {
        Some(metric) => {
            let labels = metric.part("selector").map(|part| part.labels("matchLabels")).unwrap_or_default();
            Some((metric.text("name")?, labels))
        }
        None => Some((part.text("metricName")?, Map::new())),
    }
}

fn target(part: Field<'_>) -> Option<MetricTarget> {
    let holder = part.part("target");
    if let Some(target) = holder {
        target.skip("type");
    }
    let holder = holder.unwrap_or(part);
    let first = |keys: [&'static str; 2]| {
        keys.into_iter().find(|key| holder.node.entry(key).is_some_and(|e| !e.value.is_null()))
    };
    if let Some(key) = first(["averageUtilization", "targetAverageUtilization"]) {
        return holder.number(key).map(MetricTarget::Utilization);
    }
    let amount = |key: &str| {
        let field = holder.get(key)?;
        field.as_quantity()?;
        field.node.text().map(str::to_owned)
    };
    if let Some(key) = first(["averageValue", "targetAverageValue"]) {
        return amount(key).map(MetricTarget::AverageValue);
    }
    amount(first(["value", "targetValue"])?).map(MetricTarget::Value)
}

fn rule(field: Field<'_>) -> ScalingRule {
    let select = field.text("selectPolicy");
    ScalingRule {
        stabilization_seconds: field.number("stabilizationWindowSeconds"),
        steps: field.parts("policies").into_iter().filter_map(step).gather(),
        smallest: select.as_deref() == Some("Min"),
        disabled: select.as_deref() == Some("Disabled"),
    }
}

fn step(field: Field<'_>) -> Option<ScalingStep> {
    let value = field.number("value")?;
    let change =
        field.one_of("type", &[("Pods", IntOrPercent::Count(value)), ("Percent", IntOrPercent::Percent(value))])?;
    Some(ScalingStep { change, period_seconds: field.number("periodSeconds")? })
}

/// A disruption budget and which pods it guards.
pub(super) fn budget(object: &Object<'_>, notes: &Notes) -> Option<(LabelSelector, Disruption)> {
    let spec = object.field(notes).part("spec")?;
    let guarded = selector(spec, "selector")?;
    let at_least = spec.count_or_share("minAvailable").map(Disruption::MinAvailable);
    let at_most = spec.count_or_share("maxUnavailable").map(Disruption::MaxUnavailable);
    Some((guarded, at_least.or(at_most)?))
}
