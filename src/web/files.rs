//! Files that come from and go to the person's disk.

use gloo::file::{File, FileList, futures::read_as_bytes};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, BlobPropertyBag, DragEvent, Event, HtmlAnchorElement, HtmlInputElement, Url};

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
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&parts, &options) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
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
