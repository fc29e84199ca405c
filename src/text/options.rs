//! The words of options, criteria and sections.

use crate::design::{Criterion, MeshKind, QuestionSection};

/// The words of an option, found by its key; keys are unique in meaning over all questions.
pub fn option_label(key: &str) -> &str {
    match key {
        "nobody" => "Nobody: the provider must",
        "part-time" => "Engineers, beside other work",
        "dedicated" => "A platform team",
        "kubernetes" => "Kubernetes",
        "docker" => "Docker",
        "nomad" => "Nomad",
        "aws" => "AWS",
        "google-cloud" => "Google Cloud",
        "azure" => "Azure",
        "linux" => "Linux hosts",
        "infrastructure-as-code" => "Infrastructure as code",
        "steady" => "Steady",
        "daily" => "Follows the day",
        "spiky" => "Spiky",
        "mostly-idle" => "Mostly idle",
        "other-cloud" => "Another cloud",
        "on-premises" => "On premises",
        "edge" => "Edge sites",
        "development" => "Development",
        "test" => "Test",
        "staging" => "Staging",
        "production" => "Production",
        "99" => "99 %",
        "99.9" => "99.9 %",
        "99.95" => "99.95 %",
        "99.99" => "99.99 %",
        "stateless" => "Stateless services",
        "stateful" => "Stateful services",
        "batch" => "Batch jobs",
        "cron" => "Scheduled jobs",
        "event-driven" => "Event-driven",
        "machine-learning" => "Machine learning",
        "daemons" => "Agents on every node",
        "pci-dss" => "PCI DSS",
        "hipaa" => "HIPAA",
        "soc2" => "SOC 2",
        "iso-27001" => "ISO 27001",
        "gdpr" => "GDPR",
        "fedramp-high" => "FedRAMP High",
        "workload" => "Workloads",
        "management" => "The tools that run the others",
        "any" => "Anything",
        "vendor-supported" => "Any with a vendor behind it",
        "osi-only" => "OSI-approved only",
        "nothing" => "Nothing yet",
        "virtual-machines" => "Processes on machines",
        "docker-compose" => "Docker Compose",
        "docker-swarm" => "Docker Swarm",
        "managed-kubernetes" => "EKS, GKE or AKS",
        "ecs" => "Amazon ECS",
        "cloud-run" => "Cloud Run",
        "platform-as-a-service" => "Heroku, Cloud Foundry",
        "restricted" => "Restricted",
        "baseline" => "Baseline",
        "privileged" => "Privileged",
        "strict" => "Strict: only mutual TLS",
        "permissive" => "Permissive: plain text too",
        "gateway-api" => "Gateway API (HTTPRoute)",
        "istio" => "Istio (VirtualService)",
        "mutual-tls" => "Mutual TLS between services",
        "request-rules" => "Rules by method, path or header",
        "user-tokens" => "Checking users' tokens (JWT)",
        "traffic-shifting" => "Traffic shifting (canary)",
        "resilience" => "Retries, timeouts, circuit breaking",
        "call-metrics" => "Metrics of every call",
        "several-clusters" => "One mesh over several clusters",
        "machines-in-mesh" => "Virtual machines in the mesh",
        "other-platforms" => "Nomad or ECS in the mesh",
        "own-filters" => "Filters of your own",
        "cilium" => "Cilium, as the cluster's network",
        "consul" => "Consul, as the register of services",
        "istio-there" => "Istio",
        "linkerd" => "Linkerd",
        "registry-only" => "Only what is registered",
        other => other,
    }
}

/// A criterion's name.
pub const fn criterion_label(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Simplicity => "Simplicity",
        Criterion::Scalability => "Scalability",
        Criterion::Ecosystem => "Ecosystem",
        Criterion::Flexibility => "Flexibility",
        Criterion::MultiCloud => "Multi-cloud",
        Criterion::LowOverhead => "Low overhead",
        Criterion::Cost => "Cost",
        Criterion::Licence => "Licence",
        Criterion::Isolation => "Isolation",
        Criterion::Stateful => "Stateful work",
        Criterion::Autoscaling => "Autoscaling",
        Criterion::DeploymentStrategies => "Deployment strategies",
        Criterion::TimeToFirstDeployment => "Time to first deployment",
        Criterion::EdgeOnPremises => "Edge and on premises",
        Criterion::Observability => "Observability",
    }
}

/// A mesh's name.
pub const fn mesh_label(mesh: MeshKind) -> &'static str {
    match mesh {
        MeshKind::None => "No mesh",
        MeshKind::IstioSidecar => "Istio, sidecars",
        MeshKind::IstioAmbient => "Istio, ambient",
        MeshKind::Linkerd => "Linkerd",
        MeshKind::Consul => "Consul",
        MeshKind::Cilium => "Cilium",
    }
}

/// A section's heading.
pub const fn section_label(section: QuestionSection) -> &'static str {
    match section {
        QuestionSection::Team => "Team",
        QuestionSection::Scale => "Scale",
        QuestionSection::Place => "Place",
        QuestionSection::Work => "Work",
        QuestionSection::Rules => "Rules",
        QuestionSection::Needs => "Must-haves",
        QuestionSection::Mesh => "Mesh",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::design::{AnswerKind, QuestionKey};

    #[test]
    fn every_option_has_words() {
        for key in QuestionKey::all() {
            if let AnswerKind::Choice { options } | AnswerKind::Several { options } = key.question().kind {
                for option in options {
                    assert_ne!(option_label(option), *option, "{}: {option}", key.key());
                }
            }
        }
    }
}
