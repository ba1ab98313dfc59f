//! Summary beside project level: what carries no project.
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::{Day, Ipus, Kind, Usage, kind::Dimension, view::rows_of};

/// Summary and project level of the days and organizations that both have.
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
        let answers = |kind, day: Day| {
            let windows = self.report(kind).map(|report| &report.windows);
            let mut windows = windows.into_iter().flatten();
            windows.any(|window| window.days.is_some_and(|days| days.contains(day)))
        };
        let (summary, project_level) = (
            self.by_org_and_day(Kind::Summary),
            self.by_org_and_day(Kind::Project),
        );
        let orgs = |sums: &Sums| sums.keys().map(|(org, _)| *org).collect::<FxHashSet<u32>>();
        let orgs: FxHashSet<u32> = &orgs(&summary) & &orgs(&project_level);
        let mut days = std::collections::BTreeMap::<Day, [i128; 2]>::new();
        for (at, sums) in [&summary, &project_level].into_iter().enumerate() {
            for (&(org, day), trillionths) in sums {
                if orgs.contains(&org) && answers(Kind::Summary, day) && answers(Kind::Project, day)
                {
                    days.entry(day).or_default()[at] += trillionths;
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
