//! Long jobs beside the page: a module of their own, in a worker that is started with the first job.
//!
//! Jobs and answers are parcels of texts and files. Jobs are answered in order, each with its number. A worker that
//! breaks while it works, or does not start at all, is given up: what it owed is answered with nothing, and the next job
//! starts its successor.

use super::PickedFile;
use super::paint::{Picture, handed_over};
use crate::order::Gather;
use crate::order::Map;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

/// What travels between page and worker.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parcel {
    /// Texts, by their place.
    pub texts: Vec<String>,
    /// Files.
    pub files: Vec<PickedFile>,
    /// A picture, handed over.
    pub picture: Option<Picture>,
}

impl Parcel {
    /// The text at a place; empty where there is none.
    pub fn text(&self, at: usize) -> &str {
        self.texts.get(at).map_or("", String::as_str)
    }

    fn to_js(&self, number: u32) -> Array {
        let texts: Array = self.texts.iter().map(|text| JsValue::from_str(text)).collect();
        let files = Array::new();
        for file in &self.files {
            files.push(&JsValue::from_str(&file.name));
            files.push(&file.bytes.as_ref().map_or(JsValue::NULL, |bytes| Uint8Array::from(bytes.as_slice()).into()));
        }
        let picture = self.picture.as_ref().map_or(JsValue::NULL, Picture::to_js);
        Array::of4(&JsValue::from(number), &texts, &files, &picture)
    }

    fn from_js(message: &Array) -> Self {
        let texts = Array::from(&message.get(1)).iter().map(|text| text.as_string().unwrap_or_default()).gather();
        let list = Array::from(&message.get(2));
        let mut files = Vec::new();
        for index in (0..list.length()).step_by(2) {
            let bytes = list.get(index + 1).dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec());
            files.push(PickedFile { name: list.get(index).as_string().unwrap_or_default(), bytes });
        }
        Self { texts, files, picture: Picture::from_js(&message.get(3)) }
    }
}

/// What does the jobs, and keeps what it needs between them.
pub type Run = Box<dyn FnMut(Parcel) -> Parcel>;

type Done = Box<dyn FnOnce(Parcel)>;

/// Said by the worker once its module has started.
const READY: &str = "ready";

/// The page's end.
#[derive(Clone)]
pub struct WorkerClient {
    inner: Rc<RefCell<Client>>,
}

/// Hears how far a job has come: how much is done, of how much.
pub type OnProgress = Rc<dyn Fn(f64, f64)>;

struct Client {
    script: &'static str,
    progress: Option<OnProgress>,
    worker: Option<Worker>,
    ready: bool,
    next: u32,
    waiting: Map<u32, (Parcel, Done)>,
}

impl WorkerClient {
    /// A client of the worker that a script beside the page starts.
    pub fn new(script: &'static str) -> Self {
        let client = Client { script, progress: None, worker: None, ready: false, next: 0, waiting: Map::new() };
        Self { inner: Rc::new(RefCell::new(client)) }
    }

    /// Has the worker's reports of how far it has come heard.
    pub fn on_progress(&self, hear: OnProgress) {
        self.inner.borrow_mut().progress = Some(hear);
    }

    /// Ends the worker in the middle of what it does: everything it owes is answered with nothing.
    pub fn stop(&self) {
        give_up(&self.inner);
    }

    /// Gives a job to the worker and its answer to `done`: an empty one when the worker broke over it.
    pub fn ask(&self, job: Parcel, done: impl FnOnce(Parcel) + 'static) {
        hire(&self.inner);
        let mut client = self.inner.borrow_mut();
        if client.worker.is_none() {
            drop(client);
            done(Parcel::default());
            return;
        }
        let number = client.next;
        client.next = client.next.wrapping_add(1);
        // Once the worker listens, the job need not be kept: only the answer is waited for.
        let kept = if client.ready {
            client.post(number, &job);
            Parcel::default()
        } else {
            job
        };
        client.waiting.insert(number, (kept, Box::new(done)));
    }
}

impl Client {
    fn post(&self, number: u32, job: &Parcel) {
        if let Some(worker) = &self.worker {
            drop(worker.post_message(&job.to_js(number)));
        }
    }
}

fn hire(inner: &Rc<RefCell<Client>>) {
    if inner.borrow().worker.is_some() {
        return;
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let Ok(worker) = Worker::new_with_options(inner.borrow().script, &options) else { return };
    let answers = Rc::clone(inner);
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| heard(&answers, &event));
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    let failed = Rc::clone(inner);
    let on_error = Closure::<dyn FnMut()>::new(move || give_up(&failed));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    on_error.forget();
    inner.borrow_mut().worker = Some(worker);
}

fn heard(inner: &Rc<RefCell<Client>>, event: &MessageEvent) {
    let data = event.data();
    if data.as_string().as_deref() == Some(READY) {
        let mut client = inner.borrow_mut();
        client.ready = true;
        for (number, (job, _)) in &client.waiting {
            client.post(*number, job);
        }
        return;
    }
    let answer = Array::from(&data);
    if let (Some(done), Some(of)) = (answer.get(1).as_f64(), answer.get(2).as_f64()) {
        let hear = inner.borrow().progress.clone();
        if let Some(hear) = hear {
            hear(done, of);
        }
        return;
    }
    let number = answer.get(0).as_f64().map(whole);
    let waited = number.and_then(|number| inner.borrow_mut().waiting.remove(&number));
    if let Some((_, done)) = waited {
        done(Parcel::from_js(&answer));
    }
}

/// A message number came through JavaScript as a float; it was a `u32` before.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(number: f64) -> u32 {
    number as u32
}

/// The worker failed: what it owed is answered with nothing. The next job starts another.
fn give_up(inner: &Rc<RefCell<Client>>) {
    let waiting = {
        let mut client = inner.borrow_mut();
        if let Some(worker) = client.worker.take() {
            worker.terminate();
        }
        client.ready = false;
        std::mem::take(&mut client.waiting)
    };
    for (_, done) in waiting.into_values() {
        done(Parcel::default());
    }
}

/// From within a job: tells the page how far it has come.
pub fn report_progress(done: f64, of: f64) {
    if let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() {
        drop(scope.post_message(&Array::of3(&JsValue::NULL, &JsValue::from(done), &JsValue::from(of))));
    }
}

/// The worker's end: answers every job until the page closes.
pub fn serve(mut run: Run) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let answers = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Array::from(&event.data());
        let number = message.get(0).as_f64().map_or(0, whole);
        let answer = run(Parcel::from_js(&message));
        let handed = handed_over(answer.picture.as_ref());
        drop(answers.post_message_with_transfer(&answer.to_js(number), &handed));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    drop(scope.post_message(&JsValue::from_str(READY)));
}
