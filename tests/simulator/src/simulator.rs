//! A running simulator, as tests hold it.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::callbacks::{self, Callback};
use crate::dataset::UsageTotals;
use crate::faults::Fault;
use crate::jobs::JobRecord;
use crate::options::Options;
use crate::plan::{JobPlan, JobStatus};
use crate::recorded::{Call, Recorded};
use crate::state::{World, delta};
use crate::{control, intercept, pages, server, service, tls};

/// A running simulator; it ends, with everything that it started, when this is dropped.
#[derive(Debug)]
pub struct Simulator {
    world: Arc<World>,
    address: SocketAddr,
    listening: JoinHandle<()>,
    held: watch::Sender<pages::Held>,
}

impl Simulator {
    /// Starts a simulator on 127.0.0.1, on the runtime that this is called from.
    ///
    /// # Errors
    /// When the port cannot be bound, with [`io::ErrorKind::AddrInUse`] if it is taken; or when no HTTP client can be made
    /// for the callbacks.
    pub async fn start(options: Options) -> io::Result<Self> {
        tls::choose_provider();
        let client = callbacks::client().map_err(io::Error::other)?;
        let (listener, address) = server::bind(options.port).await?;
        let stop = CancellationToken::new();
        let world = Arc::new(World::new(
            options,
            format!("http://{address}"),
            stop.clone(),
            client,
        ));
        let held = watch::Sender::default();
        let router = service::router(Arc::clone(&world))
            .merge(control::router(Arc::clone(&world)))
            .merge(pages::with_held_files(
                pages::router(world.options.dist.as_deref(), &world.options.sub_path),
                held.subscribe(),
            ));
        let service = intercept::service(Arc::clone(&world), router);
        let line = Arc::clone(&world.line);
        let listening = tokio::spawn(server::run(listener, address, service, line, stop));
        Ok(Self {
            world,
            address,
            listening,
            held,
        })
    }

    /// Its origin, `http://127.0.0.1:<port>`, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.world.origin
    }

    /// The address that it listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Ends it, and returns when the port is free again.
    pub async fn stop(mut self) {
        self.world.stop.cancel();
        // An error says that the task has been aborted or has panicked: it has ended in any case.
        let _ = (&mut self.listening).await;
    }

    /// Every request to `/saas/` since the start, in the order of arrival, faulted ones included; of more than 100,000 the
    /// newer ones.
    pub fn requests(&self) -> Vec<Recorded> {
        self.world.state().requests.clone()
    }

    /// The requests that made this call.
    pub fn requests_of(&self, call: Call) -> Vec<Recorded> {
        self.requests()
            .into_iter()
            .filter(|request| request.call == Some(call))
            .collect()
    }

    /// Forgets the requests recorded so far.
    pub fn forget_requests(&self) {
        self.world.state().requests.clear();
    }

    /// Adds a fault. Of several that match a request, every latency and the first of the others happen.
    pub fn add_fault(&self, fault: Fault) {
        self.world.add_fault(fault);
    }

    /// Removes all faults.
    pub fn clear_faults(&self) {
        self.world.state().faults.clear();
    }

    /// The faults still to happen.
    pub fn faults(&self) -> Vec<Fault> {
        self.world.state().faults.list().to_vec()
    }

    /// Sets how many seconds the simulator's clock is ahead of the machine's, or behind it if negative.
    pub fn set_clock_offset(&self, seconds: i64) {
        self.world
            .clock
            .set_offset(TimeDelta::try_seconds(seconds).unwrap_or_default());
    }

    /// Puts the simulator's clock forward: jobs go on, sessions and downloads expire.
    pub fn advance(&self, by: Duration) {
        self.world.clock.advance(delta(by));
    }

    /// Opens a session without signing in, to be pasted as people with single sign-on do.
    pub fn open_session(&self) -> String {
        service::open_session(&self.world)
    }

    /// Ends all sessions, as if they had expired.
    pub fn expire_sessions(&self) {
        self.world.state().sessions.close_all();
    }

    /// Says what becomes of the next job that is submitted; called several times, of those after it.
    pub fn script_next_job(&self, plan: impl Into<JobPlan>) {
        self.world.state().plans.push_back(plan.into());
    }

    /// Gives a job this status now, for good, with this `errorMessage`; false for an unknown job.
    pub fn set_job_status(
        &self,
        job_id: &str,
        status: JobStatus,
        error_message: Option<&str>,
    ) -> bool {
        self.world
            .set_job_status(job_id, status, error_message.map(str::to_owned))
    }

    /// Sets how many jobs may be active, as if others in the organization had taken or freed slots.
    pub fn set_max_active_jobs(&self, jobs: usize) {
        self.world.state().max_active_jobs = jobs;
    }

    /// The jobs in the order of their creation, as they are now.
    pub fn jobs(&self) -> Vec<JobRecord> {
        let now = self.world.clock.now();
        self.world
            .state()
            .jobs
            .iter()
            .map(|job| job.record(now))
            .collect()
    }

    /// The exact sums of what the download of a job holds, taken from the data and not from the download; none for an
    /// unknown job.
    pub fn usage_totals(&self, job_id: &str) -> Option<UsageTotals> {
        self.world.totals(job_id)
    }

    /// The callbacks posted, and those that were not.
    pub fn callbacks(&self) -> Vec<Callback> {
        self.world.state().callbacks.clone()
    }

    /// Closes the port and all connections: whoever connects is refused, until [`Simulator::go_online`].
    pub async fn go_offline(&self) {
        self.world.line.set_offline(true).await;
    }

    /// Listens again, on the same port.
    pub async fn go_online(&self) {
        self.world.line.set_offline(false).await;
    }

    /// Closes all connections, answered or not; new ones are taken.
    pub fn close_connections(&self) {
        self.world.line.close_connections();
    }

    /// Keeps requests for the page's files with this ending, such as `.wasm`, waiting until [`Simulator::release_files`].
    pub fn hold_files(&self, ending: &str) {
        self.held.send_replace(Some(ending.to_owned()));
    }

    /// Serves all files of the page, those asked for in the meantime too.
    pub fn release_files(&self) {
        self.held.send_replace(None);
    }

    /// Forgets sessions, jobs, plans, faults, requests and callbacks, and sets the clock right.
    pub fn reset(&self) {
        self.world.reset();
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        self.world.stop.cancel();
    }
}
