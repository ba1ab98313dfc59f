//! Usage over time, stacked and compared; filters by choice.
use std::fmt::Write as _;

use metering_core::usage::{Against, ChangeSortBy, Choice, Grain, GroupBy, SortBy, ValuesQuery};
use usage_view::{Action, TimeAction};

use super::dom::{Page, children, text, texts};
use super::support::{ROWS, View, amount, day, rows, sum, total, with_rows, with_rows_on};

/// Three organizations from January to March; the last month ends after ten days.
fn months() -> String {
    let mut csv = String::new();
    for (date, factor) in [
        ("2025-01-01", 1),
        ("2025-01-31", 1),
        ("2025-02-01", 2),
        ("2025-02-28", 2),
        ("2025-03-01", 1),
        ("2025-03-10", 4),
    ] {
        for (org, ipus) in [("o1", 100), ("o2", 10), ("o3", 1)] {
            let amount = ipus * factor;
            let _ = writeln!(csv, "{date},P{org},F,{org},Production,{amount}.5");
        }
    }
    csv
}

fn time(view: &mut View, action: TimeAction) {
    view.act(Action::Time(action));
}

fn stacked() -> View {
    let mut view = with_rows(&months());
    time(&mut view, TimeAction::Grain(Grain::Month));
    time(&mut view, TimeAction::Stack(Some(GroupBy::Organization)));
    view
}

fn choice(by: GroupBy, name: &str) -> Choice {
    Choice {
        by,
        names: vec![name.into()],
    }
}

fn bars(page: &Page) -> Vec<String> {
    let picture = page
        .all("group")
        .into_iter()
        .find(|group| page.name(*group).starts_with("Consumption by month"));
    children(picture.expect("a picture"), "[data-bar]")
        .iter()
        .map(|bar| bar.attr("aria-label").unwrap_or_default().to_owned())
        .collect()
}

const TABLE: &str = "Organizations by month";

#[test]
fn the_periods_suit_the_days_shown_and_can_be_chosen() {
    let mut view = with_rows(&months());
    assert_eq!(view.state.grain(), Grain::Week);
    assert_eq!(rows(&view.page(), "By week").len(), 4);
    time(&mut view, TimeAction::Grain(Grain::Month));
    let page = view.page();
    let names: Vec<String> = rows(&page, "By month")
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    assert_eq!(
        names,
        ["2025-03 10 of 31 days complete", "2025-02", "2025-01"]
    );
    assert_eq!(total(&page, "By month")[0], "Total, 3 months");
    let chosen = page.field("By");
    assert_eq!(
        texts(chosen, "option"),
        ["Day", "Week", "Month", "Billing period"]
    );
    assert_eq!(texts(chosen, "option[selected]"), ["Month"]);
}

#[test]
fn organizations_by_month_add_up_on_both_sides() {
    let page = stacked().page();
    let heads = texts(page.get("table", TABLE), "thead th");
    assert_eq!(
        heads,
        [
            "Organization",
            "2025-01",
            "2025-02",
            "2025-03",
            "Total (IPUs)"
        ]
    );
    let body = rows(&page, TABLE);
    assert_eq!(body[0], ["o1", "201.00", "401.00", "501.00", "1,103.00"]);
    let foot = total(&page, TABLE);
    assert_eq!(foot[0], "Total, 3 organizations");
    for column in 1..=4 {
        let cells = sum(body.iter().map(|row| row[column].as_str()));
        assert_eq!(cells, amount(&foot[column]));
    }
    // The exact amount is there to hover over.
    let cell = children(page.get("table", TABLE), "tbody td")[0];
    assert_eq!(cell.attr("title"), Some("201.000000000000"));
    // Days that are not there are said.
    let days = children(page.get("table", TABLE), "tfoot tr")[1];
    assert_eq!(
        texts(days, "th, td"),
        ["Complete days", "31 of 31", "28 of 28", "10 of 31", ""]
    );
}

#[test]
fn the_parts_of_a_bar_say_what_the_cells_say() {
    let page = stacked().page();
    let said = bars(&page);
    assert_eq!(said.len(), 9);
    assert_eq!(said[0], "2025-01, o1: 201 IPUs, 89.3%");
    assert_eq!(
        said[6],
        "2025-03, o1: 501 IPUs, 89.8%, 10 of 31 days complete"
    );
    assert_eq!(texts(page.root(), ".legend")[0], "o1o2o3");
}

#[test]
fn shares_are_of_the_period() {
    let mut view = stacked();
    time(&mut view, TimeAction::Share(true));
    let page = view.page();
    assert_eq!(
        rows(&page, TABLE)[0][1..],
        ["89.3%", "89.7%", "89.8%", "89.7%"]
    );
    assert_eq!(
        page.get("button", "Share").attr("aria-pressed"),
        Some("true")
    );
}

#[test]
fn the_table_is_sorted_by_name_total_or_period() {
    let mut view =
        with_rows("2025-01-01,P,F,o1,T,5\n2025-02-01,P,F,o1,T,1\n2025-02-01,P,F,o2,T,2\n");
    time(&mut view, TimeAction::Grain(Grain::Month));
    time(&mut view, TimeAction::Stack(Some(GroupBy::Organization)));
    let first = |view: &View| rows(&view.page(), TABLE)[0][0].clone();
    assert_eq!(first(&view), "o1");
    time(
        &mut view,
        TimeAction::Sort(SortBy::Consumption, Some(day("2025-02-01"))),
    );
    assert_eq!(first(&view), "o2");
    let page = view.page();
    let sorted = children(page.get("table", TABLE), "[aria-sort=descending]");
    assert_eq!(
        sorted.into_iter().map(text).collect::<Vec<_>>(),
        ["2025-02"]
    );
    time(&mut view, TimeAction::Sort(SortBy::Name, None));
    assert_eq!(first(&view), "o1");
    time(&mut view, TimeAction::Sort(SortBy::Name, None));
    assert_eq!(first(&view), "o2");
}

#[test]
fn many_periods_have_pages_the_last_first() {
    let mut csv = String::new();
    for date in day("2024-01-01").date().iter_days().take(100) {
        let _ = writeln!(csv, "{date},P,F,o1,T,1");
    }
    let mut view = with_rows(&csv);
    time(&mut view, TimeAction::Grain(Grain::Day));
    time(&mut view, TimeAction::Stack(Some(GroupBy::Organization)));
    let heads = |view: &View| texts(view.page().get("table", "Organizations by day"), "thead th");
    assert_eq!(heads(&view)[1..8].len(), 7);
    assert_eq!(heads(&view)[7], "2024-04-09");
    time(&mut view, TimeAction::Columns(0));
    assert_eq!(
        (heads(&view)[1].clone(), heads(&view).len()),
        ("2024-01-01".into(), 33)
    );
}

#[test]
fn a_choice_narrows_and_its_chip_takes_it_back() {
    let mut view = stacked();
    view.act(Action::Choose(choice(GroupBy::Organization, "o2")));
    let page = view.page();
    assert_eq!(rows(&page, TABLE).len(), 1);
    assert_eq!(texts(page.root(), "ul.chips li"), ["Organization: o2"]);
    assert_eq!(page.find("button", "Remove Organization: o2").len(), 1);
    view.act(Action::Choose(choice(GroupBy::Organization, "o3")));
    assert_eq!(
        rows(&view.page(), TABLE).len(),
        2,
        "two of one kind are both shown"
    );
    view.act(Action::Choose(choice(GroupBy::Organization, "o2")));
    view.act(Action::Choose(choice(GroupBy::Organization, "o3")));
    assert_eq!(rows(&view.page(), TABLE).len(), 3);
    assert!(view.page().by_selector("ul.chips").is_empty());
}

#[test]
fn a_part_of_a_bar_shows_its_days_and_its_group() {
    let mut view = stacked();
    let days = view.state.figures.as_ref().expect("figures").cross.periods[1].days;
    view.act(Action::Only(
        days,
        Some(choice(GroupBy::Organization, "o1")),
    ));
    let page = view.page();
    assert_eq!(page.field("First day").attr("value"), Some("2025-02-01"));
    assert_eq!(
        texts(page.root(), "ul.chips li"),
        ["Organization: o1", "Days: 2025-02-01 to 2025-02-28"]
    );
    view.act(Action::AllDays);
    assert_eq!(view.page().field("First day").attr("value"), Some(""));
}

#[test]
fn each_row_has_a_button_that_filters_by_it() {
    let page = with_rows(&months()).page();
    for name in ["Filter by Po1", "Filter by o2"] {
        assert_eq!(page.find("button", name).len(), 1, "{name}");
    }
}

#[test]
fn groups_are_offered_with_a_search() {
    let mut view = stacked();
    let offer = |search: &str| {
        Action::Offer(Some(ValuesQuery {
            by: GroupBy::Project,
            search: search.into(),
        }))
    };
    assert_eq!(
        view.page().get("button", "Projects").attr("aria-expanded"),
        Some("false")
    );
    view.act(offer(""));
    view.act(Action::Choose(choice(GroupBy::Project, "Po2")));
    let page = view.page();
    assert_eq!(
        page.get("button", "Projects").attr("aria-expanded"),
        Some("true")
    );
    let offered = page.by_selector(".offered li");
    assert_eq!(
        offered.iter().map(|one| text(*one)).collect::<Vec<_>>(),
        ["Po1 1,103.00", "Po2 113.00", "Po3 14.00"],
        "other projects stay to be chosen"
    );
    assert_eq!(
        texts(page.root(), ".offered li:has([checked])"),
        ["Po2 113.00"]
    );
    view.act(offer("po3"));
    assert_eq!(texts(view.page().root(), ".offered li"), ["Po3 14.00"]);
    view.act(offer("nothing"));
    assert!(texts(view.page().root(), ".offered p")[0].starts_with("No project matches"));
}

#[test]
fn a_period_is_compared_with_the_one_before() {
    let mut view = with_rows(&months());
    time(&mut view, TimeAction::Grain(Grain::Month));
    assert!(view.page().find("table", "Projects compared").is_empty());
    time(&mut view, TimeAction::Compare(Some(Against::Before)));
    let page = view.page();
    let table = "Projects compared";
    assert_eq!(
        texts(page.get("table", table), "thead th"),
        [
            "Project",
            "2025-02",
            "2025-03",
            "Change (IPUs)",
            "Change (%)"
        ]
    );
    assert_eq!(
        rows(&page, table)[0],
        ["Po1", "401.00", "501.00", "+100.00", "+24.9%"]
    );
    assert_eq!(total(&page, table)[3..], ["+111.00", "+24.8%"]);
    let said =
        "2025-03-01 to 2025-03-31 (incomplete: 10 of 31 days) beside 2025-02-01 to 2025-02-28.";
    assert!(page.markup().contains(said));
    time(&mut view, TimeAction::SameDays(true));
    let page = view.page();
    assert!(
        page.markup()
            .contains("2025-03-01 to 2025-03-10 beside 2025-02-01 to 2025-02-10.")
    );
    assert_eq!(
        rows(&page, table)[0],
        ["Po1", "200.50", "501.00", "+300.50", "+149.9%"]
    );
    time(&mut view, TimeAction::SameDays(false));
    time(&mut view, TimeAction::Period(day("2025-02-01")));
    assert_eq!(total(&view.page(), table)[1..3], ["225.00", "447.00"]);
    time(&mut view, TimeAction::SortChanges(ChangeSortBy::Name));
    assert_eq!(rows(&view.page(), table)[2][0], "Po3");
    time(&mut view, TimeAction::Compare(Some(Against::YearBefore)));
    assert_eq!(
        rows(&view.page(), table)[0][1..],
        ["0", "401.00", "+401.00", "new"]
    );
}

#[test]
fn provisional_months_are_said() {
    let mut view = with_rows_on(day("2025-03-10"), &months());
    time(&mut view, TimeAction::Grain(Grain::Month));
    let page = view.page();
    assert_eq!(
        rows(&page, "By month")[0][0],
        "2025-03 8 of 31 days complete provisional"
    );
    assert!(bars(&page)[2].ends_with(", 8 of 31 days complete, provisional"));
}

#[test]
fn billing_periods_are_offered_and_their_first_day_is_asked_for_without_a_summary() {
    let mut view = with_rows(ROWS);
    view.act(Action::Time(TimeAction::Grain(Grain::BillingPeriod)));
    let page = view.page();
    page.get("textbox", "First day of a billing period");
    // Days, until it is known.
    assert_eq!(rows(&page, "By day").len(), 3);
    view.usage.begin_billing_periods(Some(day("2024-12-03")));
    view.act(Action::SetBillingDay(Some(day("2024-12-03"))));
    let names: Vec<_> = rows(&view.page(), "By billing period")
        .into_iter()
        .map(|row| row[0].clone())
        .collect();
    let expected = ["2025-01-03 to 2025-02-02", "2024-12-03 to 2025-01-02"];
    assert!(
        names
            .iter()
            .zip(expected)
            .all(|(name, period)| name.starts_with(period))
            && names.len() == 2,
        "{names:?}"
    );
}
