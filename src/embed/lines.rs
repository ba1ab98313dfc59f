//! Many requests in one crossing: a JSON text on each line.

use super::wire::Wire;
use crate::request::{Checked, Limits, Problem, check, json};

/// Checks each line that is not blank. The answer is the number of lines checked, how many of them are valid, and for each line
/// with problems or warnings how many lines after the one before it stands, its problems, and its warnings; then 0.
pub(super) fn validate(ndjson: &[u8], limits: &Limits, out: &mut Wire) {
    let mut lines = Wire::new();
    let (mut checked, mut valid, mut last) = (0, 0, 0);
    for (index, line) in ndjson.split(|byte| *byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        checked += 1;
        let (problems, warnings) = validate_line(line, limits);
        valid += u64::from(problems.is_empty());
        if !problems.is_empty() || !warnings.is_empty() {
            lines.push((index + 1 - last) as u64);
            last = index + 1;
            lines.problems(&problems);
            lines.problems(&warnings);
        }
    }
    lines.push(0);
    out.push(checked);
    out.push(valid);
    out.say(lines.as_str());
}

fn validate_line(line: &[u8], limits: &Limits) -> (Vec<Problem>, Vec<Problem>) {
    match json::read_bytes(line) {
        Ok(draft) => {
            let Checked { result, warnings } = check(&draft, limits);
            (result.err().unwrap_or_default(), warnings)
        }
        Err(problem) => (vec![problem], Vec::new()),
    }
}
