//! The page as a whole: its deployment, its clock, whether it is seen.

use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::{FollowUps, JobsAction, NoticesAction};
use crate::app::config::Config;
use metering_core::usage::Meter;

/// The page as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageState {
    /// What the deployment says about itself.
    pub config: Rc<Config>,
    /// Whether `config.json` was read or could not be: before, nobody can sign in.
    pub configured: bool,
    /// Whether the storage was read: before, nothing is stored.
    pub ready: bool,
    /// The time, to half a minute; `None` before the page runs in a browser.
    pub now: Option<DateTime<Utc>>,
    /// Whether the page is hidden: then nothing is refreshed.
    pub hidden: bool,
    /// Whether the end of jobs is told by a notification; `None` where the browser has none.
    pub notify: Option<bool>,
    /// The meters that exports of this browser have named.
    pub meters: Rc<Vec<Meter>>,
}

/// What happens to the page as a whole.
#[derive(Debug)]
pub enum PageAction {
    /// `config.json` was read or could not be.
    Configured {
        /// The configuration, or a sentence for the administrator of the host.
        outcome: Result<Config, String>,
    },
    /// The storage was read.
    Ready,
    /// Half a minute has passed.
    Ticked {
        /// The browser's clock.
        now: DateTime<Utc>,
    },
    /// The page was hidden or shown.
    Hidden {
        /// Whether it is hidden.
        hidden: bool,
    },
    /// Notifications are wanted, or no longer.
    Notify {
        /// As [`PageState::notify`].
        notify: Option<bool>,
    },
    /// Meters were read from the storage, or found in exports.
    Metered {
        /// All that are known.
        known: Vec<Meter>,
    },
}

impl PageState {
    pub(super) fn apply(&mut self, action: PageAction, follow_ups: &mut FollowUps) {
        match action {
            PageAction::Configured { outcome } => {
                self.configured = true;
                match outcome {
                    Ok(config) => self.config = Rc::new(config),
                    Err(problem) => follow_ups.then(NoticesAction::Shown {
                        text: format!(
                            "config.json could not be used; the defaults apply. Reason: {problem}"
                        ),
                    }),
                }
            }
            PageAction::Ready => self.ready = true,
            PageAction::Ticked { now } => self.now = Some(now),
            PageAction::Notify { notify } => self.notify = notify,
            PageAction::Metered { known } => self.meters = Rc::new(known),
            PageAction::Hidden { hidden } => {
                self.hidden = hidden;
                if !hidden {
                    follow_ups.then(JobsAction::AllRefreshed);
                }
            }
        }
    }
}
