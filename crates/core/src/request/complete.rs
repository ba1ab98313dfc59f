//! What the page fills in while somebody types: kinder than the wire, and in plain sight.

use std::borrow::Cow;

use super::draft::{Draft, Field};
use super::draft_ref::{DraftRef, InputRef};

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
    let mut completed = text.to_owned();
    completed.push_str(time);
    Cow::Owned(completed)
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
    complete_ref(draft.into()).into()
}

/// Completes as [`complete`] does, what lies elsewhere.
pub fn complete_ref(mut draft: DraftRef<'_>) -> DraftRef<'_> {
    for field in Field::ALL {
        let completed = match draft.get(field) {
            InputRef::Text(text) => completed(field, text).map(Cow::into_owned),
            InputRef::Absent | InputRef::WrongType(_) => continue,
        };
        draft.set(
            field,
            completed.map_or(InputRef::Absent, |text| InputRef::Text(Cow::Owned(text))),
        );
    }
    draft
}

/// The text of a field as it will be sent, if it will be.
fn completed(field: Field, text: &str) -> Option<Cow<'_, str>> {
    match field {
        Field::StartDate => Some(complete_date(text, Side::Start)),
        Field::EndDate => Some(complete_date(text, Side::End)),
        Field::JobType => Some(Cow::Borrowed(text.trim())),
        Field::CombinedMeterUsage | Field::AllLinkedOrgs | Field::CallbackUrl => {
            Some(Cow::Borrowed(text.trim())).filter(|text| !text.is_empty())
        }
    }
}
