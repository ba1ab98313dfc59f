//! What was opened or downloaded is kept in the browser, until it is removed or everything is forgotten.

use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Call, JobPlan, JobStatus};

use crate::harness::{ENTER, Kind, Page, Setup, in_browser, wait_for};
use crate::usage_made::{Files, csv, zipped};

const HEADER: &str = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n";

/// A CSV file with a row on each of these days of January 2025.
fn on_days(days: &[u32]) -> String {
    let row = |day: &u32| format!("2025-01-{day:02}T00:00:00Z,Sales,Daily,o1,Production,1.5\n");
    let rows: String = days.iter().map(row).collect();
    format!("{HEADER}{rows}")
}

/// The names of the kept exports.
async fn kept(page: &Page) -> Vec<String> {
    let rows = page.usage_rows("Kept in this browser").await;
    rows.into_iter().map(|row| row[0].clone()).collect()
}

async fn is_kept(page: &Page, name: &str) {
    page.usage()
        .button(&format!("Remove {name}"))
        .is_there()
        .await;
}

/// What the page has stored: the records of each database, and the keys in local storage.
async fn stored(page: &Page) -> (Value, Value) {
    let script = "
        const answered = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
        const records = async ({ name }) => {
          const database = await answered(indexedDB.open(name));
          const stores = [...database.objectStoreNames];
          const transaction = database.transaction(stores);
          const counts = await Promise.all(stores.map((store) => answered(transaction.objectStore(store).count())));
          database.close();
          return [name, counts.reduce((a, b) => a + b, 0)];
        };
        indexedDB.databases().then((all) => Promise.all(all.map(records)))
          .then((databases) => done([Object.fromEntries(databases), Object.keys(localStorage)]));";
    let mut found = page.script_until_done(script, Vec::new()).await;
    (found[0].take(), found[1].take())
}

#[test]
fn a_page_that_stays_open_knows_the_day() {
    in_browser(async |page| {
        page.drop_file("made.zip", &zipped(&csv(3))).await;
        is_kept(page, "made.zip").await;
        let day_in = "return new Date(Date.now() + 2 * 86400e3).toISOString().slice(0, 10)";
        let later = page.script(day_in, Vec::new()).await;
        let two_days_pass = "const now = Date.now; Date.now = () => now() + 2 * 86400e3";
        page.script(two_days_pass, Vec::new()).await;
        page.usage().field("Filter").fill("P").await;
        let until = page.usage().within(Kind::Calendar, "Missing until");
        until.holds(later.as_str().expect("a day")).await;
    });
}

#[test]
fn what_was_shown_is_shown_again_after_a_reload_and_when_the_service_has_deleted_it() {
    in_browser(async |page| {
        page.sim
            .script_next_job(JobPlan::at_once(JobStatus::Success));
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).button("Show usage").click().await;
        is_kept(page, &id).await;
        let totals = page.sim.usage_totals(&id).expect("a job");

        page.sim.advance(Duration::from_hours(4 * 24));
        page.reload().await;
        page.usage().shows(&format!("{id}: ")).await;
        let total = page.usage_total("By day").await;
        assert_eq!(total[1].replace(',', ""), totals.total);
        let row = &page.usage_rows("Kept in this browser").await[0];
        assert_eq!(
            row[1..=3],
            ["Project level", row[2].as_str(), "2024-08-12 to 2024-09-10"]
        );
        assert!(row[6].starts_with("Shown"), "{row:?}");
        assert_eq!(page.sim.requests_of(Call::Download).len(), 1);
        page.find(Kind::Heading, "Usage").is_there().await;

        // Closed, it is kept, and not shown by itself.
        page.usage().button(&format!("Close {id}")).click().await;
        page.usage().button(&format!("Show {id}")).is_there().await;
        page.reload().await;
        page.usage().shows("No export is open.").await;
        page.usage().button(&format!("Show {id}")).click().await;
        page.announces("Usage of 1 export is shown.").await;

        page.usage().button(&format!("Remove {id}")).click().await;
        page.usage().button(&format!("Keep {id}")).has_focus().await;
        page.usage().button(&format!("Keep {id}")).click().await;
        page.usage()
            .button(&format!("Remove {id}"))
            .has_focus()
            .await;
        page.usage().button(&format!("Remove {id}")).click().await;
        page.usage()
            .button(&format!("Remove {id} now"))
            .click()
            .await;
        page.usage()
            .within(Kind::Table, "Kept in this browser")
            .is_gone()
            .await;
        page.usage().shows(&format!("{id}: ")).await;
        page.reload().await;
        page.usage().shows("Nothing opened yet.").await;
    });
}

#[test]
fn what_is_only_downloaded_is_kept_too_and_can_be_saved_again() {
    in_browser(async |page| {
        page.sim
            .script_next_job(JobPlan::at_once(JobStatus::Success));
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).button("Show usage").is_there().await;
        page.job(&id).choose_from("More", "Download").await;
        is_kept(page, &id).await;
        page.usage().shows("No export is open.").await;
        let row = &page.usage_rows("Kept in this browser").await[0];
        assert_eq!(row[1], "Project level");
        page.watch_saving().await;
        page.usage().button(&format!("Save {id}")).click().await;
        let (name, _) = &page.saved().await[0];
        assert_eq!(*name, format!("metering_2024-08-12_2024-09-10_{id}.zip"));
        // Shown, it is the same export.
        page.job(&id).button("Show usage").click().await;
        page.announces("Usage of 1 export is shown.").await;
        page.usage().shows("Shown").await;
        assert_eq!(kept(page).await, [id.as_str()]);
    });
}

#[test]
fn the_same_file_is_kept_once_and_several_tabs_show_what_is_kept() {
    in_browser(async |page| {
        let (one, other) = (zipped(&csv(3)), zipped(&csv(5)));
        let files = Files::new(&[("one.zip", &one), ("copy.zip", &one), ("other.zip", &other)]);
        for name in ["one.zip", "copy.zip", "other.zip"] {
            page.open_files(&[&files.path(name)]).await;
            page.usage().shows(&format!("{name}: ")).await;
        }
        is_kept(page, "other.zip").await;
        assert_eq!(kept(page).await, ["one.zip", "other.zip"]);

        let client = page.client();
        let first_tab = client.window().await.expect("a tab");
        page.new_tab().await;
        page.open().await;
        page.usage().shows("one.zip: ").await;
        page.usage().shows("other.zip: ").await;
        page.usage().button("Remove one.zip").click().await;
        page.usage().button("Remove one.zip now").click().await;
        page.usage().button("Remove one.zip").is_gone().await;
        client
            .switch_to_window(first_tab)
            .await
            .expect("the first tab");
        page.usage().button("Remove one.zip").is_gone().await;
        is_kept(page, "other.zip").await;
    });
}

#[test]
fn a_file_that_is_open_is_not_opened_a_second_time() {
    in_browser(async |page| {
        let (one, other) = (zipped(&csv(3)), zipped(&csv(5)));
        let files = Files::new(&[("one.zip", &one), ("other.zip", &other)]);
        let (one, other) = (files.path("one.zip"), files.path("other.zip"));
        page.open_files(&[&one, &one]).await;
        page.announces("Usage of 1 export is shown.").await;
        page.open_files(&[&one]).await;
        wait_for("a second answer", async || {
            let said = page.announcements().await;
            let answers = said.iter().filter(|said| said.contains("is shown"));
            (answers.count() == 2)
                .then_some(())
                .ok_or(format!("{said:?}"))
        })
        .await;
        is_kept(page, "one.zip").await;

        page.reload().await;
        page.usage().shows("one.zip: ").await;
        page.open_files(&[&one, &other]).await;
        page.announces("Usage of 2 exports is shown.").await;
        for name in ["one.zip", "other.zip"] {
            page.usage()
                .button(&format!("Close {name}"))
                .is_there()
                .await;
        }
    });
}

#[test]
fn config_json_can_turn_keeping_off() {
    Setup::default()
        .config(r#"{"keepExports": false}"#)
        .run(async |page| {
            page.drop_file("a.zip", &zipped(&csv(3))).await;
            page.usage().shows("a.zip: 3 rows").await;
            let (databases, local) = stored(page).await;
            assert_eq!(
                (databases, local),
                (json!({"metering-export": 0}), json!([]))
            );
            page.reload().await;
            page.usage().shows("Nothing opened yet.").await;
        });
}

#[test]
fn a_record_that_cannot_be_read_is_said_and_the_others_are_shown() {
    in_browser(async |page| {
        page.drop_file("a.zip", &zipped(&csv(3))).await;
        is_kept(page, "a.zip").await;
        let spoil = "
            const request = indexedDB.open('metering-export.usage');
            request.onsuccess = () => {
              const transaction = request.result.transaction('exports', 'readwrite');
              transaction.objectStore('exports').add({ kept: 'half' });
              transaction.oncomplete = () => { request.result.close(); done(null); };
            };";
        page.script_until_done(spoil, Vec::new()).await;
        page.reload().await;
        page.usage().shows("a.zip: 3 rows").await;
        page.usage().shows("1 kept export cannot be read.").await;
        page.usage()
            .button("Remove what cannot be read")
            .click()
            .await;
        page.usage()
            .button("Remove what cannot be read")
            .is_gone()
            .await;
        assert_eq!(kept(page).await, ["a.zip"]);
    });
}

#[test]
fn what_cannot_be_kept_is_shown_and_said() {
    in_browser(async |page| {
        let full = "IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); };";
        page.script(full, Vec::new()).await;
        page.drop_file("full.zip", &zipped(&csv(3))).await;
        page.usage().shows("full.zip: 3 rows").await;
        let words = "full.zip could not be kept in this browser: after a reload it has to be opened again. The storage of this site is full.";
        page.usage().shows(words).await;
        page.reload().await;
        page.drop_file("later.zip", &zipped(&csv(5))).await;
        is_kept(page, "later.zip").await;
        if page.is_chromium() {
            let deny = "for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
                          Object.defineProperty(window, name, { get() { throw new DOMException('denied', 'SecurityError'); } });";
            page.with_script(deny, async || {
                page.drop_file("denied.zip", &zipped(&csv(2))).await;
                page.usage().shows("denied.zip: 2 rows").await;
                page.usage().shows("denied.zip could not be kept in this browser: after a reload it has to be opened again. The browser denies this page its storage.").await;
            })
            .await;
            page.usage().shows("later.zip: 5 rows").await;
        }
    });
}

#[test]
fn a_name_that_was_given_stands_beside_the_id_of_an_organization() {
    in_browser(async |page| {
        page.drop_file("a.csv", on_days(&[2]).as_bytes()).await;
        is_kept(page, "a.csv").await;
        let open = "document.querySelector('.usage summary').click()";
        page.script(open, Vec::new()).await;
        page.usage().field("Name of o1").fill("Acme East").await;
        page.press([ENTER]).await;
        page.usage()
            .within(Kind::Table, "By organization")
            .shows("Acme East")
            .await;
        page.reload().await;
        page.usage()
            .within(Kind::Table, "By organization")
            .shows("Acme East")
            .await;
        page.usage()
            .within(Kind::Table, "Kept in this browser")
            .shows("Acme East o1")
            .await;
        page.usage().field("Filter").fill("acme").await;
        page.usage()
            .within(Kind::Table, "By organization")
            .shows("Filtered total")
            .await;
        page.usage()
            .within(Kind::Table, "By organization")
            .shows("Acme East")
            .await;
    });
}

#[test]
fn what_is_missing_is_filled_into_the_form_and_not_sent() {
    in_browser(async |page| {
        page.drop_file("a.csv", on_days(&[2, 3]).as_bytes()).await;
        is_kept(page, "a.csv").await;
        page.drop_file("b.csv", on_days(&[8]).as_bytes()).await;
        is_kept(page, "b.csv").await;
        // Chosen in the calendar, which no driver can open.
        let choose = "
            const field = document.getElementById('kept-last');
            field.value = '2025-01-10';
            field.dispatchEvent(new Event('change', { bubbles: true }));";
        page.usage()
            .within(Kind::Calendar, "Missing until")
            .is_there()
            .await;
        page.script(choose, Vec::new()).await;
        let table = page.usage().within(Kind::Table, "Missing between them");
        table.shows("2025-01-04 to 2025-01-07").await;
        table.shows("2025-01-09 to 2025-01-10").await;
        let button = "Request what is missing, project level, o1";
        page.usage().button(button).click().await;
        page.find(Kind::Heading, "Export request").has_focus().await;
        page.form().field("Start date").holds("2025-01-04").await;
        page.form().field("End date").holds("2025-01-10").await;
        page.form().field("Job type").holds("PROJECT_FOLDER").await;
        page.announces("The form is filled in with 2025-01-04 to 2025-01-10. Nothing is sent yet.")
            .await;

        // Of job level all meters are missing, whatever was typed before.
        page.form().field("Job type").choose("Asset level").await;
        page.form()
            .field("Meter ID")
            .fill("a2nB20h1o0lc7k3P9xtWS8")
            .await;
        page.drop_file("jobs.csv", b"Task ID,Status\nt1,Success\n")
            .await;
        let button = "Request what is missing, job level";
        page.usage().button(button).click().await;
        page.form().field("Job type").holds("JOB_LEVEL").await;
        page.form().field("Meter ID").holds("").await;
        page.form().field("All meters").holds("TRUE").await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 0);
    });
}

#[test]
fn everything_is_forgotten_in_all_tabs_after_a_question() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        page.form()
            .field("Callback URL")
            .fill("https://example.org/status")
            .await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        page.drop_file("a.zip", &zipped(&csv(3))).await;
        is_kept(page, "a.zip").await;
        let client = page.client();
        let first_tab = client.window().await.expect("a tab");
        let second_tab = page.new_tab().await;
        page.open().await;
        page.usage().shows("a.zip: ").await;
        client
            .switch_to_window(first_tab)
            .await
            .expect("the first tab");

        let forget = "Forget everything in this browser";
        page.button(forget).click().await;
        page.find(Kind::Heading, "Forget everything in this browser?")
            .has_focus()
            .await;
        page.shows("the list with 1 job").await;
        page.button("Keep everything").click().await;
        page.button(forget).has_focus().await;
        page.job(&id).is_there().await;
        page.button(forget).click().await;
        page.button("Forget everything").click().await;
        let words = "Everything that this page had stored in this browser was deleted.";
        page.shows(words).await;
        page.is_live().await;
        page.jobs().shows("No jobs yet.").await;
        page.usage().shows("Nothing opened yet.").await;
        page.form().field("Callback URL").holds("").await;
        page.connection().field("User name").holds("").await;
        let (databases, local) = stored(page).await;
        assert_eq!(
            (databases, local),
            (json!({"metering-export": 0}), json!([]))
        );

        client
            .switch_to_window(second_tab)
            .await
            .expect("the other tab");
        page.shows(words).await;
        page.jobs().shows("No jobs yet.").await;
        page.usage().shows("Nothing opened yet.").await;
        assert_eq!(page.sim.requests_of(Call::Submit).len(), 1);
    });
}
