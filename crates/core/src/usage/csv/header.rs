//! Which columns a CSV file has, which kind of export it therefore is, and how its fields are separated.
use super::record::{Record, Records};
use super::{CsvProblem, amount_of};
use crate::usage::Ipus;
use crate::usage::kind::{Dimension, Kind, Role, is_amount, squeezed};
use crate::usage::tables::{Place, Tables};

/// Where the columns of an export stand in a row, counted from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) kind: Kind,
    pub(crate) date: usize,
    pub(crate) amount: usize,
    /// What each column holds, up to [`Layout::fields`]; `None` if it is not known.
    pub(crate) roles: Vec<Option<Role>>,
    /// The dimensions that the file has, by their columns.
    pub(crate) dimensions: Vec<(usize, Dimension)>,
    /// How many columns there are up to the last one that has a name.
    pub(crate) fields: usize,
    /// How many columns there are.
    pub(crate) all_fields: usize,
    /// Names of columns that are not known.
    pub(crate) unread: Vec<String>,
    /// The names of job-level columns.
    pub(crate) header: Vec<String>,
    /// What separates fields.
    pub(crate) separator: u8,
    /// Whether the header as a whole is in quotes.
    pub(crate) quoted: bool,
}

/// Columns of job-level data, squeezed.
const JOB_LEVEL: [&str; 10] = [
    "taskid",
    "taskrunid",
    "taskname",
    "meteredvalue",
    "executedasset",
    "executionenv",
    "executiontype",
    "runid",
    "jobrunid",
    "starttime",
];

/// Columns that project-level data does not have: with one of them, several rows can have one project and folder.
const NOT_PROJECT_LEVEL: [&str; 3] = ["meterid", "assetname", "assettype"];

/// What may separate fields.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

impl Layout {
    /// Reads a header line without its end; `separator` is what a `sep=` line says. Of a file that is known to be job level,
    /// any columns will do.
    pub(crate) fn of_line(
        line: &[u8],
        separator: Option<u8>,
        is_job_level: bool,
    ) -> Result<Self, CsvProblem> {
        let separators: Vec<u8> = separator.into_iter().chain(SEPARATORS).collect();
        let mut problems = Vec::new();
        for &separator in &separators {
            match Self::of(&names(line, separator), separator, is_job_level) {
                Ok(layout) => return Ok(layout),
                Err(problem) => problems.push(problem),
            }
        }
        // A line that is in quotes as a whole is one field, which holds all others.
        for &separator in &separators {
            if let Some(inner) = unwrapped(line, separator)
                && let Ok(layout) = Self::of(&names(&inner, separator), separator, is_job_level)
            {
                return Ok(Self {
                    quoted: true,
                    ..layout
                });
            }
        }
        // The separator that finds the most columns has the best reason.
        let problem = problems.into_iter().rev().max_by_key(columns);
        Err(problem.unwrap_or(CsvProblem::Empty))
    }

    /// Finds the columns by their names, in any order. Unknown ones are tolerated.
    fn of(names: &[String], separator: u8, is_job_level: bool) -> Result<Self, CsvProblem> {
        let squeezed_names: Vec<String> = names.iter().map(|name| squeezed(name)).collect();
        let has = |column: &str| squeezed_names.iter().any(|name| name == column);
        let missing = |kind: Kind| -> Vec<String> {
            let required = kind.columns().iter().filter(|(_, _, required)| *required);
            let names = required.map(|(name, _, _)| (*name).to_owned());
            names.filter(|name| !has(&squeezed(name))).collect()
        };
        let fields = squeezed_names
            .iter()
            .rposition(|name| !name.is_empty())
            .map_or(0, |last| last + 1);
        // One column only: most likely another separator.
        if is_job_level && fields > 1 || JOB_LEVEL.iter().any(|column| has(column)) {
            return Ok(Self::of_job_level(names, fields, separator));
        }
        let is_project_level = !NOT_PROJECT_LEVEL.iter().any(|column| has(column));
        let fits =
            |kind: &Kind| missing(*kind).is_empty() && (*kind != Kind::Project || is_project_level);
        let Some(kind) = Kind::KNOWN.into_iter().find(fits) else {
            let has_any = |kind: &Kind| {
                let mut columns = kind.columns().iter();
                columns.any(|(name, _, required)| *required && has(&squeezed(name)))
            };
            let nearest = Kind::KNOWN.into_iter().filter(has_any).map(missing);
            let nearest = nearest.filter(|missing| !missing.is_empty());
            return Err(CsvProblem::OtherColumns {
                found: names
                    .iter()
                    .map(|name| shortened(name))
                    .take(MOST_SHOWN)
                    .collect(),
                missing: nearest.min_by_key(Vec::len).unwrap_or_default(),
            });
        };
        let mut layout = Self {
            kind,
            date: 0,
            amount: 0,
            roles: Vec::new(),
            dimensions: Vec::new(),
            fields,
            all_fields: names.len(),
            unread: Vec::new(),
            header: Vec::new(),
            separator,
            quoted: false,
        };
        for (at, name) in squeezed_names.iter().take(fields).enumerate() {
            let mut columns = kind.columns().iter();
            let known = columns.find(|(known, _, _)| squeezed(known) == *name);
            let Some((column, role, _)) = known else {
                layout.roles.push(name.is_empty().then_some(Role::Unused));
                if !name.is_empty() {
                    layout.unread.push(shortened(names[at].trim()));
                }
                continue;
            };
            if squeezed_names[..at].contains(name) {
                return Err(CsvProblem::DuplicateColumn {
                    column: (*column).into(),
                });
            }
            match role {
                Role::Date => layout.date = at,
                Role::Amount => layout.amount = at,
                Role::Name(dimension) => layout.dimensions.push((at, *dimension)),
                Role::Number | Role::Unused => {}
            }
            layout.roles.push(Some(*role));
        }
        Ok(layout)
    }

    /// Job-level data, of which only a column with IPUs is known.
    fn of_job_level(names: &[String], fields: usize, separator: u8) -> Self {
        let amount = names.iter().position(|name| is_amount(name));
        Self {
            kind: Kind::Job,
            date: 0,
            amount: amount.unwrap_or(0),
            roles: Vec::new(),
            dimensions: Vec::new(),
            fields,
            all_fields: names.len(),
            unread: Vec::new(),
            header: names[..fields].to_vec(),
            separator,
            quoted: false,
        }
    }

    /// The column of the organization's ID, which every kind with known columns has.
    pub(crate) fn org_id(&self) -> usize {
        let mut dimensions = self.dimensions.iter();
        let org_id = dimensions.find(|(_, dimension)| *dimension == Dimension::OrgId);
        org_id.map_or(0, |(at, _)| *at)
    }

    /// Whether a row can end after this many fields: spreadsheets leave out the blank ones at the end. Only columns that are
    /// not needed may be missing, and the amount must not be the last field, because it could be cut off.
    pub(super) fn may_end_after(&self, fields: usize) -> bool {
        let mut missing = self.roles.iter().skip(fields);
        let last = fields.checked_sub(1).and_then(|last| self.roles.get(last));
        missing.all(|role| matches!(role, Some(Role::Number | Role::Unused)))
            && last.is_some_and(|role| *role != Some(Role::Amount))
    }

    /// The number of what a field says; `None` where the numbers are used up. Amounts of one value are one name, however they
    /// are written.
    pub(super) fn intern(
        &self,
        tables: &mut Tables,
        dimension: Dimension,
        field: &[u8],
    ) -> Option<u32> {
        if dimension == Dimension::IpuPerUnit
            && let Ok(amount) = amount_of(field, self)
            && !amount.rounded
        {
            let number = Ipus::from_trillionths(amount.trillionths).to_string();
            let number = number.trim_end_matches('0').trim_end_matches('.');
            return tables.names.intern(number.as_bytes());
        }
        tables.names.intern_name(field)
    }

    /// The place that a row's fields name; `None` where the numbers are used up.
    pub(crate) fn place<'a>(
        &self,
        tables: &mut Tables,
        field: impl Fn(usize) -> &'a [u8],
    ) -> Option<u32> {
        let mut place = Place::new(self.kind);
        for &(at, dimension) in &self.dimensions {
            place.set(dimension, self.intern(tables, dimension, field(at))?);
        }
        tables.places.intern(place)
    }
}

/// How many columns a problem names.
fn columns(problem: &CsvProblem) -> usize {
    match problem {
        CsvProblem::OtherColumns { found, .. } => found.len(),
        // The other columns are right.
        CsvProblem::DuplicateColumn { .. } => usize::MAX,
        CsvProblem::Empty
        | CsvProblem::Zip(_)
        | CsvProblem::AmbiguousDates { .. }
        | CsvProblem::LineTooLong { .. }
        | CsvProblem::BrokenQuotes { .. }
        | CsvProblem::TooLarge { .. } => 0,
    }
}

/// The names in a header line, without blanks around them.
fn names(line: &[u8], separator: u8) -> Vec<String> {
    let mut records = Records::new(separator);
    let ended = [line, b"\n"].concat();
    // A byte-order mark stands within the quotes of the first name where a program has quoted what it has read.
    let is_blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let trimmed = |name: &[u8]| {
        let name = String::from_utf8_lossy(name);
        name.trim_matches(is_blank).to_owned()
    };
    match records.read(&mut ended.as_slice()) {
        Some(record) => record.iter().map(trimmed).collect(),
        // A quote is not closed.
        None => line
            .split(|&byte| byte == separator)
            .map(|name| trimmed(name).trim_matches('"').to_owned())
            .collect(),
    }
}

/// What a line holds that is in quotes as a whole, without separators of another kind around it.
fn unwrapped(line: &[u8], separator: u8) -> Option<Vec<u8>> {
    let mut records = Records::new(separator);
    let ended = [line, b"\n"].concat();
    let record = records.read(&mut ended.as_slice())?;
    only_field(record, separator).map(<[u8]>::to_vec)
}

/// What the first field of a record holds if it is the only one with a text, and holds separators.
fn only_field(record: Record<'_>, separator: u8) -> Option<&[u8]> {
    let mut fields = record.iter();
    let mut field = fields.next()?;
    if !fields.all(<[u8]>::is_empty) || !record.raw.trim_ascii_start().starts_with(b"\"") {
        return None;
    }
    while let [rest @ .., last] = field
        && (*last == b' ' || SEPARATORS.contains(last) && *last != separator)
    {
        field = rest;
    }
    field.contains(&separator).then_some(field)
}

/// The text of a row that is in quotes as a whole.
pub(super) fn whole_line<'a>(record: Record<'a>, layout: &Layout) -> Option<&'a [u8]> {
    if layout.fields < 2 {
        return None;
    }
    only_field(record, layout.separator)
}

/// The separator that a line such as `sep=;` names.
pub(crate) fn separator_line(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\"").unwrap_or(line);
    let (start, rest) = line.split_at_checked(4)?;
    let (&separator, rest) = rest.split_first()?;
    // Spreadsheets add separators, as many as the other lines have.
    (start.eq_ignore_ascii_case(b"sep=") && is_empty_row(rest)).then_some(separator)
}

/// Whether there is nothing in a line but separators, blanks and quotes.
pub(super) fn is_empty_row(line: &[u8]) -> bool {
    let is_nothing = |byte: &u8| b" \"".contains(byte) || SEPARATORS.contains(byte);
    line.iter().all(is_nothing)
}

/// Columns named in a message.
const MOST_SHOWN: usize = 30;

/// A column's name, cut for a message.
fn shortened(name: &str) -> String {
    name.chars().take(60).collect()
}
