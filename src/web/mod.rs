//! The browser, behind plain functions. Text, bytes and callbacks go in and come out; no type of the browser leaves this
//! room. The idea: this is the only code that touches web-sys and gloo, so everything else can be read without it.

mod clipboard;
mod drag;
mod files;
mod location;
mod page;
mod paint;
mod storage;
mod timers;
mod worker;

pub use clipboard::copy;
pub use drag::{Pointer, gap_under, let_go, take_row};
pub use files::{PickedFile, dropped_files, offer_dots, offer_download, picked_files};
pub use location::{current_address, on_address_change, read_fragment, show_fragment};
pub use page::{
    Key, click_element, closest, dots_per_pixel, dragged, fill_colours, focus_element, is_editing, is_narrow,
    is_near_end, is_open, keep_tab_within, on_key, on_window_event, pointed_at, redraw_table, reveal, rove,
    say_to_window, scroll_by, scroll_to_top, select_line, set_attribute, set_root_attribute, set_title, width_of,
};
pub use paint::{Picture, Stroke, paint, show_picture};
pub use storage::{forget, keep_in_tab, recall, recall_in_tab, remember};
pub use timers::{Delay, after, now_ms};
pub use worker::{OnProgress, Parcel, Run, WorkerClient, report_progress, serve};
