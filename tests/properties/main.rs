//! What holds for any answer of the service. The property is a function of bytes: here it meets made-up answers and the kept
//! corpus, in `fuzz/` it meets the fuzzer.
#![cfg(not(target_arch = "wasm32"))]

mod answer;

use proptest::prelude::*;
use serde_json::Value;

const ANSWER: [&str; 24] = [
    "jobId",
    "jobID",
    "status",
    "orgId",
    "userId",
    "selectedOrgId",
    "meterId",
    "startDate",
    "endDate",
    "callbackUrl",
    "createTime",
    "updateTime",
    "updateTIme",
    "errorMessage",
    "error",
    "code",
    "message",
    "description",
    "requestId",
    "products",
    "name",
    "baseApiUrl",
    "userInfo",
    "sessionId",
];

/// Any JSON in which these names come up.
fn json(names: &'static [&'static str]) -> impl Strategy<Value = Value> {
    let name = prop_oneof![
        3 => prop::sample::select(names).prop_map(String::from),
        1 => any::<String>()
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "(SUCCESS|CREATED|https://a\\.com/saas|Integration Cloud)".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 6, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            3 => prop::collection::vec((name.clone(), inner), 0..8)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_answer_is_a_job_a_session_or_an_error(
        status in prop_oneof![Just(200_u16), Just(201), 100_u16..600, any::<u16>()],
        content_type in "(-|application/json|text/html;charset=utf-8|text/plain)",
        wait in "(-|[0-9]{1,20})",
        json in json(&ANSWER),
        spoilt in "(|\\PC{0,4}|<html>|\u{feff}|\\[)",
    ) {
        let text = format!("{status} {content_type} {wait}\n{spoilt}{json}");
        answer::check(text.as_bytes());
    }
}

#[test]
fn kept_answers() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/answer");
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
    assert!(
        files.len() > 5,
        "{} has only {} files",
        folder.display(),
        files.len()
    );
    for file in files {
        let path = file.unwrap().path();
        eprintln!("{}", path.display());
        answer::check(&std::fs::read(path).unwrap());
    }
}
