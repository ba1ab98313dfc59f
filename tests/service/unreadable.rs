//! Answers that say 2xx: what is read in spite of its form, and what is said of the rest.

use metering_export::service::{Answer, Call, Kind, LoginUrl};

use super::{CALLS, answer};

const A_WEB_PAGE: &str = "A web page came instead of an answer of the service: perhaps the sign-on page of a proxy, or a wrong URL.";

fn typed(content_type: Option<&str>, body: &str) -> Answer {
    Answer {
        content_type: content_type.map(str::to_owned),
        ..answer(200, body)
    }
}

#[test]
fn a_job_is_a_job_whatever_the_answer_calls_itself() {
    for content_type in [
        None,
        Some("text/html"),
        Some("text/plain"),
        Some("application/octet-stream"),
    ] {
        for call in [Call::Submit, Call::Status] {
            let job = typed(content_type, r#"{"jobId":"A","userId":"\ud800"}"#).job(call);
            assert_eq!(job.expect("a job").job_id, "A", "{content_type:?}");
        }
    }
}

#[test]
fn a_request_whose_answer_names_a_job_has_created_it() {
    let body = r#"{"jobId":"A","status":"CREATED"}"#;
    for status in [200, 201, 408, 500, 502, 503] {
        let job = answer(status, body).job(Call::Submit);
        assert_eq!(job.expect("a job").job_id, "A", "{status}");
    }
    for status in [400, 401, 403, 404, 409, 429] {
        let error = answer(status, body).job(Call::Submit).expect_err("refused");
        assert_eq!(error.status, Some(status));
    }
    let error = answer(500, body).job(Call::Status).expect_err("no status");
    assert_eq!(
        error.status,
        Some(500),
        "nobody knows how old these fields are"
    );
}

#[test]
fn the_beginning_of_an_answer_without_a_job_is_kept_for_people() {
    for (status, body, excerpt) in [
        (200, "All is well.", Some("All is well.")),
        (200, r#"{"id":"A"}"#, Some(r#"{"id":"A"}"#)),
        (
            200,
            "<h1>Job A\n created</h1>",
            Some("<h1>Job A  created</h1>"),
        ),
        (
            200,
            r#"{"jobId":"A\ud800","token":"t"}"#,
            Some(r#"{"jobId":"A\ud800","token":"***"}"#),
        ),
        (502, "<h1>Bad Gateway</h1>", Some("<h1>Bad Gateway</h1>")),
        (200, " ", None),
        // Its own words say more.
        (500, r#"{"error":{"message":"Try later."}}"#, None),
        // There is no job.
        (400, "no", None),
    ] {
        let error = answer(status, body).job(Call::Submit).expect_err("no job");
        assert_eq!(error.excerpt.as_deref(), excerpt, "{body}");
        let error = answer(status, body).job(Call::Status).expect_err("no job");
        assert_eq!(error.excerpt, None, "a status can be asked for again");
    }
}

#[test]
fn a_web_page_is_known_by_its_type_or_its_first_character() {
    let login = LoginUrl::parse(LoginUrl::EXAMPLE).expect("an address");
    for (content_type, body) in [
        (Some("text/html"), "{}"),
        (Some("text/html; charset=utf-8"), ""),
        (Some("application/xhtml+xml"), "{}"),
        (Some("application/json"), "<!doctype html><html></html>"),
        (Some("text/plain"), "\n  <html>"),
        (None, "<html>"),
    ] {
        let answer = typed(content_type, body);
        let errors = [
            answer.job(Call::Submit).map(drop),
            answer.job(Call::Status).map(drop),
            answer.session(&login, None).map(drop),
        ];
        for error in errors {
            let error = error.expect_err("an error");
            assert_eq!((&error.kind, error.status), (&Kind::Html, Some(200)));
            assert_eq!(error.to_string(), A_WEB_PAGE, "{content_type:?} {body}");
        }
    }
}

#[test]
fn a_body_that_is_not_json_says_where_it_stops_being_it() {
    let login = LoginUrl::parse(LoginUrl::EXAMPLE).expect("an address");
    for (body, why) in [
        ("", "it is empty"),
        (" \r\n\t", "it is empty"),
        ("{", "it breaks off after 1 characters"),
        (
            r#"{"jobId":"cYjwJNEF7Ock"#,
            "it breaks off after 22 characters",
        ),
        ("{\"jobId\":\"ä→雪", "it breaks off after 13 characters"),
        ("OK", "it is not JSON (line 1, column 1)"),
        ("{\"jobId\":\n  x}", "it is not JSON (line 2, column 3)"),
        ("{} {}", "it is not JSON (line 1, column 4)"),
        ("17", "it is not an object"),
    ] {
        for call in [Call::Submit, Call::Status] {
            let error = answer(200, body).job(call).expect_err("no job");
            assert_eq!(
                error.to_string(),
                format!("The answer is not an export job: {why}.")
            );
        }
        let error = answer(200, body)
            .session(&login, None)
            .expect_err("no session");
        assert_eq!(
            error.to_string(),
            format!("The answer is not a session: {why}. Check the login URL.")
        );
    }
}

#[test]
fn an_error_status_is_never_taken_for_a_web_page() {
    for call in CALLS {
        let error = super::error(call, 503, "<html></html>");
        assert_eq!(error.kind, Kind::Unavailable { retry_after: None });
    }
}
