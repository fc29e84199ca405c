//! How the replicas follow the load, and how many must stay.

use super::entry::{optional, quantity, shown, text};
use crate::app::store::Store;
use crate::app::view::prelude::*;
use crate::design::{Autoscaling, Disruption, Metric, MetricTarget, Workload};
use crate::text::ENGLISH;
use crate::units::IntOrPercent;

/// Draws the fields.
pub(super) fn scaling_form(store: Store, index: usize) -> AnyView {
    view! {
        <h3>{ENGLISH.scaling}</h3>
        <div class="fields">
            {text(store, index, "max", ENGLISH.scaling_max,
                |w| w.autoscaling.as_ref().map(|scaling| scaling.max.to_string()).unwrap_or_default(),
                |w, typed| {
                    match optional(typed, ENGLISH.whole_expected)? {
                        None => w.autoscaling = None,
                        Some(max) => w.autoscaling.get_or_insert_with(Autoscaling::default).max = max,
                    }
                    Ok(())
                })}
            {text(store, index, "min", ENGLISH.scaling_min,
                |w| w.autoscaling.as_ref().map(|scaling| shown(scaling.min.as_ref())).unwrap_or_default(),
                |w, typed| {
                    let min = optional(typed, ENGLISH.whole_expected)?;
                    match &mut w.autoscaling {
                        Some(scaling) => scaling.min = min,
                        None if min.is_none() => {}
                        None => return Err(ENGLISH.scaling_max_first.to_owned()),
                    }
                    Ok(())
                })}
            {text(store, index, "cpu-target", ENGLISH.scaling_cpu, cpu_target, set_cpu_target)}
            {text(store, index, "disruption", ENGLISH.disruption,
                |w| match w.disruption {
                    Some(Disruption::MinAvailable(min)) => min.to_string(),
                    Some(Disruption::MaxUnavailable(max)) => format!("all but {max}"),
                    None => String::new(),
                },
                |w, typed| {
                    w.disruption = match typed.trim().strip_prefix("all but ") {
                        Some(max) => quantity::<IntOrPercent>(max)?.map(Disruption::MaxUnavailable),
                        None => quantity::<IntOrPercent>(typed)?.map(Disruption::MinAvailable),
                    };
                    Ok(())
                })}
        </div>
    }
}

fn cpu_target(workload: &Workload) -> String {
    let metrics = workload.autoscaling.iter().flat_map(|scaling| &scaling.metrics);
    let target = metrics.filter_map(|metric| match metric {
        Metric::Resource { name, target: MetricTarget::Utilization(share) } if name == "cpu" => Some(*share),
        _ => None,
    });
    target.map(|share| format!("{share}%")).next().unwrap_or_default()
}

fn set_cpu_target(workload: &mut Workload, typed: &str) -> Result<(), String> {
    let share: Option<u32> = optional(typed.trim().trim_end_matches('%'), ENGLISH.percent_expected)?;
    let Some(scaling) = &mut workload.autoscaling else {
        return if share.is_none() { Ok(()) } else { Err(ENGLISH.scaling_max_first.to_owned()) };
    };
    let is_cpu = |metric: &Metric| matches!(metric, Metric::Resource { name, target: MetricTarget::Utilization(_) } if name == "cpu");
    scaling.metrics.retain(|metric| !is_cpu(metric));
    if let Some(share) = share {
        scaling
            .metrics
            .insert(0, Metric::Resource { name: "cpu".to_owned(), target: MetricTarget::Utilization(share) });
    }
    Ok(())
}
