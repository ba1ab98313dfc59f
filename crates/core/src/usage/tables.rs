//! What rows refer to by number: places (project, folder and organization) and dates.
use std::hash::BuildHasher;

use chrono::{DateTime, SecondsFormat, Utc};
use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{Day, names::Names};

/// The distinct values of all rows, shared by all exports so that equal values have equal numbers.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) projects: Names,
    pub(crate) folders: Names,
    pub(crate) org_ids: Names,
    pub(crate) org_types: Names,
    pub(crate) places: Places,
    pub(crate) dates: Dates,
}

impl Tables {
    /// The number of the place that a row names; `None` where the numbers are used up.
    pub(crate) fn place(
        &mut self,
        project: &[u8],
        folder: &[u8],
        org_id: &[u8],
        org_type: &[u8],
    ) -> Option<u32> {
        let project = self.projects.intern(project)?;
        let folder = self.folders.intern(folder)?;
        let org = self.places.org(
            self.org_ids.intern(org_id)?,
            self.org_types.intern(org_type)?,
        )?;
        self.places.intern(Place {
            project,
            folder,
            org,
        })
    }

    /// Whether any text is not UTF-8.
    pub(crate) fn has_invalid(&self) -> bool {
        [
            &self.projects,
            &self.folders,
            &self.org_ids,
            &self.org_types,
        ]
        .into_iter()
        .any(Names::has_invalid)
    }

    /// Whether all texts of a place are UTF-8.
    pub(crate) fn is_utf8(&self, place: u32) -> bool {
        let Place {
            project,
            folder,
            org,
        } = self.places.get(place);
        let org = self.places.org_of(org);
        self.projects.is_utf8(project)
            && self.folders.is_utf8(folder)
            && self.org_ids.is_utf8(org.id)
            && self.org_types.is_utf8(org.kind)
    }
}

/// Where usage happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    /// Number in [`Tables::projects`].
    pub(crate) project: u32,
    /// Number in [`Tables::folders`].
    pub(crate) folder: u32,
    /// Number of the pair of organization ID and type, see [`Places::org_of`].
    pub(crate) org: u32,
}

/// An organization as a row names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Org {
    /// Number in [`Tables::org_ids`].
    pub(crate) id: u32,
    /// Number in [`Tables::org_types`].
    pub(crate) kind: u32,
}

/// The distinct places.
#[derive(Debug, Default)]
pub(crate) struct Places {
    list: Vec<Place>,
    lookup: HashTable<u32>,
    orgs: Vec<Org>,
    org_lookup: FxHashMap<Org, u32>,
    /// The first pair with an organization ID: the type is no part of a row's key.
    first_with_id: FxHashMap<u32, u32>,
    /// Places whose organization was first met with another type, and the place that stands for them in keys.
    aliases: FxHashMap<u32, u32>,
}

impl Places {
    fn org(&mut self, id: u32, kind: u32) -> Option<u32> {
        let org = Org { id, kind };
        if let Some(&found) = self.org_lookup.get(&org) {
            return Some(found);
        }
        let number = u32::try_from(self.orgs.len()).ok()?;
        self.orgs.push(org);
        self.org_lookup.insert(org, number);
        self.first_with_id.entry(id).or_insert(number);
        Some(number)
    }

    fn intern(&mut self, place: Place) -> Option<u32> {
        let hash = FxBuildHasher.hash_one(place);
        if let Some(&found) = self
            .lookup
            .find(hash, |&id| self.list[id as usize] == place)
        {
            return Some(found);
        }
        let id = u32::try_from(self.list.len()).ok()?;
        self.list.push(place);
        let list = &self.list;
        self.lookup
            .insert_unique(hash, id, |&id| FxBuildHasher.hash_one(list[id as usize]));
        let first = self
            .first_with_id
            .get(&self.orgs[place.org as usize].id)
            .copied()
            .unwrap_or(place.org);
        if first != place.org {
            let key = self.intern(Place {
                org: first,
                ..place
            })?;
            self.aliases.insert(id, key);
        }
        Some(id)
    }

    /// The place with this number.
    pub(crate) fn get(&self, place: u32) -> Place {
        self.list[place as usize]
    }

    /// The organization with this number.
    pub(crate) fn org_of(&self, org: u32) -> Org {
        self.orgs[org as usize]
    }

    /// All organizations in the order of their numbers.
    pub(crate) fn orgs(&self) -> impl Iterator<Item = Org> {
        self.orgs.iter().copied()
    }

    /// The place that stands for this one in a row's key, `(Date, Project, Folder, Org ID)`.
    pub(crate) fn key(&self, place: u32) -> u32 {
        if self.aliases.is_empty() {
            place
        } else {
            self.aliases.get(&place).copied().unwrap_or(place)
        }
    }

    /// All places in the order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Place> {
        self.list.iter().copied()
    }

    /// How many places there are; their numbers are below it.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }
}

/// The distinct dates.
#[derive(Debug, Default)]
pub(crate) struct Dates {
    list: Vec<DateTime<Utc>>,
    lookup: FxHashMap<DateTime<Utc>, u32>,
}

impl Dates {
    /// The number of a date, which is added where it is new; `None` where the numbers are used up.
    pub(crate) fn intern(&mut self, at: DateTime<Utc>) -> Option<u32> {
        if let Some(&known) = self.lookup.get(&at) {
            return Some(known);
        }
        let number = u32::try_from(self.list.len()).ok()?;
        self.list.push(at);
        self.lookup.insert(at, number);
        Some(number)
    }

    /// The date as the service writes it: `2025-01-02T00:00:00Z`.
    pub(crate) fn text(&self, date: u32) -> String {
        self.list[date as usize].to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    /// The day that usage of this date counts for.
    pub(crate) fn day(&self, date: u32) -> Day {
        Day::new(self.list[date as usize].date_naive())
    }

    /// The numbers of all dates, newest first.
    pub(crate) fn newest_first(&self) -> Vec<u32> {
        let mut dates: Vec<u32> = (0..).take(self.len()).collect();
        dates.sort_by_key(|&date| std::cmp::Reverse(self.list[date as usize]));
        dates
    }

    /// How many dates there are; their numbers are below it.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }
}
