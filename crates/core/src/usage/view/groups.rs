//! Sums by day, project, folder or organization.
use std::{borrow::Cow, collections::BTreeSet};

use chrono::Datelike;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Tally, View, with_rows};
use crate::usage::{Day, Ipus, names::Names, tables::Place};

/// What rows are added up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum GroupBy {
    /// The UTC day.
    Day,
    /// The project, over all organizations.
    Project,
    /// The folder within its project.
    Folder,
    /// The folders of one project, given as the [`GroupRow::id`] of its row.
    FoldersOf(u32),
    /// The organization ID.
    Organization,
}

impl GroupBy {
    /// What one of the groups is.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Project => "project",
            Self::Folder | Self::FoldersOf(_) => "folder",
            Self::Organization => "organization",
        }
    }
}

/// What a group is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupName {
    /// A day.
    Day {
        /// The day.
        day: Day,
    },
    /// A project.
    Project {
        /// `None` for rows without a project.
        project: Option<String>,
    },
    /// A folder.
    Folder {
        /// `None` for rows without a project.
        project: Option<String>,
        /// `None` for rows without a folder.
        folder: Option<String>,
    },
    /// An organization.
    Organization {
        /// `None` for rows without an organization.
        org_id: Option<String>,
        /// Its types, usually one.
        org_types: Vec<String>,
    },
}

/// What a group's rows come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// Tells the group from the others of its answer. A project's names it in [`GroupBy::FoldersOf`] too, for as long as
    /// the exports live, whatever is read, merged or filtered meanwhile.
    pub id: u32,
    /// What it is called.
    pub name: GroupName,
    /// What was consumed.
    pub consumption: Ipus,
    /// How many rows there are.
    pub rows: u64,
}

/// Stands for the project or folder of rows without one, written `null` or not at all.
const MISSING: u32 = u32::MAX;

/// A group before it is named.
pub(super) struct Group {
    pub(super) id: u32,
    /// What tells the group: the day, project, project and folder, or organization.
    key: (u32, u32),
    pub(super) tally: Tally,
}

impl View<'_> {
    /// The groups that have rows, in no particular order.
    pub(super) fn groups(&self, by: GroupBy) -> Vec<Group> {
        if by == GroupBy::Day {
            let group = |(day, tally): (Day, Tally)| {
                let id = u32::try_from(day.date().num_days_from_ce()).unwrap_or(0);
                Group {
                    id,
                    key: (id, 0),
                    tally,
                }
            };
            return self.by_day().into_iter().map(group).collect();
        }
        let mut found = FxHashMap::<(u32, u32), usize>::default();
        let mut groups = Vec::<Group>::new();
        for (number, tally) in with_rows(&self.sums.by_place) {
            let place = self.tables.places.get(number);
            let Some((id, key)) = self.group_of(by, number, place) else {
                continue;
            };
            let at = *found.entry(key).or_insert_with(|| {
                groups.push(Group {
                    id,
                    key,
                    tally: Tally::default(),
                });
                groups.len() - 1
            });
            groups[at].tally += tally;
        }
        groups
    }

    /// The group of a place, and what tells it from others; `None` where it is not shown.
    fn group_of(&self, by: GroupBy, number: u32, place: Place) -> Option<(u32, (u32, u32))> {
        let tables = self.tables;
        let or_missing = |names: &Names, id| if names.is_missing(id) { MISSING } else { id };
        let project = || or_missing(&tables.projects, place.project);
        let folder = || or_missing(&tables.folders, place.folder);
        match by {
            // Days are no part of a place.
            GroupBy::Day => None,
            GroupBy::Project => Some((project(), (project(), 0))),
            GroupBy::Folder => Some((number, (project(), folder()))),
            GroupBy::FoldersOf(wanted) => {
                (project() == wanted).then(|| (number, (wanted, folder())))
            }
            GroupBy::Organization => {
                let org = tables.places.org_of(place.org).id;
                Some((org, (org, 0)))
            }
        }
    }

    /// The texts that a group is sorted by: missing ones last.
    pub(super) fn sort_key(&self, by: GroupBy, group: &Group) -> [(bool, String); 2] {
        let (first, second) = group.key;
        let text = |name: Option<Cow<'_, str>>| {
            (
                name.is_none(),
                name.map(|n| n.to_lowercase()).unwrap_or_default(),
            )
        };
        match by {
            GroupBy::Day => [(false, format!("{first:09}")), (false, String::new())],
            GroupBy::Project => [text(self.project(first)), (false, String::new())],
            GroupBy::Folder | GroupBy::FoldersOf(_) => {
                [text(self.project(first)), text(self.folder(second))]
            }
            GroupBy::Organization => [
                text(self.tables.org_ids.known(first)),
                (false, String::new()),
            ],
        }
    }

    pub(super) fn named(&self, by: GroupBy, group: &Group) -> GroupRow {
        let (first, second) = group.key;
        let owned = |name: Option<Cow<'_, str>>| name.map(Cow::into_owned);
        let project = || owned(self.project(first));
        let name = match by {
            GroupBy::Day => {
                let date = i32::try_from(first)
                    .ok()
                    .and_then(chrono::NaiveDate::from_num_days_from_ce_opt);
                GroupName::Day {
                    day: Day::new(date.unwrap_or_default()),
                }
            }
            GroupBy::Project => GroupName::Project { project: project() },
            GroupBy::Folder | GroupBy::FoldersOf(_) => GroupName::Folder {
                project: project(),
                folder: owned(self.folder(second)),
            },
            GroupBy::Organization => GroupName::Organization {
                org_id: owned(self.tables.org_ids.known(first)),
                org_types: self.org_types(first),
            },
        };
        GroupRow {
            id: group.id,
            name,
            consumption: group.tally.consumption(),
            rows: group.tally.rows(),
        }
    }

    fn project(&self, id: u32) -> Option<Cow<'_, str>> {
        if id == MISSING {
            None
        } else {
            self.tables.projects.known(id)
        }
    }

    fn folder(&self, id: u32) -> Option<Cow<'_, str>> {
        if id == MISSING {
            None
        } else {
            self.tables.folders.known(id)
        }
    }

    fn org_types(&self, id: u32) -> Vec<String> {
        let kinds = self
            .tables
            .places
            .orgs()
            .filter(|org| org.id == id)
            .map(|org| org.kind);
        let known = kinds
            .filter_map(|kind| self.tables.org_types.known(kind))
            .map(Cow::into_owned);
        known.collect::<BTreeSet<_>>().into_iter().collect()
    }
}
