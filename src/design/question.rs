//! One descriptor per question. Form, help, validation, design file, link and documentation all come from it; its
//! words (label, help) stand in the catalogue, found by the same key.

use super::option_key::OptionKey;
use super::requirements::{Answer, AnswerError};
use super::vocabulary::{
    Availability, Cloud, Compliance, CurrentPlatform, Environment, LicenceRule, MeshNeed, MeshPresent, Need, Operation,
    Skill, TrafficShape, WorkloadKindWanted,
};

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberUnit {
    /// People.
    People,
    /// Things, named by the question.
    Count,
    /// Per cent a year.
    PercentAYear,
    /// Requests a second.
    RequestsPerSecond,
    /// Times the mean.
    TimesTheMean,
    /// US dollars a month.
    DollarsAMonth,
    /// Milliseconds.
    Milliseconds,
}

/// What an answer may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// A whole number within bounds, or a range of them.
    Number {
        /// What it counts.
        unit: NumberUnit,
        /// The least.
        min: u64,
        /// The most.
        max: u64,
    },
    /// One of these.
    Choice {
        /// The options' keys.
        options: &'static [&'static str],
    },
    /// Several of these.
    Several {
        /// The options' keys.
        options: &'static [&'static str],
    },
    /// Yes or no.
    Flag,
    /// Names.
    Names,
}

impl AnswerKind {
    /// What the design file takes here, in words.
    pub const fn expected(&self) -> &'static str {
        match self {
            Self::Number { .. } => "a whole number, or a list of three: low, likely, high",
            Self::Choice { .. } => "one option",
            Self::Several { .. } => "a list of options",
            Self::Flag => "true or false",
            Self::Names => "a list of names",
        }
    }
}

/// Where a question stands in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionSection {
    /// Who builds and who runs it.
    Team,
    /// How much of everything.
    Scale,
    /// Where it runs.
    Place,
    /// What runs.
    Work,
    /// What binds.
    Rules,
    /// What a platform must have.
    Needs,
    /// What a mesh is for: asked where the mesh is chosen.
    Mesh,
}

impl QuestionSection {
    /// Every section of the requirements' form, in its order.
    pub const ALL: [Self; 6] = [Self::Team, Self::Scale, Self::Place, Self::Work, Self::Rules, Self::Needs];
}

/// A question's name in code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuestionKey {
    /// People who write what runs.
    Engineers,
    /// People who can run a platform.
    PlatformEngineers,
    /// Who keeps it running.
    Operation,
    /// What the team knows.
    Skills,
    /// What runs today.
    CurrentPlatform,
    /// Pods at the peak, where no workloads say so.
    Pods,
    /// Growth.
    Growth,
    /// Requests at the peak.
    Requests,
    /// The peak over the mean.
    PeakFactor,
    /// The load over a day.
    TrafficShape,
    /// Releases a day over all services.
    DeploysADay,
    /// Where it may run.
    Clouds,
    /// How many regions.
    Regions,
    /// Their names.
    RegionNames,
    /// Zones in each.
    Zones,
    /// Stages.
    Environments,
    /// Allowed downtime.
    Availability,
    /// Slowest acceptable answer.
    Latency,
    /// What has to run.
    WorkloadKinds,
    /// Rules.
    Compliance,
    /// Licences.
    Licence,
    /// Money.
    Budget,
    /// What a mesh is wanted for.
    MeshNeeds,
    /// What runs already that a mesh could be.
    MeshPresent,
    /// One need.
    Need(Need),
}

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question {
    /// Its name in code.
    pub key: QuestionKey,
    /// Its key in the design file.
    pub name: &'static str,
    /// Its number in links, for ever.
    pub wire: u16,
    /// Where it stands.
    pub section: QuestionSection,
    /// What it takes.
    pub kind: AnswerKind,
}

const fn number(unit: NumberUnit, min: u64, max: u64) -> AnswerKind {
    AnswerKind::Number { unit, min, max }
}

const fn choice<T: OptionKey>() -> AnswerKind {
    AnswerKind::Choice { options: T::KEYS }
}

const fn several<T: OptionKey>() -> AnswerKind {
    AnswerKind::Several { options: T::KEYS }
}

/// The first number of the needs in links; a need's own is its position after it.
const FIRST_NEED: u16 = 100;

impl QuestionKey {
    /// Every question but the needs, in the form's order.
    pub const PLAIN: [Self; 22] = [
        Self::Engineers,
        Self::PlatformEngineers,
        Self::Operation,
        Self::Skills,
        Self::CurrentPlatform,
        Self::Pods,
        Self::Growth,
        Self::Requests,
        Self::PeakFactor,
        Self::TrafficShape,
        Self::DeploysADay,
        Self::Clouds,
        Self::Regions,
        Self::RegionNames,
        Self::Zones,
        Self::Environments,
        Self::Availability,
        Self::Latency,
        Self::WorkloadKinds,
        Self::Compliance,
        Self::Licence,
        Self::Budget,
    ];

    /// The questions of the mesh alone: no platform is judged by them.
    pub const OF_THE_MESH: [Self; 2] = [Self::MeshNeeds, Self::MeshPresent];

    /// Whether a mesh alone is judged by it.
    pub fn is_of_the_mesh(self) -> bool {
        Self::OF_THE_MESH.contains(&self)
    }

    /// Every question, in the form's order.
    pub fn all() -> impl Iterator<Item = Self> {
        let plain = Self::PLAIN.into_iter().chain(Self::OF_THE_MESH);
        plain.chain(Need::ALL.iter().map(|need| Self::Need(*need)))
    }

    /// The question with that key in the design file.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|key| key.key() == name)
    }

    /// The question with that number in links.
    pub fn from_wire(wire: u16) -> Option<Self> {
        Self::all().find(|key| key.question().wire == wire)
    }

    /// Its key in the design file.
    pub fn key(self) -> &'static str {
        self.question().name
    }

    /// Its descriptor.
    pub fn question(self) -> Question {
        use NumberUnit::{Count, DollarsAMonth, Milliseconds, People, PercentAYear, RequestsPerSecond, TimesTheMean};
        use QuestionSection::{Mesh, Needs, Place, Rules, Scale, Team, Work};
        let (name, wire, section, kind) = match self {
            Self::Engineers => ("engineers", 1, Team, number(People, 1, 100_000)),
            Self::PlatformEngineers => ("platformEngineers", 2, Team, number(People, 0, 10_000)),
            Self::Operation => ("operation", 3, Team, choice::<Operation>()),
            Self::Skills => ("skills", 4, Team, several::<Skill>()),
            Self::CurrentPlatform => ("currentPlatform", 5, Team, choice::<CurrentPlatform>()),
            Self::Pods => ("pods", 6, Scale, number(Count, 1, 10_000_000)),
            Self::Growth => ("growth", 7, Scale, number(PercentAYear, 0, 10_000)),
            Self::Requests => ("requests", 8, Scale, number(RequestsPerSecond, 0, 1_000_000_000)),
            Self::PeakFactor => ("peakFactor", 9, Scale, number(TimesTheMean, 1, 1000)),
            Self::TrafficShape => ("trafficShape", 10, Scale, choice::<TrafficShape>()),
            Self::DeploysADay => ("deploysADay", 11, Scale, number(Count, 0, 100_000)),
            Self::Clouds => ("clouds", 12, Place, several::<Cloud>()),
            Self::Regions => ("regions", 13, Place, number(Count, 1, 100_000)),
            Self::RegionNames => ("regionNames", 14, Place, AnswerKind::Names),
            Self::Zones => ("zones", 15, Place, number(Count, 1, 10)),
            Self::Environments => ("environments", 16, Place, several::<Environment>()),
            Self::Availability => ("availability", 17, Place, choice::<Availability>()),
            Self::Latency => ("latency", 18, Place, number(Milliseconds, 1, 3_600_000)),
            Self::WorkloadKinds => ("workloadKinds", 19, Work, several::<WorkloadKindWanted>()),
            Self::Compliance => ("compliance", 20, Rules, several::<Compliance>()),
            Self::Licence => ("licence", 21, Rules, choice::<LicenceRule>()),
            Self::Budget => ("budget", 22, Rules, number(DollarsAMonth, 0, 1_000_000_000)),
            Self::MeshNeeds => ("meshNeeds", 23, Mesh, several::<MeshNeed>()),
            Self::MeshPresent => ("meshPresent", 24, Mesh, several::<MeshPresent>()),
            Self::Need(need) => {
                let position = Need::ALL.iter().position(|n| *n == need).unwrap_or_default();
                let wire = FIRST_NEED.saturating_add(u16::try_from(position).unwrap_or_default());
                (need_name(need), wire, Needs, AnswerKind::Flag)
            }
        };
        Question { key: self, name, wire, section, kind }
    }
}

/// A need's key in the design file: its own, set apart from the other questions.
const fn need_name(need: Need) -> &'static str {
    match need {
        Need::OnPremises => "needOnPremises",
        Need::AirGap => "needAirGap",
        Need::WindowsContainers => "needWindowsContainers",
        Need::Gpu => "needGpu",
        Need::BlockStorage => "needBlockStorage",
        Need::TcpUdpIngress => "needTcpUdpIngress",
        Need::RequestOver60Minutes => "needRequestOver60Minutes",
        Need::PerNodeDaemon => "needPerNodeDaemon",
        Need::BareProcesses => "needBareProcesses",
        Need::VirtualMachines => "needVirtualMachines",
        Need::Privileged => "needPrivileged",
        Need::Fips => "needFips",
        Need::Over10kNodes => "needOver10kNodes",
        Need::ScaleToZero => "needScaleToZero",
        Need::MultiCloudActive => "needMultiCloudActive",
        Need::OsiLicenceOnly => "needOsiLicenceOnly",
        Need::ServiceMesh => "needServiceMesh",
        Need::NetworkPolicy => "needNetworkPolicy",
        Need::Arm64 => "needArm64",
        Need::Ipv6Only => "needIpv6Only",
        Need::SpotBatch => "needSpotBatch",
        Need::StatefulQuorum => "needStatefulQuorum",
        Need::StrictTenancy => "needStrictTenancy",
        Need::GovernmentCompliance => "needGovernmentCompliance",
        Need::NoForcedUpgrades => "needNoForcedUpgrades",
        Need::JobOver24Hours => "needJobOver24Hours",
        Need::OperatorsHelm => "needOperatorsHelm",
        Need::LargeMemory => "needLargeMemory",
        Need::NativeCron => "needNativeCron",
    }
}

impl Question {
    /// The option with that key, as the descriptor holds it.
    pub fn option(&self, text: &str) -> Result<&'static str, AnswerError> {
        let (AnswerKind::Choice { options } | AnswerKind::Several { options }) = self.kind else {
            return Err(self.wrong_form());
        };
        options.iter().find(|option| **option == text).copied().ok_or_else(|| AnswerError::Option {
            key: self.name.to_owned(),
            option: text.to_owned(),
            options: options.join(", "),
        })
    }

    /// Whether an answer fits.
    pub fn check(&self, answer: &Answer) -> Result<(), AnswerError> {
        match (self.kind, answer) {
            (AnswerKind::Number { min, max, .. }, Answer::Number(estimate)) => {
                match [estimate.low, estimate.likely, estimate.high].into_iter().find(|n| *n < min || *n > max) {
                    Some(number) => Err(AnswerError::Bounds { key: self.name.to_owned(), number, min, max }),
                    None => Ok(()),
                }
            }
            (AnswerKind::Choice { .. }, Answer::Choice(option)) => self.option(option).map(drop),
            (AnswerKind::Several { .. }, Answer::Several(options)) => {
                options.iter().try_for_each(|option| self.option(option).map(drop))
            }
            (AnswerKind::Flag, Answer::Flag(_)) | (AnswerKind::Names, Answer::Names(_)) => Ok(()),
            _ => Err(self.wrong_form()),
        }
    }

    fn wrong_form(&self) -> AnswerError {
        AnswerError::Form { key: self.name.to_owned(), expected: self.kind.expected().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::super::requirements::{Estimate, Insistence, Requirements, Said};
    use super::*;
    use crate::order::Set;

    #[test]
    fn names_and_numbers_are_unique() {
        let names: Set<_> = QuestionKey::all().map(QuestionKey::key).collect();
        let wires: Set<_> = QuestionKey::all().map(|key| key.question().wire).collect();
        assert_eq!(names.len(), QuestionKey::all().count());
        assert_eq!(wires.len(), names.len());
        assert!(QuestionKey::all().all(|key| QuestionKey::from_name(key.key()) == Some(key)));
        assert!(QuestionKey::all().all(|key| QuestionKey::from_wire(key.question().wire) == Some(key)));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text = "engineers: 12\npods:\n- 40\n- 60\n- 200\nclouds:\n- aws\n- edge\navailability:\n  value: '99.9'\n  as: must\nneedGpu:\n  value: true\n  as: not-sure\npriorities:\n  cost:\n    importance: 9\n    sureness: sure\n";
        let requirements: Requirements = serde_yaml::from_str(text).unwrap();
        assert_eq!(serde_yaml::to_string(&requirements).unwrap(), text);
        assert_eq!(
            requirements.get(QuestionKey::Pods),
            Some(&Said { answer: Answer::Number(Estimate::range(40, 60, 200)), insistence: Insistence::Want })
        );
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for (text, part) in [
            ("engineers: 0", "from 1 to"),
            ("engineers: many", "whole number"),
            ("clouds: [moon]", "no option “moon”"),
            ("enginers: 3", "no question “enginers”"),
        ] {
            let error = serde_yaml::from_str::<Requirements>(text).unwrap_err().to_string();
            assert!(error.contains(part), "{text}: {error}");
        }
    }
}
