//! The exports that are kept in this browser, and the names of organizations.
pub(crate) mod local;
pub(crate) mod store;

use std::collections::BTreeMap;

use metering_core::usage::kept::{Kept, Part};
use metering_core::usage::{DayRange, Kind};

/// The number of a kept export in the database.
pub type Key = u32;

/// What is kept, as it is shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KeptState {
    /// Whether exports are kept: `config.json` can turn that off.
    pub keeps: bool,
    /// The kept exports in the order in which they were kept, and whether each is open.
    pub exports: Vec<(Key, Kept, bool)>,
    /// How many records cannot be read.
    pub unreadable: usize,
    /// What could not be kept or removed, and why, as sentences.
    pub problems: Vec<String>,
    /// The names that were given to organizations, by ID.
    pub given: BTreeMap<String, String>,
    /// What the open exports hold.
    pub open: Vec<Part>,
}

/// What somebody does with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptAction {
    /// A kept export is shown beside those that are open.
    Show(Key),
    /// A kept export is saved.
    Save(Key),
    /// A kept export is removed.
    Remove(Key),
    /// All records that cannot be read are removed.
    RemoveUnreadable,
    /// An organization is given a name; blank: none.
    Name {
        /// Its ID.
        id: String,
        /// The name.
        name: String,
    },
    /// The request form should be filled in for these days.
    Request(Kind, DayRange),
}

impl KeptState {
    /// The organizations that are known, with their names in the exports.
    pub fn organizations(&self) -> BTreeMap<&str, Option<&str>> {
        let kept = self.exports.iter().flat_map(|(_, kept, _)| &kept.parts);
        let mut known = BTreeMap::new();
        for organization in kept.chain(&self.open).flat_map(|part| &part.organizations) {
            let name = known.entry(organization.id.as_str()).or_insert(None);
            *name = organization.name.as_deref().or(*name);
        }
        known
    }

    /// The name of each organization that has one: as given, else as in an export.
    pub fn names(&self) -> BTreeMap<String, String> {
        let known = self.organizations().into_iter();
        let known = known.filter_map(|(id, name)| Some((id.to_owned(), name?.to_owned())));
        known.chain(self.given.clone()).collect()
    }
}
