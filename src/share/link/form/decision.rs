//! How a choice is argued. Names of criteria are mostly those of the closed list, and travel as its numbers.

use super::super::codec::Codec;
use super::super::place::Place;
use super::super::wire::{Wire, choice, pass_list, record};
use crate::design::{
    Criterion, DecisionChoice, OptionKey, OwnAlternative, OwnCriterion, OwnNumber, OwnValue, Pair, PlatformId, Voice,
    Weighting,
};
use crate::order::Gather;
use crate::order::Map;

choice!(Weighting = 130, 2 bits, camel {
    0 Points,
    1 Ranking(criteria => names),
    2 Swing(points => swing),
    3 Pairs(pairs),
});

record!(Pair = 131, needs one other times { 1 one => criterion, 2 other => criterion, 3 times });

record!(OwnValue = 132, needs of criterion points { 1 of => platform, 2 criterion => criterion, 3 points, 4 because });

record!(OwnNumber = 133, needs fact number is { 1 fact, 2 number, 3 is, 4 because });

record!(OwnAlternative = 134 { 1 name, 2 what, 3 dollars_a_month, 4 hours_a_month });

record!(OwnCriterion = 135 { 1 name, 2 means, 3 importance, 4 sureness });

record!(Voice = 136 { 1 name, 2 priorities, 3 weighting });

record!(DecisionChoice = 137 { 1 hour_rate, 2 values, 3 numbers, 4 alternatives, 5 criteria, 6 voices });

fn criterion(name: &mut String, codec: &mut Codec, place: Place) {
    pass_name::<Criterion>(name, codec, place);
}

fn platform(name: &mut String, codec: &mut Codec, place: Place) {
    pass_name::<PlatformId>(name, codec, place);
}

/// A name that is mostly the key of an option.
fn pass_name<T: OptionKey + Wire>(name: &mut String, codec: &mut Codec, place: Place) {
    let mut option = T::from_key(name);
    if codec.flag(place.within(1), option.is_some()) {
        let option = option.get_or_insert_with(T::blank);
        option.pass(codec, place.within(2));
        if codec.reads() {
            option.key().clone_into(name);
        }
    } else {
        name.pass(codec, place);
    }
}

fn names(list: &mut Vec<String>, codec: &mut Codec, place: Place) {
    pass_list(list, codec, place, criterion);
}

fn swing(points: &mut Map<String, u8>, codec: &mut Codec, place: Place) {
    let mut list: Vec<(String, u8)> = std::mem::take(points).into_iter().gather();
    pass_list(&mut list, codec, place, |(name, points), codec, place| {
        criterion(name, codec, place.field(138, 1));
        points.pass(codec, place.field(138, 2));
    });
    points.extend(list);
}
