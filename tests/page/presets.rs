//! Ranges of one click, at the edges of months and years.

use metering_core::request::{Draft, Field, Rules, complete, validate};
use metering_export::app::Preset;

use super::at;

/// The first and last day of every preset, in the order of the page.
type Row = (&'static str, [(&'static str, &'static str); 7]);

#[rustfmt::skip] // One preset a line.
const DAYS: &[Row] = &[
    ("2024-09-12T12:00:00Z", [
        ("2024-09-05", "2024-09-11"),
        ("2024-08-13", "2024-09-11"),
        ("2024-09-01", "2024-09-12"),
        ("2024-08-01", "2024-08-31"),
        ("2024-06-14", "2024-09-11"),
        ("2024-01-01", "2024-09-12"),
        ("2023-01-01", "2023-12-31"),
    ]),
    // The first day of a year, to the first second.
    ("2025-01-01T00:00:00Z", [
        ("2024-12-25", "2024-12-31"),
        ("2024-12-02", "2024-12-31"),
        ("2025-01-01", "2025-01-01"),
        ("2024-12-01", "2024-12-31"),
        ("2024-10-03", "2024-12-31"),
        ("2025-01-01", "2025-01-01"),
        ("2024-01-01", "2024-12-31"),
    ]),
    // The last second of a year.
    ("2024-12-31T23:59:59Z", [
        ("2024-12-24", "2024-12-30"),
        ("2024-12-01", "2024-12-30"),
        ("2024-12-01", "2024-12-31"),
        ("2024-11-01", "2024-11-30"),
        ("2024-10-02", "2024-12-30"),
        ("2024-01-01", "2024-12-31"),
        ("2023-01-01", "2023-12-31"),
    ]),
    // After the February of a leap year.
    ("2024-03-01T06:00:00Z", [
        ("2024-02-23", "2024-02-29"),
        ("2024-01-31", "2024-02-29"),
        ("2024-03-01", "2024-03-01"),
        ("2024-02-01", "2024-02-29"),
        ("2023-12-02", "2024-02-29"),
        ("2024-01-01", "2024-03-01"),
        ("2023-01-01", "2023-12-31"),
    ]),
    // After that of a common year.
    ("2025-03-31T06:00:00Z", [
        ("2025-03-24", "2025-03-30"),
        ("2025-03-01", "2025-03-30"),
        ("2025-03-01", "2025-03-31"),
        ("2025-02-01", "2025-02-28"),
        ("2024-12-31", "2025-03-30"),
        ("2025-01-01", "2025-03-31"),
        ("2024-01-01", "2024-12-31"),
    ]),
    // 2100 is no leap year, 2000 was one.
    ("2100-03-01T00:00:00Z", [
        ("2100-02-22", "2100-02-28"),
        ("2100-01-30", "2100-02-28"),
        ("2100-03-01", "2100-03-01"),
        ("2100-02-01", "2100-02-28"),
        ("2099-12-01", "2100-02-28"),
        ("2100-01-01", "2100-03-01"),
        ("2099-01-01", "2099-12-31"),
    ]),
    ("2000-02-29T23:00:00Z", [
        ("2000-02-22", "2000-02-28"),
        ("2000-01-30", "2000-02-28"),
        ("2000-02-01", "2000-02-29"),
        ("2000-01-01", "2000-01-31"),
        ("1999-12-01", "2000-02-28"),
        ("2000-01-01", "2000-02-29"),
        ("1999-01-01", "1999-12-31"),
    ]),
    // The day is that of UTC: in Auckland it is the 13th already.
    ("2024-09-13T01:00:00+13:00", [
        ("2024-09-05", "2024-09-11"),
        ("2024-08-13", "2024-09-11"),
        ("2024-09-01", "2024-09-12"),
        ("2024-08-01", "2024-08-31"),
        ("2024-06-14", "2024-09-11"),
        ("2024-01-01", "2024-09-12"),
        ("2023-01-01", "2023-12-31"),
    ]),
];

#[test]
fn each_preset_names_its_days() {
    for (now, days) in DAYS {
        for (preset, (first, last)) in Preset::ALL.into_iter().zip(days) {
            let (start, end) = preset.days(at(now));
            let found = (start.to_string(), end.to_string());
            let expected = ((*first).to_owned(), (*last).to_owned());
            assert_eq!(found, expected, "{preset:?} as of {now}");
        }
    }
}

#[test]
fn the_names_are_those_of_the_page() {
    let names = [
        "Last 7 days",
        "Last 30 days",
        "This month",
        "Previous month",
        "Last 90 days",
        "This year",
        "Previous year",
    ];
    assert_eq!(Preset::ALL.map(Preset::name), names);
}

/// How many days a preset counts, and whether the limit allows them.
fn check(preset: Preset, now: &str) -> (i64, bool) {
    let (start, end) = preset.days(at(now));
    let mut draft = Draft::default();
    draft.set(Field::StartDate, start.to_string());
    draft.set(Field::EndDate, end.to_string());
    draft.set(Field::JobType, "PROJECT_FOLDER");
    let draft = complete(&draft);
    let lenient = Rules {
        range_limit: metering_core::request::RangeLimit::Warning,
        ..Rules::default()
    };
    let days = validate(&draft, &lenient)
        .result
        .map(|request| request.days());
    let is_allowed = validate(&draft, &Rules::default()).result.is_ok();
    (days.expect("a valid request"), is_allowed)
}

#[test]
fn a_preset_fills_in_a_valid_request_except_for_months_of_31_days() {
    for (now, _) in DAYS {
        assert_eq!(check(Preset::Last7Days, now), (7, true), "{now}");
        assert_eq!(check(Preset::Last30Days, now), (30, true), "{now}");
    }
    for (now, days, is_allowed) in [
        ("2024-09-12T12:00:00Z", 31, false),
        ("2024-10-12T12:00:00Z", 30, true),
        ("2024-03-12T12:00:00Z", 29, true),
        ("2025-03-12T12:00:00Z", 28, true),
    ] {
        assert_eq!(
            check(Preset::PreviousMonth, now),
            (days, is_allowed),
            "{now}"
        );
    }
    assert_eq!(check(Preset::ThisMonth, "2024-09-01T00:00:00Z"), (1, true));
    assert_eq!(check(Preset::ThisMonth, "2024-12-30T00:00:00Z"), (30, true));
    assert_eq!(
        check(Preset::ThisMonth, "2024-12-31T00:00:00Z"),
        (31, false)
    );
}

#[test]
fn a_year_has_four_digits() {
    let (start, end) = Preset::ThisMonth.days(at("0987-06-05T00:00:00Z"));
    assert_eq!(
        (start.to_string(), end.to_string()),
        ("0987-06-01".into(), "0987-06-05".into())
    );
}
