//! One of several, several of several, yes or no.

use crate::app::view::prelude::*;
use crate::order::Set;
use std::sync::Arc;

/// A list to choose one from; the empty key is "not said".
pub(crate) fn select(
    id: String,
    label: String,
    help: String,
    options: Vec<(String, String)>,
    value: Signal<String>,
    take: impl Fn(String) + Send + Sync + 'static,
) -> AnyView {
    let help_id = format!("{id}-help");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select id=id aria-describedby=help_id.clone() prop:value=move || value.get()
                on:change=move |event| take(event_target_value(&event))>
                {options.into_iter().map(|(key, text)| {
                    let selected = { let key = key.clone(); move || value.with(|value| *value == key) };
                    view! { <option value=key selected=selected>{text}</option> }
                }).collect_view()}
            </select>
            <p class="help" id=help_id>{help}</p>
        </div>
    }
}

/// Boxes to tick several of.
pub(crate) fn checks(
    id: String,
    label: String,
    help: String,
    options: Vec<(String, String)>,
    value: Signal<Set<String>>,
    toggle: impl Fn(String) + Send + Sync + 'static,
) -> AnyView {
    let toggle = Arc::new(toggle);
    let help_id = format!("{id}-help");
    view! {
        <fieldset class="field checks" aria-describedby=help_id.clone()>
            <legend>{label}</legend>
            <div class="check-row">
                {options.into_iter().map(|(key, text)| {
                    let box_id = format!("{id}-{key}");
                    let toggle = Arc::clone(&toggle);
                    let ticked = { let key = key.clone(); move || value.with(|value| value.contains(&key)) };
                    view! {
                        <label class="check" for=box_id.clone()>
                            <input id=box_id.clone() type="checkbox" prop:checked=ticked on:change=move |_| toggle(key.clone()) />
                            {text}
                        </label>
                    }
                }).collect_view()}
            </div>
            <p class="help" id=help_id.clone()>{help}</p>
        </fieldset>
    }
}

/// One box: yes or no.
pub(crate) fn flag(
    id: String,
    label: String,
    help: String,
    value: Signal<bool>,
    take: impl Fn(bool) + Send + Sync + 'static,
) -> AnyView {
    let help_id = format!("{id}-help");
    view! {
        <div class="field flag">
            <label class="check" for=id.clone()>
                <input id=id.clone() type="checkbox" aria-describedby=help_id.clone() prop:checked=move || value.get()
                    on:change=move |event| take(event_target_checked(&event)) />
                {label}
            </label>
            <p class="help" id=help_id>{help}</p>
        </div>
    }
}

/// A few choices side by side, one of them pressed.
pub(crate) fn segmented(
    name: String,
    label: String,
    options: Vec<(String, String)>,
    value: Signal<String>,
    take: impl Fn(String) + Send + Sync + 'static,
) -> AnyView {
    let take = Arc::new(take);
    view! {
        <div class="segmented" role="radiogroup" aria-label=label>
            {options.into_iter().map(|(key, text)| {
                let id = format!("{name}-{key}");
                let take = Arc::clone(&take);
                let on = { let key = key.clone(); move || value.with(|value| *value == key) };
                view! {
                    <label for=id.clone()>
                        <input id=id.clone() type="radio" name=name.clone() prop:checked=on
                            on:change=move |_| take(key.clone()) />
                        <span>{text}</span>
                    </label>
                }
            }).collect_view()}
        </div>
    }
}
