//! What a row says of the data of its job, and what downloads are called.

use metering_core::job::ExportJob;
use metering_core::request::{Draft, Rules, validate};
use metering_core::usage::{DayRange, Kind, Source};
use metering_export::app::state::downloads::{Purpose, Want};
use metering_export::app::state::{DownloadsAction, SessionAction};
use metering_export::app::{State, file_name, source};
use metering_export::service::{Bytes, Call};
use scraper::ElementRef;

use super::dom::{Page, children, text, texts};
use super::{connected, job, refused, send};

fn rows(page: &Page) -> Vec<ElementRef<'_>> {
    children(page.get("table", "Export jobs"), "tbody [role=row]")
}

/// A page whose job `A` has this status.
fn with(status: &str) -> State {
    let mut state = connected();
    send(&mut state, Ok(job("A", status)));
    state
}

fn want(state: &mut State, purpose: Purpose) {
    let jobs = vec!["A".to_owned()];
    state.apply(DownloadsAction::Wanted {
        want: Want {
            jobs,
            purpose,
            days: None,
        },
    });
}

#[test]
fn there_is_something_to_download_after_success_whole_or_partial() {
    for (status, has_data) in [
        ("CREATED", false),
        ("PROCESSING", false),
        ("SUCCESS", true),
        ("FAILED", false),
        ("PARTIAL_SUCCESS", true),
        ("LATER", false),
    ] {
        let mut state = with(status);
        let page = Page::of(&state);
        let buttons = texts(rows(&page)[0], "button");
        let name = "Show usage".to_owned();
        assert_eq!(buttons.contains(&name), has_data, "{status}");
        state.apply(SessionAction::SignedOut);
        let page = Page::of(&state);
        for button in page.find("button", "Show usage") {
            assert!(button.attr("disabled").is_some(), "without a session");
        }
    }
}

#[test]
fn an_incomplete_export_says_so() {
    let mut state = connected();
    let partial = ExportJob {
        error_message: Some("No data of <b>one</b> organization".into()),
        ..job("A", "PARTIAL_SUCCESS")
    };
    send(&mut state, Ok(partial));
    let page = Page::of(&state);
    let said: Vec<_> = rows(&page)[1..].iter().map(|row| text(*row)).collect();
    let expected = [
        "The service says: No data of <b>one</b> organization",
        "Incomplete. Data of some linked organizations is missing; the rest can be downloaded and shown.",
    ];
    assert_eq!(said, expected);
}

#[test]
fn progress_is_told_in_bytes_and_in_parts_of_the_whole() {
    let mut state = with("SUCCESS");
    want(&mut state, Purpose::Save);
    let said = |state: &State, words: &str| {
        let page = Page::of(state);
        let bar = page.get("progressbar", "Download");
        assert_eq!(page.descriptions(bar), [words]);
        assert_eq!(texts(rows(&page)[1], "button"), ["Cancel"]);
        (
            bar.attr("value").map(str::to_owned),
            bar.attr("max").map(str::to_owned),
        )
    };
    assert_eq!(said(&state, "Waiting to be downloaded…"), (None, None));
    for (whole, words, bar) in [
        (None, "1.5 MB downloaded", (None, None)),
        (
            Some(2_000_000),
            "1.5 of 2.0 MB downloaded",
            (Some("1500000".into()), Some("2000000".into())),
        ),
    ] {
        let received = 1_500_000;
        state.apply(DownloadsAction::Arrived {
            job_id: "A".into(),
            bytes: Bytes { received, whole },
        });
        assert_eq!(said(&state, words), bar);
    }
    state.apply(SessionAction::SignedOut);
    let waiting = "Sign in again to continue the download.";
    assert_eq!(said(&state, waiting), (None, None));

    state.apply(DownloadsAction::Cancelled { job_id: "A".into() });
    let page = Page::of(&state);
    assert_eq!(
        (rows(&page).len(), page.announced()),
        (1, "Download cancelled.".into())
    );
}

#[test]
fn a_failed_download_is_said_in_words_until_it_is_tried_again() {
    let mut state = with("SUCCESS");
    want(&mut state, Purpose::Show);
    let gone = refused(Call::Download, 404, "Deleted.");
    state.apply(DownloadsAction::Ended {
        job_id: "A".into(),
        outcome: Err(gone),
    });
    let page = Page::of(&state);
    let said = "Not downloaded. The service has no data of this job in this organization. Data is kept for three days; after that, request the export again. The service says: “Deleted.” (code IDS_1)";
    assert_eq!(text(rows(&page)[1]), said);
    assert_eq!(page.announced(), "Job A: not downloaded.");
    want(&mut state, Purpose::Show);
    Page::of(&state).get("progressbar", "Download");
}

#[test]
fn a_lost_session_keeps_the_wish() {
    let mut state = with("SUCCESS");
    want(&mut state, Purpose::Save);
    let gone = refused(Call::Download, 401, "Expired.");
    state.apply(DownloadsAction::Ended {
        job_id: "A".into(),
        outcome: Err(gone),
    });
    let page = Page::of(&state);
    assert_eq!(page.announced(), "The session has expired. Sign in again.");
    let bar = page.get("progressbar", "Download");
    assert_eq!(
        page.descriptions(bar),
        ["Sign in again to continue the download."]
    );
}

#[test]
fn a_file_is_called_after_organization_days_and_job() {
    let read = |fields: serde_json::Value| ExportJob::read(&fields.to_string()).expect("a job");
    let whole = read(serde_json::json!({
        "jobId": "cYjwJNEF7OckWEmkSC1tSI", "status": "PARTIAL_SUCCESS", "orgId": "4wMFqGlxAKVlIFTixlTSOY",
        "startDate": "2024-08-12T00:00:00Z", "endDate": "2024-09-10T23:59:59Z", "createTime": "2024-09-12T00:00:00.5Z",
    }));
    assert_eq!(
        file_name(&whole),
        "metering_4wMFqGlxAKVlIFTixlTSOY_2024-08-12_2024-09-10_cYjwJNEF7OckWEmkSC1tSI.zip"
    );
    let day = |text: &str| text.parse().expect("a day");
    let window = DayRange {
        first: day("2024-08-12"),
        last: day("2024-09-10"),
    };
    let expected = Source {
        name: "cYjwJNEF7OckWEmkSC1tSI".into(),
        created: Some(1_726_099_200_500),
        window: Some(window),
        partial: true,
        kind: Some(Kind::Asset),
        meter: Some("a2nB20h1o0lc7k3P9xtWS8".into()),
        ..Source::default()
    };
    let draft = Draft {
        start_date: "2024-08-12T00:00:00Z".into(),
        end_date: "2024-09-10T23:59:59Z".into(),
        job_type: "ASSET".into(),
        meter_id: "a2nB20h1o0lc7k3P9xtWS8".into(),
        ..Draft::default()
    };
    let request = validate(&draft, &Rules::default()).result.expect("valid");
    assert_eq!(source(&whole, Some(&request)), expected);

    let odd = read(serde_json::json!({
        "jobId": "../a\\b:c", "orgId": "O", "selectedOrgId": "S/..", "startDate": "soon", "endDate": null,
    }));
    assert_eq!(file_name(&odd), "metering_S---_---a-b-c.zip");
    assert_eq!(
        (
            source(&odd, None).window,
            source(&odd, None).created,
            source(&odd, None).partial
        ),
        (None, None, false)
    );
}
