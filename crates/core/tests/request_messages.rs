//! The texts and parameters that have more than one form.
#![cfg(not(target_arch = "wasm32"))]

use chrono::TimeDelta;
use metering_core::request::{Draft, Field, JsonType, Problem, Rules, validate};

/// The problem of one field of an otherwise empty draft.
fn problem(field: Field, text: &str, rules: &Rules) -> Option<Problem> {
    let mut draft = Draft {
        start_date: "2024-08-12T00:00:00Z".into(),
        ..Draft::default()
    };
    draft.set(field, text);
    let problems = validate(&draft, rules)
        .result
        .expect_err("jobType is missing");
    problems
        .into_iter()
        .find(|problem| problem.field() == Some(field))
}

/// Rows of a text, the message and the parameters as JSON.
#[track_caller]
fn said(field: Field, rows: &[(&str, &str, &str)]) {
    for (typed, message, params) in rows {
        let problem = problem(field, typed, &Rules::default());
        let found = problem.map(|p| (p.message(), serde_json::to_string(&p.params).expect("JSON")));
        assert_eq!(
            found,
            Some(((*message).to_owned(), (*params).to_owned())),
            "row {typed:?}"
        );
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn callback_urls() {
    said(
        Field::CallbackUrl,
        &[
            (" ", "The text is empty. Write a URL, or leave it out.", r#"{"reason":"empty"}"#),
            ("example.com", "A full URL is expected. Begin with https://, as in https://MyExportJobStatus.com.", r#"{"reason":"start"}"#),
            ("https:///x", "The host is missing. Write it after the two slashes, as in https://MyExportJobStatus.com.", r#"{"reason":"noHost"}"#),
            ("https://example.com/a b", "Position 22 holds a blank, which a URL cannot hold. Remove it, or percent-encode it.", r#"{"reason":"character","position":22,"character":"U+0020"}"#),
            ("https://１.com", "The host holds U+FF11, which a host cannot hold. Write plain letters, digits, hyphens and dots.", r#"{"reason":"hostCharacter","found":"１.com","character":"U+FF11"}"#),
            ("https://a..com", "“a..com” is not a host name. Each part between dots has 1 to 63 characters, the whole at most 253.", r#"{"reason":"hostName","found":"a..com"}"#),
            ("https://1.2.3.256", "“1.2.3.256” ends in a number but is not an IPv4 address. Write four numbers from 0 to 255, or a host name.", r#"{"reason":"ipv4","found":"1.2.3.256"}"#),
            ("https://[fe80::1%25en0]", "“[fe80::1%25en0]” is not an IPv6 address. Write one in brackets, without a zone, or a host name.", r#"{"reason":"ipv6","found":"[fe80::1%25en0]"}"#),
            ("https://example.com:99999", "“99999” is not a port. Write a number from 1 to 65535, or leave out the colon too.", r#"{"reason":"port","found":"99999"}"#),
            ("ftp://example.com", "“ftp” is not a scheme that the service can post to. Write an https URL.", r#"{"reason":"scheme","found":"ftp"}"#),
            ("https://me:secret@example.com", "The URL holds a user name or password, which everyone who sees the job can read. Remove all up to the @.", r#"{"reason":"credentials"}"#),
        ],
    );
}

#[rustfmt::skip] // One row a line.
#[test]
fn hosts_that_are_not_public() {
    let rows = [
        ("localhost", "a name for the machine itself", "localhost", ""),
        ("build", "a name without a domain", "singleLabel", ""),
        ("a.test", "a name that public DNS does not have", "notInDns", ""),
        ("127.0.0.1", "a loopback address", "loopback", ""),
        ("2130706433", "a loopback address", "loopback", "127.0.0.1"),
        ("127.0.0.1.", "a loopback address", "loopback", "127.0.0.1"),
        ("10.0.0.1", "a private address", "private", ""),
        ("[::ffff:a00:1]", "a private address", "private", "10.0.0.1"),
        ("169.254.169.254", "a link-local address", "linkLocal", ""),
        ("[fd00::1]", "a unique-local address", "uniqueLocal", ""),
        ("100.64.0.1", "an address behind carrier-grade NAT", "carrierNat", ""),
        ("[::]", "the unspecified address", "unspecified", ""),
        ("224.0.0.1", "a multicast address", "multicast", ""),
        ("192.0.2.1", "an address for documentation", "documentation", ""),
        ("255.255.255.255", "a reserved address", "reserved", ""),
    ];
    for (host, words, reason, address) in rows {
        let url = format!("https://{host}/");
        let (form, param) = if address.is_empty() {
            (String::new(), String::new())
        } else {
            (format!("{address}, "), format!(r#","address":"{address}""#))
        };
        let message = format!(
            "“{host}” is {form}{words}, which the service cannot reach. Write a host that is public."
        );
        let params = format!(r#"{{"reason":"{reason}","found":"{host}"{param}}}"#);
        said(Field::CallbackUrl, &[(&url, &message, &params)]);
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn parameters_of_the_other_codes() {
    let rows = [
        (Field::StartDate, "", "{}"),
        (Field::StartDate, "2024-08-12", r#"{"part":"time"}"#),
        (Field::StartDate, "2024-08-12 00", r#"{"part":"timeMarker","position":11,"character":"U+0020"}"#),
        (Field::StartDate, "2024-08-12T00:00:00.0000000001Z", r#"{"part":"fraction"}"#),
        (Field::StartDate, "2024-08-12T00:00:00", "{}"),
        (Field::StartDate, "2024-13-12T00:00:00Z", r#"{"part":"month","value":13,"min":1,"max":12}"#),
        (Field::StartDate, "2024-02-30T00:00:00Z", r#"{"part":"day","value":30,"min":1,"max":29}"#),
        (Field::StartDate, "2024-02-01T24:00:00Z", r#"{"part":"hour","value":24,"min":0,"max":23}"#),
        (Field::StartDate, "0001-01-01T00:00:00+01", r#"{"part":"year"}"#),
        (Field::EndDate, "2024-08-12T00:00:00Z", r#"{"start":"2024-08-12T00:00:00Z"}"#),
        (Field::EndDate, "2024-10-12T00:00:00Z", r#"{"days":61,"limit":30,"latestEnd":"2024-09-11T00:00:00Z"}"#),
        (Field::JobType, "ASSET", r#"{"found":"ASSET"}"#),
        (Field::JobType, "Project_folder", r#"{"found":"Project_folder","meant":"PROJECT_FOLDER"}"#),
        (Field::AllLinkedOrgs, "1", r#"{"found":"1"}"#),
        (Field::AllLinkedOrgs, "false", r#"{"found":"false","meant":"FALSE"}"#),
    ];
    for (field, typed, params) in rows {
        let found = problem(field, typed, &Rules::default())
            .map(|p| serde_json::to_string(&p.params).expect("JSON"));
        assert_eq!(found.as_deref(), Some(params), "row {typed:?}");
    }
    let json =
        serde_json::to_string(&Problem::not_an_object(JsonType::Boolean).params).expect("JSON");
    assert_eq!(json, r#"{"found":"boolean"}"#);
}

#[rustfmt::skip] // One row a line.
#[test]
fn lengths_of_ranges_are_said_to_the_second() {
    let rows = [
        (TimeDelta::days(30), "2024-09-11T00:00:01Z", "30 days 1 second", "30 days", "2024-09-11T00:00:00Z"),
        (TimeDelta::days(30), "2024-09-11T00:00:00.5Z", "30 days 1 second", "30 days", "2024-09-11T00:00:00Z"),
        (TimeDelta::days(30), "2024-10-11T00:00:00Z", "60 days", "30", "2024-09-11T00:00:00Z"),
        (TimeDelta::days(30), "2024-09-11T23:59:59Z", "31 days", "30", "2024-09-10T23:59:59Z"),
        (TimeDelta::days(1), "2024-08-14T00:00:00Z", "2 days", "1", "2024-08-13T00:00:00Z"),
        (TimeDelta::hours(36), "2024-08-14T00:00:00Z", "2 days", "1 day 12 hours", "2024-08-13T12:00:00Z"),
        (TimeDelta::minutes(90), "2024-08-12T02:01:01Z", "2 hours 1 minute 1 second", "1 hour 30 minutes", "2024-08-12T01:30:00Z"),
        (TimeDelta::seconds(1), "2024-08-12T00:00:02Z", "2 seconds", "1 second", "2024-08-12T00:00:01Z"),
        (TimeDelta::milliseconds(1), "2024-08-12T00:00:01Z", "1 second", "0 seconds", "2024-08-12T00:00:00.001Z"),
    ];
    for (max_range, end, range, limit, latest) in rows {
        let rules = Rules {
            max_range,
            ..Rules::default()
        };
        let message = format!(
            "The range is {range}; the service allows at most {limit}. End it by {latest}, or split it."
        );
        assert_eq!(
            problem(Field::EndDate, end, &rules).map(|p| p.message()),
            Some(message),
            "row {end}"
        );
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn what_is_quoted_is_shortened_and_cannot_hide_or_reorder_anything() {
    let rows = [
        ("a\u{202E}b", "“a[U+202E]b”"),
        ("\u{0}\u{7F}\u{85}", "“[U+0000][U+007F][U+0085]”"),
        ("a\u{2028}b\u{A0}", "“a[U+2028]b[U+00A0]”"),
        ("\u{200F}\u{2066}\u{FEFF}\u{E0041}", "“[U+200F][U+2066][U+FEFF][U+E0041]”"),
        ("\0\0\0\0\0\0", "“[U+0000][U+0000][U+0000][U+0000][U+0000]…”"),
        ("Größe 東京 😀", "“Größe 東京 😀”"),
        ("1234567890123456789012345678901234567890", "“1234567890123456789012345678901234567890”"),
        ("1234567890123456789012345678901234567890x", "“1234567890123456789012345678901234567890…”"),
    ];
    for (typed, quoted) in rows {
        let message = format!(
            "{quoted} is not a supported job type. Write PROJECT_FOLDER, for project-level data."
        );
        assert_eq!(
            problem(Field::JobType, typed, &Rules::default()).map(|p| p.message()),
            Some(message)
        );
    }
}
