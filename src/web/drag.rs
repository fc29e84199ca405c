//! Rows of a list that are dragged by a pointer: mouse, pen or finger.

use crate::order::Gather;
use gloo::utils::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, PointerEvent};

/// A pointer that was pressed, moved or let go.
pub type Pointer = PointerEvent;

/// What marks the row that is dragged, and the one beside the gap it would go to.
const DRAGGED: &str = "data-dragged";
const DROP: &str = "data-drop";
/// How near the window's edge a pointer scrolls, and how far at a time.
const EDGE: i32 = 56;
const SCROLL: f64 = 14.0;

/// The place of the row a pointer takes hold of: a mouse anywhere but on a button, a finger by the grip alone, since
/// elsewhere it scrolls. From then on the list hears of the pointer wherever it goes.
pub fn take_row(event: &Pointer, list: &str) -> Option<usize> {
    let list = document().get_element_by_id(list)?;
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let by = if event.pointer_type() == "mouse" { "li" } else { ".grip" };
    let free = event.button() == 0 && event.is_primary() && target.closest("button").ok()?.is_none();
    let row = target.closest(by).ok()??.closest("li").ok()?.filter(|_| free)?;
    let place = rows(&list).iter().position(|one| *one == row)?;
    drop(list.set_pointer_capture(event.pointer_id()));
    drop(row.set_attribute(DRAGGED, ""));
    Some(place)
}

/// The gap a dragged row would go to: how many rows it would have before it. The gap is marked, and the window scrolls
/// where the pointer is near its edge.
pub fn gap_under(event: &Pointer, list: &str) -> usize {
    let Some(list) = document().get_element_by_id(list) else { return 0 };
    let (rows, y) = (rows(&list), event.client_y());
    let middle = |row: &Element| {
        let edges = row.get_bounding_client_rect();
        f64::midpoint(edges.top(), edges.bottom())
    };
    let gap = rows.iter().filter(|row| middle(row) < f64::from(y)).count();
    for (place, row) in rows.iter().enumerate() {
        drop(match (place == gap, place + 1 == gap && gap == rows.len()) {
            (true, _) => row.set_attribute(DROP, "before"),
            (_, true) => row.set_attribute(DROP, "after"),
            _ => row.remove_attribute(DROP),
        });
    }
    let high = window().inner_height().ok().and_then(|high| high.as_f64()).unwrap_or_default();
    if y < EDGE {
        window().scroll_by_with_x_and_y(0.0, -SCROLL);
    } else if f64::from(y + EDGE) > high {
        window().scroll_by_with_x_and_y(0.0, SCROLL);
    }
    gap
}

/// Takes the marks away.
pub fn let_go(list: &str) {
    for row in document().get_element_by_id(list).iter().flat_map(rows) {
        drop(row.remove_attribute(DRAGGED));
        drop(row.remove_attribute(DROP));
    }
}

fn rows(list: &Element) -> Vec<Element> {
    std::iter::successors(list.first_element_child(), Element::next_element_sibling).gather()
}
