//! States of the region "Export request".

use std::time::Duration;

use simulator::{Call, ErrorBody, Fault, FaultKind};

use crate::harness::{JOBS_PATH, Kind, in_browser};

#[test]
fn a_form_with_problems() {
    in_browser(async |page| {
        let form = page.form();
        form.button("Request export").click().await;
        form.within(Kind::Group, "There is a problem")
            .has_focus()
            .await;
        page.is_accessible("nothing filled in").await;

        page.sign_in().await;
        form.field("Start date").fill("2024-02-30T25:00:00").await;
        form.field("End date")
            .fill("a_word_without_any_place_to_break_it_that_is_long")
            .await;
        form.field("Callback URL")
            .fill("http://localhost:8080/status")
            .await;
        form.button("Request export").click().await;
        form.shows("Callback URL: ").await;
        page.is_accessible("problems at every field").await;
    });
}

#[test]
fn a_range_that_is_too_long() {
    in_browser(async |page| {
        page.sign_in().await;
        let form = page.form();
        form.field("Start date").fill("2024-08-12").await;
        form.field("End date").fill("2024-09-12T00:00:00Z").await;
        form.shows("31 days: 2 exports").await;
        page.is_accessible("several exports").await;
        form.button("Other ways").click().await;
        form.within(Kind::MenuItem, "Send as one request")
            .has_focus()
            .await;
        page.is_accessible("several exports, with the menu open")
            .await;
        form.within(Kind::MenuItem, "Send as one request")
            .click()
            .await;
        form.shows("31 days: 1 export").await;
        page.is_accessible("as one request").await;
    });
}

#[test]
fn a_form_with_warnings() {
    in_browser(async |page| {
        let form = page.form();
        form.field("Start date").fill("2099-08-12").await;
        form.field("End date").fill("2099-08-20").await;
        form.field("Callback URL")
            .fill("http://example.com/status")
            .await;
        form.shows("https").await;
        page.is_accessible("warnings").await;
    });
}

#[test]
fn a_request_that_is_sent_and_refused() {
    in_browser(async |page| {
        page.sign_in().await;
        page.fill_range().await;
        let form = page.form();
        page.expect_failed_load(400, JOBS_PATH);
        let message = "com.example.ServiceException:https://dm-us.informaticacloud.com/saas/public/core/v3/license/metering";
        let refusal = FaultKind::Status {
            status: 400,
            body: ErrorBody::V3,
            message: Some(message.into()),
            retry_after: None,
            taken: false,
        };
        page.sim.add_fault(Fault::once(Call::Submit, refusal));
        form.button("Request export").click().await;
        form.shows("Not requested.").await;
        page.is_accessible("refused request").await;

        let late = FaultKind::latency(Duration::from_mins(1));
        page.sim.add_fault(Fault::once(Call::Submit, late));
        form.button("Request export").click().await;
        form.shows("Waiting for the service…").await;
        page.is_accessible("request under way").await;
    });
}

#[test]
fn a_command_to_copy_by_hand() {
    in_browser(async |page| {
        page.permit("clipboard-write", false).await;
        page.fill_range().await;
        page.unfold_body().await;
        page.form().button("Copy as cURL").click().await;
        page.form().shows("Copy the commands from here").await;
        page.is_accessible("command to copy by hand").await;
        page.permit("clipboard-write", true).await;
    });
}
