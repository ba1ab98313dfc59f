//! Carries out what is next: a download, which ends with the page or when nobody wants it any more, or its delivery.

use std::cell::Cell;

use yew::prelude::*;

use super::{Purpose, Step, Want, file_name, source};
use crate::app::save::save;
use crate::app::state::{Action, State};
use crate::app::task::Task;
use crate::app::usage::{Input, UsagePanel};
use crate::app::{Store, clock};

/// Milliseconds between two pieces of news about a download: the page renders each of them.
const NEWS: i64 = 100;

/// Downloads what is wanted as long as there is a session, one job after the other, and delivers it.
#[hook]
pub(in crate::app) fn use_downloads(store: &Store, panel: &UsagePanel) {
    let (client, panel) = (store.client(), panel.clone());
    let store = store.clone();
    use_effect_with((store.downloads.step(), client), move |(step, client)| {
        let dispatch = store.dispatcher();
        let task = match step.clone().zip(client.clone()) {
            Some((Step::Download(job), client)) => Some(Task::spawn(async move {
                let told = Cell::new(0);
                let outcome = client.download(&job, |bytes| {
                    let now = clock::now().timestamp_millis();
                    if now - told.get() >= NEWS {
                        told.set(now);
                        dispatch.dispatch(Action::Arrived(job.clone(), bytes));
                    }
                });
                let outcome = outcome.await;
                dispatch.dispatch(Action::Downloaded(job, outcome));
            })),
            _ => None,
        };
        if let Some(Step::Deliver(want)) = step {
            deliver(&store, want, &panel);
            store.dispatch(Action::Delivered(want.clone()));
        }
        move || drop(task)
    });
}

/// Saves or shows what has arrived of a want.
fn deliver(store: &State, want: &Want, panel: &UsagePanel) {
    let files = want.jobs.iter().filter_map(|id| {
        let job = &store.jobs.get(store.jobs.find(id)?)?.tracked()?.job;
        Some((job, store.downloads.file(id)?))
    });
    match want.purpose {
        Purpose::Save => {
            for (job, file) in files {
                save(file, &file_name(job));
            }
        }
        Purpose::Show => panel.show(
            files
                .map(|(job, zip)| Input {
                    source: source(job),
                    zip: zip.clone(),
                })
                .collect(),
            want.days,
        ),
    }
}
