//! Usage as the worker shows it, without a worker: made exports, and what people do with them.

use metering_core::usage::{Day, DayRange, Ipus, Source};
use scraper::ElementRef;
use usage_view::Panel;
use usage_view::message::{Event, Saved};
use usage_view::tree::data;

use super::dom::{Page, children, markup_of, text};

pub(crate) const HEADER: &str = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n";

/// Two projects and none on three days; a name that would be markup if anything were.
pub(crate) const ROWS: &str = "\
2025-01-03T00:00:00Z,Sales,Daily,o1,Production,4.000000000000\n\
2025-01-03T00:00:00Z,Sales,Hourly,o2,Sandbox,0.500000000000\n\
2025-01-03T00:00:00Z,null,null,o1,Production,0.250000000001\n\
2025-01-02T00:00:00Z,<b>Ops</b>,null,o1,Production,1000.125000000000\n\
2025-01-01T00:00:00Z,<b>Ops</b>,Daily,o2,Sandbox,2.000000000000\n";

/// A day on which none of the rows is provisional.
pub(crate) fn later() -> Day {
    day("2025-06-01")
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn source(name: &str) -> Source {
    Source {
        name: name.into(),
        created: None,
        window: None,
        partial: false,
    }
}

pub(crate) fn job(name: &str, created: i64, first: &str, last: &str) -> Source {
    Source {
        created: Some(created),
        window: Some(DayRange {
            first: day(first),
            last: day(last),
        }),
        ..source(name)
    }
}

/// A panel that shows these exports: source and the content of its only file.
pub(crate) fn opened<'a>(list: impl IntoIterator<Item = (Source, &'a str)>) -> Panel {
    let mut panel = Panel::default();
    let mut exports = panel.open();
    let mut ids = Vec::new();
    for (id, (source, csv)) in (0..).zip(list) {
        let name = source.name.clone();
        let mut reader = exports.read(source);
        reader.begin_file("org.csv");
        reader.push(csv.as_bytes());
        let outcome;
        (exports, outcome) = reader.finish();
        panel.was_read(id, &name, outcome);
        ids.push(id);
    }
    panel.close(exports, &ids);
    panel
}

/// A panel that shows one export with these rows.
pub(crate) fn with_rows(rows: &str) -> Panel {
    opened([(source("disk.zip"), format!("{HEADER}{rows}").as_str())])
}

/// What a panel shows.
pub(crate) fn shown(panel: &mut Panel) -> Page {
    shown_on(panel, later())
}

pub(crate) fn shown_on(panel: &mut Panel, today: Day) -> Page {
    Page::of_elements(panel.view(today).into_iter().collect())
}

pub(crate) fn act(panel: &mut Panel, what: &str, value: &str) -> Option<Saved> {
    panel.act(&Event {
        what: what.into(),
        value: value.into(),
    })
}

/// The cells of each row in the body of a table.
pub(crate) fn rows(page: &Page, table: &str) -> Vec<Vec<String>> {
    let table = page.get("table", table);
    children(table, "tbody tr").into_iter().map(cells).collect()
}

/// The cells of the row below a table.
pub(crate) fn total(page: &Page, table: &str) -> Vec<String> {
    cells(children(page.get("table", table), "tfoot tr")[0])
}

fn cells(row: ElementRef<'_>) -> Vec<String> {
    children(row, "th, td").into_iter().map(text).collect()
}

/// An amount as it is shown, as a number again.
pub(crate) fn amount(shown: &str) -> Ipus {
    shown.replace(',', "").parse().expect("an amount")
}

/// The sum of a column of amounts.
pub(crate) fn sum<'a>(amounts: impl IntoIterator<Item = &'a str>) -> Ipus {
    let amounts = amounts.into_iter().map(|text| amount(text).trillionths());
    Ipus::from_trillionths(amounts.sum())
}

#[test]
fn what_the_page_makes_of_the_data_is_what_the_worker_drew() {
    let rejected = format!("{ROWS}2025-01-01T00:00:00Z,too,few\n");
    let mut panel = with_rows(&rejected);
    act(&mut panel, "open", "0");
    for today in [later(), day("2025-01-03")] {
        let drawn = data(&panel.view(today).into_iter().collect());
        let received = serde_json::from_str(&drawn.to_string()).expect("JSON");
        assert_eq!(data(&metering_export::app::elements(&received)), drawn);
    }
}

#[test]
fn elements_that_are_not_known_are_left_out() {
    let data = serde_json::json!(["div", {"onclick": "x", "class": "a", "style": "b"},
        ["script", {}, "alert(1)"], ["a", {"href": "javascript:x"}, "y"], "<i>text</i>", 7, null, [], ["p"]]);
    let markup = markup_of(metering_export::app::elements(&data));
    assert_eq!(markup, r#"<div class="a">&lt;i&gt;text&lt;/i&gt;</div>"#);
}

#[test]
fn names_from_files_are_text() {
    let mut panel = with_rows(ROWS);
    let page = shown(&mut panel);
    assert!(page.all("b").is_empty());
    assert_eq!(rows(&page, "By project")[0][0], "<b>Ops</b>");
}
