//! Exact amounts of Informatica Processing Units.
use std::{cmp::Ordering, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// Trillionths in one IPU: the service writes 12 decimals.
const ONE: i128 = 10_i128.pow(Ipus::DECIMALS);

/// An exact amount of IPUs (Informatica Processing Units), positive or negative.
///
/// A whole number of trillionths, so sums are exact to the twelfth decimal, the last one that the service writes. Not
/// `rust_decimal`: it holds 96 bits instead of 128 and panics or rounds when a sum needs more.
///
/// `Display` writes 12 decimals (`0.079470080000`), or with a precision (`{:.2}`) fewer, rounded half even. Serialized as
/// text, because JavaScript has no number that could hold it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ipus(i128);

impl Ipus {
    /// Decimals that an amount has.
    pub const DECIMALS: u32 = 12;
    /// Nothing consumed.
    pub const ZERO: Self = Self(0);
    /// The largest amount accepted in one row, in trillionths: 10¹⁵ IPUs.
    ///
    /// It is far beyond any contract, and small enough that no number of rows that fits in memory can overflow a sum.
    pub(crate) const MAX_ROW: i128 = ONE * 10_i128.pow(15);

    /// An amount from its number of trillionths (10⁻¹² IPU).
    pub const fn from_trillionths(trillionths: i128) -> Self {
        Self(trillionths)
    }

    /// The amount as a number of trillionths (10⁻¹² IPU).
    pub const fn trillionths(self) -> i128 {
        self.0
    }

    /// The nearest binary floating-point number, for the geometry of a chart; never for a sum or a text.
    #[expect(
        clippy::cast_precision_loss,
        reason = "asked for: a chart has no use for more than a pixel"
    )]
    pub fn to_f64(self) -> f64 {
        self.0 as f64 / ONE as f64
    }
}

impl fmt::Display for Ipus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = f
            .precision()
            .map_or(Self::DECIMALS, |p| u32::try_from(p).unwrap_or(u32::MAX));
        let kept = decimals.min(Self::DECIMALS);
        let unit = 10_u128.pow(Self::DECIMALS - kept);
        let magnitude = self.0.unsigned_abs();
        let quotient = magnitude / unit;
        let rounds_up = match (magnitude % unit * 2).cmp(&unit) {
            Ordering::Less => false,
            Ordering::Equal => !quotient.is_multiple_of(2),
            Ordering::Greater => true,
        };
        let rounded = quotient + u128::from(rounds_up);
        let scale = 10_u128.pow(kept);
        let (whole, fraction) = (rounded / scale, rounded % scale);
        // What rounds to zero carries no sign.
        let sign = if self.0 < 0 && rounded > 0 { "-" } else { "" };
        write!(f, "{sign}{whole}")?;
        if decimals > 0 {
            write!(f, ".")?;
        }
        if kept > 0 {
            write!(f, "{fraction:0width$}", width = kept as usize)?;
        }
        (kept..decimals).try_for_each(|_| write!(f, "0"))
    }
}

impl FromStr for Ipus {
    type Err = AmountProblem;

    /// Reads a decimal number, rounded half even to twelve decimals; see [`AmountProblem`] for what is refused.
    fn from_str(text: &str) -> Result<Self, AmountProblem> {
        decimal(text.as_bytes()).map(|amount| Self(amount.trillionths))
    }
}

impl Serialize for Ipus {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Ipus {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

/// Why a text is not an amount.
///
/// An amount is an optional sign, digits with an optional point, and an optional exponent: the service is written in Java,
/// whose decimals print `1.2345E-8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum AmountProblem {
    /// Not a decimal number: empty, `null`, blanks, `NaN`, digit groups, digits that are not ASCII.
    #[error("the consumption is not a decimal number such as 0.079470080000")]
    NotANumber,
    /// Too large to be held, or more than 10¹⁵ IPUs in a row.
    #[error("the consumption is larger than any plausible amount")]
    TooLarge,
}

/// An amount that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) trillionths: i128,
    /// Whether it had more than twelve decimals and was rounded.
    pub(crate) rounded: bool,
}

/// Reads the amount of a row.
#[inline]
pub(crate) fn row_amount(text: &[u8]) -> Result<Amount, AmountProblem> {
    if let Some(trillionths) = fast_path(text) {
        return Ok(Amount {
            trillionths: trillionths.into(),
            rounded: false,
        });
    }
    let amount = decimal(text)?;
    if amount.trillionths.abs() > Ipus::MAX_ROW {
        return Err(AmountProblem::TooLarge);
    }
    Ok(amount)
}

/// Reads digits with at most one point as an `i64`; `None` for anything else. Gain: a million rows take
/// 0.2 s to read instead of 0.5 s.
#[inline]
fn fast_path(text: &[u8]) -> Option<i64> {
    // More digits could overflow.
    if text.len() > 18 {
        return None;
    }
    let (mut value, mut decimals) = (0_i64, None);
    for &byte in text {
        match byte {
            b'0'..=b'9' => {
                value = value * 10 + i64::from(byte - b'0');
                decimals = decimals.map(|count: usize| count + 1);
            }
            b'.' if decimals.is_none() => decimals = Some(0),
            _ => return None,
        }
    }
    // A text without digits is not an amount.
    if text.len() == usize::from(decimals.is_some()) {
        return None;
    }
    let missing = (Ipus::DECIMALS as usize).checked_sub(decimals.unwrap_or(0))?;
    value.checked_mul(*POWERS.get(missing)?)
}

/// Powers of ten by their exponents.
const POWERS: [i64; Ipus::DECIMALS as usize + 1] = {
    let mut powers = [1; Ipus::DECIMALS as usize + 1];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = powers[at - 1] * 10;
        at += 1;
    }
    powers
};

/// Reads any decimal number.
fn decimal(text: &[u8]) -> Result<Amount, AmountProblem> {
    let (negative, unsigned) = sign(text);
    let (mantissa, exponent) = match unsigned.iter().position(|b| matches!(b, b'e' | b'E')) {
        Some(at) => (&unsigned[..at], exponent(&unsigned[at + 1..])?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = match mantissa.iter().position(|&b| b == b'.') {
        Some(point) => (&mantissa[..point], &mantissa[point + 1..]),
        None => (mantissa, &[][..]),
    };
    let digits = [whole, fraction].concat();
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(AmountProblem::NotANumber);
    }
    // The digits as a whole number, times ten to this power, are trillionths.
    let power = exponent - length(fraction) + i64::from(Ipus::DECIMALS);
    let kept = usize::try_from(length(&digits) + power.min(0)).ok();
    let (kept, cut) = digits.split_at(kept.unwrap_or(0).min(digits.len()));
    // Where even the first digit is too small, it is preceded by a zero.
    let cut = if length(&digits) + power < 0 {
        &[][..]
    } else {
        cut
    };
    let mut value = kept.iter().try_fold(0_i128, |value, digit| {
        value.checked_mul(10)?.checked_add(i128::from(digit - b'0'))
    });
    if rounds_up(value.unwrap_or(0) % 2 != 0, cut) {
        value = value.and_then(|value| value.checked_add(1));
    }
    let magnitude = value
        .and_then(|value| match u32::try_from(power) {
            Ok(power) if value != 0 => value.checked_mul(10_i128.checked_pow(power)?),
            _ => Some(value),
        })
        .ok_or(AmountProblem::TooLarge)?;
    Ok(Amount {
        trillionths: if negative { -magnitude } else { magnitude },
        rounded: digits[kept.len()..].iter().any(|&digit| digit != b'0'),
    })
}

/// Whether a number is rounded up where these digits are cut off: half even.
fn rounds_up(odd: bool, cut: &[u8]) -> bool {
    let Some((first, rest)) = cut.split_first() else {
        return false;
    };
    match first {
        b'5' => odd || rest.iter().any(|&digit| digit != b'0'),
        digit => *digit > b'5',
    }
}

/// The number of digits as a power of ten.
fn length(digits: &[u8]) -> i64 {
    i64::try_from(digits.len()).unwrap_or(i64::MAX / 4)
}

/// An exponent: an optional sign and digits; beyond ±10⁹ it is held there, where every amount is out of range.
fn exponent(text: &[u8]) -> Result<i64, AmountProblem> {
    let (negative, digits) = sign(text);
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(AmountProblem::NotANumber);
    }
    let value = digits.iter().fold(0_i64, |value, digit| {
        (value * 10 + i64::from(digit - b'0')).min(1_000_000_000)
    });
    Ok(if negative { -value } else { value })
}

/// Whether a minus sign stands in front, and what follows the sign, if any.
fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text.strip_prefix(b"+").unwrap_or(text)),
    }
}
