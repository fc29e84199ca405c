//! The document agrees with what is said, and what need not change stays.

use super::drawn::mount_in;
use super::kept;
use super::prelude::*;
use leptos::prelude::document;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// Draws it in an element of its own that is part of the document.
fn drawn(make: impl FnOnce() -> AnyView) -> Element {
    let around = document().create_element("div").unwrap();
    document().body().unwrap().append_child(&around).unwrap();
    mount_in(around.clone().into(), make);
    around
}

fn one(within: &Element, selector: &str) -> Element {
    within.query_selector(selector).unwrap().unwrap()
}

/// Lets what follows catch up.
async fn settled() {
    any_spawner::Executor::tick().await;
}

#[test]
async fn what_is_of_one_make_is_changed_in_its_place() {
    let number = RwSignal::new(1);
    let page = drawn(
        || view! { <p>"before"</p>{live(move || view! { <b class="n" title=number.get().to_string()>{number.get().to_string()}</b> })}<p>"after"</p> },
    );
    assert_eq!(page.inner_html(), "<p>before</p><b class=\"n\" title=\"1\">1</b><p>after</p>");
    let (bold, words) = (one(&page, "b"), one(&page, "b").first_child());
    number.set(2);
    settled().await;
    assert_eq!(page.inner_html(), "<p>before</p><b class=\"n\" title=\"2\">2</b><p>after</p>");
    assert_eq!((one(&page, "b"), one(&page, "b").first_child()), (bold, words));
}

#[test]
async fn what_is_of_another_make_takes_its_place() {
    let state = RwSignal::new(0);
    let page = drawn(|| {
        view! {
            <i />
            {live(move || match state.get() {
                0 => ().into_any(),
                1 => view! { <p>"one"</p> },
                2 => view! { <p id=state.get().to_string()>"two"</p> },
                3 => "three".into_any(),
                4 => view! { <p>"four"</p><p>"and more"</p> },
                _ => live(|| view! { <p>"five"</p> }),
            })}
            <u />
        }
    });
    let wanted = ["", "<p>one</p>", "<p id=\"2\">two</p>", "three", "<p>four</p><p>and more</p>", "<p>five</p>"];
    for from in 0..wanted.len() {
        for (to, wanted) in wanted.iter().enumerate() {
            state.set(from);
            settled().await;
            state.set(to);
            settled().await;
            assert_eq!(page.inner_html(), format!("<i></i>{wanted}<u></u>"), "from {from} to {to}");
        }
    }
}

#[test]
async fn lists_grow_and_shrink_at_their_end() {
    let many = RwSignal::new(2);
    let page = drawn(
        || view! { <ul>{live(move || (0..many.get()).map(|n| view! { <li>{n.to_string()}</li> }).collect_view())}</ul> },
    );
    for n in [2, 5, 0, 1, 3] {
        many.set(n);
        settled().await;
        let items = (0..n).map(|n| format!("<li>{n}</li>")).collect::<Vec<_>>().concat();
        assert_eq!(page.inner_html(), format!("<ul>{items}</ul>"));
    }
}

#[test]
async fn what_is_kept_is_drawn_anew_for_another_key_alone() {
    let keys = RwSignal::new(vec!["a", "b"]);
    let times = Rc::new(Cell::new(0));
    let count = Rc::clone(&times);
    let page = drawn(|| {
        view! {
            <ul>{kept(move || keys.get(), move |key| {
                count.set(count.get() + 1);
                let shown = RwSignal::new(key);
                view! { <li>{live(move || shown.get())}</li> }
            })}</ul>
        }
    });
    assert_eq!((page.inner_html().as_str(), times.get()), ("<ul><li>a</li><li>b</li></ul>", 2));
    let first = one(&page, "li");
    keys.set(vec!["a", "c", "d"]);
    settled().await;
    assert_eq!((page.inner_html().as_str(), times.get()), ("<ul><li>a</li><li>c</li><li>d</li></ul>", 4));
    assert_eq!(one(&page, "li"), first);
}

#[test]
async fn what_is_kept_goes_with_what_it_stood_in() {
    let outer = RwSignal::new(0);
    let inner = RwSignal::new(0);
    let page = drawn(|| {
        live(move || {
            outer.track();
            view! { <ul>{kept(|| vec![()], move |()| {
                let own = RwSignal::new(7);
                view! { <li>{live(move || (own.get() + inner.get()).to_string())}</li> }
            })}</ul> }
        })
    });
    outer.set(1);
    settled().await;
    inner.set(1);
    settled().await;
    assert_eq!(page.inner_html(), "<ul><li>8</li></ul>");
}

#[test]
async fn attributes_classes_and_properties_follow() {
    let on = RwSignal::new(false);
    let page = drawn(|| {
        view! {
            <p hidden=move || on.get() aria-invalid=move || on.get().then_some("true") class="a" class:b=move || on.get()>"x"</p>
            <input type="checkbox" prop:checked=move || on.get() />
            <select prop:value=move || if on.get() { "two" } else { "one" }>
                <option value="zero">"0"</option><option value="one">"1"</option><option value="two">"2"</option>
            </select>
        }
    });
    let markup = || one(&page, "p").outer_html();
    let ticked = one(&page, "input").unchecked_into::<HtmlInputElement>();
    let choice = one(&page, "select").unchecked_into::<HtmlSelectElement>();
    assert_eq!(
        (markup().as_str(), ticked.checked(), choice.value()),
        ("<p class=\"a\">x</p>", false, "one".to_owned())
    );
    on.set(true);
    settled().await;
    let wanted = "<p class=\"a b\" hidden=\"\" aria-invalid=\"true\">x</p>";
    assert_eq!((markup().as_str(), ticked.checked(), choice.value()), (wanted, true, "two".to_owned()));
    on.set(false);
    settled().await;
    assert_eq!(
        (markup().as_str(), ticked.checked(), choice.value()),
        ("<p class=\"a\">x</p>", false, "one".to_owned())
    );
}

#[test]
async fn a_listener_that_takes_another_ones_element_away_is_the_last_to_hear() {
    let there = RwSignal::new(true);
    let heard = RwSignal::new(0);
    let page = drawn(|| {
        view! {
            <div on:click=move |_| heard.update(|heard| *heard += 1)>
                {live(move || there.get().then(|| view! {
                    <section on:click=move |_| heard.update(|heard| *heard += 10)>
                        <button on:click=move |_| there.set(false)>"x"</button>
                    </section>
                }))}
            </div>
        }
    });
    let button = one(&page, "button").unchecked_into::<HtmlElement>();
    button.click();
    assert_eq!(heard.get_untracked(), 11);
    settled().await;
    assert_eq!(page.inner_html(), "<div></div>");
    button.click();
    assert_eq!(heard.get_untracked(), 11);
}

#[test]
fn pictures_stand_in_their_own_namespace() {
    let page = drawn(
        || view! { <svg width="4"><g>{Some(3).map(|width| view! { <rect width=width.to_string() /> })}<title>"t"</title></g></svg> },
    );
    for tag in ["svg", "g", "rect", "title"] {
        assert_eq!(one(&page, tag).namespace_uri().as_deref(), Some("http://www.w3.org/2000/svg"), "{tag}");
    }
}
