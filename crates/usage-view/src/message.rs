//! What the page and the worker tell each other, as JSON beside the files.
//!
//! The worker reads and writes with serde's derived code. The page does with [`Request::json`] and [`Reply::read`]: it has
//! code for any JSON, and derived code on top would be several kilobytes of the first load.
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use metering_core::usage::{DayRange, Source};

/// What the page tells the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Request {
    /// Show these exports; their ZIP files stand beside the message, in the same order.
    Show(List),
    /// Somebody did something in the region.
    Act(Event),
}

impl Request {
    /// The request as JSON.
    pub fn json(&self) -> String {
        let value = match self {
            Self::Show(List { exports, days }) => {
                let exports: Vec<_> = exports.iter().map(Listed::value).collect();
                json!({ "show": { "exports": exports, "days": days.map(days_value) } })
            }
            Self::Act(Event { what, value }) => json!({ "act": { "what": what, "value": value } }),
        };
        value.to_string()
    }
}

/// Exports that are shown together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The exports.
    pub exports: Vec<Listed>,
    /// The days that they are to answer for together, to tell which are missing. Where it is unknown, those from the first to
    /// the last that any of them answers for.
    pub days: Option<DayRange>,
}

/// An export of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// The page's number for the file; the same file has the same number.
    pub id: u32,
    /// Where it came from.
    pub source: Source,
}

impl Listed {
    fn value(&self) -> Value {
        let Self { id, source } = self;
        let Source {
            name,
            created,
            window,
            partial,
        } = source;
        let window = window.map(days_value);
        json!({ "id": id, "source": { "name": name, "created": created, "window": window, "partial": partial } })
    }
}

fn days_value(days: DayRange) -> Value {
    json!({ "first": days.first.to_string(), "last": days.last.to_string() })
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
    /// A part of the region that has changed.
    pub part: Option<Part>,
    /// Something to say to screen readers.
    pub say: Option<String>,
    /// The name under which the file beside the message is to be saved.
    pub save: Option<String>,
}

impl Reply {
    /// Reads a reply; what is not as it should be is missing.
    pub fn read(text: &str) -> Self {
        let mut value: Value = serde_json::from_str(text).unwrap_or_default();
        let mut part = value["part"].take();
        let number = |value: &Value| {
            value
                .as_u64()
                .and_then(|number| usize::try_from(number).ok())
        };
        Self {
            part: number(&part["at"])
                .zip(number(&part["of"]))
                .map(|(at, of)| Part {
                    at,
                    of,
                    tree: part["tree"].take(),
                }),
            say: value["say"].as_str().map(str::to_owned),
            save: value["save"].as_str().map(str::to_owned),
        }
    }
}

/// A part of the region's elements.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Which part, from 0; those that did not change are not sent again.
    pub at: usize,
    /// How many parts there are now.
    pub of: usize,
    /// Its elements, see [`super::tree`].
    pub tree: Value,
}

/// A file for people to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// What it is called.
    pub name: String,
    /// What is in it, in pieces.
    pub pieces: Vec<Vec<u8>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_reads_what_the_page_writes() -> Result<(), Box<dyn std::error::Error>> {
        let window = DayRange {
            first: "2025-01-02".parse()?,
            last: "2025-01-31".parse()?,
        };
        let listed = |created, window, partial| Listed {
            id: 7,
            source: Source {
                name: "“J” \u{0}".into(),
                created,
                window,
                partial,
            },
        };
        let (what, value) = ("words".into(), "\"x\"".into());
        for request in [
            Request::Show(List {
                exports: vec![
                    listed(Some(-1), Some(window), true),
                    listed(None, None, false),
                ],
                days: Some(window),
            }),
            Request::Show(List {
                exports: Vec::new(),
                days: None,
            }),
            Request::Act(Event { what, value }),
        ] {
            assert_eq!(serde_json::from_str::<Request>(&request.json())?, request);
        }
        Ok(())
    }

    #[test]
    fn the_page_reads_what_the_worker_writes() -> Result<(), serde_json::Error> {
        let tree = json!(["p", {}, "text"]);
        for reply in [
            Reply::default(),
            Reply {
                part: Some(Part { at: 1, of: 5, tree }),
                say: Some("Shown.".into()),
                save: Some("a.csv".into()),
            },
        ] {
            assert_eq!(Reply::read(&serde_json::to_string(&reply)?), reply);
        }
        assert_eq!(Reply::read("nonsense"), Reply::default());
        assert_eq!(Reply::read(r#"{"part":{"at":"1"}}"#), Reply::default());
        Ok(())
    }
}
