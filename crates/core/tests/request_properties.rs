//! What holds for every request, on requests that are made up.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use metering_core::request::range::windows;
use metering_core::request::{
    Draft, ExportRequest, Input, RangeLimit, Rules, complete, date_time, split, validate,
};
use proptest::prelude::*;

/// The first and the last second that a request can name.
const YEARS: std::ops::RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    // Whole seconds and midnights come up more often than chance has them: they are where the rules
    // change.
    let seconds = prop_oneof![
        YEARS,
        (0_i64..40_000).prop_map(|day| day * 86_400),
        1_700_000_000_i64..1_800_000_000
    ];
    let nanoseconds = prop_oneof![3 => Just(0_u32), 1 => 0..1_000_000_000_u32];
    (seconds, nanoseconds).prop_map(|(seconds, nanoseconds)| {
        DateTime::from_timestamp(seconds, nanoseconds).expect("within chrono's years")
    })
}

fn length() -> impl Strategy<Value = TimeDelta> {
    prop_oneof![
        (1_i64..200 * 86_400).prop_map(TimeDelta::seconds),
        (1_i64..200).prop_map(TimeDelta::days),
        (1_i64..i64::from(u32::MAX)).prop_map(TimeDelta::nanoseconds),
    ]
}

/// A range within the years of a request.
fn range() -> impl Strategy<Value = (DateTime<Utc>, DateTime<Utc>)> {
    (instant(), length()).prop_filter_map("ends after the year 9999", |(start, length)| {
        let end = start + length;
        YEARS.contains(&end.timestamp()).then_some((start, end))
    })
}

fn left_to_the_service() -> Rules {
    Rules {
        range_limit: RangeLimit::Warning,
        ..Rules::default()
    }
}

/// A valid request, whatever its length.
fn request() -> impl Strategy<Value = ExportRequest> {
    let flag = || {
        prop_oneof![
            Just(Input::Absent),
            Just(Input::from("TRUE")),
            Just(Input::from("FALSE"))
        ]
    };
    let url = prop_oneof![
        Just(Input::Absent),
        "https?://[a-z0-9]{1,20}(-[a-z0-9]{1,8})?\\.(com|de|org)(:[1-9][0-9]{0,3})?(/([!#-$&-;=?-\\[\\]_a-z~]|%[0-9A-F]{2}){0,15})?"
            .prop_map(Input::from),
    ];
    (range(), flag(), flag(), url).prop_map(
        |((start, end), combined_meter_usage, all_linked_orgs, callback_url)| {
            let draft = Draft {
                start_date: date_time::text(start).into(),
                end_date: date_time::text(end).into(),
                job_type: "PROJECT_FOLDER".into(),
                combined_meter_usage,
                all_linked_orgs,
                callback_url,
                meter_id: Input::Absent,
                all_meters: Input::Absent,
                unknown: Vec::new(),
            };
            validate(&draft, &left_to_the_service())
                .result
                .expect("made to be valid")
        },
    )
}

proptest! {
    #[test]
    fn what_is_valid_survives_the_wire_unchanged(request in request()) {
        let body = serde_json::to_string(&request).expect("JSON");
        let draft: Draft = serde_json::from_str(&body).expect("an object");
        prop_assert_eq!(&draft, &request.to_draft());
        prop_assert_eq!(&complete(&draft), &draft, "nothing is left to complete");
        prop_assert_eq!(validate(&draft, &left_to_the_service()).result, Ok(request));
    }

    #[test]
    fn the_limit_is_on_the_exact_length(request in request(), max in length()) {
        let rules = Rules { max_range: Some(max), ..Rules::default() };
        let fits = request.end_date() - request.start_date() <= max;
        prop_assert_eq!(validate(&request.to_draft(), &rules).result.is_ok(), fits);
    }

    #[test]
    fn a_split_covers_its_range_in_valid_windows_without_asking_for_a_day_twice(request in request()) {
        let rules = Rules::default();
        let parts = split(&request, &rules);
        prop_assert_eq!(parts.first().map(ExportRequest::start_date), Some(request.start_date()));
        prop_assert_eq!(parts.last().map(ExportRequest::end_date), Some(request.end_date()));
        for pair in parts.windows(2) {
            prop_assert_eq!(pair[0].end_date() + TimeDelta::seconds(1), pair[1].start_date());
        }
        let mut asked = BTreeSet::new();
        for part in &parts {
            prop_assert_eq!(&validate(&part.to_draft(), &rules).result, &Ok(part.clone()));
            let days = part.start_date().date_naive().iter_days();
            for day in days.take_while(|day| *day <= part.end_date().date_naive()) {
                prop_assert!(asked.insert(day), "{day} is asked for twice");
            }
        }
        let days = request.start_date().date_naive().iter_days();
        prop_assert_eq!(asked.len(), days.take_while(|day| *day <= request.end_date().date_naive()).count());
        // A window reaches over 31 dates at most, and only the last one does not end at a midnight
        // that it could reach.
        for part in parts.iter().rev().skip(1) {
            prop_assert!(part.end_date() + TimeDelta::days(1) > part.start_date() + rules.max_range(part.job_type())
                || part.end_date() + TimeDelta::days(1) + TimeDelta::seconds(1) >= request.end_date(), "as few as can be");
        }
    }

    #[test]
    fn windows_of_any_length_cover_the_range_exactly((start, end) in range(), max in 2_000_000_000_i64..300_000_000_000_000) {
        let max = TimeDelta::nanoseconds(max);
        prop_assume!(end - start < max * 10_000);
        let windows = windows(start, end, max);
        prop_assert_eq!(windows.first().map(|window| window.0), Some(start));
        prop_assert_eq!(windows.last().map(|window| window.1), Some(end));
        prop_assert!(windows.iter().all(|(start, end)| start < end && *end - *start <= max));
        prop_assert!(windows.windows(2).all(|pair| pair[0].1 + TimeDelta::seconds(1) == pair[1].0));
    }

    #[test]
    fn date_times_are_what_chrono_reads(
        instant in instant(),
        minutes in -1439_i32..1440,
        digits in 0_usize..10,
        (letter, zulu) in (prop::sample::select(&['T', 't'][..]), any::<bool>()),
    ) {
        let local = instant.naive_utc();
        let mut text = format!(
            "{:04}-{:02}-{:02}{letter}{:02}:{:02}:{:02}",
            local.year(), local.month(), local.day(), local.hour(), local.minute(), local.second(),
        );
        if digits > 0 {
            text.push('.');
            text.extend(format!("{:09}", local.nanosecond()).chars().take(digits));
        }
        let (sign, minutes) = (if minutes < 0 { '-' } else { '+' }, minutes.abs());
        let offset = if zulu { "Z".to_owned() } else { format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60) };
        text.push_str(&offset);
        let chronos = DateTime::parse_from_rfc3339(&text).expect("made to be valid").to_utc();
        let in_years = YEARS.contains(&chronos.timestamp());
        prop_assert_eq!(date_time::parse(&text).ok(), in_years.then_some(chronos), "{}", text);
    }

    #[test]
    fn dates_exist_where_chrono_has_them(year in 0_i32..10_000, month in 0_u32..14, day in 0_u32..33) {
        let text = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
        let exists = year > 0 && NaiveDate::from_ymd_opt(year, month, day).is_some();
        prop_assert_eq!(date_time::parse(&text).is_ok(), exists, "{}", text);
    }
}
