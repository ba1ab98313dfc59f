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
    /// Sum of all rows.
    pub total: String,
    /// Sum for each day, by `2024-08-12`.
    pub by_day: BTreeMap<String, String>,
    /// Sum for each project; rows without one under `null`, as in the CSV.
    pub by_project: BTreeMap<String, String>,
    /// Sum for each organization, by its identifier.
    pub by_org: BTreeMap<String, String>,
}

impl Export {
    /// Adds everything up.
    pub(crate) fn totals(&self) -> UsageTotals {
        let mut rows = 0;
        let mut total = 0;
        let mut by_day = BTreeMap::new();
        let mut by_project = BTreeMap::new();
        let mut by_org = BTreeMap::new();
        for row in self.rows(&self.orgs) {
            let project = row.place.project.as_deref().unwrap_or(MISSING);
            let amount = u128::from(row.amount);
            rows += 1;
            total += amount;
            *by_day.entry(row.date).or_default() += amount;
            *by_project.entry(project).or_default() += amount;
            *by_org.entry(row.org.id.as_str()).or_default() += amount;
        }
        UsageTotals {
            rows,
            total: decimal(total),
            by_day: decimals(by_day),
            by_project: decimals(by_project),
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
