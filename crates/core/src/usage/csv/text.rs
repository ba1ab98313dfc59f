//! From the bytes of a file to UTF-8.
//!
//! Not `encoding_rs`: its decoders for UTF-16 cannot be linked without the tables of all other encodings.
use std::borrow::Cow;

/// Decodes a file in pieces of any size: UTF-8, or UTF-16 with or without a byte-order mark.
#[derive(Default)]
pub(crate) struct Decoder {
    encoding: Option<Encoding>,
    big_endian: bool,
    /// The first bytes, until they suffice to tell the encoding; then the half of a code unit at the end of a piece.
    held: Vec<u8>,
    /// The first half of a surrogate pair at the end of a piece.
    high: Option<u16>,
}

/// How text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16,
}

/// Bytes that suffice to tell the encoding.
const HEAD: usize = 4;

/// The byte-order mark in UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// A text without byte-order marks in front: some programs add one to a file that has one.
pub(crate) fn without_marks(mut text: &[u8]) -> &[u8] {
    while let Some(rest) = text.strip_prefix(MARK) {
        text = rest;
    }
    text
}

impl Decoder {
    /// Decodes the next piece; `is_last` if none follows.
    pub(crate) fn decode<'a>(&mut self, bytes: &'a [u8], is_last: bool) -> Cow<'a, [u8]> {
        if self.encoding == Some(Encoding::Utf8) {
            return Cow::Borrowed(bytes);
        }
        self.held.extend_from_slice(bytes);
        if self.encoding.is_none() {
            if self.held.len() < HEAD && !is_last {
                return Cow::Borrowed(&[]);
            }
            let (encoding, big_endian) = encoding_of(&self.held);
            self.encoding = Some(encoding);
            self.big_endian = big_endian;
        }
        Cow::Owned(match self.encoding {
            Some(Encoding::Utf16) => self.utf16(is_last),
            Some(Encoding::Utf8) | None => std::mem::take(&mut self.held),
        })
    }

    /// The encoding; `None` before the first piece was decoded.
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// Decodes what is held.
    fn utf16(&mut self, is_last: bool) -> Vec<u8> {
        let held = std::mem::take(&mut self.held);
        let (pairs, rest) = held.as_chunks::<2>();
        let unit = |pair: &[u8; 2]| {
            if self.big_endian {
                u16::from_be_bytes(*pair)
            } else {
                u16::from_le_bytes(*pair)
            }
        };
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        units.extend(pairs.iter().map(unit));
        if is_last {
            // Half a code unit is no text.
            units.extend((!rest.is_empty()).then_some(0xfffd));
        } else {
            self.held = rest.to_vec();
            self.high = units.pop_if(|unit| (0xd800..0xdc00).contains(unit));
        }
        let text: String = char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect();
        text.into_bytes()
    }
}

/// The encoding of a file that begins so, and whether it is big-endian. A header has ASCII letters only, so without a mark
/// UTF-16 has a zero in every pair.
fn encoding_of(head: &[u8]) -> (Encoding, bool) {
    match head {
        [0xff, 0xfe, ..] | [1..=255, 0, 1..=255, 0, ..] => (Encoding::Utf16, false),
        [0xfe, 0xff, ..] | [0, 1..=255, 0, 1..=255, ..] => (Encoding::Utf16, true),
        _ => (Encoding::Utf8, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a file that comes in pieces of this size.
    fn decoded(file: &[u8], size: usize) -> (Vec<u8>, Option<Encoding>) {
        let mut decoder = Decoder::default();
        let mut text = Vec::new();
        for piece in file.chunks(size) {
            text.extend_from_slice(&decoder.decode(piece, false));
        }
        text.extend_from_slice(&decoder.decode(&[], true));
        (without_marks(&text).to_vec(), decoder.encoding())
    }

    #[test]
    fn every_encoding_is_read_in_pieces_of_any_size() {
        let text = "Date;Prójëct 😀\r\nx";
        let units: Vec<u16> = text.encode_utf16().collect();
        let le: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let be: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for (file, encoding) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            ([MARK, text.as_bytes()].concat(), Encoding::Utf8),
            ([MARK, MARK, text.as_bytes()].concat(), Encoding::Utf8),
            (le.clone(), Encoding::Utf16),
            (be.clone(), Encoding::Utf16),
            ([b"\xff\xfe", &le[..]].concat(), Encoding::Utf16),
            ([b"\xff\xfe\xff\xfe", &le[..]].concat(), Encoding::Utf16),
            ([b"\xfe\xff", &be[..]].concat(), Encoding::Utf16),
        ] {
            for size in 1..=file.len() {
                let expected = (text.as_bytes().to_vec(), Some(encoding));
                assert_eq!(decoded(&file, size), expected, "{size}");
            }
        }
    }

    #[test]
    fn a_file_that_is_cut_off_ends_with_a_replacement_character() {
        for file in [&b"\xff\xfeD\0\x3d\xd8"[..], b"\xff\xfeD\0a"] {
            assert_eq!(decoded(file, 1).0, "D\u{fffd}".as_bytes(), "{file:?}");
        }
        assert_eq!(decoded(b"\xff", 1).0, b"\xff");
        assert_eq!(decoded(b"", 1).0, b"");
    }
}
