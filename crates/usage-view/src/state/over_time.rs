//! How usage over time is looked at: periods, groups, and what a period is compared with.
use metering_core::usage::{
    Against, ChangeQuery, ChangeSortBy, CrossQuery, Day, Grain, GroupBy, Kind, Sort, SortBy,
};

use super::settings::SortedTable;

/// How usage over time is looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OverTime {
    /// The periods; `None`: what suits the days shown.
    pub grain: Option<Grain>,
    /// What the bars are stacked by.
    pub stack: Option<GroupBy>,
    /// Whether bars show shares of their period.
    pub share: bool,
    /// The order and page of the groups.
    pub table: SortedTable,
    /// The period whose amounts the groups are sorted by.
    pub sorted_in: Option<Day>,
    /// Which periods the table has.
    pub columns: Option<usize>,
    /// What a period is compared with.
    pub against: Option<Against>,
    /// The period that is compared; `None`: the last one.
    pub period: Option<Day>,
    /// Whether only as many days are compared as are complete.
    pub same_days: bool,
    /// The order of the changes, and whether it is descending; `None`: the largest change first.
    pub changes_sort: Option<(ChangeSortBy, bool)>,
    /// The page of the changes, from 0.
    pub changes_page: usize,
}

/// Usage over time is looked at in another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeAction {
    /// By other periods.
    Grain(Grain),
    /// Stacked by something else, or not at all.
    Stack(Option<GroupBy>),
    /// As shares, or as amounts.
    Share(bool),
    /// The groups are sorted by a column, or by one period.
    Sort(SortBy, Option<Day>),
    /// A page of the groups is wanted.
    Page(usize),
    /// Other periods are wanted in the table.
    Columns(usize),
    /// A period is compared, or no longer.
    Compare(Option<Against>),
    /// Another period is compared.
    Period(Day),
    /// Only complete days are compared, or all.
    SameDays(bool),
    /// The changes are sorted by a column.
    SortChanges(ChangeSortBy),
    /// A page of the changes is wanted.
    ChangesPage(usize),
}

/// What usage of a kind can be stacked, compared and filtered by; the first is compared by at first.
pub(crate) fn dimensions(kind: Kind) -> &'static [GroupBy] {
    use GroupBy::{Asset, AssetType, Environment, Folder, Meter, Organization, Project, Tier};
    match kind {
        Kind::Project => &[Project, Folder, Organization],
        Kind::Summary => &[Meter, Organization],
        Kind::Asset => &[
            Project,
            Folder,
            Asset,
            AssetType,
            Meter,
            Organization,
            Environment,
            Tier,
        ],
        // Tables of their own.
        Kind::Job => &[],
    }
}

impl OverTime {
    /// What the bars are stacked by, if this kind of export has it.
    pub fn stack_of(&self, kind: Kind) -> Option<GroupBy> {
        self.stack.filter(|by| dimensions(kind).contains(by))
    }

    /// The order of the groups.
    pub fn sort(&self) -> Sort {
        self.table.sort.unwrap_or(Sort::LARGEST_FIRST)
    }

    /// The table has these rows: how many to leave out at the beginning, and to give at most.
    pub(super) fn cross(
        &self,
        kind: Kind,
        grain: Grain,
        (skip, take): (usize, usize),
    ) -> CrossQuery {
        CrossQuery {
            grain,
            by: self.stack_of(kind),
            sort: self.sort(),
            sorted_in: self.sorted_in,
            skip,
            take,
            columns: self.columns,
        }
    }

    /// As [`OverTime::cross`].
    pub(super) fn compare(
        &self,
        kind: Kind,
        grain: Grain,
        (skip, take): (usize, usize),
    ) -> Option<ChangeQuery> {
        let by = self.stack_of(kind).or(dimensions(kind).first().copied())?;
        let (sort_by, descending) = self.changes_sort.unwrap_or((ChangeSortBy::Change, true));
        Some(ChangeQuery {
            grain,
            period: self.period,
            against: self.against?,
            same_days: self.same_days,
            by,
            sort_by,
            descending,
            skip,
            take,
        })
    }

    /// Other rows are shown: tables begin at their first page.
    pub(super) fn show_first_pages(&mut self) {
        self.table.page = 0;
        self.changes_page = 0;
        self.columns = None;
    }

    pub(super) fn apply(&mut self, action: TimeAction) {
        match action {
            TimeAction::Grain(grain) => {
                self.grain = Some(grain);
                self.columns = None;
                self.sorted_in = None;
                self.period = None;
            }
            TimeAction::Stack(stack) => {
                self.stack = stack;
                self.table = SortedTable::default();
                self.sorted_in = None;
                self.changes_page = 0;
            }
            TimeAction::Share(share) => self.share = share,
            TimeAction::Sort(by, period) => {
                let sort = self.sort();
                if self.sorted_in == period {
                    self.table.sort_by(by, sort);
                } else {
                    self.table = SortedTable {
                        sort: Some(Sort {
                            by,
                            descending: by != SortBy::Name,
                        }),
                        page: 0,
                    };
                }
                self.sorted_in = period;
            }
            TimeAction::Page(page) => self.table.page = page,
            TimeAction::Columns(columns) => self.columns = Some(columns),
            TimeAction::Compare(against) => {
                self.against = against;
                self.changes_page = 0;
            }
            TimeAction::Period(day) => {
                self.period = Some(day);
                self.changes_page = 0;
            }
            TimeAction::SameDays(same_days) => self.same_days = same_days,
            TimeAction::SortChanges(by) => {
                let now = self.changes_sort.unwrap_or((ChangeSortBy::Change, true));
                let descending = if now.0 == by {
                    !now.1
                } else {
                    by != ChangeSortBy::Name
                };
                self.changes_sort = Some((by, descending));
                self.changes_page = 0;
            }
            TimeAction::ChangesPage(page) => self.changes_page = page,
        }
    }
}
