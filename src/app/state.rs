//! The page's state: one value, changed by actions. Each concern has a reducer and an action enum of its own.

pub mod downloads;
pub mod form;
pub mod jobs;
pub mod notices;
pub mod page;
pub mod session;

use std::rc::Rc;

use web_sys::Blob;
use yew::Reducible;

pub use downloads::{Downloads, DownloadsAction};
pub use form::{FormAction, FormState};
pub use jobs::{JobsAction, JobsState};
pub use notices::{Notices, NoticesAction};
pub use page::{PageAction, PageState};
pub use session::{Connection, SessionAction, SessionState};

use crate::service::{Client, Kind, ServiceError};

/// Everything the page knows. Secrets are in `session` only, in memory.
///
/// Each concern is behind an `Rc`: a region takes what it shows as properties, and renders only when that changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The deployment, the clock, and whether the page is hidden.
    pub page: Rc<PageState>,
    /// Who is signed in.
    pub session: Rc<SessionState>,
    /// The export request.
    pub form: Rc<FormState>,
    /// The jobs of this browser.
    pub jobs: Rc<JobsState>,
    /// The data of jobs.
    pub downloads: Rc<Downloads<Blob>>,
    /// What the page says by itself.
    pub notices: Rc<Notices>,
}

/// What happens, by concern.
#[derive(Debug)]
pub enum Action {
    /// To the page as a whole.
    Page(PageAction),
    /// To the session.
    Session(SessionAction),
    /// To the export request.
    Form(FormAction),
    /// To the jobs.
    Jobs(JobsAction),
    /// To the data of jobs.
    Downloads(DownloadsAction),
    /// To what the page says.
    Notices(NoticesAction),
}

/// Each concern's action is an [`Action`].
macro_rules! concerns {
    ($($concern:ident($action:ident),)*) => {$(
        impl From<$action> for Action {
            fn from(action: $action) -> Self {
                Self::$concern(action)
            }
        }
    )*};
}

concerns! {
    Page(PageAction),
    Session(SessionAction),
    Form(FormAction),
    Jobs(JobsAction),
    Downloads(DownloadsAction),
    Notices(NoticesAction),
}

/// What follows from an action for other concerns.
#[derive(Debug, Default)]
pub(super) struct FollowUps(Vec<Action>);

impl FollowUps {
    fn then(&mut self, action: impl Into<Action>) {
        self.0.push(action.into());
    }

    /// Says something to screen readers.
    fn announce(&mut self, text: impl Into<String>) {
        self.then(NoticesAction::Announced { text: text.into() });
    }

    /// A failed call also ends the session if the service answered 401.
    fn check_session(&mut self, error: &ServiceError) {
        if error.kind == Kind::Unauthorized {
            self.then(SessionAction::Expired);
        }
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        state.apply(action);
        Rc::new(state)
    }
}

impl State {
    /// Changes the state by one action, and by what follows from it.
    pub fn apply(&mut self, action: impl Into<Action>) {
        let mut follow_ups = FollowUps::default();
        match action.into() {
            Action::Page(action) => Rc::make_mut(&mut self.page).apply(action, &mut follow_ups),
            // Follows each answer, and says something new after the first only.
            Action::Session(SessionAction::Accepted) if self.session.verified => {}
            Action::Session(action) => {
                Rc::make_mut(&mut self.session).apply(action, &mut follow_ups);
            }
            Action::Form(action) => Rc::make_mut(&mut self.form).apply(action),
            Action::Jobs(action) => {
                let removes = action.removes();
                Rc::make_mut(&mut self.jobs).apply(action, &mut follow_ups);
                if removes {
                    let list = &self.jobs.list;
                    Rc::make_mut(&mut self.downloads).keep(|id| list.knows(id));
                }
            }
            Action::Downloads(action) => {
                Rc::make_mut(&mut self.downloads).apply(action, &mut follow_ups);
            }
            Action::Notices(action) => Rc::make_mut(&mut self.notices).apply(action),
        }
        for action in follow_ups.0 {
            self.apply(action);
        }
    }

    /// The client of the session, if there is one.
    pub fn client(&self) -> Option<Client> {
        match &self.session.connection {
            Connection::Connected(session) => Some(Client {
                session: session.clone(),
                time_limit: self.page.config.time_limit(),
            }),
            Connection::SignedOut | Connection::Expired | Connection::Idle => None,
        }
    }
}
