//! What keeps pods running: Deployments and their kin, read into drafts.

use super::object::Object;
use super::pod::pod;
use super::volume::claim;
use crate::design::{
    Batch, ClaimRetention, ConcurrencyPolicy, JobRestart, LabelSelector, PodManagement, Rollout, Workload, WorkloadKind,
};
use crate::import::draft::Draft;
use crate::import::field::Field;
use crate::import::notes::Notes;
use crate::import::report::ReportLevel;
use crate::units::IntOrPercent;

/// Reads an object that holds a pod template; without one there is nothing to plan.
pub(super) fn controller(object: &Object<'_>, kind: WorkloadKind, notes: &Notes) -> Option<Draft> {
    let mut draft = draft_of(object, kind);
    let spec = object.field(notes).part("spec");
    let holder = if kind == WorkloadKind::CronJob { spec.and_then(|spec| cron(spec, &mut draft)) } else { spec };
    let Some((holder, template)) = holder.and_then(|holder| Some((holder, holder.part("template")?))) else {
        let what = "It has no pod template, so nothing is known of its pods.";
        object.say(notes, ReportLevel::LeftOut, what, "Export it whole and import again.");
        return None;
    };
    restart(template, kind, &mut draft);
    pod(template, &mut draft);
    match kind {
        WorkloadKind::Job | WorkloadKind::CronJob => job(holder, &mut draft.workload.batch),
        _ => replicated(holder, kind, &mut draft),
    }
    object.leave_own_labels(notes, &draft.workload.labels);
    Some(draft)
}

/// An empty draft with the object's name.
pub(super) fn draft_of(object: &Object<'_>, kind: WorkloadKind) -> Draft {
    Draft {
        workload: Workload {
            name: object.name.clone(),
            namespace: object.namespace.clone(),
            kind,
            read_at: Some(object.read_at()),
            ..Workload::default()
        },
        source: object.source.clone(),
        line: object.line,
        ..Draft::default()
    }
}

/// A pod's restart policy: only Jobs choose.
pub(super) fn restart(template: Field<'_>, kind: WorkloadKind, draft: &mut Draft) {
    let batch = matches!(kind, WorkloadKind::Job | WorkloadKind::CronJob);
    if let (true, Some(spec)) = (batch, template.part("spec")) {
        let words = [("Never", JobRestart::Never), ("OnFailure", JobRestart::OnFailure)];
        draft.workload.batch.restart = spec.one_of("restartPolicy", &words).unwrap_or_default();
    }
}

/// Revisions that Kubernetes keeps where nothing is said.
const REVISIONS: u32 = 10;

fn replicated(spec: Field<'_>, kind: WorkloadKind, draft: &mut Draft) {
    let workload = &mut draft.workload;
    if kind != WorkloadKind::DaemonSet {
        workload.replicas = spec.number("replicas");
    }
    if let Some(selector) = spec.part("selector") {
        // A ReplicationController's selector is the labels themselves.
        let has_parts =
            selector.node.entry("matchLabels").is_some() || selector.node.entry("matchExpressions").is_some();
        let labels = if has_parts { selector.labels("matchLabels") } else { spec.labels("selector") };
        let own = crate::order::map(labels.into_iter().filter(|(key, _)| key != "pod-template-hash"));
        if own != workload.labels {
            workload.selector = own;
        }
    }
    workload.min_ready_seconds = spec.number("minReadySeconds").filter(|seconds| *seconds != 0);
    workload.revision_history = spec.number("revisionHistoryLimit").filter(|kept| *kept != REVISIONS);
    let strategy = if kind == WorkloadKind::Deployment { "strategy" } else { "updateStrategy" };
    workload.rollout = spec.part(strategy).and_then(|part| rollout(part, kind));
    if kind == WorkloadKind::StatefulSet {
        stateful(spec, workload);
    }
}

fn rollout(field: Field<'_>, kind: WorkloadKind) -> Option<Rollout> {
    match field.text("type").as_deref() {
        Some("Recreate") => return Some(Rollout::Recreate),
        Some("OnDelete") => return Some(Rollout::OnDelete),
        _ => {}
    }
    let rolling = field.part("rollingUpdate")?;
    let (max_surge, max_unavailable) = (rolling.count_or_share("maxSurge"), rolling.count_or_share("maxUnavailable"));
    let partition = rolling.number("partition").filter(|ordinal| *ordinal != 0);
    // What equals Kubernetes' defaults is left to it.
    let quarter = Some(IntOrPercent::Percent(25));
    let (none, one) = (Some(IntOrPercent::Count(0)), Some(IntOrPercent::Count(1)));
    let is_default = match kind {
        WorkloadKind::Deployment => [None, quarter].contains(&max_surge) && [None, quarter].contains(&max_unavailable),
        _ => [None, none].contains(&max_surge) && [None, one].contains(&max_unavailable) && partition.is_none(),
    };
    (!is_default).then_some(Rollout::Rolling { max_surge, max_unavailable, partition })
}

fn stateful(spec: Field<'_>, workload: &mut Workload) {
    workload.governing_service = spec.text("serviceName").filter(|name| *name != workload.name).unwrap_or_default();
    let words = [("OrderedReady", PodManagement::OrderedReady), ("Parallel", PodManagement::Parallel)];
    workload.pod_management = spec.one_of("podManagementPolicy", &words).unwrap_or_default();
    if let Some(retention) = spec.part("persistentVolumeClaimRetentionPolicy") {
        let delete = |key: &str| retention.one_of(key, &[("Retain", false), ("Delete", true)]).unwrap_or_default();
        workload.claim_retention =
            ClaimRetention { delete_with_set: delete("whenDeleted"), delete_on_scale_down: delete("whenScaled") };
    }
    for template in spec.parts("volumeClaimTemplates") {
        template.skip("kind");
        template.skip("apiVersion");
        let Some(name) = template.part("metadata").and_then(|metadata| metadata.text("name")) else { continue };
        workload.claim_templates.push(claim(template.part("spec"), name, String::new()));
    }
}

/// Failures that Kubernetes allows a Job where nothing is said.
const BACKOFF: u32 = 6;

fn job(spec: Field<'_>, batch: &mut Batch) {
    let unless = |key: &str, default: u32| spec.number::<u32>(key).filter(|value| *value != default);
    batch.parallelism = unless("parallelism", 1);
    batch.completions = unless("completions", 1);
    batch.backoff_limit = unless("backoffLimit", BACKOFF);
    batch.active_deadline_seconds = spec.number("activeDeadlineSeconds");
    batch.ttl_seconds_after_finished = spec.number("ttlSecondsAfterFinished");
    batch.indexed = spec.one_of("completionMode", &[("NonIndexed", false), ("Indexed", true)]).unwrap_or_default();
    batch.suspend |= spec.flag("suspend").unwrap_or_default();
    // The cluster makes the selector from the Job's own uid.
    if let Some(selector) = spec.get("selector") {
        selector.take_whole();
    }
}

fn cron<'a>(spec: Field<'a>, draft: &mut Draft) -> Option<Field<'a>> {
    let batch = &mut draft.workload.batch;
    batch.schedule = spec.text_or_empty("schedule");
    batch.time_zone = spec.text_or_empty("timeZone");
    let words = [
        ("Allow", ConcurrencyPolicy::Allow),
        ("Forbid", ConcurrencyPolicy::Forbid),
        ("Replace", ConcurrencyPolicy::Replace),
    ];
    batch.concurrency = spec.one_of("concurrencyPolicy", &words).unwrap_or_default();
    batch.suspend = spec.flag("suspend").unwrap_or_default();
    batch.starting_deadline_seconds = spec.number("startingDeadlineSeconds");
    batch.history_successful = spec.number("successfulJobsHistoryLimit").filter(|kept| *kept != 3);
    batch.history_failed = spec.number("failedJobsHistoryLimit").filter(|kept| *kept != 1);
    let template = spec.part("jobTemplate")?;
    template.part("spec")
}

/// Whether a selector holds of some labels; conditions beyond equality are left to the caller to report.
pub(super) fn holds(selector: &LabelSelector, labels: &crate::order::Map<String, String>) -> bool {
    use crate::design::LabelOperator as Op;
    let equal = selector.match_labels.iter().all(|(key, value)| labels.get(key) == Some(value));
    equal
        && selector.match_expressions.iter().all(|expression| {
            let value = labels.get(&expression.key);
            let listed = value.is_some_and(|value| expression.values.contains(value));
            match expression.operator {
                Op::In => listed,
                Op::NotIn => !listed,
                Op::Exists => value.is_some(),
                Op::DoesNotExist => value.is_none(),
                Op::Gt | Op::Lt => false,
            }
        })
}
