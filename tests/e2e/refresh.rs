//! Jobs that refresh by themselves, and how they end.

use std::time::Duration;

use simulator::{Call, JobPlan, JobStatus};

use crate::harness::in_browser;

#[test]
fn each_change_of_status_is_announced_once() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        for (status, label) in [
            (JobStatus::Processing, "Running"),
            (JobStatus::Success, "Succeeded"),
        ] {
            let announced = format!("Job {id}: {label}.");
            page.sim.set_job_status(&id, status, None);
            page.announces(&announced).await;
        }
        let said = page.announcements().await;
        let expected = [
            "Signed in.".to_owned(),
            format!("Export requested. Job {id}: Created."),
            format!("Job {id}: Running."),
            format!("Job {id}: Succeeded."),
        ];
        assert_eq!(said, expected);
    });
}

#[test]
fn a_failed_job_says_why() {
    in_browser(async |page| {
        page.sim
            .script_next_job(JobPlan::failed("The meter store did not answer."));
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Failed").await;
        page.jobs()
            .shows("The service says: The meter store did not answer.")
            .await;
        page.jobs().shows("No job is running.").await;
        page.announces(&format!("Job {id}: Failed.")).await;
    });
}

#[test]
fn a_partly_successful_job_says_what_is_missing_and_how_long_its_data_stays() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::partial_success(
            "2 of 4 organizations did not answer.",
        ));
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        let row = page.job(&id);
        row.shows("Partly succeeded").await;
        row.shows("2 days 23 h left to download").await;
        page.jobs()
            .shows("The service says: 2 of 4 organizations did not answer.")
            .await;
        page.jobs().shows("No job is running.").await;
        page.announces(&format!("Job {id}: Partly succeeded."))
            .await;
    });
}

#[test]
fn a_status_that_is_not_documented_is_shown_as_it_is_and_asked_for_again() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::steps([(
            Duration::ZERO,
            JobStatus::Other("QUEUED_FOR_REVIEW".into()),
        )]));
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("QUEUED_FOR_REVIEW").await;
        page.announces("QUEUED_FOR_REVIEW").await;
        let asked = page.sim.requests_of(Call::Status).len();
        page.asked(Call::Status, asked + 1).await;
        page.sim.set_job_status(&id, JobStatus::Success, None);
        page.job(&id).shows("Succeeded").await;
        page.jobs().shows("No job is running.").await;
    });
}

#[test]
fn the_steps_between_two_questions_grow() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        let asked = page.asked(Call::Status, 3).await;
        let submitted = page.sim.requests_of(Call::Submit)[0].at;
        let times: Vec<_> = [submitted]
            .into_iter()
            .chain(asked.iter().map(|question| question.at))
            .collect();
        // 2, 3 and 5 seconds with up to 10 % of jitter, and what a busy machine adds.
        for (pair, seconds) in times.windows(2).zip([2.0, 3.0, 5.0]) {
            let wait = (pair[1] - pair[0]).as_seconds_f64();
            assert!(
                wait > seconds * 0.9 - 0.05 && wait < seconds * 1.1 + 1.5,
                "{wait} s instead of about {seconds} s"
            );
        }
        page.job(&id).shows("Created").await;
    });
}

#[test]
fn refresh_asks_at_once_and_also_for_a_job_that_has_ended() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).is_there().await;
        page.sim.set_job_status(&id, JobStatus::Success, None);
        page.jobs().button("Refresh all").click().await;
        page.job(&id).shows("Succeeded").await;
        assert!(!page.jobs().button("Refresh all").is_enabled().await);

        let asked = page.sim.requests_of(Call::Status).len();
        page.job(&id).choose_from("More", "Refresh").await;
        page.asked(Call::Status, asked + 1).await;
        page.job(&id).shows("Succeeded").await;
    });
}

#[test]
fn several_jobs_refresh_side_by_side_newest_first() {
    in_browser(async |page| {
        page.sign_in().await;
        page.sim.script_next_job(JobPlan::failed("This one fails."));
        page.sim.script_next_job(JobPlan::success());
        let first = page.request_export().await.job_id;
        page.job(&first).is_there().await;
        let second = page.request_export().await.job_id;
        page.job(&second).shows("Succeeded").await;
        page.job(&first).shows("Failed").await;
        let text = page.jobs().text().await;
        assert!(text.find("Succeeded") < text.find("Failed"), "{text}");
    });
}
