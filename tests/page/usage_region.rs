//! The region "Usage" before anything was opened.

use metering_export::app::State;

use metering_export::app::state::JobsAction;

use super::dom::{Page, texts};
use super::{connected, noon};

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

#[test]
fn while_a_request_is_being_sent_nothing_can_be_forgotten() {
    let mut state = connected();
    let forget = "Forget everything in this browser";
    assert_eq!(Page::of(&state).find("button", forget).len(), 1);
    state.apply(JobsAction::Requested {
        body: "{}".into(),
        now: noon(),
        random: 0.0,
    });
    let page = Page::of(&state);
    assert_eq!(page.find("button", forget).len(), 0);
    let said = texts(page.get("region", "Usage"), ".quiet");
    assert!(
        said.contains(&"A request is being sent. Everything in this browser can be forgotten when it is answered.".to_owned()),
        "{said:?}"
    );
}
