//! Summary beside project level: what carries no project.
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::{Day, DayRange, Ipus, Kind, Usage, kind::Dimension, view::rows_of};

/// Summary and project level, of each day and organization for which there are exports of both.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The days in order.
    pub days: Vec<DayComparison>,
    /// How many organizations are compared.
    pub organizations: u64,
    /// The sum of the summary.
    pub summary: Ipus,
    /// The sum of project level.
    pub project_level: Ipus,
}

/// Summary and project level of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayComparison {
    /// The day.
    pub day: Day,
    /// The sum of the summary.
    pub summary: Ipus,
    /// The sum of project level.
    pub project_level: Ipus,
}

/// Trillionths by organization and day.
type Sums = FxHashMap<(u32, Day), i128>;

impl Usage {
    /// Compares summary and project level; `None` unless both are open and have days and organizations in common.
    pub fn compare(&self) -> Option<Comparison> {
        // Adding up takes a pass over all rows.
        self.report(Kind::Summary).and(self.report(Kind::Project))?;
        let kinds = [Kind::Summary, Kind::Project];
        let known = kinds.map(|kind| self.days_by_org(kind));
        let is_known = |org: u32, day: Day| {
            let mut ranges = known.iter().map(|ranges| ranges.get(&org));
            ranges
                .all(|ranges| ranges.is_some_and(|days| days.iter().any(|days| days.contains(day))))
        };
        let mut days = BTreeMap::<Day, [i128; 2]>::new();
        let mut orgs = FxHashSet::default();
        for (at, kind) in kinds.into_iter().enumerate() {
            for ((org, day), trillionths) in self.by_org_and_day(kind) {
                if is_known(org, day) {
                    days.entry(day).or_default()[at] += trillionths;
                    orgs.insert(org);
                }
            }
        }
        let ipus = Ipus::from_trillionths;
        let total = |at: usize| ipus(days.values().map(|sums| sums[at]).sum());
        let compared = |(&day, sums): (&Day, &[i128; 2])| DayComparison {
            day,
            summary: ipus(sums[0]),
            project_level: ipus(sums[1]),
        };
        (!days.is_empty()).then(|| Comparison {
            organizations: orgs.len() as u64,
            summary: total(0),
            project_level: total(1),
            days: days.iter().map(compared).collect(),
        })
    }

    /// The days that exports of a kind answer for, by the organizations that have rows in them.
    fn days_by_org(&self, kind: Kind) -> FxHashMap<u32, Vec<DayRange>> {
        let windows = self.report(kind).map(|report| &report.windows);
        let mut known = FxHashMap::<u32, Vec<DayRange>>::default();
        for (export, window) in windows.into_iter().flatten().enumerate() {
            let places = self.exports.places(export, kind);
            let orgs = places
                .into_iter()
                .flatten()
                .map(|place| place.get(Dimension::OrgId));
            for org in orgs.collect::<FxHashSet<u32>>() {
                known.entry(org).or_default().extend(window.days);
            }
        }
        known
    }

    fn by_org_and_day(&self, kind: Kind) -> Sums {
        let tables = &self.exports.tables;
        let mut sums = Sums::default();
        for (place, date, tally) in rows_of(&self.exports, &self.kept, kind) {
            let org = tables.places.get(place).get(Dimension::OrgId);
            *sums.entry((org, tables.dates.day(date))).or_default() +=
                tally.consumption().trillionths();
        }
        sums
    }
}
