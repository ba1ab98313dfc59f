//! What the usage view asks of the exports, and the figures that answer it.
use serde::{Deserialize, Serialize};

use super::{
    Allowance, AllowanceReport, ChangeQuery, Changes, CrossQuery, CrossTab, Day, Filter, GroupBy,
    GroupName, Kind, ListedRows, Page, Query, Top, Totals, Usage, Values, ValuesQuery, View,
};

/// Groups that have a bar of their own in a chart, and parts that a bar is divided into.
const BARS: usize = 10;
const PARTS: usize = 5;

/// Which figures are wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Which rows count.
    pub filter: Filter,
    /// The present day in UTC; tells which days are provisional.
    pub today: Day,
    /// The tables.
    pub tables: Vec<Query>,
    /// What is charted by its largest groups.
    pub charts: Vec<GroupBy>,
    /// How many rows of each job-level table to leave out at the beginning, and to give at most.
    pub listings: (Vec<usize>, usize),
    /// Usage over time.
    pub cross: CrossQuery,
    /// A comparison of two periods, if one is wanted.
    pub compare: Option<ChangeQuery>,
    /// The groups to choose from, if some are wanted.
    pub values: Option<ValuesQuery>,
    /// The allowance that is reported on, whatever is filtered.
    pub allowance: Option<Allowance>,
}

/// The figures that answer a [`Question`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The question, so that figures are never shown under another filter than theirs.
    pub question: Question,
    /// The sums of all rows that count.
    pub totals: Totals,
    /// The tables in the order of the question.
    pub tables: Vec<Page>,
    /// The charts in the order of the question.
    pub charts: Vec<Chart>,
    /// The job-level tables; none unless the kind is job level.
    pub listings: Vec<ListedRows>,
    /// Usage over time.
    pub cross: CrossTab,
    /// The comparison; `None` if none is wanted or there are no rows.
    pub changes: Option<Changes>,
    /// The groups to choose from.
    pub values: Option<Values>,
    /// What each choice of the filter is called; `None` where no file has such a group.
    pub chosen: Vec<Option<GroupName>>,
    /// Whether billing periods are known.
    pub has_billing_periods: bool,
    /// How the allowance stands; none without one, and for job level.
    pub allowance: Option<AllowanceReport>,
}

/// The largest groups for a chart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chart {
    /// The largest groups, and the others together.
    pub top: Top,
    /// The largest folders of each of these groups, if they are projects.
    pub parts: Vec<Top>,
}

impl Figures {
    /// The table of these groups, and the query that it answers.
    pub fn table(&self, by: GroupBy) -> Option<(&Query, &Page)> {
        let mut tables = self.question.tables.iter().zip(&self.tables);
        tables.find(|(query, _)| query.by == by)
    }

    /// The chart of these groups.
    pub fn chart(&self, by: GroupBy) -> Option<&Chart> {
        let mut charts = self.question.charts.iter().zip(&self.charts);
        charts.find(|(of, _)| **of == by).map(|(_, chart)| chart)
    }
}

impl Usage {
    /// Answers a question.
    pub fn answer(&mut self, question: Question) -> Figures {
        let listings = match question.filter.kind {
            Kind::Job => {
                let (skip, take) = &question.listings;
                self.listings(&question.filter, skip, *take)
            }
            Kind::Project | Kind::Summary | Kind::Asset => Vec::new(),
        };
        let values = question.values.clone();
        let values = values.map(|values| self.values(&question.filter, values));
        let has_billing_periods = self.has_billing_periods();
        let (kind, today) = (question.filter.kind, question.today);
        let allowance = question.allowance;
        let allowance = allowance.and_then(|allowance| self.allowance(allowance, kind, today));
        let view = self.view(question.filter.clone());
        let compare = question.compare.as_ref();
        Figures {
            cross: view.cross(&question.cross, question.today),
            changes: compare.and_then(|query| view.compare(query, question.today)),
            values,
            chosen: view.chosen(),
            has_billing_periods,
            totals: view.totals(),
            tables: question
                .tables
                .iter()
                .map(|query| view.table(*query))
                .collect(),
            charts: question.charts.iter().map(|by| view.chart(*by)).collect(),
            listings,
            allowance,
            question,
        }
    }
}

impl View<'_> {
    fn chart(&self, by: GroupBy) -> Chart {
        let top = self.top(by, BARS);
        let parts = match by {
            GroupBy::Project => top
                .rows
                .iter()
                .map(|row| self.top(GroupBy::FoldersOf(row.id), PARTS))
                .collect(),
            GroupBy::Period(_)
            | GroupBy::Folder
            | GroupBy::FoldersOf(_)
            | GroupBy::Organization
            | GroupBy::Meter
            | GroupBy::Asset
            | GroupBy::AssetType
            | GroupBy::Environment
            | GroupBy::Tier => Vec::new(),
        };
        Chart { top, parts }
    }
}
