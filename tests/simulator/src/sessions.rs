//! Who is signed in.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::ids;

/// The open sessions and when each was last used.
#[derive(Debug, Default)]
pub(crate) struct Sessions {
    last_used: HashMap<String, DateTime<Utc>>,
}

impl Sessions {
    /// Opens a session; `jwt` gives its identifier the form of a JWT.
    pub(crate) fn open(&mut self, seed: u64, jwt: bool, now: DateTime<Utc>) -> String {
        let id = if jwt { jwt_text(seed) } else { ids::id(seed) };
        self.last_used.insert(id.clone(), now);
        id
    }

    /// Uses a session; false if there is none of this identifier, or none any more.
    pub(crate) fn touch(&mut self, id: &str, now: DateTime<Utc>, life: TimeDelta) -> bool {
        let Some(last_used) = self.last_used.get_mut(id) else {
            return false;
        };
        if now - *last_used >= life {
            self.last_used.remove(id);
            return false;
        }
        *last_used = now;
        true
    }

    /// Ends a session.
    pub(crate) fn close(&mut self, id: &str) {
        self.last_used.remove(id);
    }

    /// Ends all sessions.
    pub(crate) fn close_all(&mut self) {
        self.last_used.clear();
    }
}

/// A text in the form of a JWT: three parts, the first a real header. Nobody can verify it, as nobody should.
fn jwt_text(seed: u64) -> String {
    // base64url of {"alg":"RS256","typ":"JWT"}
    let header = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9";
    let claims = ids::text(ids::mix(seed), 320);
    let signature = ids::text(ids::mix(!seed), 342);
    format!("{header}.eyJ{claims}.{signature}")
}
