//! Usage by period, compared, and filtered by choices.
use std::fmt::Write as _;

use metering_core::usage::{
    Against, ChangeQuery, ChangeSortBy, Choice, CrossQuery, CrossTab, Day, DayRange, Filter,
    Format, Grain, GroupBy, GroupName, Ipus, Kind, Sheet, Sort, SortBy, Usage, ValuesQuery,
    difference,
};
use proptest::prelude::*;

use super::support::{day, range, read, read_as, rows, sample, source, written};

const SUMMARY: &str =
    "OrgId,MeterId,MeterName,Date,BillingPeriodStartDate,BillingPeriodEndDate,MeterUsage,IPU\n";
const ASSET: &str = "Meter ID,Meter Name,Date,Asset Name,Asset Type,Project,Folder,Org ID,Org Type,Environment Name,Environment Type,Tier,IPU Per Unit,Usage,Consumption (IPUs)\n";

fn later() -> Day {
    day("2026-01-01")
}

fn cross(grain: Grain, by: Option<GroupBy>) -> CrossQuery {
    CrossQuery {
        grain,
        by,
        sort: Sort::LARGEST_FIRST,
        sorted_in: None,
        skip: 0,
        take: 10,
        columns: None,
    }
}

fn change(grain: Grain, by: GroupBy) -> ChangeQuery {
    ChangeQuery {
        grain,
        period: None,
        against: Against::Before,
        same_days: false,
        by,
        sort_by: ChangeSortBy::Change,
        descending: true,
        skip: 0,
        take: 10,
    }
}

fn chosen(by: GroupBy, names: &[&str]) -> Choice {
    Choice {
        by,
        names: names.iter().map(ToString::to_string).collect(),
    }
}

fn periods(usage: &mut Usage, grain: Grain) -> Vec<String> {
    let view = usage.view(usage_kind(usage));
    let tab = view.cross(&cross(grain, None), later());
    tab.periods
        .iter()
        .map(|period| {
            format!(
                "{} {} {:.0}",
                period.days.first, period.days.last, period.consumption
            )
        })
        .collect()
}

/// All rows of the only kind that is open.
fn usage_kind(usage: &Usage) -> Filter {
    Filter::of(usage.reports()[0].0)
}

#[test]
fn days_weeks_and_months_follow_the_calendar() {
    let mut usage = rows(
        "2024-12-29,P,F,o,T,1\n2024-12-30,P,F,o,T,2\n2025-01-01,P,F,o,T,4\n2025-01-12,P,F,o,T,8\n",
    )
    .merge(None);
    assert_eq!(periods(&mut usage, Grain::Day).len(), 15);
    assert_eq!(
        periods(&mut usage, Grain::Week),
        [
            "2024-12-23 2024-12-29 1",
            "2024-12-30 2025-01-05 6",
            "2025-01-06 2025-01-12 8"
        ]
    );
    assert_eq!(
        periods(&mut usage, Grain::Month),
        ["2024-12-01 2024-12-31 3", "2025-01-01 2025-01-31 12"]
    );
}

#[test]
fn the_grain_suits_the_range() {
    for (days, grain) in [
        (1, Grain::Day),
        (45, Grain::Day),
        (46, Grain::Week),
        (184, Grain::Week),
        (185, Grain::Month),
        (4_000, Grain::Month),
    ] {
        assert_eq!(Grain::for_days(days), grain, "{days}");
        assert!(grain.suits(days, true));
    }
    assert!(Grain::Day.suits(400, false) && !Grain::Day.suits(401, false));
    assert!(!Grain::Day.suits(151, true));
}

#[test]
fn billing_periods_are_those_of_the_summary() {
    let row = |date: &str, first: &str, last: &str, ipus: u32| {
        format!("o,m,Meter,{date}T00:00:00Z,{first}T00:00:00Z,{last}T00:00:00Z,1,{ipus}\n")
    };
    // The end of the first is the start of the second; the last day of all lies in none.
    let lines = [
        row("2025-01-04", "2025-01-05", "2025-02-05", 1),
        row("2025-01-05", "2025-01-05", "2025-02-05", 2),
        row("2025-02-04", "2025-01-05", "2025-02-05", 4),
        row("2025-02-05", "2025-02-05", "2025-03-04", 8),
        row("2025-03-06", "2025-02-05", "2025-03-04", 16),
    ];
    let mut usage = read(format!("{SUMMARY}{}", lines.concat())).merge(None);
    assert!(usage.has_billing_periods());
    assert_eq!(
        periods(&mut usage, Grain::BillingPeriod),
        [
            "2025-01-04 2025-01-04 1",
            "2025-01-05 2025-02-04 6",
            "2025-02-05 2025-03-04 8",
            "2025-03-05 2025-03-06 16",
        ]
    );
    // A day that was typed does not matter then.
    usage.begin_billing_periods(Some(day("2025-01-15")));
    assert_eq!(periods(&mut usage, Grain::BillingPeriod).len(), 4);
    assert!(!sample().has_billing_periods());
}

#[test]
fn billing_periods_begin_on_the_day_of_the_month_that_was_typed() {
    let lines = "2025-01-30,A,F,o,T,1\n2025-01-31,A,F,o,T,2\n2025-02-27,A,F,o,T,4\n2025-02-28,A,F,o,T,8\n2025-03-31,A,F,o,T,16\n";
    let mut usage = rows(lines).merge(None);
    let expected = [
        "2024-12-31 2025-01-30 1",
        "2025-01-31 2025-02-27 6",
        "2025-02-28 2025-03-30 8",
        "2025-03-31 2025-04-29 16",
    ];
    for first in ["2025-01-31", "2031-03-31", "2019-12-31"] {
        usage.begin_billing_periods(Some(day(first)));
        assert!(usage.has_billing_periods());
        assert_eq!(
            periods(&mut usage, Grain::BillingPeriod),
            expected,
            "{first}"
        );
    }
    usage.begin_billing_periods(None);
    assert!(!usage.has_billing_periods());
}

#[test]
fn the_largest_have_parts_and_the_others_are_what_is_left() {
    let mut lines = String::new();
    for project in 0..9 {
        for month in 1..=2 {
            let amount = project * month;
            let _ = writeln!(lines, "2025-0{month}-01,P{project},F,o,T,{amount}"); // a String takes everything
        }
    }
    let mut usage = rows(&lines).merge(None);
    let view = usage.view(Filter::default());
    let tab = view.cross(&cross(Grain::Month, Some(GroupBy::Project)), later());
    let amounts =
        |cells: &[Ipus]| -> Vec<String> { cells.iter().map(|ipus| format!("{ipus:.0}")).collect() };
    assert_eq!(tab.parts.len(), 6);
    assert_eq!(amounts(&tab.parts[0].cells), ["8", "16"]);
    let (others, cells) = tab.others.clone().unwrap();
    assert_eq!(
        (others.groups, format!("{:.0}", others.consumption)),
        (3, "9".into())
    );
    assert_eq!(amounts(&cells), ["3", "6"]);
    assert_eq!((tab.groups, tab.rows.len()), (9, 9));
    // Sorted by the name, or by one period.
    let names = |query: &CrossQuery| -> Vec<Vec<String>> {
        let rows = view.cross(query, later()).rows.into_iter();
        rows.map(|row| row.group.key).collect()
    };
    let by_name = CrossQuery {
        sort: Sort {
            by: SortBy::Name,
            descending: false,
        },
        skip: 2,
        take: 2,
        ..cross(Grain::Month, Some(GroupBy::Project))
    };
    assert_eq!(names(&by_name), [["P2"], ["P3"]]);
}

#[test]
fn groups_are_sorted_by_one_period() {
    let mut usage =
        rows("2025-01-01,A,F,o,T,5\n2025-01-02,A,F,o,T,1\n2025-01-02,B,F,o,T,2\n").merge(None);
    let view = usage.view(Filter::default());
    let order = |sorted_in| -> Vec<Vec<String>> {
        let query = CrossQuery {
            sorted_in,
            ..cross(Grain::Day, Some(GroupBy::Project))
        };
        let rows = view.cross(&query, later()).rows.into_iter();
        rows.map(|row| row.group.key).collect()
    };
    assert_eq!(order(None), [["A"], ["B"]]);
    assert_eq!(order(Some(day("2025-01-02"))), [["B"], ["A"]]);
}

#[test]
fn a_period_is_complete_where_exports_answer_for_all_of_it() {
    let mut usage = rows("2025-01-01,A,F,o,T,5\n2025-02-03,A,F,o,T,1\n").merge(None);
    let complete = |usage: &mut Usage, filter: Filter, today: &str| -> Vec<u64> {
        let tab = usage
            .view(filter)
            .cross(&cross(Grain::Month, None), day(today));
        tab.periods.iter().map(|period| period.complete).collect()
    };
    assert_eq!(
        complete(&mut usage, Filter::default(), "2025-06-01"),
        [31, 3]
    );
    assert_eq!(
        complete(&mut usage, Filter::default(), "2025-02-03"),
        [31, 1]
    );
    let first = Filter {
        first: Some(day("2025-01-03")),
        ..Filter::default()
    };
    assert_eq!(complete(&mut usage, first, "2025-06-01"), [3]);
    let first = Filter {
        last: Some(day("2025-01-03")),
        ..Filter::default()
    };
    assert_eq!(complete(&mut usage, first, "2025-06-01"), [3]);
}

#[test]
fn the_days_of_the_filter_are_compared_with_as_many_before() {
    let lines = "2025-02-25,A,F,o,T,1\n2025-02-26,A,F,o,T,2\n2025-03-01,B,F,o,T,4\n2025-03-02,A,F,o,T,8\n2025-03-05,A,F,o,T,16\n";
    let mut usage = rows(lines).merge(None);
    let query = ChangeQuery {
        against: Against::DaysBefore,
        ..change(Grain::Month, GroupBy::Project)
    };
    let first = Some(day("2025-03-01"));
    let mut filter = Filter {
        first,
        ..Filter::default()
    };
    assert_eq!(usage.view(filter.clone()).compare(&query, later()), None);
    filter.last = Some(day("2025-03-04"));
    let changes = usage.view(filter).compare(&query, later()).unwrap();
    assert_eq!(changes.current.days, range("2025-03-01", "2025-03-04"));
    assert_eq!(changes.base.days, range("2025-02-25", "2025-02-28"));
    assert_eq!(changes.current.consumption.to_string(), "12.000000000000");
    assert_eq!(changes.base.consumption.to_string(), "3.000000000000");
    assert_eq!(changes.periods, []);
}

#[test]
fn the_largest_changes_come_first_and_groups_of_one_period_only_are_there() {
    let mut usage = rows(
        "2025-01-05,Gone,F,o,T,3\n2025-01-05,Less,F,o,T,10\n2025-02-05,Less,F,o,T,2\n2025-01-05,Same,F,o,T,7\n2025-02-05,Same,F,o,T,7\n2025-02-05,New,F,o,T,4\n",
    )
    .merge(None);
    let view = usage.view(Filter {
        // The days of a filter do not narrow a comparison.
        first: Some(day("2025-02-01")),
        ..Filter::default()
    });
    let changes = view
        .compare(&change(Grain::Month, GroupBy::Project), later())
        .unwrap();
    let found: Vec<String> = changes
        .rows
        .iter()
        .map(|row| {
            let more = difference(row.group.consumption, row.base);
            format!("{} {:.0} {more:.0}", row.group.key[0], row.base)
        })
        .collect();
    assert_eq!(found, ["Less 10 -8", "New 0 4", "Gone 3 -3", "Same 7 0"]);
    assert_eq!(changes.current.days, range("2025-02-01", "2025-02-28"));
    assert_eq!(changes.base.days, range("2025-01-01", "2025-01-31"));
    assert_eq!(changes.current.consumption.to_string(), "13.000000000000");
    assert_eq!(changes.base.consumption.to_string(), "20.000000000000");
    assert_eq!(changes.periods.len(), 2);
}

#[test]
fn an_incomplete_period_is_compared_with_as_many_days() {
    let mut usage = rows(
        "2025-01-01,A,F,o,T,1\n2025-01-02,A,F,o,T,2\n2025-01-31,A,F,o,T,4\n2025-02-01,A,F,o,T,8\n2025-02-02,A,F,o,T,16\n",
    )
    .merge(None);
    let view = usage.view(Filter::default());
    let query = ChangeQuery {
        same_days: true,
        ..change(Grain::Month, GroupBy::Project)
    };
    let changes = view.compare(&query, later()).unwrap();
    assert_eq!(changes.current.days, range("2025-02-01", "2025-02-02"));
    assert_eq!(changes.base.days, range("2025-01-01", "2025-01-02"));
    assert!(changes.current.is_complete() && changes.base.is_complete());
    assert_eq!(changes.base.consumption.to_string(), "3.000000000000");
    let year = ChangeQuery {
        against: Against::YearBefore,
        ..change(Grain::Month, GroupBy::Project)
    };
    let changes = view.compare(&year, later()).unwrap();
    assert_eq!(changes.base.days, range("2024-02-01", "2024-02-29"));
    assert_eq!((changes.base.rows, changes.base.complete), (0, 0));
    assert_eq!(
        (changes.current.complete, changes.current.is_complete()),
        (2, false)
    );
    let week = ChangeQuery {
        grain: Grain::Week,
        ..year
    };
    let changes = view.compare(&week, later()).unwrap();
    assert_eq!(changes.base.days, range("2024-01-29", "2024-02-04"));
}

#[test]
fn choices_of_one_dimension_add_and_of_two_narrow() {
    let mut usage = sample();
    let mut total = |choices: &[Choice]| {
        let filter = Filter {
            chosen: choices.to_vec(),
            ..Filter::default()
        };
        format!("{:.2}", usage.view(filter).totals().consumption)
    };
    let sales = chosen(GroupBy::Project, &["Sales"]);
    let finance = chosen(GroupBy::Project, &["finance"]);
    let o2 = chosen(GroupBy::Organization, &["o2"]);
    assert_eq!(total(std::slice::from_ref(&sales)), "5.50");
    assert_eq!(total(&[sales.clone(), finance.clone()]), "7.25");
    assert_eq!(total(&[sales.clone(), finance, o2]), "2.50");
    assert_eq!(
        total(&[chosen(GroupBy::Folder, &["Sales", "Hourly"])]),
        "1.00"
    );
    // Neither a folder of another project nor a name that only contains the chosen one.
    assert_eq!(
        total(&[chosen(GroupBy::Folder, &["finance", "Hourly"])]),
        "0.00"
    );
    assert_eq!(total(&[chosen(GroupBy::Project, &["Sale"])]), "0.00");
    assert_eq!(total(&[chosen(GroupBy::Project, &[""])]), "0.00");
    let mut rows = |choice| {
        let filter = Filter {
            chosen: vec![choice],
            ..Filter::default()
        };
        usage.view(filter).totals().rows
    };
    assert_eq!(
        rows(chosen(GroupBy::Project, &[""])),
        2,
        "rows without a project"
    );
    assert_eq!(rows(chosen(GroupBy::Project, &["Nobody"])), 0);
}

#[test]
fn what_can_be_chosen_are_all_groups_that_the_other_choices_leave() {
    let mut usage = sample();
    let filter = Filter {
        chosen: vec![
            chosen(GroupBy::Project, &["Sales"]),
            chosen(GroupBy::Organization, &["o2"]),
        ],
        ..Filter::default()
    };
    let query = |search: &str| ValuesQuery {
        by: GroupBy::Project,
        search: search.into(),
    };
    let found = |usage: &Usage, search| -> Vec<(String, bool)> {
        let values = usage.values(&filter, query(search));
        let values = values.found.into_iter();
        values
            .map(|value| (value.group.key[0].clone(), value.chosen))
            .collect()
    };
    assert_eq!(
        found(&usage, ""),
        [
            ("finance".into(), false),
            ("Sales".into(), true),
            (String::new(), false)
        ]
    );
    assert_eq!(found(&usage, "FIN"), [("finance".into(), false)]);
    let names = usage.view(filter.clone()).chosen();
    assert_eq!(
        names[0],
        Some(GroupName::Project {
            project: Some("Sales".into())
        })
    );
}

#[test]
fn asset_type_environment_and_tier_are_dimensions() {
    let csv = format!(
        "{ASSET}m,Meter,2025-01-01,a,Mapping,P,F,o,T,agents,Prod,Basic,1,1,2\nm,Meter,2025-01-01,b,Process,P,F,o,T,agents,Prod,,1,1,3\n"
    );
    let mut usage = read_as(
        metering_core::usage::Exports::new(),
        source("a.csv"),
        csv.as_bytes(),
    )
    .merge(None);
    let view = usage.view(Filter::of(Kind::Asset));
    let names = |by| -> Vec<GroupName> {
        let top = view.top(by, 10).rows.into_iter();
        top.map(|row| row.name).collect()
    };
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        names(GroupBy::AssetType),
        ["Process", "Mapping"].map(|name| GroupName::AssetType {
            asset_type: some(name)
        })
    );
    assert_eq!(
        names(GroupBy::Environment),
        [GroupName::Environment {
            environment: some("agents")
        }]
    );
    assert_eq!(
        names(GroupBy::Tier),
        [
            GroupName::Tier { tier: None },
            GroupName::Tier {
                tier: some("Basic")
            }
        ]
    );
}

#[test]
fn what_is_shown_over_time_is_written_as_csv() {
    let mut usage =
        rows("2025-01-31,A,F,o,T,5\n2025-02-01,A,F,o,T,1\n2025-02-01,=B,F,o,T,2\n").merge(None);
    let filter = Filter::default();
    let sheet = Sheet::Cross(cross(Grain::Month, Some(GroupBy::Project)), later());
    assert_eq!(
        written(&mut usage, &filter, &sheet),
        "\u{feff}Project,2025-01-01 to 2025-01-31,2025-02-01 to 2025-02-28,Total (IPUs)\r\nA,5.000000000000,1.000000000000,6.000000000000\r\n'=B,0.000000000000,2.000000000000,2.000000000000\r\n"
    );
    let sheet = Sheet::Changes(change(Grain::Month, GroupBy::Project), later());
    assert_eq!(
        written(&mut usage, &filter, &sheet),
        "\u{feff}Project,2025-01-01 to 2025-01-31 (IPUs),2025-02-01 to 2025-02-28 (IPUs),Difference (IPUs)\r\nA,5.000000000000,1.000000000000,-4.000000000000\r\n'=B,0.000000000000,2.000000000000,2.000000000000\r\n"
    );
}

#[test]
fn the_name_of_a_file_says_what_was_chosen() {
    let mut usage = sample();
    let projects = ["Sales", "finance", "", "d", "e"].map(|name| chosen(GroupBy::Project, &[name]));
    let filter = Filter {
        text: "o1".into(),
        chosen: projects.to_vec(),
        ..Filter::default()
    };
    assert_eq!(
        usage.write(&filter, &Sheet::Rows, Format::Csv).name,
        "usage-project-level-rows_2025-01-02_2025-01-03_o1_Sales_finance_No-project_and-2-more.csv"
    );
}

/// Rows of few names on few days, with amounts of any sign and size.
fn made_up() -> impl Strategy<Value = String> {
    let row = (
        0..500_i64,
        0..12_u8,
        0..4_u8,
        0..3_u8,
        -(10_i128.pow(20))..10_i128.pow(20),
    );
    prop::collection::vec(row, 1..120).prop_map(|rows| {
        let first = day("2023-12-20").date();
        let line = |(days, project, folder, org, amount): (i64, u8, u8, u8, i128)| {
            let date = first + chrono::Duration::days(days);
            let amount = Ipus::from_trillionths(amount);
            format!("{date},P{project},F{folder},o{org},T,{amount}\n")
        };
        rows.into_iter().map(line).collect()
    })
}

fn sum<'a>(cells: impl IntoIterator<Item = &'a Ipus>) -> i128 {
    cells.into_iter().map(|ipus| ipus.trillionths()).sum()
}

fn adds_up(tab: &CrossTab, total: Ipus) {
    let totals: Vec<Ipus> = tab
        .periods
        .iter()
        .map(|period| period.consumption)
        .collect();
    assert_eq!(sum(&totals), total.trillionths());
    let others: Vec<Ipus> = tab
        .others
        .iter()
        .flat_map(|(_, cells)| cells.clone())
        .collect();
    let mut all = sum(&others);
    for row in &tab.parts {
        assert_eq!(sum(&row.cells), row.group.consumption.trillionths());
        all += sum(&row.cells);
    }
    assert_eq!(all, total.trillionths());
    for (at, period) in tab.periods.iter().enumerate() {
        let parts = sum(tab.parts.iter().map(|row| &row.cells[at]));
        let others = others.get(at).map_or(0, |ipus| ipus.trillionths());
        assert_eq!(parts + others, period.consumption.trillionths());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn rows_and_columns_add_up_to_the_total(
        lines in made_up(),
        grain in prop::sample::select(Grain::ALL.to_vec()),
        by in prop::sample::select(vec![GroupBy::Project, GroupBy::Folder, GroupBy::Organization, GroupBy::Asset]),
    ) {
        let mut usage = rows(&lines).merge(None);
        let view = usage.view(Filter::default());
        let total = view.totals().consumption;
        let mut query = CrossQuery { take: usize::MAX, columns: Some(0), ..cross(grain, Some(by)) };
        let first = view.cross(&query, later());
        adds_up(&first, total);
        // The table, all its columns put together.
        let mut of_group = vec![0; first.groups];
        for columns in 0..first.column_pages() {
            query.columns = Some(columns);
            let tab = view.cross(&query, later());
            prop_assert_eq!(tab.rows.len(), tab.groups);
            for (at, period) in tab.column_totals().iter().enumerate() {
                let column = sum(tab.rows.iter().map(|row| &row.cells[at]));
                prop_assert_eq!(column, period.consumption.trillionths());
            }
            for (row, sums) in tab.rows.iter().zip(&mut of_group) {
                *sums += sum(&row.cells);
            }
        }
        let totals: Vec<i128> = first.rows.iter().map(|row| row.group.consumption.trillionths()).collect();
        prop_assert_eq!(of_group, totals);
    }

    #[test]
    fn a_period_compared_with_itself_has_not_changed(lines in made_up(), from in 0..500_u64, days in 0..60_u64) {
        let mut usage = rows(&lines).merge(None);
        let view = usage.view(Filter::default());
        let first = day("2023-12-20").date() + chrono::Duration::days(i64::try_from(from).unwrap());
        let last = first + chrono::Duration::days(i64::try_from(days).unwrap());
        let days = DayRange { first: Day::new(first), last: Day::new(last) };
        let query = ChangeQuery { take: usize::MAX, ..change(Grain::Month, GroupBy::Folder) };
        let changes = view.changes(days, days, &query, later());
        prop_assert_eq!(&changes.current, &changes.base);
        for row in &changes.rows {
            prop_assert_eq!(difference(row.group.consumption, row.base), Ipus::ZERO);
        }
        let all = changes.rows.iter().map(|row| row.group.consumption).collect::<Vec<_>>();
        prop_assert_eq!(sum(&all), changes.current.consumption.trillionths());
    }
}
