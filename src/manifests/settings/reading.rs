//! The page to read: what is set where and why, what cannot be a file, and the way to newer versions.

use super::book::{APPLIED, Book};
use crate::cluster::settings::SettingsPlan;
use crate::design::PlatformId;
use crate::manifests::FileTarget;
use std::fmt::Write;

/// Writes README.md.
pub(super) fn guide(book: &mut Book) {
    let plan = book.plan;
    let mut text = String::new();
    let facts = &book.provenance.facts_date;
    let dated = if facts.is_empty() { String::new() } else { format!(", with facts of {facts}") };
    let _ = writeln!(
        text,
        "# Written by Sheerline {}{dated}: settings for Kubernetes {}\n",
        book.provenance.version,
        plan.minor()
    );
    let _ = writeln!(text, "{} nodes, {} pods, {} Services.\n", plan.nodes, plan.pods, plan.services);
    steps(&mut text, plan);
    pools(&mut text, plan);
    machines(&mut text, plan);
    addons(&mut text, plan);
    table(&mut text, plan);
    upgrades(&mut text, plan);
    book.file("README.md", "what is set where and why", text, FileTarget::Settings);
}

fn steps(text: &mut String, plan: &SettingsPlan) {
    let _ = writeln!(text, "## In this order\n");
    let lines: &[&str] = match plan.platform {
        PlatformId::KubernetesSelfManaged => &[
            "`control-plane/audit-policy.yaml` to `/etc/kubernetes/audit/policy.yaml` on every machine of the control plane.",
            "`control-plane/encryption.yaml` to `/etc/kubernetes/enc/config.yaml`, mode 0600, once a KMS plug-in runs there or a key stands in it.",
            "`control-plane/kube-scheduler.yaml` to `/etc/kubernetes/kube-scheduler.yaml`.",
            "`kubeadm config validate --config control-plane/kubeadm.yaml`, then `kubeadm init --config control-plane/kubeadm.yaml --upload-certs`.",
            "The other machines of the control plane with `control-plane/join.yaml`, nodes with the `join.yaml` of their pool in `nodes/`, once token, hash and key are yours: `kubeadm join --config join.yaml`.",
            "Approve the kubelets' requests for serving certificates: `kubectl get csr`.",
        ],
        PlatformId::Eks => &[
            "Region and version in `nodes/eksctl.yaml`, then `eksctl create cluster -f nodes/eksctl.yaml`.",
            "Where there is `cluster/karpenter.yaml`: install Karpenter, write the role of your nodes, tag subnets and security groups.",
        ],
        PlatformId::GkeStandard => &[
            "`gcloud container clusters create NAME --enable-autoscaling`, and each pool with `--system-config-from-file=nodes/gke-system-config.yaml`.",
            "Encrypt Secrets with a key of your own: `--database-encryption-key`. Audit logs are in Cloud Logging by themselves.",
        ],
        PlatformId::Aks => &[
            "Each pool: `az aks nodepool add --kubelet-config nodes/aks-kubelet.json`.",
            "Encrypt Secrets with a key of your own: `az aks update --enable-azure-keyvault-kms`. Send `kube-audit` to a workspace with diagnostic settings.",
        ],
        PlatformId::GkeAutopilot => &[
            "Autopilot runs nodes and control plane: neither flags nor a kubelet's file can be set. What is below holds for objects alone.",
        ],
        _ => &[
            "`nodes/k3s-config.yaml` to `/etc/rancher/k3s/config.yaml` on every server, before k3s starts; on agents its `kubelet-arg` alone.",
        ],
    };
    for (number, line) in (1..).zip(lines) {
        let _ = writeln!(text, "{number}. {line}");
    }
    let _ = writeln!(
        text,
        "{}. `kubectl apply -k {APPLIED}`, where the Prometheus operator and the other definitions are installed.\n",
        lines.len() + 1
    );
}

fn pools(text: &mut String, plan: &SettingsPlan) {
    let commands = super::pools::commands(plan);
    if commands.is_empty() {
        return;
    }
    let _ = writeln!(text, "## The pools\n");
    let _ = writeln!(text, "The provider's own autoscaler fills and empties those that have two bounds.\n");
    let _ = writeln!(text, "```sh\n{}\n```\n", commands.join("\n"));
}

fn machines(text: &mut String, plan: &SettingsPlan) {
    let tested = plan.advice.number("tested-nodes");
    if plan.nodes > tested {
        let _ =
            writeln!(text, "{} nodes are more than upstream tests ({tested}): make several clusters.\n", plan.nodes);
    }
    if !plan.is_self_managed() {
        return;
    }
    let machine = plan.control_plane();
    let members = plan.advice.number("members");
    let _ = writeln!(text, "## The control plane\n");
    let _ = writeln!(
        text,
        "{members} machines, one in each zone ({}), each with {} cores, {} GB of memory and a disk of {} GB of its own for \
         etcd (SSD, 500 writes a second one after the other). Keep usage below 60 %. Five members of etcd bear the loss of two.\n",
        plan.zones.join(", "),
        machine.cpus,
        machine.memory,
        machine.disk,
    );
    if plan.nodes > plan.advice.number("events-etcd-from") {
        let _ = writeln!(
            text,
            "At this size Events go into an etcd of their own: run three more members, and add to apiServer.extraArgs \
             `etcd-servers-overrides` with `/events#https://…:2379;https://…:2379`.\n"
        );
    }
    let _ = writeln!(
        text,
        "kubeadm lets etcd, the scheduler and the controller manager give their metrics to their own machine alone. For the \
         rules and boards scrape them there, or write `bind-address` `0.0.0.0` for the last two, which ask for a token, and \
         `listen-metrics-urls` for etcd in a network that only Prometheus reaches.\n"
    );
    let times = "All members stand in one region. Where the round trip between them is over 50 ms, write it as \
                 heartbeat-interval and ten times it as election-timeout, in milliseconds, on all members.";
    let _ = writeln!(text, "{times}\n");
    let _ = writeln!(
        text,
        "When etcd's quota is reached (`mvcc: database space exceeded`): `etcdctl compact` up to the revision that \
         `etcdctl endpoint status -w json` names, `etcdctl defrag --cluster`, `etcdctl alarm disarm`.\n"
    );
}

fn addons(text: &mut String, plan: &SettingsPlan) {
    let number = |id: &str| plan.advice.number(id);
    let objects = plan.pods.saturating_add(plan.services);
    let kib =
        number("coredns.base-kib").saturating_add(objects.saturating_mul(number("coredns.kib-for-thousand")) / 1000);
    let dns = kib.div_ceil(1024).saturating_mul(2);
    let more = plan.nodes.saturating_sub(number("metrics.base-nodes"));
    let cpu = number("metrics.base-cpu").saturating_add(more.saturating_mul(number("metrics.node-cpu")));
    let memory = number("metrics.base-mib").saturating_add(more.saturating_mul(number("metrics.node-mib")));
    let replicas = (plan.nodes / 100).clamp(2, 20);
    let _ = writeln!(text, "## DNS and metrics\n");
    let _ = writeln!(text, "Neither grows with the cluster by itself. For this size:\n");
    let _ = writeln!(text, "```sh");
    if plan.platform != PlatformId::GkeAutopilot {
        let _ = writeln!(text, "kubectl -n kube-system scale deployment coredns --replicas={replicas}");
        let _ = writeln!(
            text,
            "kubectl -n kube-system set resources deployment coredns --requests=cpu=100m,memory={dns}Mi --limits=memory={}Mi",
            dns.saturating_mul(2).max(170)
        );
    }
    let _ = writeln!(
        text,
        "kubectl -n kube-system set resources deployment metrics-server --requests=cpu={cpu}m,memory={memory}Mi --limits=memory={}Mi",
        memory.saturating_mul(2)
    );
    let _ = writeln!(text, "```\n");
    let _ = writeln!(
        text,
        "One CoreDNS replica answers about {} queries a second for names outside the cluster, since each is asked for five \
         times: `dnsConfig: {{options: [{{name: ndots, value: \"2\"}}]}}` in pods saves most of that.\n",
        number("coredns.queries-a-replica")
    );
}

/// What stands in a cell must not end it.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

fn table(text: &mut String, plan: &SettingsPlan) {
    let _ = writeln!(text, "## Every value, and why\n");
    let there = if plan.is_self_managed() { "" } else { " There |" };
    let line = if plan.is_self_managed() { "" } else { "---|" };
    let _ = writeln!(text, "| Setting | Default | Here | Since |{there} Why | Source |");
    let _ = writeln!(text, "|---|---|---|---|{line}---|---|");
    for row in plan.rows() {
        let value = match (&row.there, row.value.as_str()) {
            (None, _) => "what the provider sets",
            (Some(_), "") => "the default",
            (Some(_), value) => value,
        };
        let until = if row.until.is_empty() { String::new() } else { format!(", until {}", row.until) };
        let mut there = String::new();
        if !plan.is_self_managed() {
            let name = row.there.as_deref().map_or_else(|| "cannot be set".to_owned(), |name| format!("`{name}`"));
            let _ = write!(there, " {name} |");
        }
        let read = if row.verified { "" } else { " (not all read in its source)" };
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {}{until} |{there} {} | <{}>, {}{read} |",
            row.setting,
            cell(if row.default.is_empty() { "none" } else { &row.default }),
            cell(value),
            row.since,
            cell(&row.why),
            row.source,
            row.date,
        );
    }
    text.push('\n');
}

fn upgrades(text: &mut String, plan: &SettingsPlan) {
    let _ = writeln!(text, "## To newer versions\n");
    let to = plan.upgrades();
    if to.is_empty() {
        let _ = writeln!(text, "{} is the newest version these facts know.\n", plan.minor());
    }
    let _ = writeln!(
        text,
        "One minor at a time. The API servers of one control plane may differ by one minor; controller manager and scheduler \
         may be one older and never newer; kubelets and kube-proxy up to three older and never newer; kubectl one either way \
         (<https://kubernetes.io/releases/version-skew-policy/>)."
    );
    for minor in to {
        let _ = writeln!(text, "\n### To {minor}\n");
        let _ = writeln!(text, "Before:\n");
        let _ = writeln!(
            text,
            "- `sheerline check FILE --version {minor}` over every file in use: what it refuses keeps a component from starting."
        );
        for upgrade in plan.advice.upgrades_to(minor) {
            let _ = writeln!(text, "- {} (<{}>)", upgrade.what, upgrade.source);
        }
        let _ = writeln!(text, "\nThen:\n");
        let steps: &[&str] = if plan.is_self_managed() {
            &[
                "A snapshot of etcd, copied away.",
                "On the first machine of the control plane `kubeadm upgrade plan` and `kubeadm upgrade apply`; on the others `kubeadm upgrade node`: API server, then controller manager and scheduler.",
                "Machine by machine: `kubectl drain`, `kubeadm upgrade node`, the new kubelet, `kubectl uncordon`. PodDisruptionBudgets are kept.",
                "kube-proxy goes with kubeadm; what else runs on every node, and Cluster Autoscaler, to the same minor.",
            ]
        } else {
            &[
                "The control plane, by the provider's upgrade.",
                "Pool by pool, with surge or anew beside the old ones; PodDisruptionBudgets are kept.",
                "Add-ons to the versions that the provider names for this minor.",
            ]
        };
        for (number, step) in (1..).zip(steps) {
            let _ = writeln!(text, "{number}. {step}");
        }
    }
}
