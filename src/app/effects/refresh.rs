//! Refreshes unfinished jobs when their time has come, by one timer for all of them.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::app::state::JobsAction;
use crate::app::task::Task;
use crate::app::{Dispatch, Store, clock};
use crate::service::Client;
use metering_core::job::{JobList, Key, Schedule};

/// Keeps the jobs fresh while there is a session. On a hidden page only while something is queued, because the queue goes on as
/// jobs end, or while their end is told by a notification.
#[hook]
pub(super) fn use_refresh(store: &Store) {
    let dispatch = store.dispatcher();
    let refresher = use_mut_ref(|| Refresher::new(dispatch));
    let list = store.jobs.list.clone();
    let is_awaited = list.has_queued() || store.page.notify == Some(true);
    let is_paused = store.page.hidden && !is_awaited;
    let client = store.client();
    use_effect_with((list, client, is_paused), {
        let refresher = Rc::clone(&refresher);
        move |(list, client, is_paused)| {
            refresher
                .borrow_mut()
                .update(list, client.as_ref(), *is_paused);
            Refresher::run(&refresher);
        }
    });
    use_effect_with((), move |()| move || refresher.borrow_mut().stop());
}

/// The questions that are planned and under way.
struct Refresher {
    dispatch: Dispatch,
    client: Option<Client>,
    is_paused: bool,
    schedule: Schedule,
    tasks: Vec<(Key, Task)>,
    timer: Option<Timeout>,
}

impl Refresher {
    fn new(dispatch: Dispatch) -> Self {
        Self {
            dispatch,
            client: None,
            is_paused: false,
            schedule: Schedule::default(),
            tasks: Vec::new(),
            timer: None,
        }
    }

    /// Takes over what has changed. A new session asks anew; what is no longer planned is aborted.
    fn update(&mut self, list: &JobList, client: Option<&Client>, is_paused: bool) {
        self.is_paused = is_paused;
        if self.client.as_ref() != client {
            self.client = client.cloned();
            self.schedule = Schedule::default();
        }
        self.schedule.update(list, clock::since_start());
        let schedule = &self.schedule;
        self.tasks.retain(|(key, _)| schedule.is_running(*key));
    }

    /// Starts every refresh whose time has come, and sets the timer to the next.
    fn run(this: &Rc<RefCell<Self>>) {
        let mut refresher = this.borrow_mut();
        refresher.timer = None;
        let Some(client) = refresher.client.clone().filter(|_| !refresher.is_paused) else {
            return;
        };
        while let Some((key, wait)) = refresher.schedule.next(clock::since_start()) {
            if !wait.is_zero() {
                let again = Rc::downgrade(this);
                let millis = u32::try_from(wait.as_millis() + 1).unwrap_or(u32::MAX);
                refresher.timer = Some(Timeout::new(millis, move || {
                    if let Some(this) = Weak::upgrade(&again) {
                        Self::run(&this);
                    }
                }));
                return;
            }
            refresher.start(key, client.clone());
        }
    }

    fn start(&mut self, key: Key, client: Client) {
        let Some(job_id) = self.schedule.start(key, clock::since_start()) else {
            return;
        };
        let dispatch = self.dispatch.clone();
        let task = Task::spawn(async move {
            dispatch.dispatch(JobsAction::Refreshing { key }.into());
            let answer = client.status(&job_id).await;
            let (now, jitter) = (clock::now(), clock::jitter());
            dispatch.dispatch(
                JobsAction::Refreshed {
                    key,
                    answer,
                    now,
                    jitter,
                }
                .into(),
            );
        });
        self.tasks.push((key, task));
    }

    fn stop(&mut self) {
        self.timer = None;
        self.tasks.clear();
    }
}
