//! What usage is added up by: the sections of the view.
use metering_core::usage::{GroupBy, Sort, SortBy, Totals};

use crate::amount::count;

/// A section: a chart and a table of sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// By day.
    Days,
    /// By project.
    Projects,
    /// By organization.
    Organizations,
}

impl Section {
    /// All sections in the order in which they are shown.
    pub const ALL: [Self; 3] = [Self::Days, Self::Projects, Self::Organizations];

    /// The name in IDs of elements, and the noun for several of its groups.
    pub fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Projects => "projects",
            Self::Organizations => "organizations",
        }
    }

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Days => "By day",
            Self::Projects => "By project",
            Self::Organizations => "By organization",
        }
    }

    /// The head of the first column.
    pub fn column(self) -> &'static str {
        match self {
            Self::Days => "Day",
            Self::Projects => "Project",
            Self::Organizations => "Organization",
        }
    }

    /// What its rows are added up by.
    pub fn group_by(self) -> GroupBy {
        match self {
            Self::Days => GroupBy::Day,
            Self::Projects => GroupBy::Project,
            Self::Organizations => GroupBy::Organization,
        }
    }

    /// The order at first: the newest day first, otherwise the largest amount.
    pub fn first_sort(self) -> Sort {
        match self {
            Self::Days => Sort {
                by: SortBy::Name,
                descending: true,
            },
            Self::Projects | Self::Organizations => Sort::LARGEST_FIRST,
        }
    }

    /// How many groups there are, in words; rows without a project are counted apart.
    pub fn groups(self, totals: &Totals) -> String {
        let (number, missing) = match self {
            Self::Days => (totals.days, false),
            Self::Projects => (totals.projects, totals.rows_without_project > 0),
            Self::Organizations => (totals.organizations, false),
        };
        let groups = count(number, self.group_by().noun(), self.name());
        if missing {
            format!("{groups} and rows without one")
        } else {
            groups
        }
    }
}
