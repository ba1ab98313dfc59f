//! Who is signed in, and what was typed to sign in.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::{FollowUps, JobsAction};
use crate::app::connection::{Entry, Typed};
use crate::service::Session;

/// How long a session is kept while nobody uses the page: as long as the service keeps an unused one.
pub const IDLE_LIMIT: TimeDelta = TimeDelta::minutes(30);

/// How long before that the page says so.
pub(crate) const IDLE_WARNING: TimeDelta = TimeDelta::minutes(1);

/// A moment by two clocks: one that never jumps but may stand still while the computer sleeps, and one that people set.
pub type Moment = (Duration, DateTime<Utc>);

/// How long nobody has used the page. The clock that says more counts: neither a sleep nor a clock that is put back keeps a
/// session.
pub fn time_unused(used: Moment, now: Moment) -> TimeDelta {
    let steady = TimeDelta::from_std(now.0.saturating_sub(used.0)).unwrap_or(TimeDelta::MAX);
    steady.max(now.1 - used.1)
}

/// What is said a minute before.
pub(crate) const ENDS_SOON: &str =
    "You will be signed out in a minute for inactivity. Any key or click keeps you signed in.";

/// Who is signed in, and what was typed to sign in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionState {
    /// Who is signed in.
    pub connection: Connection,
    /// Whether the service has accepted the session; of a pasted one nobody knows before the first call.
    pub verified: bool,
    /// Whether it ends soon, because nobody uses the page.
    pub ends_soon: bool,
    /// What was typed to connect, without secrets.
    pub typed: Typed,
}

/// Who is signed in.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Connection {
    /// Nobody.
    #[default]
    SignedOut,
    /// Session expired (401).
    Expired,
    /// Signed out because the page was not used for [`IDLE_LIMIT`].
    Idle,
    /// A session that works as far as is known.
    Connected(Session),
}

/// What happens to the session.
#[derive(Debug)]
pub enum SessionAction {
    /// Something was typed to connect.
    Typed {
        /// What.
        entry: Entry,
    },
    /// What was typed to connect came back from the storage.
    Restored {
        /// All of it.
        typed: Typed,
    },
    /// A session was opened or pasted.
    Connected {
        /// The session.
        session: Session,
    },
    /// The service answered a call of the session.
    Accepted,
    /// The session was closed here.
    SignedOut,
    /// The service answered 401.
    Expired,
    /// Somebody uses the page, or nobody has.
    Unused {
        /// For so long.
        time: TimeDelta,
    },
}

impl SessionState {
    pub(super) fn apply(&mut self, action: SessionAction, follow_ups: &mut FollowUps) {
        let is_connected = matches!(self.connection, Connection::Connected(_));
        match action {
            SessionAction::Typed { entry } => self.typed.set(entry),
            SessionAction::Restored { typed } => self.typed = typed,
            SessionAction::Connected { session } => {
                self.verified = session.user_name.is_some();
                self.connection = Connection::Connected(session);
                follow_ups.then(JobsAction::AllRefreshed);
                follow_ups.announce(if self.verified {
                    "Signed in."
                } else {
                    "The session ID is in use. It is not verified yet."
                });
            }
            SessionAction::Accepted => self.verified = true,
            SessionAction::SignedOut => {
                self.connection = Connection::SignedOut;
                follow_ups.announce("Signed out.");
            }
            SessionAction::Expired if is_connected => {
                self.connection = Connection::Expired;
                follow_ups.announce("The session has expired. Sign in again.");
            }
            SessionAction::Unused { time } if is_connected && time >= IDLE_LIMIT => {
                self.connection = Connection::Idle;
                self.ends_soon = false;
                follow_ups.announce("Signed out after 30 minutes of inactivity. Sign in again.");
            }
            SessionAction::Unused { time } => {
                let ends_soon = is_connected && time >= IDLE_LIMIT - IDLE_WARNING;
                if ends_soon && !self.ends_soon {
                    follow_ups.announce(ENDS_SOON);
                }
                self.ends_soon = ends_soon;
            }
            SessionAction::Expired => {}
        }
    }
}
