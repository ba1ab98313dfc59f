//! What outlives a reload: the jobs in local storage, what was typed in the tab's session storage. Never a credential.
//!
//! web-sys instead of gloo-storage, which panics where the browser denies storage.

mod jobs;

use serde::Serialize;
use serde_json::Value;
use web_sys::{Storage, StorageEvent, Window};

use super::connection::Typed;
use super::form::FormState;
use super::state::Restored;
use metering_core::job::JobList;
use metering_core::request::{Draft, Field, Input};

/// Key of the jobs. The number is the version of the format: another format takes another key.
pub const JOBS_KEY: &str = "metering-export.jobs.v2";

/// Key of the jobs before exports could be split. What is there is read once, and goes when it is stored anew.
pub const OLD_JOBS_KEY: &str = "metering-export.jobs.v1";

/// Key of what was typed in this tab.
pub const TYPED_KEY: &str = "metering-export.typed.v1";

/// What is put behind a key whose value cannot be read: the value is set aside there, for people to look at.
pub const ASIDE: &str = ".unreadable";

/// Reads back what was stored; with a sentence for each thing that could not be read.
pub(super) fn restore() -> (Restored, Vec<String>) {
    let mut notices = Vec::new();
    let key = if is_stored(JOBS_KEY) {
        JOBS_KEY
    } else {
        OLD_JOBS_KEY
    };
    let jobs = read(Window::local_storage, key, jobs::read, &mut notices).unwrap_or_default();
    let (form, connect) =
        read(Window::session_storage, TYPED_KEY, typed, &mut notices).unwrap_or_default();
    (
        Restored {
            jobs,
            form,
            connect,
        },
        notices,
    )
}

/// The jobs that another tab has just stored; `None` for everything else that is stored.
pub(super) fn jobs_of_other_tab(event: &StorageEvent) -> Option<JobList> {
    let text = event
        .new_value()
        .filter(|_| event.key().as_deref() == Some(JOBS_KEY))?;
    jobs::read(&serde_json::from_str(&text).ok()?)
}

/// The jobs as they are stored now, by whichever tab.
pub(super) fn stored_jobs() -> Option<JobList> {
    let text = area(Window::local_storage)?.get_item(JOBS_KEY).ok()??;
    jobs::read(&serde_json::from_str(&text).ok()?)
}

/// Stores the jobs.
///
/// # Errors
/// A sentence: why the jobs will not outlive a reload.
pub(super) fn save_jobs(jobs: &JobList) -> Result<(), String> {
    write(Window::local_storage, JOBS_KEY, &jobs::form(jobs)).ok_or_else(|| {
        "The browser does not store the jobs: they are lost when this page is closed. Note the job IDs, or make room in the site's storage.".to_owned()
    })?;
    if let Some(storage) = area(Window::local_storage) {
        let _ = storage.remove_item(OLD_JOBS_KEY); // what stays is not read again
    }
    Ok(())
}

/// Key of the claim on the queue, in browsers without Web Locks.
pub const CLAIM_KEY: &str = "metering-export.queue.v1";

/// Which tab claims the queue, and when it last did, in milliseconds since 1970.
pub(super) fn claim() -> Option<(String, i64)> {
    let text = area(Window::local_storage)?.get_item(CLAIM_KEY).ok()??;
    let (holder, at) = text.split_once(' ')?;
    Some((holder.to_owned(), at.parse().ok()?))
}

/// Claims the queue; false if nothing can be stored.
pub(super) fn set_claim(holder: &str, at: i64) -> bool {
    let claim = format!("{holder} {at}");
    area(Window::local_storage).is_some_and(|storage| storage.set_item(CLAIM_KEY, &claim).is_ok())
}

/// Leaves the queue to other tabs.
pub(super) fn give_up_claim() {
    if let Some(storage) = area(Window::local_storage) {
        let _ = storage.remove_item(CLAIM_KEY); // it is taken for abandoned in a while
    }
}

/// Stores what was typed; a browser that denies it only costs typing it again.
pub(super) fn save_typed(form: &FormState, connect: &Typed) {
    let mut draft = form.typed.clone();
    // A URL with a password in it is refused by the validator; it must not be stored until then either.
    if draft
        .callback_url
        .as_text()
        .is_some_and(|url| url.contains('@'))
    {
        draft.callback_url = Input::Absent;
    }
    let _ = write(
        Window::session_storage,
        TYPED_KEY,
        &SavedTyped {
            form: &draft,
            connect,
        },
    );
}

/// What was typed, as it is stored.
#[derive(Serialize)]
struct SavedTyped<'a> {
    form: &'a Draft,
    connect: &'a Typed,
}

/// What was typed from its stored form; a field that is not there was not typed.
fn typed(saved: &Value) -> Option<(FormState, Typed)> {
    let (fields, connect) = (saved.get("form")?, saved.get("connect")?);
    let mut form = FormState::default();
    for field in Field::ALL {
        if let Some(text) = fields.get(field.name()).and_then(Value::as_str) {
            form.typed(field, text.to_owned());
        }
    }
    let text = |name| connect.get(name).and_then(Value::as_str).map(str::to_owned);
    let connect = Typed {
        pasting: connect
            .get("pasting")
            .and_then(Value::as_bool)
            .unwrap_or_default(),
        user_name: text("userName").unwrap_or_default(),
        login_url: text("loginUrl"),
        base_url: text("baseUrl"),
    };
    Some((form, connect))
}

type Area = fn(&Window) -> Result<Option<Storage>, wasm_bindgen::JsValue>;

fn area(area: Area) -> Option<Storage> {
    area(&gloo_utils::window()).ok().flatten()
}

fn is_stored(key: &str) -> bool {
    let text = area(Window::local_storage).and_then(|storage| storage.get_item(key).ok()?);
    text.is_some()
}

fn read<T>(
    from: Area,
    key: &str,
    reader: fn(&Value) -> Option<T>,
    notices: &mut Vec<String>,
) -> Option<T> {
    let Some(storage) = area(from) else {
        notices.push(
            "The browser denies this page its storage: jobs are lost when the page is closed."
                .to_owned(),
        );
        return None;
    };
    let text = storage.get_item(key).ok().flatten()?;
    let value = serde_json::from_str(&text)
        .ok()
        .and_then(|value| reader(&value));
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
    area(to)?.set_item(key, &crate::service::body(value)).ok()
}
