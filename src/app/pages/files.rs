//! The files: a list, a preview with highlighting, copies and downloads. The files themselves are the worker's; the page
//! has their names and the text of the one that is shown.

use crate::app::derived::use_derived;
use crate::app::effects::use_effects;
use crate::app::kit::Memo;
use crate::app::store::{Store, use_store};
use crate::app::view::prelude::*;
use crate::text::{ENGLISH, fill, plural};
use crate::web;
use std::sync::Arc;

/// The file that is shown.
#[derive(Clone, PartialEq)]
struct Shown {
    path: String,
    describes: String,
    text: Arc<str>,
    /// The text in pieces of markup, drawn as one scrolls.
    pieces: Arc<[String]>,
}

/// Draws the page.
pub(crate) fn files() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let effects = use_effects();
    let kubernetes = Memo::new(move || {
        let first = derived.recommendation.get().first().and_then(|first| first.platform.platform());
        store.design().platform.chosen.or(first).is_none_or(crate::design::PlatformId::is_kubernetes)
    });
    let documents = Memo::new(move || store.followed.with(|f| f.as_ref().map(|(_, f)| f.documents)));
    let files = derived.files;
    view! {
        {live(move || match (documents.get(), files.get()) {
            (None, _) => view! { <h1 class="busy">{ENGLISH.files_writing}</h1> },
            (_, 0) => view! {
                <h1>{ENGLISH.files_heading_none}</h1>
                <p class="empty">{ENGLISH.files_lead_none}</p>
                <div class="actions">
                    <button type="button" on:click=move |_| effects.open_picker()>{ENGLISH.door_files_pick}</button>
                    <button type="button" on:click=move |_| super::open_example(store, effects)>
                        {ENGLISH.door_example_open}
                    </button>
                </div>
            },
            (Some(documents), files) => view! {
                <h1>{fill(ENGLISH.files_heading, &[
                    &plural(files as u64, ENGLISH.one_file, ENGLISH.many_files),
                    &plural(documents as u64, ENGLISH.one_document, ENGLISH.many_documents),
                ])}</h1>
                <p class="lead">{ENGLISH.files_lead}</p>
                {live(move || (!kubernetes.get()).then(|| view! { <p class="notice">{ENGLISH.files_not_kubernetes}</p> }))}
                <div class="actions">
                    <button type="button" class="primary" id="download-all" on:click=move |_| effects.save_archive()>
                        {ENGLISH.files_zip}
                    </button>
                    <span class="renewing" role="status">
                        {live(move || derived.renewing.get().then_some(ENGLISH.files_renewing))}
                    </span>
                </div>
            },
        })}
        <div class="files" hidden=move || files.get() == 0
            aria-busy=move || derived.renewing.get().to_string()>
            {list(store)}
            {preview(store)}
        </div>
    }
}

fn paths(store: Store) -> Memo<Vec<String>> {
    Memo::new(move || store.followed.with(|f| f.as_ref().map(|(_, f)| f.paths.clone()).unwrap_or_default()))
}

fn chosen(store: Store, paths: Memo<Vec<String>>) -> Memo<String> {
    Memo::new(move || {
        let wanted = store.file.get();
        paths.with(|paths| paths.iter().find(|path| **path == wanted).or(paths.first()).cloned().unwrap_or_default())
    })
}

fn list(store: Store) -> AnyView {
    let paths = paths(store);
    let chosen = chosen(store, paths);
    view! {
        <nav class="file-list" aria-label=ENGLISH.files_list>
            <ul>
                {live(move || {
                    let mut folder = String::new();
                    paths.get().into_iter().map(|path| {
                        let (dir, name) = path.rsplit_once('/').unwrap_or(("", &path));
                        let head = (dir != folder).then(|| dir.to_owned());
                        dir.clone_into(&mut folder);
                        let name = name.to_owned();
                        let (shown, wanted) = (path.clone(), path.clone());
                        view! {
                            {head.map(|dir| view! { <li class="folder">{dir}"/"</li> })}
                            <li>
                                <button type="button" class="link" title=path
                                    aria-current=move || chosen.with(|c| *c == shown).then_some("true")
                                    on:click=move |_| store.file.set(wanted.clone())>{name}</button>
                            </li>
                        }
                    }).collect_view()
                })}
            </ul>
        </nav>
    }
}

fn preview(store: Store) -> AnyView {
    let effects = use_effects();
    let chosen = chosen(store, paths(store));
    let file = RwSignal::new(None::<Shown>);
    Effect::new(move |_| {
        store.followed.track();
        let path = chosen.get();
        if path.is_empty() {
            return;
        }
        effects.read_file(&path.clone(), move |texts| {
            // Another may have been chosen, or the page left, in the meantime.
            if chosen.try_get_untracked().is_none_or(|chosen| chosen != path) {
                return;
            }
            if let [describes, text, pieces @ ..] = texts.as_slice() {
                let (describes, text) = (describes.clone(), Arc::from(text.as_str()));
                drop(file.try_set(Some(Shown { path, describes, text, pieces: pieces.into() })));
            }
        });
    });
    let shown = Memo::new(move || file.get());
    view! { {live(move || shown.get().map(drawn))} }
}

fn drawn(file: Shown) -> AnyView {
    let effects = use_effects();
    let Shown { path, describes, text, pieces } = file;
    let name = path.rsplit('/').next().unwrap_or_default().to_owned();
    let label = fill(ENGLISH.files_preview, &[&path]);
    let (copied, saved) = (Arc::clone(&text), text);
    let many = RwSignal::new(1usize);
    view! {
        <section class="preview">
            <header>
                <h2><code>{path}</code></h2>
                <p class="help">{describes}</p>
                <div class="actions">
                    <button type="button" on:click=move |_| effects.copy(&copied)>{ENGLISH.files_copy}</button>
                    <button type="button"
                        on:click=move |_| effects.save(&name, "application/yaml", saved.as_bytes())>
                        {ENGLISH.files_one}
                    </button>
                </div>
            </header>
            <pre tabindex="0" role="region" aria-label=label
                on:scroll=move |event| if web::is_near_end(&event) { many.update(|many| *many += 1) }>
                {piece(&pieces, 0, many)}
            </pre>
        </section>
    }
}

/// A piece of the text and, once it is scrolled to, those that follow.
fn piece(pieces: &Arc<[String]>, at: usize, many: RwSignal<usize>) -> AnyView {
    let Some(html) = pieces.get(at).cloned() else { return ().into_any() };
    let pieces = Arc::clone(pieces);
    let more = Memo::new(move || many.get() > at + 1);
    view! {
        <code inner_html=html></code>
        {live(move || more.get().then(|| piece(&pieces, at + 1, many)))}
    }
}
