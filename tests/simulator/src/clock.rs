//! The simulator's own clock: the machine's time plus an offset that tests move.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use tokio::sync::watch;

/// A clock that can be put forward and back; whoever sleeps by it wakes up when it is moved.
#[derive(Debug)]
pub(crate) struct Clock {
    offset: watch::Sender<TimeDelta>,
}

impl Clock {
    /// A clock that agrees with the machine's.
    pub(crate) fn new() -> Self {
        Self {
            offset: watch::Sender::new(TimeDelta::zero()),
        }
    }

    /// The time now.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        let offset = *self.offset.borrow();
        Utc::now()
            .checked_add_signed(offset)
            .unwrap_or_else(Utc::now)
    }

    /// Sets the difference from the machine's clock.
    pub(crate) fn set_offset(&self, offset: TimeDelta) {
        self.offset.send_replace(offset);
    }

    /// Puts the clock forward.
    pub(crate) fn advance(&self, by: TimeDelta) {
        self.offset
            .send_modify(|offset| *offset = offset.checked_add(&by).unwrap_or(*offset));
    }

    /// Wakes everything that sleeps by this clock, because what it waits for may have changed.
    pub(crate) fn wake(&self) {
        self.offset.send_modify(|_| ());
    }

    /// A sign that fires on every [`wake`](Self::wake) and every move of the clock from now on.
    pub(crate) fn moves(&self) -> watch::Receiver<TimeDelta> {
        self.offset.subscribe()
    }
}

/// A point in time as the service writes it: `2024-09-12T23:21:19Z`.
pub(crate) fn wire_time(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}
