//! Long jobs beside the page: the same module, started a second time in a worker.
//!
//! Jobs and answers are parcels of texts and files. Jobs are answered in order, each with its number. Where a worker
//! cannot start (an old browser, a page opened as a file), the jobs run on the page itself. One that breaks while it
//! works is replaced: what it owed is answered with nothing, and the next jobs go to its successor.

use super::PickedFile;
use crate::order::Gather;
use crate::order::Map;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Whether this is the worker and not the page.
pub fn in_worker() -> bool {
    js_sys::global().dyn_into::<web_sys::Window>().is_err()
}

/// What travels between page and worker.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parcel {
    /// Texts, by their place.
    pub texts: Vec<String>,
    /// Files.
    pub files: Vec<PickedFile>,
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
        Array::of3(&JsValue::from(number), &texts, &files)
    }

    fn from_js(message: &Array) -> Self {
        let texts = Array::from(&message.get(1)).iter().map(|text| text.as_string().unwrap_or_default()).gather();
        let list = Array::from(&message.get(2));
        let mut files = Vec::new();
        for index in (0..list.length()).step_by(2) {
            let bytes = list.get(index + 1).dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec());
            files.push(PickedFile { name: list.get(index).as_string().unwrap_or_default(), bytes });
        }
        Self { texts, files }
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

struct Client {
    script: &'static str,
    make: fn() -> Run,
    worker: Option<Worker>,
    /// Does the jobs where there is no worker.
    here: Option<Run>,
    ready: bool,
    next: u32,
    waiting: Map<u32, (Parcel, Done)>,
}

impl WorkerClient {
    /// Starts the worker from a script beside the page.
    pub fn start(script: &'static str, make: fn() -> Run) -> Self {
        let client = Client { script, make, worker: None, here: None, ready: false, next: 0, waiting: Map::new() };
        let inner = Rc::new(RefCell::new(client));
        hire(&inner);
        Self { inner }
    }

    /// Gives a job to the worker and its answer to `done`: an empty one when the worker broke over it.
    pub fn ask(&self, job: Parcel, done: impl FnOnce(Parcel) + 'static) {
        let mut client = self.inner.borrow_mut();
        if client.worker.is_none() {
            drop(client);
            done(run_here(&self.inner, job));
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

fn run_here(inner: &Rc<RefCell<Client>>, job: Parcel) -> Parcel {
    let (here, make) = {
        let mut client = inner.borrow_mut();
        (client.here.take(), client.make)
    };
    let mut run = here.unwrap_or_else(make);
    let answer = run(job);
    inner.borrow_mut().here = Some(run);
    answer
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

/// The worker failed. One that never started leaves its jobs to the page; one that broke over a job is replaced.
fn give_up(inner: &Rc<RefCell<Client>>) {
    let (broke, waiting) = {
        let mut client = inner.borrow_mut();
        if let Some(worker) = client.worker.take() {
            worker.terminate();
        }
        let broke = client.ready;
        client.ready = false;
        (broke, std::mem::take(&mut client.waiting))
    };
    if broke {
        hire(inner);
    }
    for (job, done) in waiting.into_values() {
        let answer = if broke { Parcel::default() } else { run_here(inner, job) };
        done(answer);
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
        drop(answers.post_message(&answer.to_js(number)));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    drop(scope.post_message(&JsValue::from_str(READY)));
}
