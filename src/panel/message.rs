//! What the page and the worker tell each other, as JSON beside the files.
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::usage::Source;

/// What the page tells the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// Show these exports; their ZIP files stand beside the message, in the same order.
    Show(Vec<Listed>),
    /// Somebody did something in the region.
    Act(Event),
}

/// An export of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The page's number for the file; the same file has the same number.
    pub id: u32,
    /// Where it came from.
    pub source: Source,
}

/// Something that was done in the region, by the names that the worker gave the elements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What: the `data-do` of a button, or the name of a field.
    pub what: String,
    /// Its `data-value`, or the text typed.
    pub value: String,
}

/// The event that stops the reading.
pub const CANCEL: &str = "cancel";

/// What the worker tells the page. Each part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reply {
    /// The elements of the region, see [`super::tree`].
    pub tree: Option<Value>,
    /// Something to say to screen readers.
    pub say: Option<String>,
    /// The name under which the file beside the message is to be saved.
    pub save: Option<String>,
}

/// A file for people to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What it is called.
    pub name: String,
    /// What is in it, in pieces.
    pub pieces: Vec<Vec<u8>>,
}
