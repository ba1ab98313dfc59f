//! The driver and its browsers, which the tests share. They end with the last test, also when it panics.

use std::sync::{Arc, LazyLock, Mutex, PoisonError, Weak};

use tokio::runtime::{Builder, Runtime};

use super::browser::Browser;
use super::driver::Driver;
use super::session::Session;

/// What simulators and connections to browsers run on while the tests wait for them.
pub(crate) static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime")
});

/// The browsers that no test uses now. A browser that a test has failed in is not used again.
#[derive(Debug)]
pub(crate) struct Fleet {
    browser: Browser,
    /// The driver of all browsers; `None` if each has one of its own, as Firefox needs it.
    driver: Option<Driver>,
    idle: Mutex<Vec<Session>>,
}

impl Fleet {
    /// The fleet of the tests that run now; a new one if none do.
    pub(crate) fn get() -> Arc<Self> {
        static RUNNING: Mutex<Weak<Fleet>> = Mutex::new(Weak::new());
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        running.upgrade().unwrap_or_else(|| {
            let browser = Browser::current();
            let fleet = Arc::new(Self {
                browser,
                driver: (browser == Browser::Chromium).then(|| Driver::start(browser)),
                idle: Mutex::default(),
            });
            *running = Arc::downgrade(&fleet);
            fleet
        })
    }

    /// A browser that waits, or a new one.
    pub(crate) async fn take(&self) -> Session {
        let idle = self.idle().pop();
        match idle {
            Some(session) => session,
            None => Session::open(self.browser, self.driver.as_ref()).await,
        }
    }

    /// Takes a browser back for another test.
    pub(crate) async fn give_back(&self, session: Session) {
        match session.reset().await {
            Ok(()) => self.idle().push(session),
            Err(_) => session.close().await,
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Session>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Fleet {
    fn drop(&mut self) {
        let idle = std::mem::take(&mut *self.idle());
        RUNTIME.block_on(async {
            for session in idle {
                session.close().await;
            }
        });
    }
}
