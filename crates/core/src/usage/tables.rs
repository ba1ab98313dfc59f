//! What rows refer to by number: places and dates.
use std::{borrow::Cow, collections::BTreeMap, hash::BuildHasher};

use chrono::{DateTime, SecondsFormat, Utc};
use hashbrown::HashTable;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{
    Day,
    kind::{DIMENSIONS, Dimension, Kind},
    names::Names,
};

/// The distinct values of all rows, shared by all exports so that equal values have equal numbers.
#[derive(Debug)]
pub(crate) struct Tables {
    /// Names of all dimensions. What is missing has the number [`MISSING`].
    pub(crate) names: Names,
    pub(crate) places: Places,
    pub(crate) dates: Dates,
    /// Names that people gave to organizations, by ID. They count before those of an export.
    pub(crate) given: BTreeMap<String, String>,
}

/// The number of the name that is missing: the service writes `null` or nothing.
pub(crate) const MISSING: u32 = 0;

impl Default for Tables {
    fn default() -> Self {
        Self {
            names: Names::with_missing(),
            places: Places::default(),
            dates: Dates::default(),
            given: BTreeMap::new(),
        }
    }
}

impl Tables {
    /// A name to show; `None` if it is missing.
    pub(crate) fn name(&self, id: u32) -> Option<Cow<'_, str>> {
        (id != MISSING).then(|| self.names.text(id))
    }

    /// The name of a place to show.
    pub(crate) fn name_of(&self, place: u32, dimension: Dimension) -> Option<String> {
        let place = self.places.get(place);
        let is_org_name = dimension == Dimension::OrgName;
        let given = self.given_name(place).filter(|_| is_org_name);
        let name = || self.name(place.get(dimension)).map(Cow::into_owned);
        given.map(str::to_owned).or_else(name)
    }

    /// The name that somebody gave to the organization of a place.
    pub(crate) fn given_name(&self, place: &Place) -> Option<&str> {
        if self.given.is_empty() {
            return None;
        }
        let id = self.name(place.get(Dimension::OrgId))?;
        self.given.get(&*id).map(String::as_str)
    }

    /// The number of a name as it is shown; `None` if no file has it.
    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        self.names.get(name.as_bytes()).or_else(|| {
            // The shown form of a name that is not UTF-8 differs from its bytes.
            let mut invalid = self.names.invalid().iter().copied();
            invalid.find(|id| self.names.text(*id) == name)
        })
    }

    /// Whether all names of a place are UTF-8.
    pub(crate) fn is_utf8(&self, place: u32) -> bool {
        let names = self.places.get(place).names();
        names.iter().all(|&id| self.names.is_utf8(id))
    }
}

/// What a row names: numbers in [`Tables::names`] by dimension.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    kind: Kind,
    names: [u32; DIMENSIONS],
}

impl Place {
    /// A place without any name.
    pub(crate) fn new(kind: Kind) -> Self {
        Self {
            kind,
            names: [MISSING; DIMENSIONS],
        }
    }

    pub(crate) fn get(&self, dimension: Dimension) -> u32 {
        self.names[dimension as usize]
    }

    pub(crate) fn set(&mut self, dimension: Dimension, id: u32) {
        self.names[dimension as usize] = id;
    }

    /// All its names.
    pub(crate) fn names(&self) -> &[u32] {
        &self.names
    }

    /// The place reduced to the dimensions that tell rows apart.
    fn key(&self) -> Self {
        let mut key = Self::new(self.kind);
        for &dimension in self.kind.key() {
            key.set(dimension, self.get(dimension));
        }
        key
    }
}

/// The distinct places.
#[derive(Debug, Default)]
pub(crate) struct Places {
    list: Vec<Place>,
    /// For each place the first one with the same key.
    keys: Vec<u32>,
    lookup: HashTable<u32>,
    lookup_key: HashTable<u32>,
}

impl Places {
    /// The number of a place, which is added where it is new; `None` where the numbers are used up.
    pub(crate) fn intern(&mut self, place: Place) -> Option<u32> {
        let Self {
            list,
            keys,
            lookup,
            lookup_key,
        } = self;
        let hash = FxBuildHasher.hash_one(place);
        if let Some(&found) = lookup.find(hash, |&id| list[id as usize] == place) {
            return Some(found);
        }
        let id = u32::try_from(list.len()).ok()?;
        list.push(place);
        lookup.insert_unique(hash, id, |&id| FxBuildHasher.hash_one(list[id as usize]));
        let key = place.key();
        let hash = FxBuildHasher.hash_one(key);
        let first = lookup_key.find(hash, |&id| list[id as usize].key() == key);
        let first = first.copied();
        if first.is_none() {
            lookup_key.insert_unique(hash, id, |&id| {
                FxBuildHasher.hash_one(list[id as usize].key())
            });
        }
        keys.push(first.unwrap_or(id));
        Some(id)
    }

    /// The place with this number.
    pub(crate) fn get(&self, place: u32) -> &Place {
        &self.list[place as usize]
    }

    /// The place that stands for this one in a row's key.
    pub(crate) fn key(&self, place: u32) -> u32 {
        self.keys[place as usize]
    }

    /// All places in the order of their numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Place> {
        self.list.iter()
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
