//! What the page fills in while somebody types: kinder than the wire, and in plain sight.

use super::draft::{Draft, Field, Input};

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
pub fn complete_date(text: &str, side: Side) -> String {
    let text = text.trim();
    let time = match side {
        _ if !is_calendar_date(text) => "",
        Side::Start => "T00:00:00Z",
        Side::End => "T23:59:59Z",
    };
    [text, time].concat()
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
#[must_use]
pub fn complete(draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    for field in Field::ALL {
        let Some(text) = draft.get(field).as_text() else {
            continue;
        };
        let text = match field {
            Field::StartDate => complete_date(text, Side::Start),
            Field::EndDate => complete_date(text, Side::End),
            Field::JobType
            | Field::CombinedMeterUsage
            | Field::AllLinkedOrgs
            | Field::MeterId
            | Field::AllMeters
            | Field::CallbackUrl => text.trim().to_owned(),
        };
        let is_absent = text.is_empty() && !field.is_required();
        draft.set(
            field,
            if is_absent {
                Input::Absent
            } else {
                text.into()
            },
        );
    }
    draft
}
