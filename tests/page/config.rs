//! `config.json`: its defaults, and the text of everything that can be wrong with it.

use std::time::Duration;

use metering_core::request::RangeLimit;
use metering_core::usage::message::Settings;
use metering_core::usage::{Period, TypedAllowance};
use metering_export::app::Config;

fn refused(text: &str) -> String {
    Config::read(text).expect_err(text)
}

#[test]
fn every_field_may_be_absent() {
    let config = Config::read("{}").expect("a configuration");
    assert_eq!(config, Config::default());
    assert_eq!(config.login_url, "/saas/public/core/v3/login");
    assert_eq!(config.api_base_url, "/saas");
    assert_eq!(config.time_limit(), Duration::from_mins(1));
    assert_eq!(config.rules().range_limit, RangeLimit::Error);
    assert_eq!((config.deployment.as_str(), config.note.as_str()), ("", ""));
    assert!(!config.use_returned_base_url);
}

#[test]
fn the_delivered_file_says_the_defaults() {
    let text = include_str!("../../static/config.json");
    assert_eq!(Config::read(text), Ok(Config::default()));
}

#[test]
fn every_field_is_read() {
    let text = r#"{
        "deployment": "Production", "note": "Ask the platform team for access.",
        "loginUrl": "https://dm-us.informaticacloud.com/saas/public/core/v3/login", "apiBaseUrl": "/proxy/saas/",
        "useReturnedBaseUrl": true, "timeoutSeconds": 5, "rangeLimit": "warning",
        "maxActiveJobs": 3, "keepExports": false,
        "allowance": { "ipus": "1200.5", "firstDay": "2025-01-01", "period": "annual" }
    }"#;
    let allowance = TypedAllowance {
        ipus: "1200.5".into(),
        first_day: "2025-01-01".into(),
        period: Period::Annual,
    };
    let expected = Config {
        deployment: "Production".into(),
        note: "Ask the platform team for access.".into(),
        login_url: "https://dm-us.informaticacloud.com/saas/public/core/v3/login".into(),
        api_base_url: "/proxy/saas/".into(),
        use_returned_base_url: true,
        timeout_seconds: 5,
        range_limit: RangeLimit::Warning,
        max_active_jobs: 3,
        usage: Settings {
            keep_exports: false,
            allowance: Some(allowance),
        },
    };
    let config = Config::read(text).expect("a configuration");
    assert_eq!(config, expected);
    assert_eq!(config.time_limit(), Duration::from_secs(5));
    assert_eq!(config.rules().range_limit, RangeLimit::Warning);
}

#[rustfmt::skip] // One row a line.
#[test]
fn each_field_says_what_it_takes() {
    for (text, problem) in [
        (r#"{"deployment": 1}"#, "deployment: give a text."),
        (r#"{"note": null}"#, "note: give a text."),
        (r#"{"loginUrl": true}"#, "loginUrl: give a text."),
        (r#"{"apiBaseUrl": ["/saas"]}"#, "apiBaseUrl: give a text."),
        (r#"{"loginUrl": ""}"#, "loginUrl: Enter the address, for example /saas/public/core/v3/login."),
        (r#"{"loginUrl": "/saas"}"#, "loginUrl: The login URL ends in /login, for example /saas/public/core/v3/login."),
        (r#"{"loginUrl": "http://pod.example.com/login"}"#, "loginUrl: Enter a path of this page's host such as /saas/public/core/v3/login, or an https:// URL."),
        (r#"{"apiBaseUrl": "//pod.example.com/saas"}"#, "apiBaseUrl: Enter a path of this page's host such as /saas, or an https:// URL."),
        (r#"{"apiBaseUrl": "https://user:pass@pod.example.com/saas"}"#, "apiBaseUrl: Remove everything that is not part of the address: blanks, ? and #."),
        (r#"{"useReturnedBaseUrl": "true"}"#, "useReturnedBaseUrl: give true or false."),
        (r#"{"useReturnedBaseUrl": 1}"#, "useReturnedBaseUrl: give true or false."),
        (r#"{"allowance": "1200"}"#, "allowance: invalid type: string \"1200\", expected struct TypedAllowance."),
        (r#"{"keepExports": "no"}"#, "keepExports: give true or false."),
        (r#"{"timeoutSeconds": 0}"#, "timeoutSeconds: give a whole number from 1 to 65535."),
        (r#"{"timeoutSeconds": 65536}"#, "timeoutSeconds: give a whole number from 1 to 65535."),
        (r#"{"timeoutSeconds": -1}"#, "timeoutSeconds: give a whole number from 1 to 65535."),
        (r#"{"timeoutSeconds": 1.5}"#, "timeoutSeconds: give a whole number from 1 to 65535."),
        (r#"{"timeoutSeconds": "60"}"#, "timeoutSeconds: give a whole number from 1 to 65535."),
        (r#"{"rangeLimit": "off"}"#, "rangeLimit: give \"error\" or \"warning\"."),
        (
            r#"{"maxActiveJobs": 0}"#,
            "maxActiveJobs: give a whole number from 1 to 100.",
        ),
        (
            r#"{"maxActiveJobs": 101}"#,
            "maxActiveJobs: give a whole number from 1 to 100.",
        ),
        (
            r#"{"maxActiveJobs": "5"}"#,
            "maxActiveJobs: give a whole number from 1 to 100.",
        ),
        (r#"{"rangeLimit": null}"#, "rangeLimit: give \"error\" or \"warning\"."),
    ] {
        assert_eq!(refused(text), problem, "{text}");
    }
    for limits in [1, 65_535] {
        let config = Config::read(&format!(r#"{{"timeoutSeconds": {limits}}}"#)).expect("a configuration");
        assert_eq!(config.timeout_seconds, limits);
    }
}

#[test]
fn a_field_that_does_not_exist_is_a_misspelled_one() {
    for name in ["loginURL", "baseUrl", "LoginUrl", "", "$schema"] {
        let text = format!(r#"{{"{name}": "/saas"}}"#);
        assert_eq!(
            refused(&text),
            format!("{name}: there is no such field."),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_json_object_says_where() {
    for text in ["null", "[]", r#""text""#, "17", "true"] {
        assert_eq!(refused(text), "it is not an object.", "{text}");
    }
    for (text, place) in [
        ("", "line 1, column 0"),
        ("{", "line 1, column 1"),
        ("{\n  \"note\": x\n}", "line 2, column 11"),
        ("{\"note\": \"a\",}", "line 1, column 14"),
        ("// comment\n{}", "line 1, column 1"),
        ("<!doctype html>", "line 1, column 1"),
    ] {
        assert_eq!(
            refused(text),
            format!("it is not JSON at {place}."),
            "{text}"
        );
    }
}
