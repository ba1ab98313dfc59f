//! What outlives a reload: the jobs in local storage, what was typed in the tab's session storage. Never a credential.
//!
//! web-sys instead of gloo-storage, which panics where the browser denies storage.

use serde::{Deserialize, Serialize};
use serde::de::DeserializeOwned;
use web_sys::{Storage, Window};

use super::connection::Typed;
use super::form::FormState;
use super::state::Restored;
use crate::job::{ExportJob, JobList, Submission, Tracked};
use crate::request::{Draft, Input, date_time};

/// Key of the jobs. The number is the version of the format: another format takes another key.
pub const JOBS_KEY: &str = "metering-export.jobs.v1";

/// Key of what was typed in this tab.
pub const TYPED_KEY: &str = "metering-export.typed.v1";

/// What is put behind a key whose value cannot be read: the value is set aside there, for people to look at.
pub const ASIDE: &str = ".unreadable";

/// One entry of the job list as it is stored.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SavedJob {
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sent_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job: Option<ExportJob>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refreshed_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unanswered: Option<String>,
}

/// What was typed, as it is stored.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct SavedTyped {
    form: Option<Draft>,
    connect: Typed,
}

/// Reads back what was stored; with a sentence for each thing that could not be read.
pub(super) fn restore() -> (Restored, Vec<String>) {
    let mut notices = Vec::new();
    let jobs = read::<Vec<SavedJob>>(Window::local_storage, JOBS_KEY, &mut notices).unwrap_or_default();
    let typed = read::<SavedTyped>(Window::session_storage, TYPED_KEY, &mut notices).unwrap_or_default();
    let mut form = FormState::default();
    form.typed = typed.form.unwrap_or(form.typed);
    (Restored { jobs: to_list(jobs), form, connect: typed.connect }, notices)
}

/// Stores the jobs.
///
/// # Errors
/// A sentence: why the jobs will not outlive a reload.
pub(super) fn save_jobs(jobs: &JobList) -> Result<(), String> {
    let saved: Vec<_> = jobs.entries().iter().map(|entry| from_entry(entry)).collect();
    write(Window::local_storage, JOBS_KEY, &saved).ok_or_else(|| {
        "The browser does not store the jobs: they are lost when this page is closed. Note the job IDs, or make room in the site's storage.".to_owned()
    })
}

/// Stores what was typed; a browser that denies it only costs typing it again.
pub(super) fn save_typed(form: &FormState, connect: &Typed) {
    let mut draft = form.typed.clone();
    // A URL with a password in it is refused by the validator; it must not be stored until then either.
    if draft.callback_url.as_text().is_some_and(|url| url.contains('@')) {
        draft.callback_url = Input::Absent;
    }
    let _ = write(Window::session_storage, TYPED_KEY, &SavedTyped { form: Some(draft), connect: connect.clone() });
}

fn from_entry(entry: &crate::job::Entry) -> SavedJob {
    let tracked = entry.tracked();
    SavedJob {
        request: entry.body.clone(),
        sent_at: entry.sent_at.map(date_time::text),
        job: tracked.map(|tracked| tracked.job.clone()),
        refreshed_at: tracked.and_then(|tracked| tracked.refreshed_at).map(date_time::text),
        unanswered: match &entry.submission {
            Submission::Unanswered { why } => Some(why.clone()),
            Submission::Sending | Submission::Accepted(_) => None,
        },
    }
}

fn to_list(saved: Vec<SavedJob>) -> JobList {
    let mut jobs = JobList::default();
    let instant = |text: Option<String>| text.and_then(|text| date_time::parse(&text).ok());
    for SavedJob { request, sent_at, job, refreshed_at, unanswered } in saved.into_iter().rev() {
        let submission = match job {
            Some(job) => Submission::Accepted(Tracked::new(job, instant(refreshed_at))),
            // Stored while it was on its way: the page was closed before the answer.
            None => Submission::Unanswered {
                why: unanswered.unwrap_or_else(|| "The page was closed before the answer arrived.".to_owned()),
            },
        };
        jobs.add(request, instant(sent_at), submission);
    }
    jobs
}

type Area = fn(&Window) -> Result<Option<Storage>, wasm_bindgen::JsValue>;

fn area(area: Area) -> Option<Storage> {
    area(&gloo_utils::window()).ok().flatten()
}

fn read<T: DeserializeOwned>(from: Area, key: &str, notices: &mut Vec<String>) -> Option<T> {
    let Some(storage) = area(from) else {
        notices.push("The browser denies this page its storage: jobs are lost when the page is closed.".to_owned());
        return None;
    };
    let text = storage.get_item(key).ok().flatten()?;
    match serde_json::from_str(&text) {
        Ok(value) => Some(value),
        Err(error) => {
            let aside = format!("{key}{ASIDE}");
            let kept = storage.set_item(&aside, &text).is_ok();
            let place = if kept { format!("It was set aside as {aside}.") } else { "It could not be set aside.".into() };
            notices.push(format!("What the browser had stored as {key} cannot be read ({error}). {place}"));
            None
        }
    }
}

fn write(to: Area, key: &str, value: &impl Serialize) -> Option<()> {
    let text = serde_json::to_string(value).ok()?;
    area(to)?.set_item(key, &text).ok()
}
