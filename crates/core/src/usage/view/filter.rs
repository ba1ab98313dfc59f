//! Which rows are shown.
use serde::{Deserialize, Serialize};

use crate::usage::{
    Day, Kind,
    tables::{Place, Tables},
};

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

    /// The words, in lower case.
    pub(crate) fn words(&self) -> Vec<String> {
        let words = self.text.split_whitespace();
        words.map(str::to_lowercase).collect()
    }

    /// Which dates are shown, by their numbers.
    pub(crate) fn dates(&self, tables: &Tables) -> Vec<bool> {
        let shown = |day: Day| {
            self.first.is_none_or(|first| first <= day) && self.last.is_none_or(|last| day <= last)
        };
        (0..)
            .take(tables.dates.len())
            .map(|date| shown(tables.dates.day(date)))
            .collect()
    }

    /// Which places are shown, by their numbers.
    pub(crate) fn places(&self, tables: &Tables) -> Vec<bool> {
        let words = self.words();
        if words.is_empty() {
            return vec![true; tables.places.len()];
        }
        let names = (0..).take(tables.names.len());
        let lower: Vec<String> = names
            .map(|id| tables.names.text(id).to_lowercase())
            .collect();
        // In which names each word occurs; in none that is missing.
        let found: Vec<Vec<bool>> = words
            .iter()
            .map(|word| lower.iter().map(|name| name.contains(word)).collect())
            .collect();
        let shown = |place: &Place| {
            let given = tables.given_name(place).map(str::to_lowercase);
            found.iter().zip(&words).all(|(found, word)| {
                place.names().iter().any(|&name| found[name as usize])
                    || given.as_ref().is_some_and(|given| given.contains(word))
            })
        };
        tables.places.iter().map(shown).collect()
    }
}
