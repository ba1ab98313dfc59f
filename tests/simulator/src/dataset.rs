//! What the downloads hold: amounts that depend on the seed, the date, the organization and the place only, told at four
//! levels. The asset level and the project level of an organization have the same sum; the summary has besides what carries
//! no project.

pub(crate) mod export;
pub(crate) mod meters;
mod names;
mod totals;
pub(crate) mod zip_file;

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

pub use self::totals::UsageTotals;
use crate::ids;

/// Amounts are whole numbers of 10⁻¹² IPU: 12 decimals.
const UNITS_PER_IPU: u64 = 1_000_000_000_000;

/// The generated usage of an organization and those linked to it.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Everything generated follows from this.
    pub seed: u64,
    /// Number of linked organizations, the parent not counted.
    pub linked_orgs: u32,
    /// Number of projects of each organization.
    pub projects: u32,
    /// Number of places (a project and a folder in it) of each organization: rows a day at most.
    pub places: u32,
    /// How many of a day's places have usage, per mille.
    pub activity: u16,
    /// Whether the figures of today and yesterday (UTC) are smaller in jobs created earlier, as at the real service.
    pub provisional: bool,
}

impl Default for Dataset {
    fn default() -> Self {
        Self {
            seed: 1,
            linked_orgs: 3,
            projects: 12,
            places: 40,
            activity: 850,
            provisional: false,
        }
    }
}

impl Dataset {
    /// About this many rows in an export of 30 dates of the parent organization alone: rounded up to a multiple of 30.
    pub fn with_rows(rows: u32) -> Self {
        let places = rows.div_ceil(30).max(1);
        Self {
            places,
            projects: (places / 20).clamp(1, 2_000),
            activity: 1_000,
            ..Self::default()
        }
    }

    /// Identifier of the parent organization (0) or of a linked one (from 1).
    pub(crate) fn org_id(&self, index: u32) -> String {
        ids::id(ids::hash(&[self.seed, 1, index.into()]))
    }

    /// Identifier of the demo user.
    pub(crate) fn user_id(&self) -> String {
        ids::id(ids::hash(&[self.seed, 2]))
    }

    /// An organization: the parent is productive, every second one of the linked is a sandbox.
    pub(crate) fn org(&self, index: u32) -> Org {
        Org {
            index,
            id: self.org_id(index),
            kind: if index.is_multiple_of(2) {
                "Production"
            } else {
                "Sandbox"
            },
        }
    }

    /// The places of an organization: equal names in each, the first without project.
    pub(crate) fn places(&self) -> Vec<Place> {
        (0..self.places).map(|index| self.place(index)).collect()
    }

    fn place(&self, index: u32) -> Place {
        let projects = self.projects.max(1);
        let (project, folder) = match index.checked_sub(1) {
            None => (None, None),
            Some(rest) => {
                let (project, folder) = (rest % projects, rest / projects);
                // Assets that lie in the project itself, in no folder.
                let has_no_folder = folder == 0 && project % 3 == 2;
                (
                    Some(names::project(project)),
                    (!has_no_folder).then(|| names::folder(folder)),
                )
            }
        };
        let size = ids::hash(&[self.seed, 3, index.into()]);
        // From a few thousandths of an IPU to some dozens a day, the large ones rare.
        let level = (1 + size % 4_000) * (1 + (size >> 32) % 6).pow(2);
        Place {
            index,
            project,
            folder,
            level,
        }
    }

    /// A level of usage without a place, for a meter that carries no project.
    pub(crate) fn without_place(&self, meter: u32) -> Place {
        Place {
            project: None,
            folder: None,
            ..self.place(u32::MAX - meter)
        }
    }

    /// The amount of a day in units of 10⁻¹² IPU; none if the place was idle.
    pub(crate) fn amount(
        &self,
        date: NaiveDate,
        org: &Org,
        place: &Place,
        created: DateTime<Utc>,
    ) -> Option<u64> {
        let day = u64::try_from(date.num_days_from_ce()).unwrap_or_default();
        let chance = ids::hash(&[self.seed, 4, day, org.index.into(), place.index.into()]);
        if chance % 1_000 >= u64::from(self.activity) {
            return None;
        }
        let weekday = if date.weekday().num_days_from_monday() < 5 {
            100
        } else {
            35
        };
        let noise = 60 + (chance >> 20) % 80;
        let whole = place.level * weekday * noise * 20_000 / u64::from(1 + org.index)
            + (chance >> 32) % 1_000_000;
        Some(if self.provisional {
            seen_so_far(whole, date, created)
        } else {
            whole
        })
    }
}

/// The part of a day's amount that has reached the meters when the job is created: all of it two days later.
fn seen_so_far(amount: u64, date: NaiveDate, created: DateTime<Utc>) -> u64 {
    let since_start = created.naive_utc() - date.and_time(chrono::NaiveTime::MIN);
    let two_days = 2 * 24 * 60 * 60;
    let seen = u64::try_from(since_start.num_seconds())
        .unwrap_or_default()
        .min(two_days);
    let part = u128::from(amount) * u128::from(seen) / u128::from(two_days);
    u64::try_from(part).unwrap_or(amount)
}

/// An organization.
#[derive(Clone, Debug)]
pub(crate) struct Org {
    index: u32,
    pub(crate) id: String,
    pub(crate) kind: &'static str,
}

impl Org {
    /// What people call it.
    fn name(&self) -> String {
        match self.index {
            0 => "Acme".to_owned(),
            index => format!("Acme {index}"),
        }
    }

    /// Name of the environment that its jobs run in.
    fn environment(&self) -> String {
        format!("agents-{}", self.kind.to_lowercase())
    }

    fn environment_id(&self) -> String {
        ids::id(ids::hash(&[7, self.index.into()]))
    }
}

/// A project and a folder in it; either can be missing.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) index: u32,
    pub(crate) project: Option<String>,
    pub(crate) folder: Option<String>,
    level: u64,
}

/// An amount with 12 decimals.
fn decimal(units: u128) -> String {
    let mut text = String::new();
    write_amount(&mut text, units);
    text
}

/// Writes an amount with 12 decimals.
pub(crate) fn write_amount(to: &mut String, units: u128) {
    let one = u128::from(UNITS_PER_IPU);
    // Writing to a string cannot fail.
    let _ = write!(to, "{}.{:012}", units / one, units % one);
}
