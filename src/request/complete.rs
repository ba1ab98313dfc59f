//! What the page fills in while somebody types: kinder than the wire, and in plain sight.

use std::borrow::Cow;

use super::draft::{Draft, Input};

/// The end of the range that a date is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A bare date means its first second.
    Start,
    /// A bare date means its last second: the service includes the day of `endDate` in the data.
    End,
}

/// Drops surrounding blanks, and completes a bare calendar date to the instant in UTC that it
/// means.
///
/// `2024-08-12` becomes `2024-08-12T00:00:00Z` at the start and `2024-08-12T23:59:59Z` at the end.
/// Any other text stays as it is. Whether the date exists is left to the validator.
pub fn complete_date(text: &str, side: Side) -> Cow<'_, str> {
    let text = text.trim();
    if !is_calendar_date(text) {
        return Cow::Borrowed(text);
    }
    let time = match side {
        Side::Start => "T00:00:00Z",
        Side::End => "T23:59:59Z",
    };
    Cow::Owned([text, time].concat())
}

fn is_calendar_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// The draft as it will be sent: dates completed, surrounding blanks dropped, an optional field
/// without text absent.
pub fn complete(draft: &Draft) -> Draft {
    Draft {
        start_date: map_text(&draft.start_date, |text| complete_date(text, Side::Start)),
        end_date: map_text(&draft.end_date, |text| complete_date(text, Side::End)),
        job_type: map_text(&draft.job_type, |text| Cow::Borrowed(text.trim())),
        combined_meter_usage: optional(&draft.combined_meter_usage),
        all_linked_orgs: optional(&draft.all_linked_orgs),
        callback_url: optional(&draft.callback_url),
        unknown: draft.unknown.clone(),
    }
}

fn optional(input: &Input) -> Input {
    match map_text(input, |text| Cow::Borrowed(text.trim())) {
        Input::Text(text) if text.is_empty() => Input::Absent,
        other => other,
    }
}

fn map_text<'a>(input: &'a Input, change: impl FnOnce(&'a str) -> Cow<'a, str>) -> Input {
    match input {
        Input::Text(text) => Input::Text(change(text).into_owned()),
        Input::Absent | Input::WrongType(_) => input.clone(),
    }
}
