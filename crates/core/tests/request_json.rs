//! Reading a request from JSON text, compared to `serde_json`.
#![cfg(not(target_arch = "wasm32"))]

use metering_core::request::{Code, Draft, Field, Input, JsonType, Params, Problem, json};
use proptest::prelude::*;

/// What is read, and as it was before there was a reader of our own.
fn both(text: &str) -> (Result<Draft, Problem>, Result<Draft, ()>) {
    (
        json::read(text).map(Draft::from),
        serde_json::from_str(text).map_err(|_| ()),
    )
}

#[track_caller]
fn assert_agreement(text: &str) {
    let (ours, theirs) = both(text);
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => assert_eq!(ours, theirs, "{text}"),
        (Err(problem), Err(())) => {
            let is_json = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
            assert_eq!(
                problem.code == Code::WrongType,
                is_json,
                "{text}: {problem}"
            );
        }
        _ => panic!("{text}: {ours:?}, {theirs:?}"),
    }
}

#[test]
fn values_of_all_kinds() {
    for text in [
        "{}",
        " {\r\n\t} ",
        r#"{"startDate":"2024-08-12T00:00:00Z","endDate":null,"jobType":1,"combinedMeterUsage":true,"allLinkedOrgs":[],"callbackUrl":{}}"#,
        r#"{"startDate":[1,[2,{"a":[{}]}],{"b":{"c":null}}],"x":{"startDate":"y"},"endDate":"z"}"#,
        r#"{"startDate":"a","startDate":"b","x":1,"x":2}"#,
        r#"{"st\u0061rtDate":"\u00e9\n\t\b\f\r\/\\\" \ud83d\ude00"}"#,
        r#"{"a":-0,"b":0.5,"c":1e5,"d":-12.25E-3,"e":10,"f":1e+2}"#,
        "null",
        "true",
        "[]",
        r#""text""#,
        "12",
    ] {
        assert_agreement(text);
    }
}

#[test]
fn what_is_not_json() {
    for text in [
        "",
        " ",
        "{",
        "}",
        "{]",
        "[}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{\"a\":1 \"b\":2}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{a:1}",
        "{'a':1}",
        "nul",
        "nulll",
        "True",
        "tru",
        "falsy",
        "01",
        "-",
        "+1",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "NaN",
        "\"",
        "\"a",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12G4\"",
        "\"\\u12",
        "\"a\nb\"",
        "\"\u{0}\"",
        "{} {}",
        "{}x",
        "\u{feff}{}",
        "\u{a0}{}",
        "/**/{}",
        "{\"a\":1}}",
        "[[[",
        "{\"a\":[1,{\"b\":2]}",
    ] {
        assert!(
            serde_json::from_str::<serde_json::Value>(text).is_err(),
            "{text}"
        );
        assert_agreement(text);
    }
}

#[test]
fn half_a_surrogate_pair_becomes_a_replacement_character() {
    for (text, read) in [
        (r#""\ud800""#, "\u{FFFD}"),
        (r#""\udc00\ud800""#, "\u{FFFD}\u{FFFD}"),
        (r#""\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
        (r#""\ud83dx""#, "\u{FFFD}x"),
        (r#""\ud83d\n""#, "\u{FFFD}\n"),
    ] {
        let json = format!("{{\"startDate\":{text}}}");
        let draft = json::read(&json).map(Draft::from).expect("a request");
        assert_eq!(draft.start_date, Input::from(read), "{text}");
    }
}

#[test]
fn no_depth_is_too_much() {
    let deep = format!(
        "{{\"startDate\":{}{}}}",
        "[".repeat(200_000),
        "]".repeat(200_000)
    );
    let draft = json::read(&deep).map(Draft::from).expect("a request");
    assert_eq!(draft.start_date, Input::WrongType(JsonType::Array));
}

#[rustfmt::skip] // One row a line.
#[test]
fn a_mistake_has_a_place() {
    for (text, line, column, offset, message) in [
        ("", 1, 1, 0, "This is not JSON. Line 1, column 1 is the end of the text, where a value is expected."),
        ("{\n  \"a\": x", 2, 8, 9, "This is not JSON. Line 2, column 8 holds “x”, where a value is expected."),
        ("{\"😀\" 1}", 1, 7, 6, "This is not JSON. Line 1, column 7 holds “1”, where “:” is expected."),
        ("{\"a\":1,}", 1, 8, 7, "This is not JSON. Line 1, column 8 holds “}”, where a field name in quotation marks is expected."),
        ("{\"a\":1;", 1, 7, 6, "This is not JSON. Line 1, column 7 holds “;”, where “,” or “}” is expected."),
        ("[1 2]", 1, 4, 3, "This is not JSON. Line 1, column 4 holds “2”, where “,” or “]” is expected."),
        ("\"é\n\"", 1, 3, 2, "This is not JSON. Line 1, column 3 holds U+000A, where the end of the string, a quotation mark, is expected."),
        ("\"\\x\"", 1, 3, 2, "This is not JSON. Line 1, column 3 holds “x”, where an escape such as \\n is expected."),
        ("\"\\u00zz\"", 1, 6, 5, "This is not JSON. Line 1, column 6 holds “z”, where one of four hexadecimal digits is expected."),
        ("-x", 1, 2, 1, "This is not JSON. Line 1, column 2 holds “x”, where a digit is expected."),
        ("{}\r\n“", 2, 1, 4, "This is not JSON. Line 2, column 1 holds U+201C, where the end of the text is expected."),
    ] {
        let problem = json::read(text).expect_err("no JSON");
        assert_eq!(problem.message(), message);
        assert_eq!(problem.code, Code::NotJson);
        let Params::NotJson(fault) = problem.params else { panic!("{text}") };
        assert_eq!((fault.line, fault.column, fault.offset), (line, column, offset), "{text}");
    }
}

#[test]
fn bytes_that_are_no_text_have_a_place() {
    let problem = json::read_bytes(b"{\"\xc3\xa9\":\"\xff\"}").expect_err("no text");
    assert_eq!(
        problem.message(),
        "This is not JSON. Line 1, column 7 is not text in UTF-8."
    );
    assert!(json::read_bytes(b"{}").is_ok());
}

/// JSON text with mistakes here and there.
fn nearly_json() -> impl Strategy<Value = String> {
    let pieces = [
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "\\",
        "\\u00e9",
        "\\ud83d\\ude00",
        "null",
        "true",
        "false",
        "0",
        "-1.5e3",
        " ",
        "\n",
        "é",
        "\u{1}",
        "\"startDate\"",
        "\"endDate\":",
        "\"x\"",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..12)
        .prop_map(|pieces| pieces.concat())
}

fn value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(serde_json::Value::from),
        any::<i64>().prop_map(serde_json::Value::from),
        any::<f64>().prop_map(serde_json::Value::from),
        any::<String>().prop_map(serde_json::Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        let names = prop_oneof![
            prop::sample::select(Field::ALL.map(Field::name).to_vec()).prop_map(str::to_owned),
            any::<String>()
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(serde_json::Value::from),
            prop::collection::hash_map(names, inner, 0..6)
                .prop_map(|entries| entries.into_iter().collect()),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_json_reads_is_read_alike(value in value(), pretty: bool) {
        let text = if pretty { serde_json::to_string_pretty(&value) } else { serde_json::to_string(&value) };
        assert_agreement(&text.expect("JSON"));
    }

    #[test]
    fn what_serde_json_refuses_is_refused(text in nearly_json()) {
        assert_agreement(&text);
    }

    #[test]
    fn a_text_that_is_cut_off_is_refused_at_its_end_or_before(value in value(), cut in any::<prop::sample::Index>()) {
        let text = serde_json::json!({ "startDate": value }).to_string();
        let end = (0..text.len()).rev().find(|at| *at <= cut.index(text.len()) && text.is_char_boundary(*at)).unwrap_or(0);
        let problem = json::read(&text[..end]).expect_err("half a text");
        let Params::NotJson(fault) = problem.params else { panic!("{problem}") };
        prop_assert!(fault.offset <= text[..end].encode_utf16().count());
    }
}
