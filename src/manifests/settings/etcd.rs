//! What etcd needs time and again: a snapshot, and the disk given back.

use super::book::Book;
use crate::manifests::left_out::{Many, Pairs};
use crate::manifests::object::{Body, Metadata, Object};
use crate::order::Map;
use crate::yaml::written;

/// Where snapshots are left on the machine.
const BACKUPS: &str = "/var/backups/etcd";
/// Where kubeadm keeps etcd's keys.
const KEYS: &str = "/etc/kubernetes/pki/etcd";
/// Machines of the control plane.
const CONTROL_PLANE: &str = "node-role.kubernetes.io/control-plane";

written! {
    struct CronJobSpec {
        schedule: &'static str,
        concurrency_policy: &'static str,
        successful_jobs_history_limit: u32,
        failed_jobs_history_limit: u32,
        job_template: JobTemplate,
    }

    struct JobTemplate {
        spec: JobSpec,
    }

    struct JobSpec {
        backoff_limit: u32,
        active_deadline_seconds: u32,
        template: PodTemplate,
    }

    struct PodTemplate {
        spec: PodSpec,
    }

    struct PodSpec {
        restart_policy: &'static str,
        host_network: bool,
        automount_service_account_token: bool,
        node_selector: Pairs,
        tolerations: Vec<Toleration>,
        priority_class_name: &'static str,
        containers: Vec<Container>,
        volumes: Vec<Volume>,
    }

    struct Toleration {
        key: &'static str,
        operator: &'static str,
        effect: &'static str,
    }

    struct Container {
        name: &'static str,
        image: String,
        command: Vec<&'static str>,
        args: Vec<String>,
        env: Many<Variable>,
        resources: Resources,
        security_context: Security,
        volume_mounts: Vec<Mount>,
    }

    struct Variable {
        name: &'static str,
        value_from: From,
    }

    struct From {
        field_ref: FieldRef,
    }

    struct FieldRef {
        field_path: &'static str,
    }

    struct Resources {
        requests: Pairs,
        limits: Pairs,
    }

    struct Security {
        run_as_user: u32,
        allow_privilege_escalation: bool,
        read_only_root_filesystem: bool,
        capabilities: Capabilities,
        seccomp_profile: Seccomp,
    }

    struct Capabilities {
        drop: Vec<&'static str>,
    }

    struct Seccomp {
        r#type: &'static str,
    }

    struct Mount {
        name: &'static str,
        mount_path: &'static str,
        read_only: Option<bool>,
    }

    struct Volume {
        name: &'static str,
        host_path: HostPath,
    }

    struct HostPath {
        path: &'static str,
        r#type: &'static str,
    }
}

impl Body for CronJobSpec {
    const API_VERSION: &'static str = "batch/v1";
    const KIND: &'static str = "CronJob";
}

fn pairs(entries: &[(&str, &str)]) -> Pairs {
    let mut map = Map::new();
    for (key, value) in entries {
        map.insert((*key).to_owned(), (*value).to_owned());
    }
    Pairs(map)
}

fn job(image: String, what: &[&str], schedule: &'static str, seconds: u32, keeps: bool) -> CronJobSpec {
    let mut args: Vec<String> = [
        "--endpoints=https://127.0.0.1:2379",
        "--cacert=/etc/kubernetes/pki/etcd/ca.crt",
        "--cert=/etc/kubernetes/pki/etcd/healthcheck-client.crt",
        "--key=/etc/kubernetes/pki/etcd/healthcheck-client.key",
    ]
    .iter()
    .map(|arg| (*arg).to_owned())
    .collect();
    args.extend(what.iter().map(|word| (*word).to_owned()));
    let mut mounts = vec![Mount { name: "keys", mount_path: KEYS, read_only: Some(true) }];
    let mut volumes = vec![Volume { name: "keys", host_path: HostPath { path: KEYS, r#type: "Directory" } }];
    if keeps {
        mounts.push(Mount { name: "backups", mount_path: BACKUPS, read_only: None });
        volumes.push(Volume { name: "backups", host_path: HostPath { path: BACKUPS, r#type: "DirectoryOrCreate" } });
    }
    let name = Variable { name: "POD_NAME", value_from: From { field_ref: FieldRef { field_path: "metadata.name" } } };
    let container = Container {
        name: "etcdctl",
        image,
        command: vec!["etcdctl"],
        args,
        env: if keeps { vec![name].into() } else { Many::default() },
        resources: Resources {
            requests: pairs(&[("cpu", "50m"), ("memory", "64Mi")]),
            limits: pairs(&[("memory", "512Mi")]),
        },
        security_context: Security {
            // The keys are root's alone.
            run_as_user: 0,
            allow_privilege_escalation: false,
            read_only_root_filesystem: true,
            capabilities: Capabilities { drop: vec!["ALL"] },
            seccomp_profile: Seccomp { r#type: "RuntimeDefault" },
        },
        volume_mounts: mounts,
    };
    let spec = PodSpec {
        restart_policy: "Never",
        host_network: true,
        automount_service_account_token: false,
        node_selector: pairs(&[(CONTROL_PLANE, "")]),
        tolerations: vec![Toleration { key: CONTROL_PLANE, operator: "Exists", effect: "NoSchedule" }],
        priority_class_name: "system-cluster-critical",
        containers: vec![container],
        volumes,
    };
    CronJobSpec {
        schedule,
        concurrency_policy: "Forbid",
        successful_jobs_history_limit: 1,
        failed_jobs_history_limit: 3,
        job_template: JobTemplate {
            spec: JobSpec { backoff_limit: 1, active_deadline_seconds: seconds, template: PodTemplate { spec } },
        },
    }
}

/// Writes the jobs for an etcd that stands beside the API servers.
pub(super) fn jobs(book: &mut Book) {
    let image = format!("registry.k8s.io/etcd:{}", book.plan.advice.etcd(book.plan.minor()));
    let snapshot = ["snapshot", "save", "/var/backups/etcd/$(POD_NAME).db"];
    let backup = Object::new(
        &Metadata::new("etcd-backup", "kube-system"),
        &job(image.clone(), &snapshot, "17 */6 * * *", 1800, true),
    )
    .saying(
        "A snapshot every six hours, on the machine it runs on: copy the folder away from the cluster, and take old files \
         out of it. Restore a copy now and then: etcdutl snapshot restore FILE --data-dir NEW --bump-revision 1000000000 \
         --mark-compacted",
    );
    let defragment = Object::new(
        &Metadata::new("etcd-defragmentation", "kube-system"),
        &job(image, &["defrag", "--cluster", "--command-timeout=60s"], "43 3 * * 0", 3600, false),
    )
    .saying(
        "Compaction frees pages within the file; this gives them back to the disk, one member after the other, each of \
         which neither reads nor writes meanwhile. Choose an hour with little to do.",
    );
    let about = "For an etcd that kubeadm runs beside the API servers.";
    book.apply("etcd", about, vec![backup, defragment]);
}
