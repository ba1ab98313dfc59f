//! States of the region "Usage".

use crate::harness::{Kind, Page, in_browser};
use crate::usage_made::{Files, csv, of_simulator, zipped};

/// Shows what the simulator has made up, and a second export that shares days with it.
async fn show(page: &Page) {
    let (zip, _) = of_simulator(page).await;
    let files = Files::new(&[("export.zip", &zip), ("another.zip", &zipped(&csv(30)))]);
    page.open_files(&[&files.path("export.zip"), &files.path("another.zip")])
        .await;
    page.announces("Usage of 2 exports is shown.").await;
}

#[test]
fn usage_that_is_shown() {
    in_browser(async |page| {
        show(page).await;
        page.is_accessible("usage").await;
        page.usage()
            .field("Filter")
            .fill("nothing is called this")
            .await;
        page.usage().shows("of the filter").await;
        page.is_accessible("a filter that nothing passes").await;
    });
}

#[test]
fn usage_with_an_open_project() {
    in_browser(async |page| {
        page.drop_file("made.zip", &zipped(&csv(3))).await;
        page.usage().shows("made.zip: 3 rows").await;
        page.usage().button("P0002").click().await;
        page.usage().within(Kind::Row, "F").is_there().await;
        page.is_accessible("an open project").await;
    });
}

#[test]
fn usage_that_cannot_be_read() {
    in_browser(async |page| {
        let name =
            "a_name_of_a_file_that_is_long_and_has_no_blank_in_it_at_all_as_browsers_save_them.zip";
        page.drop_file(name, b"<html>Bad gateway</html>").await;
        page.usage().shows("could not be read.").await;
        page.is_accessible("a file that cannot be read").await;
    });
}
