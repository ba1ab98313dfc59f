//! The charts say what the tables say, for few days and many, few projects and many.
use std::collections::BTreeMap;
use std::fmt::Write as _;

use metering_core::usage::Grain;
use scraper::ElementRef;
use usage_view::{Action, Section, TimeAction};

use super::dom::{Page, children, text, texts};
use super::support::{ROWS, View, amount, day, rows, sum, with_rows, with_rows_on};

fn picture<'a>(page: &'a Page, name: &str) -> ElementRef<'a> {
    page.all("group")
        .into_iter()
        .find(|group| {
            page.name(*group)
                .starts_with(&format!("Consumption {name}"))
        })
        .expect("a picture")
}

/// What each bar, or part of one, is called: its words and its amount.
fn bars(picture: ElementRef<'_>) -> Vec<(String, String)> {
    let bars = children(picture, "[data-bar]").into_iter();
    bars.map(|bar| {
        let words = bar.attr("aria-label").unwrap_or_default();
        let (name, amount) = words.rsplit_once(": ").expect("an amount");
        let (amount, _) = amount.split_once(" IPUs").expect("a unit");
        (name.to_owned(), amount.to_owned())
    })
    .collect()
}

fn ticks(picture: ElementRef<'_>) -> Vec<String> {
    children(picture, "text.tick, .tick text")
        .into_iter()
        .map(text)
        .collect()
}

fn by(view: &mut View, grain: Grain) {
    view.act(Action::Time(TimeAction::Grain(grain)));
}

/// All pages of the table of days: the amount of each by its name.
fn table_of_days(view: &mut View) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for page in 0.. {
        view.act(Action::Page(Section::Days, page));
        let rows = rows(&view.page(), "By day");
        if rows.is_empty() {
            break;
        }
        found.extend(rows.into_iter().map(|row| (row[0].clone(), row[1].clone())));
    }
    found
}

fn days(count: u32) -> String {
    let first = day("2024-01-01").date();
    let mut csv = String::new();
    for (at, date) in (0..count).zip(first.iter_days()) {
        let _ = writeln!(csv, "{date}T00:00:00Z,P,F,o,Production,{at}.000000000001");
    }
    csv
}

#[test]
fn every_day_has_a_bar_that_says_what_its_row_says() {
    for count in [1, 2, 31, 400] {
        let mut view = with_rows(&days(count));
        by(&mut view, Grain::Day);
        let page = view.page();
        let bars = bars(picture(&page, "by day"));
        assert_eq!(bars.len(), count as usize);
        let rows = table_of_days(&mut view);
        assert_eq!(rows.len(), count as usize);
        for (name, shown) in bars {
            assert_eq!(amount(&shown), amount(&rows[&name]), "{name}");
        }
    }
}

#[test]
fn axes_have_few_round_ticks() {
    for count in [1, 2, 10, 31, 120, 400, 2_000] {
        for grain in [Grain::Day, Grain::Week, Grain::Month] {
            let mut view = with_rows(&days(count));
            by(&mut view, grain);
            let ticks = ticks(picture(&view.page(), "by "));
            assert!((2..=20).contains(&ticks.len()), "{count} days: {ticks:?}");
        }
    }
    let page = with_rows(ROWS).page();
    let drawn = ticks(picture(&page, "by day"));
    let expected = [
        "IPUs", "0", "500", "1,000", "1,500", "1 Jan", "2 Jan", "3 Jan",
    ];
    assert_eq!(drawn, expected);
    let mut year = with_rows(&days(400));
    let drawn = ticks(picture(&year.page(), "by month"));
    assert_eq!(
        drawn[drawn.len() - 7..],
        ["2024", "Mar", "May", "Jul", "Sep", "Nov", "2025"]
    );
    by(&mut year, Grain::Day);
    let drawn = ticks(picture(&year.page(), "by day"));
    assert_eq!(
        drawn[drawn.len() - 7..],
        ["2024", "Mar", "May", "Jul", "Sep", "Nov", "2025"]
    );
    by(&mut year, Grain::Week);
    let drawn = ticks(picture(&year.page(), "by week"));
    assert_eq!(drawn[drawn.len() - 3..], ["7 Oct", "2 Dec", "27 Jan"]);
}

#[test]
fn the_parts_of_a_project_are_its_folders() {
    let page = with_rows(ROWS).page();
    let expected = [
        ("<b>Ops</b> › No folder", "1,000.125"),
        ("<b>Ops</b> › Daily", "2"),
        ("Sales › Daily", "4"),
        ("Sales › Hourly", "0.5"),
        ("No project", "0.250000000001"),
    ]
    .map(|(name, amount)| (name.to_owned(), amount.to_owned()));
    assert_eq!(bars(picture(&page, "by project")), expected);
    let organizations = bars(picture(&page, "by organization"));
    assert_eq!(organizations[1], ("o2".into(), "2.5".into()));
}

#[test]
fn two_thousand_projects_are_ten_bars_and_the_others() {
    let mut csv = String::new();
    for at in 0..2_000 {
        let _ = writeln!(csv, "2025-01-01T00:00:00Z,P{at:04},F{at},o,Production,{at}");
    }
    let page = with_rows(&csv).page();
    let bars = bars(picture(&page, "by project"));
    assert_eq!(bars.len(), 11);
    assert_eq!(bars[0], ("P1999 › F1999".into(), "1,999".into()));
    assert_eq!(bars[10].0, "1,990 other projects together");
    let all = sum(bars.iter().map(|(_, amount)| amount.as_str()));
    assert_eq!(
        all.to_string(),
        "1999000.000000000000",
        "nothing is left out"
    );
    let drawn = picture(&page, "by project");
    assert_eq!(
        ticks(drawn),
        ["0", "500", "1,000", "1,500", "2,000"],
        "those that are compared set the scale"
    );
    assert_eq!(children(drawn, ".beyond [data-bar]").len(), 1);
    assert_eq!(
        texts(page.root(), "figcaption"),
        [
            "IPUs. The parts of a bar are the folders of the project, largest first. The dashed bar of the others is longer than the axis.",
            "IPUs."
        ]
    );
}

#[test]
fn a_picture_is_one_stop_of_the_keyboard() {
    let page = with_rows(ROWS).page();
    for name in ["by day", "by project", "by organization"] {
        let picture = picture(&page, name);
        let stops: Vec<_> = children(picture, "[tabindex]")
            .into_iter()
            .filter_map(|bar| bar.attr("tabindex"))
            .collect();
        assert_eq!(stops[0], "0", "{name}");
        assert!(
            stops[1..].iter().all(|stop| *stop == "-1"),
            "{name}: {stops:?}"
        );
    }
}

#[test]
fn provisional_days_look_different_and_the_picture_says_so() {
    let page = with_rows_on(day("2025-01-04"), ROWS).page();
    let bars = children(picture(&page, "by day"), ".provisional");
    let said: Vec<_> = bars
        .iter()
        .filter_map(|bar| bar.attr("aria-label"))
        .collect();
    assert_eq!(said, ["2025-01-03: 4.750000000001 IPUs, provisional"]);
    let legend = &texts(page.root(), "figcaption")[0];
    assert_eq!(
        legend,
        "Provisional: figures of today and yesterday (UTC) still rise."
    );
}

#[test]
fn nothing_leaves_a_picture() {
    let negative =
        "2025-01-01T00:00:00Z,P,F,o,Production,-5\n2025-01-02T00:00:00Z,P,G,o,Production,3\n";
    for csv in [ROWS, negative, &days(400)] {
        let page = with_rows(csv).page();
        for rect in page.by_selector("svg rect.amount") {
            let number = |name: &str| {
                let text = rect.attr(name).unwrap_or_default().trim_end_matches('%');
                text.parse::<f64>()
                    .unwrap_or_else(|_| panic!("{name}={text:?}"))
            };
            assert!(
                number("width") >= 0.0 && number("height") >= 0.0,
                "{}",
                rect.html()
            );
            assert!(
                number("x") >= -0.01 && number("x") + number("width") <= 100.02,
                "{}",
                rect.html()
            );
        }
    }
}
