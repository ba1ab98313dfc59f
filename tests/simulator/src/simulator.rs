//! A running simulator, and everything that it knows.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::SocketAddr;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::middleware::from_fn_with_state;
use chrono::{DateTime, TimeDelta, Utc};
use http::{HeaderName, Method, header};
use tokio::sync::watch;
use tower_http::cors::{Any, CorsLayer};

use crate::dataset::UsageTotals;
use crate::faults::{self, Fault};
use crate::jobs::{Job, JobPlan, JobRecord, JobStatus};
use crate::options::Options;
use crate::recorded::{Call, Recorded};
use crate::server::{self, Server, Site};
use crate::{control, ids, pages, service};

/// How many jobs may be active at the real service.
const MAX_ACTIVE_JOBS: usize = 5;

/// How many requests are recorded: a simulator that runs for days is not to fill the memory.
const REQUESTS_KEPT: usize = 100_000;

/// A running simulator; it ends, with everything that it started, when this is dropped.
#[derive(Debug)]
pub struct Simulator(Arc<World>);

impl Simulator {
    /// Starts a simulator on 127.0.0.1, on the runtime that this is called from.
    ///
    /// # Errors
    /// When the port cannot be bound, with [`io::ErrorKind::AddrInUse`] if it is taken.
    pub async fn start(options: Options) -> io::Result<Self> {
        let (listener, address) = server::bind(options.port).await?;
        // Identifiers differ from run to run: a page that kept jobs of an earlier run must not meet new ones under them.
        let started = Utc::now().timestamp_micros().unsigned_abs();
        let world = Arc::new(World {
            salt: ids::hash(&[options.dataset.seed, started]),
            options,
            origin: format!("http://{address}"),
            address,
            state: Mutex::default(),
            held: watch::Sender::default(),
            server: tokio::sync::Mutex::default(),
        });
        world.state().max_active_jobs = MAX_ACTIVE_JOBS;
        *world.server.lock().await = Some(Server::start(listener, site(&world)));
        Ok(Self(world))
    }
}

impl Deref for Simulator {
    type Target = World;

    fn deref(&self) -> &World {
        &self.0
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// What the simulator answers.
fn site(world: &Arc<World>) -> Site {
    let options = &world.options;
    let service = service::router(world)
        .layer(from_fn_with_state(Arc::clone(world), faults::between))
        .merge(control::router(Arc::clone(world)));
    let mut router = service.merge(pages::router(
        options.dist.as_deref(),
        &options.sub_path,
        world.held.subscribe(),
    ));
    if options.allow_origin {
        let session = HeaderName::from_static("infa-session-id");
        router = router.layer(
            CorsLayer::new()
                .allow_origin(Any)
                .allow_methods([Method::GET, Method::POST, Method::DELETE])
                .allow_headers([
                    header::ACCEPT,
                    header::CACHE_CONTROL,
                    header::CONTENT_TYPE,
                    session,
                ])
                .expose_headers([
                    header::CONTENT_DISPOSITION,
                    header::CONTENT_LENGTH,
                    header::DATE,
                    header::RETRY_AFTER,
                ]),
        );
    }
    Site {
        router,
        keep_alive: options.keep_alive,
        verbose: options.verbose,
    }
}

/// Everything that a running simulator knows, and what a test can do to it.
#[derive(Debug)]
pub struct World {
    pub(crate) options: Options,
    origin: String,
    address: SocketAddr,
    salt: u64,
    state: Mutex<State>,
    /// The ending of the page's files that are not served yet; none if every file is.
    held: watch::Sender<Option<String>>,
    /// Nothing while the simulator is offline.
    server: tokio::sync::Mutex<Option<Server>>,
}

/// What changes.
#[derive(Debug, Default)]
pub(crate) struct State {
    /// The open sessions, and when each was last used.
    pub(crate) sessions: HashMap<String, DateTime<Utc>>,
    pub(crate) jobs: Vec<Job>,
    pub(crate) plans: VecDeque<JobPlan>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) requests: Vec<Recorded>,
    pub(crate) max_active_jobs: usize,
    /// How far the simulator's clock is ahead of the machine's.
    clock_offset: TimeDelta,
    /// How many numbers were given to identifiers and requests.
    numbers_given: u64,
}

impl State {
    pub(crate) fn now(&self) -> DateTime<Utc> {
        Utc::now() + self.clock_offset
    }

    pub(crate) fn job(&self, id: &str) -> Option<&Job> {
        self.jobs.iter().find(|job| job.id == id)
    }

    /// Records a request and gives its number; of very many, the older half is forgotten.
    pub(crate) fn record(&mut self, mut request: Recorded) -> u64 {
        if self.requests.len() >= REQUESTS_KEPT {
            self.requests.drain(..REQUESTS_KEPT / 2);
        }
        self.numbers_given += 1;
        request.number = self.numbers_given;
        self.requests.push(request);
        self.numbers_given
    }
}

impl World {
    /// What changes, locked; never held over an `await`.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What an identifier is made of that was not given before, in this run or another.
    pub(crate) fn fresh_seed(&self) -> u64 {
        let mut state = self.state();
        state.numbers_given += 1;
        ids::hash(&[self.salt, state.numbers_given])
    }

    fn stop(&self) {
        // Going offline or online holds the lock, and borrows the simulator, which therefore is not dropped then.
        if let Ok(mut server) = self.server.try_lock() {
            *server = None;
        }
    }

    /// Its origin, `http://127.0.0.1:<port>`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.origin
    }

    /// Every request to `/saas/` since the start, in the order of arrival, faulted ones included; of more than 100,000 the
    /// newer ones.
    pub fn requests(&self) -> Vec<Recorded> {
        self.state().requests.clone()
    }

    /// The requests that made this call.
    pub fn requests_of(&self, call: Call) -> Vec<Recorded> {
        let mut requests = self.requests();
        requests.retain(|request| request.call == Some(call));
        requests
    }

    /// Forgets the requests recorded so far.
    pub fn forget_requests(&self) {
        self.state().requests.clear();
    }

    /// Adds a fault. Of several that match a request, the first happens.
    pub fn add_fault(&self, fault: Fault) {
        self.state().faults.push(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.state().faults.clear();
    }

    /// The faults still to happen.
    pub fn faults(&self) -> Vec<Fault> {
        self.state().faults.clone()
    }

    /// Sets how many seconds the simulator's clock is ahead of the machine's, or behind it if negative.
    pub fn set_clock_offset(&self, seconds: i64) {
        self.state().clock_offset = TimeDelta::seconds(seconds);
    }

    /// Puts the simulator's clock forward: jobs go on, sessions and downloads expire.
    pub fn advance(&self, by: Duration) {
        let by = TimeDelta::from_std(by).unwrap_or_default();
        self.state().clock_offset += by;
    }

    /// Opens a session without signing in, to be pasted as people with single sign-on do.
    pub fn open_session(&self) -> String {
        let seed = self.fresh_seed();
        let id = if self.options.jwt_sessions {
            ids::jwt(seed)
        } else {
            ids::id(seed)
        };
        let mut state = self.state();
        let now = state.now();
        state.sessions.insert(id.clone(), now);
        id
    }

    /// Ends all sessions, as if they had expired.
    pub fn expire_sessions(&self) {
        self.state().sessions.clear();
    }

    /// Says what becomes of the next job that is submitted; called several times, of those after it.
    pub fn script_next_job(&self, plan: JobPlan) {
        self.state().plans.push_back(plan);
    }

    /// Gives a job this status now, for good, with this `errorMessage`; false for an unknown job.
    pub fn set_job_status(
        &self,
        job_id: &str,
        status: JobStatus,
        error_message: Option<&str>,
    ) -> bool {
        let mut state = self.state();
        let now = state.now();
        let job = state.jobs.iter_mut().find(|job| job.id == job_id);
        job.map(|job| job.set_status(status, error_message, now))
            .is_some()
    }

    /// Sets how many jobs may be active, as if others in the organization had taken or freed slots.
    pub fn set_max_active_jobs(&self, jobs: usize) {
        self.state().max_active_jobs = jobs;
    }

    /// The jobs in the order of their creation, as they are now.
    pub fn jobs(&self) -> Vec<JobRecord> {
        let state = self.state();
        let now = state.now();
        state.jobs.iter().map(|job| job.record(now)).collect()
    }

    /// The exact sums of what the download of a job holds, taken from the data and not from the download; none for an
    /// unknown job.
    pub fn usage_totals(&self, job_id: &str) -> Option<UsageTotals> {
        let (job, now) = {
            let state = self.state();
            (state.job(job_id)?.clone(), state.now())
        };
        Some(job.export(&self.options.dataset, now).totals())
    }

    /// Closes the port and all connections: whoever connects is refused, until [`World::go_online`].
    pub async fn go_offline(&self) {
        if let Some(server) = self.server.lock().await.take() {
            server.stop().await;
        }
    }

    /// Keeps requests for the page's files with this ending, such as `.wasm`, waiting until [`World::release_files`].
    pub fn hold_files(&self, ending: &str) {
        self.held.send_replace(Some(ending.to_owned()));
    }

    /// Serves all files of the page, those asked for in the meantime too.
    pub fn release_files(&self) {
        self.held.send_replace(None);
    }

    /// Forgets sessions, jobs, plans, faults and requests, and sets the clock right.
    pub fn reset(&self) {
        let mut state = self.state();
        *state = State {
            max_active_jobs: MAX_ACTIVE_JOBS,
            // What was given once is not given again.
            numbers_given: state.numbers_given,
            ..State::default()
        };
    }
}

impl Simulator {
    /// Listens again, on the same port.
    pub async fn go_online(&self) {
        let mut server = self.server.lock().await;
        while server.is_none() {
            match server::bind(self.address.port()).await {
                Ok((listener, _)) => *server = Some(Server::start(listener, site(&self.0))),
                // The machine gives the port back in a moment.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
    }
}
