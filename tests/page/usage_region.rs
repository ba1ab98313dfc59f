//! The region "Usage" before anything was opened.

use metering_export::app::State;

use super::connected;
use super::dom::{Page, texts};

#[test]
fn the_region_says_what_to_do_signed_in_or_not() {
    for state in [State::default(), connected()] {
        let page = Page::of(&state);
        let said = texts(page.get("region", "Usage"), "p");
        assert_eq!(
            said,
            [
                "Nothing opened yet. Open the ZIP or CSV of an export, or drop it anywhere on this page. It is read in this browser and sent nowhere; no sign-in is needed."
            ]
        );
        let file = page.field("Open a ZIP or CSV");
        assert_eq!(file.attr("type"), Some("file"));
        assert_eq!(
            file.attr("accept"),
            Some(".zip,.csv,application/zip,text/csv")
        );
        assert!(file.attr("multiple").is_some());
    }
}
