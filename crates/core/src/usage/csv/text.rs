//! From the bytes of a file to UTF-8.
//!
//! Not `encoding_rs`: its decoders for UTF-16 cannot be linked without the tables of all other encodings.
use std::borrow::Cow;

/// Decodes a file in pieces of any size: UTF-8 with any number of byte-order marks, or UTF-16 with or without.
#[derive(Default)]
pub(crate) struct Decoder {
    encoding: Option<Encoding>,
    /// The first bytes, until they suffice to tell the encoding; then the half of a code unit at the end of a piece.
    held: Vec<u8>,
    /// The first half of a surrogate pair at the end of a piece.
    high: Option<u16>,
}

/// How text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    Utf16 { big_endian: bool },
}

/// Bytes that suffice to tell the encoding: two byte-order marks of UTF-8 and a letter.
const HEAD: usize = 8;

const MARK: &[u8] = b"\xef\xbb\xbf";

impl Decoder {
    /// Decodes the next piece; `is_last` if none follows.
    pub(crate) fn decode<'a>(&mut self, bytes: &'a [u8], is_last: bool) -> Cow<'a, [u8]> {
        match self.encoding {
            Some(Encoding::Utf8) => Cow::Borrowed(bytes),
            Some(Encoding::Utf16 { big_endian }) => {
                self.held.extend_from_slice(bytes);
                Cow::Owned(self.utf16(big_endian, is_last))
            }
            None => {
                self.held.extend_from_slice(bytes);
                if self.held.len() < HEAD && !is_last {
                    return Cow::Borrowed(&[]);
                }
                let encoding = encoding_of(&self.held);
                self.encoding = Some(encoding);
                let mut text = match encoding {
                    Encoding::Utf8 => std::mem::take(&mut self.held),
                    Encoding::Utf16 { big_endian } => self.utf16(big_endian, is_last),
                };
                while text.starts_with(MARK) {
                    text.drain(..MARK.len());
                }
                Cow::Owned(text)
            }
        }
    }

    /// The encoding; `None` before the first piece was decoded.
    pub(crate) fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// Decodes what is held.
    fn utf16(&mut self, big_endian: bool, is_last: bool) -> Vec<u8> {
        let held = std::mem::take(&mut self.held);
        let (pairs, rest) = held.as_chunks::<2>();
        let unit = |pair: &[u8; 2]| {
            if big_endian {
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

/// The encoding of a file that begins so. A header has letters only, so without a mark UTF-16 has a zero in every pair.
fn encoding_of(head: &[u8]) -> Encoding {
    match head {
        [0xff, 0xfe, ..] | [1.., 0, 1.., 0, ..] => Encoding::Utf16 { big_endian: false },
        [0xfe, 0xff, ..] | [0, 1.., 0, 1.., ..] => Encoding::Utf16 { big_endian: true },
        _ => Encoding::Utf8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_is_read_in_pieces_of_any_size() {
        let text = "Date;Prójëct 😀\r\nx";
        let units: Vec<u16> = text.encode_utf16().collect();
        let le: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let be: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for (file, is_utf16) in [
            (text.as_bytes().to_vec(), false),
            ([MARK, text.as_bytes()].concat(), false),
            ([MARK, MARK, text.as_bytes()].concat(), false),
            (le.clone(), true),
            (be.clone(), true),
            ([b"\xff\xfe", &le[..]].concat(), true),
            ([b"\xfe\xff", &be[..]].concat(), true),
        ] {
            for size in 1..=file.len() {
                let mut decoder = Decoder::default();
                let mut read = Vec::new();
                for piece in file.chunks(size) {
                    read.extend_from_slice(&decoder.decode(piece, false));
                }
                read.extend_from_slice(&decoder.decode(&[], true));
                assert_eq!(String::from_utf8(read).as_deref(), Ok(text), "{size}");
                assert_eq!(decoder.encoding() != Some(Encoding::Utf8), is_utf16);
            }
        }
    }

    #[test]
    fn what_is_cut_off_is_no_panic() {
        for file in [&b"\xff"[..], b"\xff\xfe", b"\xff\xfeD\0\x3d\xd8", b"\xff\xfeD\0a", b"\xef\xbb\xbf", b""] {
            let mut decoder = Decoder::default();
            let first = decoder.decode(file, false).into_owned();
            let rest = decoder.decode(&[], true).into_owned();
            assert!(first.len() + rest.len() <= 4, "{file:?}");
        }
    }
}
