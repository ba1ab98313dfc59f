//! The English text of a problem.
//!
//! It stands beside the field, behind the field's label in a summary, and goes to embedding pages
//! with field and code: so it names no label, and says what is wrong, where, and what to do.

use chrono::TimeDelta;

use super::{Duration, Params, Problem, Quoted, Sink, Subject, say};
use crate::request::date_time::DAY;
use crate::request::text::excerpt;
use crate::request::{Field, Flag, JobType, JsonType};

impl Problem {
    /// What is wrong, where, and what to do, in a sentence or two.
    pub fn message(&self) -> String {
        let mut text = String::with_capacity(160);
        self.say_message(&mut text);
        text
    }

    /// Says the message.
    pub fn say_message(&self, out: &mut impl Sink) {
        match &self.params {
            Params::Required => say!(out, "A value is required", what_is_required(self.field())),
            Params::WrongType { found } => say_wrong_type(out, &self.subject, *found),
            Params::DateTime(fault) => fault.say_message(out),
            Params::EndNotAfterStart { start } => {
                say!(out, "The range must end after its start, ", *start, ".");
            }
            Params::RangeTooLong {
                seconds,
                limit,
                latest_end,
            } => {
                let (mut seconds, limit, day) = (
                    seconds.unsigned_abs(),
                    limit.unsigned_abs(),
                    DAY.unsigned_abs(),
                );
                let mut latest_end = *latest_end;
                // Who ends a range with the last second of a day means that day, and is answered in the same way.
                if (seconds + 1) % day == 0 && limit % day == 0 {
                    seconds += 1;
                    latest_end = latest_end.after(TimeDelta::seconds(-1));
                }
                say!(
                    out,
                    "The range is ",
                    Duration(seconds),
                    "; the service allows at most "
                );
                if seconds % day == 0 && limit % day == 0 {
                    say!(out, limit / day);
                } else {
                    say!(out, Duration(limit));
                }
                say!(out, ". End it by ", latest_end, ", or split it.");
            }
            Params::UnsupportedJobType { found, meant } => {
                let otherwise =
                    " is not a supported job type. Write PROJECT_FOLDER, for project-level data.";
                say_not_a_value(out, found, meant.map(JobType::name), otherwise);
            }
            Params::NotAFlag { found, meant } => {
                let otherwise = " is not a flag. Write TRUE or FALSE, or leave it out.";
                say_not_a_value(out, found, meant.map(Flag::name), otherwise);
            }
            Params::CallbackUrl(fault) => fault.say_message(out),
            Params::NotJson(fault) => fault.say_message(out),
            Params::EndInFuture => {
                say!(
                    out,
                    "The range ends in the future. The export holds only what is metered when the job runs."
                );
            }
            Params::InsecureCallback => {
                say!(
                    out,
                    "The job status would travel unencrypted. Use https if the host offers it."
                );
            }
            Params::UnknownField { meant } => {
                let name = excerpt(self.subject.name().unwrap_or_default());
                say!(
                    out,
                    Quoted(&name),
                    " is not a field of an export request, and is not sent."
                );
                if let Some(field) = meant {
                    say!(out, " Did you mean ", field.name(), "?");
                }
            }
        }
    }
}

const fn what_is_required(field: Option<Field>) -> &'static str {
    match field {
        Some(Field::StartDate) => ": the instant the range starts, such as 2024-08-12T00:00:00Z.",
        Some(Field::EndDate) => ": the instant the range ends, such as 2024-09-10T23:59:59Z.",
        Some(Field::JobType) => ": PROJECT_FOLDER, for project-level data.",
        Some(Field::CombinedMeterUsage | Field::AllLinkedOrgs | Field::CallbackUrl) | None => ".",
    }
}

fn say_wrong_type(out: &mut impl Sink, subject: &Subject, found: JsonType) {
    let advice = match subject {
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
    };
    let expected = match subject {
        Subject::Known(_) | Subject::Unknown(_) => "A string is expected, not ",
        Subject::Whole => {
            "An export request is an object with the fields startDate, endDate and jobType, not "
        }
    };
    let found = match found {
        JsonType::Boolean => "a boolean.",
        JsonType::Number => "a number.",
        JsonType::Array => "an array.",
        JsonType::Object => "an object.",
        JsonType::Null => "null.",
        JsonType::String => "a string.",
        JsonType::Other => "another kind of value.",
    };
    say!(out, expected, found, advice);
}

fn say_not_a_value(
    out: &mut impl Sink,
    found: &str,
    meant: Option<&'static str>,
    otherwise: &'static str,
) {
    if let Some(meant) = meant {
        say!(out, Quoted(found), " must be written exactly ", meant, ".");
    } else {
        say!(out, Quoted(found), otherwise);
    }
}
