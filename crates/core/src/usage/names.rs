//! Interned texts: each name is held once and named by a number.
use std::{borrow::Cow, hash::BuildHasher};

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::bytes::same;

/// Texts, each held once, named by consecutive numbers from zero.
///
/// Bytes, not `str`: what is not UTF-8 stays as it was, so that it keeps its identity and can be written again.
#[derive(Debug, Default)]
pub(crate) struct Names {
    bytes: Vec<u8>,
    /// Where each text ends in `bytes`; it begins where the one before it ends.
    ends: Vec<u32>,
    lookup: HashTable<u32>,
    /// Numbers of the texts that are not UTF-8, in ascending order. Rare, and asked for in rare places.
    invalid: Vec<u32>,
}

impl Names {
    /// With the name that is missing, which the service writes as `null` or not at all, as number 0.
    pub(crate) fn with_missing() -> Self {
        let mut names = Self::default();
        names.intern(b"");
        names
    }

    /// The number of a name without blanks around it; one that is missing has number 0.
    pub(crate) fn intern_name(&mut self, name: &[u8]) -> Option<u32> {
        self.intern(if is_missing(name) { b"" } else { trimmed(name) })
    }

    /// The number of a text, which is added where it is new; `None` where the numbers or four gigabytes are used up.
    pub(crate) fn intern(&mut self, text: &[u8]) -> Option<u32> {
        let Self {
            bytes,
            ends,
            lookup,
            invalid,
        } = self;
        let hash = FxBuildHasher.hash_one(text);
        if let Some(&found) = lookup.find(hash, |&id| same(slice(bytes, ends, id), text)) {
            return Some(found);
        }
        let id = u32::try_from(ends.len()).ok()?;
        let end = u32::try_from(bytes.len() + text.len()).ok()?;
        bytes.extend_from_slice(text);
        ends.push(end);
        if std::str::from_utf8(text).is_err() {
            invalid.push(id);
        }
        lookup.insert_unique(hash, id, |&id| {
            FxBuildHasher.hash_one(slice(bytes, ends, id))
        });
        Some(id)
    }

    /// The number of a text that was added before.
    pub(crate) fn get(&self, text: &[u8]) -> Option<u32> {
        let hash = FxBuildHasher.hash_one(text);
        self.lookup
            .find(hash, |&id| same(slice(&self.bytes, &self.ends, id), text))
            .copied()
    }

    /// Whether there is such a number and it names this text.
    #[inline]
    pub(crate) fn is(&self, id: u32, text: &[u8]) -> bool {
        (id as usize) < self.ends.len() && same(slice(&self.bytes, &self.ends, id), text)
    }

    /// How many bytes all texts have.
    pub(crate) fn bytes_held(&self) -> usize {
        self.bytes.len()
    }

    /// The text's bytes as they were read.
    pub(crate) fn bytes(&self, id: u32) -> &[u8] {
        slice(&self.bytes, &self.ends, id)
    }

    /// The text to show, with U+FFFD in place of what is not UTF-8.
    pub(crate) fn text(&self, id: u32) -> Cow<'_, str> {
        String::from_utf8_lossy(self.bytes(id))
    }

    /// Whether the text is UTF-8.
    pub(crate) fn is_utf8(&self, id: u32) -> bool {
        self.invalid.binary_search(&id).is_err()
    }

    /// The numbers of the texts that are not UTF-8.
    pub(crate) fn invalid(&self) -> &[u32] {
        &self.invalid
    }

    /// Whether any text is not UTF-8.
    pub(crate) fn has_invalid(&self) -> bool {
        !self.invalid.is_empty()
    }

    /// How many texts there are; their numbers are below it.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
}

/// Whether a field says that there is nothing: the service writes `null` or leaves it blank.
pub(crate) fn is_missing(field: &[u8]) -> bool {
    matches!(trimmed(field), b"" | b"null")
}

/// A field without blanks around it.
pub(crate) fn trimmed(mut field: &[u8]) -> &[u8] {
    while let [b' ', rest @ ..] | [rest @ .., b' '] = field {
        field = rest;
    }
    field
}

fn slice<'a>(bytes: &'a [u8], ends: &[u32], id: u32) -> &'a [u8] {
    let id = id as usize;
    let start = id.checked_sub(1).map_or(0, |before| ends[before] as usize);
    &bytes[start..ends[id] as usize]
}
