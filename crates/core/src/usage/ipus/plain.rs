//! The quick way to read an amount that is written as nearly all are.

/// Powers of ten by their exponents.
const POWERS: [i64; 13] = {
    let mut powers = [1; 13];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// The trillionths and the decimals of an amount with one to six digits and at most twelve decimals.
///
/// `None` for all others, and for what [`write_again`](super::write_again) would not write the same: a needless zero in
/// front, a point without digits around it, a sign.
#[inline]
pub(crate) fn plain_amount(text: &[u8]) -> Option<(i64, u8)> {
    if let Some((front, fraction)) = text.split_last_chunk::<12>()
        && let [whole @ .., b'.'] = front
    {
        let high = eight_digits(*fraction.first_chunk()?)?;
        let low = eight_digits(*fraction.last_chunk()?)? % 10_000;
        return Some((whole_part(whole)? + high * 10_000 + low, 12));
    }
    let Some(point) = text.iter().position(|&byte| byte == b'.') else {
        return Some((whole_part(text)?, 0));
    };
    let fraction = &text[point + 1..];
    let zeros = 12_usize
        .checked_sub(fraction.len())
        .filter(|&zeros| zeros < 12)?;
    let value = whole_part(&text[..point])? + digits(fraction)? * POWERS[zeros];
    Some((value, u8::try_from(fraction.len()).ok()?))
}

/// The digits before the point, in trillionths.
fn whole_part(text: &[u8]) -> Option<i64> {
    match text {
        [] | [b'0', _, ..] | [_, _, _, _, _, _, _, ..] => None,
        _ => Some(digits(text)? * POWERS[12]),
    }
}

/// The number that at most twelve ASCII digits write.
fn digits(text: &[u8]) -> Option<i64> {
    text.iter().try_fold(0, |value, byte| {
        byte.is_ascii_digit()
            .then(|| value * 10 + i64::from(byte - b'0'))
    })
}

/// The number that eight ASCII digits write, all eight at once.
fn eight_digits(text: [u8; 8]) -> Option<i64> {
    let word = u64::from_le_bytes(text);
    let digits = word.wrapping_sub(0x3030_3030_3030_3030);
    // A byte below `0` borrows and one above `9` carries, both into the upper half of its byte.
    if (digits | digits.wrapping_add(0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    // Neighbours are joined three times: digits to pairs, pairs to fours, fours to the number.
    let pairs = (digits * 10 + (digits >> 8)) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_ffff_0000_ffff;
    i64::try_from((fours * 10_000 + (fours >> 32)) & 0xffff_ffff).ok()
}
