//! The words of each question, found by its key.

use crate::design::{Need, NumberUnit, QuestionKey};

/// What a question says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuestionText {
    /// The question in a few words.
    pub label: &'static str,
    /// What the answer changes.
    pub help: &'static str,
}

const fn text(label: &'static str, help: &'static str) -> QuestionText {
    QuestionText { label, help }
}

/// The words of a question.
pub const fn question_text(key: QuestionKey) -> QuestionText {
    match key {
        QuestionKey::Engineers => {
            text("Engineers who ship services", "Weighs learning effort against what a platform gives back.")
        }
        QuestionKey::PlatformEngineers => {
            text("People who can run a platform", "A platform nobody can run is no choice, however good.")
        }
        QuestionKey::Operation => text("Who keeps it running", "Decides how much operational work counts."),
        QuestionKey::Skills => text("What the team knows", "Well enough to be called at night for it."),
        QuestionKey::CurrentPlatform => text("What runs today", "Where the migration starts."),
        QuestionKey::Pods => {
            text("Pods or containers at the peak", "Taken from the workloads unless you say otherwise.")
        }
        QuestionKey::Growth => text("Growth", "Headroom is judged against the size in two years."),
        QuestionKey::Requests => text("Requests at the peak", "From outside, over all services."),
        QuestionKey::PeakFactor => text("Peak over mean", "How much capacity idles between peaks."),
        QuestionKey::TrafficShape => {
            text("Load over a day", "Spiky and idle load favour platforms that scale quickly, or to zero.")
        }
        QuestionKey::DeploysADay => text("Releases a day", "Over all services together."),
        QuestionKey::Clouds => text(
            "Where it may run",
            "Leave empty when any place will do. A must rules out platforms that exist elsewhere only, a wish counts against them.",
        ),
        QuestionKey::Regions => text("Regions", "Several regions mean several clusters or a platform that spans them."),
        QuestionKey::RegionNames => text("Region names", "As your provider writes them, separated by commas."),
        QuestionKey::Zones => text("Zones in each region", "Three zones survive the loss of one."),
        QuestionKey::Environments => text("Stages", "Each costs a cluster or a namespace."),
        QuestionKey::Availability => text("Availability promised", "99.9 % allows 44 minutes of downtime a month."),
        QuestionKey::Latency => text("Slowest acceptable answer", "For 99 of 100 requests."),
        QuestionKey::WorkloadKinds => text("Kinds of work", "Taken from the workloads unless you say otherwise."),
        QuestionKey::Compliance => text("Rules that bind", "What an auditor will ask about."),
        QuestionKey::Licence => text("Licences allowed", "For what you operate yourselves."),
        QuestionKey::Budget => text("Budget", "For the platform and its machines, not for people."),
        QuestionKey::MeshNeeds => text("What a mesh is for", "Without any of this a mesh is seldom worth its keep."),
        QuestionKey::MeshPresent => text("What runs already", "What is there need not be learnt or moved to."),
        QuestionKey::Need(need) => need_text(need),
    }
}

const fn need_text(need: Need) -> QuestionText {
    match need {
        Need::OnPremises => text("Runs on owned hardware", "Machines you own or rent, not a provider's."),
        Need::AirGap => text("No route to the internet", "Nor to a control plane in a cloud."),
        Need::WindowsContainers => text("Windows containers", "Windows Server images."),
        Need::Gpu => text("GPUs", "Containers that ask for an NVIDIA GPU."),
        Need::BlockStorage => text("Block storage", "A volume that outlives its container."),
        Need::TcpUdpIngress => text("TCP or UDP from outside", "A public listener that is not HTTP."),
        Need::RequestOver60Minutes => text("Requests over an hour", "One request or socket that stays open longer."),
        Need::PerNodeDaemon => text("An agent on every machine", "DaemonSets and their like."),
        Need::BareProcesses => text("Bare processes", "Binaries or JARs without a container image."),
        Need::VirtualMachines => text("Virtual machines", "Run beside containers by the same platform."),
        Need::Privileged => text("Privileged containers", "Or ones that share the host's network."),
        Need::Fips => text("FIPS 140", "Validated cryptography on nodes or tasks."),
        Need::Over10kNodes => text("Over 10,000 nodes", "In one cluster."),
        Need::ScaleToZero => text("Scale to zero", "An idle service costs nothing and wakes on a request."),
        Need::MultiCloudActive => text("Active in several clouds", "The same platform in two or more at once."),
        Need::OsiLicenceOnly => text("Open source only", "Every licence approved by the Open Source Initiative."),
        Need::ServiceMesh => text("Service mesh", "Mutual TLS and traffic policy between services."),
        Need::NetworkPolicy => text("Network policy", "Allow and deny per workload, in the platform's own API."),
        Need::Arm64 => text("ARM64 images", "Images for ARM processors."),
        Need::Ipv6Only => text("IPv6 first", "Services and pods on IPv6."),
        Need::SpotBatch => text("Interruptible capacity", "Cheap machines that may be taken away."),
        Need::StatefulQuorum => text("Clustered state", "Members with stable names: etcd, Kafka, ZooKeeper."),
        Need::StrictTenancy => text("A kernel per workload", "Hard isolation between tenants."),
        Need::GovernmentCompliance => text("Attested control plane", "FedRAMP High or DoD, from the provider."),
        Need::NoForcedUpgrades => {
            text("No forced upgrades", "The provider must not choose when nodes or versions change.")
        }
        Need::JobOver24Hours => text("Jobs over 24 hours", "One batch job that runs longer."),
        Need::OperatorsHelm => text("Operators and Helm charts", "Off-the-shelf software of the Kubernetes world."),
        Need::LargeMemory => text("Over 120 GB or 16 CPU", "In one task or pod."),
        Need::NativeCron => text("Scheduled jobs", "Without running a scheduler yourselves."),
    }
}

/// A number's unit, as it stands behind its field.
pub const fn unit_label(unit: NumberUnit) -> &'static str {
    match unit {
        NumberUnit::People => "people",
        NumberUnit::Count => "",
        NumberUnit::PercentAYear => "% a year",
        NumberUnit::RequestsPerSecond => "requests/s",
        NumberUnit::TimesTheMean => "× the mean",
        NumberUnit::DollarsAMonth => "$ a month",
        NumberUnit::Milliseconds => "ms",
    }
}
