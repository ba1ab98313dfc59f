//! Which data is downloaded when, and what becomes of it; files are texts here.

use metering_core::job::ExportJob;
use metering_export::app::file_name_of_parts;
use metering_export::app::state::Downloads;
use metering_export::app::state::downloads::{Download, Purpose, Step, Want};
use metering_export::service::{Bytes, Call, Kind, ServiceError};

use super::{job, refused, unanswered};

type Files = Downloads<&'static str>;

fn want(purpose: Purpose, jobs: &[&str]) -> Want {
    let jobs = jobs.iter().map(|job| (*job).to_owned()).collect();
    Want {
        jobs,
        purpose,
        days: None,
    }
}

fn save(job: &str) -> Want {
    want(Purpose::Save, &[job])
}

/// The job that is downloaded next.
fn next(files: &Files) -> Option<String> {
    match files.step() {
        Some(Step::Download(job)) => Some(job),
        Some(Step::Deliver(_)) | None => None,
    }
}

fn gone() -> ServiceError {
    refused(Call::Download, 404, "Gone.")
}

/// Downloads of which these were asked for.
fn wanted(wants: &[Want]) -> Files {
    let mut files = Files::default();
    for want in wants {
        files.want(want.clone());
    }
    files
}

#[test]
fn what_is_wanted_is_downloaded_once_and_then_delivered() {
    let mut files = wanted(&[save("A"), save("A")]);
    assert_eq!(next(&files).as_deref(), Some("A"));
    assert_eq!(files.of("A"), Download::Waiting);
    let bytes = Bytes {
        received: 5,
        whole: Some(9),
    };
    files.arrived("A", bytes);
    assert_eq!(files.of("A"), Download::Running(bytes));
    files.ended("A", Ok("zip"));
    assert_eq!(files.of("A"), Download::Here);
    assert_eq!(files.step(), Some(Step::Deliver(save("A"))));
    files.delivered(&save("A"));
    assert_eq!(files.step(), None);

    // It is here for the rest of the session.
    let show = want(Purpose::Show, &["A"]);
    files.want(show.clone());
    assert_eq!(files.step(), Some(Step::Deliver(show)));
    assert_eq!(files.file("A"), Some(&"zip"));
}

#[test]
fn several_are_downloaded_one_after_the_other_and_shown_together() {
    let all = want(Purpose::Show, &["A", "B", "C"]);
    let mut files = wanted(&[all.clone(), save("B"), save("D")]);
    for job in ["A", "B", "C"] {
        assert_eq!(next(&files).as_deref(), Some(job));
        files.ended(job, Ok("zip"));
    }
    assert_eq!(files.step(), Some(Step::Deliver(all.clone())));
    files.delivered(&all);
    assert_eq!(files.step(), Some(Step::Deliver(save("B"))));
    files.delivered(&save("B"));
    assert_eq!(next(&files).as_deref(), Some("D"));
}

#[test]
fn what_the_service_has_deleted_is_done_without() {
    let all = want(Purpose::Show, &["A", "B"]);
    let mut files = wanted(std::slice::from_ref(&all));
    files.ended("A", Err(gone()));
    assert_eq!(files.of("A"), Download::Failed(gone().to_string()));
    assert_eq!(next(&files).as_deref(), Some("B"));
    files.ended("B", Ok("zip"));
    assert_eq!(files.step(), Some(Step::Deliver(all.clone())));

    // Nothing is left of it: nothing is shown.
    let mut files = wanted(&[all]);
    files.ended("A", Err(gone()));
    files.ended("B", Err(gone()));
    assert_eq!(files.step(), None);
    let mut files = wanted(&[save("A")]);
    files.ended("A", Err(gone()));
    assert_eq!(files.step(), None);
}

#[test]
fn any_other_failure_ends_what_it_was_for_until_it_is_asked_for_again() {
    let all = want(Purpose::Show, &["A", "B"]);
    let mut files = wanted(&[all.clone(), save("C")]);
    let error = unanswered(Call::Download);
    files.ended("A", Err(error.clone()));
    assert_eq!(files.of("A"), Download::Failed(error.to_string()));
    assert_eq!(files.of("B"), Download::Idle);
    assert_eq!(next(&files).as_deref(), Some("C"));

    files.cancel("C");
    files.want(all);
    assert_eq!(files.of("A"), Download::Waiting);
    assert_eq!(next(&files).as_deref(), Some("A"));
}

#[test]
fn a_lost_session_ends_nothing() {
    let mut files = wanted(&[save("A")]);
    files.arrived("A", Bytes::default());
    files.ended(
        "A",
        Err(ServiceError::new(Call::Download, Kind::Unauthorized)),
    );
    assert_eq!(
        (next(&files).as_deref(), files.of("A")),
        (Some("A"), Download::Waiting)
    );
}

#[test]
fn what_is_cancelled_or_forgotten_is_not_downloaded() {
    let mut files = wanted(&[want(Purpose::Show, &["A", "B"]), save("A"), save("C")]);
    files.arrived("A", Bytes::default());
    files.cancel("A");
    assert_eq!(
        (files.of("A"), files.of("B")),
        (Download::Idle, Download::Idle)
    );
    assert_eq!(next(&files).as_deref(), Some("C"));
    files.ended("C", Ok("zip"));
    files.keep(|job| job != "C");
    assert_eq!((files.step(), files.file("C")), (None, None));
}

#[test]
fn the_whole_is_named_for_all_days() {
    let part = |start: &str, end: &str| ExportJob {
        org_id: Some("Org".to_owned()),
        start_date: Some(start.to_owned()),
        end_date: Some(end.to_owned()),
        ..job("J", "SUCCESS")
    };
    let first = part("2024-08-01T00:00:00Z", "2024-08-31T23:59:59Z");
    let last = part("2024-09-01T00:00:00Z", "2024-09-30T23:59:59Z");
    assert_eq!(
        file_name_of_parts(&[&first, &last]),
        "metering_Org_2024-08-01_2024-09-30_2-parts.zip"
    );
}
