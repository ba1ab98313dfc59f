//! Who is signed in, and how to get there.

use metering_export::app::state::{JobsAction, SessionAction};
use metering_export::app::{State, Typed};
use metering_export::service::{Call, Session};

use super::dom::{Page, text, texts};
use super::{SESSION_ID, connected, job, newest, noon, refused, send, session};

#[test]
fn two_ways_lead_to_a_session() {
    for (pasting, checked) in [(false, "User name and password"), (true, "Session ID")] {
        let mut state = State::default();
        state.apply(SessionAction::Restored {
            typed: Typed {
                pasting,
                ..Typed::default()
            },
        });
        let page = Page::of(&state);
        let ways = page.get("group", "Connect with");
        assert_eq!(
            texts(ways, "label"),
            ["User name and password", "Session ID"]
        );
        for way in page.all("radio") {
            let is_checked = way.attr("checked").is_some();
            assert_eq!(is_checked, page.name(way) == checked, "{}", page.name(way));
        }
    }
}

#[test]
fn a_session_shows_who_is_signed_in_where() {
    let page = Page::of(&connected());
    let region = page.get("region", "Connection");
    assert_eq!(
        texts(region, "p"),
        ["Signed in as admin@example.com · Example Org · /saas"]
    );
    assert_eq!(texts(region, "button"), ["Sign out"]);
    assert!(page.find("textbox", "Password").is_empty());
    assert_eq!(page.announced(), "Signed in.");
}

#[test]
fn a_pasted_session_says_so() {
    let mut state = State::default();
    let pasted = Session {
        logout_url: None,
        user_name: None,
        org_name: None,
        ..session()
    };
    state.apply(SessionAction::Connected { session: pasted });
    let page = Page::of(&state);
    let said = texts(page.get("region", "Connection"), "p");
    assert_eq!(
        said,
        ["Connected with a pasted session · not verified yet · /saas"]
    );
    let announced = "The session ID is in use. It is not verified yet.";
    assert_eq!(page.announced(), announced);

    // The first answer verifies it.
    super::send(&mut state, Ok(super::job("A", "CREATED")));
    let page = Page::of(&state);
    let said = texts(page.get("region", "Connection"), "p");
    assert_eq!(said, ["Connected with a pasted session · /saas"]);
}

#[test]
fn an_expired_session_asks_to_sign_in_again_and_keeps_everything() {
    let mut state = connected();
    let typed = Typed {
        user_name: "admin@example.com".into(),
        ..Typed::default()
    };
    state.apply(SessionAction::Restored { typed });
    send(&mut state, Ok(job("A", "PROCESSING")));
    let error = refused(Call::Status, 401, "No.");
    state.apply(JobsAction::Refreshed {
        key: newest(&state),
        answer: Err(error),
        now: noon(),
        jitter: 0.5,
    });

    let page = Page::of(&state);
    let region = page.get("region", "Connection");
    let said =
        "The session has expired. Sign in again: what you typed and your jobs are still here.";
    assert!(texts(region, "p").contains(&said.to_owned()));
    assert_eq!(
        page.field("User name").attr("value"),
        Some("admin@example.com")
    );
    assert_eq!(page.find("button", "Sign in").len(), 1);
    assert_eq!(page.announced(), "The session has expired. Sign in again.");
    let jobs = text(page.get("region", "Export jobs"));
    assert!(
        jobs.contains("1 job is running. Sign in to update the status."),
        "{jobs}"
    );
    assert!(jobs.contains("The last known status is shown."), "{jobs}");
}

#[test]
fn the_session_id_is_nowhere_on_the_page() {
    let mut state = connected();
    send(&mut state, Ok(job("A", "PROCESSING")));
    send(&mut state, Err(refused(Call::Submit, 400, "No.")));
    for state in [
        state.clone(),
        super::after([
            SessionAction::Connected { session: session() },
            SessionAction::SignedOut,
        ]),
    ] {
        assert!(!Page::of(&state).markup().contains(SESSION_ID));
    }
}
