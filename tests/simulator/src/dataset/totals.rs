//! The exact sums of an export, taken from the generated rows and not from the CSV.

use std::collections::BTreeMap;

use serde::Serialize;

use super::export::{Export, MISSING};
use super::write_amount;

/// The exact sums of what a job's download holds, as decimals with 12 places.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageTotals {
    /// Number of rows, headers not counted.
    pub rows: u64,
    /// Identifiers of the organizations in the download, the parent first.
    pub orgs: Vec<String>,
    /// Sum of all rows.
    pub total: String,
    /// Sum for each day, by `2024-08-12`.
    pub by_day: BTreeMap<String, String>,
    /// Sum for each project; rows without one under `null`, as in the CSV.
    pub by_project: BTreeMap<String, String>,
    /// Sum for each folder of each project, ordered by project and folder.
    pub by_folder: Vec<FolderTotal>,
    /// Sum for each organization, by its identifier.
    pub by_org: BTreeMap<String, String>,
}

/// The sum of a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FolderTotal {
    /// Name of the project, or `null`.
    pub project: String,
    /// Name of the folder, or `null`.
    pub folder: String,
    /// The sum.
    pub total: String,
}

impl Export {
    /// Adds everything up.
    pub(crate) fn totals(&self) -> UsageTotals {
        let mut rows = 0;
        let mut total = 0;
        let mut by_day = BTreeMap::new();
        let mut by_project = BTreeMap::new();
        let mut by_folder = BTreeMap::new();
        let mut by_org = BTreeMap::new();
        for row in self.rows(&self.orgs) {
            let project = row.place.project.as_deref().unwrap_or(MISSING);
            let folder = row.place.folder.as_deref().unwrap_or(MISSING);
            let amount = u128::from(row.amount);
            rows += 1;
            total += amount;
            *by_day.entry(row.date).or_default() += amount;
            *by_project.entry(project).or_default() += amount;
            *by_folder.entry((project, folder)).or_default() += amount;
            *by_org.entry(row.org.id.as_str()).or_default() += amount;
        }
        let folder_total = |((project, folder), units): ((&str, &str), u128)| FolderTotal {
            project: project.to_owned(),
            folder: folder.to_owned(),
            total: decimal(units),
        };
        UsageTotals {
            rows,
            orgs: self.orgs.iter().map(|org| org.id.clone()).collect(),
            total: decimal(total),
            by_day: decimals(by_day),
            by_project: decimals(by_project),
            by_folder: by_folder.into_iter().map(folder_total).collect(),
            by_org: decimals(by_org),
        }
    }
}

fn decimals<K: ToString>(sums: BTreeMap<K, u128>) -> BTreeMap<String, String> {
    sums.into_iter()
        .map(|(key, units)| (key.to_string(), decimal(units)))
        .collect()
}

fn decimal(units: u128) -> String {
    let mut text = String::new();
    write_amount(&mut text, units);
    text
}
