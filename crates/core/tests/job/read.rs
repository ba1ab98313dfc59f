//! Reading leniently what the service answers, and writing it back.

use metering_core::job::{DOWNLOAD_DAYS, ExportJob, JobStatus};

use super::{DOCUMENTED, at, instant, job, read};

#[test]
fn the_documented_answer_is_read_whole() {
    let job = read(DOCUMENTED).expect("the documented answer");
    let expected = [
        ("jobId", Some("cYjwJNEF7OckWEmkSC1tSI")),
        ("status", Some("CREATED")),
        ("orgId", Some("4wMFqGlxAKVlIFTixlTSOY")),
        ("userId", Some("aMxRLnYzdWtlkJvDbtPZOr")),
        ("selectedOrgId", Some("4wMFqGlxAKVlIFTixlTSOY")),
        ("meterId", None),
        ("startDate", Some("2024-08-12T00:00:00Z")),
        ("endDate", Some("2024-09-12T00:00:00Z")),
        ("callbackUrl", Some("https://MyExportJobStatus.com")),
        ("createTime", Some("2024-09-12T23:21:19Z")),
        ("updateTime", Some("2024-09-12T23:21:19Z")),
    ];
    assert_eq!(job.fields(), expected);
    assert_eq!(job.status, JobStatus::Created);
    assert_eq!(job.error_message, None);
}

#[test]
fn a_job_is_written_under_the_documented_names_and_read_back_unchanged() {
    let job = read(DOCUMENTED).expect("the documented answer");
    let written = serde_json::to_string_pretty(&job).expect("JSON");
    assert_eq!(written, include_str!("golden/written.json").trim_end());
    assert_eq!(read(&written), Ok(job.clone()));

    let failed = ExportJob {
        status: JobStatus::Failed,
        error_message: Some("<b>".into()),
        ..job
    };
    let written = serde_json::to_string(&failed).expect("JSON");
    assert!(written.ends_with(r#","errorMessage":"<b>"}"#), "{written}");
    assert_eq!(read(&written), Ok(failed));
}

#[test]
fn either_spelling_of_a_name_is_read() {
    for json in [
        r#"{"jobId":"A","updateTime":"2024-09-12T23:21:19Z"}"#,
        r#"{"jobID":"A","updateTIme":"2024-09-12T23:21:19Z"}"#,
        r#"{"jobId":"A","jobID":null,"updateTIme":"2024-09-12T23:21:19Z","updateTime":null}"#,
        r#"{"jobID":"A","jobId":null,"updateTime":"2024-09-12T23:21:19Z","updateTIme":null}"#,
    ] {
        let job = read(json).expect(json);
        assert_eq!(
            (job.job_id.as_str(), job.update_time.as_deref()),
            ("A", Some("2024-09-12T23:21:19Z")),
            "{json}"
        );
    }
}

#[test]
fn whatever_is_missing_or_null_is_not_known() {
    let expected = ExportJob::named("A".into());
    let names = [
        "orgId",
        "userId",
        "selectedOrgId",
        "meterId",
        "startDate",
        "endDate",
        "callbackUrl",
        "createTime",
        "updateTime",
        "errorMessage",
        "status",
    ];
    assert_eq!(read(r#"{"jobId":"A"}"#), Ok(expected.clone()));
    for name in names {
        assert_eq!(
            read(&format!(r#"{{"jobId":"A","{name}":null}}"#)),
            Ok(expected.clone()),
            "{name}"
        );
    }
    assert_eq!(
        expected.status,
        JobStatus::Unknown(String::new()),
        "a status that is missing may still change"
    );
}

#[test]
fn a_number_or_boolean_becomes_its_text() {
    for (value, text) in [
        ("17", "17"),
        ("-1", "-1"),
        ("1.5", "1.5"),
        ("true", "true"),
        ("false", "false"),
    ] {
        let job = read(&format!(
            r#"{{"jobId":{value},"status":{value},"meterId":{value}}}"#
        ))
        .expect(value);
        assert_eq!(job.job_id, text);
        assert_eq!(job.status, JobStatus::Unknown(text.into()));
        assert_eq!(job.meter_id.as_deref(), Some(text));
    }
}

#[test]
fn an_array_or_object_is_not_known() {
    for value in ["[]", r#"["a"]"#, "{}", r#"{"id":"a"}"#] {
        let json =
            format!(r#"{{"jobId":"A","status":{value},"meterId":{value},"errorMessage":{value}}}"#);
        assert_eq!(read(&json), Ok(ExportJob::named("A".into())), "{value}");
        assert_eq!(
            read(&format!(r#"{{"jobId":{value}}}"#)),
            Err("it has no jobId".to_owned()),
            "{value}"
        );
    }
}

#[test]
fn unknown_fields_are_passed_over() {
    let json = r#"{"jobId":"A","status":"SUCCESS","percent":100,"links":[{"rel":"self"}],"JOBID":"B","Status":"FAILED"}"#;
    assert_eq!(read(json), Ok(job("A", "SUCCESS")));
}

#[test]
fn every_status_has_its_meaning_and_keeps_its_text() {
    for (text, status, has_ended, has_data) in [
        ("CREATED", JobStatus::Created, false, false),
        ("PROCESSING", JobStatus::Processing, false, false),
        ("SUCCESS", JobStatus::Success, true, true),
        ("FAILED", JobStatus::Failed, true, false),
        ("PARTIAL_SUCCESS", JobStatus::PartialSuccess, true, true),
        ("QUEUED", JobStatus::Unknown("QUEUED".into()), false, false),
        (
            "success",
            JobStatus::Unknown("success".into()),
            false,
            false,
        ),
        (
            " SUCCESS",
            JobStatus::Unknown(" SUCCESS".into()),
            false,
            false,
        ),
        (
            "CANCELLED",
            JobStatus::Unknown("CANCELLED".into()),
            true,
            false,
        ),
        (
            "export-error",
            JobStatus::Unknown("export-error".into()),
            true,
            false,
        ),
        (
            "ERRORLESS",
            JobStatus::Unknown("ERRORLESS".into()),
            false,
            false,
        ),
        ("<b>", JobStatus::Unknown("<b>".into()), false, false),
        ("", JobStatus::Unknown(String::new()), false, false),
    ] {
        let read = job("A", text).status;
        assert_eq!(read, status, "{text}");
        assert_eq!(read.name(), text);
        assert_eq!(
            (read.has_ended(), read.has_data()),
            (has_ended, has_data),
            "{text}"
        );
        assert_eq!(
            serde_json::to_string(&read).expect("JSON"),
            format!("{text:?}")
        );
    }
}

#[test]
fn markup_stays_text() {
    let markup = "<html><script>alert('x')</script>&amp;</html>\n";
    let value = serde_json::json!({"jobId": markup, "status": markup, "errorMessage": markup, "callbackUrl": markup});
    let job = read(&value.to_string()).expect("a job");
    let texts = [
        Some(job.job_id.as_str()),
        Some(job.status.name()),
        job.error_message.as_deref(),
        job.callback_url.as_deref(),
    ];
    assert_eq!(texts, [Some(markup); 4]);
}

#[test]
fn a_job_id_that_came_is_never_discarded() {
    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    for (what, body) in [
        (
            "half of a surrogate pair",
            r#"{"jobId":"A","status":"CREATED","userId":"\ud800"}"#.to_owned(),
        ),
        (
            "a number that is too large",
            r#"{"percent":1e999,"status":"CREATED","jobId":"A"}"#.to_owned(),
        ),
        (
            "deep nesting",
            format!(r#"{{"links":{deep},"jobId":"A","status":"CREATED"}}"#),
        ),
        (
            "bytes behind the end",
            r#"{"jobId":"A","status":"CREATED"}<!-- proxy -->"#.to_owned(),
        ),
        (
            "a text before it",
            ")]}',\n{\"jobID\" : \"A\", \"status\":\"CREATED\"}".to_owned(),
        ),
        (
            "a body that breaks off",
            r#"{"jobId":"A","status":"CREATED","userId":"aMx"#.to_owned(),
        ),
        ("a list", r#"[{"jobId":"A","status":"CREATED"}]"#.to_owned()),
        (
            "an object around it",
            r#"{"data":{"jobId":"A","status":"CREATED"}}"#.to_owned(),
        ),
        (
            "another value under the name",
            r#"{"jobId":null,"data":{"jobId":"A","status":"CREATED"}}"#.to_owned(),
        ),
        (
            "a web page around it",
            r#"<html><pre>{"jobId":"A","status":"CREATED"}</pre></html>"#.to_owned(),
        ),
    ] {
        assert_eq!(read(&body), Ok(job("A", "CREATED")), "{what}");
    }
}

#[test]
fn what_is_no_job_says_why() {
    for (body, why) in [
        ("null", "it is not an object"),
        ("1", "it is not an object"),
        (r#""jobId""#, "it is not an object"),
        ("[]", "it is not an object"),
        ("{}", "it has no jobId"),
        (r#"{"status":"SUCCESS"}"#, "it has no jobId"),
        (r#"{"jobId":null}"#, "it has no jobId"),
        (r#"{"jobId":""}"#, "it has no jobId"),
        (r#"{"jobID":"  "}"#, "it has no jobId"),
        (r#"{"JobId":"A"}"#, "it has no jobId"),
        (r#"{"message":"no \"jobId\":\"A\""}"#, "it has no jobId"),
        ("", "it is empty"),
        (" \n", "it is empty"),
        (r#"{"jobId":"A"#, "it breaks off after 11 characters"),
        ("All is well.", "it is not JSON (line 1, column 1)"),
        (
            r#"{"jobId":"\ud800"}"#,
            "it is not JSON (line 1, column 17)",
        ),
    ] {
        assert_eq!(read(body), Err(why.to_owned()), "{body}");
    }
}

#[test]
fn a_later_answer_keeps_what_an_earlier_one_told() {
    let created = read(DOCUMENTED).expect("the documented answer");
    let bare = job("cYjwJNEF7OckWEmkSC1tSI", "PROCESSING").after(&created);
    assert_eq!(
        bare,
        ExportJob {
            status: JobStatus::Processing,
            ..created.clone()
        }
    );

    let failed = read(
        r#"{"jobId":"A","status":"FAILED","orgId":"new","updateTime":"later","errorMessage":"no"}"#,
    )
    .expect("a job");
    let job_again = job("A", "FAILED");
    let merged = failed.after(&created);
    assert_eq!(
        (merged.org_id.as_deref(), merged.update_time.as_deref()),
        (Some("new"), Some("later"))
    );
    assert_eq!(merged.user_id, created.user_id);
    assert_eq!(merged.error_message.as_deref(), Some("no"));
    assert_eq!(
        job_again.after(&merged).error_message,
        None,
        "an error message belongs to one answer"
    );
}

#[test]
fn the_download_ends_three_days_after_the_job() {
    assert_eq!(DOWNLOAD_DAYS, 3);
    let seen = at("10:00:00");
    for (status, update_time, until) in [
        (
            "SUCCESS",
            r#""2024-02-27T23:21:19Z""#,
            Some("2024-03-01T23:21:19Z"),
        ),
        (
            "PARTIAL_SUCCESS",
            r#""2024-09-12T23:21:19+02:00""#,
            Some("2024-09-15T21:21:19Z"),
        ),
        ("SUCCESS", "null", Some("2024-09-15T10:00:00Z")),
        ("SUCCESS", r#""yesterday""#, Some("2024-09-15T10:00:00Z")),
        ("CREATED", r#""2024-09-12T23:21:19Z""#, None),
        ("PROCESSING", r#""2024-09-12T23:21:19Z""#, None),
        ("FAILED", r#""2024-09-12T23:21:19Z""#, None),
        ("QUEUED", r#""2024-09-12T23:21:19Z""#, None),
    ] {
        let job = read(&format!(
            r#"{{"jobId":"A","status":"{status}","updateTime":{update_time}}}"#
        ))
        .expect("a job");
        assert_eq!(
            job.download_until(seen),
            until.map(instant),
            "{status} {update_time}"
        );
    }
}
