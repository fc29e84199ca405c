//! What runs to its end: Job and CronJob.

use super::controller::below;
use super::pod::{PodTemplate, pod};
use crate::design::{Batch, ConcurrencyPolicy, Workload, WorkloadKind};
use crate::manifests::desk::Desk;
use crate::manifests::left_out::{Flag, Word};
use crate::manifests::object::{Body, Metadata, Object};
use crate::yaml::written;

written! {
    struct JobSpec {
        suspend: Flag,
        completions: Option<u32>,
        parallelism: Option<u32>,
        completion_mode: Option<&'static str>,
        backoff_limit: Option<u32>,
        active_deadline_seconds: Option<u64>,
        ttl_seconds_after_finished: Option<u32>,
        template: PodTemplate,
    }
}

impl Body for JobSpec {
    const API_VERSION: &'static str = "batch/v1";
    const KIND: &'static str = "Job";
}

written! {
    struct CronJobSpec {
        schedule: String,
        time_zone: Word,
        concurrency_policy: Option<ConcurrencyPolicy>,
        suspend: Flag,
        starting_deadline_seconds: Option<u64>,
        successful_jobs_history_limit: Option<u32>,
        failed_jobs_history_limit: Option<u32>,
        job_template: JobTemplate,
    }
}

impl Body for CronJobSpec {
    const API_VERSION: &'static str = "batch/v1";
    const KIND: &'static str = "CronJob";
}

written! {
    struct JobTemplate {
        spec: JobSpec,
    }
}

/// The object of a Job or CronJob.
pub(super) fn batch(desk: &mut Desk, index: usize, workload: &Workload, metadata: &Metadata) -> Object {
    let said = &workload.batch;
    if said.indexed && said.completions.is_none() {
        desk.fail(
            format!("workloads.{}.batch.completions", workload.name),
            "Its completions are numbered, but it is not said how many there are.".into(),
            "Say how many, or do not number them.",
        );
    }
    let (template, notes) = pod(desk, index, workload);
    if workload.kind == WorkloadKind::Job {
        let spec = job(said, template, said.suspend);
        return Object::new(metadata, &spec).noted(&below(&["spec", "template", "spec"], notes));
    }
    let spec = CronJobSpec {
        schedule: said.schedule.clone(),
        time_zone: (&said.time_zone).into(),
        concurrency_policy: (said.concurrency != ConcurrencyPolicy::default()).then_some(said.concurrency),
        suspend: Flag(said.suspend),
        starting_deadline_seconds: said.starting_deadline_seconds,
        successful_jobs_history_limit: said.history_successful,
        failed_jobs_history_limit: said.history_failed,
        job_template: JobTemplate { spec: job(said, template, false) },
    };
    Object::new(metadata, &spec).noted(&below(&["spec", "jobTemplate", "spec", "template", "spec"], notes))
}

fn job(said: &Batch, template: PodTemplate, suspend: bool) -> JobSpec {
    JobSpec {
        suspend: Flag(suspend),
        completions: said.completions,
        parallelism: said.parallelism,
        completion_mode: said.indexed.then_some("Indexed"),
        backoff_limit: said.backoff_limit,
        active_deadline_seconds: said.active_deadline_seconds,
        ttl_seconds_after_finished: said.ttl_seconds_after_finished,
        template,
    }
}
