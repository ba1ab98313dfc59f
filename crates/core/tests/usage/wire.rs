//! What crosses from the worker to the page, as JSON: names and forms that both sides rely on.
use std::ops::ControlFlow;

use metering_core::usage::{Exports, Filter, GroupBy, Query, Sort, UsageError, zip::Limits};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::support::{HEADER, day, job, read_as, rows, source};

/// The JSON of a value, which is read back to the same.
fn wire<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> Value {
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(&serde_json::from_value::<T>(json.clone()).unwrap(), value);
    json
}

#[test]
fn questions() {
    let filter = Filter {
        first: Some(day("2025-01-02")),
        ..Filter::default()
    };
    assert_eq!(
        wire(&filter),
        json!({"text": "", "first": "2025-01-02", "last": null})
    );
    assert_eq!(
        serde_json::from_value::<Filter>(json!({})).unwrap(),
        Filter::default()
    );
    let query = Query {
        by: GroupBy::FoldersOf(7),
        sort: Sort::LARGEST_FIRST,
        skip: 0,
        take: 50,
    };
    assert_eq!(
        wire(&query),
        json!({"by": {"kind": "foldersOf", "project": 7}, "sort": {"by": "consumption", "descending": true}, "skip": 0, "take": 50})
    );
    assert_eq!(wire(&GroupBy::Day), json!({"kind": "day"}));
    assert_eq!(
        wire(&job("abc", 1_735_776_000_000, "2025-01-01", "2025-01-31")),
        json!({"name": "abc", "created": 1_735_776_000_000_i64, "window": {"first": "2025-01-01", "last": "2025-01-31"}, "partial": false})
    );
}

#[test]
fn answers() {
    let mut usage = rows("2025-01-02T00:00:00Z,P,null,o,T,0.5\nbroken\n").merge(None);
    let view = usage.view(Filter::default());
    assert_eq!(
        wire(&view.totals()),
        json!({
            "consumption": "0.500000000000", "rows": 1, "days": 1, "range": {"first": "2025-01-02", "last": "2025-01-02"},
            "projects": 1, "folders": 0, "organizations": 1, "withoutProject": "0.000000000000", "rowsWithoutProject": 0
        })
    );
    assert_eq!(
        wire(&view.days(day("2025-01-03"))),
        json!([{"day": "2025-01-02", "consumption": "0.500000000000", "rows": 1, "provisional": true}])
    );
    let table = |by| {
        view.table(Query {
            by,
            sort: Sort::LARGEST_FIRST,
            skip: 0,
            take: 1,
        })
    };
    assert_eq!(
        wire(&table(GroupBy::Folder)),
        json!({
            "rows": [{"id": 0, "name": {"kind": "folder", "project": "P", "folder": null}, "consumption": "0.500000000000", "rows": 1}],
            "groups": 1, "consumption": "0.500000000000", "rowsInAll": 1
        })
    );
    assert_eq!(
        wire(&table(GroupBy::Organization).rows[0].name),
        json!({"kind": "organization", "orgId": "o", "orgTypes": ["T"]})
    );
    assert_eq!(
        wire(&table(GroupBy::Project).rows[0].name),
        json!({"kind": "project", "project": "P"})
    );
    assert_eq!(
        wire(&table(GroupBy::Day).rows[0].name),
        json!({"kind": "day", "day": "2025-01-02"})
    );
    assert_eq!(
        wire(&view.top(GroupBy::Project, 0)),
        json!({"rows": [], "others": {"groups": 1, "consumption": "0.500000000000", "rows": 1}})
    );
}

#[test]
fn reports() {
    let exports = rows("2025-01-02T00:00:00Z,P,null,o,T,0.5\nbroken\n");
    assert_eq!(
        wire(&exports.reports().next().unwrap()),
        json!({
            "source": {"name": "disk", "created": null, "window": null, "partial": false},
            "files": [{"name": "org.csv", "rows": 1, "rejected": 1, "unreadColumns": [], "problem": null}],
            "rows": 1,
            "rejected": {"total": 1, "rows": [
                {"file": 0, "line": 3, "text": "broken", "problem": {"code": "tooFewFields", "found": 1, "expected": 6}}
            ]},
            "notUtf8": 0
        })
    );
    let later = format!("{HEADER}2025-01-02T00:00:00Z,P,null,o,T,0.25\n");
    let exports = read_as(
        exports,
        job("j", 1, "2025-01-02", "2025-01-02"),
        later.as_bytes(),
    );
    let row = |amount: &str, export: usize| {
        json!({
            "date": "2025-01-02T00:00:00Z", "project": "P", "folder": null, "orgId": "o", "orgType": "T",
            "consumption": amount, "export": export
        })
    };
    let day = json!({"first": "2025-01-02", "last": "2025-01-02"});
    assert_eq!(
        wire(exports.merge(None).report()),
        json!({
            "windows": [{"days": day, "fromRows": true}, {"days": day, "fromRows": false}],
            "gaps": [],
            "overlaps": [{"days": day, "exports": [0, 1]}],
            "incomplete": [],
            "superseded": 1,
            "differing": {"total": 1, "first": [{"counts": row("0.250000000000", 1), "superseded": row("0.500000000000", 0)}]},
            "onlyEarlier": {"total": 0, "first": []},
            "duplicates": {"total": 0, "first": []},
            "outsideWindow": 0
        })
    );
}

#[test]
fn errors() {
    let refused = |zip: &[u8]| {
        Exports::new()
            .read_zip(source("x"), zip, Limits::default(), |_| {
                ControlFlow::Continue(())
            })
            .unwrap_err()
    };
    assert_eq!(
        wire(&refused(b"{}")),
        json!({"stage": "zip", "code": "notAZip", "looksLike": "json"})
    );
    assert_eq!(wire(&UsageError::Cancelled), json!({"stage": "cancelled"}));
    let mut reader = Exports::new().read(source("x"));
    reader.begin_file("o.csv");
    let (_, outcome) = reader.finish();
    assert_eq!(
        wire(&outcome.unwrap_err()),
        json!({"stage": "csv", "file": "o.csv", "problem": {"code": "empty"}})
    );
}
