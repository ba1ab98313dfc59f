//! The ZIP with the CSV files of an export.

use std::io::{self, Write};

use chrono::{Datelike, Days, Months, NaiveDate};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::export::{Export, File, Kind, MISSING, Row};
use super::meters::{METERS, Meter};
use super::{decimal, names, write_amount};
use crate::ids;

/// Columns of project-level data.
const PROJECT_FOLDER: &str = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)";

/// Columns of the summary.
const SUMMARY: &str = "OrgId,MeterId,MeterName,Date,BillingPeriodStartDate,BillingPeriodEndDate,MeterUsage,IPU,Scalar,\
    MetricCategory,OrgName,OrgType,IPURate";

/// Columns of asset-level data.
const ASSET: &str = "Meter ID,Meter Name,Date,Asset Name,Asset Type,Project,Folder,Org ID,Org Type,Environment Name,\
    Environment Type,Tier,IPU Per Unit,Usage,Consumption (IPUs)";

/// Columns of job-level data of Data Integration, as seen.
const DATA_INTEGRATION_JOBS: &str = "Task ID,Task Name,Task Object Name,Task Type,Task Run ID,Project Name,Folder Name,\
    Org ID,Environment ID,Environment,Cores Used,Start Time,End Time,Status,Metered Value,Audit Time,OBM Task Time(s)";

/// Columns of job-level data of Application Integration; the first five as seen, the amount as in the other layout.
const APPLICATION_INTEGRATION_JOBS: &str =
    "Org ID,Executed asset,Date (in UTC),Execution env,Status,Metered Value";

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
    for file in export.files() {
        let org = file.orgs.first().map_or("", |org| &org.id);
        let name = match (export.kind, file.meter) {
            (Kind::JobLevel, Some(meter)) => format!("{org}_{}.csv", meter.id),
            _ => format!("{org}.csv"),
        };
        zip.start_file(name, options)?;
        write_csv(export, &file, &mut zip, &cancelled)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn write_csv(
    export: &Export,
    file: &File<'_>,
    to: impl Write,
    cancelled: &impl Fn() -> bool,
) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(to);
    let has_tasks = file.meter == Some(&METERS[0]);
    let header = match export.kind {
        Kind::ProjectFolder => PROJECT_FOLDER,
        Kind::Summary => SUMMARY,
        Kind::Asset => ASSET,
        Kind::JobLevel if has_tasks => DATA_INTEGRATION_JOBS,
        Kind::JobLevel => APPLICATION_INTEGRATION_JOBS,
    };
    csv.write_record(header.split(','))?;
    let mut amount = String::new();
    let mut date = (NaiveDate::MIN, String::new());
    for (index, row) in export.rows(file).enumerate() {
        if index % ROWS_BETWEEN_ASKING == 0 && cancelled() {
            return Err(io::Error::other("nobody waits for it any more"));
        }
        if date.0 != row.date {
            date = (row.date, midnight(row.date));
        }
        amount.clear();
        write_amount(&mut amount, row.amount.into());
        match (export.kind, row.meter) {
            // Many rows, so without a text for each field.
            (Kind::ProjectFolder, _) => csv.write_record([
                &date.1,
                row.project(),
                row.folder(),
                &row.org.id,
                row.org.kind,
                &amount,
            ])?,
            (Kind::Summary, Some(meter)) => {
                csv.write_record(row.summary(meter, &date.1, &amount))?;
            }
            (Kind::Asset, Some(meter)) => csv.write_record(row.asset(meter, &date.1, &amount))?,
            (Kind::JobLevel, Some(meter)) if has_tasks => csv.write_record(row.task(meter))?,
            (Kind::JobLevel, Some(meter)) => csv.write_record(row.process(meter, &date.1))?,
            (Kind::Summary | Kind::Asset | Kind::JobLevel, None) => {}
        }
    }
    csv.flush()
}

fn midnight(date: NaiveDate) -> String {
    format!("{date}T00:00:00Z")
}

impl Row<'_> {
    fn project(&self) -> &str {
        self.place
            .and_then(|place| place.project.as_deref())
            .unwrap_or(MISSING)
    }

    fn folder(&self) -> &str {
        self.place
            .and_then(|place| place.folder.as_deref())
            .unwrap_or(MISSING)
    }

    /// Name of the asset; different for different assets of an organization.
    pub(super) fn asset_name(&self) -> String {
        let place = self.place.map_or(0, |place| place.index);
        names::asset(place * 3 + self.asset.unwrap_or_default())
    }

    /// How much was used, in the meter's unit.
    fn usage(&self, meter: &Meter) -> String {
        decimal(u128::from(self.amount) * u128::from(meter.units_per_ipu))
    }

    fn summary(&self, meter: &Meter, date: &str, amount: &str) -> [String; 13] {
        let first = self.date.with_day(1).unwrap_or(self.date);
        let last = first + Months::new(1) - Days::new(1);
        [
            &self.org.id,
            meter.id,
            meter.name,
            date,
            &midnight(first),
            &midnight(last),
            &self.usage(meter),
            amount,
            meter.unit,
            "IPU",
            &self.org.name(),
            self.org.kind,
            meter.ipus_per_unit,
        ]
        .map(str::to_owned)
    }

    fn asset(&self, meter: &Meter, date: &str, amount: &str) -> [String; 15] {
        [
            meter.id,
            meter.name,
            date,
            &self.asset_name(),
            meter.asset_type.unwrap_or_default(),
            self.project(),
            self.folder(),
            &self.org.id,
            self.org.kind,
            &self.org.environment(),
            "Secure Agent Group",
            "Standard",
            meter.ipus_per_unit,
            &self.usage(meter),
            amount,
        ]
        .map(str::to_owned)
    }

    /// An identifier of this row.
    fn id(&self, what: u64) -> String {
        let place = self.place.map_or(0, |place| place.index);
        let day = self.date.num_days_from_ce().unsigned_abs();
        ids::id(ids::hash(&[
            what,
            day.into(),
            place.into(),
            self.asset.unwrap_or_default().into(),
            self.amount,
        ]))
    }

    fn task(&self, meter: &Meter) -> [String; 17] {
        let name = self.asset_name();
        let seconds = 60 + self.amount % 3_600;
        let time = |second: u64| {
            format!(
                "{}T{:02}:{:02}:{:02}Z",
                self.date,
                2 + second / 3_600,
                second / 60 % 60,
                second % 60
            )
        };
        [
            &self.id(5),
            &name,
            &format!("m_{name}"),
            meter.asset_type.unwrap_or_default(),
            &self.id(6),
            self.project(),
            self.folder(),
            &self.org.id,
            &self.org.environment_id(),
            &self.org.environment(),
            "4",
            &time(0),
            &time(seconds),
            "SUCCESS",
            &self.usage(meter),
            &time(seconds + 60),
            &seconds.to_string(),
        ]
        .map(str::to_owned)
    }

    fn process(&self, meter: &Meter, date: &str) -> [String; 6] {
        [
            &self.org.id,
            &self.asset_name(),
            date,
            &self.org.environment(),
            "COMPLETED",
            &self.usage(meter),
        ]
        .map(str::to_owned)
    }
}
