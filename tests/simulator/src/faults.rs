//! Faults on demand: what goes wrong, at which call, how often.

pub(crate) mod apply;
mod kind;
mod spoil;

use serde::{Deserialize, Serialize};

pub use self::kind::{ErrorBody, FaultKind, Framing, RetryAfter};
use crate::recorded::Call;

/// Something that goes wrong at a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// At which call.
    pub call: Call,
    /// Only for this job, if given.
    #[serde(default)]
    pub job_id: Option<String>,
    /// How many times; without end if `null`. In JSON once if left out.
    #[serde(default = "once")]
    pub times: Option<u32>,
    /// What goes wrong.
    #[serde(flatten)]
    pub kind: FaultKind,
}

#[allow(
    clippy::unnecessary_wraps,
    reason = "serde's default has the field's type"
)]
const fn once() -> Option<u32> {
    Some(1)
}

impl Fault {
    /// A fault that happens once.
    pub const fn once(call: Call, kind: FaultKind) -> Self {
        Self {
            call,
            job_id: None,
            times: once(),
            kind,
        }
    }

    /// A fault that happens every time, until the faults are cleared.
    pub const fn always(call: Call, kind: FaultKind) -> Self {
        Self {
            call,
            job_id: None,
            times: None,
            kind,
        }
    }

    /// The same fault, this many times.
    #[must_use]
    pub const fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// The same fault, for this job only.
    #[must_use]
    pub fn for_job(mut self, job_id: impl Into<String>) -> Self {
        self.job_id = Some(job_id.into());
        self
    }

    fn matches(&self, call: Call, job_id: Option<&str>) -> bool {
        self.call == call
            && self.times != Some(0)
            && self.job_id.as_deref().is_none_or(|job| job_id == Some(job))
    }
}

/// The faults still to happen.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault after those already there.
    pub(crate) fn add(&mut self, fault: Fault) {
        self.0.push(fault);
    }

    /// Removes all faults.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The faults still to happen.
    pub(crate) fn list(&self) -> &[Fault] {
        &self.0
    }

    /// Whether a connection is to be reset without an answer.
    pub(crate) fn hold_a_drop(&self) -> bool {
        self.0.iter().any(|fault| fault.kind.is_drop())
    }

    /// What goes wrong with this request, counted down: every latency, and the first of the others.
    pub(crate) fn take(&mut self, call: Call, job_id: Option<&str>) -> Vec<FaultKind> {
        let mut taken: Vec<FaultKind> = Vec::new();
        let is_latency = |kind: &FaultKind| matches!(kind, FaultKind::Latency { .. });
        for fault in &mut self.0 {
            let has_other = taken.iter().any(|kind| !is_latency(kind));
            if fault.matches(call, job_id) && (is_latency(&fault.kind) || !has_other) {
                fault.times = fault.times.map(|times| times.saturating_sub(1));
                taken.push(fault.kind.clone());
            }
        }
        self.0.retain(|fault| fault.times != Some(0));
        taken
    }
}
