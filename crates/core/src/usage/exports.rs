//! The exports that were read, and the reading of one.
use serde::{Deserialize, Serialize};

use super::{
    DayRange, UsageError,
    csv::{CsvProblem, Reader, Rejected, Sink},
    ipus::Amount,
    rows::Row,
    tables::Tables,
};

/// Where an export came from, as the page knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What the export is called in reports: the job's ID, or the name of a file from disk.
    pub name: String,
    /// When the job was created, in milliseconds since 1970; the export created last wins where exports tell different
    /// things. `None` (a file from disk) comes before all others; of equals the one read later wins.
    pub created: Option<i64>,
    /// The days that were asked for, both ends included. `None` where unknown: then the days of its rows.
    pub window: Option<DayRange>,
    /// Whether the job ended in `PARTIAL_SUCCESS`: data of some linked organizations is missing.
    pub partial: bool,
}

/// What became of one CSV file of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// The name within the ZIP.
    pub name: String,
    /// Rows that count.
    pub rows: u64,
    /// Rows that could not be read, see [`ExportReport::rejected`].
    pub rejected: u64,
    /// Columns that were not read.
    pub unread_columns: Vec<String>,
    /// Why the file was not read, or not to its end; then no row of it counts.
    pub problem: Option<CsvProblem>,
}

/// What was read of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportReport {
    /// Where it came from.
    pub source: Source,
    /// Its files in the order of the ZIP.
    pub files: Vec<FileReport>,
    /// Rows that count.
    pub rows: u64,
    /// Rows that could not be read.
    pub rejected: Rejected,
    /// Rows that count although a name in them is not UTF-8. Such names are shown with `U+FFFD` and exported unchanged.
    pub not_utf8: u64,
    /// Rows whose amount has more than twelve decimals and is rounded half even.
    pub rounded: u64,
}

/// An export in memory.
#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) source: Source,
    pub(crate) files: Vec<FileReport>,
    pub(crate) rows: Vec<Row>,
    pub(crate) rounded: u64,
    pub(crate) rejected: Rejected,
    pub(crate) not_utf8: u64,
}

impl Export {
    #[inline]
    pub(crate) fn add(&mut self, place: u32, date: u32, amount: Amount) {
        self.rows.push(Row::new(place, date, amount.trillionths));
        self.rounded += u64::from(amount.rounded);
    }
}

/// The exports that were read so far. Nothing of them can be shown before [`Exports::merge`] has settled what counts.
#[derive(Debug, Default)]
pub struct Exports {
    pub(crate) tables: Tables,
    pub(crate) list: Vec<Export>,
}

impl Exports {
    /// No exports.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many exports there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What was read of each export, in the order in which they were read.
    pub fn reports(&self) -> impl Iterator<Item = ExportReport> {
        self.list.iter().map(|export| ExportReport {
            source: export.source.clone(),
            files: export.files.clone(),
            rows: export.rows.len() as u64,
            rejected: export.rejected.clone(),
            not_utf8: export.not_utf8,
            rounded: export.rounded,
        })
    }

    /// Removes the export at this place in the order of reading; does nothing where there is none.
    pub fn remove(&mut self, at: usize) {
        if at < self.list.len() {
            self.list.remove(at);
        }
    }

    /// Begins to read an export. The reader takes the exports along and gives them back at its end.
    pub fn read(self, source: Source) -> ExportReader {
        let Self { tables, list } = self;
        let export = Export {
            source,
            files: Vec::new(),
            rows: Vec::new(),
            rounded: 0,
            rejected: Rejected::default(),
            not_utf8: 0,
        };
        ExportReader {
            tables,
            list,
            export,
            file: None,
        }
    }
}

/// Reads the CSV files of an export, in pieces of any size and in bounded memory.
///
/// ```
/// use metering_core::usage::{Exports, Filter, Source};
///
/// let source = Source { name: "job".into(), created: None, window: None, partial: false };
/// let mut reader = Exports::new().read(source);
/// reader.begin_file("org.csv");
/// reader.push(b"Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n2025-01-02T00:00:00Z,P,F,o,Prod");
/// reader.push(b"uction,0.079470080000\n");
/// reader.end_file();
/// let (exports, outcome) = reader.finish();
/// assert_eq!(outcome, Ok(()));
/// let total = exports.merge(None).view(Filter::default()).totals().consumption;
/// assert_eq!(total.to_string(), "0.079470080000");
/// ```
pub struct ExportReader {
    tables: Tables,
    list: Vec<Export>,
    export: Export,
    file: Option<OpenFile>,
}

struct OpenFile {
    reader: Box<Reader>,
    before: Counts,
}

/// What an export had before a file of it was begun.
#[derive(Clone, Copy)]
struct Counts {
    rows: usize,
    rejected: u64,
}

impl ExportReader {
    /// Begins a file; one that is still open is ended.
    pub fn begin_file(&mut self, name: &str) {
        self.end_file();
        let file = self.export.files.len();
        self.export.files.push(FileReport {
            name: name.into(),
            rows: 0,
            rejected: 0,
            unread_columns: Vec::new(),
            problem: None,
        });
        self.file = Some(OpenFile {
            reader: Box::new(Reader::new(file)),
            before: Counts {
                rows: self.export.rows.len(),
                rejected: self.export.rejected.total,
            },
        });
    }

    /// Reads the next bytes of the file.
    ///
    /// `false` where the file cannot be read: nothing more is read of it. The reason stands in its [`FileReport`].
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        let Some(OpenFile { reader, before }) = &mut self.file else {
            return false;
        };
        let before = *before;
        let sink = &mut Sink {
            tables: &mut self.tables,
            export: &mut self.export,
        };
        let Err(problem) = reader.push(sink, bytes) else {
            return true;
        };
        self.file = None;
        self.report(before, Err(problem));
        false
    }

    /// Ends the file.
    pub fn end_file(&mut self) {
        if let Some(OpenFile { reader, before }) = self.file.take() {
            let sink = &mut Sink {
                tables: &mut self.tables,
                export: &mut self.export,
            };
            let end = reader.finish(sink);
            self.report(before, end);
        }
    }

    fn report(&mut self, before: Counts, end: Result<Vec<String>, CsvProblem>) {
        let Export {
            files,
            rows,
            rejected,
            ..
        } = &mut self.export;
        let Some(report) = files.last_mut() else {
            return;
        };
        match end {
            Ok(unread_columns) => report.unread_columns = unread_columns,
            Err(problem) => {
                rows.truncate(before.rows);
                report.problem = Some(problem);
            }
        }
        report.rows = (rows.len() - before.rows) as u64;
        report.rejected = rejected.total - before.rejected;
    }

    /// How many rows were read so far.
    pub fn rows(&self) -> usize {
        self.export.rows.len()
    }

    /// Ends the export, adds it to those read before, and gives them back.
    ///
    /// # Errors
    /// Where no file of it could be read: the first file's problem, with the exports as they were before.
    pub fn finish(mut self) -> (Exports, Result<(), UsageError>) {
        self.end_file();
        let Self {
            tables,
            mut list,
            mut export,
            ..
        } = self;
        let problem = |file: &FileReport| Some((file.name.clone(), file.problem.clone()?));
        if export.files.iter().all(|file| file.problem.is_some())
            && let Some((file, problem)) = export.files.iter().find_map(problem)
        {
            return (
                Exports { tables, list },
                Err(UsageError::Csv { file, problem }),
            );
        }
        if tables.has_invalid() {
            export.not_utf8 = export
                .rows
                .iter()
                .filter(|row| !tables.is_utf8(row.place))
                .count() as u64;
        }
        list.push(export);
        (Exports { tables, list }, Ok(()))
    }

    /// Gives the export up (cancelled, or the ZIP is damaged) and the exports back as they were.
    pub fn abandon(self) -> Exports {
        Exports {
            tables: self.tables,
            list: self.list,
        }
    }
}
