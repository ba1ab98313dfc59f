//! Groups in order: pages of a table, and the largest for a picture.
use std::cmp::{Ordering, Reverse};

use serde::{Deserialize, Serialize};

use super::{GroupBy, GroupRow, Tally, View, groups::Group};
use crate::usage::Ipus;

/// What a table is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortBy {
    /// The name, regardless of case; rows without a name after all others. Days by date.
    Name,
    /// What was consumed.
    Consumption,
    /// The number of rows.
    Rows,
}

/// The order of a table. Of equals, the name decides, ascending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sort {
    /// What it is sorted by.
    pub by: SortBy,
    /// Whether the largest, or the last of the alphabet, comes first.
    pub descending: bool,
}

impl Sort {
    /// What consumed most comes first.
    pub const LARGEST_FIRST: Self = Self {
        by: SortBy::Consumption,
        descending: true,
    };
}

/// A part of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Query {
    /// What rows are added up by.
    pub by: GroupBy,
    /// The order.
    pub sort: Sort,
    /// How many groups to leave out at the beginning.
    pub skip: usize,
    /// How many groups to give at most.
    pub take: usize,
}

/// A part of a table, with what the whole comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The groups asked for.
    pub rows: Vec<GroupRow>,
    /// How many groups the whole table has.
    pub groups: usize,
    /// What the whole table comes to.
    pub consumption: Ipus,
    /// How many rows the whole table adds up.
    pub rows_in_all: u64,
}

/// The groups that consumed most, and what the others come to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Top {
    /// The largest, largest first.
    pub rows: Vec<GroupRow>,
    /// The others; `None` where there are none.
    pub others: Option<Others>,
}

/// What the groups come to that are not shown one by one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Others {
    /// How many groups.
    pub groups: usize,
    /// What was consumed.
    pub consumption: Ipus,
    /// How many rows there are.
    pub rows: u64,
}

impl View<'_> {
    /// A page of a table.
    pub fn table(&self, query: Query) -> Page {
        let mut groups = self.groups(query.by);
        let all = sum(&groups);
        let end = query.skip.saturating_add(query.take).min(groups.len());
        self.sort(&mut groups, |group| group, query.by, query.sort, end);
        Page {
            rows: self.named(query.by, groups.get(query.skip..end).unwrap_or_default()),
            groups: groups.len(),
            consumption: all.consumption(),
            rows_in_all: all.rows(),
        }
    }

    /// The `count` groups that consumed most, and what the others come to.
    pub fn top(&self, by: GroupBy, count: usize) -> Top {
        let mut groups = self.groups(by);
        let count = count.min(groups.len());
        self.sort(&mut groups, |group| group, by, Sort::LARGEST_FIRST, count);
        let (top, others) = groups.split_at(count);
        let rest = sum(others);
        Top {
            rows: self.named(by, top),
            others: (!others.is_empty()).then(|| Others {
                groups: others.len(),
                consumption: rest.consumption(),
                rows: rest.rows(),
            }),
        }
    }

    /// Puts the first `needed` of the order in place; the others follow in any order.
    pub(super) fn sort<T>(
        &self,
        items: &mut [T],
        group: impl Fn(&T) -> &Group,
        by: GroupBy,
        sort: Sort,
        needed: usize,
    ) {
        let turned = |order: Ordering| {
            if sort.descending {
                order.reverse()
            } else {
                order
            }
        };
        let name = |item: &T| (self.sort_key(by, group(item)), group(item).id);
        let compare = |a: &T, b: &T| {
            let by_name = || name(a).cmp(&name(b));
            let (one, other) = (group(a).tally, group(b).tally);
            match sort.by {
                SortBy::Name => turned(by_name()),
                SortBy::Consumption => {
                    turned(one.consumption().cmp(&other.consumption())).then_with(by_name)
                }
                SortBy::Rows => turned(one.rows().cmp(&other.rows())).then_with(by_name),
            }
        };
        if needed == 0 {
            return;
        }
        if sort.by == SortBy::Name {
            // Names are costly to compare: made ready once for each group.
            if sort.descending {
                items.sort_by_cached_key(|item| Reverse(name(item)));
            } else {
                items.sort_by_cached_key(name);
            }
            return;
        }
        if needed < items.len() {
            items.select_nth_unstable_by(needed - 1, compare);
        }
        items[..needed].sort_unstable_by(compare);
    }
}

pub(super) fn sum(groups: &[Group]) -> Tally {
    groups.iter().map(|group| group.tally).sum()
}
