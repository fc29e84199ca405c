//! The files: a list, a preview with highlighting, copies and downloads.

use crate::app::derived::{Once, use_derived};
use crate::app::effects::{file_stem, use_effects};
use crate::app::kit::live;
use crate::app::store::{Store, use_store};
use crate::manifests::{Bundle, zip};
use crate::share;
use crate::text::{ENGLISH, fill};
use crate::yaml::{TokenKind, highlight_text};
use leptos::prelude::*;

/// Lines of a preview; longer files are copied or downloaded.
const LINES: usize = 1500;

/// Draws the page.
pub(crate) fn files() -> AnyView {
    let store = use_store();
    let derived = use_derived();
    let effects = use_effects();
    let bundle = derived.bundle;
    let kubernetes = Memo::new(move |_| {
        let first = derived.recommendation.get().first().map(|first| first.platform);
        store.design().platform.chosen.or(first).is_none_or(crate::design::PlatformId::is_kubernetes)
    });
    let archive = move |_| {
        let design = store.design_now();
        let bundle = bundle.get_untracked().0;
        let own = share::write_design(&design);
        let mut entries: Vec<(&str, &[u8])> =
            bundle.files.iter().map(|file| (file.path.as_str(), file.text.as_bytes())).collect();
        entries.push(("design.sheerline.yaml", own.as_bytes()));
        effects.save(&format!("{}.zip", file_stem(&design.name)), "application/zip", &zip::stored(&entries));
    };
    view! {
        {live(move || {
            let bundle = bundle.get().0;
            if bundle.files.is_empty() {
                return view! {
                    <h1>{ENGLISH.files_heading_none}</h1>
                    <p class="empty">{ENGLISH.files_lead_none}</p>
                }.into_any();
            }
            let documents: usize = bundle.files.iter().map(|file| documents_in(&file.text)).sum();
            view! {
                <h1>{fill(ENGLISH.files_heading, &[&bundle.files.len(), &documents])}</h1>
                <p class="lead">{ENGLISH.files_lead}</p>
                {(!kubernetes.get()).then(|| view! { <p class="notice">{ENGLISH.files_not_kubernetes}</p> })}
                <div class="actions">
                    <button type="button" class="primary" id="download-all" on:click=archive>{ENGLISH.files_zip}</button>
                </div>
            }.into_any()
        })}
        <div class="files" hidden=Signal::derive(move || bundle.get().0.files.is_empty())>
            {list(store, bundle)}
            {preview(store, bundle)}
        </div>
    }
    .into_any()
}

fn documents_in(text: &str) -> usize {
    1 + text.lines().filter(|line| *line == "---").count().saturating_sub(usize::from(text.starts_with("---")))
}

fn list(store: Store, bundle: Memo<Once<Bundle>>) -> AnyView {
    let paths = Memo::new(move |_| bundle.get().0.files.iter().map(|file| file.path.clone()).collect::<Vec<_>>());
    view! {
        <nav class="file-list" aria-label=ENGLISH.files_list>
            <ul>
                {live(move || {
                    let mut folder = String::new();
                    paths.get().into_iter().enumerate().map(|(index, path)| {
                        let (dir, name) = path.rsplit_once('/').unwrap_or(("", &path));
                        let head = (dir != folder).then(|| dir.to_owned());
                        dir.clone_into(&mut folder);
                        let name = name.to_owned();
                        view! {
                            {head.map(|dir| view! { <li class="folder">{dir}"/"</li> })}
                            <li>
                                <button type="button" class="link" title=path
                                    aria-current=Signal::derive(move || (store.file.get() == index).then_some("true"))
                                    on:click=move |_| store.file.set(index)>{name}</button>
                            </li>
                        }
                    }).collect_view()
                })}
            </ul>
        </nav>
    }
    .into_any()
}

fn preview(store: Store, bundle: Memo<Once<Bundle>>) -> AnyView {
    let effects = use_effects();
    let shown = Memo::new(move |_| {
        let bundle = bundle.get().0;
        let file = bundle.files.get(store.file.get()).or_else(|| bundle.files.first())?;
        Some((file.path.clone(), file.describes.clone(), file.text.clone()))
    });
    view! {
        {live(move || shown.get().map(|(path, describes, text)| {
            let name = path.rsplit('/').next().unwrap_or_default().to_owned();
            let total = text.lines().count();
            let long = (total > LINES).then(|| fill(ENGLISH.files_long, &[&LINES, &total]));
            let label = fill(ENGLISH.files_preview, &[&path]);
            let lines = highlight_text(&text).into_iter().take(LINES).map(line).collect_view();
            let (copied, saved) = (text.clone(), text.clone());
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
                    <pre tabindex="0" role="region" aria-label=label><code>{lines}</code></pre>
                    {long.map(|long| view! { <p class="help">{long}</p> })}
                </section>
            }
        }))}
    }
    .into_any()
}

fn line(tokens: Vec<(TokenKind, &str)>) -> AnyView {
    let parts = tokens.into_iter().map(|(kind, part)| {
        let class = match kind {
            TokenKind::Key => "y-key",
            TokenKind::Text => "y-text",
            TokenKind::Number => "y-number",
            TokenKind::Word => "y-word",
            TokenKind::Comment => "y-comment",
            TokenKind::Mark => "y-mark",
            TokenKind::Space => "",
        };
        view! { <span class=class>{part.to_owned()}</span> }
    });
    view! { {parts.collect_view()}"\n" }.into_any()
}
