//! What usage is added up by: the sections of the view.
use metering_core::usage::{Figures, Grain, GroupBy, Kind, Sort, SortBy};

use crate::amount::count;

/// A section: a chart and a table of sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// By day, or by longer periods.
    Days,
    /// By meter.
    Meters,
    /// By project.
    Projects,
    /// By asset.
    Assets,
    /// By organization.
    Organizations,
}

impl Section {
    /// All sections in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Days,
        Self::Meters,
        Self::Projects,
        Self::Assets,
        Self::Organizations,
    ];

    /// The sections of a kind of export.
    pub fn of(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Project => &[Self::Days, Self::Projects, Self::Organizations],
            Kind::Summary => &[Self::Days, Self::Meters, Self::Organizations],
            Kind::Asset => &Self::ALL,
            // Tables of their own.
            Kind::Job => &[],
        }
    }

    /// The name in IDs of elements, and the noun for several of its groups.
    pub fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Meters => "meters",
            Self::Projects => "projects",
            Self::Assets => "assets",
            Self::Organizations => "organizations",
        }
    }

    /// The heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Days => "Over time",
            Self::Meters => "By meter",
            Self::Projects => "By project",
            Self::Assets => "By asset",
            Self::Organizations => "By organization",
        }
    }

    /// The head of the first column.
    pub fn column(self, grain: Grain) -> &'static str {
        match self {
            Self::Days => match grain {
                Grain::Day => "Day",
                Grain::Week => "Week",
                Grain::Month => "Month",
                Grain::BillingPeriod => "Billing period",
            },
            Self::Meters => "Meter",
            Self::Projects => "Project",
            Self::Assets => "Asset",
            Self::Organizations => "Organization",
        }
    }

    /// The name of its table.
    pub fn table_title(self, grain: Grain) -> String {
        match self {
            Self::Days => format!("By {}", grain.noun()),
            Self::Meters | Self::Projects | Self::Assets | Self::Organizations => {
                self.title().into()
            }
        }
    }

    /// What its rows are added up by.
    pub fn group_by(self, grain: Grain) -> GroupBy {
        match self {
            Self::Days => GroupBy::Period(grain),
            Self::Meters => GroupBy::Meter,
            Self::Projects => GroupBy::Project,
            Self::Assets => GroupBy::Asset,
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
            Self::Meters | Self::Projects | Self::Assets | Self::Organizations => {
                Sort::LARGEST_FIRST
            }
        }
    }

    /// How many groups there are, in words; rows without a project are counted apart.
    pub fn groups(self, figures: &Figures) -> String {
        let totals = &figures.totals;
        let by = self.group_by(figures.question.cross.grain);
        let (number, missing) = match self {
            Self::Days => {
                let table = figures.table(by);
                (table.map_or(0, |(_, page)| page.groups as u64), false)
            }
            Self::Meters => (totals.meters, false),
            Self::Projects => (totals.projects, totals.rows_without_project > 0),
            Self::Assets => (totals.assets, false),
            Self::Organizations => (totals.organizations, false),
        };
        let groups = count(number, by.noun(), &by.plural());
        if missing {
            format!("{groups} and rows without one")
        } else {
            groups
        }
    }
}
