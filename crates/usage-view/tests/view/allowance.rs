//! The allowance: its figures, its words, and its chart beside its table.
use metering_core::usage::{Allowance, Day, Period, TypedAllowance};
use usage_view::Action;

use super::dom::{Page, texts};
use super::support::{HEADER, View, amount, day, later, opened_on, rows, source, with_rows_on};

/// Twelve days of 2 IPUs in March.
const MARCH: &str = "2025-03-";

fn march() -> String {
    let row = |at: u32| format!("{MARCH}{at:02}T00:00:00Z,P,F,o,Production,2.000000000000\n");
    (1..=12).map(row).collect()
}

fn allowance(ipus: &str, first_day: &str) -> Allowance {
    let typed = TypedAllowance {
        ipus: ipus.into(),
        first_day: first_day.into(),
        period: Period::Monthly,
    };
    typed.read().expect("an allowance")
}

fn with_allowance(ipus: &str, first_day: &str, today: Day) -> View {
    let mut view = with_rows_on(today, &march());
    view.act(Action::SetAllowance(Some(allowance(ipus, first_day))));
    view
}

/// A figure of the allowance by its name.
fn figure(page: &Page, name: &str) -> String {
    let names = page.by_selector("dl[aria-label=Allowance] div");
    let found = names
        .into_iter()
        .find(|figure| texts(*figure, "dt") == [name]);
    texts(found.expect("a figure"), "dd > *").join(" | ")
}

fn notes(page: &Page) -> Vec<String> {
    let notes = texts(page.root(), "dl[aria-label=Allowance] ~ p");
    notes.into_iter().filter(|note| !note.is_empty()).collect()
}

#[test]
fn without_an_allowance_the_view_asks_for_one() {
    let page = with_rows_on(later(), &march()).page();
    page.get("button", "Set an allowance");
    assert!(page.by_selector("dl[aria-label=Allowance]").is_empty());
}

#[test]
fn the_figures_say_what_is_left_and_how_long_it_lasts() {
    let page = with_allowance("50", "2025-03-01", day("2025-03-12")).page();
    for (name, shown) in [
        ("Consumed (IPUs)", "24.00 | 24.000000000000 | 48.0% of 50"),
        ("Remaining (IPUs)", "26.00 | 26.000000000000 | 52.0%"),
        (
            "Last 7 complete days",
            "2.00 a day | 7 days, 2025-03-04 to 2025-03-10 | runs out on 2025-03-25",
        ),
        (
            "Last 30 complete days",
            "2.00 a day | 10 days, 2025-03-01 to 2025-03-10 | runs out on 2025-03-25",
        ),
        (
            "Fastest and slowest of four weeks",
            "2.00 and 2.00 a day | runs out on 2025-03-25 | runs out on 2025-03-25",
        ),
    ] {
        assert_eq!(figure(&page, name), shown, "{name}");
    }
    assert_eq!(
        notes(&page),
        [
            "Estimate, from project level exports. They can be below the summary, which is the number that is billed. It is of all their rows: the filter does not change it.",
            "There is data from 2025-03-01 to 2025-03-12.",
        ]
    );
}

#[test]
fn what_is_missing_and_what_was_reached_is_said() {
    // The exports begin on 1 March, the period on 20 February.
    let page = with_allowance("24", "2025-02-20", day("2025-03-16")).page();
    let notes = notes(&page);
    assert_eq!(
        notes[2..],
        [
            "No open export covers 2025-02-20 to 2025-02-28, 2025-03-13 to 2025-03-14: what was consumed then is not in the figures, and the estimate takes the rate for these days.",
            "The allowance was used up on 2025-03-12.",
            "Reached: 50% on 2025-03-06, 75% on 2025-03-09, 95% on 2025-03-12, 100% on 2025-03-12.",
        ]
    );
    assert_eq!(
        figure(&page, "Last 7 complete days"),
        "2.00 a day | 7 days, 2025-03-06 to 2025-03-12 | "
    );
}

#[test]
fn a_period_without_data_or_that_has_not_begun_says_so() {
    for (first, today, expected) in [
        (
            "2025-01-01",
            "2025-06-15",
            "No open export covers a day of this period.",
        ),
        (
            "2025-07-01",
            "2025-03-15",
            "The period begins on 2025-07-01.",
        ),
    ] {
        let page = with_allowance("50", first, day(today)).page();
        assert!(
            notes(&page).iter().any(|note| note == expected),
            "{expected}"
        );
        assert_eq!(
            figure(&page, "Consumed (IPUs)"),
            "0 | 0.000000000000 | – of 50"
        );
        assert!(
            page.by_selector("table[aria-label='Cumulative use']")
                .is_empty()
        );
    }
}

#[test]
fn the_chart_says_what_the_table_says_and_the_filter_changes_neither() {
    let mut view = with_allowance("50", "2025-03-01", day("2025-03-12"));
    view.words("nothing of this name");
    let page = view.page();
    let points =
        page.by_selector("[aria-label^='Cumulative use, 2025-03-01 to 2025-03-31'] [role=img]");
    assert_eq!(points.len(), 12);
    let last = points[11].attr("aria-label");
    assert_eq!(
        last,
        Some("2025-03-12: 24 IPUs, 48.0% of the allowance, provisional")
    );
    let rows = rows(&page, "Cumulative use");
    assert_eq!(
        rows[0],
        ["2025-03-12 provisional", "24.000000000000", "48.0%"]
    );
    assert_eq!(rows.len(), 10, "a page of them");
    assert_eq!(amount(&rows[9][1]).to_string(), "6.000000000000");
}

#[test]
fn days_without_data_interrupt_the_line() {
    let rows = format!("{HEADER}{}", march());
    let lines: Vec<&str> = rows.lines().collect();
    let part = |from: usize, to: usize| format!("{HEADER}{}\n", lines[from..=to].join("\n"));
    let (first, second) = (part(1, 4), part(9, 12));
    let exports = [
        (source("a"), first.as_str()),
        (source("b"), second.as_str()),
    ];
    let mut view = opened_on(day("2025-03-20"), None, exports);
    view.act(Action::SetAllowance(Some(allowance("1", "2025-03-01"))));
    let page = view.page();
    let lines = page.by_selector("polyline").into_iter();
    let points = lines.map(|line| line.attr("points").unwrap_or_default().split(' ').count());
    assert_eq!(points.collect::<Vec<_>>(), [4, 4]);
}

#[test]
fn the_allowance_of_the_configuration_stands_in_for_one_that_was_typed() {
    let mut view = with_rows_on(day("2025-03-12"), &march());
    view.state.given_allowance = Some(allowance("100", "2025-03-01"));
    view.words("");
    assert_eq!(
        figure(&view.page(), "Remaining (IPUs)"),
        "76.00 | 76.000000000000 | 76.0%"
    );
    view.act(Action::SetAllowance(Some(allowance("50", "2025-03-01"))));
    assert_eq!(
        figure(&view.page(), "Remaining (IPUs)"),
        "26.00 | 26.000000000000 | 52.0%"
    );
    view.act(Action::SetAllowance(None));
    assert_eq!(
        figure(&view.page(), "Remaining (IPUs)"),
        "76.00 | 76.000000000000 | 76.0%"
    );
}
