//! The allowance: periods, what was consumed, rates, and the day it runs out.
use metering_core::usage::{
    Allowance, AllowanceProblem, AllowanceReport, Day, DayRange, Exports, Filter, Ipus, Kind,
    KnownDay, KnownDays, Period, Sheet, TypedAllowance, allowance_report,
};

use super::support::{HEADER, day, job, range, read_as, rows, source, written};

fn allowance(ipus: &str, first_day: &str, period: Period) -> Allowance {
    let typed = TypedAllowance {
        ipus: ipus.into(),
        first_day: first_day.into(),
        period,
    };
    typed.read().expect("an allowance")
}

fn ipus(text: &str) -> Ipus {
    text.parse().expect("an amount")
}

/// Days of one amount each, complete before `today`'s yesterday.
fn days(first: &str, last: &str, amount: &str, today: &str) -> KnownDays {
    let known = |at: Day| KnownDay {
        consumption: ipus(amount),
        complete: !at.is_provisional(day(today)),
    };
    let days = range(first, last).iter();
    days.map(|at| (at, known(at))).collect()
}

fn report(allowance: Allowance, days: &KnownDays, today: &str) -> AllowanceReport {
    allowance_report(allowance, Kind::Summary, days, day(today))
}

/// The day on which it runs out at the rate of the last 7 days, or an empty text.
fn runs_out(report: &AllowanceReport) -> String {
    let day = report.rates[0].and_then(|rate| rate.runs_out);
    day.map(|day| day.to_string()).unwrap_or_default()
}

#[test]
fn periods_begin_on_the_same_day_of_the_month() {
    use Period::{Annual, Monthly};
    for (first, period, today, expected) in [
        (
            "2025-01-01",
            Monthly,
            "2025-01-31",
            ["2025-01-01", "2025-01-31"],
        ),
        (
            "2025-01-01",
            Monthly,
            "2025-02-01",
            ["2025-02-01", "2025-02-28"],
        ),
        // The first day is the last of the month, and each month has its own.
        (
            "2025-01-31",
            Monthly,
            "2025-02-27",
            ["2025-01-31", "2025-02-27"],
        ),
        (
            "2025-01-31",
            Monthly,
            "2025-02-28",
            ["2025-02-28", "2025-03-30"],
        ),
        (
            "2025-01-31",
            Monthly,
            "2025-03-31",
            ["2025-03-31", "2025-04-29"],
        ),
        (
            "2024-01-31",
            Monthly,
            "2024-03-01",
            ["2024-02-29", "2024-03-30"],
        ),
        (
            "2025-04-15",
            Annual,
            "2026-04-14",
            ["2025-04-15", "2026-04-14"],
        ),
        (
            "2025-04-15",
            Annual,
            "2026-04-15",
            ["2026-04-15", "2027-04-14"],
        ),
        (
            "2024-02-29",
            Annual,
            "2025-02-28",
            ["2025-02-28", "2026-02-27"],
        ),
        (
            "2024-02-29",
            Annual,
            "2028-02-29",
            ["2028-02-29", "2029-02-27"],
        ),
        // It has not begun: the first period.
        (
            "2026-01-01",
            Annual,
            "2025-06-01",
            ["2026-01-01", "2026-12-31"],
        ),
    ] {
        let found = allowance("1", first, period).period_of(day(today));
        assert_eq!(found, range(expected[0], expected[1]), "{first} {today}");
    }
}

#[test]
fn the_fields_say_what_is_wrong_with_them() {
    use AllowanceProblem::{NotADay, NotANumber, NotPositive, TooLarge};
    for (amount, first_day, ipus, day) in [
        ("", "", Some(NotANumber), Some(NotADay)),
        ("1,200", "2025-01-01", Some(NotANumber), None),
        ("0", "2025-01-01", Some(NotPositive), None),
        ("-1", "2025-02-30", Some(NotPositive), Some(NotADay)),
        ("1e16", "2025-01-01", Some(TooLarge), None),
    ] {
        let typed = TypedAllowance {
            ipus: amount.into(),
            first_day: first_day.into(),
            period: Period::Monthly,
        };
        let problems = typed.read().expect_err("it cannot be read");
        assert_eq!((problems.ipus, problems.first_day), (ipus, day), "{amount}");
    }
}

#[test]
fn an_allowance_stands_in_json_and_is_checked_there() {
    let text = r#"{"ipus":"1200.500000000000","firstDay":"2025-01-01","period":"annual"}"#;
    let read: Allowance = serde_json::from_str(text).expect("an allowance");
    assert_eq!(read, allowance(" 1200.5 ", "2025-01-01", Period::Annual));
    assert_eq!(serde_json::to_string(&read).expect("JSON"), text);
    for (text, words) in [
        (
            r#"{"ipus":"0","firstDay":"soon","period":"monthly"}"#,
            "ipus: Enter more than 0 IPUs. firstDay: Enter the first day of a period, such as 2025-01-01.",
        ),
        (
            r#"{"ipus":"1","firstDay":"2025-01-01","period":"weekly"}"#,
            "unknown variant `weekly`",
        ),
        (
            r#"{"ipus":"1","firstday":"2025-01-01"}"#,
            "unknown field `firstday`",
        ),
    ] {
        let error = serde_json::from_str::<Allowance>(text).expect_err("it is refused");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn consumed_and_remaining_are_exact_and_rates_are_of_complete_days() {
    // 14 complete days of 2 IPUs, then yesterday and today with less so far.
    let mut known = days("2025-03-01", "2025-03-16", "2.000000000001", "2025-03-16");
    for at in ["2025-03-15", "2025-03-16"] {
        known.get_mut(&day(at)).expect("a day").consumption = ipus("0.5");
    }
    let report = report(
        allowance("62", "2025-03-01", Period::Monthly),
        &known,
        "2025-03-16",
    );
    assert_eq!(report.period, range("2025-03-01", "2025-03-31"));
    assert_eq!(report.consumed.to_string(), "29.000000000014");
    assert_eq!(report.remaining.to_string(), "32.999999999986");
    assert_eq!(report.known, Some(range("2025-03-01", "2025-03-16")));
    assert_eq!(report.missing, []);
    let [seven, thirty] = report.rates.map(|rate| rate.expect("a rate"));
    assert_eq!(seven.range, range("2025-03-08", "2025-03-14"));
    assert_eq!(seven.consumption.to_string(), "14.000000000007");
    assert_eq!(seven.per_day().to_string(), "2.000000000001");
    assert_eq!(
        (thirty.days, thirty.range),
        (14, range("2025-03-01", "2025-03-14"))
    );
    // 31 days of a little more than 2: one moment before the month ends.
    assert_eq!(runs_out(&report), "2025-03-31");
    let last = report.days.last().expect("a day");
    assert_eq!((last.provisional, last.consumed), (true, report.consumed));
    assert!(!report.days[13].provisional);
}

#[test]
fn it_lasts_beyond_the_period_or_runs_out_on_the_very_day() {
    let known = days("2025-03-01", "2025-03-10", "3", "2025-03-12");
    for (amount, day, mark) in [
        ("93.000000000001", "", ""),
        ("93", "2025-03-31", ""),
        ("90", "2025-03-30", ""),
        ("89.999999999999", "2025-03-30", ""),
        ("30.000000000001", "2025-03-11", ""),
        ("30", "2025-03-10", "2025-03-10"),
        ("29", "2025-03-10", "2025-03-10"),
        ("27", "2025-03-09", "2025-03-09"),
    ] {
        let report = report(
            allowance(amount, "2025-03-01", Period::Monthly),
            &known,
            "2025-03-12",
        );
        assert_eq!(runs_out(&report), day, "{amount}");
        let used_up = report.used_up().map(|day| day.to_string());
        assert_eq!(used_up.unwrap_or_default(), mark, "{amount}");
    }
}

#[test]
fn marks_are_reached_on_the_day_that_comes_to_them() {
    let known = days("2025-03-01", "2025-03-10", "10", "2025-04-01");
    let report = report(
        allowance("104", "2025-03-01", Period::Annual),
        &known,
        "2025-04-01",
    );
    let marks: Vec<(u8, Option<Day>)> = report
        .marks
        .iter()
        .map(|mark| (mark.percent, mark.day))
        .collect();
    let on = |text| Some(day(text));
    let expected = [
        (50, on("2025-03-06")),
        (75, on("2025-03-08")),
        (95, on("2025-03-10")),
        (100, None),
    ];
    assert_eq!(marks, expected);
}

#[test]
fn the_band_is_of_the_last_four_weeks() {
    let mut known = days("2025-01-01", "2025-02-04", "1", "2025-03-01");
    // The week before the last four does not count; the second and the last of them differ.
    let weeks = [
        ("2025-01-01", "2025-01-07", "99"),
        ("2025-01-15", "2025-01-21", "4"),
        ("2025-01-29", "2025-02-04", "0.5"),
    ];
    for (first, last, amount) in weeks {
        known.extend(days(first, last, amount, "2025-03-01"));
    }
    let report = report(
        allowance("1000", "2025-01-08", Period::Annual),
        &known,
        "2025-02-06",
    );
    let band = report.weeks.expect("whole weeks");
    assert_eq!(band.fastest.range, range("2025-01-15", "2025-01-21"));
    assert_eq!(band.slowest.range, range("2025-01-29", "2025-02-04"));
    // 45.5 by 4 February; 954.5 more take 238.6 days at 4 a day.
    assert_eq!(report.consumed.to_string(), "45.500000000000");
    assert_eq!(band.fastest.runs_out, Some(day("2025-10-01")));
    assert_eq!(band.slowest.runs_out, None);
}

#[test]
fn fewer_days_than_a_week_have_a_rate_and_no_band() {
    let known = days("2025-03-01", "2025-03-04", "2", "2025-03-05");
    let report = report(
        allowance("31", "2025-03-01", Period::Monthly),
        &known,
        "2025-03-05",
    );
    let seven = report.rates[0].expect("a rate");
    assert_eq!(
        (seven.days, seven.per_day().to_string().as_str()),
        (3, "2.000000000000")
    );
    assert_eq!(report.weeks, None);
    assert_eq!(runs_out(&report), "2025-03-16");
}

#[test]
fn days_that_no_export_covers_are_not_days_without_consumption() {
    // 1 to 4 and 11 to 12 March are missing.
    let mut known = days("2025-03-05", "2025-03-10", "2", "2025-03-20");
    known.extend(days("2025-03-13", "2025-03-18", "2", "2025-03-20"));
    let report = report(
        allowance("50", "2025-03-01", Period::Monthly),
        &known,
        "2025-03-20",
    );
    assert_eq!(report.consumed.to_string(), "24.000000000000");
    assert_eq!(report.known, Some(range("2025-03-05", "2025-03-18")));
    let missing = [
        range("2025-03-01", "2025-03-04"),
        range("2025-03-11", "2025-03-12"),
    ];
    assert_eq!(report.missing, missing);
    let seven = report.rates[0].expect("a rate");
    assert_eq!(
        (seven.days, seven.consumption.to_string().as_str()),
        (7, "14.000000000000")
    );
    assert_eq!(seven.range, range("2025-03-10", "2025-03-18"));
    // With the missing days at the same rate: 50 in 25 days.
    assert_eq!(runs_out(&report), "2025-03-25");
}

#[test]
fn without_use_or_data_nothing_is_estimated() {
    let monthly = allowance("50", "2025-03-01", Period::Monthly);
    let nothing = report(monthly, &KnownDays::new(), "2025-03-20");
    assert_eq!(
        (nothing.known, nothing.rates, nothing.weeks),
        (None, [None, None], None)
    );
    assert_eq!(nothing.missing, [range("2025-03-01", "2025-03-18")]);
    assert_eq!(nothing.remaining, ipus("50"));
    let unused = report(
        monthly,
        &days("2025-03-01", "2025-03-20", "0", "2025-03-20"),
        "2025-03-20",
    );
    assert_eq!(
        (unused.consumed, runs_out(&unused).as_str()),
        (Ipus::ZERO, "")
    );
    let future = allowance("50", "2025-06-01", Period::Monthly);
    let report = report(
        future,
        &days("2025-03-01", "2025-03-20", "10", "2025-03-20"),
        "2025-03-20",
    );
    assert_eq!(report.period, range("2025-06-01", "2025-06-30"));
    assert_eq!((report.consumed, report.missing.len()), (Ipus::ZERO, 0));
    // It runs out on the fifth day of the period to come.
    assert_eq!(runs_out(&report), "2025-06-05");
}

#[test]
fn a_period_that_has_just_begun_has_the_rate_of_the_one_before() {
    let known = days("2025-03-20", "2025-04-01", "10", "2025-04-02");
    let report = report(
        allowance("100", "2025-01-01", Period::Monthly),
        &known,
        "2025-04-02",
    );
    // All of April is provisional or to come.
    assert_eq!(report.consumed, ipus("10"));
    assert_eq!(runs_out(&report), "2025-04-10");
}

/// The state of an allowance by exports with these rows.
fn by_exports(exports: Exports, today: &str) -> AllowanceReport {
    let allowance = allowance("100", "2025-01-01", Period::Annual);
    let usage = exports.merge(None);
    let report = usage.allowance(allowance, Kind::Project, day(today));
    report.expect("a report on project level")
}

#[test]
fn a_job_answers_for_the_days_asked_for_until_it_was_created() {
    let rows = format!(
        "{HEADER}2025-01-02T00:00:00Z,P,F,o,T,3\n2025-01-08T00:00:00Z,P,F,o,T,1\n2025-01-10T00:00:00Z,P,F,o,T,0.25\n"
    );
    // Created on 10 January, for all of it.
    let created = 1_736_500_000_000;
    let source = job("a", created, "2025-01-01", "2025-01-31");
    let read = read_as(Exports::new(), source, rows.as_bytes());
    let report = by_exports(read, "2025-01-20");
    assert_eq!(report.known, Some(range("2025-01-01", "2025-01-10")));
    assert_eq!(report.missing, [range("2025-01-11", "2025-01-18")]);
    assert_eq!(report.consumed.to_string(), "4.250000000000");
    let provisional: Vec<Day> = report
        .days
        .iter()
        .filter(|at| at.provisional)
        .map(|at| at.day)
        .collect();
    assert_eq!(provisional, [day("2025-01-09"), day("2025-01-10")]);
    let seven = report.rates[0].expect("a rate");
    assert_eq!(
        (seven.range, seven.consumption),
        (range("2025-01-02", "2025-01-08"), ipus("4"))
    );
}

#[test]
fn a_file_from_disk_answers_for_the_days_of_its_rows() {
    let rows = format!("{HEADER}2025-01-05T00:00:00Z,P,F,o,T,3\n2025-01-07T00:00:00Z,P,F,o,T,1\n");
    let read = read_as(Exports::new(), source("disk"), rows.as_bytes());
    let report = by_exports(read, "2025-01-20");
    assert_eq!(
        report.known,
        Some(DayRange {
            first: day("2025-01-05"),
            last: day("2025-01-07")
        })
    );
    assert_eq!(report.days.len(), 3);
    assert_eq!(
        report.rates[0].map(|rate| (rate.days, rate.consumption)),
        Some((3, ipus("4")))
    );
}

#[test]
fn job_level_has_no_allowance() {
    let usage = Exports::new().merge(None);
    let allowance = allowance("100", "2025-01-01", Period::Annual);
    assert_eq!(
        usage.allowance(allowance, Kind::Job, day("2025-01-20")),
        None
    );
}

#[test]
fn the_cumulative_use_is_written_newest_day_first() {
    let mut usage = rows("2025-03-01,P,F,o,T,2\n2025-03-02,P,F,o,T,1\n").merge(None);
    let sheet = Sheet::Cumulative(
        allowance("30", "2025-03-01", Period::Monthly),
        day("2025-03-20"),
    );
    assert_eq!(
        written(&mut usage, &Filter::default(), &sheet),
        "\u{feff}Date,Consumed (IPUs),Share of the allowance (%)\r\n2025-03-02,3.000000000000,10.0\r\n2025-03-01,2.000000000000,6.7\r\n"
    );
}
