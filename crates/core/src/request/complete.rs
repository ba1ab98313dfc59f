//! Completes what somebody types: more lenient than the service, and visible to whoever types.

use super::draft::{Draft, Field, Input};

/// The end of the range that a date is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// A bare date means its first second.
    Start,
    /// A bare date means its last second: the service includes the day of `endDate` in the data.
    End,
}

/// Drops surrounding blanks, and completes what can mean only one instant: in UTC, unless it says otherwise.
///
/// `2024-08-12` becomes `2024-08-12T00:00:00Z` at the start and `2024-08-12T23:59:59Z` at the end, as do `2024-8-12` and
/// `2024/08/12`; `2024-08-12 9:30` becomes `2024-08-12T09:30:00Z`, and `2024-08-12T09:30+02:00` gets its seconds. Any other
/// text stays as it is: what could be read in two ways, such as `12/08/2024`, is not guessed. Whether the date exists is left
/// to the validator.
pub fn complete_date(text: &str, side: Side) -> String {
    let text = text.trim();
    completed(text, side).unwrap_or_else(|| text.to_owned())
}

fn completed(text: &str, side: Side) -> Option<String> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && !"-/.".contains(c))
        .unwrap_or(text.len());
    let (date, time) = text.split_at_checked(end)?;
    let separator = date.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = date.split(separator);
    let year = parts.next().filter(|year| year.len() == 4)?;
    let (month, day) = (two_digits(parts.next()?)?, two_digits(parts.next()?)?);
    if parts.next().is_some() {
        return None;
    }
    let time = match side {
        _ if !time.is_empty() => complete_time(time.trim_start_matches(['T', 't', ' ']))?,
        Side::Start => "00:00:00Z".to_owned(),
        Side::End => "23:59:59Z".to_owned(),
    };
    Some(format!("{year}-{month}-{day}T{time}"))
}

/// Completes a time of day: hours of one digit, seconds, and the time zone. Hours alone are left as they are.
fn complete_time(text: &str) -> Option<String> {
    let is_of_clock = |c: char| c.is_ascii_digit() || ":.,".contains(c);
    let end = text.find(|c| !is_of_clock(c)).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(end)?;
    let (hour, rest) = clock.split_once(':')?;
    let hour = two_digits(hour)?;
    let seconds = if rest.contains(':') { "" } else { ":00" };
    let zone = match zone.trim_start() {
        "" => "Z",
        // Without the blank it would run into the time of day.
        zone if zone.starts_with(is_of_clock) => return None,
        zone => zone,
    };
    Some(format!("{hour}:{rest}{seconds}{zone}"))
}

fn two_digits(number: &str) -> Option<String> {
    let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && matches!(number.len(), 1 | 2)).then(|| format!("{number:0>2}"))
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
