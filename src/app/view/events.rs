//! What the browser hands to a listener.

pub(crate) use web_sys::{DragEvent, Event, KeyboardEvent, MouseEvent, PointerEvent};
