//! The groups that a filter can choose from.
use serde::{Deserialize, Serialize};

use crate::usage::kind::Dimension;

use super::{Choice, Filter, GroupBy, GroupName, GroupRow, Sort, Usage, View, groups::Group};

/// Values that are offered at once; a search finds the others.
const MOST: usize = 50;

/// Which groups are offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValuesQuery {
    /// What they are groups of.
    pub by: GroupBy,
    /// Words that must all occur in their names, regardless of case.
    pub search: String,
}

/// Groups that are offered: those of the filter without its choices of the same kind, largest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// What they are groups of, and the search.
    pub query: ValuesQuery,
    /// The largest that match the search.
    pub found: Vec<Value>,
    /// How many match.
    pub matching: usize,
}

/// A group that is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The group.
    pub group: GroupRow,
    /// Whether the filter has chosen it.
    pub chosen: bool,
}

impl Usage {
    /// The groups that a filter can choose from.
    pub fn values(&self, filter: &Filter, query: ValuesQuery) -> Values {
        let mut others = filter.clone();
        others.chosen.retain(|choice| choice.by != query.by);
        let sums = self.add_up(&others);
        let view = self.view_of(&others, &sums);
        let words = query.search.split_whitespace().map(str::to_lowercase);
        let words: Vec<String> = words.collect();
        let mut groups = view.groups(query.by);
        groups.retain(|group| {
            let texts = view.sort_key(query.by, group).map(|(_, text)| text);
            // Organizations are sorted by their IDs, but people know them by their names.
            let is_org = query.by == GroupBy::Organization;
            let name = || view.tables.name_of(group.place, Dimension::OrgName);
            let name = is_org.then(name).flatten().map(|name| name.to_lowercase());
            let mut words = words.iter();
            words.all(|word| texts.iter().chain(&name).any(|text| text.contains(word)))
        });
        let matching = groups.len();
        let end = matching.min(MOST);
        view.sort(
            &mut groups,
            |group| group,
            query.by,
            Sort::LARGEST_FIRST,
            end,
        );
        let found = view.named(query.by, &groups[..end]).into_iter();
        let is_chosen = |group: &GroupRow| {
            let mut chosen = filter.chosen.iter();
            chosen.any(|choice| choice.by == query.by && choice.names == group.key)
        };
        Values {
            found: found
                .map(|group| Value {
                    chosen: is_chosen(&group),
                    group,
                })
                .collect(),
            matching,
            query,
        }
    }
}

impl View<'_> {
    /// What the choices of the filter are called; `None` where no file has such a group.
    pub fn chosen(&self) -> Vec<Option<GroupName>> {
        let name = |choice: &Choice| {
            let group = Group::at(choice.place(self.tables)?);
            let named = self.named(choice.by, &[group]);
            named.into_iter().next().map(|group| group.name)
        };
        self.filter.chosen.iter().map(name).collect()
    }
}
