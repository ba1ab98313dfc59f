//! A chart as a picture of its own: SVG that needs no style sheet, and PNG.
use js_sys::{Array, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement,
    SvgGraphicsElement, Url, XmlSerializer,
};

use crate::axis::number;
use crate::dom::all;

const SVG: &str = "http://www.w3.org/2000/svg";
/// Class of a chart whose colours are read: those for a light page, whatever the page has.
const LIGHT: &str = "light";
/// Room around the chart.
const MARGIN: f64 = 8.0;
/// Pixels of a PNG for each of the page.
const SCALE: f64 = 2.0;

/// What of the style sheet is written into each shape, and what needs no writing.
const STYLE: [(&str, &str); 9] = [
    ("display", "inline"),
    ("opacity", "1"),
    ("fill", "rgb(0, 0, 0)"),
    ("stroke", "none"),
    ("stroke-width", "1px"),
    ("stroke-dasharray", "none"),
    ("font-size", "16px"),
    ("font-weight", "400"),
    ("text-anchor", "start"),
];
/// How many of them are not inherited, and stand at groups too.
const OF_GROUPS: usize = 2;

/// A chart as a picture.
pub(crate) struct Picture {
    pub(crate) svg: String,
    width: f64,
    height: f64,
}

impl Picture {
    /// The picture of a chart of the page.
    pub(crate) fn of(chart: &Element, title: &str, description: &str) -> Result<Self, JsValue> {
        let classes = chart.class_list();
        classes.add_1(LIGHT)?;
        let picture = Self::draw(chart, title, description);
        classes.remove_1(LIGHT)?;
        picture
    }

    fn draw(chart: &Element, title: &str, description: &str) -> Result<Self, JsValue> {
        let copy: Element = chart.clone_node_with_deep(true)?.unchecked_into();
        let pairs = all(chart, "*").zip(all(&copy, "*")).collect::<Vec<_>>();
        for (shape, copy) in pairs {
            if shape.class_list().contains("hit") {
                copy.remove();
                continue;
            }
            write_style(&shape, &copy)?;
            for name in ["class", "tabindex", "data-bar", "aria-hidden"] {
                copy.remove_attribute(name)?;
            }
        }
        let (width, height) = (chart.client_width(), chart.client_height());
        for name in ["class", "aria-label", "role"] {
            copy.remove_attribute(name)?;
        }
        // Parts of the width in the chart are of its own width, whatever the picture around it.
        for (name, value) in [("width", width), ("height", height)] {
            copy.set_attribute(name, &value.to_string())?;
        }
        copy.set_attribute("overflow", "visible")?;
        let bounds = chart.unchecked_ref::<SvgGraphicsElement>().get_b_box()?;
        let left = f64::from(bounds.x()).min(0.0) - MARGIN;
        let top = f64::from(bounds.y()).min(0.0) - MARGIN;
        let right = f64::from(bounds.x() + bounds.width()).max(width.into()) + MARGIN;
        let bottom = f64::from(bounds.y() + bounds.height()).max(height.into()) + MARGIN;
        let (width, height) = (right - left, bottom - top);
        let style = style_of(chart)?;
        let [left, top, across, down] = [left, top, width, height].map(number);
        let view_box = format!("{left} {top} {across} {down}");
        let picture = element(
            "svg",
            &[
                ("width", &across),
                ("height", &down),
                ("viewBox", &view_box),
                ("font-family", &style.get_property_value("font-family")?),
                ("role", "img"),
            ],
        )?;
        for (name, text) in [("title", title), ("desc", description)] {
            let child = element(name, &[])?;
            child.set_text_content(Some(text));
            picture.append_child(&child)?;
        }
        let ground = element(
            "rect",
            &[
                ("x", &left),
                ("y", &top),
                ("width", &across),
                ("height", &down),
                ("fill", &style.get_property_value("background-color")?),
            ],
        )?;
        picture.append_child(&ground)?;
        picture.append_child(&copy)?;
        Ok(Self {
            svg: XmlSerializer::new()?.serialize_to_string(&picture)?,
            width,
            height,
        })
    }

    /// The picture as a file.
    pub(crate) fn svg_file(&self) -> Result<Blob, JsValue> {
        file(&self.svg, "image/svg+xml")
    }

    /// The picture as PNG.
    pub(crate) async fn png(self) -> Result<Blob, JsValue> {
        let image = HtmlImageElement::new()?;
        let address = ObjectUrl::of(&self.svg_file()?)?;
        image.set_src(&address.0);
        JsFuture::from(image.decode()).await?;
        let canvas = gloo_utils::document().create_element("canvas")?;
        let canvas: HtmlCanvasElement = canvas.unchecked_into();
        let (width, height) = (self.width * SCALE, self.height * SCALE);
        canvas.set_width(pixels(width));
        canvas.set_height(pixels(height));
        let context = canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?;
        let context: CanvasRenderingContext2d = context.unchecked_into();
        context
            .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
        let blob = Promise::new(&mut |resolve, reject| {
            if let Err(error) = canvas.to_blob(&resolve) {
                let _ = reject.call1(&JsValue::NULL, &error); // a promise's own function does not fail
            }
        });
        JsFuture::from(blob).await?.dyn_into()
    }
}

/// A file of text.
pub(crate) fn file(text: &str, kind: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
}

/// Writes what the style sheet says of a shape into its copy, as attributes: the policy of the page allows no style in them.
fn write_style(shape: &Element, copy: &Element) -> Result<(), JsValue> {
    let style = style_of(shape)?;
    let is_group = ["g", "svg"].contains(&shape.tag_name().as_str());
    let wanted = if is_group {
        &STYLE[..OF_GROUPS]
    } else {
        &STYLE
    };
    for (name, usual) in wanted {
        let value = style.get_property_value(name)?;
        if value != *usual {
            copy.set_attribute(name, &value)?;
        }
    }
    Ok(())
}

fn style_of(element: &Element) -> Result<web_sys::CssStyleDeclaration, JsValue> {
    let style = gloo_utils::window().get_computed_style(element)?;
    style.ok_or(JsValue::UNDEFINED)
}

fn element(name: &str, attributes: &[(&str, &str)]) -> Result<Element, JsValue> {
    let element = gloo_utils::document().create_element_ns(Some(SVG), name)?;
    for (name, value) in attributes {
        element.set_attribute(name, value)?;
    }
    Ok(element)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a screen has thousands of pixels"
)]
fn pixels(length: f64) -> u32 {
    length.ceil() as u32
}

/// An address of a file in memory, given up on drop.
struct ObjectUrl(String);

impl ObjectUrl {
    fn of(file: &Blob) -> Result<Self, JsValue> {
        Url::create_object_url_with_blob(file).map(Self)
    }
}

impl Drop for ObjectUrl {
    fn drop(&mut self) {
        let _ = Url::revoke_object_url(&self.0); // there is nothing to do about an address that cannot be given up
    }
}
