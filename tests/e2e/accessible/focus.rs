//! Where Tab leads, and that one sees where one is.

use simulator::JobPlan;

use crate::harness::{Area, Look, Page, Picture, TAB, in_chromium};
use crate::usage_made::{csv, zipped};

/// Everything that Tab stops at with a session and a job whose details are open, in order.
const STOPS: [&str; 30] = [
    "link “Skip to the export request”",
    "button “Sign out”",
    "button “Last 7 days”",
    "button “Last 30 days”",
    "button “This month”",
    "button “Previous month”",
    "button “Last 90 days”",
    "button “This year”",
    "button “Previous year”",
    "textbox “Start date”",
    // Chromium stops twice in a calendar: once at its day, which is not shown, and once at what opens it.
    "Date “Pick a start date”",
    "Date “Pick a start date”",
    "textbox “End date”",
    "Date “Pick an end date”",
    "Date “Pick an end date”",
    "combobox “Job type”",
    "combobox “Combined meter usage”",
    "combobox “All linked orgs”",
    "textbox “Callback URL”",
    "button “Request export”",
    "DisclosureTriangle “Request body”",
    "button “Notify me when it ends”",
    "button “Refresh all”",
    "button “Refresh”",
    "button “More”",
    "button “Copy the job ID”",
    "textbox “Job ID”",
    "button “Add job”",
    "button “Open a ZIP or CSV”",
    "button “Forget everything in this browser”",
];

/// Name and place of what has the focus; nothing if the round is over.
const FOCUSED: &str = "
    const focused = document.activeElement;
    if (!focused || focused === document.body) return null;
    const { left, top, width, height } = focused.getBoundingClientRect();
    return [left, top, width, height];";

/// What has the focus, and where it is.
async fn stop(page: &Page) -> Option<(String, Area)> {
    let place: Option<[f64; 4]> =
        serde_json::from_value(page.script(FOCUSED, Vec::new()).await).expect("a place");
    let [left, top, width, height] = place?;
    let (role, name) = page.focused().await;
    let area = Area {
        left,
        top,
        width,
        height,
    };
    Some((format!("{role} “{name}”"), area))
}

/// Goes once round the page and checks at each stop that the focus is seen.
async fn round(page: &Page, without: &Picture) -> Vec<String> {
    let mut passed = Vec::new();
    let mut unseen = Vec::new();
    loop {
        page.press([TAB]).await;
        let Some((name, area)) = stop(page).await else {
            break;
        };
        assert!(passed.len() < 100, "Tab goes round and round: {passed:?}");
        let picture = page.picture().await;
        let seen = picture.seen_changes(without, area.with_margin(6.0));
        // A line of two pixels around it, less its round corners.
        if seen < 1.75 * area.perimeter() {
            unseen.push(name.clone());
        }
        passed.push(name);
    }
    assert!(unseen.is_empty(), "the focus is not seen at {unseen:?}");
    passed
}

/// Checks one look in a window that is high enough for the whole page.
fn check(look: Look) {
    in_chromium(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).choose_from("More", "Details").await;
        page.look(look).await;
        page.window(1280, 1600).await;
        // To the end of the page, after which comes its start.
        while stop(page).await.is_some() {
            page.press([TAB]).await;
        }
        let passed = round(page, &page.picture().await).await;
        assert_eq!(passed, STOPS);
        page.usual_look().await;
    });
}

#[test]
fn the_focus_is_seen_at_every_stop_in_the_order_of_reading() {
    check(Look::Light);
}

#[test]
fn the_focus_is_seen_in_the_dark_theme() {
    check(Look::Dark);
}

#[test]
fn the_focus_is_seen_in_forced_colours() {
    check(Look::ForcedColours);
}

/// Checks the region "Usage" in one look.
fn check_usage(look: Look) {
    in_chromium(async |page| {
        page.drop_file("made.zip", &zipped(&csv(12))).await;
        page.usage().shows("made.zip: 12 rows").await;
        page.look(look).await;
        page.window(1280, 3900).await;
        // To the last stop before the region.
        page.jobs()
            .button("Add job")
            .act("focus", async |element| {
                let element = serde_json::to_value(element)?;
                page.client()
                    .execute("arguments[0].focus(); arguments[0].blur()", vec![element])
                    .await
            })
            .await;
        let passed = round(page, &page.picture().await).await;
        assert!(
            passed.contains(&"textbox “Filter”".to_owned()),
            "{passed:?}"
        );
        page.usual_look().await;
    });
}

#[test]
fn the_focus_is_seen_in_pictures_and_tables() {
    check_usage(Look::Light);
}

#[test]
fn the_focus_is_seen_in_pictures_and_tables_in_the_dark_theme() {
    check_usage(Look::Dark);
}

#[test]
fn the_focus_is_seen_in_pictures_and_tables_in_forced_colours() {
    check_usage(Look::ForcedColours);
}
