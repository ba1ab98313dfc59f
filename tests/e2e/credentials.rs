//! Credentials: in memory only, in traffic only where they belong, and gone on signing out and after half an hour without use.

use serde_json::Value;
use simulator::{Call, DEMO_PASSWORD, DEMO_USERNAME, JobPlan};

use crate::harness::{Kind, Page, in_browser};

/// Every place of the browser in which a page can leave something, and the page itself.
const EVERYTHING_KEPT: &str = "
    const found = arguments[arguments.length - 1];
    const entries = (storage) => Object.entries({ ...storage }).flat().join('\\n');
    const answered = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const records = async ({ name }) => {
      const database = await answered(indexedDB.open(name));
      const stores = [...database.objectStoreNames];
      const transaction = database.transaction(stores);
      const all = await Promise.all(stores.map((store) => answered(transaction.objectStore(store).getAll())));
      database.close();
      return [name, ...all];
    };
    Promise.all([indexedDB.databases().then((all) => Promise.all(all.map(records))), caches.keys(), navigator.storage.getDirectory().then((root) => Array.fromAsync(root.keys()))])
      .then((databases) => found([
        location.href, document.cookie, window.name, document.title, JSON.stringify(history.state),
        entries(localStorage), entries(sessionStorage), document.documentElement.outerHTML,
        performance.getEntries().map((entry) => entry.name).join('\\n'), JSON.stringify(databases),
      ].join('\\n')), (error) => found(String(error)));";

/// Panics if a secret is in any place that outlives the page, in its elements, its history, or the console.
async fn assert_not_kept(page: &Page, secrets: &[&str]) {
    let kept = page.async_script(EVERYTHING_KEPT).await;
    let kept = kept.as_str().expect("a text");
    assert!(
        kept.contains(r#"[[["metering-export",["#) && kept.ends_with("]],[],[]]"),
        "every place was looked at, and there are no other databases, no caches or files: {kept}"
    );
    let console = page.console().await;
    for secret in secrets {
        assert!(!kept.contains(secret), "a secret is kept: {kept}");
        assert!(
            !console.iter().any(|line| line.to_string().contains(secret)),
            "a secret is in the console"
        );
    }
}

/// Panics if a session ID was sent anywhere but in its header.
fn assert_only_where_it_belongs(page: &Page, session: &str) {
    let requests = page.sim.requests();
    let carriers = requests
        .iter()
        .filter(|request| request.header("infa-session-id") == Some(session));
    assert!(carriers.count() > 0, "the session was used");
    for request in &requests {
        let address = format!(
            "{}?{}",
            request.path,
            request.query.as_deref().unwrap_or_default()
        );
        let body = String::from_utf8_lossy(&request.body);
        assert!(
            !address.contains(session) && !body.contains(session),
            "{address}"
        );
        for (name, value) in &request.headers {
            let is_there = String::from_utf8_lossy(value.as_bytes()).contains(session);
            assert!(
                !is_there || name == "infa-session-id",
                "{name} of {address}"
            );
        }
    }
}

/// Panics if the password was sent anywhere but in the body that signs in, once.
fn assert_password_was_sent_once(page: &Page) {
    let mut times = 0;
    for request in page.sim.requests() {
        let address = format!(
            "{}?{}",
            request.path,
            request.query.as_deref().unwrap_or_default()
        );
        let headers = format!("{:?}", request.headers);
        assert!(
            !address.contains(DEMO_PASSWORD) && !headers.contains(DEMO_PASSWORD),
            "{address}"
        );
        if String::from_utf8_lossy(&request.body).contains(DEMO_PASSWORD) {
            assert_eq!(request.call, Some(Call::SignIn));
            times += 1;
        }
    }
    assert_eq!(times, 1);
}

/// What is in the fields of the page.
async fn typed(page: &Page) -> Value {
    let script = "return [...document.querySelectorAll('input, textarea')].map((field) => field.value).join('\\n')";
    page.script(script, Vec::new()).await
}

/// The session that the last request carried.
fn session_in_use(page: &Page) -> String {
    let requests = page.sim.requests_of(Call::Submit);
    let session = requests
        .last()
        .and_then(|request| request.header("infa-session-id"));
    session.expect("a session").to_owned()
}

#[test]
fn credentials_are_sent_where_they_belong_and_kept_nowhere() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.fill_credentials().await;
        assert_not_kept(page, &[DEMO_PASSWORD]).await;
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).is_there().await;
        page.job(&id).choose_from("More", "Details").await;
        page.asked(Call::Status, 1).await;
        let session = session_in_use(page);
        let secrets = [DEMO_PASSWORD, &session];
        assert_not_kept(page, &secrets).await;

        page.connection().button("Sign out").click().await;
        page.asked(Call::SignOut, 1).await;
        page.connection().button("Sign in").is_there().await;
        assert_not_kept(page, &secrets).await;
        let typed = typed(page).await.to_string();
        assert!(
            secrets.iter().all(|secret| !typed.contains(secret)),
            "{typed}"
        );
        let asked = page.sim.requests().len();
        page.reload().await;
        page.job(&id).is_there().await;
        assert_not_kept(page, &secrets).await;
        assert_eq!(
            page.sim.requests().len(),
            asked,
            "nothing is asked without a session"
        );
        assert_only_where_it_belongs(page, &session);
        assert_password_was_sent_once(page);
    });
}

#[test]
fn a_pasted_session_and_a_password_in_a_callback_url_are_not_kept_either() {
    in_browser(async |page| {
        let session = page.sim.open_session();
        page.find(Kind::Radio, "Session ID").click_label().await;
        page.connection().field("Session ID").fill(&session).await;
        assert_not_kept(page, &[&session]).await;
        page.connection().button("Connect").click().await;
        page.connection().button("Sign out").is_there().await;
        page.request_export().await;
        page.form()
            .field("Callback URL")
            .fill("https://me:s3cr3t-in-url@example.org/")
            .await;
        page.form().field("Start date").fill("2024-08-12").await;
        let stored = page
            .script(
                "return JSON.stringify({ ...localStorage, ...sessionStorage })",
                Vec::new(),
            )
            .await;
        let stored = stored.as_str().expect("a text");
        assert!(stored.contains("2024-08-12"), "{stored}");
        assert!(
            !stored.contains("s3cr3t-in-url") && !stored.contains(&session),
            "{stored}"
        );
        assert_only_where_it_belongs(page, &session);
        // Whether the way to connect comes back or not: the session does not.
        page.reload().await;
        page.connection().field("Session ID").holds("").await;
    });
}

/// Puts the browser's clock forward, from what it shows.
async fn minutes_pass(page: &Page, minutes: u32) {
    let script =
        "const now = window.Date.now; window.Date.now = () => now() + 60_000 * arguments[0];";
    page.script(script, vec![minutes.into()]).await;
}

#[test]
fn a_session_that_nobody_uses_is_forgotten_and_ended() {
    in_browser(async |page| {
        page.sim.script_next_job(JobPlan::held());
        page.sign_in().await;
        let id = page.request_export().await.job_id;
        page.job(&id).shows("Created").await;
        let look = "document.dispatchEvent(new Event('visibilitychange'))";
        minutes_pass(page, 29).await;
        page.form().field("Callback URL").type_text("h").await;
        minutes_pass(page, 29).await;
        page.script(look, Vec::new()).await;
        page.button("Stay signed in").click().await;
        page.button("Stay signed in").is_gone().await;
        minutes_pass(page, 29).await;
        page.script(look, Vec::new()).await;
        page.button("Stay signed in").is_there().await;
        page.connection().button("Sign out").is_there().await;
        assert!(page.sim.requests_of(Call::SignOut).is_empty());

        minutes_pass(page, 1).await;
        page.script(look, Vec::new()).await;
        page.connection()
            .shows("You were signed out after 30 minutes of inactivity. Sign in again: what you typed and your jobs are still here.")
            .await;
        page.announces("Signed out after 30 minutes of inactivity. Sign in again.")
            .await;
        let ended = page.asked(Call::SignOut, 1).await;
        assert_eq!(
            ended[0].header("infa-session-id"),
            Some(session_in_use(page).as_str())
        );
        page.connection()
            .field("User name")
            .holds(DEMO_USERNAME)
            .await;
        page.connection().field("Password").holds("").await;
        page.job(&id).shows("Created").await;
        page.form().field("Callback URL").holds("h").await;
        page.jobs()
            .shows("1 job is running. Sign in to update the status.")
            .await;

        page.sign_in().await;
        assert_eq!(page.sim.requests_of(Call::SignIn).len(), 2);
    });
}

#[test]
fn the_first_key_after_a_long_time_finds_no_session() {
    in_browser(async |page| {
        page.sign_in().await;
        minutes_pass(page, 30).await;
        page.form().field("Callback URL").type_text("h").await;
        page.connection()
            .shows("signed out after 30 minutes of inactivity")
            .await;
        page.asked(Call::SignOut, 1).await;
    });
}

#[test]
fn a_clock_that_is_put_back_does_not_keep_a_session() {
    in_browser(async |page| {
        page.sign_in().await;
        let script = "
            const [date, now] = [Date.now, performance.now.bind(performance)];
            Date.now = () => date() - 40 * 24 * 3_600_000;
            performance.now = () => now() + 31 * 60_000;";
        page.script(script, Vec::new()).await;
        page.connection()
            .shows("signed out after 30 minutes of inactivity")
            .await;
        page.asked(Call::SignOut, 1).await;
    });
}
