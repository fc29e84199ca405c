//! Security contexts: what was said, filled up to the chosen pod-security level, and where what was said breaks it.

use crate::design::{
    Capabilities, Container, ContainerSecurity, PodSecurity, PodSecurityLevel, SeccompProfile, VolumeSource, Workload,
};
use crate::manifests::left_out::{Many, Word};
use crate::manifests::object::Note;
use crate::order::Gather;
use crate::yaml::written;

written! {
    #[derive(Default, PartialEq)]
    pub(super) struct PodSecurityContext {
        run_as_user: Option<i64>,
        run_as_group: Option<i64>,
        run_as_non_root: Option<bool>,
        fs_group: Option<i64>,
        supplemental_groups: Many<i64>,
        seccomp_profile: Option<Seccomp>,
    }

    #[derive(Default, PartialEq)]
    pub(super) struct SecurityContext {
        run_as_user: Option<i64>,
        run_as_group: Option<i64>,
        run_as_non_root: Option<bool>,
        read_only_root_filesystem: Option<bool>,
        allow_privilege_escalation: Option<bool>,
        privileged: Option<bool>,
        capabilities: Option<CapabilitySet>,
        seccomp_profile: Option<Seccomp>,
    }

    #[derive(PartialEq)]
    struct CapabilitySet {
        add: Many<String>,
        drop: Many<String>,
    }

    #[derive(PartialEq)]
    struct Seccomp {
        r#type: &'static str,
        localhost_profile: Word,
    }
}

/// Something that was said and that a level refuses.
pub(in crate::manifests) struct Breach {
    /// The strictest level that still takes it.
    pub(in crate::manifests) level: PodSecurityLevel,
    /// What it is, as the subject of a sentence.
    pub(in crate::manifests) what: String,
    /// Where it stands, below the pod's `spec`.
    path: Vec<String>,
}

/// Capabilities that the level baseline lets a container add.
const BASELINE_CAPABILITIES: [&str; 13] = [
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
];

/// What of a workload breaks the levels, in the order it stands in the file.
pub(in crate::manifests) fn breaches(workload: &Workload) -> Vec<Breach> {
    use PodSecurityLevel::{Baseline, Privileged};
    let mut found = Vec::new();
    let mut breach = |level: PodSecurityLevel, path: &[&str], what: String| {
        found.push(Breach { level, what, path: path.iter().map(|step| (*step).to_owned()).gather() });
    };
    for (said, key) in
        [(workload.host_network, "hostNetwork"), (workload.host_pid, "hostPID"), (workload.host_ipc, "hostIPC")]
    {
        if said {
            breach(Privileged, &[key], format!("{key} of {}", workload.name));
        }
    }
    let pod = &workload.security;
    let of_pod = |what: &str| format!("{what} of {}", workload.name);
    if pod.run_as_user == Some(0) {
        breach(Baseline, &["securityContext", "runAsUser"], of_pod("runAsUser 0"));
    }
    if pod.run_as_non_root == Some(false) {
        breach(Baseline, &["securityContext", "runAsNonRoot"], of_pod("runAsNonRoot false"));
    }
    if pod.seccomp == Some(SeccompProfile::Unconfined) {
        breach(Privileged, &["securityContext", "seccompProfile"], of_pod("an unconfined seccomp profile"));
    }
    for volume in &workload.volumes {
        if matches!(volume.source, VolumeSource::HostPath { .. }) {
            breach(Privileged, &["volumes", &volume.name, "hostPath"], of_pod("a hostPath volume"));
        }
    }
    for container in &workload.containers {
        let list = super::container::list_of(container.role);
        let own = |what: &str| format!("{what} of {} in {}", container.name, workload.name);
        for (place, port) in container.ports.iter().enumerate() {
            if port.host_port.is_some() {
                let place = format!("[{place}]");
                breach(Privileged, &[list, &container.name, "ports", &place, "hostPort"], own("a hostPort"));
            }
        }
        let said = &container.security;
        let mut at = |level, key: &str, what: &str| {
            breach(level, &[list, &container.name, "securityContext", key], own(what));
        };
        if said.run_as_user == Some(0) {
            at(Baseline, "runAsUser", "runAsUser 0");
        }
        if said.run_as_non_root == Some(false) {
            at(Baseline, "runAsNonRoot", "runAsNonRoot false");
        }
        if said.allow_privilege_escalation == Some(true) {
            at(Baseline, "allowPrivilegeEscalation", "allowPrivilegeEscalation");
        }
        if said.privileged == Some(true) {
            at(Privileged, "privileged", "the privileged mode");
        }
        if said.seccomp == Some(SeccompProfile::Unconfined) {
            at(Privileged, "seccompProfile", "an unconfined seccomp profile");
        }
        let added = &said.capabilities.add;
        if added.iter().any(|added| !BASELINE_CAPABILITIES.contains(&added.as_str())) {
            at(Privileged, "capabilities", "an added capability");
        } else if added.iter().any(|added| added != "NET_BIND_SERVICE") {
            at(Baseline, "capabilities", "an added capability");
        } else if !said.capabilities.drop.is_empty() && !drops_all(&said.capabilities) {
            at(Baseline, "capabilities", "a list of dropped capabilities without ALL");
        }
    }
    found
}

fn drops_all(capabilities: &Capabilities) -> bool {
    capabilities.drop.iter().any(|dropped| dropped == "ALL")
}

/// The strictest level a workload meets, once what it does not say is filled in.
pub(in crate::manifests) fn level_met(breaches: &[Breach]) -> PodSecurityLevel {
    breaches.iter().map(|breach| breach.level).max().unwrap_or(PodSecurityLevel::Restricted)
}

/// A comment at each place that breaks the wanted level.
pub(super) fn notes(breaches: &[Breach], wanted: PodSecurityLevel) -> Vec<Note> {
    let broken = breaches.iter().filter(|breach| breach.level > wanted);
    broken
        .map(|breach| Note {
            path: breach.path.clone(),
            text: match breach.level {
                PodSecurityLevel::Privileged => {
                    "Said in the design: the levels restricted and baseline refuse it.".into()
                }
                _ => "Said in the design: the level restricted refuses it.".into(),
            },
        })
        .gather()
}

/// Whether a workload says that it, or this container of it, is root.
fn says_root(user: Option<i64>, non_root: Option<bool>) -> bool {
    user == Some(0) || non_root == Some(false)
}

/// Whether neither the pod nor all of its containers say which user they are: then the image decides.
pub(in crate::manifests) fn leaves_user_to_image(workload: &Workload) -> bool {
    workload.security.run_as_user.is_none()
        && workload.containers.iter().any(|container| {
            container.security.run_as_user.is_none() && container.security.run_as_non_root != Some(false)
        })
        && workload.security.run_as_non_root.is_none()
}

pub(super) fn pod_context(workload: &Workload, wanted: PodSecurityLevel) -> Option<PodSecurityContext> {
    let PodSecurity { run_as_user, run_as_group, run_as_non_root, fs_group, supplemental_groups, seccomp } =
        &workload.security;
    let mut context = PodSecurityContext {
        run_as_user: *run_as_user,
        run_as_group: *run_as_group,
        run_as_non_root: *run_as_non_root,
        fs_group: *fs_group,
        supplemental_groups: supplemental_groups.clone().into(),
        seccomp_profile: seccomp.as_ref().map(profile),
    };
    if wanted == PodSecurityLevel::Restricted {
        if is_non_root(workload) {
            context.run_as_non_root = Some(true);
        }
        context.seccomp_profile.get_or_insert(profile(&SeccompProfile::RuntimeDefault));
    }
    (context != PodSecurityContext::default()).then_some(context)
}

/// Whether the pod as a whole refuses user 0: as said, or as nothing said speaks against it.
fn is_non_root(workload: &Workload) -> bool {
    let PodSecurity { run_as_user, run_as_non_root, .. } = &workload.security;
    let has_root = workload.containers.iter().any(|c| says_root(c.security.run_as_user, c.security.run_as_non_root));
    run_as_non_root.unwrap_or(*run_as_user != Some(0) && !has_root)
}

pub(super) fn container_context(
    workload: &Workload,
    container: &Container,
    wanted: PodSecurityLevel,
) -> Option<SecurityContext> {
    let ContainerSecurity {
        run_as_user,
        run_as_group,
        run_as_non_root,
        read_only_root_filesystem,
        allow_privilege_escalation,
        privileged,
        capabilities,
        seccomp,
    } = &container.security;
    let mut context = SecurityContext {
        run_as_user: *run_as_user,
        run_as_group: *run_as_group,
        run_as_non_root: *run_as_non_root,
        read_only_root_filesystem: *read_only_root_filesystem,
        allow_privilege_escalation: *allow_privilege_escalation,
        privileged: *privileged,
        capabilities: (capabilities != &Capabilities::default())
            .then(|| CapabilitySet { add: capabilities.add.clone().into(), drop: capabilities.drop.clone().into() }),
        seccomp_profile: seccomp.as_ref().map(profile),
    };
    // A privileged container has every right whatever else is said, and Kubernetes refuses to hear otherwise.
    if wanted == PodSecurityLevel::Restricted && *privileged != Some(true) {
        fill(&mut context, workload, container);
    }
    (context != SecurityContext::default()).then_some(context)
}

/// Fills what a container did not say as the level restricted asks for.
fn fill(context: &mut SecurityContext, workload: &Workload, container: &Container) {
    let said = &container.security;
    let user = said.run_as_user.or(workload.security.run_as_user);
    let is_root = says_root(user, said.run_as_non_root.or(workload.security.run_as_non_root));
    // Where the pod as a whole cannot refuse root, those of its containers do that need none.
    if said.run_as_non_root.is_none() && !is_root && !is_non_root(workload) {
        context.run_as_non_root = Some(true);
    }
    let gains = said.capabilities.add.iter().any(|added| added.trim_start_matches("CAP_") == "SYS_ADMIN");
    if said.allow_privilege_escalation.is_none() && !gains {
        context.allow_privilege_escalation = Some(false);
    }
    // A process that is root by intent often needs root's capabilities to start.
    if !is_root && said.capabilities.drop.is_empty() {
        let add = said.capabilities.add.clone().into();
        context.capabilities = Some(CapabilitySet { add, drop: vec!["ALL".to_owned()].into() });
    }
}

fn profile(said: &SeccompProfile) -> Seccomp {
    let (r#type, localhost_profile) = match said {
        SeccompProfile::RuntimeDefault => ("RuntimeDefault", Word::default()),
        SeccompProfile::Unconfined => ("Unconfined", Word::default()),
        SeccompProfile::Localhost(path) => ("Localhost", path.into()),
    };
    Seccomp { r#type, localhost_profile }
}
