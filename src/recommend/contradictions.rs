//! Answers that do not go together, each named with the other.

use super::Contradiction;
use super::context::Context;
use crate::design::{Availability, Cloud, Need, Operation, QuestionKey, Resolved};
use crate::order::Gather;

/// A rule: which two answers, when they clash, and why.
struct Clash {
    one: QuestionKey,
    other: QuestionKey,
    when: fn(&Resolved) -> bool,
    text: &'static str,
}

const CLASHES: [Clash; 15] = [
    Clash {
        one: QuestionKey::Operation,
        other: QuestionKey::Need(Need::OnPremises),
        when: |r| r.operation == Operation::Nobody && r.must(Need::OnPremises),
        text: "Nobody is to operate it, but it must run on owned hardware, which somebody has to operate.",
    },
    Clash {
        one: QuestionKey::Operation,
        other: QuestionKey::Need(Need::AirGap),
        when: |r| r.operation == Operation::Nobody && r.must(Need::AirGap),
        text: "Nobody is to operate it, but it must run without a network, where no provider can.",
    },
    Clash {
        one: QuestionKey::Operation,
        other: QuestionKey::Need(Need::OsiLicenceOnly),
        when: |r| r.operation == Operation::Nobody && r.must(Need::OsiLicenceOnly),
        text: "Nobody is to operate it, but only open-source licences are allowed, and what is open source throughout is run by oneself.",
    },
    Clash {
        one: QuestionKey::Operation,
        other: QuestionKey::Need(Need::NoForcedUpgrades),
        when: |r| r.operation == Operation::Nobody && r.must(Need::NoForcedUpgrades),
        text: "Nobody is to operate it, but no provider may force upgrades, so somebody has to make them.",
    },
    Clash {
        one: QuestionKey::Operation,
        other: QuestionKey::Need(Need::MultiCloudActive),
        when: |r| r.operation == Operation::Nobody && r.must(Need::MultiCloudActive),
        text: "Nobody is to operate it, but it must be active in several clouds, which only what one runs oneself can be.",
    },
    Clash {
        one: QuestionKey::PlatformEngineers,
        other: QuestionKey::Operation,
        when: |r| r.operation == Operation::Dedicated && r.platform_engineers.high == 0,
        text: "A platform team is to run it, but there is nobody who can run a platform.",
    },
    Clash {
        one: QuestionKey::Clouds,
        other: QuestionKey::Need(Need::AirGap),
        when: |r| r.must(Need::AirGap) && !r.clouds.is_empty() && !r.clouds.iter().any(|cloud| owned(*cloud)),
        text: "It must run without a route to a cloud, but only clouds were named.",
    },
    Clash {
        one: QuestionKey::Clouds,
        other: QuestionKey::Need(Need::OnPremises),
        when: |r| r.must(Need::OnPremises) && !r.clouds.is_empty() && !r.clouds.iter().any(|cloud| owned(*cloud)),
        text: "It must run on owned hardware, but only clouds were named.",
    },
    Clash {
        one: QuestionKey::Clouds,
        other: QuestionKey::Need(Need::MultiCloudActive),
        when: |r| {
            r.must(Need::MultiCloudActive)
                && !r.clouds.is_empty()
                && r.clouds.iter().filter(|c| !owned(**c)).count() < 2
        },
        text: "It must be active in two or more clouds, but fewer were named.",
    },
    Clash {
        one: QuestionKey::Need(Need::OsiLicenceOnly),
        other: QuestionKey::Need(Need::GovernmentCompliance),
        when: |r| r.must(Need::OsiLicenceOnly) && r.must(Need::GovernmentCompliance),
        text: "Only open-source licences are allowed, but an attested managed control plane is asked for, and all of those are proprietary.",
    },
    Clash {
        one: QuestionKey::Need(Need::AirGap),
        other: QuestionKey::Need(Need::GovernmentCompliance),
        when: |r| r.must(Need::AirGap) && r.must(Need::GovernmentCompliance),
        text: "It must run without a route to a cloud, but an attested managed control plane is asked for, which is in a cloud.",
    },
    Clash {
        one: QuestionKey::Clouds,
        other: QuestionKey::Need(Need::GovernmentCompliance),
        when: |r| {
            r.must(Need::GovernmentCompliance) && !r.clouds.is_empty() && r.clouds.iter().all(|cloud| owned(*cloud))
        },
        text: "It must run on owned hardware alone, but an attested managed control plane is asked for, which is in a cloud.",
    },
    Clash {
        one: QuestionKey::Need(Need::WindowsContainers),
        other: QuestionKey::Need(Need::OsiLicenceOnly),
        when: |r| r.must(Need::WindowsContainers) && r.must(Need::OsiLicenceOnly),
        text: "Windows containers are asked for, but only open-source licences are allowed, and Windows has none.",
    },
    Clash {
        one: QuestionKey::Zones,
        other: QuestionKey::Availability,
        when: |r| r.zones.high == 1 && r.regions.high == 1 && r.availability >= Availability::Percent9995,
        text: "One zone is all there is, but less than 22 minutes of downtime a month are allowed.",
    },
    Clash {
        one: QuestionKey::Pods,
        other: QuestionKey::Need(Need::Over10kNodes),
        when: |r| r.must(Need::Over10kNodes) && r.pods.high < 10_000,
        text: "More than 10,000 nodes are asked for, but there are fewer pods than that.",
    },
];

const fn owned(cloud: Cloud) -> bool {
    matches!(cloud, Cloud::OnPremises | Cloud::Edge)
}

/// The contradictions among the answers.
pub(super) fn contradictions(context: &Context) -> Vec<Contradiction> {
    CLASHES
        .iter()
        .filter(|clash| (clash.when)(context.resolved))
        .map(|clash| Contradiction { one: clash.one, other: clash.other, text: clash.text.to_owned() })
        .gather()
}
