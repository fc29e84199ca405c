//! The words the requirements are said in.

use super::option_keys;

option_keys! {
    /// Who keeps the platform running.
    pub enum Operation {
        /// Nobody: the provider must.
        Nobody = "nobody",
        /// Engineers who also do other things.
        PartTime = "part-time",
        /// A platform team.
        Dedicated = "dedicated",
    }
}

option_keys! {
    /// What the team knows well enough to be called at night for it.
    pub enum Skill {
        /// Kubernetes.
        Kubernetes = "kubernetes",
        /// Docker and Compose.
        Docker = "docker",
        /// Nomad or other HashiCorp tools.
        Nomad = "nomad",
        /// Amazon Web Services.
        Aws = "aws",
        /// Google Cloud.
        GoogleCloud = "google-cloud",
        /// Microsoft Azure.
        Azure = "azure",
        /// Running Linux hosts.
        Linux = "linux",
        /// Infrastructure as code.
        InfrastructureAsCode = "infrastructure-as-code",
    }
}

option_keys! {
    /// How the load runs over a day.
    pub enum TrafficShape {
        /// Much the same at all hours.
        Steady = "steady",
        /// Follows the working day.
        Daily = "daily",
        /// Sudden peaks of several times the mean.
        Spiky = "spiky",
        /// Idle most of the time.
        MostlyIdle = "mostly-idle",
    }
}

option_keys! {
    /// Where it may run.
    pub enum Cloud {
        /// Amazon Web Services.
        Aws = "aws",
        /// Google Cloud.
        GoogleCloud = "google-cloud",
        /// Microsoft Azure.
        Azure = "azure",
        /// Another provider of virtual machines.
        OtherCloud = "other-cloud",
        /// Owned or rented hardware.
        OnPremises = "on-premises",
        /// Small sites: shops, plants, vehicles.
        Edge = "edge",
    }
}

option_keys! {
    /// Stages a change passes.
    pub enum Environment {
        /// Development.
        Development = "development",
        /// Test.
        Test = "test",
        /// Staging.
        Staging = "staging",
        /// Production.
        Production = "production",
    }
}

option_keys! {
    /// How much downtime is allowed.
    pub enum Availability {
        /// Over seven hours a month.
        Percent99 = "99",
        /// 44 minutes a month.
        Percent999 = "99.9",
        /// 22 minutes a month.
        Percent9995 = "99.95",
        /// Four and a half minutes a month.
        Percent9999 = "99.99",
    }
}

option_keys! {
    /// What has to run.
    pub enum WorkloadKindWanted {
        /// Services that keep nothing.
        Stateless = "stateless",
        /// Databases, queues and others that keep data.
        Stateful = "stateful",
        /// Work that ends.
        Batch = "batch",
        /// Work by the clock.
        Cron = "cron",
        /// Woken by events.
        EventDriven = "event-driven",
        /// Training or inference on accelerators.
        MachineLearning = "machine-learning",
        /// An agent on every machine.
        Daemons = "daemons",
    }
}

option_keys! {
    /// Rules that bind.
    pub enum Compliance {
        /// Payment cards.
        PciDss = "pci-dss",
        /// Health data in the US.
        Hipaa = "hipaa",
        /// SOC 2.
        Soc2 = "soc2",
        /// ISO 27001.
        Iso27001 = "iso-27001",
        /// Personal data in the EU.
        Gdpr = "gdpr",
        /// US federal, high impact.
        FedRampHigh = "fedramp-high",
    }
}

option_keys! {
    /// Which licences are allowed for what is operated.
    pub enum LicenceRule {
        /// Any.
        Any = "any",
        /// Source may be restricted, but a vendor must support it.
        VendorSupported = "vendor-supported",
        /// Approved by the Open Source Initiative.
        OsiOnly = "osi-only",
    }
}

option_keys! {
    /// What runs today.
    pub enum CurrentPlatform {
        /// Nothing yet.
        Nothing = "nothing",
        /// Processes on virtual machines or hardware.
        VirtualMachines = "virtual-machines",
        /// Docker Compose on single hosts.
        DockerCompose = "docker-compose",
        /// Docker Swarm.
        DockerSwarm = "docker-swarm",
        /// Kubernetes, run by the team.
        Kubernetes = "kubernetes",
        /// EKS, GKE or AKS.
        ManagedKubernetes = "managed-kubernetes",
        /// Nomad.
        Nomad = "nomad",
        /// Amazon ECS.
        Ecs = "ecs",
        /// Google Cloud Run.
        CloudRun = "cloud-run",
        /// Heroku, Cloud Foundry and their like.
        PlatformAsAService = "platform-as-a-service",
    }
}

option_keys! {
    /// What a platform either has or has not: each a yes-or-no question, and each the subject of a hard constraint.
    pub enum Need {
        /// Workloads run on owned hardware.
        OnPremises = "on-premises",
        /// No route to the internet or to a cloud control plane.
        AirGap = "air-gap",
        /// Windows Server containers.
        WindowsContainers = "windows-containers",
        /// NVIDIA GPUs are scheduled.
        Gpu = "gpu",
        /// A block volume that outlives its container.
        BlockStorage = "block-storage",
        /// A public listener for TCP or UDP other than HTTP.
        TcpUdpIngress = "tcp-udp-ingress",
        /// One request or socket lasts over an hour.
        RequestOver60Minutes = "request-over-60-min",
        /// An agent on every machine.
        PerNodeDaemon = "per-node-daemon",
        /// Bare processes or JARs without an image.
        BareProcesses = "bare-processes",
        /// Virtual machines beside containers.
        VirtualMachines = "virtual-machines",
        /// Privileged containers or host networking.
        Privileged = "privileged",
        /// FIPS 140 validated cryptography.
        Fips = "fips",
        /// More than 10,000 nodes in one cluster.
        Over10kNodes = "over-10k-nodes",
        /// An idle service costs nothing and wakes on a request.
        ScaleToZero = "scale-to-zero",
        /// The same platform active in two or more clouds.
        MultiCloudActive = "multi-cloud-active",
        /// Only OSI-approved licences.
        OsiLicenceOnly = "osi-licence-only",
        /// A mesh with mutual TLS and traffic policy.
        ServiceMesh = "service-mesh",
        /// Allow and deny rules per workload in the platform's own API.
        NetworkPolicy = "network-policy",
        /// ARM64 images.
        Arm64 = "arm64",
        /// IPv6 first.
        Ipv6Only = "ipv6-only",
        /// Cheap interruptible capacity.
        SpotBatch = "spot-batch",
        /// Clustered state that needs stable identity.
        StatefulQuorum = "stateful-broker-quorum",
        /// A kernel of its own per workload.
        StrictTenancy = "strict-tenancy",
        /// An attested managed control plane.
        GovernmentCompliance = "gov-compliance",
        /// The provider must not force upgrades.
        NoForcedUpgrades = "no-kernel-upgrade-windows",
        /// A batch job longer than 24 hours.
        JobOver24Hours = "long-running-job-24h",
        /// Helm charts, custom resources or operators.
        OperatorsHelm = "operators-helm",
        /// One task over 120 GB or 16 vCPU.
        LargeMemory = "large-memory",
        /// Scheduled jobs without running a scheduler oneself.
        NativeCron = "native-cron",
    }
}

option_keys! {
    /// What a mesh is wanted for.
    pub enum MeshNeed {
        /// Services prove who they are to one another, and what they say is encrypted.
        MutualTls = "mutual-tls",
        /// Rules by method, path or header.
        RequestRules = "request-rules",
        /// Tokens of users are checked.
        UserTokens = "user-tokens",
        /// Shares of the traffic go to another version.
        TrafficShifting = "traffic-shifting",
        /// Retries, timeouts and circuit breaking without touching the code.
        Resilience = "resilience",
        /// The same metrics of every call without touching the code.
        CallMetrics = "call-metrics",
        /// One mesh over several clusters.
        SeveralClusters = "several-clusters",
        /// Virtual machines take part.
        MachinesInMesh = "machines-in-mesh",
        /// Nomad or ECS take part.
        OtherPlatforms = "other-platforms",
        /// Filters of one's own in the proxies.
        OwnFilters = "own-filters",
    }
}

option_keys! {
    /// What runs already that a mesh could be.
    pub enum MeshPresent {
        /// Cilium as the cluster's network.
        Cilium = "cilium",
        /// Consul as the register of services.
        Consul = "consul",
        /// Istio.
        Istio = "istio-there",
        /// Linkerd.
        Linkerd = "linkerd",
    }
}
