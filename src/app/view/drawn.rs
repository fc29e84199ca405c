//! Views in the document, and making it agree with other views. A part that is of the same make as what stands in its place
//! is changed there, so that the focus and what is being typed stay; any other takes its place.

use super::attribute::Standing;
use super::element::Made;
use super::parts::{AnyView, Draw, Kept, Part};
use crate::app::kit::Same;
use leptos::prelude::{Owner, RenderEffect, document};
use std::borrow::Cow;
use web_sys::{Element, Node, Text};

/// A part as it stands in the document. Each has at least one node, so that its place is known.
enum Drawn {
    /// An empty text keeps the place.
    Nothing(Text),
    Text(Text, Cow<'static, str>),
    Element(Box<StandingElement>),
    /// An empty text behind the last, before which more may come.
    Several(Vec<Drawn>, Text),
    Live(RenderEffect<Drawn>),
    Kept(Box<KeptDrawn>),
}

struct StandingElement {
    node: Element,
    head: &'static str,
    attributes: Vec<Standing>,
    children: Vec<Drawn>,
}

struct KeptDrawn {
    key: Box<dyn Same>,
    home: Owner,
    drawn: Drawn,
    #[expect(dead_code, reason = "holds the signals that were made while drawing; they go with it")]
    owner: Owner,
}

const SVG: &str = "http://www.w3.org/2000/svg";

/// Where a part is to stand.
#[derive(Clone)]
struct Place {
    parent: Node,
    before: Option<Node>,
}

impl Place {
    /// What the browser refuses cannot be put right here; the part is then not seen.
    fn take(&self, node: &Node) {
        drop(self.parent.insert_before(node, self.before.as_ref()));
    }
}

/// Draws a view as the last of the document's body.
pub(crate) fn mount(make: impl FnOnce() -> AnyView) {
    if let Some(body) = document().body() {
        mount_in(body.into(), make);
    }
}

/// Draws a view as the last of what is in `parent`, and keeps it there.
pub(super) fn mount_in(parent: Node, make: impl FnOnce() -> AnyView) {
    // Only refuses when it was done before.
    drop(any_spawner::Executor::init_wasm_bindgen());
    let owner = Owner::new();
    std::mem::forget(owner.with(|| draw(make(), &Place { parent, before: None })));
    std::mem::forget(owner);
}

fn words(text: &str, place: &Place) -> Text {
    let node = document().create_text_node(text);
    place.take(&node);
    node
}

fn draw(view: AnyView, place: &Place) -> Drawn {
    match *view.0 {
        Part::Nothing => Drawn::Nothing(words("", place)),
        Part::Text(text) => Drawn::Text(words(&text, place), text),
        Part::Element(made) => Drawn::Element(Box::new(element(*made, place))),
        Part::Several(views) => {
            let drawn = views.into_iter().map(|view| draw(view, place)).collect();
            Drawn::Several(drawn, words("", place))
        }
        Part::Live(view) => Drawn::Live(follow(view, Some(place.clone()), None)),
        Part::Kept(kept) => {
            let Kept { key, home, draw: view } = *kept;
            let owner = home.with(Owner::new);
            let drawn = owner.with(|| draw(view(), place));
            Drawn::Kept(Box::new(KeptDrawn { key, home, drawn, owner }))
        }
    }
}

fn element(made: Made, place: &Place) -> StandingElement {
    let Made { head, is_svg, attributes, children } = made;
    let mut lines = head.split('\n');
    let tag = lines.next().unwrap_or_default();
    let document = document();
    let node = match is_svg {
        true => document.create_element_ns(Some(SVG), tag),
        false => document.create_element(tag),
    };
    let Ok(node) = node else { unreachable!("the page's own markup only holds tags there are") };
    for (name, value) in lines.filter_map(|line| line.split_once('=')) {
        drop(node.set_attribute(name, value));
    }
    let inside = Place { parent: node.clone().into(), before: None };
    let children = children.into_iter().map(|child| draw(child, &inside)).collect();
    let attributes = attributes.into_iter().map(|attribute| attribute.set(&node)).collect();
    place.take(&node);
    StandingElement { node, head, attributes, children }
}

/// Draws, and draws anew over what stands, whenever what the closure reads changes.
fn follow(view: Box<dyn Draw>, mut place: Option<Place>, standing: Option<Drawn>) -> RenderEffect<Drawn> {
    RenderEffect::new_with_value(
        move |standing: Option<Drawn>| match (standing, place.take()) {
            (Some(mut standing), _) => {
                redraw(&mut standing, view.draw());
                standing
            }
            (None, Some(place)) => draw(view.draw(), &place),
            // Another took over what stood here, and this one was woken once more.
            (None, None) => Drawn::Nothing(document().create_text_node("")),
        },
        standing,
    )
}

/// Makes what stands agree with the view.
fn redraw(standing: &mut Drawn, view: AnyView) {
    match (&mut *standing, *view.0) {
        (Drawn::Nothing(_), Part::Nothing) => {}
        (Drawn::Text(node, before), Part::Text(text)) => {
            if *before != text {
                node.set_data(&text);
                *before = text;
            }
        }
        (Drawn::Element(standing), Part::Element(made)) if standing.fits(&made) => standing.redraw(*made),
        (Drawn::Several(list, end), Part::Several(views)) => several(list, end, views),
        (Drawn::Live(effect), Part::Live(view)) => {
            let standing = effect.take_value();
            *effect = follow(view, None, standing);
        }
        // Signals made in a part that is kept live as long as its home; in another home they are gone.
        (Drawn::Kept(standing), Part::Kept(kept))
            if standing.home == kept.home && standing.key.is_same(kept.key.any()) => {}
        (_, part) => {
            let first = standing.first();
            if let Some(parent) = first.parent_node() {
                let other = draw(AnyView(Box::new(part)), &Place { parent, before: Some(first) });
                standing.remove();
                *standing = other;
            }
        }
    }
}

fn several(list: &mut Vec<Drawn>, end: &Text, views: Vec<AnyView>) {
    let fewer = list.split_off(views.len().min(list.len()));
    for mut gone in fewer {
        gone.remove();
    }
    let mut views = views.into_iter();
    for (standing, view) in list.iter_mut().zip(views.by_ref()) {
        redraw(standing, view);
    }
    if let Some(parent) = end.parent_node() {
        let place = Place { parent, before: Some(end.clone().into()) };
        list.extend(views.map(|view| draw(view, &place)));
    }
}

impl StandingElement {
    fn fits(&self, made: &Made) -> bool {
        self.head == made.head
            && self.children.len() == made.children.len()
            && self.attributes.len() == made.attributes.len()
            && made.attributes.iter().zip(&self.attributes).all(|(new, old)| new.fits(old))
    }

    fn redraw(&mut self, made: Made) {
        for (standing, child) in self.children.iter_mut().zip(made.children) {
            redraw(standing, child);
        }
        for (standing, attribute) in self.attributes.iter_mut().zip(made.attributes) {
            attribute.set_over(&self.node, standing);
        }
    }
}

impl Drawn {
    /// The first of its nodes.
    fn first(&self) -> Node {
        match self {
            Self::Nothing(node) | Self::Text(node, _) => node.clone().into(),
            Self::Element(element) => element.node.clone().into(),
            Self::Several(list, end) => list.first().map_or_else(|| end.clone().into(), Self::first),
            Self::Live(effect) => match effect.with_value_mut(|drawn| drawn.first()) {
                Some(node) => node,
                // Being drawn at this moment: nobody asks then.
                None => document().create_text_node("").into(),
            },
            Self::Kept(kept) => kept.drawn.first(),
        }
    }

    /// Takes its nodes from the document. What listens there is still held, for an element that has the focus hears of its
    /// leaving.
    fn remove(&mut self) {
        match self {
            Self::Nothing(node) | Self::Text(node, _) => node.remove(),
            Self::Element(element) => element.node.remove(),
            Self::Several(list, end) => {
                list.iter_mut().for_each(Self::remove);
                end.remove();
            }
            Self::Live(effect) => drop(effect.with_value_mut(Self::remove)),
            Self::Kept(kept) => kept.drawn.remove(),
        }
    }
}
