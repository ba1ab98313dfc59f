//! Looking at usage by the keyboard alone: bars, order, filter, folders; what is saved; and fields that keep what is typed.

use serde_json::json;

use crate::harness::{ENTER, Kind, Page, SPACE, TAB, in_browser, wait_for};
use crate::usage_made::{csv, zipped};

/// Tabs on until something of this name has the focus.
async fn tab_to(page: &Page, name: &str) {
    for _ in 0..60 {
        page.press([TAB]).await;
        if page.focused().await.1 == name {
            return;
        }
    }
    panic!("no {name:?} within sixty stops");
}

async fn names(page: &Page, table: &str) -> Vec<String> {
    let rows = page.usage_rows(table).await;
    rows.into_iter().map(|row| row[0].clone()).collect()
}

async fn shows_first(page: &Page, table: &str, name: &str) {
    wait_for(format!("{name} first in {table}"), async || {
        let names = names(page, table).await;
        if names.first().is_some_and(|first| first == name) {
            Ok(())
        } else {
            Err(format!("{names:?}"))
        }
    })
    .await;
}

#[test]
fn the_keyboard_alone_suffices() {
    in_browser(async |page| {
        page.drop_file("made.zip", &zipped(&csv(12))).await;
        page.usage().shows("made.zip: 12 rows").await;

        tab_to(page, "Filter").await;
        page.press("p00".chars()).await;
        shows_first(page, "By project", "P0011").await;
        page.press("0".chars()).await;
        shows_first(page, "By project", "P0009").await;
        assert_eq!(
            page.focused().await.1,
            "Filter",
            "drawing anew leaves the focus where it is"
        );
        page.usage().field("Filter").holds("p000").await;

        // The picture is one stop; arrow keys go on from there.
        tab_to(page, "P0009 › F: 9.000000000001 IPUs, 20.0%").await;
        page.press([crate::harness::DOWN]).await;
        assert_eq!(
            page.focused().await,
            (
                "image".into(),
                "P0008 › F: 8.000000000001 IPUs, 17.8%".into()
            )
        );
        tab_to(page, "Project").await;
        page.press([ENTER]).await;
        shows_first(page, "By project", "P0000").await;
        assert_eq!(page.focused().await.1, "Project");

        tab_to(page, "P0000").await;
        page.press([SPACE]).await;
        wait_for("the folder of P0000", async || {
            let names = names(page, "By project").await;
            if names[..3] == ["P0000", "F", "P0001"] {
                Ok(())
            } else {
                Err(format!("{names:?}"))
            }
        })
        .await;
        let expanded = page
            .usage()
            .button("P0000")
            .attribute("aria-expanded")
            .await;
        assert_eq!(expanded.as_deref(), Some("true"));

        page.usage().button("Clear filter").click().await;
        page.usage().field("Filter").holds("").await;
        page.usage().shows("Total, 12 projects").await;
    });
}

#[test]
fn the_rows_of_the_filter_are_saved() {
    in_browser(async |page| {
        page.drop_file("made.zip", &zipped(&csv(12))).await;
        page.usage().field("Filter").fill("P0003").await;
        page.usage().shows("Filtered total, 1 project").await;
        page.watch_saving().await;
        page.usage().button("Export merged rows").click().await;
        let saved = wait_for("a file", async || {
            page.saved().await.pop().ok_or_else(String::new)
        })
        .await;
        let row = "2025-01-02T00:00:00Z,P0003,F,4wMFqGlxAKVlIFTixlTSOY,Production,3.000000000001";
        let header = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)";
        let name = "usage-project-level-rows_2025-01-02_2025-01-02_P0003.csv";
        assert_eq!(saved, (name.into(), format!("{header}\r\n{row}\r\n")));
        page.usage().button("Export raw rows").click().await;
        let raw = wait_for("a second file", async || {
            let mut saved = page.saved().await;
            saved
                .pop()
                .filter(|_| saved.len() == 1)
                .ok_or_else(String::new)
        })
        .await;
        let name = "usage-project-level-rows-raw_2025-01-02_2025-01-02_P0003.csv";
        assert_eq!(raw, (name.into(), format!("{header}\n{row}\n")));
    });
}

#[test]
fn the_filter_stays_as_it_was_typed() {
    in_browser(async |page| {
        page.drop_file("made.zip", &zipped(&csv(12))).await;
        page.usage().shows("made.zip: 12 rows").await;
        // How a date is typed differs by language; this is what the browser does at its end.
        let choose = "const [name, day] = arguments;
            const label = [...document.querySelectorAll('label')].find((label) => label.textContent === name);
            label.control.value = day;
            label.control.dispatchEvent(new InputEvent('input', { bubbles: true }));";
        page.script(choose, vec![json!("First day"), json!("2025-01-02")])
            .await;
        let filter = page.usage().field("Filter");
        filter.fill("p000").await;
        page.usage().shows("Filtered total, 10 projects").await;
        page.press("1".chars()).await;
        page.usage().shows("Filtered total, 1 project").await;
        // A file that cannot be read, and one more that can: the filter stays, and is not emptied.
        page.drop_file("page.zip", b"<html>Bad gateway</html>")
            .await;
        page.usage().shows("page.zip could not be read.").await;
        page.drop_file("again.zip", &zipped(&csv(12))).await;
        page.usage().shows("again.zip: 12 rows").await;
        let first_day = page.usage().within(Kind::Calendar, "First day");
        first_day.holds("2025-01-02").await;
        page.usage().field("Filter").holds("p0001").await;
        page.usage().shows("Filtered total, 1 project").await;
    });
}

/// Waits until what has this name has the focus.
async fn has_focus(page: &Page, name: &str) {
    wait_for(format!("the focus on {name}"), async || {
        let (role, found) = page.focused().await;
        if found == name {
            Ok(())
        } else {
            Err(format!("{role} {found}"))
        }
    })
    .await;
}

#[test]
fn the_focus_stays_near_what_goes_away() {
    in_browser(async |page| {
        let later = csv(1).replace("2025-01-02", "2025-01-05");
        page.drop_file("later.zip", &zipped(&later)).await;
        page.usage().shows("later.zip: 1 row").await;
        page.drop_file("five.zip", &zipped(&csv(5))).await;
        page.announces("Usage of 2 exports is shown.").await;
        // The last bar, which is gone where only its day is shown: the heading of its section.
        let to_bar = "[...document.querySelectorAll('[aria-label^=\"Consumption by day\"] [tabindex]')].at(-1).focus()";
        page.script(to_bar, Vec::new()).await;
        page.press([ENTER]).await;
        has_focus(page, "Over time").await;
        // A row that stays keeps it.
        page.usage().button("Clear filter").click().await;
        page.usage().shows("Total, 5 projects").await;
        let project = page.usage_rows("By project").await[0][0].clone();
        page.usage()
            .button(&format!("Filter by {project}"))
            .click()
            .await;
        has_focus(page, &format!("Filter by {project}")).await;
        // A chip: the next one, then what adds chips.
        page.usage()
            .button("Filter by 4wMFqGlxAKVlIFTixlTSOY")
            .click()
            .await;
        page.usage()
            .button(&format!("Remove Project: {project}"))
            .click()
            .await;
        has_focus(page, "Remove Organization: 4wMFqGlxAKVlIFTixlTSOY").await;
        page.press([ENTER]).await;
        has_focus(page, "Projects").await;
        // An export: the next one, then what opens it again. On a slow computer the worker answers between two renderings.
        page.slow_down(20).await;
        page.usage().button("Close later.zip").click().await;
        has_focus(page, "Close five.zip").await;
        page.press([ENTER]).await;
        has_focus(page, "Open again").await;
        page.slow_down(1).await;
    });
}
