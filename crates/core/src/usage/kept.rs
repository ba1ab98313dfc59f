//! Exports that are kept in the browser: what each holds, and which days they leave out.
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    Day, DayRange, Kind, Source, Usage,
    kind::Dimension,
    merge::{Coverage, join},
};

/// The database of the kept exports.
pub const DATABASE: &str = "metering-export.usage";

/// The entry in local storage that says that exports are kept: the keys of those shown last, separated by commas.
pub const SHOWN_KEY: &str = "metering-export.kept.v1";

/// The entry in local storage with the names that were given to organizations: a JSON object, by ID.
pub const NAMES_KEY: &str = "metering-export.names.v1";

/// An export that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Where it came from.
    pub source: Source,
    /// When it was kept, in milliseconds since 1970.
    pub at: i64,
    /// How many bytes its file has.
    pub size: u64,
    /// What it holds, a part for each kind.
    pub parts: Vec<Part>,
}

/// What an export holds of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The kind.
    pub kind: Kind,
    /// The days that it answers for; `None` where neither they nor any row are known.
    pub days: Option<DayRange>,
    /// The organizations that have rows; none where the rows do not tell.
    pub organizations: Vec<Organization>,
}

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Organization {
    /// Its ID.
    pub id: String,
    /// Its name, where the export has it.
    pub name: Option<String>,
}

impl Usage {
    /// What each export holds, in the order of reading.
    pub fn parts(&self) -> Vec<Vec<Part>> {
        let exports = self.exports();
        (0..exports.len())
            .map(|at| {
                let reports = self.reports().iter();
                let parts = reports.filter_map(|(kind, report)| {
                    let organizations = exports.places(at, *kind)?.filter_map(|place| {
                        // As it was read: a given name is none of the export's.
                        let name = |dimension| exports.tables.name(place.get(dimension));
                        Some(Organization {
                            id: name(Dimension::OrgId)?.into_owned(),
                            name: name(Dimension::OrgName).map(Cow::into_owned),
                        })
                    });
                    let mut organizations: Vec<_> = organizations.collect();
                    // Of one that has a name in some rows only, the named one stays.
                    organizations.sort_by(|a, b| (&a.id, &b.name).cmp(&(&b.id, &a.name)));
                    organizations.dedup_by(|a, b| a.id == b.id);
                    Some(Part {
                        kind: *kind,
                        days: report.windows.get(at).and_then(|window| window.days),
                        organizations,
                    })
                });
                parts.collect()
            })
            .collect()
    }
}

/// What is kept of one kind and organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The kind.
    pub kind: Kind,
    /// The organization's ID; `None` for exports whose rows do not tell.
    pub organization: Option<String>,
    /// The days that each export answers for, and whether they may change: they were provisional when it was made, or the
    /// job ended in `PARTIAL_SUCCESS`.
    windows: Vec<(Option<DayRange>, bool)>,
}

/// The days of a range that have to be requested for a whole [`History`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    /// Days that no export answers for.
    pub missing: Vec<DayRange>,
    /// Days for which all kept figures may have changed since.
    pub provisional: Vec<DayRange>,
}

impl Lacking {
    /// All of them, in order; ranges that touch are one.
    pub fn ranges(&self) -> Vec<DayRange> {
        let mut all: Vec<DayRange> = [&self.missing[..], &self.provisional].concat();
        all.sort_unstable_by_key(|days| days.first);
        let mut joined = Vec::new();
        for days in all {
            join(&mut joined, days);
        }
        joined
    }
}

impl History {
    /// What kept exports hold by kind and organization, in this order. An export without any row answers for every
    /// organization of its kind.
    pub fn of(kept: &[Kept]) -> Vec<Self> {
        let mut histories = Vec::<Self>::new();
        // Those of one meter say nothing of the others.
        let of_all_meters = |export: &&Kept| export.source.meter.is_none();
        let parts = || {
            kept.iter()
                .filter(of_all_meters)
                .flat_map(|export| export.parts.iter().map(move |part| (export, part)))
        };
        for (_, part) in parts() {
            let ids = part
                .organizations
                .iter()
                .map(|organization| &organization.id);
            let ids: Vec<_> = ids.cloned().map(Some).collect();
            for organization in if ids.is_empty() { vec![None] } else { ids } {
                let is_new = |history: &Self| {
                    history.kind != part.kind || history.organization != organization
                };
                if histories.iter().all(is_new) {
                    histories.push(Self {
                        kind: part.kind,
                        organization,
                        windows: Vec::new(),
                    });
                }
            }
        }
        // Where organizations are known, exports without rows need no entry of their own.
        let known: Vec<Kind> = histories
            .iter()
            .filter(|history| history.organization.is_some())
            .map(|history| history.kind)
            .collect();
        histories
            .retain(|history| history.organization.is_some() || !known.contains(&history.kind));
        for history in &mut histories {
            for (export, part) in parts().filter(|(_, part)| part.kind == history.kind) {
                let mut ids = part
                    .organizations
                    .iter()
                    .map(|organization| &organization.id);
                if part.organizations.is_empty()
                    || ids.any(|id| Some(id) == history.organization.as_ref())
                {
                    history.windows.extend(windows(export, part));
                }
            }
        }
        histories.sort_by(|a, b| (a.kind, &a.organization).cmp(&(b.kind, &b.organization)));
        histories
    }

    /// The first day that an export answers for.
    pub fn first(&self) -> Option<Day> {
        let days = self.windows.iter().filter_map(|(days, _)| *days);
        days.map(|days| days.first).min()
    }

    /// The days of a range that have to be requested.
    pub fn lacking(&self, wanted: DayRange) -> Lacking {
        if wanted.days() == 0 {
            return Lacking::default();
        }
        let coverage = Coverage::new(&self.windows, Some(wanted));
        let provisional = coverage.incomplete.into_iter().map(|days| DayRange {
            first: days.first.max(wanted.first),
            last: days.last.min(wanted.last),
        });
        Lacking {
            missing: coverage.gaps,
            provisional: provisional.filter(|days| days.days() > 0).collect(),
        }
    }
}

/// The days that an export answers for: those that were complete when it was made, and those that were provisional.
fn windows(export: &Kept, part: &Part) -> Vec<(Option<DayRange>, bool)> {
    let Some(days) = part.days else {
        return Vec::new();
    };
    let source = &export.source;
    let made = source.created.or(source.modified).unwrap_or(export.at);
    let is_provisional =
        |day: &Day| Day::of_unix_millis(made).is_some_and(|made| day.is_provisional(made));
    let provisional = days.iter().find(is_provisional);
    let complete = match provisional {
        None => Some(days),
        Some(first) => first.previous().map(|last| DayRange { last, ..days }),
    };
    let complete = complete.filter(|days| days.days() > 0);
    let provisional = provisional.map(|first| DayRange { first, ..days });
    let complete = complete.map(|days| (Some(days), source.partial));
    let provisional = provisional.map(|days| (Some(days), true));
    complete.into_iter().chain(provisional).collect()
}
