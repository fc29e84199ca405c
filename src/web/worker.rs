//! Long jobs beside the page: the same module, started a second time in a worker.
//!
//! A job is a text and some files; its answer is a text. Jobs are answered in order, each with its number. Where a
//! worker cannot start (an old browser, a page opened as a file), the job runs on the page itself.

use super::PickedFile;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Whether this is the worker and not the page.
pub fn in_worker() -> bool {
    js_sys::global().dyn_into::<web_sys::Window>().is_err()
}

/// What does the jobs: a text and files in, a text out.
pub type Run = fn(&str, Vec<PickedFile>) -> String;

type Done = Box<dyn FnOnce(String)>;

/// Said by the worker once its module has started.
const READY: &str = "ready";

/// The page's end.
#[derive(Clone)]
pub struct WorkerClient {
    inner: Rc<RefCell<Client>>,
}

struct Client {
    run: Run,
    worker: Option<Worker>,
    ready: bool,
    next: u32,
    waiting: BTreeMap<u32, Job>,
}

struct Job {
    text: String,
    files: Vec<PickedFile>,
    done: Done,
}

impl WorkerClient {
    /// Starts the worker from a script beside the page.
    pub fn start(script: &str, run: Run) -> Self {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(script, &options).ok();
        let client = Client { run, worker: worker.clone(), ready: false, next: 0, waiting: BTreeMap::new() };
        let inner = Rc::new(RefCell::new(client));
        if let Some(worker) = worker {
            let answers = Rc::clone(&inner);
            let on_message =
                Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| heard(&answers, &event));
            worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            on_message.forget();
            let failed = Rc::clone(&inner);
            let on_error = Closure::<dyn FnMut()>::new(move || give_up(&failed));
            worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
            on_error.forget();
        }
        Self { inner }
    }

    /// Gives a job to the worker and its answer to `done`.
    pub fn ask(&self, text: String, files: Vec<PickedFile>, done: impl FnOnce(String) + 'static) {
        let job = Job { text, files, done: Box::new(done) };
        let mut client = self.inner.borrow_mut();
        if client.worker.is_none() {
            let run = client.run;
            drop(client);
            (job.done)(run(&job.text, job.files));
            return;
        }
        let number = client.next;
        client.next = client.next.wrapping_add(1);
        if client.ready {
            client.post(number, &job);
        }
        client.waiting.insert(number, job);
    }
}

impl Client {
    fn post(&self, number: u32, job: &Job) {
        let Some(worker) = &self.worker else { return };
        let message = Array::of2(&JsValue::from(number), &JsValue::from_str(&job.text));
        for file in &job.files {
            message.push(&JsValue::from_str(&file.name));
            message.push(&file.bytes.as_ref().map_or(JsValue::NULL, |bytes| Uint8Array::from(bytes.as_slice()).into()));
        }
        drop(worker.post_message(&message));
    }
}

fn heard(inner: &Rc<RefCell<Client>>, event: &MessageEvent) {
    let data = event.data();
    if data.as_string().as_deref() == Some(READY) {
        let mut client = inner.borrow_mut();
        client.ready = true;
        for (number, job) in &client.waiting {
            client.post(*number, job);
        }
        return;
    }
    let answer = Array::from(&data);
    let number = answer.get(0).as_f64().map(whole);
    let job = number.and_then(|number| inner.borrow_mut().waiting.remove(&number));
    if let Some(job) = job {
        (job.done)(answer.get(1).as_string().unwrap_or_default());
    }
}

/// A message number came through JavaScript as a float; it was a `u32` before.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(number: f64) -> u32 {
    number as u32
}

/// The worker could not start: what waits runs here.
fn give_up(inner: &Rc<RefCell<Client>>) {
    let (run, waiting) = {
        let mut client = inner.borrow_mut();
        client.worker = None;
        (client.run, std::mem::take(&mut client.waiting))
    };
    for job in waiting.into_values() {
        (job.done)(run(&job.text, job.files));
    }
}

/// The worker's end: answers every job until the page closes.
pub fn serve(run: Run) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let answers = scope.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let message = Array::from(&event.data());
        let text = message.get(1).as_string().unwrap_or_default();
        let mut files = Vec::new();
        let mut index = 2;
        while index + 1 < message.length() {
            let bytes = message.get(index + 1).dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec());
            files.push(PickedFile { name: message.get(index).as_string().unwrap_or_default(), bytes });
            index += 2;
        }
        let answer = run(&text, files);
        drop(answers.post_message(&Array::of2(&message.get(0), &JsValue::from_str(&answer))));
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    drop(scope.post_message(&JsValue::from_str(READY)));
}
