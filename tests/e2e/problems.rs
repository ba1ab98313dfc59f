//! Problems of the request: the summary, the words at the fields, and how they go.

use simulator::Call;

use crate::harness::{Kind, Locator, Page, TAB, in_browser};

fn summary(page: &Page) -> Locator<'_> {
    page.form().within(Kind::Group, "There is a problem")
}

#[test]
fn asking_with_problems_sends_nothing_and_moves_the_focus_to_a_summary() {
    in_browser(async |page| {
        page.sign_in().await;
        page.form()
            .field("End date")
            .fill("10 September 2024")
            .await;
        page.form()
            .field("Callback URL")
            .fill("http://localhost/status")
            .await;
        page.form().button("Request export").click().await;
        summary(page).has_focus().await;
        let entries = summary(page).link_names().await;
        assert_eq!(entries.len(), 3, "{entries:?}");
        assert!(
            entries[0].starts_with("Start date: A value is required"),
            "{entries:?}"
        );
        assert!(entries[1].starts_with("End date: "), "{entries:?}");
        assert!(entries[2].starts_with("Callback URL: "), "{entries:?}");
        assert!(page.sim.requests_of(Call::Submit).is_empty());

        // Asking again takes the focus again.
        page.form().field("Start date").click().await;
        page.form().button("Request export").click().await;
        summary(page).has_focus().await;
        assert!(page.sim.requests_of(Call::Submit).is_empty());
    });
}

#[test]
fn each_entry_leads_to_its_field_where_the_same_words_stand() {
    in_browser(async |page| {
        page.sign_in().await;
        let form = page.form();
        form.field("Start date").fill("2024-02-30").await;
        form.field("Callback URL")
            .fill("https://user:secret@example.com/")
            .await;
        form.button("Request export").click().await;
        for name in ["Start date", "End date", "Callback URL"] {
            let entries = summary(page).link_names().await;
            let start = format!("{name}: ");
            let entry = entries
                .iter()
                .find(|entry| entry.starts_with(&start))
                .expect(name);
            summary(page).link(entry).click().await;
            let field = form.field(name);
            field.has_focus().await;
            assert_eq!(
                field.attribute("aria-invalid").await.as_deref(),
                Some("true"),
                "{name}"
            );
            let words = entry.strip_prefix(&start).expect(name);
            assert_eq!(
                field.described_by().await.first().map(String::as_str),
                Some(words),
                "{name}"
            );
        }
        // The address is still the page's own: going back leaves the page, not the field.
        assert_eq!(
            page.client()
                .current_url()
                .await
                .expect("an address")
                .as_str(),
            page.url()
        );
        assert_eq!(form.field("Job type").attribute("aria-invalid").await, None);
    });
}

#[test]
fn what_is_mended_disappears_while_one_types() {
    in_browser(async |page| {
        page.sign_in().await;
        let form = page.form();
        let (start, end) = (form.field("Start date"), form.field("End date"));
        form.button("Request export").click().await;
        assert_eq!(summary(page).link_names().await.len(), 2);
        start.fill("2024-08-12").await;
        assert_eq!(start.attribute("aria-invalid").await, None);
        assert_eq!(summary(page).link_names().await.len(), 1);
        end.fill("2024-08-11").await;
        let entries = summary(page).link_names().await;
        assert!(
            entries[0].contains("must end after its start"),
            "{entries:?}"
        );
        end.fill("2024-08-12").await;
        summary(page).is_gone().await;
        assert_eq!(end.attribute("aria-invalid").await, None);
        end.holds("2024-08-12").await;
    });
}

#[test]
fn typing_goes_on_while_the_words_under_a_field_come_and_go() {
    in_browser(async |page| {
        let form = page.form();
        form.field("Start date").fill("2024-08-12").await;
        let end = form.field("End date");
        end.fill("2024-08-11").await;
        form.button("Request export").click().await;
        form.shows("must end after its start").await;
        // Each key changes what stands under the field: others words, none, other words again.
        end.fill("2024-08-1").await;
        end.has_focus().await;
        end.holds("2024-08-1").await;
        end.fill("2024-08-31T23:59:59Z").await;
        end.has_focus().await;
        end.holds("2024-08-31T23:59:59Z").await;
    });
}

#[test]
fn a_field_that_is_left_says_what_is_wrong_before_anything_is_asked_for() {
    in_browser(async |page| {
        let start = page.form().field("Start date");
        start.fill("12/08/2024").await;
        assert_eq!(
            start.attribute("aria-invalid").await,
            None,
            "one is still typing"
        );
        page.press([TAB]).await;
        page.form().shows("Enter the date as 2024-08-12.").await;
        assert_eq!(
            start.attribute("aria-invalid").await.as_deref(),
            Some("true")
        );
        // An empty field that is only passed by is no mistake yet.
        let end = page.form().field("End date");
        end.click().await;
        page.press([TAB]).await;
        assert_eq!(end.attribute("aria-invalid").await, None);
        summary(page).is_gone().await;
    });
}

#[test]
fn without_a_session_the_summary_leads_to_the_sign_in() {
    in_browser(async |page| {
        page.fill_range().await;
        page.form().button("Request export").click().await;
        summary(page).has_focus().await;
        assert_eq!(summary(page).link_names().await, ["Sign in first."]);
        summary(page).link("Sign in first.").click().await;
        page.connection().field("User name").has_focus().await;
        page.sign_in().await;
        summary(page).is_gone().await;
        page.form().field("Start date").holds("2024-08-12").await;
        assert!(page.sim.requests_of(Call::Submit).is_empty());
    });
}
