//! What usage is added up by, one below the other: by day, by project, by organization; each as a picture and as a table.
use yew::prelude::*;

use super::amount::count;
use super::settings::Settings;
use super::table::{self, PAGE_ROWS, Table};
use super::{bars, days};
use metering_core::usage::{Day, GroupBy, Query, Sort, SortBy, Totals, View};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Section {
    Days,
    Projects,
    Organizations,
}

pub(super) const SECTIONS: [Section; 3] =
    [Section::Days, Section::Projects, Section::Organizations];

impl Section {
    /// The section that elements call by this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        SECTIONS.into_iter().find(|section| section.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Projects => "projects",
            Self::Organizations => "organizations",
        }
    }

    /// What a row of it is.
    pub(super) fn noun(self, rows: usize) -> &'static str {
        match (self, rows) {
            (Self::Days, 1) => "day",
            (Self::Projects, 1) => "project",
            (Self::Organizations, 1) => "organization",
            (Self::Days | Self::Projects | Self::Organizations, _) => self.name(),
        }
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Days => "By day",
            Self::Projects => "By project",
            Self::Organizations => "By organization",
        }
    }

    /// The head of its first column.
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Days => "Day",
            Self::Projects => "Project",
            Self::Organizations => "Organization",
        }
    }

    pub(super) fn group_by(self) -> GroupBy {
        match self {
            Self::Days => GroupBy::Day,
            Self::Projects => GroupBy::Project,
            Self::Organizations => GroupBy::Organization,
        }
    }

    /// The order that a table begins with: the newest day first, otherwise the largest amount.
    pub(super) fn first_sort(self) -> Sort {
        match self {
            Self::Days => Sort {
                by: SortBy::Name,
                descending: true,
            },
            Self::Projects | Self::Organizations => Sort::LARGEST_FIRST,
        }
    }

    /// How many groups it has, in words; rows without a project are none of the projects.
    fn groups(self, totals: &Totals) -> String {
        let (number, missing) = match self {
            Self::Days => (totals.days, false),
            Self::Projects => (totals.projects, totals.rows_without_project > 0),
            Self::Organizations => (totals.organizations, false),
        };
        let groups = count(number, self.noun(1), self.noun(2));
        if missing {
            format!("{groups} and rows without one")
        } else {
            groups
        }
    }

    /// Its heading, picture and table.
    pub(super) fn view(
        self,
        view: &View<'_>,
        settings: &Settings,
        totals: &Totals,
        today: Day,
    ) -> Html {
        let name = self.name();
        let title_id = format!("usage-{name}");
        let state = settings.table(self);
        let query = |page: usize| Query {
            by: self.group_by(),
            sort: state.sort.unwrap_or(self.first_sort()),
            skip: page * PAGE_ROWS,
            take: PAGE_ROWS,
        };
        let picture = match self {
            Self::Days => days::picture(&view.days(today)),
            Self::Projects | Self::Organizations => bars::picture(view, self, totals),
        };
        let table = Table {
            section: self,
            query: query(state.page),
            page: view.table(query(state.page)),
            what: self.groups(totals),
            filtered: settings.is_filtered(),
            today,
        };
        html! {
            <div class="usage-section" key={name}>
                <div class="region-head">
                    <h3 id={title_id.clone()}>{ self.title() }</h3>
                    <button type="button" class="small" data-do="save" data-value={name} aria-describedby={title_id}>
                        {"Export CSV"}
                    </button>
                </div>
                { picture }
                { table::view(&table, view, settings) }
            </div>
        }
    }
}
