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
/// The height of a line of words, and the width of a sample in the legend.
const LINE: f64 = 18.0;
const SAMPLE: f64 = 18.0;
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
    /// The picture of a chart of the page, with words above it and its legend below, so that it stands by itself.
    pub(crate) fn of(chart: &Element, title: &str, description: &str) -> Result<Self, JsValue> {
        let figure = chart.closest("figure")?.ok_or(JsValue::UNDEFINED)?;
        let classes = figure.class_list();
        classes.add_1(LIGHT)?;
        let picture = Self::draw(&figure, chart, title, description);
        classes.remove_1(LIGHT)?;
        picture
    }

    fn draw(
        figure: &Element,
        chart: &Element,
        title: &str,
        description: &str,
    ) -> Result<Self, JsValue> {
        let copy = copy_of(chart)?;
        let (width, height) = (chart.client_width(), chart.client_height());
        // Parts of the width in the chart are of its own width, whatever the picture around it.
        for (name, value) in [("width", width), ("height", height)] {
            copy.set_attribute(name, &value.to_string())?;
        }
        copy.set_attribute("overflow", "visible")?;
        let bounds = chart.unchecked_ref::<SvgGraphicsElement>().get_b_box()?;
        let left = f64::from(bounds.x()).min(0.0) - MARGIN;
        let right = f64::from(bounds.x() + bounds.width()).max(width.into()) + MARGIN;
        let style = style_of(chart)?;
        let family = style.get_property_value("font-family")?;
        let picture = element("svg", &[("font-family", &family), ("role", "img")])?;
        for (name, text) in [("title", title), ("desc", description)] {
            let child = element(name, &[])?;
            child.set_text_content(Some(text));
            picture.append_child(&child)?;
        }
        let ground = element("rect", &[])?;
        picture.append_child(&ground)?;

        let mut words = Words {
            picture: &picture,
            context: canvas()?.1,
            family,
            left: left + MARGIN,
            right: right - MARGIN,
            baseline: 0.0,
        };
        let ink = style.get_property_value("fill")?;
        words.write(title, &ink, true)?;
        words.write(description, &ink, false)?;
        let head = words.baseline + MARGIN;
        let shift = head - f64::from(bounds.y()).min(0.0);
        copy.set_attribute("y", &number(shift))?;
        picture.append_child(&copy)?;
        let chart_end = f64::from(bounds.y() + bounds.height()).max(height.into());
        words.baseline = chart_end + shift + MARGIN;
        if let Some(legend) = figure.query_selector(".legend")? {
            words.legend(&legend)?;
        }

        let (width, height) = (right - left, words.baseline + 2.0 * MARGIN);
        let [x, across, down] = [left, width, height].map(number);
        let colour = style_of(figure)?.get_property_value("background-color")?;
        for (name, value) in [
            ("x", x.as_str()),
            ("width", &across),
            ("height", &down),
            ("fill", &colour),
        ] {
            ground.set_attribute(name, value)?;
        }
        for (name, value) in [
            ("width", across.clone()),
            ("height", down.clone()),
            ("viewBox", format!("{x} 0 {across} {down}")),
        ] {
            picture.set_attribute(name, &value)?;
        }
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
        let (canvas, context) = canvas()?;
        let (width, height) = (self.width * SCALE, self.height * SCALE);
        canvas.set_width(pixels(width));
        canvas.set_height(pixels(height));
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
fn file(text: &str, kind: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)
}

fn canvas() -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), JsValue> {
    let canvas = gloo_utils::document().create_element("canvas")?;
    let canvas: HtmlCanvasElement = canvas.unchecked_into();
    let context = canvas.get_context("2d")?.ok_or(JsValue::UNDEFINED)?;
    Ok((canvas, context.unchecked_into()))
}

/// Writes words into a picture, line by line: SVG does not break text.
struct Words<'a> {
    picture: &'a Element,
    /// Measures text.
    context: CanvasRenderingContext2d,
    family: String,
    left: f64,
    right: f64,
    /// The baseline of the last line.
    baseline: f64,
}

impl Words<'_> {
    fn width(&self, text: &str, is_title: bool) -> Result<f64, JsValue> {
        let (weight, size) = font(is_title);
        self.context
            .set_font(&format!("{weight} {size} {}", self.family));
        Ok(self.context.measure_text(text)?.width())
    }

    fn line(&self, text: &str, x: f64, colour: &str, is_title: bool) -> Result<(), JsValue> {
        let (weight, size) = font(is_title);
        let (x, y) = (number(x), number(self.baseline));
        let line = element(
            "text",
            &[
                ("x", &x),
                ("y", &y),
                ("font-size", size),
                ("font-weight", weight),
                ("fill", colour),
            ],
        )?;
        line.set_text_content(Some(text));
        self.picture.append_child(&line)?;
        Ok(())
    }

    /// A paragraph.
    fn write(&mut self, text: &str, colour: &str, is_title: bool) -> Result<(), JsValue> {
        let mut line = String::new();
        for word in text.split_whitespace() {
            let longer = format!("{line} {word}").trim_start().to_owned();
            if !line.is_empty() && self.width(&longer, is_title)? > self.right - self.left {
                self.baseline += LINE;
                self.line(&line, self.left, colour, is_title)?;
                word.clone_into(&mut line);
            } else {
                line = longer;
            }
        }
        self.baseline += LINE;
        self.line(&line, self.left, colour, is_title)
    }

    /// The legend of a chart: samples with words, or only words.
    fn legend(&mut self, legend: &Element) -> Result<(), JsValue> {
        let colour = style_of(legend)?.get_property_value("color")?;
        let keys: Vec<Element> = all(legend, ".key").collect();
        if keys.is_empty() {
            return self.write(&legend.text_content().unwrap_or_default(), &colour, false);
        }
        let mut x = self.left;
        self.baseline += LINE;
        for key in keys {
            let text = key.text_content().unwrap_or_default();
            let text = text.trim();
            let width = SAMPLE + self.width(text, false)?;
            if x > self.left && x + width > self.right {
                x = self.left;
                self.baseline += LINE;
            }
            if let Some(sample) = key.query_selector("svg")? {
                let sample = copy_of(&sample)?;
                sample.set_attribute("x", &number(x))?;
                sample.set_attribute("y", &number(self.baseline - 10.0))?;
                self.picture.append_child(&sample)?;
            }
            self.line(text, x + SAMPLE, &colour, false)?;
            x += width + LINE;
        }
        Ok(())
    }
}

fn font(is_title: bool) -> (&'static str, &'static str) {
    if is_title {
        ("600", "14px")
    } else {
        ("400", "12px")
    }
}

/// A drawing of the page that needs no style sheet.
fn copy_of(drawing: &Element) -> Result<Element, JsValue> {
    let copy: Element = drawing.clone_node_with_deep(true)?.unchecked_into();
    let pairs = all(drawing, "*").zip(all(&copy, "*")).collect::<Vec<_>>();
    for (shape, copy) in pairs {
        if shape.class_list().contains("hit") && !shape.class_list().contains("amount") {
            copy.remove();
            continue;
        }
        write_style(&shape, &copy)?;
        for name in ["class", "tabindex", "data-bar", "aria-hidden"] {
            copy.remove_attribute(name)?;
        }
    }
    for name in ["class", "aria-label", "aria-hidden", "role"] {
        copy.remove_attribute(name)?;
    }
    Ok(copy)
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
