//! The exports that were read, and the reading of one.
use serde::{Deserialize, Serialize};

use super::{
    DayRange, UsageError,
    csv::{CsvProblem, Reader, Rejected, Sink},
    ipus::Amount,
    kind::Kind,
    listing::Listing,
    rows::Row,
    tables::{Place, Tables},
    zip::ZipError,
};

/// Where an export came from, as the page knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// What the export is called in reports: the job's ID, or the name of a file from disk.
    pub name: String,
    /// The kind that was asked for, if known. The columns of job level are not known, so that a file does not tell it.
    pub kind: Option<Kind>,
    /// The ID of the meter that was asked for; `None` for all meters, and where unknown.
    pub meter: Option<String>,
    /// When the job was created, in milliseconds since 1970. Where exports tell different things, the newest counts: by this,
    /// else by the time in the ZIP, else by [`Source::modified`].
    pub created: Option<i64>,
    /// When the file on disk was last changed, in milliseconds since 1970.
    pub modified: Option<i64>,
    /// The days that were asked for, both ends included. `None` where unknown: then the days of its rows.
    pub window: Option<DayRange>,
    /// Whether the job ended in `PARTIAL_SUCCESS`: data of some linked organizations is missing.
    pub partial: bool,
}

impl Source {
    /// Whether both are of one job, or of one file on disk that has not changed between. Two files may still differ in size.
    pub fn is_same(&self, other: &Self) -> bool {
        let times = (self.created, self.modified);
        self.name == other.name && times == (other.created, other.modified) && times != (None, None)
    }
}

/// What was read of one CSV file of an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// The name within the ZIP.
    pub name: String,
    /// The kind of export; `None` where it was not found out.
    pub kind: Option<Kind>,
    /// Rows that count.
    pub rows: u64,
    /// Rows that could not be read.
    pub rejected: Rejected,
    /// Rows that count although a name in them is not UTF-8. Such names are shown with `U+FFFD` and exported unchanged.
    pub not_utf8: u64,
    /// Rows whose amount has more than twelve decimals and is rounded half even.
    pub rounded: u64,
    /// Rows that count although their names cannot be told apart, because of a comma that is not in quotes.
    pub unclear: u64,
    /// How the form of the file differs from that of the service, in words; empty if it does not.
    pub form: String,
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
}

impl ExportReport {
    /// Rows that count.
    pub fn rows(&self) -> u64 {
        self.files.iter().map(|file| file.rows).sum()
    }

    /// Rows that could not be read.
    pub fn rejected(&self) -> u64 {
        self.files.iter().map(|file| file.rejected.total).sum()
    }
}

/// An export in memory.
#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) source: Source,
    pub(crate) files: Vec<File>,
}

/// A CSV file in memory.
#[derive(Debug, Default)]
pub(crate) struct File {
    pub(crate) name: String,
    /// When it was written into the ZIP, in milliseconds since 1970.
    pub(crate) modified: Option<i64>,
    pub(crate) kind: Option<Kind>,
    pub(crate) rows: Vec<Row>,
    /// The rows of a job-level file.
    pub(crate) listing: Option<Listing>,
    pub(crate) rejected: Rejected,
    pub(crate) not_utf8: u64,
    pub(crate) rounded: u64,
    pub(crate) unclear: u64,
    pub(crate) form: String,
    pub(crate) unread_columns: Vec<String>,
    pub(crate) problem: Option<CsvProblem>,
}

impl File {
    #[inline]
    pub(crate) fn add(&mut self, place: u32, date: u32, amount: Amount) {
        self.rows.push(Row::new(place, date, amount.trillionths));
        self.rounded += u64::from(amount.rounded);
    }

    /// How many rows were read.
    pub(crate) fn len(&self) -> usize {
        let listed = self.listing.as_ref().map_or(0, Listing::len);
        self.rows.len() + listed
    }

    fn report(&self) -> FileReport {
        FileReport {
            name: self.name.clone(),
            kind: self.kind,
            rows: self.len() as u64,
            rejected: self.rejected.clone(),
            not_utf8: self.not_utf8,
            rounded: self.rounded,
            unclear: self.unclear,
            form: self.form.clone(),
            unread_columns: self.unread_columns.clone(),
            problem: self.problem.clone(),
        }
    }

    /// Leaves the file out.
    fn refuse(&mut self, problem: CsvProblem) {
        self.rows = Vec::new();
        self.listing = None;
        self.problem = Some(problem);
    }
}

/// The exports that were read so far. Nothing of them can be shown before [`Exports::merge`] has settled what counts.
#[derive(Debug, Default)]
pub struct Exports {
    pub(crate) tables: Tables,
    pub(crate) list: Vec<Export>,
    /// What counts where nothing tells which of two files is newer.
    pub(crate) preferred: Option<Preferred>,
}

/// What somebody lets count where nothing tells which of two files is newer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferred {
    /// The export, by its place in the order of reading.
    pub export: usize,
    /// The name of one of its files; `None` for all of them.
    pub file: Option<String>,
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
            files: export.files.iter().map(File::report).collect(),
        })
    }

    /// All files, each with the place of its export in the order of reading.
    pub(crate) fn files(&self) -> impl Iterator<Item = (usize, &File)> {
        let exports = self.list.iter().enumerate();
        exports.flat_map(|(at, export)| export.files.iter().map(move |file| (at, file)))
    }

    /// The places that an export has rows of, of one kind; `None` if it has no file of the kind.
    pub(crate) fn places(&self, export: usize, kind: Kind) -> Option<impl Iterator<Item = &Place>> {
        let files = self.list[export].files.iter();
        let mut files = files.filter(|file| file.kind == Some(kind)).peekable();
        files.peek()?;
        let mut is_there = vec![false; self.tables.places.len()];
        for row in files.flat_map(|file| &file.rows) {
            is_there[row.place as usize] = true;
        }
        let places = self.tables.places.iter().zip(is_there);
        Some(places.filter_map(|(place, is_there)| is_there.then_some(place)))
    }

    /// Removes the export at this place in the order of reading; does nothing where there is none.
    pub fn remove(&mut self, at: usize) {
        if at < self.list.len() {
            self.list.remove(at);
            self.preferred = None;
        }
    }

    /// Lets these files count where nothing tells which of two is newer.
    pub fn prefer(&mut self, preferred: Option<Preferred>) {
        self.preferred = preferred;
    }

    /// Begins to read an export. The reader takes the exports along and gives them back at its end.
    pub fn read(self, source: Source) -> ExportReader {
        ExportReader {
            before: self,
            export: Export {
                source,
                files: Vec::new(),
            },
            reader: None,
        }
    }
}

/// Reads the CSV files of an export, in pieces of any size and in bounded memory.
///
/// ```
/// use metering_core::usage::{Exports, Filter, Source};
///
/// let source = Source { name: "job".into(), ..Source::default() };
/// let mut reader = Exports::new().read(source);
/// reader.begin_file("org.csv", None);
/// reader.push(b"Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n2025-01-02T00:00:00Z,P,F,o,Prod");
/// reader.push(b"uction,0.079470080000\n");
/// reader.end_file();
/// let (exports, outcome) = reader.finish();
/// assert_eq!(outcome, Ok(()));
/// let total = exports.merge(None).view(Filter::default()).totals().consumption;
/// assert_eq!(total.to_string(), "0.079470080000");
/// ```
pub struct ExportReader {
    before: Exports,
    export: Export,
    /// Reads the last file of the export; `None` after its end.
    reader: Option<Box<Reader>>,
}

impl ExportReader {
    /// Begins a file; one that is still open is ended. `modified` is the time in the ZIP, in milliseconds since 1970.
    pub fn begin_file(&mut self, name: &str, modified: Option<i64>) {
        self.end_file();
        self.export.files.push(File {
            name: name.into(),
            modified,
            ..File::default()
        });
        let is_job_level = self.export.source.kind == Some(Kind::Job);
        self.reader = Some(Box::new(Reader::new(is_job_level)));
    }

    /// Notes a file that is not opened.
    pub fn leave_out(&mut self, name: &str, problem: ZipError) {
        self.end_file();
        self.export.files.push(File {
            name: name.into(),
            problem: Some(problem.into()),
            ..File::default()
        });
    }

    /// Reads the next bytes of the file.
    ///
    /// `false` where the file cannot be read: nothing more is read of it. The reason stands in its [`FileReport`].
    pub fn push(&mut self, bytes: &[u8]) -> bool {
        let (Some(reader), Some(file)) = (&mut self.reader, self.export.files.last_mut()) else {
            return false;
        };
        let tables = &mut self.before.tables;
        let Err(problem) = reader.push(&mut Sink { tables, file }, bytes) else {
            return true;
        };
        file.refuse(problem);
        self.reader = None;
        false
    }

    /// Ends the file.
    pub fn end_file(&mut self) {
        if let (Some(reader), Some(file)) = (self.reader.take(), self.export.files.last_mut()) {
            let tables = &mut self.before.tables;
            if let Err(problem) = reader.finish(&mut Sink { tables, file }) {
                file.refuse(problem);
            }
            if tables.names.has_invalid() {
                let is_odd = |row: &&Row| !tables.is_utf8(row.place);
                file.not_utf8 = file.rows.iter().filter(is_odd).count() as u64;
            }
        }
    }

    /// How many rows were read so far.
    pub fn rows(&self) -> usize {
        self.export.files.iter().map(File::len).sum()
    }

    /// Ends the export, adds it to those read before, and gives them back.
    ///
    /// # Errors
    /// Where no file of it could be read: the first file's problem, with the exports as they were before.
    pub fn finish(mut self) -> (Exports, Result<(), UsageError>) {
        self.end_file();
        let Self {
            mut before, export, ..
        } = self;
        let problem = |file: &File| Some((file.name.clone(), file.problem.clone()?));
        if export.files.iter().all(|file| file.problem.is_some())
            && let Some((file, problem)) = export.files.iter().find_map(problem)
        {
            return (before, Err(UsageError::Csv { file, problem }));
        }
        before.list.push(export);
        (before, Ok(()))
    }

    /// Ends the export if all of it was read. Otherwise gives it up, and the exports back as they were.
    ///
    /// # Errors
    /// Why it was not read, or as of [`ExportReader::finish`].
    pub fn end(self, read: Result<(), UsageError>) -> (Exports, Result<(), UsageError>) {
        match read {
            Ok(()) => self.finish(),
            Err(error) => (self.before, Err(error)),
        }
    }
}
