//! The page by keyboard alone, and where the focus is to be seen.

use simulator::{Call, DEMO_PASSWORD, DEMO_USERNAME, JobPlan, JobStatus};

use crate::harness::{
    DOWN, ENTER, ESCAPE, Kind, Page, SHIFT, SPACE, TAB, UP, in_browser, wait_for,
};

/// Whether what has the focus looks different for it: by an outline of its own, or of what stands for it;
/// in pictures by a line around a part.
const HAS_OUTLINE: &str = "
    const focused = document.activeElement;
    const outlined = (element, part) => {
        const style = element && getComputedStyle(element, part);
        return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
    };
    const lined = (element) => {
        const { stroke, strokeWidth } = getComputedStyle(element);
        return element instanceof SVGElement && stroke !== 'none' && parseFloat(strokeWidth) >= 1;
    };
    const parent = focused.parentElement;
    return [...focused.children].some(lined) || outlined(focused) || outlined(focused.nextElementSibling) || outlined(parent) || outlined(parent, '::after');";

/// Presses Tab until something of this role and name has the focus, seeing the focus at every stop.
async fn tab_to(page: &Page, role: &str, name: &str) {
    println!("· Tab to {role} “{name}”");
    let mut passed = Vec::new();
    for _ in 0..100 {
        page.press([TAB]).await;
        let focused = page.focused().await;
        assert_eq!(
            page.script(HAS_OUTLINE, Vec::new()).await,
            true,
            "the focus is not to be seen at {focused:?}"
        );
        if focused == (role.to_owned(), name.to_owned()) {
            return;
        }
        passed.push(focused);
    }
    panic!("Tab does not lead to {role} “{name}”, but to {passed:?}");
}

/// Signs in from the page's beginning.
async fn sign_in(page: &Page) {
    tab_to(page, "textbox", "User name").await;
    page.press(DEMO_USERNAME.chars()).await;
    tab_to(page, "textbox", "Password").await;
    page.press(DEMO_PASSWORD.chars()).await;
    page.press([ENTER]).await;
    // The form is gone; the focus is where it was.
    page.connection()
        .within(Kind::Heading, "Connection")
        .has_focus()
        .await;
}

#[test]
fn the_main_job_needs_no_pointer() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sim.script_next_job(JobPlan::held());
        sign_in(page).await;
        tab_to(page, "button", "Sign out").await;
        tab_to(page, "textbox", "Start date").await;
        page.press("2024-08-12".chars()).await;
        tab_to(page, "textbox", "End date").await;
        page.press("2024-09-10".chars()).await;
        tab_to(page, "combobox", "Combined meter usage").await;
        page.press([DOWN, DOWN]).await;
        tab_to(page, "combobox", "All linked orgs").await;
        page.press([DOWN]).await;
        tab_to(page, "button", "Request export").await;
        page.press([SPACE]).await;
        let job = page.created_job(0).await;
        assert!(job.all_linked_orgs && !job.combined_meter_usage);
        page.job(&job.job_id).is_there().await;

        tab_to(page, "button", "More").await;
        page.press([ENTER]).await;
        let item = |name: &str| page.find(Kind::MenuItem, name);
        item("Details").has_focus().await;
        page.press([DOWN, DOWN]).await;
        item("Remove").has_focus().await;
        page.press([DOWN]).await;
        item("Details").has_focus().await;
        page.press([ENTER]).await;
        page.find(Kind::Terms, "Fields of the job").is_there().await;
        let menu = page.job(&job.job_id).button("More");
        menu.has_focus().await;
        page.press([SPACE]).await;
        item("Hide details").has_focus().await;
        page.press([ESCAPE]).await;
        item("Hide details").is_gone().await;
        menu.has_focus().await;

        // And back: what is passed with Shift is what Tab had passed.
        page.chord(SHIFT, TAB).await;
        assert_eq!(
            page.focused().await,
            ("button".to_owned(), "Refresh".to_owned())
        );
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
    });
}

#[test]
fn from_the_sign_in_to_the_usage_no_pointer_is_needed() {
    in_browser(async |page| {
        let at_once = JobPlan::at_once(JobStatus::Success);
        page.sim.script_next_job(at_once);
        sign_in(page).await;
        tab_to(page, "button", "Last 30 days").await;
        page.press([SPACE]).await;
        tab_to(page, "button", "Request export").await;
        page.press([ENTER]).await;
        let id = page.created_job(0).await.job_id;
        page.job(&id).button("Show usage").is_there().await;

        tab_to(page, "button", "More").await;
        page.press([SPACE]).await;
        page.find(Kind::MenuItem, "Refresh").has_focus().await;
        page.press([DOWN]).await;
        page.find(Kind::MenuItem, "Download").has_focus().await;
        page.press([SPACE]).await;
        page.announces(&format!("Job {id}: downloaded.")).await;
        page.job(&id).button("More").has_focus().await;
        page.chord(SHIFT, TAB).await;
        page.job(&id).button("Show usage").has_focus().await;
        page.press([ENTER]).await;
        page.find(Kind::Heading, "Usage").has_focus().await;
        page.announces("Usage of 1 export is shown.").await;
        assert_eq!(page.sim.requests_of(Call::Download).len(), 1);

        tab_to(page, "textbox", "Filter").await;
        tab_to(page, "button", "Project").await;
        let first = page.usage_rows("By project").await[0].clone();
        page.press([ENTER]).await;
        wait_for("another order", async || {
            let now = page.usage_rows("By project").await[0].clone();
            if now == first {
                Err(now[0].clone())
            } else {
                Ok(())
            }
        })
        .await;
        let total = page.usage_total("By project").await[1].replace(',', "");
        let expected = page.sim.usage_totals(&id).expect("sums").total;
        assert_eq!(total, expected);
    });
}

#[test]
fn enter_in_a_field_asks_for_the_export() {
    in_browser(async |page| {
        page.sign_in().await;
        page.fill_range().await;
        page.form().field("Callback URL").click().await;
        page.press([ENTER]).await;
        page.created_job(0).await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
    });
}

#[test]
fn the_first_stop_skips_to_the_export_request() {
    in_browser(async |page| {
        tab_to(page, "link", "Skip to the export request").await;
        let link = page.find(Kind::Link, "Skip to the export request");
        let is_displayed = link
            .act("look at", async |element| element.is_displayed().await)
            .await;
        assert!(is_displayed);
        page.press([ENTER]).await;
        page.form()
            .within(Kind::Heading, "Export request")
            .has_focus()
            .await;
        tab_to(page, "button", "Last 7 days").await;
    });
}

#[test]
fn the_way_to_connect_is_chosen_with_the_arrow_keys() {
    in_browser(async |page| {
        tab_to(page, "radio", "User name and password").await;
        page.press([DOWN]).await;
        page.find(Kind::Radio, "Session ID").has_focus().await;
        tab_to(page, "textbox", "Session ID").await;
        page.chord(SHIFT, TAB).await;
        page.press([UP]).await;
        page.find(Kind::Radio, "User name and password")
            .has_focus()
            .await;
        page.connection().field("Password").is_there().await;
        page.connection().field("API base URL").is_gone().await;
    });
}

#[test]
fn a_problem_is_reached_and_mended_by_keyboard() {
    in_browser(async |page| {
        page.sign_in().await;
        tab_to(page, "button", "Request export").await;
        page.press([ENTER]).await;
        let summary = page.form().within(Kind::Group, "There is a problem");
        summary.has_focus().await;
        page.press([TAB]).await;
        let (role, name) = page.focused().await;
        assert_eq!(role, "link");
        assert!(name.starts_with("Start date: "), "{name}");
        page.press([ENTER]).await;
        page.form().field("Start date").has_focus().await;
        page.press("2024-08-12".chars()).await;
        tab_to(page, "textbox", "End date").await;
        page.press("2024-09-10".chars()).await;
        summary.is_gone().await;
        page.press([ENTER]).await;
        page.created_job(0).await;
    });
}
