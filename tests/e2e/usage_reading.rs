//! While a large file is read: progress, "Cancel", and a page that goes on working.

use serde_json::{Value, json};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::harness::{Page, in_browser, wait_for};
use crate::usage_made::{Files, csv, zip_of, zipped};

/// Notes every value of the progress bar, and clicks "Cancel" at the first or never.
async fn watch(page: &Page, cancel: bool) {
    let script = "
        const [cancel] = arguments;
        window.progress = [];
        new MutationObserver(() => {
            const bar = document.querySelector('progress[value]');
            if (!bar) return;
            const seen = [bar.value, bar.max];
            if (JSON.stringify(window.progress.at(-1)) === JSON.stringify(seen)) return;
            window.progress.push(seen);
            if (cancel) [...document.querySelectorAll('button')].find((button) => button.textContent === 'Cancel').click();
        }).observe(document.body, { subtree: true, childList: true, attributes: true });";
    page.script(script, vec![json!(cancel)]).await;
}

async fn progress(page: &Page) -> Vec<(f64, f64)> {
    let seen: Value = page.script("return window.progress", Vec::new()).await;
    serde_json::from_value(seen).expect("pairs of numbers")
}

#[test]
fn reading_is_cancelled_and_what_was_shown_before_stays() {
    in_browser(async |page| {
        let rows = csv(1_000_000);
        let large = zipped(&rows);
        let inside = zip_of(&[("large.zip", &large)], SimpleFileOptions::default());
        let files = Files::new(&[
            ("small.zip", &zipped(&csv(2))),
            ("large.zip", &large),
            ("inside.zip", &inside),
            ("large.csv", rows.as_bytes()),
        ]);
        page.open_files(&[&files.path("small.zip")]).await;
        page.usage().shows("small.zip: 2 rows").await;
        for large in ["large.zip", "inside.zip", "large.csv"] {
            watch(page, true).await;
            page.open_files(&[&files.path(large)]).await;
            wait_for(format!("{large} to be read"), async || {
                let seen = progress(page).await;
                (!seen.is_empty())
                    .then_some(())
                    .ok_or_else(|| "it is not".into())
            })
            .await;
            page.usage().button("Cancel").is_gone().await;
            page.announces("Reading was cancelled.").await;
            let usage = page.usage().text().await;
            assert!(usage.contains("small.zip: 2 rows") && !usage.contains("1,000,000"));
            // The packed bytes of a ZIP in a ZIP are read long before its rows.
            let seen = progress(page).await;
            assert!(
                large == "inside.zip" || seen.iter().all(|(value, max)| value < max),
                "{large} is cancelled before its end: {seen:?}"
            );
        }
    });
}

#[test]
fn a_large_file_is_read_to_its_end_with_progress() {
    in_browser(async |page| {
        let files = Files::new(&[("large.zip", &zipped(&csv(400_000)))]);
        watch(page, false).await;
        page.open_files(&[&files.path("large.zip")]).await;
        page.usage().shows("large.zip: 400,000 rows").await;
        let seen = progress(page).await;
        assert!(!seen.is_empty(), "there is something to see");
        assert!(
            seen.is_sorted_by(|a, b| a.0 <= b.0),
            "it only grows: {seen:?}"
        );
        let whole: u64 = (0..400_000).sum();
        let total = page.usage_total("By day").await[1].replace(',', "");
        assert_eq!(total, format!("{whole}.000000400000"));
    });
}

#[test]
fn files_that_lie_far_apart_in_a_zip_are_read() {
    in_browser(async |page| {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        let rows = csv(60_000);
        let several = zip_of(
            &[("a.csv", &rows), ("b.csv", &rows), ("c.csv", &rows)],
            stored,
        );
        let cut = &several[..several.len() - 100];
        let files = Files::new(&[("several.zip", &several), ("cut.zip", cut)]);
        page.open_files(&[&files.path("several.zip")]).await;
        page.usage().shows("several.zip: 180,000 rows").await;
        let whole: u64 = (0..60_000).sum();
        let total = page.usage_total("By day").await[1].replace(',', "");
        // All three have the same rows, which count once.
        assert_eq!(total, format!("{whole}.000000060000"));
        page.open_files(&[&files.path("cut.zip")]).await;
        page.usage().shows("cut.zip could not be read.").await;
        page.usage().shows("cut off").await;
        page.usage().shows("several.zip: 180,000 rows").await;
    });
}

#[test]
fn a_file_opened_while_another_is_read_is_shown_beside_it() {
    in_browser(async |page| {
        let files = Files::new(&[
            ("small.zip", &zipped(&csv(2))),
            ("large.zip", &zipped(&csv(400_000))),
        ]);
        page.open_files(&[&files.path("large.zip")]).await;
        page.open_files(&[&files.path("small.zip")]).await;
        page.announces("Usage of 2 exports is shown.").await;
        page.usage().shows("large.zip: 400,000 rows").await;
        page.usage().shows("small.zip: 2 rows").await;
    });
}

#[test]
fn what_is_opened_is_added_and_can_be_closed_and_opened_again() {
    in_browser(async |page| {
        page.drop_file("three.zip", &zipped(&csv(3))).await;
        page.usage().shows("three.zip: 3 rows").await;
        page.drop_file("five.zip", &zipped(&csv(5))).await;
        page.announces("Usage of 2 exports is shown.").await;
        assert_eq!(page.usage_total("By project").await[1], "10.000000000005");
        page.usage().button("Close five.zip").click().await;
        page.announces("Usage of 1 export is shown.").await;
        page.usage().shows("Total, 3 projects").await;
        page.usage().button("Open again").click().await;
        page.usage().shows("Total, 5 projects").await;
        page.usage().button("Close all").click().await;
        page.announces("No export is open.").await;
    });
}

#[test]
fn a_worker_that_cannot_be_loaded_is_said_and_tried_again() {
    in_browser(async |page| {
        let files = Files::new(&[("small.zip", &zipped(&csv(2)))]);
        let meta = "const meta = document.querySelector('meta[name=usage-worker]'); const was = meta.content; meta.content = arguments[0]; return was;";
        let there = page.script(meta, vec![json!("./usage-nowhere.js")]).await;
        page.open_files(&[&files.path("small.zip")]).await;
        page.usage()
            .shows("could not be loaded. Check the connection, then open the file again.")
            .await;
        page.script(meta, vec![there]).await;
        page.open_files(&[&files.path("small.zip")]).await;
        page.usage().shows("small.zip: 2 rows").await;
    });
}

#[test]
fn a_view_that_cannot_be_loaded_is_said_and_tried_again() {
    in_browser(async |page| {
        let meta = "const meta = document.querySelector('meta[name=usage-view]'); const was = meta.content; meta.content = arguments[0]; return was;";
        let there = page
            .script(meta, vec![json!("./usage-view-nowhere.js")])
            .await;
        page.expect_failed_load(404, "/usage-view-nowhere.js");
        page.drop_file("small.zip", &zipped(&csv(2))).await;
        page.usage()
            .shows("The part of the page that shows usage could not be loaded.")
            .await;
        page.script(meta, vec![there]).await;
        page.usage().button("Try again").click().await;
        page.usage().shows("small.zip: 2 rows").await;
    });
}
