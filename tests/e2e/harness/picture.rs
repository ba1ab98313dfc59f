//! Pictures of parts of the page, and how much two of them differ to the eye.

use std::io::Cursor;

use base64::prelude::*;
use png::{ColorType, Decoder, Transformations};
use serde_json::json;

use super::page::Page;

/// A part of the page in CSS pixels from the corner of the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    /// This and so much around it.
    pub(crate) fn with_margin(self, margin: f64) -> Self {
        Self {
            left: self.left - margin,
            top: self.top - margin,
            width: self.width + 2.0 * margin,
            height: self.height + 2.0 * margin,
        }
    }

    /// The length of its edge.
    pub(crate) fn perimeter(self) -> f64 {
        2.0 * (self.width + self.height)
    }
}

/// The pixels of a picture of an area.
#[derive(Debug)]
pub(crate) struct Picture(Vec<[u8; 3]>);

impl Picture {
    /// How many pixels differ from those of another picture of the same area by a contrast of 3 to 1, which is what WCAG asks
    /// of anything that is not text.
    pub(crate) fn seen_changes(&self, other: &Self) -> f64 {
        assert_eq!(self.0.len(), other.0.len(), "pixels of the same area");
        let pairs = self.0.iter().zip(&other.0);
        let seen = pairs.filter(|&(a, b)| a != b && contrast(*a, *b) >= 3.0);
        #[allow(clippy::cast_precision_loss)] // some thousands
        let count = seen.count() as f64;
        count
    }

    fn read(file: &[u8]) -> Self {
        let mut decoder = Decoder::new(Cursor::new(file));
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().expect("a PNG");
        let mut bytes = vec![0; reader.output_buffer_size().expect("the picture is small")];
        let info = reader.next_frame(&mut bytes).expect("a PNG");
        let channels = match info.color_type {
            ColorType::Rgb => 3,
            ColorType::Rgba => 4,
            other => panic!("the browser takes pictures in colour, not in {other:?}"),
        };
        let pixels = bytes.chunks_exact(channels);
        Self(pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect())
    }
}

/// The contrast of two colours as WCAG 2.2 defines it, from 1 to 21.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(pixel: [u8; 3]) -> f64 {
    let linear = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(pixel[0]) + 0.7152 * linear(pixel[1]) + 0.0722 * linear(pixel[2])
}

impl Page {
    /// What an area of the window shows now. Only in Chromium.
    pub(crate) async fn picture(&self, area: Area) -> Picture {
        let (left, top) = (area.left.round().max(0.0), area.top.round().max(0.0));
        let clip = json!({
            "x": left, "y": top, "scale": 1,
            "width": (area.left + area.width).round() - left,
            "height": (area.top + area.height).round() - top,
        });
        let answer = self
            .chromium("Page.captureScreenshot", json!({"clip": clip}))
            .await;
        let file = answer["data"].as_str().expect("a picture");
        Picture::read(&BASE64_STANDARD.decode(file).expect("base64"))
    }
}
