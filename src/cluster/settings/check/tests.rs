use super::*;
use crate::design::Severity::{self, Error, Note, Warning};
use std::sync::LazyLock;

static TABLES: LazyLock<Tables> = LazyLock::new(Tables::read);

fn findings(text: &str, version: u16) -> Vec<SettingFinding> {
    check(text, Minor(version), &TABLES).findings
}

/// Something that grave is said in that line, in these words.
#[track_caller]
fn says(text: &str, version: u16, severity: Severity, line: u32, words: &str) {
    let found = findings(text, version);
    let all: Vec<String> = found.iter().map(|one| format!("{} {:?} {one}", one.line, one.severity)).collect();
    let hit = found.iter().find(|one| one.severity == severity && one.line == line && one.to_string().contains(words));
    assert!(hit.is_some(), "{words:?} in line {line} of\n{text}\nis not among\n{}", all.join("\n"));
}

#[track_caller]
fn silent(text: &str, version: u16) {
    let found = findings(text, version);
    let loud: Vec<String> = found.iter().filter(|one| one.severity > Note).map(ToString::to_string).collect();
    assert!(loud.is_empty(), "{text}\n{}", loud.join("\n"));
}

fn kubelet(body: &str) -> String {
    format!("apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n{body}")
}

fn scheduler(body: &str) -> String {
    format!("apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\n{body}")
}

fn kubeadm(body: &str) -> String {
    format!("apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n{body}")
}

/// The brief this began with, as it stood there.
const OBSOLETE: &str = include_str!("../../../../tests/fixtures/settings/obsolete.yaml");

#[test]
fn every_obsolete_setting_of_the_brief_is_found() {
    for (line, severity, words) in [
        (2, Error, "flags of kube-apiserver, written as fields"),
        (2, Note, "400 is the default"),
        (3, Note, "200 is the default"),
        (4, Note, "1m0s is the default"),
        (5, Note, "1800 is the default"),
        (6, Note, "true is the default of --enable-priority-and-fairness"),
        (7, Warning, "do not include the issuer"),
        (8, Error, "needs service-account-issuer"),
        (8, Error, "needs service-account-key-file"),
        (9, Warning, "Nothing is audited: audit-policy-file is missing"),
        (13, Error, "flags of etcd, written as fields"),
        (13, Note, "more than 4 GiB"),
        (14, Warning, "obsolete since etcd 3.6"),
        (15, Error, "Write --heartbeat-interval=100."),
        (16, Error, "Write --election-timeout=1000."),
        (17, Note, "periodic is the default"),
        (18, Warning, "kube-apiserver does it every five minutes"),
        (20, Error, "apiVersion and kind are missing"),
        (22, Note, "NodeResourcesFit is on at every point by itself"),
        (30, Error, "Did you mean maxPods?"),
        (30, Warning, "outside the tested envelope"),
        (31, Error, "Did you mean podPidsLimit?"),
        (32, Error, "Did you mean containerLogMaxSize?"),
        (33, Error, "Did you mean containerLogMaxFiles?"),
        (34, Error, "Did you mean imageGCHighThresholdPercent?"),
        (35, Error, "Did you mean imageGCLowThresholdPercent?"),
        (36, Error, "Did you mean volumeStatsAggPeriod?"),
        (37, Error, "static needs CPU that is kept back"),
        (38, Error, "Did you mean topologyManagerPolicy?"),
        (40, Warning, "the switch is the field serverTLSBootstrap"),
        (41, Error, "LocalStorageCapacityIsolation was removed in 1.27; the kubelet will not start."),
        (43, Error, "Did you mean systemReserved?"),
        (44, Error, "Did you mean kubeReserved?"),
        (44, Warning, "200 MiB are kept back"),
        (42, Error, "CSIDriverRegistry was removed in 1.22; the kubelet will not start."),
    ] {
        says(OBSOLETE, 36, severity, line, words);
    }
}

#[test]
fn the_corrected_forms_are_in_order() {
    for version in [35, 36, 37] {
        for text in [
            include_str!("../../../../tests/fixtures/settings/kubeadm.yaml"),
            include_str!("../../../../tests/fixtures/settings/kubelet.yaml"),
            include_str!("../../../../tests/fixtures/settings/kubelet-numa.yaml"),
            include_str!("../../../../tests/fixtures/settings/scheduler.yaml"),
        ] {
            silent(&text.replace("v1.36.4", &format!("v1.{version}.0")), version);
        }
    }
}

#[test]
fn names_and_types_are_told_apart() {
    says(
        &kubelet("maxPod: 10\n"),
        36,
        Error,
        3,
        "maxPod is no field of KubeletConfiguration. kubelet logs and ignores",
    );
    says(&kubelet("maxPod: 10\n"), 36, Error, 3, "Did you mean maxPods?");
    says(&kubelet("podPidsLimit: \"4096\"\n"), 36, Error, 3, "Write 4096 without quotes");
    says(&kubelet("maxPods: 3000000000\n"), 36, Error, 3, "it takes a whole number");
    says(&kubelet("syncFrequency: 60\n"), 36, Error, 3, "such as 60s");
    says(&kubelet("seccompDefault: \"true\"\n"), 36, Error, 3, "without quotes");
    says(&kubelet("clusterDNS: 10.96.0.10\n"), 36, Error, 3, "it takes a list");
    says(&kubelet("systemReserved: {memory: 1073741824}\n"), 36, Error, 3, "Put it in quotes");
    says(&kubelet("authentication: {anonymous: false}\n"), 36, Error, 3, "it takes fields");
    says(&kubelet("authentication: {anonymos: {enabled: false}}\n"), 36, Error, 3, "Did you mean anonymous?");
    says(&kubelet("topologyManagerScope: node\n"), 36, Error, 3, "none of container, pod");
    says(&kubelet("containerLogMaxFiles: 1\n"), 36, Error, 3, "must be 2 or more");
    says(&kubelet("maxPods: 110\nmaxPods: 100\n"), 36, Error, 4, "stands here and in line 3");
    says(&scheduler("percentageOfNodesToScore: 101\n"), 36, Error, 3, "100 or less");
    says(&scheduler("profile: []\n"), 36, Error, 3, "kube-scheduler decodes strictly and refuses");
}

#[test]
fn versions_are_told_apart() {
    says(
        &kubelet("defaultPodSysctls: {net.ipv4.tcp_syncookies: \"1\"}\n"),
        36,
        Error,
        3,
        "is there since 1.37, not in 1.36",
    );
    silent(&kubelet("defaultPodSysctls: {net.ipv4.tcp_syncookies: \"1\"}\n"), 37);
    says(&kubelet("memoryReservationPolicy: None\n"), 35, Error, 3, "is there since 1.36");
    let beta3 = "apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\n";
    says(beta3, 36, Warning, 2, "kubeadm.k8s.io/v1beta3 is deprecated since 1.31");
    says(beta3, 37, Error, 2, "kubeadm.k8s.io/v1beta3 was removed in 1.37");
    let old = "apiVersion: kubescheduler.config.k8s.io/v1beta2\nkind: KubeSchedulerConfiguration\n";
    says(old, 36, Error, 2, "was removed in 1.28");
    says(
        "apiVersion: kubelet.config.k8s.io/v1\nkind: KubeletConfiguration\n",
        36,
        Error,
        2,
        "Write apiVersion: kubelet.config.k8s.io/v1beta1",
    );
    says(
        "kubelet --pod-infra-container-image=pause\n",
        36,
        Error,
        1,
        "was removed in 1.35; the kubelet will not start",
    );
    says("kubelet --cloud-config=/etc/cloud\n", 36, Error, 1, "was removed in 1.34");
    says("kubelet --boot-id-file=/x\n", 37, Error, 1, "was removed in 1.37");
    silent("kubelet --boot-id-file=/x\n", 36);
    says("etcd --enable-v2=true\n", 36, Error, 1, "etcd 3.6");
    says(
        "etcd --experimental-initial-corrupt-check=true\n",
        37,
        Error,
        1,
        "Write feature-gates=InitialCorruptCheck=true",
    );
    silent("etcd --experimental-initial-corrupt-check=true\n", 36);
    says("kube-controller-manager --concurrent-service-syncs=2\n", 37, Error, 1, "was removed in 1.37");
    says("kube-apiserver --v=2\n", 30, Note, 0, "made for 1.35 to 1.37");
}

#[test]
fn gates_are_told_apart() {
    let gates = |gate: &str| kubelet(&format!("featureGates:\n  {gate}\n"));
    says(&gates("SidecarContainers: true"), 37, Error, 4, "was removed in 1.37");
    says(&gates("SidecarContainers: true"), 36, Note, 4, "is true by itself");
    says(&gates("SidecarContainers: false"), 36, Error, 4, "is locked to true");
    says(&gates("MemoryQoS: true"), 36, Warning, 4, "is alpha");
    says(&gates("MemoryQos: true"), 36, Error, 4, "Did you mean MemoryQoS?");
    says(&gates("Nonsense: true"), 36, Error, 4, "unrecognized feature gate: Nonsense");
    says(&gates("Nonsense: true"), 37, Error, 4, "unrecognized feature gate: Nonsense");
    says(&gates("Nonsense: true"), 38, Warning, 4, "not among those of 1.37");
    says(&gates("EtcdRangeStream: true"), 36, Error, 4, "is there since 1.37");
    says(&gates("GangScheduling: true"), 37, Error, 4, "was removed in 1.37");
    says(&gates("PLEGOnDemandRelist: maybe"), 36, Error, 4, "takes true or false");
    says(&gates("WorkloadWithJob: true"), 35, Error, 4, "is there since 1.36");
    says(&gates("AllAlpha: true"), 36, Warning, 4, "turns on every such feature");
    says(&gates("KMSv1: true"), 36, Warning, 4, "deprecated");
    says(
        "kube-apiserver --feature-gates=KMSv2=true,ContextualLogging=false\n",
        36,
        Error,
        1,
        "KMSv2 was removed in 1.32; kube-apiserver will not start",
    );
    silent(&gates("ContextualLogging: false"), 36);
}

#[test]
fn the_kubelet_needs_some_things_together() {
    says(&kubelet("evictionSoft: {memory.available: 1Gi}\n"), 36, Error, 3, "has no grace period");
    says(
        &kubelet("evictionHard: {memory.available: 200Mi}\n"),
        36,
        Warning,
        3,
        "imagefs.inodesFree have no threshold here",
    );
    says(
        &kubelet("evictionHard: {memory: 200Mi}\nmergeDefaultEvictionSettings: true\n"),
        36,
        Error,
        3,
        "memory is no signal",
    );
    silent(&kubelet("evictionHard: {memory.available: 200Mi}\nmergeDefaultEvictionSettings: true\n"), 36);
    says(&kubelet("imageGCLowThresholdPercent: 90\n"), 36, Error, 3, "the low mark must be below");
    says(&kubelet("imageMaximumGCAge: 1m\n"), 36, Error, 3, "longer than imageMinimumGCAge");
    says(
        &kubelet("enforceNodeAllocatable: [pods, system-reserved]\n"),
        36,
        Error,
        3,
        "systemReservedCgroup is missing",
    );
    says(&kubelet("enforceNodeAllocatable: [none, pods]\n"), 36, Error, 3, "none stands beside others");
    says(
        &kubelet("reservedSystemCPUs: 0-1\nsystemReservedCgroup: /system.slice\n"),
        36,
        Error,
        4,
        "exclude each other",
    );
    says(&kubelet("cpuManagerPolicy: static\n"), 36, Error, 3, "static needs CPU");
    silent(&kubelet("cpuManagerPolicy: static\nreservedSystemCPUs: \"0\"\n"), 36);
    says(&kubelet("topologyManagerPolicy: restricted\n"), 36, Warning, 3, "aligns nothing");
    says(&kubelet("memoryManagerPolicy: Static\n"), 36, Error, 3, "needs reservedMemory");
    let numa = "memoryManagerPolicy: Static\nkubeReserved: {memory: 1Gi}\nreservedMemory: [{numaNode: 0, limits: {memory: 1Gi}}]\n";
    says(&kubelet(numa), 36, Error, 5, "sums up to 1024 MiB, but 1124 MiB are kept back");
    says(&kubelet("kubeReserved: {gpu: \"1\"}\n"), 36, Error, 3, "gpu cannot be reserved");
    says(&kubelet("kubeReserved: {memory: 100Mi}\n"), 36, Warning, 3, "100 MiB are kept back");
    says(
        &kubelet("shutdownGracePeriod: 10s\nshutdownGracePeriodCriticalPods: 20s\n"),
        36,
        Error,
        4,
        "more time than there is",
    );
    says(
        &kubelet(
            "shutdownGracePeriod: 10s\nshutdownGracePeriodByPodPriority: [{priority: 0, shutdownGracePeriodSeconds: 10}]\n",
        ),
        36,
        Error,
        4,
        "exclude the other two",
    );
    says(
        &kubelet("authentication: {anonymous: {enabled: true}}\nauthorization: {mode: AlwaysAllow}\n"),
        36,
        Error,
        3,
        "run commands in every container",
    );
    says(&kubelet("readOnlyPort: 10255\n"), 36, Warning, 3, "asks nobody");
    says(&kubelet("crashLoopBackOff: {maxContainerRestartPeriod: 10m}\n"), 36, Error, 3, "from 1s to 300s");
    says(&kubelet("containerLogMonitorInterval: 1s\n"), 36, Error, 3, "3s or more");
    says(&kubelet("memorySwap: {swapBehavior: LimitedSwap}\n"), 36, Warning, 3, "failSwapOn");
    says(&kubelet("failCgroupV1: false\n"), 36, Warning, 3, "cgroup v1");
    says(&kubelet("podsPerCore: 20\n"), 36, Warning, 3, "outside the tested envelope");
    says(
        &kubelet("maxPods: 110\npodCIDR: 10.0.0.0/26\n"),
        36,
        Error,
        3,
        "110 pods do not fit into 10.0.0.0/26, which has 62",
    );
    says("KUBELET_EXTRA_ARGS=--eviction-soft=memory.available<1Gi\n", 36, Error, 1, "have no grace periods");
    says("KUBELET_EXTRA_ARGS=--max-pods=250\n", 36, Warning, 1, "outside the tested envelope");
    says("KUBELET_EXTRA_ARGS=--max-pods=100\n", 36, Note, 1, "Write maxPods in a KubeletConfiguration");
}

#[test]
fn pods_must_fit_into_their_ranges() {
    let both = |pods: u32, mask: u32| {
        format!(
            "{}---\n{}",
            kubeadm(&format!(
                "networking: {{podSubnet: 10.244.0.0/16}}\ncontrollerManager: {{extraArgs: [{{name: node-cidr-mask-size, value: \"{mask}\"}}]}}\n"
            )),
            kubelet(&format!("maxPods: {pods}\n"))
        )
    };
    silent(&both(110, 24), 36);
    says(&both(110, 25), 36, Warning, 8, "110 pods share 126 addresses");
    says(&both(110, 26), 36, Error, 8, "110 pods do not fit into /26");
    says(&both(110, 12), 36, Error, 3, "smaller than the /12 of one node");
}

#[test]
fn the_scheduler_needs_some_things_together() {
    says(&scheduler("profiles: [{schedulerName: a}, {schedulerName: a}]\n"), 36, Error, 3, "Two profiles are called a");
    says(
        &scheduler("profiles: [{plugins: {score: {enabled: [{name: NodeResourceFit}]}}}]\n"),
        36,
        Error,
        3,
        "Did you mean NodeResourcesFit?",
    );
    says(
        &scheduler("profiles: [{plugins: {filter: {enabled: [{name: NodeDeclaredFeatures}]}}}]\n"),
        35,
        Error,
        3,
        "built without a plug-in",
    );
    let spread = "profiles: [{pluginConfig: [{name: PodTopologySpread, args: {defaultConstraints: [{maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}]}}]}]\n";
    says(&scheduler(spread), 36, Error, 3, "need defaultingType: List");
    says(
        &scheduler("profiles: [{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: Most}}}]}]\n"),
        36,
        Error,
        3,
        "none of LeastAllocated",
    );
    says(
        &scheduler("profiles: [{pluginConfig: [{name: NodeResourcesFit, args: {strategy: {}}}]}]\n"),
        36,
        Error,
        3,
        "no field of NodeResourcesFitArgs",
    );
    says(
        &scheduler(
            "profiles: [{pluginConfig: [{name: NodeResourcesFit, args: {scoringStrategy: {type: RequestedToCapacityRatio}}}]}]\n",
        ),
        36,
        Error,
        3,
        "needs a shape",
    );
    says(
        &scheduler("leaderElection: {leaseDuration: 10s, renewDeadline: 10s}\n"),
        36,
        Error,
        3,
        "must be longer than renewDeadline",
    );
    says(
        &scheduler("podInitialBackoffSeconds: 20\npodMaxBackoffSeconds: 10\n"),
        36,
        Error,
        3,
        "longer than the longest",
    );
}

#[test]
fn kubeadm_passes_flags_on() {
    says(&kubeadm("apiServer: {extraArgs: {v: \"2\"}}\n"), 36, Error, 3, "extraArgs is a map here");
    says(&kubeadm("apiServer: {extraArgs: [{name: --v, value: \"2\"}]}\n"), 36, Error, 3, "with its dashes");
    says(&kubeadm("apiServer: {extraArgs: [{name: v, value: 2}]}\n"), 36, Error, 3, "Put it in quotes");
    says(
        &kubeadm("etcd: {local: {extraArgs: [{name: heartbeat-interval, value: 100ms}]}}\n"),
        36,
        Error,
        3,
        "Write --heartbeat-interval=100",
    );
    says(
        &kubeadm(
            "apiServer: {extraArgs: [{name: audit-policy-file, value: /etc/audit/p.yaml}, {name: audit-log-path, value: \"-\"}]}\n",
        ),
        36,
        Error,
        3,
        "is not mounted",
    );
    says(&kubeadm("apiServer: {extraArgs: [{name: secure-port, value: \"6444\"}]}\n"), 36, Note, 3, "by itself");
    says(&kubeadm("kubernetesVersion: v1.35.8\n"), 36, Warning, 3, "is for 1.35");
    says(&kubeadm("etcd: {local: {dataDir: /x}, external: {endpoints: [a]}}\n"), 36, Error, 3, "at once");
    let join = "apiVersion: kubeadm.k8s.io/v1beta4\nkind: JoinConfiguration\nnodeRegistration: {kubeletExtraArgs: [{name: max-podz, value: \"1\"}]}\n";
    says(join, 36, Error, 3, "Did you mean --max-pods?");
}

#[test]
fn flags_are_read_wherever_they_stand() {
    let pod = "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n  - name: kube-apiserver\n    command:\n    - kube-apiserver\n    - --goaway-chance=0.5\n    - --service-account-max-token-expiration=10m\n";
    says(pod, 36, Error, 8, "at most 0.02");
    says(pod, 36, Error, 9, "within an hour");
    says(pod, 36, Warning, 0, "Secrets are stored in plain form");
    says(pod, 36, Warning, 0, "NodeRestriction is not on");
    let unit = "[Service]\nExecStart=/usr/bin/etcd \\\n  --heartbeat-interval 500 \\\n  --election-timeout=1000\n";
    says(unit, 36, Error, 4, "less than 5 times the heartbeat of 500 ms");
    says("ETCD_ELECTION_TIMEOUT=\"60000\"\n", 36, Error, 1, "50000 or less");
    says(
        "- --etcd-servers=https://a:2379\n- --authorization-config=/a\n- --authorization-mode=RBAC\n",
        36,
        Error,
        3,
        "excludes authorization-mode",
    );
    says(
        "quota-backend-bytes: 17179869184\nheartbeat-interval: 100\nname: a\n",
        36,
        Warning,
        1,
        "outside the tested envelope",
    );
    says("kube-apiserver --max-request-inflight=400\n", 36, Error, 1, "Did you mean --max-requests-inflight?");
    says("kube-apiserver --totally-made-up=1\n", 36, Warning, 1, "no flag --totally-made-up in the table");
    says("kube-apiserver --request-timeout=60\n", 36, Error, 1, "Write --request-timeout=60s");
    says(
        "kube-apiserver --max-requests-inflight=0 --max-mutating-requests-inflight=0\n",
        36,
        Error,
        1,
        "sum up to nothing",
    );
    says("etcd --initial-cluster=a=https://a:2380,b=https://b:2380\n", 36, Warning, 1, "2 members bear the loss");
    assert_eq!(check("kube-scheduler --v=2\n", Minor(36), &TABLES).read_as, ["flags of kube-scheduler"]);
}

#[test]
fn what_a_cluster_prints_is_looked_into() {
    let map = "apiVersion: v1\nkind: ConfigMap\ndata:\n  kubelet: |\n    apiVersion: kubelet.config.k8s.io/v1beta1\n    kind: KubeletConfiguration\n    maxPod: 1\n";
    says(map, 36, Error, 7, "Did you mean maxPods?");
    let list = "apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  spec:\n    containers:\n    - name: etcd\n      command: [etcd, --heartbeat-interval=100ms]\n";
    says(list, 36, Error, 8, "Write --heartbeat-interval=100");
    let json = r#"{"apiVersion": "kubelet.config.k8s.io/v1beta1", "kind": "KubeletConfiguration", "maxPods": "110"}"#;
    says(json, 36, Error, 1, "Write 110 without quotes");
    let unit = "[Service]\nEnvironment=\"KUBELET_EXTRA_ARGS=--cgroup-driver=systemd --runtime-cgroup=/x\"\n";
    says(unit, 36, Note, 2, "Write cgroupDriver in a KubeletConfiguration");
    says(unit, 36, Error, 2, "Did you mean --runtime-cgroups?");
}

#[test]
fn flags_of_former_days_are_known_to_be_gone() {
    says("kubelet --network-plugin=cni\n", 36, Error, 1, "was removed in 1.24; the kubelet will not start");
    says("kube-scheduler --policy-config-file=/p\n", 36, Error, 1, "was removed in 1.23");
    says("kube-apiserver --insecure-port=0\n", 36, Error, 1, "was removed in 1.24");
    says("kube-controller-manager --pod-eviction-timeout=5m\n", 36, Error, 1, "was removed in 1.27");
}

#[test]
fn files_of_the_api_server() {
    let encryption = |provider: &str| {
        format!(
            "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources:\n- resources: [secrets]\n  providers:\n  - {provider}\n"
        )
    };
    says(&encryption("identity: {}"), 36, Warning, 6, "stored in plain form");
    says(&encryption("secretbox: {keys: [{name: a, secret: c2hvcnQ=}]}"), 36, Error, 6, "The key is 5 bytes");
    says(&encryption("aescbc: {keys: [{name: a, secret: '!'}]}"), 36, Error, 6, "The key is no base64");
    says(&encryption("kms: {name: a, endpoint: unix:///a.sock}"), 36, Error, 6, "KMS v1");
    says(&encryption("kms: {apiVersion: v2, name: a, endpoint: tcp://a}"), 36, Error, 6, "must be a socket");
    silent(&encryption("kms: {apiVersion: v2, name: a, endpoint: unix:///run/a.sock, timeout: 3s}"), 36);
    says(
        &encryption("aesgcm: {keys: [{name: a, secret: MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=}]}"),
        36,
        Warning,
        6,
        "200,000 writes",
    );
    let leak = findings(&encryption("aescbc: {keys: [{name: a, secret: 123456789}]}"), 36);
    assert!(!leak.iter().any(|finding| finding.to_string().contains("123456789")), "a key is repeated");
    let policy = |rules: &str| format!("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n{rules}");
    says(&policy(""), 36, Error, 1, "There is no rule");
    says(&policy("- level: All\n"), 36, Error, 4, "none of None, Metadata");
    says(&policy("- level: Metadata\n- level: None\n  users: [a]\n"), 36, Warning, 4, "matches everything");
    says(
        &policy("- level: RequestResponse\n  resources: [{group: \"\", resources: [secrets]}]\n"),
        36,
        Warning,
        4,
        "writes secrets into the log",
    );
    let proxy = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";
    says(&format!("{proxy}mode: ipvs\n"), 36, Warning, 3, "deprecated since 1.35");
    says(proxy, 37, Note, 1, "The mode is not said");
}

#[test]
fn what_cannot_be_read_costs_one_clear_error() {
    says("", 36, Error, 0, "The file is empty");
    says("apiVersion: v1\nkind: [\n", 36, Error, 2, "seems to be cut off");
    says("hello\n", 36, Error, 1, "not YAML or JSON with fields");
    says("a: 1\nb: 2\n", 36, Error, 1, "apiVersion and kind are missing");
    says("apiVersion: v1\nkind: ConfigMap\ndata: {}\n", 36, Error, 2, "ConfigMap is no settings file");
    for text in [
        "",
        "hello\n",
        "a: 1\n",
        "kind: KubeletConfiguration\n\tx: 1\n",
        "{",
        "- - -\n",
        "--\n",
        "kind: 1\napiVersion: 2\n",
    ] {
        assert!(!findings(text, 36).is_empty(), "{text:?}");
    }
}
