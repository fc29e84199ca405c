//! Files that come from and go to the person's disk.

use gloo::file::{File, FileList, futures::read_as_bytes};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, DragEvent, Event, HtmlAnchorElement, HtmlCanvasElement,
    HtmlImageElement, HtmlInputElement, Url,
};

/// A file that was dropped or picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickedFile {
    /// Its name.
    pub name: String,
    /// What is in it; none when it could not be read or is larger than the limit.
    pub bytes: Option<Vec<u8>>,
}

/// Larger files are not even read: no set of manifests is that large.
const MOST_BYTES: u64 = 64 << 20;

/// Reads what a file field holds, and empties the field so that the same file can be picked again.
pub fn picked_files(event: &Event, done: impl FnOnce(Vec<PickedFile>) + 'static) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    let files = input.files().map(FileList::from);
    read_all(files.map(|list| list.to_vec()).unwrap_or_default(), done);
    input.set_value("");
}

/// Reads what was dropped.
pub fn dropped_files(event: &DragEvent, done: impl FnOnce(Vec<PickedFile>) + 'static) {
    let files = event.data_transfer().and_then(|transfer| transfer.files()).map(FileList::from);
    read_all(files.map(|list| list.to_vec()).unwrap_or_default(), done);
}

fn read_all(files: Vec<File>, done: impl FnOnce(Vec<PickedFile>) + 'static) {
    spawn_local(async move {
        let mut picked = Vec::with_capacity(files.len());
        for file in files {
            let bytes = if file.size() > MOST_BYTES { None } else { read_as_bytes(&file).await.ok() };
            picked.push(PickedFile { name: file.name(), bytes });
        }
        done(picked);
    });
}

/// Offers bytes as a file to save.
pub fn offer_download(name: &str, media_type: &str, bytes: &[u8]) {
    if let Some(url) = address_of(media_type, bytes) {
        offer(name, url);
    }
}

/// An address for bytes, until it is revoked.
fn address_of(media_type: &str, bytes: &[u8]) -> Option<String> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

fn offer(name: &str, url: String) {
    if let Ok(anchor) = gloo::utils::document().create_element("a")
        && let Ok(anchor) = anchor.dyn_into::<HtmlAnchorElement>()
    {
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
    }
    // The browser needs the address until it has begun to save.
    super::after(10_000, move || drop(Url::revoke_object_url(&url))).forget();
}

/// Dots along each pixel of a picture, and how many dots every browser draws.
const DOTS: u32 = 2;
const MOST_DOTS: u32 = 16_000_000;

/// Offers an SVG as a PNG to save, drawn by the browser.
pub fn offer_dots(name: &str, svg: &str, failed: impl Fn() + 'static) {
    let name = name.to_owned();
    let image = HtmlImageElement::new().ok().zip(address_of("image/svg+xml", svg.as_bytes()));
    let Some((image, url)) = image else { return failed() };
    image.set_src(&url);
    spawn_local(async move {
        let decoded = JsFuture::from(image.decode()).await.is_ok();
        drop(Url::revoke_object_url(&url));
        let canvas = if decoded { canvas_of(&image) } else { None };
        // Told of none when there was no room for it.
        let done = Closure::once_into_js(move |blob: Option<Blob>| {
            match blob.and_then(|blob| Url::create_object_url_with_blob(&blob).ok()) {
                Some(url) => offer(&name, url),
                None => failed(),
            }
        });
        let done: &js_sys::Function = done.unchecked_ref();
        if canvas.is_none_or(|canvas| canvas.to_blob(done).is_err()) {
            drop(done.call1(&JsValue::NULL, &JsValue::NULL));
        }
    });
}

/// An image drawn in dots.
fn canvas_of(image: &HtmlImageElement) -> Option<HtmlCanvasElement> {
    let (wide, high) = (image.natural_width(), image.natural_height());
    let dots = if wide.saturating_mul(high) > MOST_DOTS / (DOTS * DOTS) { 1 } else { DOTS };
    let canvas = gloo::utils::document().create_element("canvas").ok()?.dyn_into::<HtmlCanvasElement>().ok()?;
    canvas.set_width(wide * dots);
    canvas.set_height(high * dots);
    let context = canvas.get_context("2d").ok()??.dyn_into::<CanvasRenderingContext2d>().ok()?;
    let [wide, high] = [canvas.width(), canvas.height()].map(f64::from);
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, wide, high).ok()?;
    Some(canvas)
}
