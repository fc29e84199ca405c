//! `view!`: markup goes in, the calls that build it come out. The syntax is that of Leptos' macro, as far as the page uses
//! it. What is known while compiling — the tag and the attributes whose values are literals — becomes one text, so an
//! element costs the download one call for that, and one for each attribute and child that is not.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement};
use syn::spanned::Spanned;
use syn::{Block, Expr, ExprLit, Lit, Stmt};

/// Markup as a value of the page's view type.
///
/// - `name="text"` and `name=expression` set an attribute; an expression may be a text, a truth, an option of a text, or a
///   closure of these, which is followed;
/// - `prop:name=expression` sets a property of the element, once its children stand;
/// - `class:name=expression` gives a class or takes it;
/// - `on:event=closure` listens;
/// - `{expression}` is a child: text, a view, an option or a list of views.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let parsed = rstml::parse2(tokens.into()).and_then(|nodes| several(&nodes, Within::Html));
    parsed.unwrap_or_else(|error| error.to_compile_error()).into()
}

/// The namespace of what stands around.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    Html,
    Svg,
}

/// Elements of SVG that may open a piece of markup of their own.
const SVG: [&str; 14] = [
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "defs", "marker", "use",
];

fn several(nodes: &[Node], within: Within) -> syn::Result<TokenStream> {
    let views = nodes.iter().filter_map(|node| child(node, within)).collect::<syn::Result<Vec<_>>>()?;
    Ok(match views.as_slice() {
        [one] => quote! { crate::app::view::IntoAny::into_any(#one) },
        _ => quote! { crate::app::view::AnyView::several(vec![#(crate::app::view::IntoAny::into_any(#views)),*]) },
    })
}

/// What is a child, as an expression; nothing for a comment.
fn child(node: &Node, within: Within) -> Option<syn::Result<TokenStream>> {
    match node {
        Node::Element(element) => Some(self::element(element, within)),
        Node::Text(text) => {
            let text = &text.value;
            Some(Ok(quote! { #text }))
        }
        Node::Block(block) => Some(Ok(block.try_block().map_or_else(|| quote! { #block }, inner))),
        Node::Comment(_) => None,
        other => Some(Err(syn::Error::new(other.span(), "an element, a text in quotes or an expression in braces"))),
    }
}

/// A block that is one expression, without its braces.
fn inner(block: &Block) -> TokenStream {
    match block.stmts.as_slice() {
        [Stmt::Expr(one, None)] => quote! { #one },
        _ => quote! { #block },
    }
}

fn element(element: &NodeElement<rstml::Infallible>, within: Within) -> syn::Result<TokenStream> {
    let name = element.name().to_string();
    let is_svg = within == Within::Svg || SVG.contains(&name.as_str());
    let mut head = name;
    let mut calls = Vec::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(syn::Error::new(attribute.span(), "an attribute with a name"));
        };
        let name = attribute.key.to_string();
        match literal(attribute) {
            Some(value) if !name.contains(':') => {
                if value.contains('\n') {
                    return Err(syn::Error::new(attribute.span(), "a value in one line; give a longer one as an expression"));
                }
                head.push('\n');
                head.push_str(&name);
                head.push('=');
                head.push_str(&value);
            }
            _ => calls.push(call(attribute, &name)?),
        }
    }
    let inside = if is_svg { Within::Svg } else { Within::Html };
    let children = element.children.iter().filter_map(|node| child(node, inside)).collect::<syn::Result<Vec<_>>>()?;
    let make = if is_svg { quote! { svg } } else { quote! { new } };
    Ok(quote! { crate::app::view::Element::#make(#head) #(.child(#children))* #(#calls)* })
}

/// The value of an attribute that is known while compiling; an attribute without a value is there, and empty.
fn literal(attribute: &KeyedAttribute) -> Option<String> {
    match attribute.value() {
        None => Some(String::new()),
        Some(Expr::Lit(ExprLit { lit: Lit::Str(text), .. })) => Some(text.value()),
        Some(_) => None,
    }
}

fn call(attribute: &KeyedAttribute, name: &str) -> syn::Result<TokenStream> {
    let Some(value) = attribute.value() else {
        return Err(syn::Error::new(attribute.span(), "what it is set to"));
    };
    let span = value.span();
    let value = match value {
        Expr::Block(block) => inner(&block.block),
        other => quote! { #other },
    };
    Ok(match name.split_once(':') {
        Some(("on", event)) => {
            let kind = event_type(event);
            quote_spanned! { span => .on::<crate::app::view::events::#kind>(#event, #value) }
        }
        Some(("prop", property)) => quote_spanned! { span => .property(#property, #value) },
        Some(("class", class)) => quote_spanned! { span => .class(#class, #value) },
        Some(_) => return Err(syn::Error::new(attribute.span(), "`on:`, `prop:`, `class:` or a plain name")),
        None if name == "inner_html" => quote_spanned! { span => .property("innerHTML", #value) },
        None => quote_spanned! { span => .attribute(#name, #value) },
    })
}

/// What a listener is handed.
fn event_type(event: &str) -> proc_macro2::Ident {
    let name = match event {
        "keydown" | "keyup" => "KeyboardEvent",
        "drop" | "dragover" | "dragleave" | "dragenter" | "dragstart" | "dragend" => "DragEvent",
        "click" | "dblclick" | "contextmenu" | "mousedown" | "mousemove" | "mouseup" | "mouseover" | "mouseout" => "MouseEvent",
        "pointerdown" | "pointermove" | "pointerup" | "pointercancel" | "pointerenter" | "pointerleave" => "PointerEvent",
        _ => "Event",
    };
    proc_macro2::Ident::new(name, proc_macro2::Span::call_site())
}
