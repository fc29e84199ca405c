//! One container of a pod.

use super::environment::{EnvFromSpec, EnvVarSpec, variable, whole};
use super::probe::{LifecycleSpec, ProbeSpec, hook, probe};
use super::security::{SecurityContext, container_context};
use super::volume::{VolumeDevice, VolumeMount, device, mount};
use crate::design::{Container, ContainerRole, PodSecurityLevel, PortProtocol, PullPolicy, Resources, Workload};
use crate::manifests::left_out::{Flag, Many, Word};
use crate::manifests::object::entry;
use crate::yaml::{Tree, Written, write_named, written};

written! {
    pub(super) struct ContainerSpec {
        name: String,
        image: Word,
        image_pull_policy: Option<PullPolicy>,
        restart_policy: Option<&'static str>,
        command: Many<String>,
        args: Many<String>,
        working_dir: Word,
        ports: Many<PortSpec>,
        env_from: Many<EnvFromSpec>,
        env: Many<EnvVarSpec>,
        resources: Option<ResourceRequirements>,
        startup_probe: Option<ProbeSpec>,
        readiness_probe: Option<ProbeSpec>,
        liveness_probe: Option<ProbeSpec>,
        lifecycle: Option<LifecycleSpec>,
        volume_mounts: Many<VolumeMount>,
        volume_devices: Many<VolumeDevice>,
        security_context: Option<SecurityContext>,
        stdin: Flag,
        tty: Flag,
    }

    struct PortSpec {
        name: Word,
        container_port: u16,
        host_port: Option<u16>,
        protocol: Option<PortProtocol>,
    }

    struct ResourceRequirements {
        requests: Option<Amounts>,
        limits: Option<Amounts>,
    }
}

/// Amounts in the order people read them: CPU, memory, then the rest.
struct Amounts(Resources);

impl Written for Amounts {
    fn write(&self) -> Tree {
        let Resources { cpu, memory, ephemeral_storage, extended } = &self.0;
        let mut tree = write_named("cpu memory ephemeral-storage", &[cpu, memory, ephemeral_storage]);
        if let Tree::Map(entries) = &mut tree {
            for (name, amount) in extended {
                entries.push(entry(name.clone(), Tree::Text(amount.to_string())));
            }
        }
        tree
    }
}

/// The list of the pod a container stands in.
pub(super) const fn list_of(role: ContainerRole) -> &'static str {
    match role {
        ContainerRole::Main => "containers",
        ContainerRole::Init | ContainerRole::Sidecar => "initContainers",
    }
}

/// A container as it is written; `blocks` names the volumes that are raw block devices.
pub(super) fn container(
    workload: &Workload,
    said: &Container,
    name: String,
    wanted: PodSecurityLevel,
    blocks: &[&str],
) -> ContainerSpec {
    let some = |resources: &Resources| (!resources.is_empty()).then(|| Amounts(resources.clone()));
    let resources = ResourceRequirements { requests: some(&said.requests), limits: some(&said.limits) };
    let (devices, mounts): (Vec<_>, Vec<_>) =
        said.mounts.iter().partition(|mount| blocks.contains(&mount.volume.as_str()));
    let hooks = &said.lifecycle;
    ContainerSpec {
        name,
        image: (&said.image).into(),
        image_pull_policy: said.pull,
        restart_policy: (said.role == ContainerRole::Sidecar).then_some("Always"),
        command: said.command.clone().into(),
        args: said.args.clone().into(),
        working_dir: (&said.working_dir).into(),
        ports: said
            .ports
            .iter()
            .map(|port| PortSpec {
                name: (&port.name).into(),
                container_port: port.number,
                host_port: port.host_port,
                protocol: (port.protocol != PortProtocol::Tcp).then_some(port.protocol),
            })
            .collect(),
        env_from: said.env_from.iter().map(whole).collect(),
        env: said.env.iter().map(variable).collect(),
        resources: (resources.requests.is_some() || resources.limits.is_some()).then_some(resources),
        startup_probe: said.startup.as_ref().map(probe),
        readiness_probe: said.readiness.as_ref().map(probe),
        liveness_probe: said.liveness.as_ref().map(probe),
        lifecycle: (hooks.post_start.is_some() || hooks.pre_stop.is_some()).then(|| LifecycleSpec {
            post_start: hooks.post_start.as_ref().map(hook),
            pre_stop: hooks.pre_stop.as_ref().map(hook),
        }),
        volume_mounts: mounts.into_iter().map(mount).collect(),
        volume_devices: devices.into_iter().map(device).collect(),
        security_context: container_context(workload, said, wanted),
        stdin: Flag(said.stdin),
        tty: Flag(said.tty),
    }
}
