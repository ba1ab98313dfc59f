//! Downloads what is wanted, one job after the other, and saves or shows it.

use std::cell::Cell;

use yew::prelude::*;

use crate::app::file_name::{file_name, source};
use crate::app::save::save;
use crate::app::state::downloads::{Purpose, Step, Want};
use crate::app::state::{DownloadsAction, State};
use crate::app::task::Task;
use crate::app::usage::{Input, UsagePanel};
use crate::app::{Store, clock};

/// Milliseconds between two reports on a download: the page renders each of them.
const REPORTS: i64 = 100;

/// Downloads as long as there is a session. A download ends with the page, or when nobody wants it any more.
#[hook]
pub(in crate::app) fn use_downloads(store: &Store, panel: &UsagePanel) {
    let (store, panel) = (store.clone(), panel.clone());
    let deps = (store.downloads.step(), store.client());
    use_effect_with(deps, move |(step, client)| {
        let dispatch = store.dispatcher();
        let task = match step.clone().zip(client.clone()) {
            Some((Step::Download(job_id), client)) => Some(Task::spawn(async move {
                let reported = Cell::new(0);
                let outcome = client.download(&job_id, |bytes| {
                    let now = clock::now().timestamp_millis();
                    if now - reported.get() >= REPORTS {
                        reported.set(now);
                        let job_id = job_id.clone();
                        dispatch.dispatch(DownloadsAction::Arrived { job_id, bytes }.into());
                    }
                });
                let outcome = outcome.await;
                dispatch.dispatch(DownloadsAction::Ended { job_id, outcome }.into());
            })),
            _ => None,
        };
        if let Some(Step::Deliver(want)) = step.clone() {
            deliver(&store, &want, &panel);
            store.dispatch(DownloadsAction::Delivered { want }.into());
        }
        move || drop(task)
    });
}

/// Saves or shows what has arrived of a want.
fn deliver(state: &State, want: &Want, panel: &UsagePanel) {
    let list = &state.jobs.list;
    let files = want.jobs.iter().filter_map(|id| {
        let job = &list.get(list.find(id)?)?.tracked()?.job;
        Some((job, state.downloads.file(id)?))
    });
    let files: Vec<_> = files.collect();
    let inputs = files.iter().map(|(job, zip)| Input {
        source: source(job),
        zip: (*zip).clone(),
    });
    let inputs = inputs.collect();
    match want.purpose {
        Purpose::Save => {
            for (job, file) in files {
                save(file, &file_name(job));
            }
            panel.keep(inputs);
        }
        Purpose::Show => panel.show(inputs, want.days),
    }
}
