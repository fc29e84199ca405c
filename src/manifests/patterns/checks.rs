//! Tries and times along the paths: each hop tries again, so tries multiply, and what is waited for longer than the caller
//! waits is work for nobody.

use crate::design::ServiceTraffic;
use crate::manifests::desk::Desk;
use crate::manifests::tuning_number;
use crate::mesh::{Caller, MeshPlan};
use crate::order::Gather;
use crate::units::Millis;

/// The longest path that is followed.
const DEEPEST: usize = 32;

/// Says what is wrong along the paths.
pub(in crate::manifests) fn paths(desk: &mut Desk) {
    tries(desk);
    times(desk);
}

fn tries_of(traffic: Option<&ServiceTraffic>) -> u64 {
    1 + u64::from(traffic.and_then(|own| own.retries).unwrap_or(0))
}

/// The Services that the workloads behind a Service call, each once.
fn onward(plan: &MeshPlan, service: usize) -> Vec<usize> {
    let behind = plan.services.get(service).map(|served| served.behind.as_slice()).unwrap_or_default();
    let mut found = Vec::new();
    for reach in &plan.reaches {
        if let Caller::Workload(caller) = reach.caller
            && behind.contains(&caller)
            && reach.service != service
        {
            crate::mesh::sorted::insert(&mut found, reach.service);
        }
    }
    found
}

/// The most tries one request can become from a Service on, and the Services on that path. Worked out once for each.
fn worst(
    plan: &MeshPlan,
    service: usize,
    depth: usize,
    known: &mut [Option<(u64, Vec<usize>)>],
    open: &mut Vec<usize>,
) -> (u64, Vec<usize>) {
    if let Some(Some(known)) = known.get(service) {
        return known.clone();
    }
    let own = tries_of(plan.services.get(service).and_then(|served| plan.traffic(served)));
    let mut most = (1u64, Vec::new());
    if depth < DEEPEST && !open.contains(&service) {
        open.push(service);
        for next in onward(plan, service) {
            let found = worst(plan, next, depth + 1, known, open);
            if found.0 > most.0 {
                most = found;
            }
        }
        open.pop();
    }
    let mut path = vec![service];
    path.extend(most.1);
    let answer = (own.saturating_mul(most.0), path);
    if let Some(place) = known.get_mut(service) {
        *place = Some(answer.clone());
    }
    answer
}

fn tries(desk: &mut Desk) {
    let plan = desk.plan;
    let allowed = tuning_number("traffic.most-tries-along-a-path");
    let mut known = vec![None; plan.services.len()];
    let mut said: Vec<Vec<usize>> = Vec::new();
    for service in 0..plan.services.len() {
        let (most, path) = worst(plan, service, 0, &mut known, &mut Vec::new());
        let several = path.iter().filter(|at| tries_of(plan.services.get(**at).and_then(|own| plan.traffic(own))) > 1);
        // A path that begins further up says it already.
        if most > allowed && several.count() > 1 && !said.iter().any(|longer| longer.ends_with(&path)) {
            said.retain(|shorter| !path.ends_with(shorter));
            said.push(path);
        }
    }
    for path in said {
        let steps: Vec<String> = path
            .iter()
            .filter_map(|at| plan.services.get(*at))
            .map(|served| format!("{} ({} tries)", served.service.name, tries_of(plan.traffic(served))))
            .gather();
        let product = path
            .iter()
            .map(|at| tries_of(plan.services.get(*at).and_then(|own| plan.traffic(own))))
            .fold(1u64, u64::saturating_mul);
        let first = path.first().and_then(|at| plan.services.get(*at)).map_or("", |own| own.service.name.as_str());
        desk.warn(
            format!("traffic.services.{first}.retries"),
            format!(
                "When the end of the path {} fails, one request becomes {product} of them: tries multiply.",
                steps.join(" → ")
            ),
            "Try again in one place, nearest to what fails or at the edge, and nowhere else on the path.",
        );
    }
}

fn times(desk: &mut Desk) {
    let plan = desk.plan;
    for (place, served) in plan.services.iter().enumerate() {
        let Some(traffic) = plan.traffic(served) else { continue };
        let field = format!("traffic.services.{}", served.service.name);
        let tries = tries_of(Some(traffic));
        if let (Some(whole), Some(each)) = (traffic.timeout, traffic.per_try_timeout)
            && tries > 1
            && each.0.saturating_mul(tries) > whole.0
        {
            let fit = whole.0.checked_div(each.0).unwrap_or(0).max(1);
            desk.warn(
                format!("{field}.perTryTimeout"),
                format!("{tries} tries of {each} do not fit into {whole}: only {fit} of them can run to their end."),
                "Lower the limit of a try or the number of tries, or raise the timeout.",
            );
        }
        let Some(caller) = traffic.timeout else { continue };
        for next in onward(plan, place) {
            let Some(deeper) = plan.services.get(next) else { continue };
            let Some(own) = plan.traffic(deeper).and_then(|own| own.timeout) else { continue };
            if own > caller && caller > Millis(0) {
                desk.warn(
                    format!("traffic.services.{}.timeout", deeper.service.name),
                    format!(
                        "{} waits up to {own} for {}, but is itself given up after {caller}: the rest is work for nobody.",
                        served.service.name, deeper.service.name
                    ),
                    "A timeout should be shorter the deeper it stands.",
                );
            }
        }
    }
}
