//! Pictures of parts of the page, and how much two of them differ to the eye.

use std::io::Cursor;

use png::{ColorType, Decoder, Transformations};

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

/// The pixels of a picture.
#[derive(Debug)]
pub(crate) struct Picture {
    /// How many pixels a line has.
    width: usize,
    /// How many bytes a pixel has: red, green, blue, and in some pictures how opaque it is.
    channels: usize,
    bytes: Vec<u8>,
}

impl Picture {
    /// How many pixels of an area differ from those of another picture by a contrast of 3 to 1, which is what WCAG asks of
    /// anything that is not text.
    pub(crate) fn seen_changes(&self, other: &Self, area: Area) -> f64 {
        let pairs = self.within(area).zip(other.within(area));
        let seen = pairs.filter(|&(a, b)| a != b && contrast(a, b) >= 3.0);
        #[allow(clippy::cast_precision_loss)] // some thousands
        let count = seen.count() as f64;
        count
    }

    fn within(&self, area: Area) -> impl Iterator<Item = [u8; 3]> {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        // `as` ends at zero, where pictures begin
        let [left, right, top, bottom] = [
            area.left,
            area.left + area.width,
            area.top,
            area.top + area.height,
        ]
        .map(|edge| edge.round() as usize);
        let channels = self.channels;
        let lines = self.bytes.chunks_exact(self.width * channels);
        lines.take(bottom).skip(top).flat_map(move |line| {
            let pixels = line.chunks_exact(channels).take(right).skip(left);
            pixels.map(|pixel| [pixel[0], pixel[1], pixel[2]])
        })
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
        Self {
            width: info.width as usize,
            channels,
            bytes,
        }
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
    /// What the window shows now.
    pub(crate) async fn picture(&self) -> Picture {
        let file = self.client().screenshot().await.expect("a picture");
        Picture::read(&file)
    }
}
