//! One service of a Compose file.

use super::Variables;
use super::amount::{seconds, words};
use super::environment::{environment, pairs};
use super::health::readiness;
use super::name::kubernetes_name;
use super::port::{Port, of_container, ports};
use super::resources::resources;
use super::storage::{Storage, storage};
use crate::design::{Container, ContainerSecurity, PullPolicy, SeccompProfile, SourceLine, Workload, WorkloadKind};
use crate::import::draft::{At, Draft};
use crate::import::field::Field;
use crate::import::report::ReportLevel;
use crate::order::Gather;
use crate::order::Set;
use crate::yaml::read::{Node, Place};

/// What a service became.
pub(super) struct Read {
    pub(super) draft: Draft,
    pub(super) ports: Vec<Port>,
    /// Its named volumes.
    pub(super) claims: Vec<String>,
    /// Further names that services are reached by, with their own.
    pub(super) aliases: Vec<(String, String)>,
}

/// What stands around a service.
pub(super) struct Around<'a> {
    pub(super) project: &'a str,
    /// What `.env` files give.
    pub(super) values: &'a Variables,
    /// Where `${…}` had no value.
    pub(super) unset: &'a Set<Place>,
    /// Services that others wait for the end of.
    pub(super) awaited: &'a Set<String>,
}

/// Reads a service; `key` is the line of its name.
pub(super) fn service(field: Field<'_>, key: Place, around: &Around<'_>) -> Read {
    let name = kubernetes_name(field.key);
    if name != field.key {
        let what = format!("Kubernetes takes no name like that; it is called {name}.");
        field.notes.say(field.source, key.line, ReportLevel::Assumed, what, "");
    }
    let mut draft = Draft {
        workload: Workload {
            name: name.clone(),
            read_at: Some(SourceLine { file: field.source.file.to_string(), line: key.line }),
            ..Workload::default()
        },
        source: field.source.clone(),
        line: key.line,
        ..Draft::default()
    };
    let deploy = field.part("deploy");
    kind(field, deploy, around, &mut draft);
    let mut container = Container { name: name.clone(), image: image(field, key, around), ..Container::default() };
    let at = At { index: 0, name: &name };
    for (key, is_entrypoint) in [("entrypoint", true), ("command", false)] {
        let line = command_line(field, key);
        let line = draft.arguments(at, &mut container, line);
        if is_entrypoint {
            container.command = line;
        } else {
            container.args = line;
        }
    }
    environment(field, at, around, &mut draft, &mut container);
    let ports = ports(field);
    container.ports = of_container(&ports);
    container.working_dir = field.text_or_empty("working_dir");
    container.stdin = field.flag("stdin_open").unwrap_or_default();
    container.tty = field.flag("tty").unwrap_or_default();
    container.pull = field.text("pull_policy").and_then(|policy| match policy.as_str() {
        "always" => Some(PullPolicy::Always),
        "missing" | "if_not_present" => Some(PullPolicy::IfNotPresent),
        "never" => Some(PullPolicy::Never),
        _ => None,
    });
    resources(field, deploy, &mut container);
    container.security = security(field);
    let Storage { volumes, mounts, claims, lost } = storage(field);
    container.readiness = field.part("healthcheck").and_then(|part| readiness(part, &lost));
    container.mounts = mounts;
    draft.workload.volumes = volumes;
    pod(field, &mut draft.workload);
    draft.workload.annotations =
        crate::order::map(pairs(field, "labels").into_iter().map(|(name, value, _)| (name, value.unwrap_or_default())));
    draft.workload.containers.push(container);
    depends_on(field, &mut draft);
    let own = names(field).into_iter().map(|alias| (alias, name.clone()));
    let aliases = own.chain(links(field, &mut draft)).gather();
    Read { draft, ports, claims, aliases }
}

fn image(field: Field<'_>, key: Place, around: &Around<'_>) -> String {
    let build = field.get("build");
    if let Some(build) = build {
        build.take_whole();
    }
    if let Some(image) = field.text("image").filter(|image| !image.is_empty()) {
        return image;
    }
    let image = format!("{}-{}", around.project, field.key);
    let line = build.map_or(key.line, Field::line);
    let why = if build.is_some() { "It is built and not pulled" } else { "It names no image" };
    let what = format!("{why}; the image is assumed to be called {image}.");
    field.notes.say(field.source, line, ReportLevel::Assumed, what, "Name the image that a cluster can pull.");
    image
}

/// What kind of workload it is, and how many.
fn kind(field: Field<'_>, deploy: Option<Field<'_>>, around: &Around<'_>, draft: &mut Draft) {
    let workload = &mut draft.workload;
    let restart = field.get("restart");
    let never = restart.is_some_and(|part| matches!(part.node.text(), Some("no" | "false")));
    let mode = deploy.and_then(|deploy| deploy.text("mode")).unwrap_or_default();
    let policy = deploy.and_then(|deploy| deploy.part("restart_policy"));
    let condition = policy.and_then(|policy| policy.text("condition"));
    let (kind, why) = match mode.as_str() {
        "global" => (WorkloadKind::DaemonSet, "`mode: global` runs one on each node"),
        "replicated-job" | "global-job" => (WorkloadKind::Job, "its mode is a job's"),
        _ if never => (WorkloadKind::Job, "`restart: \"no\"` runs it once"),
        _ if condition.as_deref() == Some("none") => (WorkloadKind::Job, "`condition: none` runs it once"),
        _ if around.awaited.contains(field.key) => (WorkloadKind::Job, "another service waits for its end"),
        _ => (WorkloadKind::Deployment, ""),
    };
    workload.kind = kind;
    if !why.is_empty() {
        let what = format!("It is read as a {}: {why}.", kind.name());
        field.notes.say(field.source, draft.line, ReportLevel::Assumed, what, "");
    }
    let scale: Option<u32> = field.number("scale");
    let replicas = deploy.and_then(|deploy| deploy.number("replicas")).or(scale);
    match kind {
        WorkloadKind::Deployment => workload.replicas = replicas,
        WorkloadKind::Job => workload.batch.parallelism = replicas.filter(|count| *count != 1),
        _ => {}
    }
    let profiles = field.texts("profiles");
    if !profiles.is_empty() {
        let what = format!("It runs only in the profile {}; it is kept.", profiles.join(", "));
        field.notes.say(field.source, draft.line, ReportLevel::Assumed, what, "Remove it if it does not belong here.");
    }
}

/// A command as text or list.
fn command_line<'a>(field: Field<'a>, key: &str) -> Vec<(String, Field<'a>)> {
    let Some(part) = field.get(key) else { return Vec::new() };
    if let Some(line) = part.node.text() {
        return words(line).into_iter().map(|word| (word, part)).gather();
    }
    field.list(key).into_iter().filter_map(|item| Some((item.node.text()?.to_owned(), item))).gather()
}

fn security(field: Field<'_>) -> ContainerSecurity {
    let upper = |names: Vec<String>| {
        names.into_iter().map(|name| name.to_ascii_uppercase().trim_start_matches("CAP_").to_owned()).gather()
    };
    let mut security = ContainerSecurity {
        read_only_root_filesystem: field.flag("read_only"),
        privileged: field.flag("privileged").filter(|privileged| *privileged),
        ..ContainerSecurity::default()
    };
    security.capabilities.add = upper(field.texts("cap_add"));
    security.capabilities.drop = upper(field.texts("cap_drop"));
    if let Some(user) = field.get("user") {
        let text = user.node.text().unwrap_or_default();
        let (id, group) = text.split_once(':').map_or((text, None), |(id, group)| (id, Some(group)));
        security.run_as_user = id.parse().ok();
        security.run_as_group = group.and_then(|group| group.parse().ok());
        if security.run_as_user.is_none() {
            let what =
                format!("The user {text} is a name of the image; Kubernetes wants its number, so it is left out.");
            user.say(ReportLevel::LeftOut, what, "Write the number of the user.");
        }
    }
    for option in field.list("security_opt") {
        match option.node.text().unwrap_or_default() {
            "no-new-privileges:true" | "no-new-privileges" | "no-new-privileges=true" => {
                security.allow_privilege_escalation = Some(false);
            }
            "seccomp:unconfined" | "seccomp=unconfined" => security.seccomp = Some(SeccompProfile::Unconfined),
            other => {
                let what = format!("`security_opt: {other}` has no place in the design, so it is left out.");
                option.say(ReportLevel::LeftOut, what, "");
            }
        }
    }
    security
}

/// Settings of the pod.
fn pod(field: Field<'_>, workload: &mut Workload) {
    if let Some(part) = field.get("stop_grace_period") {
        workload.termination_grace_seconds = part.node.text().and_then(seconds).map(u64::from);
    }
    let is = |key: &str, value: &str| field.peek(&[key]) == Some(value);
    for (key, flag) in
        [("network_mode", &mut workload.host_network), ("pid", &mut workload.host_pid), ("ipc", &mut workload.host_ipc)]
    {
        if is(key, "host") {
            field.skip(key);
            *flag = true;
        }
    }
    let groups = field.list("group_add");
    workload.security.supplemental_groups = groups.iter().filter_map(|group| group.node.text()?.parse().ok()).gather();
    if let Some(part) = field.get("platform") {
        let platform = part.node.text().unwrap_or_default();
        let mut parts = platform.split('/');
        for (label, value) in [("kubernetes.io/os", parts.next()), ("kubernetes.io/arch", parts.next())] {
            if let Some(value) = value.filter(|value| *value != "linux") {
                workload.node_selector.insert(label.to_owned(), value.to_owned());
            }
        }
    }
}

fn depends_on(field: Field<'_>, draft: &mut Draft) {
    let mut waits = Vec::new();
    if let Some(part) = field.get("depends_on") {
        for item in part.node.items() {
            draft.depends_on.extend(item.text().map(|name| (name.to_owned(), item.at.line)));
            waits.extend(item.text());
        }
        for entry in part.node.entries() {
            // What runs to its end before is no server to call.
            if entry.value.get("condition").and_then(Node::text) != Some("service_completed_successfully") {
                draft.depends_on.push((entry.key.clone(), entry.key_at.line));
            }
            waits.push(&entry.key);
        }
        part.take_whole();
        if !waits.is_empty() {
            let what =
                format!("It starts after {}; that is read as calls, and the order is not kept.", waits.join(", "));
            part.say(ReportLevel::Assumed, what, "Kubernetes starts all at once: let it wait for what it needs.");
        }
    }
}

/// Compose's `links`: a service to call, and perhaps another name for it.
fn links(field: Field<'_>, draft: &mut Draft) -> Vec<(String, String)> {
    let mut aliases = Vec::new();
    for link in field.list("links") {
        let Some(text) = link.node.text() else { continue };
        let (name, alias) = text.split_once(':').unwrap_or((text, ""));
        draft.depends_on.push((name.to_owned(), link.line()));
        if !alias.is_empty() {
            aliases.push((alias.to_owned(), kubernetes_name(name)));
        }
    }
    aliases
}

/// Other names of it on the project's networks.
fn names(field: Field<'_>) -> Vec<String> {
    let mut names: Vec<String> = ["container_name", "hostname"].into_iter().filter_map(|key| field.text(key)).gather();
    if let Some(networks) = field.get("networks") {
        for network in networks.node.entries() {
            let aliases = network.value.get("aliases").map(Node::items).unwrap_or_default();
            names.extend(aliases.iter().filter_map(|alias| alias.text().map(str::to_owned)));
        }
        networks.take_whole();
    }
    names
}
