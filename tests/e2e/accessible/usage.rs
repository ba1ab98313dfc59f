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
        page.usage().shows("Nothing matches the filter.").await;
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

/// Keeps back what the worker says from the first figure of its progress on, until `goOn()`: a file is read faster than a
/// state can be looked at.
const HOLD: &str = r#"
    const listen = Worker.prototype.addEventListener;
    const kept = [];
    let held = false;
    let over = false;
    Worker.prototype.addEventListener = function (type, listener, options) {
        const hear = (event) => {
            if (held) return kept.push(() => listener(event));
            held = !over && Boolean(event.data[0].Reading?.progress);
            listener(event);
        };
        listen.call(this, type, type === "message" ? hear : listener, options);
    };
    window.goOn = () => {
        [held, over] = [false, true];
        for (const say of kept.splice(0)) say();
    };"#;

#[test]
fn a_file_that_is_being_read() {
    in_browser(async |page| {
        page.script(HOLD, Vec::new()).await;
        let files = Files::new(&[("large.zip", &zipped(&csv(400_000)))]);
        page.open_files(&[&files.path("large.zip")]).await;
        page.usage().shows("Reading large.zip").await;
        page.usage().shows(" KB, ").await;
        page.usage().button("Cancel").is_there().await;
        page.is_accessible("a file that is being read").await;
        page.script("goOn()", Vec::new()).await;
        page.usage().shows("large.zip: 400,000 rows").await;
    });
}
