//! The ZIP with the CSV files of an export.

use std::io::{self, Write};

use chrono::NaiveDate;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::export::{Export, MISSING};
use super::{Org, write_amount};

/// Columns of project-level data.
const HEADER: [&str; 6] = [
    "Date",
    "Project",
    "Folder",
    "Org ID",
    "Org Type",
    "Consumption (IPUs)",
];

/// Rows after which it is asked whether anybody still waits.
const ROWS_BETWEEN_ASKING: usize = 10_000;

/// The ZIP in memory, a sixth of its CSV; the CSV itself is never whole anywhere.
///
/// It is written as to a stream, as by the service's Java: sizes stand behind the data of each file.
///
/// # Errors
/// When `cancelled` says so, and those of the formats.
pub(crate) fn zip_bytes(export: &Export, cancelled: impl Fn() -> bool) -> io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new_stream(Vec::new());
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for orgs in export.files() {
        if let [named_after, ..] = orgs {
            zip.start_file(format!("{}.csv", named_after.id), options)?;
            write_csv(export, orgs, &mut zip, &cancelled)?;
        }
    }
    Ok(zip.finish()?.into_inner())
}

fn write_csv(
    export: &Export,
    orgs: &[Org],
    to: impl Write,
    cancelled: &impl Fn() -> bool,
) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(to);
    csv.write_record(HEADER)?;
    let mut amount = String::new();
    let mut date = (NaiveDate::MIN, String::new());
    for (index, row) in export.rows(orgs).enumerate() {
        if index % ROWS_BETWEEN_ASKING == 0 && cancelled() {
            return Err(io::Error::other("nobody waits for it any more"));
        }
        if date.0 != row.date {
            date = (row.date, format!("{}T00:00:00Z", row.date));
        }
        amount.clear();
        write_amount(&mut amount, row.amount.into());
        csv.write_record([
            date.1.as_str(),
            row.place.project.as_deref().unwrap_or(MISSING),
            row.place.folder.as_deref().unwrap_or(MISSING),
            row.org.id.as_str(),
            row.org.kind,
            amount.as_str(),
        ])?;
    }
    csv.flush()
}
