//! What a test sees of the page as a whole: its text, its focus, what it announces, what is in the console.

use std::time::Duration;

use fantoccini::Locator as By;
use fantoccini::error::CmdError;
use serde_json::{Value, json};

use super::Page;
use crate::harness::browser::Browser;
use crate::harness::command;
use crate::harness::console::{self, Expected, FailedLoad, Reason};
use crate::harness::wait::wait_for;

impl Page {
    /// Waits until the text of the page contains the given text.
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
        if self.session.browser == Browser::Firefox {
            // It knows no permission for the clipboard, and is started with all of it.
            if !granted && name == "clipboard-write" {
                let deny = "for (const name of ['write', 'writeText']) {
                    window.Clipboard.prototype[name] = () => Promise.reject(new DOMException('', 'NotAllowedError'));
                }";
                self.script(deny, Vec::new()).await;
            }
            return;
        }
        let state = if granted { "granted" } else { "denied" };
        command::set_permission(self.client(), name, state)
            .await
            .expect("the permission is set");
    }

    /// Role and accessible name of what has the focus. What goes away between two questions is a reason to look again.
    pub(crate) async fn focused(&self) -> (String, String) {
        wait_for("something to have the focus", async || {
            let asked = async {
                let element = self.client().active_element().await?;
                let role = command::role(&element).await?;
                Ok((role, command::accessible_name(&element).await?))
            };
            asked.await.map_err(|error: CmdError| error.to_string())
        })
        .await
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
            if said.iter().any(|said| said.contains(text)) {
                Ok(())
            } else {
                Err(format!("{said:?}"))
            }
        })
        .await;
    }

    /// Runs a script in the page.
    pub(crate) async fn script(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client()
            .execute(script, arguments)
            .await
            .unwrap_or_else(|error| panic!("the script fails: {error}\n{script}"))
    }

    /// Whether the browser is Chromium, which alone can do some things that a test asks of it.
    pub(crate) fn is_chromium(&self) -> bool {
        self.session.browser == Browser::Chromium
    }

    /// Makes the computer this many times slower; Chromium only, elsewhere nothing.
    pub(crate) async fn slow_down(&self, times: u32) {
        if self.is_chromium() {
            self.chromium("Emulation.setCPUThrottlingRate", json!({"rate": times}))
                .await;
        }
    }

    /// Reloads the page with a script that runs before its own, takes the steps, and reloads it without the script; Chromium
    /// only.
    pub(crate) async fn with_script(&self, script: &str, steps: impl AsyncFnOnce()) {
        let source = json!({"source": script});
        let added = self
            .chromium("Page.addScriptToEvaluateOnNewDocument", source)
            .await;
        self.reload().await;
        steps().await;
        let identifier = json!({"identifier": added["identifier"]});
        self.chromium("Page.removeScriptToEvaluateOnNewDocument", identifier)
            .await;
        self.reload().await;
    }

    /// Has Chromium do what `WebDriver` has no words for.
    pub(crate) async fn chromium(&self, command: &str, params: Value) -> Value {
        command::chromium(self.client(), command, params)
            .await
            .unwrap_or_else(|error| panic!("{command} fails: {error}"))
    }

    /// Says that the browser will report a load from the page's own origin as failed, because the test lets it fail.
    pub(crate) fn expect_failed_load(&self, reason: impl Into<Reason>, path: &str) {
        let load = FailedLoad {
            reason: reason.into(),
            url: format!("{}{path}", self.origin),
        };
        self.expected.borrow_mut().push(Expected::Load(load));
    }

    /// Says that the browser will complain in these words, because the test does what it should not.
    pub(crate) fn expect_line(&self, words: &'static str) {
        self.expected.borrow_mut().push(Expected::Line(words));
    }

    /// What the content security policy has refused since the page was loaded: directive and address.
    pub(crate) async fn violations(&self) -> Vec<String> {
        let seen = self.script("return window.violations", Vec::new()).await;
        serde_json::from_value(seen).expect("violations are texts")
    }

    /// Runs a script in the page that calls its last argument with its result.
    pub(crate) async fn async_script(&self, script: &str) -> Value {
        self.client()
            .execute_async(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("the script fails: {error}\n{script}"))
    }

    /// What the browser has written to its console during this test.
    pub(crate) async fn console(&self) -> Vec<console::Line> {
        let new = self
            .session
            .console()
            .await
            .expect("the console can be read");
        let new: Vec<console::Line> = serde_json::from_value(new).expect("lines of the console");
        self.console.borrow_mut().extend(new);
        self.console.borrow().clone()
    }

    /// What the browser has asked of other computers during this test.
    pub(crate) fn strayed(&self) -> Vec<String> {
        self.session.strays.seen()
    }

    /// Forgets what has been asked of other computers, because the test wanted it.
    pub(crate) fn expect_strays(&self) {
        self.session.strays.take();
    }

    /// Panics if anything was asked of another computer.
    pub(crate) fn check_strays(&self) {
        let strayed = self.session.strays.take();
        assert!(
            strayed.is_empty(),
            "the browser asked other computers: {strayed:?}"
        );
    }

    /// Panics if the page has seen something go wrong since it was loaded.
    async fn check_failures(&self, expected: &[Expected]) {
        let script = "return [window.violations ?? [], window.failures ?? []]";
        let seen = self.script(script, Vec::new()).await;
        let [violations, failures]: [Vec<String>; 2] =
            serde_json::from_value(seen).expect("two lists of texts");
        assert!(failures.is_empty(), "in the page: {failures:?}");
        let wanted = expected
            .iter()
            .any(|line| matches!(line, Expected::Line(_)));
        assert!(
            wanted || violations.is_empty(),
            "refused by the policy: {violations:?}"
        );
    }

    /// Panics if the console says that something is wrong.
    pub(crate) async fn check_console(&self) {
        let expected = self.expected.borrow().clone();
        self.check_failures(&expected).await;
        if self.session.browser == Browser::Firefox {
            // Its driver has no command for the console.
            return;
        }
        // The browser's lines come by way of another process: those about the last answers may still be on their way.
        let mut complaints = Vec::new();
        for _ in 0..20 {
            complaints = console::complaints(&self.console().await, &expected);
            if complaints.is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{}", complaints.join("\n"));
    }
}
