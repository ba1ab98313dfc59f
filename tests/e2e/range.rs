//! The range: counting its days, completing its dates, presets, and what is longer than 30 days.

use chrono::{Datelike as _, Days, NaiveDate};
use serde_json::{Value, json};
use simulator::{Call, RangeRule};

use crate::harness::{Kind, Page, Setup, in_browser};

#[test]
fn the_days_are_counted_as_one_types() {
    in_browser(async |page| {
        let form = page.form();
        form.field("Start date").fill("2024-08-12").await;
        form.field("End date").fill("2024-09-1").await;
        form.shows("21 days: 1 export").await;
        form.field("End date").type_text("0").await;
        form.shows("30 days: 1 export").await;
        form.button("Show the plan").is_gone().await;
        form.field("End date").fill("2024-09-12T00:00:00Z").await;
        form.shows("31 days: 2 exports (at most 30 days each)")
            .await;
        form.button("Show the plan").is_there().await;
        form.field("End date").fill("2024-08-12").await;
        form.shows("1 day: 1 export").await;
        form.button("Show the plan").is_gone().await;
    });
}

#[test]
fn a_longer_range_is_sent_as_one_request_by_those_who_know_better() {
    let lenient = Setup::default().simulator(|options| options.range_rule = RangeRule::Lenient31);
    lenient.run(async |page| {
        page.sign_in().await;
        let form = page.form();
        form.field("Start date").fill("2024-08-12").await;
        form.field("End date").fill("2024-09-12T00:00:00Z").await;
        form.button("Request 2 exports").is_there().await;
        form.choose_from("Other ways", "Send as one request").await;
        form.shows("31 days: 1 export").await;
        assert!(page.sim.requests_of(Call::Submit).is_empty());

        form.button("Request export").click().await;
        let job = page.created_job(0).await;
        page.job(&job.job_id).is_there().await;
        assert_eq!(job.end_date, "2024-09-12T00:00:00Z");
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);

        // The decision was about these dates.
        form.button("Request 2 exports").is_there().await;
    });
}

#[test]
fn dates_are_understood_as_people_write_them() {
    in_browser(async |page| {
        let form = page.form();
        for (typed, sent) in [
            ("2024-8-1", "2024-08-01T00:00:00Z"),
            ("2024-08-12 10:00", "2024-08-12T10:00:00Z"),
            ("2024-08-12T10:00+02:00", "2024-08-12T08:00:00Z"),
        ] {
            form.field("Start date").fill(typed).await;
            form.shows(sent).await;
        }
        form.field("Start date").fill("12/08/2024").await;
        form.button("Request export").click().await;
        form.shows("Start date: Enter the date as 2024-08-12.")
            .await;
    });
}

#[test]
fn bare_dates_are_completed_in_plain_sight_and_sent_as_shown() {
    in_browser(async |page| {
        page.sign_in().await;
        let form = page.form();
        form.field("Start date").fill(" 2024-08-12 ").await;
        form.field("End date").fill("2024-09-10").await;
        let shown = page.shown_body().await;
        let expected = json!({
            "startDate": "2024-08-12T00:00:00Z", "endDate": "2024-09-10T23:59:59Z", "jobType": "PROJECT_FOLDER",
        });
        assert_eq!(
            serde_json::from_str::<Value>(&shown).expect("JSON"),
            expected
        );
        // What was typed stays as it was typed.
        form.field("Start date").holds(" 2024-08-12 ").await;
        form.field("End date").holds("2024-09-10").await;
        form.button("Request export").click().await;
        page.created_job(0).await;
        assert_eq!(
            String::from_utf8_lossy(&page.sim.requests_of(Call::Submit)[0].body),
            shown
        );
    });
}

#[test]
fn an_offset_is_sent_as_the_same_instant_in_utc() {
    in_browser(async |page| {
        let form = page.form();
        form.field("Start date")
            .fill("2024-08-12T02:00:00+02:00")
            .await;
        form.field("End date").fill("2024-09-10T23:59:59Z").await;
        let body = page.shown_body().await;
        assert!(
            body.contains("\"startDate\": \"2024-08-12T00:00:00Z\""),
            "{body}"
        );
    });
}

#[test]
fn presets_fill_in_both_dates() {
    in_browser(async |page| {
        let form = page.form();
        for preset in [
            "Last 7 days",
            "Last 30 days",
            "This month",
            "Previous month",
        ] {
            form.button(preset).click().await;
            let (start, end) = days_of(preset, today(page).await);
            form.field("Start date").holds(&start.to_string()).await;
            form.field("End date").holds(&end.to_string()).await;
            let days = (end - start).num_days() + 1;
            let exports = if days > 30 { "2 exports" } else { "1 export" };
            let plural = if days == 1 { "" } else { "s" };
            form.shows(&format!("{days} day{plural}: {exports}")).await;
        }
    });
}

#[test]
fn a_day_chosen_in_the_calendar_is_typed_into_the_field() {
    in_browser(async |page| {
        let form = page.form();
        for (name, calendar, day) in [
            ("Start date", "Pick a start date", "2024-08-12"),
            ("End date", "Pick an end date", "2024-08-31"),
        ] {
            // The calendar itself belongs to the browser, and differs by language; this is what it does at its end.
            let choose = "arguments[0].value = arguments[1]; \
                          arguments[0].dispatchEvent(new InputEvent('input', { bubbles: true }))";
            let calendar = form.within(Kind::Calendar, calendar);
            calendar
                .act("choose a day in", async |element| {
                    let element = serde_json::to_value(element)?;
                    element_script(page, choose, element, day).await
                })
                .await;
            form.field(name).holds(day).await;
            calendar.holds(day).await;
        }
        form.shows("20 days: 1 export").await;
    });
}

async fn element_script(
    page: &Page,
    script: &str,
    element: Value,
    day: &str,
) -> Result<(), fantoccini::error::CmdError> {
    page.client()
        .execute(script, vec![element, day.into()])
        .await
        .map(drop)
}

/// The browser's today in UTC, which the presets count from.
async fn today(page: &Page) -> NaiveDate {
    let today = page
        .script("return new Date().toISOString().slice(0, 10)", Vec::new())
        .await;
    today
        .as_str()
        .and_then(|today| today.parse().ok())
        .expect("a date")
}

fn days_of(preset: &str, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let first = today.with_day(1).expect("every month has a first day");
    match preset {
        "Last 7 days" => (today - Days::new(7), today - Days::new(1)),
        "Last 30 days" => (today - Days::new(30), today - Days::new(1)),
        "This month" => (first, today),
        "Previous month" => {
            let last = first - Days::new(1);
            (last.with_day(1).expect("every month has a first day"), last)
        }
        other => panic!("there is no preset {other}"),
    }
}
