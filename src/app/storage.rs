//! What outlives a reload: the jobs in local storage, what was typed in the tab's session storage. Never a credential.
//!
//! web-sys instead of gloo-storage, which panics where the browser denies storage.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use web_sys::{Storage, StorageEvent, Window};

use super::connection::Typed;
use metering_core::job::{Entry, JobList};
use metering_core::request::{Draft, Input};

/// Key of the jobs. The number is the version of the format: another format takes another key.
pub const JOBS_KEY: &str = "metering-export.jobs.v3";

/// Key of what was typed in this tab.
pub const TYPED_KEY: &str = "metering-export.typed.v2";

/// What is put behind a key whose value cannot be read: the value is set aside there, for people to look at.
pub const ASIDE: &str = ".unreadable";

/// What a reload brings back.
#[derive(Debug, Default)]
pub(super) struct Restored {
    pub(super) jobs: JobList,
    pub(super) tab: Option<TabState>,
}

/// What belongs to one tab.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct TabState {
    /// What was typed into the form.
    pub(super) form: Draft,
    /// What was typed to connect.
    pub(super) connect: Typed,
    /// The exports that were split in this tab, by their milliseconds.
    own: Vec<i64>,
}

impl TabState {
    /// The exports that were split in this tab.
    pub(super) fn own(&self) -> Vec<DateTime<Utc>> {
        let own = self.own.iter().copied();
        own.filter_map(DateTime::from_timestamp_millis).collect()
    }
}

/// Reads back what was stored; with a sentence for each thing that could not be read.
pub(super) fn restore() -> (Restored, Vec<String>) {
    let mut notices = Vec::new();
    let jobs = read(Window::local_storage, JOBS_KEY, &mut notices);
    let tab = read(Window::session_storage, TYPED_KEY, &mut notices);
    let jobs = jobs.map(list).unwrap_or_default();
    (Restored { jobs, tab }, notices)
}

fn list(entries: Vec<Entry>) -> JobList {
    entries.into_iter().map(Entry::restored).collect()
}

/// The jobs that another tab has just stored; `None` for everything else that is stored.
pub(super) fn jobs_of_other_tab(event: &StorageEvent) -> Option<JobList> {
    let text = event
        .new_value()
        .filter(|_| event.key().as_deref() == Some(JOBS_KEY))?;
    serde_json::from_str(&text).ok().map(list)
}

/// The jobs as they are stored now, by whichever tab.
pub(super) fn stored_jobs() -> Option<JobList> {
    let text = area(Window::local_storage)?.get_item(JOBS_KEY).ok()??;
    serde_json::from_str(&text).ok().map(list)
}

/// Stores the jobs.
///
/// # Errors
/// A sentence: why the jobs will not outlive a reload.
pub(super) fn save_jobs(jobs: &JobList) -> Result<(), String> {
    let entries: Vec<&Entry> = jobs.entries().iter().map(Rc::as_ref).collect();
    write(Window::local_storage, JOBS_KEY, &entries).ok_or_else(|| {
        "The browser does not store the jobs: they are lost when this page is closed. Note the job IDs, or make room in the site's storage.".to_owned()
    })
}

/// Stores what was typed; a browser that denies it only costs typing it again.
pub(super) fn save_typed(form: &Draft, connect: &Typed, own: &[DateTime<Utc>]) {
    let mut form = form.clone();
    // A URL with a password in it is refused by the validator; it must not be stored until then either.
    let url = form.callback_url.as_text();
    if url.is_some_and(|url| url.contains('@')) {
        form.callback_url = Input::Absent;
    }
    let state = TabState {
        form,
        connect: connect.clone(),
        own: own.iter().map(DateTime::timestamp_millis).collect(),
    };
    let _ = write(Window::session_storage, TYPED_KEY, &state);
}

type Area = fn(&Window) -> Result<Option<Storage>, wasm_bindgen::JsValue>;

fn area(area: Area) -> Option<Storage> {
    area(&gloo_utils::window()).ok().flatten()
}

fn read<T: DeserializeOwned>(from: Area, key: &str, notices: &mut Vec<String>) -> Option<T> {
    let Some(storage) = area(from) else {
        notices.push(
            "The browser denies this page its storage: jobs are lost when the page is closed."
                .to_owned(),
        );
        return None;
    };
    let text = storage.get_item(key).ok().flatten()?;
    let value = serde_json::from_str(&text).ok();
    if value.is_none() {
        let aside = format!("{key}{ASIDE}");
        let kept = storage.set_item(&aside, &text).is_ok();
        let place = if kept {
            format!("It was set aside as {aside}.")
        } else {
            "It could not be set aside.".into()
        };
        notices.push(format!(
            "What the browser had stored as {key} cannot be read. {place}"
        ));
    }
    value
}

fn write(to: Area, key: &str, value: &impl Serialize) -> Option<()> {
    let text = serde_json::to_string(value).ok()?;
    area(to)?.set_item(key, &text).ok()
}
