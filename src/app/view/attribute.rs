//! What an element says of itself, besides its tag: attributes, properties, classes, listeners.

use leptos::prelude::{Get, Owner, RenderEffect, RwSignal, Signal};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Event;

/// Where a value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The markup.
    Attribute,
    /// The element as an object.
    Property,
    /// The list of classes.
    Class,
}

/// A value as it is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    /// No such attribute.
    Nothing,
    /// There or not.
    Flag(bool),
    /// Words.
    Text(Cow<'static, str>),
}

/// A value, or what it follows.
pub(crate) enum Known {
    /// As it is.
    Plain(Said),
    /// Worked out anew when what it reads changes.
    Followed(Box<dyn Say>),
}

/// Takes what happened.
pub(super) trait Listen {
    fn hear(&self, event: Event);
}

impl<F: Fn(Event)> Listen for F {
    fn hear(&self, event: Event) {
        self(event);
    }
}

/// One of the things an element says.
pub(super) enum Attribute {
    /// A value in its place, by name.
    Set(Place, &'static str, Known),
    /// What listens to an event, by the event's name.
    On(&'static str, Box<dyn Listen>),
}

/// What an attribute can be set to as it is.
pub(crate) trait Plain {
    /// As it is set.
    fn said(self) -> Said;
}

impl Plain for &'static str {
    fn said(self) -> Said {
        Said::Text(Cow::Borrowed(self))
    }
}

impl Plain for String {
    fn said(self) -> Said {
        Said::Text(Cow::Owned(self))
    }
}

impl Plain for bool {
    fn said(self) -> Said {
        Said::Flag(self)
    }
}

impl<T: Plain> Plain for Option<T> {
    fn said(self) -> Said {
        self.map_or(Said::Nothing, Plain::said)
    }
}

/// Says what something is to be set to, as often as it is asked to.
pub(crate) trait Say {
    /// What it is now.
    fn say(&self) -> Said;
}

impl<T: Plain, F: Fn() -> T> Say for F {
    fn say(&self) -> Said {
        self().said()
    }
}

/// What an attribute can be set to.
pub(crate) trait Value {
    /// As it is, or what it follows.
    fn known(self) -> Known;
}

macro_rules! as_it_is {
    ($($kind:ty),*) => {
        $(impl Value for $kind {
            fn known(self) -> Known {
                Known::Plain(self.said())
            }
        })*
    };
}

as_it_is!(&'static str, String, bool, Option<&'static str>, Option<String>);

impl<T: Plain, F: Fn() -> T + 'static> Value for F {
    fn known(self) -> Known {
        Known::Followed(Box::new(self))
    }
}

impl Value for RwSignal<String> {
    fn known(self) -> Known {
        (move || self.get()).known()
    }
}

impl<T: Plain + Clone + Send + Sync + 'static> Value for Signal<T> {
    fn known(self) -> Known {
        Known::Followed(Box::new(move || self.get()))
    }
}

/// An attribute of an element that stands.
pub(super) enum Standing {
    /// As it was set.
    Plain(Place, &'static str, Said),
    /// Set whenever it changes.
    Followed(Place, &'static str, RenderEffect<Said>),
    /// What listens.
    On(Listener),
}

/// What listens to an event of an element, behind one closure the browser holds.
pub(super) struct Listener {
    element: web_sys::Element,
    event: &'static str,
    now: Rc<RefCell<Rc<dyn Listen>>>,
    closure: Closure<dyn Fn(Event)>,
}

impl Drop for Listener {
    /// What one listener does may take the next one's element from the page, before the event has come to it.
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        drop(self.element.remove_event_listener_with_callback(self.event, callback));
    }
}

/// Makes the element agree. What the browser refuses is left as it was: names come from our own markup.
fn set(element: &web_sys::Element, place: Place, name: &'static str, said: &Said) {
    let done = match (place, said) {
        (Place::Attribute, Said::Text(text)) => element.set_attribute(name, text),
        (Place::Attribute, Said::Flag(true)) => element.set_attribute(name, ""),
        (Place::Attribute, Said::Nothing | Said::Flag(false)) => element.remove_attribute(name),
        (Place::Property, said) => {
            let value = match said {
                Said::Nothing => JsValue::UNDEFINED,
                Said::Flag(flag) => JsValue::from_bool(*flag),
                Said::Text(text) => JsValue::from_str(text),
            };
            js_sys::Reflect::set(element, &JsValue::from_str(name), &value).map(drop)
        }
        (Place::Class, said) => element.class_list().toggle_with_force(name, *said == Said::Flag(true)).map(drop),
    };
    drop(done);
}

/// Sets the value where it differs from what was said before.
fn set_anew(element: &web_sys::Element, place: Place, name: &'static str, said: Said, before: Option<&Said>) -> Said {
    if before != Some(&said) {
        set(element, place, name, &said);
    }
    said
}

fn follow(
    element: &web_sys::Element,
    place: Place,
    name: &'static str,
    say: Box<dyn Say>,
    before: Option<Said>,
) -> RenderEffect<Said> {
    let element = element.clone();
    RenderEffect::new_with_value(
        move |before: Option<Said>| set_anew(&element, place, name, say.say(), before.as_ref()),
        before,
    )
}

impl Attribute {
    /// Sets it on an element that does not have it yet.
    pub(super) fn set(self, element: &web_sys::Element) -> Standing {
        match self {
            Self::Set(place, name, Known::Plain(said)) => {
                // What is not there need not be taken away.
                if !matches!(said, Said::Nothing | Said::Flag(false)) || place == Place::Property {
                    set(element, place, name, &said);
                }
                Standing::Plain(place, name, said)
            }
            Self::Set(place, name, Known::Followed(say)) => {
                Standing::Followed(place, name, follow(element, place, name, say, None))
            }
            Self::On(event, listen) => {
                let now = Rc::new(RefCell::new(Rc::from(listen)));
                let owner = Owner::current().unwrap_or_default();
                let held = Rc::clone(&now);
                let closure = Closure::new(move |event| {
                    let listen: Rc<dyn Listen> = Rc::clone(&held.borrow());
                    owner.with(|| listen.hear(event));
                });
                drop(element.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref()));
                Standing::On(Listener { element: element.clone(), event, now, closure })
            }
        }
    }

    /// Whether it says the same thing of an element, if perhaps with another value.
    pub(super) fn fits(&self, standing: &Standing) -> bool {
        match (self, standing) {
            (Self::Set(place, name, Known::Plain(_)), Standing::Plain(was, old, _))
            | (Self::Set(place, name, Known::Followed(_)), Standing::Followed(was, old, _)) => {
                place == was && name == old
            }
            (Self::On(event, _), Standing::On(listener)) => *event == listener.event,
            _ => false,
        }
    }

    /// Sets it in place of one it fits.
    pub(super) fn set_over(self, element: &web_sys::Element, standing: &mut Standing) {
        match (self, standing) {
            (Self::Set(place, name, Known::Plain(said)), Standing::Plain(_, _, before)) => {
                *before = set_anew(element, place, name, said, Some(before));
            }
            (Self::Set(place, name, Known::Followed(say)), Standing::Followed(_, _, effect)) => {
                let before = effect.take_value();
                *effect = follow(element, place, name, say, before);
            }
            (Self::On(_, listen), Standing::On(listener)) => *listener.now.borrow_mut() = Rc::from(listen),
            _ => {}
        }
    }
}
