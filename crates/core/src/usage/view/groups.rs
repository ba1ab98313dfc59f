//! Sums by day, project, meter and so on.
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::{Grain, Tally, View, with_rows};
use crate::usage::{
    DayRange, Ipus,
    kind::Dimension,
    tables::{MISSING, Place},
};

/// What rows are added up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GroupBy {
    /// The period of time.
    Period(Grain),
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
    /// The type of the asset.
    AssetType,
    /// The environment.
    Environment,
    /// The tier of the price.
    Tier,
}

impl GroupBy {
    /// What one of the groups is.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Period(grain) => grain.noun(),
            Self::Project => "project",
            Self::Folder | Self::FoldersOf(_) => "folder",
            Self::Organization => "organization",
            Self::Meter => "meter",
            Self::Asset => "asset",
            Self::AssetType => "asset type",
            Self::Environment => "environment",
            Self::Tier => "tier",
        }
    }

    /// Several of its groups.
    pub fn plural(self) -> String {
        format!("{}s", self.noun())
    }

    /// What tells its groups apart, in the order of [`Choice::names`](super::Choice::names).
    pub(super) fn dimensions(self) -> &'static [Dimension] {
        use Dimension::{
            Asset, AssetType, Environment, Folder, MeterId, OrgId, Project, Tier, Unclear,
        };
        match self {
            Self::Period(_) => &[],
            Self::Project => &[Project, Unclear],
            Self::Folder | Self::FoldersOf(_) => &[Project, Folder, Unclear],
            Self::Organization => &[OrgId],
            Self::Meter => &[MeterId],
            Self::Asset => &[Project, Folder, Asset, AssetType, Unclear],
            Self::AssetType => &[AssetType],
            Self::Environment => &[Environment],
            Self::Tier => &[Tier],
        }
    }
}

/// What a group is called. What is `None` is missing in its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupName {
    /// A period of time.
    Period {
        /// What it is one of.
        grain: Grain,
        /// Its days.
        days: DayRange,
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
    /// A type of assets.
    AssetType {
        /// Its name.
        asset_type: Option<String>,
    },
    /// An environment.
    Environment {
        /// Its name.
        environment: Option<String>,
    },
    /// A tier.
    Tier {
        /// Its name.
        tier: Option<String>,
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
    /// What chooses it in a filter, see [`Choice::names`](super::Choice::names).
    pub key: Vec<String>,
    /// What was consumed.
    pub consumption: Ipus,
    /// How many rows there are.
    pub rows: u64,
}

/// The index of no group.
pub(super) const NO_GROUP: usize = usize::MAX;

/// Tells the number of an unclear name from that of a project.
const UNCLEAR: u32 = 1 << 31;

/// A group before it is named.
#[derive(Clone, Copy)]
pub(super) struct Group {
    pub(super) id: u32,
    /// One of its places; for a period, its number.
    pub(super) place: u32,
    pub(super) tally: Tally,
}

impl Group {
    /// The group of a place, without any sum.
    pub(super) fn at(place: u32) -> Self {
        Self {
            id: place,
            place,
            tally: Tally::default(),
        }
    }
}

impl View<'_> {
    /// The groups that have rows, in no particular order.
    pub(super) fn groups(&self, by: GroupBy) -> Vec<Group> {
        let GroupBy::Period(grain) = by else {
            return self.groups_of_places(by, &self.sums.by_place).0;
        };
        let mut groups = Vec::<Group>::new();
        let calendar = self.calendar(grain);
        let mut period = None;
        for (day, tally) in self.by_day() {
            let of = calendar.period(day);
            if period != Some(of) {
                period = Some(of);
                let id = u32::try_from(groups.len()).unwrap_or(u32::MAX);
                groups.push(Group {
                    id,
                    place: id,
                    tally: Tally::default(),
                });
            }
            if let Some(group) = groups.last_mut() {
                group.tally += tally;
            }
        }
        groups
    }

    /// The groups of those places that have rows, and for each place the index of its group; [`NO_GROUP`] where it has none.
    pub(super) fn groups_of_places(
        &self,
        by: GroupBy,
        by_place: &[Tally],
    ) -> (Vec<Group>, Vec<usize>) {
        let mut found = FxHashMap::<[u32; 4], usize>::default();
        let mut groups = Vec::<Group>::new();
        let mut of_place = vec![NO_GROUP; by_place.len()];
        for (number, tally) in with_rows(by_place) {
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
            of_place[number as usize] = at;
        }
        (groups, of_place)
    }

    /// The texts that a group is sorted by: missing ones last.
    pub(super) fn sort_key(&self, by: GroupBy, group: &Group) -> [(bool, String); 3] {
        use Dimension::{
            Asset, AssetType, Environment, Folder, MeterId, MeterName, OrgId, Project, Tier,
            Unclear,
        };
        let dimensions = match by {
            GroupBy::Period(_) => {
                let period = (false, format!("{:09}", group.place));
                return [period, Default::default(), Default::default()];
            }
            GroupBy::Project => [Project, Unclear, Unclear],
            GroupBy::Folder | GroupBy::FoldersOf(_) => [Project, Folder, Unclear],
            GroupBy::Organization => [OrgId, OrgId, OrgId],
            GroupBy::Meter => [MeterName, MeterId, MeterId],
            GroupBy::Asset => [Asset, Project, Folder],
            GroupBy::AssetType => [AssetType, AssetType, AssetType],
            GroupBy::Environment => [Environment, Environment, Environment],
            GroupBy::Tier => [Tier, Tier, Tier],
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
        let periods = match by {
            GroupBy::Period(grain) => {
                let calendar = self.calendar(grain);
                let days = self.by_day().into_iter();
                let mut periods: Vec<DayRange> =
                    days.map(|(day, _)| calendar.period(day)).collect();
                periods.dedup();
                periods
            }
            GroupBy::Project
            | GroupBy::Folder
            | GroupBy::FoldersOf(_)
            | GroupBy::Organization
            | GroupBy::Meter
            | GroupBy::Asset
            | GroupBy::AssetType
            | GroupBy::Environment
            | GroupBy::Tier => Vec::new(),
        };
        let row = |group: &Group| {
            let name = |dimension| self.tables.name_of(group.place, dimension);
            GroupRow {
                id: group.id,
                key: self.key(by, group),
                name: match by {
                    GroupBy::Period(grain) => GroupName::Period {
                        grain,
                        days: periods[group.place as usize],
                    },
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
                    GroupBy::AssetType => GroupName::AssetType {
                        asset_type: name(Dimension::AssetType),
                    },
                    GroupBy::Environment => GroupName::Environment {
                        environment: name(Dimension::Environment),
                    },
                    GroupBy::Tier => GroupName::Tier {
                        tier: name(Dimension::Tier),
                    },
                },
                consumption: group.tally.consumption(),
                rows: group.tally.rows(),
            }
        };
        groups.iter().map(row).collect()
    }

    /// What chooses a group in a filter.
    pub(super) fn key(&self, by: GroupBy, group: &Group) -> Vec<String> {
        let dimensions = by.dimensions().iter();
        let mut key: Vec<String> = dimensions
            .map(|&dimension| {
                self.tables
                    .name_of(group.place, dimension)
                    .unwrap_or_default()
            })
            .collect();
        while key.len() > 1 && key.last().is_some_and(String::is_empty) {
            key.pop();
        }
        key
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
    let only = |dimension| {
        let id = name(dimension);
        Some((id, [id, 0, 0, 0]))
    };
    match by {
        // Time is no part of a place.
        GroupBy::Period(_) => None,
        GroupBy::Project => Some((project, [project, 0, 0, 0])),
        GroupBy::Folder => Some((number, [project, folder, 0, 0])),
        GroupBy::FoldersOf(wanted) => {
            (project == wanted).then_some((number, [project, folder, 0, 0]))
        }
        GroupBy::Organization => only(Dimension::OrgId),
        GroupBy::Meter => only(Dimension::MeterId),
        GroupBy::Asset => {
            let (asset, kind) = (name(Dimension::Asset), name(Dimension::AssetType));
            Some((number, [project, folder, asset, kind]))
        }
        GroupBy::AssetType => only(Dimension::AssetType),
        GroupBy::Environment => only(Dimension::Environment),
        GroupBy::Tier => only(Dimension::Tier),
    }
}
