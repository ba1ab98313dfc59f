//! Which rows are shown.
use serde::{Deserialize, Serialize};

use crate::usage::{
    Day,
    names::Names,
    tables::{Place, Tables},
};

/// Which rows are shown; each part narrows, an empty filter shows all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filter {
    /// Words that must all occur in the project, folder, organization ID or type, regardless of case. A row without a
    /// project or folder is not found by any word.
    pub text: String,
    /// The first day shown.
    pub first: Option<Day>,
    /// The last day shown.
    pub last: Option<Day>,
}

impl Filter {
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
        let words: Vec<String> = self
            .text
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let projects = Found::new(&words, &tables.projects);
        let folders = Found::new(&words, &tables.folders);
        let org_ids = Found::new(&words, &tables.org_ids);
        let org_types = Found::new(&words, &tables.org_types);
        let shown = |place: Place| {
            let org = tables.places.org_of(place.org);
            (0..words.len()).all(|word| {
                projects.has(word, place.project)
                    || folders.has(word, place.folder)
                    || org_ids.has(word, org.id)
                    || org_types.has(word, org.kind)
            })
        };
        tables.places.iter().map(shown).collect()
    }
}

/// In which names each word occurs.
struct Found(Vec<Vec<bool>>);

impl Found {
    fn new(words: &[String], names: &Names) -> Self {
        let lower: Vec<Option<String>> = match words {
            [] => Vec::new(),
            _ => (0..)
                .take(names.len())
                .map(|id| names.known(id).map(|name| name.to_lowercase()))
                .collect(),
        };
        let occurs = |word: &String| {
            lower
                .iter()
                .map(|name| name.as_ref().is_some_and(|name| name.contains(word)))
                .collect()
        };
        Self(words.iter().map(occurs).collect())
    }

    fn has(&self, word: usize, name: u32) -> bool {
        self.0[word][name as usize]
    }
}
