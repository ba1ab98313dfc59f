//! The page in a browser of its own, before a simulator of its own.

use std::cell::RefCell;
use std::time::Duration;

use fantoccini::{Client, Locator as By};
use serde_json::Value;
use simulator::{Call, DEMO_PASSWORD, DEMO_USERNAME, JobRecord, Recorded, Simulator};

use super::console::{self, FailedLoad, Reason};
<<<<<<< HEAD
use super::kind::Kind;
use super::locator::Locator;
use super::session::Session;
=======
use super::driver::Session;
use super::kind::Kind;
use super::locator::Locator;
>>>>>>> d4e85bc (wip)
use super::wait::wait_for;
use super::{command, keys};

/// Path of the export calls.
pub(crate) const JOBS_PATH: &str = "/saas/public/core/v3/license/metering/ExportMeteringData";

/// Path of the login call.
pub(crate) const LOGIN_PATH: &str = "/saas/public/core/v3/login";

/// The page in a browser of its own, before a simulator of its own.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) sim: Simulator,
    url: String,
    session: Session,
    expected: RefCell<Vec<FailedLoad>>,
}

impl Page {
    /// A page that is not open yet; `path` is where the simulator serves it.
    pub(crate) fn new(sim: Simulator, path: &str, session: Session) -> Self {
        let url = format!("{}{path}", sim.url());
<<<<<<< HEAD
        Self {
            sim,
            url,
            session,
            expected: RefCell::default(),
        }
=======
        Self { sim, url, session, expected: RefCell::default() }
>>>>>>> d4e85bc (wip)
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The browser.
    pub(crate) fn client(&self) -> &Client {
        &self.session.client
    }

<<<<<<< HEAD
    /// The browser, without the simulator, which ends.
    pub(crate) fn into_session(self) -> Session {
        self.session
=======
    /// Ends the browser.
    pub(crate) async fn close(self) {
        self.session.close().await;
>>>>>>> d4e85bc (wip)
    }

    /// Opens the page.
    pub(crate) async fn open(&self) {
        println!("· open {}", self.url);
        self.client().goto(&self.url).await.expect("the page opens");
        self.has_loaded().await;
    }

    /// Loads the page anew.
    pub(crate) async fn reload(&self) {
        println!("· reload");
        self.client().refresh().await.expect("the page loads anew");
        self.has_loaded().await;
    }

    async fn has_loaded(&self) {
<<<<<<< HEAD
        self.script(include_str!("announcements.js"), Vec::new())
            .await;
=======
        self.script(include_str!("announcements.js"), Vec::new()).await;
>>>>>>> d4e85bc (wip)
        self.find(Kind::Heading, "Metering export").is_there().await;
    }

    /// Something on the page.
    pub(crate) fn find(&self, kind: Kind, name: &str) -> Locator<'_> {
        Locator::new(self, kind, name)
    }

    /// A region of the page.
    pub(crate) fn region(&self, name: &str) -> Locator<'_> {
        self.find(Kind::Region, name)
    }

    /// The region "Connection".
    pub(crate) fn connection(&self) -> Locator<'_> {
        self.region("Connection")
    }

    /// The region "Export request".
    pub(crate) fn form(&self) -> Locator<'_> {
        self.region("Export request")
    }

    /// The region "Export jobs".
    pub(crate) fn jobs(&self) -> Locator<'_> {
        self.region("Export jobs")
    }

    /// The row of a job.
    pub(crate) fn job(&self, id: &str) -> Locator<'_> {
        self.jobs().table_row(id)
    }

<<<<<<< HEAD
    /// A button anywhere on the page.
    pub(crate) fn button(&self, name: &str) -> Locator<'_> {
        self.find(Kind::Button, name)
    }

    /// Waits until the text of the page holds another.
    pub(crate) async fn shows(&self, text: &str) {
        println!("· the page shows “{text}”");
        wait_for(format!("the page to show “{text}”"), async || {
            let body = self
                .client()
                .find(By::Css("body"))
                .await
                .map_err(|error| error.to_string())?;
            let found = body.text().await.map_err(|error| error.to_string())?;
            if found.contains(text) {
                Ok(())
            } else {
                Err(found)
            }
        })
        .await;
    }

    /// Grants or denies what the browser would ask the person for.
    pub(crate) async fn permit(&self, name: &str, granted: bool) {
        let state = if granted { "granted" } else { "denied" };
        command::set_permission(self.client(), name, state)
            .await
            .expect("the permission is set");
    }

    /// Signs in with the simulator's credentials.
    pub(crate) async fn sign_in(&self) {
        self.connection()
            .field("User name")
            .fill(DEMO_USERNAME)
            .await;
        self.connection()
            .field("Password")
            .fill(DEMO_PASSWORD)
            .await;
=======
    /// Signs in with the simulator's credentials.
    pub(crate) async fn sign_in(&self) {
        self.connection().field("User name").fill(DEMO_USERNAME).await;
        self.connection().field("Password").fill(DEMO_PASSWORD).await;
>>>>>>> d4e85bc (wip)
        self.connection().button("Sign in").click().await;
        self.connection().button("Sign out").is_there().await;
    }

    /// Fills in a range that the service accepts.
    pub(crate) async fn fill_range(&self) {
        self.form().field("Start date").fill("2024-08-12").await;
        self.form().field("End date").fill("2024-09-10").await;
    }

    /// Requests an export of a range that the service accepts, and waits until the service has created the job.
    pub(crate) async fn request_export(&self) -> JobRecord {
        let before = self.sim.jobs().len();
        self.fill_range().await;
        self.form().button("Request export").click().await;
        self.created_job(before).await
    }

    /// Waits until the service has created a job beyond the first so many.
    pub(crate) async fn created_job(&self, before: usize) -> JobRecord {
        wait_for("the service to create the job", async || {
<<<<<<< HEAD
            self.sim
                .jobs()
                .into_iter()
                .nth(before)
                .ok_or_else(|| format!("there are {before}"))
=======
            self.sim.jobs().into_iter().nth(before).ok_or_else(|| format!("there are {before}"))
>>>>>>> d4e85bc (wip)
        })
        .await
    }

    /// Waits until the service has been asked so many times, and gives what it was asked.
    pub(crate) async fn asked(&self, call: Call, times: usize) -> Vec<Recorded> {
        wait_for(format!("{times} calls {call:?}"), async || {
            let calls = self.sim.requests_of(call);
<<<<<<< HEAD
            if calls.len() >= times {
                Ok(calls)
            } else {
                Err(format!("{} so far", calls.len()))
            }
=======
            if calls.len() >= times { Ok(calls) } else { Err(format!("{} so far", calls.len())) }
>>>>>>> d4e85bc (wip)
        })
        .await
    }

    /// The request body as the page shows it.
    pub(crate) async fn shown_body(&self) -> String {
        let code = async |element: &fantoccini::elements::Element| {
<<<<<<< HEAD
            element
                .find(By::Css("code"))
                .await?
                .prop("textContent")
                .await
        };
        self.region("Request body")
            .act("read the code in", code)
            .await
            .unwrap_or_default()
=======
            element.find(By::Css("code")).await?.prop("textContent").await
        };
        self.region("Request body").act("read the code in", code).await.unwrap_or_default()
>>>>>>> d4e85bc (wip)
    }

    /// The fields of the only job whose details are open: names and values in their order.
    pub(crate) async fn job_fields(&self) -> Vec<(String, String)> {
        let list = self.find(Kind::Terms, "Fields of the job");
        list.act("read", async |element| {
            let mut fields = Vec::new();
            let names = element.find_all(By::Css("dt")).await?;
            let values = element.find_all(By::Css("dd")).await?;
            for (name, value) in names.iter().zip(&values) {
                fields.push((name.text().await?, value.text().await?));
            }
            Ok(fields)
        })
        .await
    }

    /// Presses keys one after the other, wherever the focus is.
    pub(crate) async fn press(&self, pressed: impl IntoIterator<Item = char>) {
<<<<<<< HEAD
        keys::press(self.client(), pressed)
            .await
            .expect("keys are pressed");
=======
        keys::press(self.client(), pressed).await.expect("keys are pressed");
>>>>>>> d4e85bc (wip)
    }

    /// Presses a key while another is held.
    pub(crate) async fn chord(&self, held: char, key: char) {
<<<<<<< HEAD
        keys::chord(self.client(), held, key)
            .await
            .expect("keys are pressed");
=======
        keys::chord(self.client(), held, key).await.expect("keys are pressed");
>>>>>>> d4e85bc (wip)
    }

    /// Role and accessible name of what has the focus.
    pub(crate) async fn focused(&self) -> (String, String) {
<<<<<<< HEAD
        let element = self
            .client()
            .active_element()
            .await
            .expect("something has the focus");
        let role = command::role(&element).await.expect("a role");
        (
            role,
            command::accessible_name(&element).await.expect("a name"),
        )
=======
        let element = self.client().active_element().await.expect("something has the focus");
        let role = command::role(&element).await.expect("a role");
        (role, command::accessible_name(&element).await.expect("a name"))
>>>>>>> d4e85bc (wip)
    }

    /// What live regions have said since the page was loaded.
    pub(crate) async fn announcements(&self) -> Vec<String> {
        let said = self.script("return window.announcements", Vec::new()).await;
        serde_json::from_value(said).expect("announcements are texts")
    }

    /// Waits until a live region has said this.
    pub(crate) async fn announces(&self, text: &str) {
        println!("· “{text}” is announced");
        wait_for(format!("“{text}” to be announced"), async || {
            let said = self.announcements().await;
<<<<<<< HEAD
            if said.iter().any(|said| said.contains(text)) {
                Ok(())
            } else {
                Err(format!("{said:?}"))
            }
=======
            if said.iter().any(|said| said.contains(text)) { Ok(()) } else { Err(format!("{said:?}")) }
>>>>>>> d4e85bc (wip)
        })
        .await;
    }

    /// Runs a script in the page.
    pub(crate) async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
<<<<<<< HEAD
        self.client()
            .execute(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("the script fails: {error}\n{script}"))
=======
        self.client().execute(script, arguments).await.unwrap_or_else(|error| panic!("the script fails: {error}\n{script}"))
>>>>>>> d4e85bc (wip)
    }

    /// Says that the browser will report a load from the page's own origin as failed, because the test lets it fail.
    pub(crate) fn expect_failed_load(&self, reason: impl Into<Reason>, path: &str) {
<<<<<<< HEAD
        let load = FailedLoad {
            reason: reason.into(),
            url: format!("{}{path}", self.sim.url()),
        };
=======
        let load = FailedLoad { reason: reason.into(), url: format!("{}{path}", self.sim.url()) };
>>>>>>> d4e85bc (wip)
        self.expected.borrow_mut().push(load);
    }

    /// Panics if the console says that something is wrong.
    pub(crate) async fn check_console(&self) {
        // The browser's lines come by way of another process: those about the last answers may still be on their way.
        let mut lines: Vec<console::Line> = Vec::new();
        let expected = self.expected.borrow().clone();
        let mut complaints = Vec::new();
        for _ in 0..20 {
<<<<<<< HEAD
            let new = command::console(self.client())
                .await
                .expect("the console can be read");
            lines.extend(
                serde_json::from_value::<Vec<console::Line>>(new).expect("lines of the console"),
            );
=======
            let new = command::console(self.client()).await.expect("the console can be read");
            lines.extend(serde_json::from_value::<Vec<console::Line>>(new).expect("lines of the console"));
>>>>>>> d4e85bc (wip)
            complaints = console::complaints(&lines, &expected);
            if complaints.is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{}", complaints.join("\n"));
    }
}
