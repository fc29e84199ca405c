//! Pictures painted where nobody waits: the worker fills rectangles and writes labels on a canvas of its own, the page
//! shows what came of it.

use js_sys::Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    HtmlCanvasElement, ImageBitmap, ImageBitmapRenderingContext, OffscreenCanvas, OffscreenCanvasRenderingContext2d,
};

/// A painted picture, on its way from the worker to the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture(ImageBitmap);

// A bitmap is itself and no other.
impl Eq for Picture {}

impl Picture {
    /// The picture in a message, if there is one.
    pub(super) fn from_js(value: &JsValue) -> Option<Self> {
        value.clone().dyn_into().ok().map(Self)
    }

    /// As it travels.
    pub(super) fn to_js(&self) -> JsValue {
        self.0.clone().into()
    }
}

/// Something to paint, in pixels of the page; colours are places in the list of colours.
#[derive(Debug, Clone, PartialEq)]
pub enum Stroke {
    /// A filled rectangle: left, top, width, height.
    Fill(usize, [i32; 4]),
    /// A rectangle's outline.
    Outline(usize, [i32; 4]),
    /// A line of text: left, base line, text, and whether it is bold.
    Text(usize, [i32; 2], String, bool),
}

/// Paints a picture. `scale` is how many dots a pixel of the page has. None where the browser cannot.
pub fn paint(
    [width, height]: [i32; 2],
    scale: f64,
    font: &str,
    colours: &[String],
    strokes: &mut dyn Iterator<Item = Stroke>,
) -> Option<Picture> {
    let canvas = OffscreenCanvas::new(dots(width, scale), dots(height, scale)).ok()?;
    let context: OffscreenCanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    drop(context.scale(scale, scale));
    let mut filled_with = usize::MAX;
    for stroke in strokes {
        let (Stroke::Fill(colour, _) | Stroke::Outline(colour, _) | Stroke::Text(colour, ..)) = &stroke;
        let Some(name) = colours.get(*colour) else { continue };
        if !matches!(stroke, Stroke::Outline(..)) && filled_with != *colour {
            context.set_fill_style_str(name);
            filled_with = *colour;
        }
        match &stroke {
            Stroke::Fill(_, area) => {
                let [x, y, width, height] = area.map(f64::from);
                context.fill_rect(x, y, width, height);
            }
            Stroke::Outline(_, area) => {
                let [x, y, width, height] = area.map(f64::from);
                context.set_stroke_style_str(name);
                context.set_line_width(2.0);
                context.stroke_rect(x - 1.0, y - 1.0, width + 2.0, height + 2.0);
            }
            Stroke::Text(_, at, text, bold) => {
                let [x, y] = at.map(f64::from);
                context.set_font(&format!("{}{font}", if *bold { "600 " } else { "" }));
                drop(context.fill_text(text, x, y));
            }
        }
    }
    canvas.transfer_to_image_bitmap().ok().map(Picture)
}

/// Shows a picture on a canvas of the page, as large as its dots make it there; whether there is such a canvas.
pub fn show_picture(id: &str, picture: &Picture, dots: f64) -> bool {
    let canvas = gloo::utils::document().get_element_by_id(id).and_then(|element| element.dyn_into().ok());
    let Some(canvas): Option<HtmlCanvasElement> = canvas else { return false };
    let context = canvas.get_context("bitmaprenderer").ok().flatten();
    let context = context.and_then(|context| context.dyn_into::<ImageBitmapRenderingContext>().ok());
    let Some(context) = context else { return false };
    canvas.set_width(picture.0.width());
    canvas.set_height(picture.0.height());
    let style = canvas.style();
    for (name, number) in [("width", picture.0.width()), ("height", picture.0.height())] {
        drop(style.set_property(name, &format!("{}px", f64::from(number) / dots)));
    }
    context.transfer_from_image_bitmap(&picture.0);
    true
}

/// What must be handed over, not copied, with a message.
pub(super) fn handed_over(picture: Option<&Picture>) -> Array {
    picture.iter().map(|picture| picture.to_js()).collect()
}

/// Dots for pixels of the page: sizes of canvases are whole.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn dots(pixels: i32, scale: f64) -> u32 {
    (f64::from(pixels.max(1)) * scale).ceil() as u32
}
