//! A stand-in for the metering export service, and the developers' web server.
//!
//! The [`Simulator`] behaves as the service's documentation says: sessions, export jobs whose status changes over time,
//! at most five of them active, downloads that expire, callbacks. What the documentation leaves open is an [`Options`]
//! field. It checks requests with its own code, not with the product's validator, so that the two check each other.
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
//! It ends when it is dropped. Time is the simulator's own: [`Simulator::advance`] lets jobs end and sessions expire at
//! once. The exact sums of a download are [`Simulator::usage_totals`].
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
//! curl $sim/faults                        # those still to happen; -X DELETE removes them
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
//! curl --json '{"offsetSeconds":-3600}' $sim/clock
//! curl --json '{"seconds":10}' $sim/offline   # connections are refused for this long
//! curl $sim/callbacks
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

mod callbacks;
mod clock;
mod control;
mod dataset;
mod faults;
mod ids;
mod intercept;
mod jobs;
mod options;
mod pages;
mod plan;
mod proxy;
mod recorded;
mod server;
mod service;
mod service_url;
mod sessions;
mod simulator;
mod state;
mod sub_path;
mod tls;

pub use crate::callbacks::{Callback, CallbackOutcome};
pub use crate::dataset::{Dataset, FolderTotal, Names, UsageTotals};
pub use crate::faults::{ErrorBody, Fault, FaultKind, Framing, RetryAfter};
pub use crate::jobs::JobRecord;
pub use crate::options::{
    BusyAnswer, DEMO_PASSWORD, DEMO_USERNAME, Log, Options, Pace, RangeRule, WrongPassword,
};
pub use crate::plan::{JobPlan, JobStatus, Step};
pub use crate::proxy::{Proxy, ProxyOptions};
pub use crate::recorded::{Call, Recorded};
pub use crate::service_url::{ServiceUrl, ServiceUrlError};
pub use crate::simulator::Simulator;
pub use crate::sub_path::{SubPath, SubPathError};
