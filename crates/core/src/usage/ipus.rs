//! Exact amounts of Informatica Processing Units.
mod plain;

pub(crate) use plain::plain_amount;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use thiserror::Error;

/// Trillionths in one IPU: the service writes 12 decimals.
const ONE: i128 = 10_i128.pow(Ipus::DECIMALS);

/// An exact amount of IPUs (Informatica Processing Units), positive or negative.
///
/// Held as a whole number of trillionths, so sums are exact to the twelfth decimal, the last one that the service
/// writes. Binary floating point appears nowhere; [`Ipus::to_f64`] exists for drawing only.
///
/// `Display` writes 12 decimals (`0.079470080000`). With a precision (`{:.2}`) it rounds half away from zero, in whole
/// numbers. Serialized as that text, since neither JSON nor JavaScript has a number that could hold it.
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

    /// The exact sum, or `None` where it leaves the range of an `i128` of trillionths.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The exact difference, or `None` where it leaves the range of an `i128` of trillionths.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
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
        // No overflow: the magnitude is below 2^128 / 10^12 after the division, whatever is added to the quotient.
        let rounded = magnitude / unit + u128::from(unit > 1 && magnitude % unit >= unit / 2);
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

    /// Reads a decimal number exactly, see [`AmountProblem`] for what is refused.
    fn from_str(text: &str) -> Result<Self, AmountProblem> {
        decimal(text.as_bytes()).map(Self)
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

/// Why a text is no amount.
///
/// Read exactly: an optional sign, digits with an optional point, an optional exponent. The exponent is read because the
/// service is written in Java, whose decimals print `1.2345E-8`. Zeros beyond the twelfth decimal are exact and read too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AmountProblem {
    /// Not a decimal number; among others empty, `null`, blanks, `NaN`, digit groups, digits that are not ASCII.
    #[error("the consumption is not a decimal number such as 0.079470080000")]
    NotANumber,
    /// A digit other than zero after the twelfth decimal: it could only be rounded away.
    #[error("the consumption has more than 12 decimals, which could only be rounded")]
    TooManyDecimals,
    /// Beyond what can be held, or in a row beyond 10¹⁵ IPUs.
    #[error("the consumption is larger than any plausible amount")]
    TooLarge,
}

/// How a row's amount was written, so that it can be written again byte for byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// Digits, a point and this many decimals (none: no point), no needless zero in front, `-` where negative.
    Decimals(u8),
    /// In any other way; the text has to be kept.
    Verbatim,
}

/// Reads the amount of a row.
pub(crate) fn row_amount(text: &[u8]) -> Result<(Ipus, Written), AmountProblem> {
    if let Some((trillionths, decimals)) = plain_amount(text) {
        return Ok((Ipus(trillionths.into()), Written::Decimals(decimals)));
    }
    let trillionths = decimal(text)?;
    if trillionths.abs() > Ipus::MAX_ROW {
        return Err(AmountProblem::TooLarge);
    }
    let amount = Ipus(trillionths);
    let point = text.iter().position(|&b| b == b'.');
    let decimals = point.map_or(0, |point| text.len() - point - 1);
    let written = u8::try_from(decimals)
        .ok()
        .filter(|&d| u32::from(d) <= Ipus::DECIMALS && write_again(amount, d).as_bytes() == text)
        .map_or(Written::Verbatim, Written::Decimals);
    Ok((amount, written))
}

/// Writes an amount with as many decimals as its row had.
pub(crate) fn write_again(amount: Ipus, decimals: u8) -> String {
    format!("{amount:.*}", usize::from(decimals))
}

/// The trillionths of a decimal number.
fn decimal(text: &[u8]) -> Result<i128, AmountProblem> {
    let (negative, unsigned) = sign(text);
    let (mantissa, exponent) = match unsigned.iter().position(|b| matches!(b, b'e' | b'E')) {
        Some(at) => (&unsigned[..at], exponent(&unsigned[at + 1..])?),
        None => (unsigned, 0),
    };
    let fraction = mantissa
        .iter()
        .position(|&b| b == b'.')
        .map_or(0, |point| mantissa.len() - point - 1);
    let digits = || mantissa.iter().filter(|&&b| b != b'.');
    let points = mantissa.len() - digits().count();
    if points > 1 || points == mantissa.len() || !digits().all(u8::is_ascii_digit) {
        return Err(AmountProblem::NotANumber);
    }
    // Zeros at the end go into the power of ten, so that any number of them is neither an overflow nor a decimal too many.
    let zeros = digits().rev().take_while(|&&b| b == b'0').count();
    let significant = mantissa.len() - points - zeros;
    if significant == 0 {
        return Ok(0);
    }
    // The last digit left is not zero: a negative power would need a thirteenth decimal.
    let power = exponent + length(zeros) - length(fraction) + i64::from(Ipus::DECIMALS);
    let power = u32::try_from(power.min(i64::from(u32::MAX)))
        .map_err(|_| AmountProblem::TooManyDecimals)?;
    let magnitude = digits()
        .take(significant)
        .try_fold(0_i128, |value, digit| {
            value.checked_mul(10)?.checked_add(i128::from(digit - b'0'))
        })
        .and_then(|value| value.checked_mul(10_i128.checked_pow(power)?))
        .ok_or(AmountProblem::TooLarge)?;
    Ok(if negative { -magnitude } else { magnitude })
}

/// A count of bytes as a power of ten.
fn length(bytes: usize) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX / 4)
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
