//! Who is signed in, and what was typed to sign in.

use chrono::TimeDelta;

use super::{FollowUps, JobsAction};
use crate::app::connection::Typed;
use crate::service::Session;

/// How long a session is kept while nobody uses the page: as long as the service keeps an unused one.
pub const IDLE_LIMIT: TimeDelta = TimeDelta::minutes(30);

/// Who is signed in, and what was typed to sign in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionState {
    /// Who is signed in.
    pub connection: Connection,
    /// Whether the service has accepted the session; of a pasted one nobody knows before the first call.
    pub verified: bool,
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
    /// Something was typed to connect, or came back from the storage.
    Typed {
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
    /// Nobody has used the page.
    Unused {
        /// For so long.
        time: TimeDelta,
    },
}

impl SessionState {
    pub(super) fn apply(&mut self, action: SessionAction, follow_ups: &mut FollowUps) {
        let is_connected = matches!(self.connection, Connection::Connected(_));
        match action {
            SessionAction::Typed { typed } => self.typed = typed,
            SessionAction::Connected { session } => {
                self.verified = session.user_name.is_some();
                self.connection = Connection::Connected(session);
                follow_ups.then(JobsAction::AllRefreshed);
                follow_ups.announce(if self.verified {
                    "Signed in."
                } else {
                    "The session ID is used from now on. It is not verified yet."
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
                follow_ups.announce("Signed out after 30 minutes without use. Sign in again.");
            }
            SessionAction::Expired | SessionAction::Unused { .. } => {}
        }
    }
}
