//! Days are UTC, and the last ones are provisional.
use metering_core::usage::{CrossQuery, Day, DayRange, Filter, Grain, PeriodTotal, Sort, Usage};

use super::support::{day, range, rows};

#[test]
fn a_day_is_read_and_written_as_a_date() {
    assert_eq!(day("2024-02-29").to_string(), "2024-02-29");
    for text in ["2025-02-29", "2025-01-02T00:00:00Z", "", "２０２５-01-02"] {
        assert_eq!(
            text.parse::<Day>().unwrap_err().to_string(),
            "not a day such as 2025-01-02",
            "{text}"
        );
    }
    let json = serde_json::to_string(&range("2025-01-01", "2025-01-31")).unwrap();
    assert_eq!(json, r#"{"first":"2025-01-01","last":"2025-01-31"}"#);
    assert_eq!(
        serde_json::from_str::<DayRange>(&json).unwrap(),
        range("2025-01-01", "2025-01-31")
    );
}

#[test]
fn the_browsers_clock_tells_the_utc_day() {
    assert_eq!(Day::of_unix_millis(0), Some(day("1970-01-01")));
    assert_eq!(
        Day::of_unix_millis(1_735_775_999_999),
        Some(day("2025-01-01"))
    );
    assert_eq!(
        Day::of_unix_millis(1_735_776_000_000),
        Some(day("2025-01-02"))
    );
    assert_eq!(Day::of_unix_millis(-1), Some(day("1969-12-31")));
    assert_eq!(Day::of_unix_millis(i64::MAX), None);
}

#[test]
fn a_range_has_its_days() {
    let february = range("2024-02-28", "2024-03-01");
    assert_eq!(february.days(), 3);
    let days: Vec<_> = february.iter().map(|day| day.to_string()).collect();
    assert_eq!(days, ["2024-02-28", "2024-02-29", "2024-03-01"]);
    assert!(february.contains(day("2024-02-29")) && !february.contains(day("2024-03-02")));
    let empty = range("2024-03-02", "2024-03-01");
    assert_eq!((empty.days(), empty.iter().count()), (0, 0));
    assert_eq!(range("2024-03-05", "2024-03-01").days(), 0);
}

fn by_day(usage: &mut Usage, today: &str) -> Vec<PeriodTotal> {
    let query = CrossQuery {
        grain: Grain::Day,
        by: None,
        sort: Sort::LARGEST_FIRST,
        sorted_in: None,
        skip: 0,
        take: 0,
        columns: None,
    };
    let view = usage.view(Filter::default());
    view.cross(&query, day(today)).periods
}

#[test]
fn today_and_yesterday_are_provisional() {
    let lines: String = ["2025-01-04", "2025-01-03", "2025-01-02", "2025-01-01"]
        .map(|date| format!("{date}T00:00:00Z,P,F,o,T,1.000000000000\n"))
        .concat();
    let mut usage = rows(&lines).merge(None);
    let days = by_day(&mut usage, "2025-01-03");
    let told: Vec<_> = days
        .iter()
        .map(|total| (total.days.first.to_string(), total.provisional))
        .collect();
    assert_eq!(
        told,
        [
            ("2025-01-01".into(), false),
            ("2025-01-02".into(), true),
            ("2025-01-03".into(), true),
            ("2025-01-04".into(), true)
        ]
    );
}

#[test]
fn a_date_may_be_written_in_three_ways_that_mean_the_same_day() {
    let lines = "\
2025-01-02T00:00:00Z,P,F,o,T,1\n\
2025-01-02,Q,F,o,T,1\n\
2025-01-02T00:00:00.000Z,R,F,o,T,1\n\
2025-01-02T23:59:59.999999999Z,S,F,o,T,1\n";
    let mut usage = rows(lines).merge(None);
    assert_eq!(usage.exports().reports().next().unwrap().rejected(), 0);
    let days = by_day(&mut usage, "2025-02-01");
    assert_eq!((days.len(), days[0].rows), (1, 4));
    assert_eq!(days[0].consumption.to_string(), "4.000000000000");
}
