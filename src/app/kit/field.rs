//! A field for text or a number. What cannot be taken stays in the field with one sentence beneath.

use crate::app::view::prelude::*;
use std::sync::Arc;

/// A field's make-up.
#[derive(Clone)]
pub(crate) struct Field {
    /// Its id, unique on the page.
    pub(crate) id: String,
    /// Its label.
    pub(crate) label: String,
    /// A sentence beneath; empty for none.
    pub(crate) help: String,
    /// What stands behind it; empty for none.
    pub(crate) unit: String,
    /// What is shown while it is empty.
    pub(crate) placeholder: String,
    /// Several lines.
    pub(crate) long: bool,
    /// The value as it stands in the design.
    pub(crate) value: Signal<String>,
    /// Takes what was typed, or says why not.
    pub(crate) take: Arc<dyn Fn(&str) -> Result<(), String> + Send + Sync>,
}

impl Field {
    /// A field with a label and nothing else.
    pub(crate) fn new(
        id: impl Into<String>,
        label: impl Into<String>,
        value: Signal<String>,
        take: impl Fn(&str) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            id: id.into(),
            label: label.into(),
            help: String::new(),
            unit: String::new(),
            placeholder: String::new(),
            long: false,
            value,
            take: Arc::new(take),
        }
    }

    /// With a sentence beneath.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// With a unit behind.
    pub(crate) fn unit(mut self, unit: impl Into<String>) -> Self {
        self.unit = unit.into();
        self
    }

    /// With something shown while it is empty.
    pub(crate) fn placeholder(mut self, placeholder: impl Into<String>) -> Self {
        self.placeholder = placeholder.into();
        self
    }

    /// With several lines.
    pub(crate) fn long(mut self) -> Self {
        self.long = true;
        self
    }
}

/// Draws a field.
pub(crate) fn field(make: Field) -> AnyView {
    let Field { id, label, help, unit, placeholder, long, value, take } = make;
    // What is being typed, until it is left in good order.
    let draft = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(None::<String>);
    let shown = move || draft.get().unwrap_or_else(|| value.get());
    let typed = move |text: String| {
        wrong.set(take(&text).err());
        draft.set(Some(text));
    };
    let left = move || {
        // A field that is taken from the page while it has the focus is left once more, when its signals are gone.
        if wrong.try_with_untracked(Option::is_none) == Some(true) {
            drop(draft.try_set(None));
        }
    };
    let error_id = format!("{id}-error");
    let help_id = format!("{id}-help");
    let described = match help.is_empty() {
        true => error_id.clone(),
        false => format!("{help_id} {error_id}"),
    };
    let invalid = move || wrong.with(Option::is_some).then_some("true");
    let input = if long {
        let typed = typed.clone();
        view! {
            <textarea id=id.clone() rows="4" spellcheck="false" placeholder=placeholder aria-describedby=described
                aria-invalid=invalid prop:value=shown
                on:input=move |event| typed(event_target_value(&event)) on:blur=move |_| left()></textarea>
        }
    } else {
        view! {
            <input id=id.clone() type="text" autocomplete="off" spellcheck="false" placeholder=placeholder
                aria-describedby=described aria-invalid=invalid prop:value=shown
                on:input=move |event| typed(event_target_value(&event)) on:blur=move |_| left() />
        }
    };
    view! {
        <div class="field" class:field-long=long>
            <label for=id>{label}</label>
            <span class="field-row">{input}{(!unit.is_empty()).then(|| view! { <span class="unit">{unit}</span> })}</span>
            {(!help.is_empty()).then(|| view! { <p class="help" id=help_id>{help}</p> })}
            <p class="error" id=error_id aria-live="polite">{live(move || wrong.get())}</p>
        </div>
    }
}
