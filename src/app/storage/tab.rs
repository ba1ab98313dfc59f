//! What belongs to one tab, in its session storage.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::session;
use crate::app::connection::Typed;
use metering_core::guard::is_safe;
use metering_core::request::{Draft, Field, Input};

/// Key of what was typed in this tab. The number is the version of the format: another format takes another key.
pub const TYPED_KEY: &str = "metering-export.typed.v2";

/// What is put behind a key whose value cannot be read: the value is set aside there, for people to look at.
pub const ASIDE: &str = ".unreadable";

/// What belongs to one tab.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct TabState {
    /// What was typed into the form.
    pub(crate) form: Draft,
    /// What was typed to connect.
    pub(crate) connect: Typed,
    /// The exports that were split in this tab, by their milliseconds.
    own: Vec<i64>,
}

impl TabState {
    /// What was typed, without what looks like a credential.
    pub(crate) fn new(form: &Draft, connect: &Typed, own: &[DateTime<Utc>]) -> Self {
        let mut form = form.clone();
        for field in Field::ALL {
            if form.get(field).as_text().is_some_and(|text| !is_safe(text)) {
                *form.get_mut(field) = Input::Absent;
            }
        }
        let safe = |url: &Option<String>| url.clone().filter(|url| is_safe(url));
        let user_name = Some(connect.user_name.clone()).filter(|name| is_safe(name));
        let connect = Typed {
            login_url: safe(&connect.login_url),
            base_url: safe(&connect.base_url),
            user_name: user_name.unwrap_or_default(),
            ..connect.clone()
        };
        let own = own.iter().map(DateTime::timestamp_millis).collect();
        Self { form, connect, own }
    }

    /// The exports that were split in this tab.
    pub(crate) fn own(&self) -> Vec<DateTime<Utc>> {
        let own = self.own.iter().copied();
        own.filter_map(DateTime::from_timestamp_millis).collect()
    }
}

/// Reads back what was stored.
///
/// # Errors
/// A sentence, if it cannot be read.
pub(crate) fn restore_tab() -> Result<Option<TabState>, String> {
    let Some(storage) = session() else {
        return Ok(None);
    };
    let Some(text) = storage.get_item(TYPED_KEY).ok().flatten() else {
        return Ok(None);
    };
    serde_json::from_str(&text).map(Some).map_err(|_| {
        let aside = format!("{TYPED_KEY}{ASIDE}");
        let place = if storage.set_item(&aside, &text).is_ok() {
            format!("It was set aside as {aside}.")
        } else {
            "It could not be set aside.".into()
        };
        format!("What the browser had stored as {TYPED_KEY} cannot be read. {place}")
    })
}

/// Stores what belongs to this tab; a browser that denies it only costs typing it again.
pub(crate) fn save_tab(state: &TabState) {
    if let (Some(storage), Ok(text)) = (session(), serde_json::to_string(state)) {
        let _ = storage.set_item(TYPED_KEY, &text);
    }
}
