//! Any bytes as the JSON of a draft: read where they are an object, and answered soundly.

use metering_core::request::{
    Checked, Code, Draft, ExportRequest, Problem, Rules, complete, validate,
};
use serde_json::Value;

/// What is read is what `serde_json` has of it as a value, and its answer is sound.
pub(crate) fn check(data: &[u8]) {
    let read = serde_json::from_slice::<Draft>(data);
    // A draft never looks into fields that it does not know: it can read what as a value is none, such as 1e999.
    if let Ok(value) = serde_json::from_slice::<Value>(data) {
        assert_eq!(read.is_ok(), value.is_object(), "{value}");
        if let Ok(draft) = &read {
            let mut by_value: Draft = serde_json::from_value(value).expect("an object");
            let mut draft = draft.clone();
            for draft in [&mut draft, &mut by_value] {
                draft.unknown.sort();
                draft.unknown.dedup();
            }
            assert_eq!(draft, by_value);
        }
    }
    if let Ok(draft) = read {
        answered_soundly(&draft, &Rules::default());
    }
}

/// What every answer has, whatever was asked, typed or completed.
pub(crate) fn answered_soundly(draft: &Draft, rules: &Rules) {
    let completed = complete(draft);
    assert_eq!(
        complete(&completed),
        completed,
        "nothing is left to complete"
    );
    for draft in [draft, &completed] {
        let checked = validate(draft, rules);
        is_sound(draft, &checked);
        if let Ok(request) = checked.result {
            let rules = Rules {
                now: None,
                ..rules.clone()
            };
            survives_the_wire(&request, &rules);
        }
    }
}

/// What is sent is what was checked.
pub(crate) fn survives_the_wire(request: &ExportRequest, rules: &Rules) {
    let body = serde_json::to_string(request).expect("JSON");
    let mut draft: Draft = serde_json::from_str(&body).expect("an object");
    if !request.job_type().is_sent() {
        draft.job_type = request.job_type().name().into();
    }
    assert_eq!(draft, request.to_draft());
    assert_eq!(complete(&draft), draft, "nothing is left to complete");
    assert_eq!(validate(&draft, rules).result.as_ref(), Ok(request));
}

fn is_sound(draft: &Draft, Checked { result, warnings }: &Checked) {
    let problems = result.as_ref().err().map_or(&[][..], Vec::as_slice);
    assert!(result.is_ok() || !problems.is_empty());
    let fields: Vec<_> = problems
        .iter()
        .filter_map(Problem::field)
        .map(|field| field as u8)
        .collect();
    assert_eq!(fields.len(), problems.len());
    assert!(
        fields.is_sorted_by(|a, b| a < b),
        "one problem a field, in field order"
    );
    problems.iter().chain(warnings).for_each(is_said);
    assert!(warnings.len() >= draft.unknown.len());
}

fn is_said(problem: &Problem) {
    let message = &problem.message;
    assert!(
        message.ends_with(['.', '?']) && message.chars().count() < 250,
        "{message}"
    );
    assert!(
        !message.contains(|c: char| c.is_control() || matches!(c, '\u{202A}'..='\u{202E}')),
        "{message:?}"
    );
    assert!(Code::ALL.contains(&problem.code));
}
