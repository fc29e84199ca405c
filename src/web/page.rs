//! The page as a whole: focus, keys, title and root attributes.

use crate::order::Gather;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// Sets an attribute of the root element, such as the theme.
pub fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = document().document_element() {
        drop(root.set_attribute(name, value));
    }
}

/// The colours in which elements are filled, as the browser has worked them out.
pub fn fill_colours(selector: &str) -> Vec<String> {
    let Ok(elements) = document().query_selector_all(selector) else { return Vec::new() };
    let colour = |at| {
        let element = elements.item(at)?.dyn_into::<web_sys::Element>().ok()?;
        window().get_computed_style(&element).ok()??.get_property_value("background-color").ok()
    };
    (0..elements.length()).map(|at| colour(at).unwrap_or_default()).gather()
}

/// How many dots a pixel of the page has.
pub fn dots_per_pixel() -> f64 {
    window().device_pixel_ratio()
}

/// The width of an element in pixels; 0 where there is none.
pub fn width_of(id: &str) -> i32 {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.map_or(0, |element| element.client_width())
}

/// Where a pointer is within the element that hears it, in pixels.
pub fn pointed_at(event: &web_sys::MouseEvent) -> (i32, i32) {
    (event.offset_x(), event.offset_y())
}

/// Sets the window's title.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Whether the window is a phone's.
pub fn is_narrow() -> bool {
    window().match_media("(max-width: 760px)").ok().flatten().is_some_and(|query| query.matches())
}

/// Scrolls what is in an element by so many pixels.
pub fn scroll_by(id: &str, across: i32, down: i32) {
    with_element(id, move |element| element.scroll_by_with_x_and_y(f64::from(across), f64::from(down)));
}

/// How far a pointer that is held down has moved since it was last heard of; none when it is not held.
pub fn dragged(event: &web_sys::MouseEvent) -> Option<(i32, i32)> {
    (event.buttons() & 1 == 1).then(|| (event.movement_x(), event.movement_y()))
}

/// Puts the focus on an element, once the page has been drawn.
pub fn focus_element(id: &str) {
    with_element(id, |element| drop(element.focus()));
}

/// Selects a line, from 1, of a field for text, and puts the focus there.
pub fn select_line(id: &str, line: usize) {
    let Some(field) = document().get_element_by_id(id) else { return };
    let Ok(field) = field.dyn_into::<web_sys::HtmlTextAreaElement>() else { return };
    // Positions count in units of UTF-16, as the browser does.
    let units = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX);
    let value = field.value();
    let mut start = 0;
    for (at, text) in value.split('\n').enumerate() {
        let length = units(text);
        if at + 1 == line {
            drop(field.focus());
            drop(field.set_selection_range(start, start.saturating_add(length)));
            // The browser scrolls to where something is typed, not to what is selected.
            let lines = i32::try_from(value.split('\n').count()).unwrap_or(i32::MAX).max(1);
            let before = i32::try_from(at).unwrap_or(i32::MAX).saturating_sub(2).max(0);
            field.set_scroll_top(field.scroll_height() / lines * before);
            return;
        }
        start = start.saturating_add(length).saturating_add(1);
    }
}

/// Clicks an element, such as a hidden file field.
pub fn click_element(id: &str) {
    with_element(id, HtmlElement::click);
}

fn with_element(id: &str, act: impl FnOnce(&HtmlElement) + 'static) {
    let id = id.to_owned();
    super::after(0, move || {
        if let Some(element) = document().get_element_by_id(&id)
            && let Ok(element) = element.dyn_into::<HtmlElement>()
        {
            act(&element);
        }
    })
    .forget();
}

/// A key that was pressed.
pub type Key = KeyboardEvent;

/// The id of the nearest element around where something happened that a selector finds.
pub fn closest(event: &web_sys::Event, selector: &str) -> Option<String> {
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    element.closest(selector).ok().flatten().map(|found| found.id())
}

/// Sets an attribute of an element; whether there is such an element.
pub fn set_attribute(id: &str, name: &str, value: &str) -> bool {
    document().get_element_by_id(id).is_some_and(|element| element.set_attribute(name, value).is_ok())
}

/// Fills an element with a table of cells, each a piece of markup, or changes those that are not as they were drawn
/// before; the focus stays at the place that has it, by that place's id. At once, so that no key is lost between.
pub fn redraw_table(id: &str, opening: &str, before: &[Vec<String>], now: &[Vec<String>]) {
    let Some(element) = document().get_element_by_id(id) else { return };
    let active = document().active_element().filter(|active| element.contains(Some(active)));
    let lengths = |rows: &[Vec<String>]| rows.iter().map(Vec::len).gather();
    if element.first_element_child().is_some() && lengths(before) == lengths(now) {
        let Ok(cells) = element.query_selector_all("th, td") else { return };
        let pairs = before.iter().flatten().zip(now.iter().flatten());
        for (place, (_, cell)) in (0..).zip(pairs).filter(|(_, (was, is))| was != is) {
            let there = cells.item(place).and_then(|node| node.dyn_into::<web_sys::Element>().ok());
            if let Some(there) = there {
                there.set_outer_html(cell);
            }
        }
    } else {
        let rows = now.iter().map(|row| format!("<tr>{}</tr>", row.concat()));
        let rows: Vec<String> = rows.gather();
        let (head, body) = rows.split_at_checked(1).unwrap_or_default();
        let (head, body) = (head.concat(), body.concat());
        element.set_inner_html(&format!("{opening}<thead>{head}</thead><tbody>{body}</tbody></table>"));
    }
    let Some(active) = active.filter(|active| !element.contains(Some(active))) else { return };
    let again = document().get_element_by_id(&active.id()).and_then(|again| again.dyn_into::<HtmlElement>().ok());
    if let Some(again) = again {
        drop(again.focus());
    }
}

/// Moves the focus within a group of which one element can be reached by Tab; whether there is such an element.
pub fn rove(from: &str, to: &str) -> bool {
    if !set_attribute(to, "tabindex", "0") {
        return false;
    }
    if from != to {
        set_attribute(from, "tabindex", "-1");
    }
    // At once: the next key may already be on its way.
    let element = document().get_element_by_id(to).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| element.focus().is_ok())
}

/// Scrolls the page to its top.
pub fn scroll_to_top() {
    window().scroll_to_with_x_and_y(0.0, 0.0);
}

/// Whether the focus is where letters are typed.
pub fn is_editing(event: &KeyboardEvent) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()) else { return false };
    let kind = element.get_attribute("type").unwrap_or_default();
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(kind.as_str(), "checkbox" | "radio" | "range" | "button" | "file"),
        _ => element.is_content_editable(),
    }
}

/// Calls back at every key pressed anywhere; the callback may prevent the default.
pub fn on_key(mut pressed: impl FnMut(&KeyboardEvent) + 'static) {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document(), "keydown", options, move |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
            pressed(event);
        }
    })
    .forget();
}

/// Calls back at every event of that name on the window.
pub fn on_window_event(name: &'static str, mut happened: impl FnMut() + 'static) {
    EventListener::new(&window(), name, move |_| happened()).forget();
}

/// Raises an event on the window, for the start script.
pub fn say_to_window(name: &str) {
    if let Ok(event) = web_sys::Event::new(name) {
        drop(window().dispatch_event(&event));
    }
}

/// Keeps the Tab key within an element: from its last field to its first and back.
pub fn keep_tab_within(event: &KeyboardEvent, id: &str) {
    const TAKES_FOCUS: &str = "a[href], button:not([disabled]), input:not([disabled]), select, textarea";
    let Some(element) = document().get_element_by_id(id) else { return };
    let Ok(inside) = element.query_selector_all(TAKES_FOCUS) else { return };
    let at = |index: u32| inside.get(index).and_then(|node| node.dyn_into::<HtmlElement>().ok());
    let (first, last) = (at(0), inside.length().checked_sub(1).and_then(at));
    let here = document().active_element();
    let is = |element: &Option<HtmlElement>| element.as_ref().is_some_and(|e| here.as_ref() == Some(e.as_ref()));
    let target = match event.shift_key() {
        true if is(&first) => last,
        false if is(&last) => first,
        _ => return,
    };
    if let Some(target) = target {
        event.prevent_default();
        drop(target.focus());
    }
}

/// Scrolls what a selector finds into view, as little as need be.
pub fn reveal(selector: &'static str) {
    super::after(0, move || {
        if let Ok(Some(element)) = document().query_selector(selector) {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
            element.scroll_into_view_with_scroll_into_view_options(&options);
        }
    })
    .forget();
}

/// Whether an element was scrolled to less than a screen from its end.
pub fn is_near_end(event: &web_sys::Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|e| e.scroll_height() - e.scroll_top() < 2 * e.client_height())
}

/// Whether the part of the page that was opened or closed is open now.
pub fn is_open(event: &web_sys::Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    element.is_some_and(|element| element.has_attribute("open"))
}
