//! Amounts and counts in words for people.
use metering_core::usage::{Ipus, difference};

/// The whole amount with all its decimals, thousands grouped.
pub(crate) fn exact(amount: Ipus) -> String {
    grouped(&amount.to_string())
}

/// The whole amount, thousands grouped, without zeros at its end.
pub(crate) fn trimmed(amount: Ipus) -> String {
    let text = grouped(&amount.to_string());
    text.trim_end_matches('0').trim_end_matches('.').into()
}

/// The whole amount as it is typed, without separators of thousands and without zeros at its end.
pub(crate) fn plain(amount: Ipus) -> String {
    trimmed(amount).replace(',', "")
}

/// The amount with two decimals, thousands grouped; one that would read as nothing, with all it has.
pub(crate) fn rounded(amount: Ipus) -> String {
    let text = grouped(&format!("{amount:.2}"));
    if text == "0.00" {
        trimmed(amount)
    } else {
        text
    }
}

/// What part of a whole an amount is, such as `12.5%`.
pub(crate) fn share(part: Ipus, whole: Ipus) -> String {
    let (part, whole) = (part.to_f64(), whole.to_f64());
    if part == 0.0 || whole == 0.0 {
        return "–".into();
    }
    let percent = part / whole * 100.0;
    if percent > 0.0 && percent < 0.05 {
        "<0.1%".into()
    } else {
        format!("{percent:.1}%")
    }
}

/// How much more an amount is than another, such as `+12.5%`.
pub(crate) fn change(current: Ipus, base: Ipus) -> String {
    if base == Ipus::ZERO {
        let text = if current == base { "–" } else { "new" };
        return text.into();
    }
    let percent = (current.to_f64() - base.to_f64()) / base.to_f64().abs() * 100.0;
    let text = format!("{percent:+.1}%");
    if matches!(text.as_str(), "+0.0%" | "-0.0%") {
        "0.0%".into()
    } else {
        text
    }
}

/// A number with its noun, such as `1,234 rows`.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    format!(
        "{} {}",
        number_of(number),
        if number == 1 { one } else { many }
    )
}

/// A number, thousands grouped.
pub(crate) fn number_of(number: u64) -> String {
    grouped(&number.to_string())
}

/// A decimal number with its thousands grouped.
fn grouped(text: &str) -> String {
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let whole = text.find('.').unwrap_or(text.len());
    let mut grouped = String::from(sign);
    for (at, digit) in text.char_indices() {
        if at > 0 && at < whole && (whole - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A name, cut for drawing.
pub(crate) fn cut(name: &str, length: usize) -> String {
    if name.chars().count() <= length {
        return name.into();
    }
    name.chars()
        .take(length.saturating_sub(1))
        .chain(['…'])
        .collect()
}

/// What is left of an amount without parts of it.
pub(crate) fn without(whole: Ipus, parts: impl Iterator<Item = Ipus>) -> Ipus {
    parts.fold(whole, difference)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ipus(text: &str) -> Ipus {
        text.parse().unwrap_or_default()
    }

    #[test]
    fn amounts_keep_their_digits() {
        for (amount, whole, two) in [
            ("0", "0", "0"),
            ("1234567.5", "1,234,567.5", "1,234,567.50"),
            ("-1234.000000000001", "-1,234.000000000001", "-1,234.00"),
            ("0.004", "0.004", "0.004"),
            ("123", "123", "123.00"),
        ] {
            assert_eq!(trimmed(ipus(amount)), whole);
            assert_eq!(rounded(ipus(amount)), two);
        }
    }

    #[test]
    fn shares_are_percent_with_one_decimal() {
        assert_eq!(share(ipus("1"), ipus("8")), "12.5%");
        assert_eq!(share(ipus("0.0001"), ipus("8")), "<0.1%");
        assert_eq!(share(ipus("-1"), ipus("8")), "-12.5%");
        assert_eq!(share(ipus("0"), ipus("8")), "–");
        assert_eq!(share(ipus("0"), ipus("0")), "–");
    }

    #[test]
    fn changes_are_percent_of_what_was() {
        for (current, base, text) in [
            ("3", "2", "+50.0%"),
            ("1", "2", "-50.0%"),
            ("2", "2", "0.0%"),
            ("2", "0", "new"),
            ("0", "0", "–"),
            ("0", "-2", "+100.0%"),
        ] {
            assert_eq!(change(ipus(current), ipus(base)), text);
        }
    }

    #[test]
    fn counts_and_cuts() {
        assert_eq!(count(1, "row", "rows"), "1 row");
        assert_eq!(count(12_345, "row", "rows"), "12,345 rows");
        assert_eq!(cut("größer", 6), "größer");
        assert_eq!(cut("größeres", 6), "größe…");
    }
}
