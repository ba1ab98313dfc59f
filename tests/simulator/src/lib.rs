//! A stand-in for the metering export service, and the developers' web server.
//!
//! The [`Simulator`] behaves as the service's documentation says: sessions, export jobs whose status changes over time,
//! of all four kinds, at most five of them active, downloads that expire. It posts nothing to callback URLs. What the documentation leaves
//! open is an [`Options`] field. It checks requests with its own code, not with the product's validator, so that the two check each other.
//! It listens on 127.0.0.1 only and calls no other machine.
//!
//! # In a test
//!
//! ```
//! use simulator::{Call, Fault, FaultKind, JobPlan, Options, Simulator};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> std::io::Result<()> {
//! let sim = Simulator::start(Options::default()).await?;
//! sim.script_next_job(JobPlan::failed("<html>502 Bad Gateway</html>"));
//! sim.add_fault(Fault::once(Call::Status, FaultKind::status(503)));
//! // … a browser or a client works with sim.url() …
//! assert!(sim.requests_of(Call::Submit).is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! It ends when it is dropped. Time is the simulator's own: [`World::advance`] lets jobs end and sessions expire at
//! once. The exact sums of a download are [`World::usage_totals`].
//!
//! # By hand
//!
//! The same switches answer under `/simulator/`; with a simulator on port 8080:
//!
//! ```sh
//! sim=http://127.0.0.1:8080/simulator
//! curl $sim/requests                      # what the service was asked, the password and the session blacked out
//! curl --json '{"call":"submit","kind":"dropAfter"}' $sim/faults
//! curl --json '{"call":"status","kind":"status","status":503,"retryAfter":{"seconds":3},"times":2}' $sim/faults
//! curl --json '{"call":"signIn","kind":"latency","millis":5000,"times":null}' $sim/faults   # every time
//! curl -X DELETE $sim/faults              # none any more
//! curl --json '{"ends":"FAILED","errorMessage":"<html>502</html>"}' $sim/next-job
//! curl --json '{"steps":[{"afterMillis":0,"status":"QUEUED"},{"afterMillis":9000,"status":"SUCCESS"}]}' $sim/next-job
//! curl --json '{"fields":{"callbackUrl":"<script>alert(1)</script>"}}' $sim/next-job
//! curl $sim/jobs                          # as they are now
//! curl --json '{"status":"PARTIAL_SUCCESS","errorMessage":"one organization is missing"}' $sim/jobs/<jobId>/status
//! curl $sim/jobs/<jobId>/totals           # the exact sums of its download
//! curl --json '{"max":2}' $sim/active-jobs
//! curl -X POST $sim/sessions              # a session to paste
//! curl -X POST $sim/sessions/expire
//! curl --json '{"advanceSeconds":259200}' $sim/clock
//! curl -X POST $sim/reset
//! ```
//!
//! The faults and their fields are those of [`FaultKind`], in camel case.
//!
//! # As a program
//!
//! `simulator --dist dist` serves the built page and a simulated service at one address; `--help` lists the options.
//! Unit tests that run in a browser, on an origin of their own, need `--allow-origin`.
//!
//! # Before the real service
//!
//! A [`Proxy`] serves the page and passes `/saas/` on to the real service, which lets no page of another origin call it.

mod control;
mod dataset;
mod faults;
mod ids;
mod jobs;
mod options;
mod pages;
mod proxy;
mod recorded;
mod server;
mod service;
mod service_url;
mod simulator;
mod sub_path;

pub use crate::dataset::export::Kind;
pub use crate::dataset::{Dataset, UsageTotals};
pub use crate::faults::{ErrorBody, Fault, FaultKind, Framing, RetryAfter};
pub use crate::jobs::{JobPlan, JobRecord, JobStatus, Step};
pub use crate::options::{
    BusyAnswer, DEMO_PASSWORD, DEMO_USERNAME, Options, RangeRule, WrongPassword,
};
pub use crate::proxy::{Proxy, ProxyOptions};
pub use crate::recorded::{Call, Recorded};
pub use crate::service_url::{ServiceUrl, ServiceUrlError};
pub use crate::simulator::{Simulator, World};
pub use crate::sub_path::{SubPath, SubPathError};
