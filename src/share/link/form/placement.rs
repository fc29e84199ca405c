//! Which nodes a pod may and would rather run on.

use super::super::codec::Codec;
use super::super::place::Place;
use super::super::wire::{Wire, choice, part, record};
use crate::design::{
    Affinity, InclusionPolicy, LabelExpression, LabelOperator, LabelSelector, NodeSelectorTerm, PodAffinityTerm,
    Spread, Taint, TaintEffect, Toleration, TolerationOperator, Weighted, WhenUnsatisfiable,
};
use crate::yaml::read::Node;
use crate::yaml::{
    Blank, Form, Misfit, Outline, Record, Tree, Written, is_blank_record, nth, read_record, write_record,
};

choice!(LabelOperator = 60, 3 bits { 0 In, 1 NotIn, 2 Exists, 3 DoesNotExist, 4 Gt, 5 Lt });

record!(LabelExpression = 61, needs key operator { 1 key, 2 operator, 3 values });

record!(LabelSelector = 62 { 1 match_labels, 2 match_expressions });

record!(NodeSelectorTerm = 63 { 1 match_expressions, 2 match_fields });

record!(PodAffinityTerm = 64 {
    1 topology_key,
    2 selector,
    3 namespaces,
    4 namespace_selector,
    5 match_label_keys,
    6 mismatch_label_keys,
});

impl<T: Form + Blank> Record for Weighted<T> {
    fn outline(&self) -> &'static Outline {
        &Outline { takes: "fields", plain: false, fields: &["weight", "term"], needed: &["weight", "term"] }
    }
    fn field(&self, position: usize) -> Option<&dyn Form> {
        nth!(position, weight = &self.weight, term = &self.term)
    }
    fn field_mut(&mut self, position: usize) -> Option<&mut dyn Form> {
        nth!(position, weight = &mut self.weight, term = &mut self.term)
    }
}

impl<T: Form + Blank> Written for Weighted<T> {
    fn write(&self) -> Tree {
        write_record(self)
    }
}

impl<T: Form + Blank> Form for Weighted<T> {
    fn read(&mut self, node: &Node) -> Result<(), Misfit> {
        read_record(self, node)
    }
    fn is_blank(&self) -> bool {
        is_blank_record(self)
    }
}

impl<T: Blank> Blank for Weighted<T> {
    fn blank() -> Self {
        Self { weight: 0, term: T::blank() }
    }
}

impl<T: Form + Wire> Wire for Weighted<T> {
    fn pass(&mut self, codec: &mut Codec, place: Place) {
        let place = part!(codec, place, 65, 1, &mut self.weight);
        part!(codec, place, 65, 2, &mut self.term);
    }
}

record!(Affinity = 66 {
    1 node_required,
    2 node_preferred,
    3 near_required,
    4 near_preferred,
    5 apart_required,
    6 apart_preferred,
});

choice!(WhenUnsatisfiable = 67, 2 bits { 0 DoNotSchedule, 1 ScheduleAnyway });

choice!(InclusionPolicy = 68, 2 bits { 0 Honor, 1 Ignore });

record!(Spread = 69 {
    2 topology_key,
    1 max_skew,
    3 when_unsatisfiable,
    4 selector,
    5 min_domains,
    6 match_label_keys,
    7 node_affinity_policy,
    8 node_taints_policy,
});

choice!(TaintEffect = 70, 2 bits { 0 NoSchedule, 1 PreferNoSchedule, 2 NoExecute });

record!(Taint = 71, needs key effect { 1 key, 2 value, 3 effect });

choice!(TolerationOperator = 72, 2 bits { 0 Equal, 1 Exists });

record!(Toleration = 73 { 1 key, 2 operator, 3 value, 4 effect, 5 seconds });

#[cfg(test)]
impl<T: crate::share::testing::Sample> crate::share::testing::Sample for Weighted<T> {
    fn sample(dice: &mut crate::share::testing::Dice) -> Self {
        Self { weight: u8::sample(dice), term: T::sample(dice) }
    }
}
