//! The English text of a problem.
//!
//! It stands beside the field, behind the field's label in a summary, and goes to embedding pages with field and code:
//! so it names no label, and says what is wrong, where, and what to do.

use chrono::TimeDelta;

use super::{Misspelling, Params, Problem, Subject};
use crate::request::range::DAY;
use crate::request::text::{excerpt, push_number, push_quoted};
use crate::request::{Field, JsonType, date_time};

impl Problem {
    /// What is wrong, where, and what to do, in a sentence or two.
    pub fn message(&self) -> String {
        let mut out = String::new();
        match &self.params {
            Params::Required => out.push_str(required(self.field())),
            Params::WrongType { found } => push_wrong_type(&mut out, &self.subject, *found),
            Params::DateTime(fault) => fault.push_message(&mut out),
            Params::EndNotAfterStart { start } => {
                out.push_str("The range must end after its start, ");
                date_time::push(&mut out, *start);
                out.push('.');
            }
            Params::RangeTooLong {
                range,
                limit,
                latest_end,
            } => {
                push_limit(&mut out, *range, *limit);
                out.push_str(" End it by ");
                date_time::push(&mut out, *latest_end);
                out.push_str(", or split it.");
            }
            Params::UnsupportedJobType { found, misspelt } => {
                push_quoted(&mut out, found);
                if let Some(misspelling) = misspelt {
                    push_spelling(&mut out, "PROJECT_FOLDER", *misspelling);
                } else {
                    out.push_str(" is not a supported job type. Write PROJECT_FOLDER, for project-level data.");
                }
            }
            Params::NotAFlag { found, meant } => {
                push_quoted(&mut out, found);
                if let Some((flag, misspelling)) = meant {
                    push_spelling(&mut out, flag.name(), *misspelling);
                } else {
                    out.push_str(" is not a flag. Write TRUE or FALSE, or leave it out.");
                }
            }
            Params::CallbackUrl(fault) => fault.push_message(&mut out),
            Params::EndInFuture => {
                out.push_str("The range ends in the future. The export holds only what is metered when the job runs.");
            }
            Params::InsecureCallback => {
                out.push_str(
                    "The job status would travel unencrypted. Use https if the host offers it.",
                );
            }
            Params::UnknownField { meant } => {
                push_quoted(&mut out, &excerpt(self.subject.name().unwrap_or_default()));
                out.push_str(" is not a field of an export request, and is not sent.");
                if let Some(field) = meant {
                    out.push_str(" Did you mean ");
                    out.push_str(field.name());
                    out.push('?');
                }
            }
        }
        out
    }
}

const fn required(field: Option<Field>) -> &'static str {
    match field {
        Some(Field::StartDate) => {
            "A value is required: the instant the range starts, such as 2024-08-12T00:00:00Z."
        }
        Some(Field::EndDate) => {
            "A value is required: the instant the range ends, such as 2024-09-10T23:59:59Z."
        }
        Some(Field::JobType) => "A value is required: PROJECT_FOLDER, for project-level data.",
        Some(Field::CombinedMeterUsage | Field::AllLinkedOrgs | Field::CallbackUrl) | None => {
            "A value is required."
        }
    }
}

fn push_wrong_type(out: &mut String, subject: &Subject, found: JsonType) {
    out.push_str(match subject {
        Subject::Known(_) | Subject::Unknown(_) => "A string is expected, not ",
        Subject::Whole => {
            "An export request is an object with the fields startDate, endDate and jobType, not "
        }
    });
    out.push_str(match found {
        JsonType::Boolean => "a boolean.",
        JsonType::Number => "a number.",
        JsonType::Array => "an array.",
        JsonType::Object => "an object.",
        JsonType::Other => "another kind of value.",
    });
    out.push_str(match subject {
        Subject::Known(Field::StartDate | Field::EndDate) => {
            " Write an instant such as \"2024-08-12T00:00:00Z\"."
        }
        Subject::Known(Field::JobType) => " Write \"PROJECT_FOLDER\".",
        Subject::Known(Field::CombinedMeterUsage | Field::AllLinkedOrgs) => {
            " The service wants the string \"TRUE\" or \"FALSE\", in quotation marks."
        }
        Subject::Known(Field::CallbackUrl) => {
            " Write a URL such as \"https://MyExportJobStatus.com\"."
        }
        Subject::Unknown(_) | Subject::Whole => "",
    });
}

/// ` must be written TRUE, in capitals and without blanks.`
fn push_spelling(out: &mut String, meant: &str, misspelling: Misspelling) {
    out.push_str(" must be written ");
    out.push_str(meant);
    out.push_str(match (misspelling.case, misspelling.blanks) {
        (true, true) => ", in capitals and without blanks.",
        (true, false) => ", in capitals.",
        (false, _) => ", without blanks.",
    });
}

/// `The range is 31 days; the service allows at most 30.`, to the second where it is not whole days.
fn push_limit(out: &mut String, range: TimeDelta, limit: TimeDelta) {
    let seconds = |length: TimeDelta| length.num_seconds() + i64::from(length.subsec_nanos() > 0);
    let (range, limit) = (seconds(range), limit.num_seconds());
    out.push_str("The range is ");
    push_duration(out, range);
    out.push_str("; the service allows at most ");
    if range % DAY == 0 && limit % DAY == 0 {
        push_number(out, (limit / DAY).unsigned_abs());
    } else {
        push_duration(out, limit);
    }
    out.push('.');
}

/// `30 days 1 second`; `0 seconds` for what is shorter than one.
fn push_duration(out: &mut String, seconds: i64) {
    let units = [
        (DAY, " day"),
        (3600, " hour"),
        (60, " minute"),
        (1, " second"),
    ];
    let mut rest = seconds.unsigned_abs();
    let mut any = false;
    for (length, name) in units {
        let count = rest / length.unsigned_abs();
        rest %= length.unsigned_abs();
        if count > 0 || (length == 1 && !any) {
            if any {
                out.push(' ');
            }
            any = true;
            push_number(out, count);
            out.push_str(name);
            if count != 1 {
                out.push('s');
            }
        }
    }
}
