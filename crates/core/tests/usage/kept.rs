//! What kept exports hold, and which days they leave out.
use std::collections::BTreeMap;

use metering_core::usage::kept::{History, Kept, Lacking, Organization, Part};
use metering_core::usage::{DayRange, Filter, GroupBy, GroupName, Kind, Query, Sheet, Sort};

use super::support::{HEADER, day, job, range, read_as, rows, source, written};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Milliseconds since 1970 at noon of a day.
fn noon(text: &str) -> i64 {
    let midnight = day(text).date().and_hms_opt(12, 0, 0).unwrap();
    midnight.and_utc().timestamp_millis()
}

/// An export of these days, made at noon of a day.
fn export(made: &str, first: &str, last: &str, organizations: &[&str]) -> Kept {
    Kept {
        source: job("job", noon(made), first, last),
        at: noon(made),
        size: 1000,
        parts: vec![Part {
            kind: Kind::Project,
            days: Some(range(first, last)),
            organizations: organizations
                .iter()
                .map(|id| Organization {
                    id: (*id).into(),
                    name: None,
                })
                .collect(),
        }],
    }
}

/// The days of a range that the only history of these exports lacks.
fn lacking(kept: &[Kept], first: &str, last: &str) -> Lacking {
    let [history] = &History::of(kept)[..] else {
        panic!("not one history")
    };
    history.lacking(range(first, last))
}

#[test]
fn days_between_exports_are_missing_and_those_that_were_not_complete_are_provisional() {
    let kept = [
        export("2025-02-10", "2025-01-01", "2025-01-31", &["o1"]),
        export("2025-04-01", "2025-03-01", "2025-03-31", &["o1"]),
    ];
    assert_eq!(History::of(&kept)[0].first(), Some(day("2025-01-01")));
    let found = lacking(&kept, "2025-01-01", "2025-04-02");
    assert_eq!(
        found,
        Lacking {
            missing: vec![
                range("2025-02-01", "2025-02-28"),
                range("2025-04-01", "2025-04-02")
            ],
            provisional: vec![range("2025-03-31", "2025-03-31")],
        }
    );
    assert_eq!(
        found.ranges(),
        [
            range("2025-02-01", "2025-02-28"),
            range("2025-03-31", "2025-04-02")
        ]
    );
    assert_eq!(
        lacking(&kept, "2025-01-01", "2025-01-31"),
        Lacking::default()
    );
    assert_eq!(
        lacking(&kept, "2025-02-01", "2025-01-01"),
        Lacking::default()
    );
}

#[test]
fn an_export_of_one_meter_fills_no_gap() {
    let mut of_one_meter = export("2025-03-10", "2025-02-01", "2025-02-28", &["o1"]);
    of_one_meter.source.meter = Some("a2nB20h1o0lc7k3P9xtWS8".into());
    let kept = [
        export("2025-02-10", "2025-01-01", "2025-01-31", &["o1"]),
        of_one_meter,
    ];
    let found = lacking(&kept, "2025-01-01", "2025-02-28");
    assert_eq!(found.missing, [range("2025-02-01", "2025-02-28")]);
}

#[test]
fn a_later_export_settles_what_was_provisional_and_a_partial_one_does_not() {
    let early = export("2025-01-31", "2025-01-01", "2025-01-31", &["o1"]);
    let mut late = export("2025-02-10", "2025-01-25", "2025-01-31", &["o1"]);
    let provisional = vec![range("2025-01-30", "2025-01-31")];
    let found = lacking(std::slice::from_ref(&early), "2025-01-01", "2025-01-31");
    assert_eq!(found.provisional, provisional);
    let found = lacking(&[early.clone(), late.clone()], "2025-01-01", "2025-01-31");
    assert_eq!(found, Lacking::default());
    late.source.partial = true;
    let found = lacking(&[early, late], "2025-01-01", "2025-01-31");
    assert_eq!(found.provisional, provisional);
}

#[test]
fn each_organization_has_a_history_and_an_export_without_rows_answers_for_all() {
    let kept = [
        export("2025-06-01", "2025-01-01", "2025-01-31", &["o1", "o2"]),
        export("2025-06-01", "2025-02-01", "2025-02-28", &["o1"]),
        export("2025-06-01", "2025-03-01", "2025-03-31", &[]),
    ];
    let histories = History::of(&kept);
    let ids = histories
        .iter()
        .map(|history| history.organization.as_deref());
    assert_eq!(ids.collect::<Vec<_>>(), [Some("o1"), Some("o2")]);
    let wanted = range("2025-01-01", "2025-03-31");
    assert_eq!(histories[0].lacking(wanted), Lacking::default());
    assert_eq!(
        histories[1].lacking(wanted).missing,
        [range("2025-02-01", "2025-02-28")]
    );
    let found = lacking(&kept[2..], "2025-02-28", "2025-03-31");
    assert_eq!(found.missing, [range("2025-02-28", "2025-02-28")]);
}

#[test]
fn every_day_of_a_range_is_judged_as_one_looks_at_it_alone() {
    let wanted = range("2025-01-01", "2025-02-28");
    let days: Vec<_> = wanted.iter().collect();
    // A small generator: the same cases each time.
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for _ in 0..300 {
        let kept: Vec<Kept> = (0..=next(4))
            .map(|_| {
                let (a, b, made) = (next(days.len()), next(days.len()), next(days.len()));
                let text = |at: usize| days[at].to_string();
                export(&text(made), &text(a.min(b)), &text(a.max(b)), &["o1"])
            })
            .collect();
        let found = lacking(&kept, "2025-01-01", "2025-02-28");
        let holds = |ranges: &[DayRange], day| ranges.iter().any(|range| range.contains(day));
        for &day in &days {
            let answer = |export: &Kept| {
                let there = export.parts[0].days.unwrap().contains(day);
                let complete = noon(&day.to_string()) + 2 * DAY <= export.at;
                (there, there && complete)
            };
            let (there, complete): (Vec<bool>, Vec<bool>) = kept.iter().map(answer).unzip();
            let (there, complete) = (there.contains(&true), complete.contains(&true));
            assert_eq!(holds(&found.missing, day), !there, "{day} {kept:?}");
            assert_eq!(
                holds(&found.provisional, day),
                there && !complete,
                "{day} {kept:?}"
            );
            assert_eq!(holds(&found.ranges(), day), !complete, "{day} {kept:?}");
        }
    }
}

#[test]
fn what_an_export_holds_is_told_by_kind() {
    let summary =
        "OrgId,MeterId,MeterName,Date,IPU,OrgName\no1,m1,Meter,2025-01-02T00:00:00Z,1.5,Acme\n";
    let exports = rows(
        "2025-01-03T00:00:00Z,Sales,Daily,o2,Production,4.0\n2025-01-01T00:00:00Z,Ops,null,o1,Production,1.0\n",
    );
    let exports = read_as(
        exports,
        job("a job", 0, "2025-01-01", "2025-01-31"),
        summary.as_bytes(),
    );
    let exports = read_as(exports, source("nothing"), HEADER.as_bytes());
    let organization = |id: &str, name: Option<&str>| Organization {
        id: id.into(),
        name: name.map(str::to_owned),
    };
    let part = |kind, days, organizations| Part {
        kind,
        days,
        organizations,
    };
    assert_eq!(
        exports.merge(None).parts(),
        [
            vec![part(
                Kind::Project,
                Some(range("2025-01-01", "2025-01-03")),
                vec![organization("o1", None), organization("o2", None)]
            )],
            vec![part(
                Kind::Summary,
                Some(range("2025-01-01", "2025-01-31")),
                vec![organization("o1", Some("Acme"))]
            )],
            vec![part(Kind::Project, None, vec![])],
        ]
    );
}

#[test]
fn a_name_that_was_given_stands_beside_the_id_and_is_found() {
    let mut usage = rows(
        "2025-01-03T00:00:00Z,Sales,Daily,o2,Production,4.0\n2025-01-01T00:00:00Z,Ops,null,o1,Production,1.0\n",
    )
    .merge(None);
    usage.name_organizations(BTreeMap::from([("o1".to_owned(), "Acme East".to_owned())]));
    let mut filter = Filter {
        text: "east".into(),
        ..Filter::default()
    };
    let query = Query {
        by: GroupBy::Organization,
        sort: Sort::LARGEST_FIRST,
        skip: 0,
        take: 9,
    };
    let found = usage.view(filter.clone()).table(query).rows;
    let name = GroupName::Organization {
        org_id: Some("o1".into()),
        org_name: Some("Acme East".into()),
        org_types: vec!["Production".into()],
    };
    assert_eq!(
        found.iter().map(|row| &row.name).collect::<Vec<_>>(),
        [&name]
    );
    let sheet = Sheet::Sums(GroupBy::Organization, Sort::LARGEST_FIRST, Vec::new());
    let csv = written(&mut usage, &filter, &sheet);
    assert!(csv.contains("o1,Acme East,Production,"), "{csv}");

    let part = &usage.parts()[0][0];
    assert!(
        part.organizations
            .iter()
            .all(|organization| organization.name.is_none()),
        "{part:?}"
    );

    usage.name_organizations(BTreeMap::new());
    assert_eq!(usage.view(filter.clone()).totals().rows, 0);
    filter.text = "o1".into();
    assert_eq!(usage.view(filter).totals().rows, 1);
}
