//! The meters that exports of this browser have named, in local storage: the form suggests them.

use metering_core::usage::Meter;

use super::local;

/// The number is the version of the format.
const KEY: &str = "metering-export.meters.v1";

/// How many meters are known at most; the service has some dozens.
const MOST: usize = 500;

/// Longest ID and longest name of a meter that is suggested, in bytes.
const LONGEST: usize = 200;

/// The known meters, by name.
pub(crate) fn meters() -> Vec<Meter> {
    let text = local().and_then(|storage| storage.get_item(KEY).ok()?);
    let meters = text.and_then(|text| serde_json::from_str(&text).ok());
    meters.unwrap_or_default()
}

/// Adds meters that were found in exports, stores them if `keeps`, and gives all that are known. What another tab has stored
/// meanwhile is among them.
pub(crate) fn learn_meters(found: Vec<Meter>, keeps: bool) -> Vec<Meter> {
    let known = merged(found, meters());
    if let (true, Some(storage), Ok(text)) = (keeps, local(), serde_json::to_string(&known)) {
        let _ = storage.set_item(KEY, &text); // where it is denied they are known until the page is closed
    }
    known
}

/// What was found last, and what was known before, by name. What cannot be sent, and what is too long, is left out.
pub fn merged(found: Vec<Meter>, before: Vec<Meter>) -> Vec<Meter> {
    let mut known = Vec::<Meter>::new();
    for meter in found.into_iter().chain(before) {
        let is_long = |text: &str| text.len() > LONGEST;
        if is_long(&meter.id) || meter.id.contains(char::is_whitespace) || meter.id.is_empty() {
            continue;
        }
        let name = meter.name.filter(|name| !is_long(name));
        if let Some(other) = known.iter_mut().find(|other| other.id == meter.id) {
            other.name = other.name.take().or(name);
        } else if known.len() < MOST {
            known.push(Meter { name, ..meter });
        }
    }
    known.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    known
}
