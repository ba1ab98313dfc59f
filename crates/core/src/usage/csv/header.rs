//! Which columns a CSV file has, and which report of the service it therefore is.
use std::fmt;

use super::CsvProblem;
use crate::usage::tables::Tables;
use serde::{Deserialize, Serialize};

/// Where the columns of project-level data stand in a row, counted from zero.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) date: usize,
    pub(crate) project: usize,
    pub(crate) folder: usize,
    pub(crate) org_id: usize,
    /// The organization's type is no part of a row's key; a file without it can be read.
    pub(crate) org_type: Option<usize>,
    pub(crate) amount: usize,
    /// How many fields a row has.
    pub(crate) fields: usize,
    /// Names of columns that are not read.
    pub(crate) unread: Vec<String>,
}

pub(crate) const DATE: &str = "Date";
pub(crate) const PROJECT: &str = "Project";
pub(crate) const FOLDER: &str = "Folder";
pub(crate) const ORG_ID: &str = "Org ID";
pub(crate) const ORG_TYPE: &str = "Org Type";
pub(crate) const AMOUNT: &str = "Consumption (IPUs)";

/// A kind of report that the service's metering exports hold.
///
/// Only the header of project-level data is known well; the others are told by column names that public clients of the
/// service read, and are a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ReportKind {
    /// Job type `SUMMARY`: consumption by meter (`MeterId`, `MeterUsage`, `IPURate` …).
    Summary,
    /// Job type `ASSET`: consumption by asset. It has all columns of project-level data, but several rows for a key.
    Asset,
    /// Job-level data of one meter: a row for each run of a task.
    Job,
    /// No report that is known.
    Unknown,
}

impl fmt::Display for ReportKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Summary => "a SUMMARY report (consumption by meter)",
            Self::Asset => "an ASSET report (consumption by asset)",
            Self::Job => "a job-level report (one row for each run)",
            Self::Unknown => "no report that is known here",
        })
    }
}

/// Columns that tell a report of another kind, compared without blanks and case: `MeterId` and `Meter ID` both occur.
const TELLING: [(&str, ReportKind); 12] = [
    ("taskid", ReportKind::Job),
    ("taskrunid", ReportKind::Job),
    ("taskname", ReportKind::Job),
    ("meteredvalue", ReportKind::Job),
    ("executedasset", ReportKind::Job),
    ("executiontype", ReportKind::Job),
    ("assetname", ReportKind::Asset),
    ("assettype", ReportKind::Asset),
    ("ipuperunit", ReportKind::Asset),
    ("meterid", ReportKind::Summary),
    ("metername", ReportKind::Summary),
    ("meterusage", ReportKind::Summary),
];

impl Layout {
    /// The number of the place that a row's fields name; `None` where the numbers are used up.
    pub(crate) fn place<'a>(
        &self,
        tables: &mut Tables,
        field: impl Fn(usize) -> &'a [u8],
    ) -> Option<u32> {
        tables.place(
            field(self.project),
            field(self.folder),
            field(self.org_id),
            self.org_type.map_or(&[][..], &field),
        )
    }

    /// Reads a header row.
    ///
    /// Names are compared without regard to case and surrounding blanks, columns may stand in any order, and unknown ones
    /// are tolerated, except where they tell that the rows are those of another report.
    pub(crate) fn of(names: &[String]) -> Result<Self, CsvProblem> {
        let squeezed = |name: &str| name.to_lowercase().split_whitespace().collect::<String>();
        let told = TELLING
            .iter()
            .find(|(column, _)| names.iter().any(|name| squeezed(name) == *column));
        let other = |missing| CsvProblem::NotProjectLevel {
            kind: told.map_or(ReportKind::Unknown, |&(_, kind)| kind),
            found: names
                .iter()
                .map(|name| shortened(name))
                .take(MOST_SHOWN)
                .collect(),
            missing,
        };
        let find = |wanted: &'static str| {
            let mut at = names
                .iter()
                .enumerate()
                .filter(|(_, name)| name.trim().eq_ignore_ascii_case(wanted));
            match (at.next(), at.next()) {
                (Some(_), Some(_)) => Err(CsvProblem::DuplicateColumn {
                    column: wanted.into(),
                }),
                (Some((at, _)), None) => Ok(Some(at)),
                (None, _) => Ok(None),
            }
        };
        let found = [
            find(DATE)?,
            find(PROJECT)?,
            find(FOLDER)?,
            find(ORG_ID)?,
            find(AMOUNT)?,
        ];
        let (
            [
                Some(date),
                Some(project),
                Some(folder),
                Some(org_id),
                Some(amount),
            ],
            None,
        ) = (found, told)
        else {
            let missing = [DATE, PROJECT, FOLDER, ORG_ID, AMOUNT]
                .into_iter()
                .zip(found);
            return Err(other(
                missing
                    .filter(|(_, at)| at.is_none())
                    .map(|(name, _)| name.into())
                    .collect(),
            ));
        };
        let org_type = find(ORG_TYPE)?;
        let read =
            |at| [date, project, folder, org_id, amount].contains(&at) || org_type == Some(at);
        let unread = names
            .iter()
            .enumerate()
            .filter(|&(at, _)| !read(at))
            .map(|(_, name)| shortened(name))
            .collect();
        Ok(Self {
            date,
            project,
            folder,
            org_id,
            org_type,
            amount,
            fields: names.len(),
            unread,
        })
    }
}

/// Columns named in a message.
const MOST_SHOWN: usize = 30;

/// A column's name, no longer than a message can bear.
fn shortened(name: &str) -> String {
    name.chars().take(60).collect()
}
