//! Sums by day, project, meter and so on.
use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Tally, View, with_rows};
use crate::usage::{
    Day, Ipus,
    kind::Dimension,
    tables::{MISSING, Place},
};

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
    /// The meter ID.
    Meter,
    /// The asset within its folder.
    Asset,
}

impl GroupBy {
    /// What one of the groups is.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Project => "project",
            Self::Folder | Self::FoldersOf(_) => "folder",
            Self::Organization => "organization",
            Self::Meter => "meter",
            Self::Asset => "asset",
        }
    }
}

/// What a group is called. What is `None` is missing in its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupName {
    /// A day.
    Day {
        /// The day.
        day: Day,
    },
    /// A project.
    Project {
        /// Its name.
        project: Option<String>,
    },
    /// Rows whose project and folder cannot be told apart.
    Unclear {
        /// What stands in their place.
        text: String,
    },
    /// A folder.
    Folder {
        /// Its project.
        project: Option<String>,
        /// Its name.
        folder: Option<String>,
    },
    /// An organization.
    Organization {
        /// Its ID.
        org_id: Option<String>,
        /// Its name, where the export has it.
        org_name: Option<String>,
        /// Its types, usually one.
        org_types: Vec<String>,
    },
    /// A meter.
    Meter {
        /// Its ID.
        meter_id: Option<String>,
        /// Its name.
        meter_name: Option<String>,
    },
    /// An asset.
    Asset {
        /// Its project.
        project: Option<String>,
        /// Its folder.
        folder: Option<String>,
        /// Its name.
        asset: Option<String>,
        /// What it is.
        asset_type: Option<String>,
    },
}

/// The sum of a group's rows.
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

/// Tells the number of an unclear name from that of a project.
const UNCLEAR: u32 = 1 << 31;

/// A group before it is named.
pub(super) struct Group {
    pub(super) id: u32,
    /// One of its places; for a day, the number of the day.
    place: u32,
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
                    place: id,
                    tally,
                }
            };
            return self.by_day().into_iter().map(group).collect();
        }
        let mut found = FxHashMap::<[u32; 4], usize>::default();
        let mut groups = Vec::<Group>::new();
        for (number, tally) in with_rows(&self.sums.by_place) {
            let Some((id, key)) = group_of(by, number, self.tables.places.get(number)) else {
                continue;
            };
            let at = *found.entry(key).or_insert_with(|| {
                groups.push(Group {
                    id,
                    place: number,
                    tally: Tally::default(),
                });
                groups.len() - 1
            });
            groups[at].tally += tally;
        }
        groups
    }

    /// The texts that a group is sorted by: missing ones last.
    pub(super) fn sort_key(&self, by: GroupBy, group: &Group) -> [(bool, String); 3] {
        use Dimension::{Asset, Folder, MeterId, MeterName, OrgId, Project, Unclear};
        let dimensions = match by {
            GroupBy::Day => {
                let day = (false, format!("{:09}", group.place));
                return [day, Default::default(), Default::default()];
            }
            GroupBy::Project => [Project, Unclear, Unclear],
            GroupBy::Folder | GroupBy::FoldersOf(_) => [Project, Folder, Unclear],
            GroupBy::Organization => [OrgId, OrgId, OrgId],
            GroupBy::Meter => [MeterName, MeterId, MeterId],
            GroupBy::Asset => [Asset, Project, Folder],
        };
        dimensions.map(|dimension| {
            let name = self.tables.name_of(group.place, dimension);
            (
                name.is_none(),
                name.map(|name| name.to_lowercase()).unwrap_or_default(),
            )
        })
    }

    /// Groups with their names.
    pub(super) fn named(&self, by: GroupBy, groups: &[Group]) -> Vec<GroupRow> {
        let org_types = if by == GroupBy::Organization {
            self.org_types()
        } else {
            FxHashMap::default()
        };
        let row = |group: &Group| {
            let name = |dimension| self.tables.name_of(group.place, dimension);
            GroupRow {
                id: group.id,
                name: match by {
                    GroupBy::Day => {
                        let date = i32::try_from(group.place).ok();
                        let date = date.and_then(NaiveDate::from_num_days_from_ce_opt);
                        GroupName::Day {
                            day: Day::new(date.unwrap_or_default()),
                        }
                    }
                    GroupBy::Project | GroupBy::Folder | GroupBy::FoldersOf(_)
                        if name(Dimension::Unclear).is_some() =>
                    {
                        GroupName::Unclear {
                            text: name(Dimension::Unclear).unwrap_or_default(),
                        }
                    }
                    GroupBy::Project => GroupName::Project {
                        project: name(Dimension::Project),
                    },
                    GroupBy::Folder | GroupBy::FoldersOf(_) => GroupName::Folder {
                        project: name(Dimension::Project),
                        folder: name(Dimension::Folder),
                    },
                    GroupBy::Organization => GroupName::Organization {
                        org_id: name(Dimension::OrgId),
                        org_name: name(Dimension::OrgName),
                        org_types: org_types
                            .get(&group.id)
                            .map_or_else(Vec::new, |types| types.iter().cloned().collect()),
                    },
                    GroupBy::Meter => GroupName::Meter {
                        meter_id: name(Dimension::MeterId),
                        meter_name: name(Dimension::MeterName),
                    },
                    GroupBy::Asset => GroupName::Asset {
                        project: name(Dimension::Project),
                        folder: name(Dimension::Folder),
                        asset: name(Dimension::Asset).or_else(|| name(Dimension::Unclear)),
                        asset_type: name(Dimension::AssetType),
                    },
                },
                consumption: group.tally.consumption(),
                rows: group.tally.rows(),
            }
        };
        groups.iter().map(row).collect()
    }

    /// The types of each organization that has rows.
    fn org_types(&self) -> FxHashMap<u32, BTreeSet<String>> {
        let mut types = FxHashMap::<u32, BTreeSet<String>>::default();
        for (place, _) in with_rows(&self.sums.by_place) {
            if let Some(kind) = self.tables.name_of(place, Dimension::OrgType) {
                let org = self.tables.places.get(place).get(Dimension::OrgId);
                types.entry(org).or_default().insert(kind);
            }
        }
        types
    }
}

/// The number of a place's group and what tells the group from others; `None` where the place is not shown.
fn group_of(by: GroupBy, number: u32, place: &Place) -> Option<(u32, [u32; 4])> {
    let name = |dimension| place.get(dimension);
    let project = match name(Dimension::Unclear) {
        MISSING => name(Dimension::Project),
        unclear => unclear | UNCLEAR,
    };
    let folder = name(Dimension::Folder);
    match by {
        // Days are no part of a place.
        GroupBy::Day => None,
        GroupBy::Project => Some((project, [project, 0, 0, 0])),
        GroupBy::Folder => Some((number, [project, folder, 0, 0])),
        GroupBy::FoldersOf(wanted) => {
            (project == wanted).then_some((number, [project, folder, 0, 0]))
        }
        GroupBy::Organization => {
            let org = name(Dimension::OrgId);
            Some((org, [org, 0, 0, 0]))
        }
        GroupBy::Meter => {
            let meter = name(Dimension::MeterId);
            Some((meter, [meter, 0, 0, 0]))
        }
        GroupBy::Asset => {
            let (asset, kind) = (name(Dimension::Asset), name(Dimension::AssetType));
            Some((number, [project, folder, asset, kind]))
        }
    }
}
