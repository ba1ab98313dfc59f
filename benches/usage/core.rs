//! Reading of usage without the worker: bytes in, sums out; and the messages to the worker. Only `cargo xtask bench usage`
//! builds it.
#![cfg(target_arch = "wasm32")]

use std::ops::ControlFlow;

use metering_core::usage::message::{List, Listed, Request};
use metering_core::usage::zip::{Directory, Limits, Piece, Unpack};
use metering_core::usage::{
    Against, ChangeQuery, ChangeSortBy, Choice, CrossQuery, Day, ExportReader, Exports, Filter,
    Format, Grain, GroupBy, Kind, Query, Question, Sheet, Sort, Source, UsageError,
};
use serde::Serialize;
use serde_json::json;
use wasm_bindgen::prelude::*;

/// Reads CSV in pieces.
#[wasm_bindgen]
pub struct Csv(ExportReader);

#[wasm_bindgen]
impl Csv {
    /// Begins a file.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // a constructor for JavaScript
    pub fn new() -> Self {
        let mut reader = Exports::new().read(source());
        reader.begin_file("bench.csv", None);
        Self(reader)
    }

    /// Reads the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// The sums, as JSON.
    ///
    /// # Errors
    /// The file cannot be read; in words.
    pub fn finish(self) -> Result<String, String> {
        let (exports, outcome) = self.0.finish();
        sums(exports, outcome)
    }
}

/// The sums of a ZIP, as JSON.
///
/// # Errors
/// The ZIP cannot be read; in words.
#[wasm_bindgen]
pub fn zip(bytes: &[u8]) -> Result<String, String> {
    let mut exports = Exports::new();
    let outcome = exports.read_file(source(), bytes, Limits::default(), |_| {
        ControlFlow::Continue(())
    });
    sums(exports, outcome)
}

/// How many bytes a ZIP holds, unpacked and compared with their checksums.
///
/// # Errors
/// The ZIP cannot be read; in words.
#[wasm_bindgen]
pub fn unzip(bytes: &[u8]) -> Result<f64, String> {
    let text = |error: metering_core::usage::zip::ZipError| error.to_string();
    let directory = Directory::read(bytes, Limits::default()).map_err(text)?;
    let mut size = 0.0;
    for entry in &directory.entries {
        let mut unpack = Unpack::new(entry);
        while let Piece::Bytes(piece) = unpack.next_piece(bytes).map_err(text)? {
            #[allow(clippy::cast_precision_loss)] // pieces are small
            let length = piece.len() as f64;
            size += length;
        }
    }
    Ok(size)
}

fn source() -> Source {
    Source {
        name: "bench".into(),
        ..Source::default()
    }
}

fn sums(exports: Exports, outcome: Result<(), UsageError>) -> Result<String, String> {
    outcome.map_err(|error| error.to_string())?;
    let mut usage = exports.merge(None);
    let view = usage.view(Filter::default());
    let total = view.totals().consumption;
    let list = |by| view.top(by, usize::MAX).rows;
    let days = list(GroupBy::Period(Grain::Day));
    let projects = list(GroupBy::Project);
    Ok(json!({ "total": total, "days": days, "projects": projects }).to_string())
}

/// The message that shows these files in place of all others.
#[wasm_bindgen]
pub fn show(ids: Vec<u32>) -> String {
    let listed = |id| Listed {
        id,
        source: source(),
        anyway: false,
    };
    message(&Request::Show(List {
        exports: ids.into_iter().map(listed).collect(),
        ..List::default()
    }))
}

/// The message that asks for a table as CSV; kind and groups as JSON.
///
/// # Errors
/// There is no such kind or group.
#[wasm_bindgen]
pub fn save_table(kind: &str, by: &str) -> Result<String, String> {
    let (kind, by) = (parsed(kind)?, parsed(by)?);
    let sheet = Sheet::Sums(by, Sort::LARGEST_FIRST, Vec::new());
    let request = Request::Write(Filter::of(kind), sheet, Format::Csv);
    Ok(message(&request))
}

/// The messages that ask what the view asks: at first, and then for one change after the other. What each changes stands
/// before it. The kind and the largest group of its first table are given as JSON and as text.
///
/// # Errors
/// There is no such kind.
#[wasm_bindgen]
pub fn questions(kind: &str, largest: &str) -> Result<String, String> {
    let kind: Kind = parsed(kind)?;
    let by = match kind {
        Kind::Summary => GroupBy::Meter,
        Kind::Project | Kind::Asset | Kind::Job => GroupBy::Project,
    };
    let groups = [GroupBy::Period(Grain::Day), by, GroupBy::Organization];
    let mut question = Question {
        filter: Filter::of(kind),
        today: parsed::<Day>("\"2026-06-01\"")?,
        tables: groups
            .map(|by| Query {
                by,
                sort: Sort::LARGEST_FIRST,
                skip: 0,
                take: 10,
            })
            .into(),
        charts: groups[1..].into(),
        listings: (Vec::new(), 10),
        cross: CrossQuery {
            grain: Grain::Day,
            by: None,
            sort: Sort::LARGEST_FIRST,
            sorted_in: None,
            skip: 0,
            take: 10,
            columns: None,
        },
        compare: None,
        values: None,
        allowance: None,
    };
    let mut asked = vec![("the first question", question.clone())];
    let mut ask = |what, question: &Question| asked.push((what, question.clone()));
    question.cross.grain = Grain::Week;
    ask("grain: week", &question);
    question.cross.by = Some(by);
    ask("bars stacked by the groups", &question);
    question.filter.text = largest.to_lowercase();
    ask("filter: words", &question);
    question.filter.text.clear();
    question.filter.chosen = vec![Choice {
        by,
        names: vec![largest.to_owned()],
    }];
    ask("filter: a chosen group", &question);
    question.filter.chosen.clear();
    question.filter.first = Some(parsed("\"2025-01-08\"")?);
    ask("filter: a first day", &question);
    question.filter.first = None;
    ask("no filter", &question);
    question.compare = Some(ChangeQuery {
        grain: Grain::Week,
        period: None,
        against: Against::Before,
        same_days: false,
        by,
        sort_by: ChangeSortBy::Change,
        descending: true,
        skip: 0,
        take: 10,
    });
    ask("compared with the week before", &question);
    question.allowance = Some(parsed(
        r#"{"ipus":"1000000","firstDay":"2025-01-01","period":"annual"}"#,
    )?);
    ask("with an allowance", &question);
    let asked = asked.into_iter();
    let asked = asked.map(|(what, question)| (what, Request::Ask(question)));
    Ok(message(&asked.collect::<Vec<_>>()))
}

fn message(message: &impl Serialize) -> String {
    json!(message).to_string()
}

fn parsed<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, String> {
    serde_json::from_str(json).map_err(|error| error.to_string())
}
