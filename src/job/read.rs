//! Reading a job leniently: unknown fields, `null`s, both spellings, values of the wrong type.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::{ExportJob, JobStatus};

impl<'de> Deserialize<'de> for ExportJob {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(JobVisitor)
    }
}

struct JobVisitor;

impl<'de> Visitor<'de> for JobVisitor {
    type Value = ExportJob;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an export job: an object with a jobId")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ExportJob, A::Error> {
        let mut job = ExportJob::named(String::new());
        while let Some(name) = map.next_key::<String>()? {
            let text = map.next_value::<Lenient>()?.0;
            // A later `null` never wipes what an earlier spelling of the same field said.
            let Some(text) = text else { continue };
            match name.as_str() {
                "jobId" | "jobID" => job.job_id = text,
                "status" => job.status = JobStatus::read(&text),
                "orgId" => job.org_id = Some(text),
                "userId" => job.user_id = Some(text),
                "selectedOrgId" => job.selected_org_id = Some(text),
                "meterId" => job.meter_id = Some(text),
                "startDate" => job.start_date = Some(text),
                "endDate" => job.end_date = Some(text),
                "callbackUrl" => job.callback_url = Some(text),
                "createTime" => job.create_time = Some(text),
                "updateTime" | "updateTIme" => job.update_time = Some(text),
                "errorMessage" => job.error_message = Some(text),
                _ => {} // the service may add fields; they are none of ours
            }
        }
        if job.job_id.trim().is_empty() {
            return Err(A::Error::custom("it has no jobId"));
        }
        Ok(job)
    }
}

/// Text, or the text of a number or Boolean; `None` for `null` and for what cannot be shown in one line.
struct Lenient(Option<String>);

impl<'de> Deserialize<'de> for Lenient {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LenientVisitor)
    }
}

struct LenientVisitor;

impl<'de> Visitor<'de> for LenientVisitor {
    type Value = Lenient;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Lenient, E> {
        Ok(Lenient(Some(text.to_owned())))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Lenient, E> {
        Ok(Lenient(Some(value.to_string())))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Lenient, E> {
        Ok(Lenient(Some(value.to_string())))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Lenient, E> {
        Ok(Lenient(Some(value.to_string())))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Lenient, E> {
        Ok(Lenient(Some(value.to_string())))
    }

    fn visit_unit<E: Error>(self) -> Result<Lenient, E> {
        Ok(Lenient(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Lenient, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Lenient(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Lenient, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Lenient(None))
    }
}
