//! Which rows are shown.
use serde::{Deserialize, Serialize};

use crate::usage::{
    Day, Kind,
    kind::Dimension,
    tables::{MISSING, Place, Tables},
};

use super::GroupBy;

/// A chosen group: only its rows are shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Choice {
    /// What it is a group of.
    pub by: GroupBy,
    /// Its names as they stand in the files, such as project and folder; empty where one is missing, none that are missing
    /// at the end.
    pub names: Vec<String>,
}

/// Which rows are shown; each part narrows. An empty filter shows all rows of project level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// The kind of export: kinds are never added up with each other.
    pub kind: Kind,
    /// Words that must all occur in the names of a row, such as its project, folder or organization, regardless of case.
    pub text: String,
    /// The first day shown.
    pub first: Option<Day>,
    /// The last day shown.
    pub last: Option<Day>,
    /// The chosen groups. Of one kind of group, any of them; of several kinds, one of each.
    pub chosen: Vec<Choice>,
}

impl Filter {
    /// All rows of a kind.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            ..Self::default()
        }
    }

    /// Whether it shows all rows of its kind.
    pub fn is_empty(&self) -> bool {
        *self == Self::of(self.kind)
    }

    /// Whether the first day is after the last.
    pub fn is_swapped(&self) -> bool {
        let days = self.first.zip(self.last);
        days.is_some_and(|(first, last)| first > last)
    }

    /// The words, in lower case.
    pub(crate) fn words(&self) -> Vec<String> {
        let words = self.text.split_whitespace();
        words.map(str::to_lowercase).collect()
    }

    /// Which dates are shown, by their numbers.
    pub(crate) fn dates(&self, tables: &Tables) -> Vec<bool> {
        (0..)
            .take(tables.dates.len())
            .map(|date| self.shows(tables.dates.day(date)))
            .collect()
    }

    /// Whether a day is within the days shown.
    pub(crate) fn shows(&self, day: Day) -> bool {
        self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
    }

    /// Which places are shown, by their numbers.
    pub(crate) fn places(&self, tables: &Tables) -> Vec<bool> {
        let words = self.words();
        let chosen = self.chosen(tables);
        if words.is_empty() && chosen.is_empty() {
            return vec![true; tables.places.len()];
        }
        let names = (0..).take(if words.is_empty() {
            0
        } else {
            tables.names.len()
        });
        let lower: Vec<String> = names
            .map(|id| tables.names.text(id).to_lowercase())
            .collect();
        // In which names each word occurs; in none that is missing.
        let found: Vec<Vec<bool>> = words
            .iter()
            .map(|word| lower.iter().map(|name| name.contains(word)).collect())
            .collect();
        let shown = |place: &Place| {
            let mut chosen = chosen.iter();
            let is_chosen = chosen.all(|(dimensions, any_of)| {
                let mut any_of = any_of.iter();
                any_of.any(|names| is_of(place, dimensions, names))
            });
            let given = tables
                .given_name(place)
                .filter(|_| !words.is_empty())
                .map(str::to_lowercase);
            is_chosen
                && found.iter().zip(&words).all(|(found, word)| {
                    place.names().iter().any(|&name| found[name as usize])
                        || given.as_ref().is_some_and(|given| given.contains(word))
                })
        };
        tables.places.iter().map(shown).collect()
    }

    /// The numbers of the names chosen, for each kind of group with its dimensions.
    fn chosen(&self, tables: &Tables) -> Vec<(&'static [Dimension], Vec<Vec<u32>>)> {
        let mut kinds: Vec<GroupBy> = self.chosen.iter().map(|choice| choice.by).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let of = |by: GroupBy| {
            let chosen = self.chosen.iter().filter(|choice| choice.by == by);
            let numbers = chosen.filter_map(|choice| choice.numbers(tables));
            (by.dimensions(), numbers.collect())
        };
        kinds.into_iter().map(of).collect()
    }
}

impl Choice {
    /// Its names in one text; words where all are missing.
    pub fn text(&self) -> String {
        let names = self.names.iter().filter(|name| !name.is_empty());
        let names: Vec<&str> = names.map(String::as_str).collect();
        if names.is_empty() {
            format!("No {}", self.by.noun())
        } else {
            names.join(" › ")
        }
    }

    /// The numbers of its names; `None` where no file has one of them.
    fn numbers(&self, tables: &Tables) -> Option<Vec<u32>> {
        self.names.iter().map(|name| tables.number(name)).collect()
    }

    /// One of its places; `None` where no file has such a group.
    pub(crate) fn place(&self, tables: &Tables) -> Option<u32> {
        let (dimensions, names) = (self.by.dimensions(), self.numbers(tables)?);
        let mut places = (0..).zip(tables.places.iter());
        let found = places.find(|(_, place)| is_of(place, dimensions, &names));
        found.map(|(number, _)| number)
    }
}

/// Whether a place has these names; those that are not given are missing.
fn is_of(place: &Place, dimensions: &[Dimension], names: &[u32]) -> bool {
    let names = names.iter().copied().chain(std::iter::repeat(MISSING));
    let mut pairs = dimensions.iter().zip(names);
    pairs.all(|(dimension, name)| place.get(*dimension) == name)
}
