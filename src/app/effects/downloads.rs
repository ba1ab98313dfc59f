//! Downloads what is wanted, one job after the other, and saves or shows it.

use std::cell::Cell;
use std::time::Duration;

use wasm_bindgen_futures::spawn_local;
use web_sys::Blob;
use yew::prelude::*;

use crate::app::file_name::{days_between, file_name, file_name_of_parts, source};
use crate::app::save::save;
use crate::app::state::downloads::{Purpose, Step, Want};
use crate::app::state::{DownloadsAction, NoticesAction, State};
use crate::app::task::Task;
use crate::app::usage::{Input, UsagePanel, one_zip};
use crate::app::{Dispatch, Store, clock};
use metering_core::job::ExportJob;

/// Time between two reports on a download: the page renders each of them.
const REPORTS: Duration = Duration::from_millis(100);

/// Downloads as long as there is a session. A download ends with the page, or when nobody wants it any more.
#[hook]
pub(in crate::app) fn use_downloads(store: &Store, panel: &UsagePanel) {
    let (store, panel) = (store.clone(), panel.clone());
    let deps = (store.downloads.step(), store.client());
    use_effect_with(deps, move |(step, client)| {
        let (dispatch, deliverer) = (store.dispatcher(), store.dispatcher());
        let task = match step.clone().zip(client.clone()) {
            Some((Step::Download(job_id), client)) => Some(Task::spawn(async move {
                let reported = Cell::new(clock::since_start());
                let outcome = client.download(&job_id, |bytes| {
                    let now = clock::since_start();
                    if now.saturating_sub(reported.get()) >= REPORTS {
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
            deliver(&store, &want, &panel, deliverer.clone());
            deliverer.dispatch(DownloadsAction::Delivered { want }.into());
        }
        move || drop(task)
    });
}

/// Saves or shows what has arrived of a want.
fn deliver(state: &State, want: &Want, panel: &UsagePanel, dispatch: Dispatch) {
    let list = &state.jobs.list;
    let files = want.jobs.iter().filter_map(|id| {
        let entry = list.get(list.find(id)?)?;
        Some((entry, &entry.tracked()?.job, state.downloads.file(id)?))
    });
    let files: Vec<_> = files.collect();
    let inputs = files.iter().map(|(entry, job, zip)| Input {
        source: source(job, entry.request().as_ref()),
        zip: (*zip).clone(),
    });
    let inputs = inputs.collect();
    match want.purpose {
        Purpose::Save => {
            let files: Vec<_> = files
                .into_iter()
                .map(|(_, job, file)| (job.clone(), file.clone()))
                .collect();
            match &files[..] {
                [] => {}
                [(job, file)] => {
                    save(file, &file_name(job));
                }
                _ => spawn_local(save_as_one(files, dispatch)),
            }
            panel.keep(inputs);
        }
        Purpose::Show => panel.show(inputs, want.days),
    }
}

/// Saves the data of several jobs as one ZIP, or each by itself where that fails.
async fn save_as_one(files: Vec<(ExportJob, Blob)>, dispatch: Dispatch) {
    let name = |job: &ExportJob| {
        let days = days_between(job.start_date.as_deref(), job.end_date.as_deref());
        days.map_or_else(
            || job.job_id.clone(),
            |days| format!("{}_to_{}", days.first, days.last),
        )
    };
    let names = files.iter().map(|(job, _)| name(job)).collect();
    let zips = files.iter().map(|(_, zip)| zip.clone()).collect();
    if let Ok(whole) = one_zip(names, zips).await {
        let jobs: Vec<_> = files.iter().map(|(job, _)| job).collect();
        save(&whole, &file_name_of_parts(&jobs));
        return;
    }
    for (job, file) in &files {
        save(file, &file_name(job));
    }
    let text =
        "The parts could not be put into one ZIP. Each is saved as a ZIP of its own.".to_owned();
    dispatch.dispatch(NoticesAction::Shown { text }.into());
}
