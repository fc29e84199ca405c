//! Elements, built by calls. `view!` writes these calls.

use super::attribute::{Attribute, Place, Value};
use super::parts::{AnyView, IntoAny};
use wasm_bindgen::JsCast;
use web_sys::Event;

/// An element in the making.
pub(crate) struct Element(Box<Made>);

/// All there is to an element.
pub(super) struct Made {
    /// The tag and, a line each, the attributes that never change, as `name=value`.
    pub(super) head: &'static str,
    /// Whether it is one of SVG's.
    pub(super) is_svg: bool,
    /// What is worked out while the page runs.
    pub(super) attributes: Vec<Attribute>,
    /// What is in it.
    pub(super) children: Vec<AnyView>,
}

impl Element {
    #[inline(never)]
    fn make(head: &'static str, is_svg: bool) -> Self {
        Self(Box::new(Made { head, is_svg, attributes: Vec::new(), children: Vec::new() }))
    }

    /// An element of HTML.
    pub(crate) fn new(head: &'static str) -> Self {
        Self::make(head, false)
    }

    /// An element of SVG.
    pub(crate) fn svg(head: &'static str) -> Self {
        Self::make(head, true)
    }

    #[inline(never)]
    fn with(mut self, attribute: Attribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    #[inline(never)]
    fn with_child(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    /// With an attribute.
    pub(crate) fn attribute(self, name: &'static str, value: impl Value) -> Self {
        self.with(Attribute::Set(Place::Attribute, name, value.known()))
    }

    /// With a property, set once the children stand: a list to choose from can only show what it has.
    pub(crate) fn property(self, name: &'static str, value: impl Value) -> Self {
        self.with(Attribute::Set(Place::Property, name, value.known()))
    }

    /// With a class or without.
    pub(crate) fn class(self, name: &'static str, value: impl Value) -> Self {
        self.with(Attribute::Set(Place::Class, name, value.known()))
    }

    /// Listening to an event; `E` is what the browser hands over for it.
    pub(crate) fn on<E: JsCast + 'static>(self, event: &'static str, listen: impl Fn(E) + 'static) -> Self {
        self.with(Attribute::On(event, Box::new(move |event: Event| listen(event.unchecked_into()))))
    }

    /// With a child behind those it has.
    pub(crate) fn child(self, child: impl IntoAny) -> Self {
        self.with_child(child.into_any())
    }
}

impl IntoAny for Element {
    fn into_any(self) -> AnyView {
        AnyView::element(self.0)
    }
}
