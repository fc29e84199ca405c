//! Text fields over a workload's values.

use crate::app::kit::{Field, field};
use crate::app::store::Store;
use crate::app::view::prelude::*;
use crate::design::Workload;
use std::str::FromStr;

/// A value as text, or nothing.
pub(super) fn shown<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// A value, or none when nothing was typed; what cannot be read says so in the unit's own words.
pub(super) fn optional<T: FromStr>(typed: &str, expected: &str) -> Result<Option<T>, String> {
    match typed.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| expected.to_owned()),
    }
}

/// The same, with the unit's own sentence.
pub(super) fn quantity<T: FromStr<Err: ToString>>(typed: &str) -> Result<Option<T>, String> {
    match typed.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|error: T::Err| format!("{}.", error.to_string())),
    }
}

/// Changes the workload as a step of its own.
pub(super) fn change(store: Store, index: usize, act: impl FnOnce(&mut Workload)) {
    store.edit("", |design| {
        if let Some(workload) = design.workloads.get_mut(index) {
            act(workload);
        }
    });
}

/// A field over one value of a workload.
pub(super) fn text(
    store: Store,
    index: usize,
    name: &'static str,
    label: &'static str,
    read: fn(&Workload) -> String,
    write: fn(&mut Workload, &str) -> Result<(), String>,
) -> AnyView {
    let value = store.part(move |design| design.workloads.get(index).map(read).unwrap_or_default());
    let place = format!("workload-{index}-{name}");
    field(Field::new(format!("workload-{name}"), label, value.into(), move |typed| {
        let mut answer = Ok(());
        store.edit(&place, |design| {
            if let Some(workload) = design.workloads.get_mut(index) {
                answer = write(workload, typed);
            }
        });
        answer
    }))
}
