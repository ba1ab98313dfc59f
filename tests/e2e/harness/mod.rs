//! What the tests are written in: for each test a browser, and the built page before a simulator of its own.

mod accessible;
mod browser;
mod command;
mod console;
mod driver;
mod fleet;
mod front;
mod keys;
mod kind;
mod locator;
mod look;
mod page;
mod picture;
mod programs;
mod session;
mod strays;
mod wait;

use std::fs;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use simulator::{Options, Simulator};
use tempfile::TempDir;

pub(crate) use console::Reason;
pub(crate) use front::{Front, Place, Server, Trust, policy_in};
pub(crate) use keys::{DOWN, ENTER, ESCAPE, SHIFT, SPACE, TAB, UP};
pub(crate) use kind::Kind;
pub(crate) use locator::Locator;
pub(crate) use look::Look;
pub(crate) use page::{JOBS_PATH, LOGIN_PATH, Page};
pub(crate) use picture::{Area, Picture};
pub(crate) use wait::wait_for;

pub(crate) use browser::Browser;

pub(crate) use programs::dist;

use fleet::{Fleet, RUNTIME};

/// Ends a test that hangs. Far above what any test takes on a busy machine.
const LIMIT: Duration = Duration::from_mins(10);

/// Runs a test with the page as it is built.
pub(crate) fn in_browser(test: impl AsyncFnOnce(&Page)) {
    Setup::default().run(test);
}

/// Runs a test that has Chromium pretend to be set up otherwise. In Firefox, which cannot be told to, it is left out, and
/// that is said past the capture of test output.
pub(crate) fn in_chromium(test: impl AsyncFnOnce(&Page)) {
    if Browser::current() == Browser::Chromium {
        return in_browser(test);
    }
    let name = thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "{name}: only in Chromium");
}

/// What a test needs to be different.
#[derive(Debug, Default)]
pub(crate) struct Setup {
    options: Options,
    config: Option<String>,
    place: Option<Place>,
}

impl Setup {
    /// Another simulator.
    pub(crate) fn simulator(mut self, change: impl FnOnce(&mut Options)) -> Self {
        change(&mut self.options);
        self
    }

    /// Another `config.json` beside the page.
    pub(crate) fn config(mut self, text: impl Into<String>) -> Self {
        self.config = Some(text.into());
        self
    }

    /// A web server before the simulator, which then serves the page.
    pub(crate) fn behind(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Runs a test.
    pub(crate) fn run(self, test: impl AsyncFnOnce(&Page)) {
        self.run_with_restarts(async move |page: &mut Page| test(page).await);
    }

    /// Runs a test that ends its browser and starts it again.
    pub(crate) fn run_with_restarts(mut self, test: impl AsyncFnOnce(&mut Page)) {
        let fleet = Fleet::get();
        let (dist, _copy) = self.dist();
        let mut path = self.options.sub_path.as_str().to_owned();
        if let Some(place) = self.place {
            path = format!("{}/", place.path);
        } else {
            self.options.dist = Some(dist.clone());
        }
        let sim = RUNTIME
            .block_on(Simulator::start(self.options))
            .expect("the simulator starts");
        let front = self
            .place
            .map(|place| RUNTIME.block_on(Front::start(place, &dist, sim.url())));
        let mut page = Page::new(sim, front, &path, RUNTIME.block_on(fleet.take()));

        let whole = async {
            page.open().await;
            test(&mut page).await;
            page.check_console().await;
            page.check_strays();
        };
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let in_time = RUNTIME.block_on(async { tokio::time::timeout(LIMIT, whole).await });
            assert!(
                in_time.is_ok(),
                "the test has not ended within {} s",
                LIMIT.as_secs()
            );
        }));
        match outcome {
            Ok(()) => RUNTIME.block_on(fleet.give_back(page.into_session())),
            Err(panic) => {
                RUNTIME.block_on(async {
                    keep_evidence(&page).await;
                    page.into_session().close().await;
                });
                resume_unwind(panic);
            }
        }
    }

    /// The page's directory; a copy if anything in it is to be different.
    fn dist(&self) -> (PathBuf, Option<TempDir>) {
        let dist = programs::dist();
        let Some(config) = &self.config else {
            return (dist, None);
        };
        let copy = tempfile::tempdir().expect("a directory for a copy of the page");
        copy_files(&dist, copy.path());
        fs::write(copy.path().join("config.json"), config).expect("config.json can be written");
        (copy.path().to_owned(), Some(copy))
    }
}

fn copy_files(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory can be made");
    for entry in fs::read_dir(from).expect("a directory can be read") {
        let entry = entry.expect("an entry can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_files(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a file can be copied");
        }
    }
}

/// Keeps what the page looked like when a test failed, and says where.
async fn keep_evidence(page: &Page) {
    let name = thread::current()
        .name()
        .unwrap_or("test")
        .replace("::", "-");
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("e2e");
    let picture = directory.join(format!("{name}.png"));
    if let Ok(bytes) = page.client().screenshot().await
        && fs::create_dir_all(&directory)
            .and_then(|()| fs::write(&picture, bytes))
            .is_ok()
    {
        println!("The page when the test failed: {}", picture.display());
    }
    let text = "return document.body.innerText";
    if let Ok(text) = page.client().execute(text, Vec::new()).await {
        println!("Its text: {text}");
    }
    if let Ok(lines) = command::console(page.client()).await {
        println!("The console: {lines}");
    }
    if let Some(front) = &page.front {
        println!("The web server: {}", front.log());
    }
    for request in page.sim.requests() {
        println!(
            "The service was asked: {} {} -> {:?}",
            request.method, request.path, request.answered
        );
    }
}
