//! The exact sums of an export, taken from the generated rows and not from the CSV.

use std::collections::BTreeMap;

use serde::Serialize;

use super::decimal;
use super::export::{Export, Kind, MISSING};

/// The exact sums of what a job's download holds, in IPUs, as decimals with 12 places.
///
/// A dimension that the kind of export does not have is empty. Job-level rows have no IPUs: of them only the number is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UsageTotals {
    /// Number of rows, headers not counted.
    pub rows: u64,
    /// Sum of all rows.
    pub total: String,
    /// Sum for each day, by `2024-08-12`.
    pub by_day: BTreeMap<String, String>,
    /// Sum for each organization, by its identifier.
    pub by_org: BTreeMap<String, String>,
    /// Sum for each project; rows without one under `null`, as in the CSV.
    pub by_project: BTreeMap<String, String>,
    /// Sum for each meter, by its name.
    pub by_meter: BTreeMap<String, String>,
    /// Sum for each asset, by its name.
    pub by_asset: BTreeMap<String, String>,
}

impl Export {
    /// Adds everything up.
    pub(crate) fn totals(&self) -> UsageTotals {
        let mut rows = 0;
        let mut total = 0;
        let [
            mut by_day,
            mut by_org,
            mut by_project,
            mut by_meter,
            mut by_asset,
        ] = [const { BTreeMap::<String, u128>::new() }; 5];
        for file in self.files() {
            for row in self.rows(&file) {
                rows += 1;
                if self.kind == Kind::JobLevel {
                    continue;
                }
                let amount = u128::from(row.amount);
                let add = |sums: &mut BTreeMap<_, _>, key| *sums.entry(key).or_default() += amount;
                total += amount;
                add(&mut by_day, row.date.to_string());
                add(&mut by_org, row.org.id.clone());
                if let Some(place) = row.place {
                    let project = place.project.as_deref().unwrap_or(MISSING);
                    add(&mut by_project, project.to_owned());
                }
                if let Some(meter) = row.meter {
                    add(&mut by_meter, meter.name.to_owned());
                }
                if row.asset.is_some() {
                    add(&mut by_asset, row.asset_name());
                }
            }
        }
        let decimals = |sums: BTreeMap<_, _>| {
            sums.into_iter()
                .map(|(key, units)| (key, decimal(units)))
                .collect()
        };
        UsageTotals {
            rows,
            total: decimal(total),
            by_day: decimals(by_day),
            by_org: decimals(by_org),
            by_project: decimals(by_project),
            by_meter: decimals(by_meter),
            by_asset: decimals(by_asset),
        }
    }
}
