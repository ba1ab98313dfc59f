//! Which columns a CSV file has, which kind of export it therefore is, and how its fields are separated.
use std::fmt;

use serde::{Deserialize, Serialize};

use super::CsvProblem;
use super::record::Records;
use crate::usage::kind::{Dimension, Kind, Role, squeezed};
use crate::usage::tables::{Place, Tables};

/// Where the columns of an export stand in a row, counted from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) kind: Kind,
    pub(crate) date: usize,
    pub(crate) amount: usize,
    /// The dimensions that the file has, by their columns.
    dimensions: Vec<(usize, Dimension)>,
    /// The first and the last column with a name that people choose, which may hold a comma.
    names: (usize, usize),
    /// How many columns there are up to the last one that has a name.
    pub(crate) fields: usize,
    /// How many columns there are.
    pub(crate) all_fields: usize,
    /// Names of columns that are not known.
    pub(crate) unread: Vec<String>,
    /// What separates fields.
    pub(crate) separator: u8,
    /// Whether each line as a whole is in quotes.
    pub(crate) wrapped: bool,
}

/// What a file seems to be that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OtherFile {
    /// Job-level data of one meter: a row for each run of a task.
    JobLevel,
    /// Nothing that is known.
    Unknown,
}

impl fmt::Display for OtherFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::JobLevel => {
                "This is a job-level export (one row for each run), which this page does not read"
            }
            Self::Unknown => "The columns are not those of an export that this page reads",
        })
    }
}

/// Columns of job-level data, squeezed.
const JOB_LEVEL: [&str; 6] = [
    "taskid",
    "taskrunid",
    "taskname",
    "meteredvalue",
    "executedasset",
    "executiontype",
];

/// What may separate fields.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

impl Layout {
    /// Reads a header line without its end; `separator` is what a `sep=` line says.
    pub(crate) fn of_line(line: &[u8], separator: Option<u8>) -> Result<Self, CsvProblem> {
        let candidates = separator.map_or(SEPARATORS.to_vec(), |separator| vec![separator]);
        let mut problem = None;
        for &separator in &candidates {
            let names = split(line, separator);
            match Self::of(&names, separator) {
                Ok(layout) => return Ok(layout),
                Err(CsvProblem::DuplicateColumn { column }) => {
                    return Err(CsvProblem::DuplicateColumn { column });
                }
                // The separator that finds the most columns has the best reason.
                Err(other) => {
                    if problem.as_ref().is_none_or(|(count, _)| *count < names.len()) {
                        problem = Some((names.len(), other));
                    }
                }
            }
            // A line as a whole in quotes is one field that holds all others.
            if let Some(inner) = only_field(&names) {
                for separator in SEPARATORS {
                    if let Ok(layout) = Self::of(&split(inner.as_bytes(), separator), separator) {
                        return Ok(Self {
                            wrapped: true,
                            ..layout
                        });
                    }
                }
            }
        }
        Err(problem.map_or(CsvProblem::Empty, |(_, problem)| problem))
    }

    /// Finds the columns by their names, in any order. Unknown ones are tolerated.
    fn of(names: &[String], separator: u8) -> Result<Self, CsvProblem> {
        let squeezed_names: Vec<String> = names.iter().map(|name| squeezed(name)).collect();
        let has = |column: &str| squeezed_names.contains(&squeezed(column));
        let is_job_level = JOB_LEVEL.iter().any(|column| has(column));
        let missing = |kind: Kind| -> Vec<String> {
            let required = kind.columns().iter().filter(|(_, _, required)| *required);
            let names = required.map(|(name, _, _)| (*name).to_owned());
            names.filter(|name| !has(name)).collect()
        };
        let kind = Kind::ALL.into_iter().find(|kind| missing(*kind).is_empty());
        let Some(kind) = kind.filter(|_| !is_job_level) else {
            let missing = Kind::ALL.map(missing).into_iter().min_by_key(Vec::len);
            return Err(CsvProblem::OtherColumns {
                looks_like: if is_job_level {
                    OtherFile::JobLevel
                } else {
                    OtherFile::Unknown
                },
                found: names
                    .iter()
                    .map(|name| shortened(name))
                    .take(MOST_SHOWN)
                    .collect(),
                missing: missing.unwrap_or_default(),
            });
        };
        let (mut date, mut amount, mut dimensions) = (0, 0, Vec::new());
        for (name, role, _) in kind.columns() {
            let name_squeezed = squeezed(name);
            let mut found = (0..names.len()).filter(|&at| squeezed_names[at] == name_squeezed);
            let Some(at) = found.next() else { continue };
            if found.next().is_some() {
                return Err(CsvProblem::DuplicateColumn {
                    column: (*name).into(),
                });
            }
            match role {
                Role::Date => date = at,
                Role::Amount => amount = at,
                Role::Name(dimension) => dimensions.push((at, *dimension)),
                Role::Unused => {}
            }
        }
        let is_known = |name: &String| {
            let mut known = kind.columns().iter();
            name.is_empty() || known.any(|(known, _, _)| squeezed(known) == *name)
        };
        let unread = (0..names.len()).filter(|&at| !is_known(&squeezed_names[at]));
        let chosen = dimensions.iter().filter(|(_, name)| name.is_chosen());
        let names_span = chosen.fold((usize::MAX, 0), |(first, last), &(at, _)| {
            (at.min(first), at.max(last))
        });
        Ok(Self {
            kind,
            date,
            amount,
            names: names_span,
            dimensions,
            fields: squeezed_names
                .iter()
                .rposition(|name| !name.is_empty())
                .map_or(0, |last| last + 1),
            all_fields: names.len(),
            unread: unread.map(|at| shortened(names[at].trim())).collect(),
            separator,
            wrapped: false,
        })
    }

    /// The place that a row's fields name; `None` where the numbers are used up.
    pub(crate) fn place<'a>(
        &self,
        tables: &mut Tables,
        field: impl Fn(usize) -> &'a [u8],
    ) -> Option<u32> {
        let mut place = Place::new(self.kind);
        for &(at, dimension) in &self.dimensions {
            place.set(dimension, tables.names.intern_name(field(at))?);
        }
        tables.places.intern(place)
    }

    /// The place of a row with `extra` fields too many, which a name with a comma has that is not in quotes.
    ///
    /// The columns before the first name and behind the last one are certain if the organization's ID, which is one of them,
    /// looks like an ID. What stands between them is kept as one text. `None` where nothing is certain.
    pub(crate) fn unclear_place<'a>(
        &self,
        tables: &mut Tables,
        extra: usize,
        field: impl Fn(usize) -> &'a [u8],
    ) -> Option<u32> {
        let mut place = Place::new(self.kind);
        for &(at, dimension) in &self.dimensions {
            let text = self.shifted(at, extra).map(&field);
            if dimension == Dimension::OrgId && !text.is_some_and(is_id) {
                return None;
            }
            if let Some(text) = text {
                place.set(dimension, tables.names.intern_name(text)?);
            }
        }
        let (first, last) = self.names;
        let text: Vec<&[u8]> = (first..=last + extra).map(field).collect();
        let text = text.join(&self.separator);
        place.set(Dimension::Unclear, tables.names.intern(&text)?);
        tables.places.intern(place)
    }

    /// Where a column lies in a row with `extra` fields too many; `None` among the names, where nothing is certain.
    pub(crate) fn shifted(&self, at: usize, extra: usize) -> Option<usize> {
        let (first, last) = self.names;
        if at < first {
            Some(at)
        } else {
            (at > last).then_some(at + extra)
        }
    }
}

/// Whether a text looks like an ID of the service: 22 letters and digits.
fn is_id(text: &[u8]) -> bool {
    text.len() == 22 && text.iter().all(u8::is_ascii_alphanumeric)
}

/// The fields of a line, with blanks around them trimmed.
fn split(line: &[u8], separator: u8) -> Vec<String> {
    let mut records = Records::new(separator);
    let line = [line, b"\n"].concat();
    let record = records.read(&mut line.as_slice());
    record.map_or(Vec::new(), |record| {
        let names = record.iter().map(String::from_utf8_lossy);
        names.map(|name| name.trim().to_owned()).collect()
    })
}

/// The only field with a text, if there is but one.
fn only_field(names: &[String]) -> Option<&String> {
    let mut filled = names.iter().filter(|name| !name.is_empty());
    let only = filled.next();
    only.filter(|_| filled.next().is_none())
}

/// The separator that a line such as `sep=;` names.
pub(crate) fn separator_line(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let line = line.strip_suffix(b"\"").unwrap_or(line);
    let (start, separator) = line.split_at_checked(4)?;
    match separator {
        [separator] if start.eq_ignore_ascii_case(b"sep=") => Some(*separator),
        _ => None,
    }
}

/// Columns named in a message.
const MOST_SHOWN: usize = 30;

/// A column's name, cut for a message.
fn shortened(name: &str) -> String {
    name.chars().take(60).collect()
}
