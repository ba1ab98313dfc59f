//! Many requests in one crossing: a JSON text on each line.

use super::alike::Alike;
use super::wire::Wire;
use metering_core::request::{Limits, Report, json};

/// Checks each line that is not blank. The answer is how many lines there are, how many of them were checked, how many of
/// those are valid, and for each line with problems or warnings how many lines after the one before it stands, its
/// problems and its warnings as [`Alike`] writes them; then 0.
pub(super) fn validate(ndjson: &[u8], limits: &Limits, out: &mut Wire) {
    let counts = out.reserve();
    // Looked at once as a whole. Where some of it is not text, each line by itself tells.
    let text = str::from_utf8(ndjson);
    let mut report = Report::default();
    let mut alike = Alike::default();
    let (mut lines, mut checked, mut valid, mut last) = (0, 0, 0, 0);
    let mut rest = ndjson;
    while !rest.is_empty() {
        lines += 1;
        let usual = text.ok().and_then(|text| {
            let (draft, length) = json::read_usual(text.get(ndjson.len() - rest.len()..)?)?;
            Some((draft, behind_line(rest.get(length..)?)?))
        });
        let read = if let Some((draft, behind)) = usual {
            rest = behind;
            Ok(draft)
        } else {
            let end = memchr::memchr(b'\n', rest);
            let (line, behind) = rest
                .split_at_checked(end.unwrap_or(rest.len()))
                .unwrap_or((rest, &[]));
            rest = behind.get(1..).unwrap_or_default();
            if line.trim_ascii().is_empty() {
                continue;
            }
            json::read_bytes(line)
        };
        checked += 1;
        let is_valid = match read {
            Ok(draft) => report.check(&draft, limits).is_some(),
            Err(problem) => {
                report.only(problem);
                false
            }
        };
        valid += u32::from(is_valid);
        if !is_valid || !report.warnings.is_empty() {
            out.push(lines - last);
            last = lines;
            alike.write(&mut report.problems, out);
            alike.write(&mut report.warnings, out);
        }
    }
    out.push(0);
    out.fill(counts, [lines, checked, valid]);
}

/// The lines behind the one that ends here.
fn behind_line(rest: &[u8]) -> Option<&[u8]> {
    match rest {
        [] => Some(rest),
        [b'\n', rest @ ..] | [b'\r', b'\n', rest @ ..] => Some(rest),
        _ => None,
    }
}
