//! What the rows of the tables look like as text.

use super::load::{Sources, Tables, Versions, WrittenConstraint, WrittenFact, WrittenVerdict};
use super::{
    Costing, CriterionInfo, CriterionPart, Curve, Date, FactId, FactKind, Grade, IstioRelease, KubernetesRelease,
    LargestPod, Limit, Machine, Number, Platform, Rating, Reach, UnsaidImportance,
};
use crate::yaml::read::{Node, Value};
use crate::yaml::{Blank, Form, Misfit, Tree, Written, choice, printed_form, read_text, record, record_of};

record!(Platform, needs id name short family what best_for runs_in familiar facts { id, name, short, family, what, best_for, runs_in, familiar, facts });
record!(UnsaidImportance, needs when importance { when, importance });
record!(CriterionInfo, needs id name means valued worst best unsaid { id, name, means, valued, worst, best, unsaid, unsaid_when, familiarity, parts, curve, budget_curve });
record!(CriterionPart, needs key what points { key, what, points, when });
record!(Grade, needs grade facts { grade, facts });
record!(Rating, needs criterion platform text parts { criterion, platform, text, parts });
record!(Limit, needs of fact { of, fact });
record!(Reach, needs platform limits { platform, limits });
record!(LargestPod, needs platform fact { platform, fact });
record!(Costing, needs platform billed fee effort operation { platform, billed, fee, servers, prices, effort, operation });
record!(Machine, needs name cloud cpus memory_gib dollars_an_hour pods fact { name, cloud, cpus, memory_gib, dollars_an_hour, pods, arm, burstable, gpus, fact });
record!(KubernetesRelease, needs minor released ends facts { minor, released, ends, facts });
record!(IstioRelease, needs minor patch released kubernetes facts { minor, patch, released, ends, kubernetes, facts });
record!(Curve, needs of points { of, points });

record_of!(WrittenFact; plain, needs id { id, claim, values, unit, as_of, undated, kind, verified, source });
record!(WrittenVerdict; plain, needs platforms text { platforms, text });
record_of!(WrittenConstraint; plain, needs need asks criteria { need, asks, claim, as_of, undated, kind, verified, source, criteria, eliminates, burdens, caveats });
record!(Versions; plain, needs kubernetes istio { date, kubernetes, istio });
record!(Tables; plain { platforms, criteria, constraints, ratings, limits, sizes, costs, machines, versions, facts });

choice!(FactKind, camel { Documented, Measured, VendorClaim as "vendor-claim", Judgement });

printed_form!(
    Date = Self::default(), takes "a date such as 2026-08-21, 2026-08 or 2026";
    FactId = Self::from(""), takes "the name of a fact";
    Number = Self::default(), takes "a number";
);

impl Written for Sources {
    fn write(&self) -> Tree {
        match self {
            Self::One(source) => source.write(),
            Self::Several(sources) => sources.write(),
        }
    }
}

impl Form for Sources {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        *self = match &node.value {
            Value::Sequence(_) => {
                let mut sources = Vec::new();
                sources.read(node)?;
                Self::Several(sources)
            }
            _ => Self::One(read_text(node, "a source or a list of them")?.to_owned()),
        };
        Ok(())
    }
    fn is_blank(&self) -> bool {
        false
    }
}

impl Blank for Sources {
    fn blank() -> Self {
        Self::Several(Vec::new())
    }
}

impl Blank for WrittenFact {
    fn blank() -> Self {
        Self {
            id: String::new(),
            claim: String::new(),
            values: Blank::blank(),
            unit: String::new(),
            as_of: None,
            undated: false,
            kind: FactKind::Documented,
            verified: true,
            source: None,
        }
    }
}

impl Blank for WrittenConstraint {
    fn blank() -> Self {
        Self {
            need: Blank::blank(),
            asks: String::new(),
            claim: String::new(),
            as_of: None,
            undated: false,
            kind: FactKind::Documented,
            verified: true,
            source: None,
            criteria: Vec::new(),
            eliminates: Vec::new(),
            burdens: Vec::new(),
            caveats: Vec::new(),
        }
    }
}
