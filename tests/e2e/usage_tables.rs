//! Looking at usage by the keyboard alone: bars, order, filter, folders; and what is saved.

use crate::harness::{ENTER, Page, SPACE, TAB, in_browser, wait_for};
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
fn what_is_shown_and_the_rows_as_they_were_can_be_saved() {
    in_browser(async |page| {
        let rows = csv(12);
        page.drop_file("made.zip", &zipped(&rows)).await;
        page.usage().field("Filter").fill("P0003").await;
        page.usage().shows("Total of the filter, 1 project").await;
        page.watch_saving().await;
        page.usage().button("Export merged rows").click().await;
        let saved = wait_for("a file", async || {
            page.saved().await.pop().ok_or_else(String::new)
        })
        .await;
        assert_eq!(saved, ("usage-rows.csv".into(), rows));
    });
}
