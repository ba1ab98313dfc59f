//! The page in a browser of its own, before a simulator of its own.

mod observe;
mod usage;

use std::cell::RefCell;

use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator as By};
use simulator::{Call, DEMO_PASSWORD, DEMO_USERNAME, JobRecord, Recorded, Simulator};

use super::console::{self, Expected};
use super::front::Front;
use super::keys;
use super::kind::Kind;
use super::locator::Locator;
use super::session::Session;
use super::wait::wait_for;

/// Path of the export calls.
pub(crate) const JOBS_PATH: &str = "/saas/public/core/v3/license/metering/ExportMeteringData";

/// Path of the login call.
pub(crate) const LOGIN_PATH: &str = "/saas/public/core/v3/login";

/// The page in a browser of its own, before a simulator of its own.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) sim: Simulator,
    /// What stands before the simulator.
    pub(crate) front: Option<Front>,
    origin: String,
    url: String,
    session: Session,
    expected: RefCell<Vec<Expected>>,
    console: RefCell<Vec<console::Line>>,
}

impl Page {
    /// A page that is not open yet; `path` is where it is served.
    pub(crate) fn new(sim: Simulator, front: Option<Front>, path: &str, session: Session) -> Self {
        let origin = front
            .as_ref()
            .map_or_else(|| sim.url().to_owned(), Front::origin);
        let url = format!("{origin}{path}");
        Self {
            sim,
            front,
            origin,
            url,
            session,
            expected: RefCell::default(),
            console: RefCell::default(),
        }
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The browser.
    pub(crate) fn client(&self) -> &Client {
        &self.session.client
    }

    /// The browser, without the simulator, which ends.
    pub(crate) fn into_session(self) -> Session {
        self.session
    }

    /// Opens the page.
    pub(crate) async fn open(&self) {
        self.open_inert().await;
        self.is_live().await;
    }

    /// Opens the page without waiting for its program.
    pub(crate) async fn open_inert(&self) {
        println!("· open {}", self.url);
        self.client().goto(&self.url).await.expect("the page opens");
        self.observe().await;
    }

    /// Kills the browser as a crash does.
    pub(crate) async fn kill_browser(&self) {
        println!("· kill the browser");
        self.session.kill().await;
    }

    /// Starts the browser again after [`Page::kill_browser`], and opens the page.
    pub(crate) async fn start_again(&mut self) {
        self.session.start_again().await;
        self.open().await;
    }

    /// Loads the page anew.
    pub(crate) async fn reload(&self) {
        println!("· reload");
        self.client().refresh().await.expect("the page loads anew");
        self.observe().await;
        self.is_live().await;
    }

    /// Waits until the page does what it shows, and has all of its style.
    pub(crate) async fn is_live(&self) {
        wait_for("the page to be live", async || {
            let live = "return document.querySelector('#page:not([inert]) h1') !== null && document.getElementById('later').sheet !== null";
            let live = self.script(live, Vec::new()).await;
            (live == true)
                .then_some(())
                .ok_or_else(|| "it is not".to_owned())
        })
        .await;
        self.find(Kind::Heading, "Metering export").is_there().await;
    }

    async fn observe(&self) {
        for observer in [
            include_str!("announcements.js"),
            include_str!("violations.js"),
        ] {
            self.script(observer, Vec::new()).await;
        }
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

    /// Opens another tab and goes on in it.
    pub(crate) async fn new_tab(&self) -> WindowHandle {
        let client = self.client();
        let tab = client.new_window(true).await.expect("another tab").handle;
        let switched = client.switch_to_window(tab.clone()).await;
        switched.expect("the other tab");
        tab
    }

    /// A button anywhere on the page.
    pub(crate) fn button(&self, name: &str) -> Locator<'_> {
        self.find(Kind::Button, name)
    }

    /// Fills in the simulator's credentials.
    pub(crate) async fn fill_credentials(&self) {
        let connection = self.connection();
        connection.field("User name").fill(DEMO_USERNAME).await;
        connection.field("Password").fill(DEMO_PASSWORD).await;
    }

    /// Signs in with the simulator's credentials.
    pub(crate) async fn sign_in(&self) {
        self.fill_credentials().await;
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
            self.sim
                .jobs()
                .into_iter()
                .nth(before)
                .ok_or_else(|| format!("there are {before}"))
        })
        .await
    }

    /// Waits until the service has been asked so many times, and gives what it was asked.
    pub(crate) async fn asked(&self, call: Call, times: usize) -> Vec<Recorded> {
        wait_for(format!("{times} calls {call:?}"), async || {
            let calls = self.sim.requests_of(call);
            if calls.len() >= times {
                Ok(calls)
            } else {
                Err(format!("{} so far", calls.len()))
            }
        })
        .await
    }

    /// The request body as the page shows it.
    pub(crate) async fn shown_body(&self) -> String {
        let code = async |element: &fantoccini::elements::Element| {
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
    }

    /// Unfolds the request body.
    pub(crate) async fn unfold_body(&self) {
        let body = self.region("Request body");
        body.within(Kind::Heading, "Request body").click().await;
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

    /// Waits until the browser has saved a file whose name begins and ends like this, and gives its name and content.
    pub(crate) async fn saved_file(&self, start: &str, end: &str) -> (String, Vec<u8>) {
        let directory = self.session.downloads();
        wait_for(format!("a file {start}…{end}"), async || {
            let entries = std::fs::read_dir(&directory).map_err(|error| error.to_string())?;
            let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
            let names: Vec<_> = names.collect();
            // Firefox has no blank before the number of a second file.
            let ends = |name: &str| name.replace(" (", "(").ends_with(&end.replace(" (", "("));
            let is_it = |name: &&String| name.starts_with(start) && ends(name);
            let name = names.iter().find(is_it);
            let name = name.ok_or_else(|| format!("{names:?}"))?;
            let content = std::fs::read(directory.join(name)).map_err(|error| error.to_string())?;
            // Chromium takes the name with an empty file before it has written the content.
            if content.is_empty() {
                return Err(format!("{name} is empty"));
            }
            Ok((name.clone(), content))
        })
        .await
    }

    /// Presses keys one after the other, wherever the focus is.
    pub(crate) async fn press(&self, pressed: impl IntoIterator<Item = char>) {
        keys::press(self.client(), pressed)
            .await
            .expect("keys are pressed");
    }

    /// Presses a key while another is held.
    pub(crate) async fn chord(&self, held: char, key: char) {
        keys::chord(self.client(), held, key)
            .await
            .expect("keys are pressed");
    }
}
