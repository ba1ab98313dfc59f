//! The JSON Schema of a request, as far as one can say what the rules are.

use super::wire::Wire;
use metering_core::request::{Field, Flag, JobType};

/// A date-time as [`date_time::parse`](metering_core::request::date_time::parse) reads it, save for days that a month does not have.
const DATE_TIME: &str = r"^(?!0000)\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])[Tt]([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d([.,]\\d{1,9}0*)?([Zz]|[+-]([01]\\d|2[0-3])(:?[0-5]\\d)?)$";

/// Writes the schema.
#[cold]
#[inline(never)]
pub(super) fn write(out: &mut Wire) {
    out.say(
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Metering export request","description":"Not expressed here, and checked by validate(): that the days exist, that the end is after the start and at most 30 days after it, and that the host of the callback URL is public.","type":"object","properties":{"#,
    );
    let mut before = "";
    for field in Field::ALL {
        out.say(before);
        before = ",";
        out.say("\"");
        out.say(field.name());
        out.say("\":{");
        match field {
            Field::StartDate => date(out, "starts"),
            Field::EndDate => date(out, "ends, whose whole day is included"),
            Field::JobType => {
                out.say(r#""description":"The type of data.","enum":[""#);
                out.say(JobType::ProjectFolder.name());
                out.say("\"]");
            }
            Field::CombinedMeterUsage => flag(out, "The usage of all organizations in one file."),
            Field::AllLinkedOrgs => flag(out, "All linked organizations too."),
            Field::CallbackUrl => out.say(
                r#""description":"A public URL to which the service posts the job status.","type":["string","null"],"pattern":"^[Hh][Tt][Tt][Pp][Ss]?://[^\\s\\\\]+$""#,
            ),
        }
        out.say("}");
    }
    out.say(r#"},"required":["#);
    let mut before = "";
    for field in Field::ALL.into_iter().filter(|field| field.is_required()) {
        out.say(before);
        before = ",";
        out.say("\"");
        out.say(field.name());
        out.say("\"");
    }
    out.say("]}");
}

fn date(out: &mut Wire, what: &str) {
    out.say(r#""description":"The instant at which the range "#);
    out.say(what);
    out.say(r#".","type":"string","pattern":""#);
    out.say(DATE_TIME);
    out.say("\"");
}

fn flag(out: &mut Wire, what: &str) {
    out.say(r#""description":""#);
    out.say(what);
    out.say(r#"","enum":["#);
    for flag in Flag::ALL {
        out.say("\"");
        out.say(flag.name());
        out.say("\",");
    }
    out.say("null]");
}
