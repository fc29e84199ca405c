//! Calls: most of them are shown by an environment variable that has been passed before, one after the other.

use super::super::codec::Codec;
use super::super::place::Place;
use super::super::wire::{Wire, part, pass_list};
use super::network::optional_port;
use crate::design::{Call, Container, SourceLine};
use crate::yaml::Blank;

/// Passes containers, and learns from them which calls will follow.
pub(super) fn container_list(containers: &mut Vec<Container>, codec: &mut Codec, place: Place) {
    containers.pass(codec, place);
    codec.scene().containers_came(containers);
}

/// Passes calls, each as the next that is expected where it is.
pub(super) fn call_list(calls: &mut Vec<Call>, codec: &mut Codec, place: Place) {
    let expected = codec.scene().take_calls();
    let mut next = 0;
    let mut last: Option<(u32, u32)> = None;
    pass_list(calls, codec, place, |call, codec, place| {
        let ahead = expected.get(next..).unwrap_or_default();
        let found = ahead.iter().position(|(guess, _)| is_alike(guess, call));
        let mut shown_at = None;
        if !ahead.is_empty() && codec.flag(place.within(1), found.is_some()) {
            let skipped = codec.count(place.within(2), found.and_then(|f| u64::try_from(f).ok()).unwrap_or(0));
            let chosen = usize::try_from(skipped).ok().and_then(|skipped| ahead.get(skipped));
            if codec.reads() {
                codec.put(call, chosen.map(|(guess, _)| guess.clone()));
            }
            shown_at = chosen.map(|(_, at)| *at);
            next += usize::try_from(skipped).unwrap_or(0) + 1;
        } else {
            let place = part!(codec, place, 87, 1, &mut call.service);
            let place = part!(codec, place, 87, 2, &mut call.namespace);
            let place = part!(codec, place, 87, 3, &mut call.port, optional_port);
            part!(codec, place, 87, 6, &mut call.evidence);
        }
        let place = part!(codec, place, 87, 4, &mut call.rate);
        let mut place = part!(codec, place, 87, 5, &mut call.payload);
        if codec.has_since(b'3', call.denied) {
            place = part!(codec, place, 87, 8, &mut call.denied);
        }
        // Variables stand at equal distances: the line follows from the last call's.
        let known = match (last, shown_at) {
            (Some((line, at)), Some(here)) => line.saturating_add(codec.lines.stride * here.saturating_sub(at)),
            _ => 0,
        };
        let line = |at: &mut Option<SourceLine>, codec: &mut Codec, place: Place| {
            let at = at.get_or_insert_with(SourceLine::blank);
            at.file.pass(codec, place.field(89, 1));
            let known = if known > 0 { known } else { codec.lines.last(&at.file) };
            let place = place.knowing(u32::from(known > 0));
            codec.line(
                place.field(89, if shown_at.is_some() && last.is_some() { 4 } else { 3 }),
                &[known],
                &mut at.line,
            );
            codec.lines.came(at);
        };
        part!(codec, place, 87, 7, &mut call.read_at, line);
        last = call.read_at.as_ref().zip(shown_at).map(|(read, at)| (read.line, at));
    });
}

/// Whether a call is the expected one, but for what a person adds and where it was read.
fn is_alike(guess: &Call, call: &Call) -> bool {
    guess.service == call.service
        && guess.namespace == call.namespace
        && guess.port == call.port
        && guess.evidence == call.evidence
}
