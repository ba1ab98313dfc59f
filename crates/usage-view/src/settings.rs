//! How the usage is looked at: the filter, the order and the page of each table, the projects that are opened.
use std::collections::BTreeMap;

use yew::prelude::*;

use super::message::Event;
use super::section::Section;
use super::table::{FOLDERS, TableState};
use metering_core::usage::{Filter, SortBy};

#[derive(Debug, Default)]
pub(super) struct Settings {
    filter: Filter,
    /// How often the filter was cleared: its fields then are new ones, empty.
    cleared: u32,
    tables: [TableState; 3],
    /// The opened projects, with the number of folders shown at most.
    opened: BTreeMap<u32, usize>,
    rejected_page: usize,
}

impl Settings {
    pub(super) fn filter(&self) -> Filter {
        self.filter.clone()
    }

    /// Whether rows may be left out.
    pub(super) fn is_filtered(&self) -> bool {
        self.filter != Filter::default()
    }

    pub(super) fn table(&self, section: Section) -> TableState {
        let Self {
            tables: [days, projects, organizations],
            ..
        } = self;
        match section {
            Section::Days => *days,
            Section::Projects => *projects,
            Section::Organizations => *organizations,
        }
    }

    /// How many folders of a project are shown at most; `None` where it is not opened.
    pub(super) fn opened(&self, project: u32) -> Option<usize> {
        self.opened.get(&project).copied()
    }

    /// The page of the rows that could not be read.
    pub(super) fn rejected_page(&self) -> usize {
        self.rejected_page
    }

    fn table_mut(&mut self, section: Section) -> &mut TableState {
        let Self {
            tables: [days, projects, organizations],
            ..
        } = self;
        match section {
            Section::Days => days,
            Section::Projects => projects,
            Section::Organizations => organizations,
        }
    }

    /// Changes by what was done; what is not known changes nothing.
    pub(super) fn act(&mut self, event: &Event) {
        let value = event.value.as_str();
        let (name, rest) = value.split_once(' ').unwrap_or((value, ""));
        match event.what.as_str() {
            "words" => self.narrow(|filter| filter.text = value.into()),
            "first-day" => self.narrow(|filter| filter.first = value.parse().ok()),
            "last-day" => self.narrow(|filter| filter.last = value.parse().ok()),
            "clear" => {
                self.cleared += 1;
                self.narrow(|filter| *filter = Filter::default());
            }
            "sort" => {
                let by = match rest {
                    "name" => SortBy::Name,
                    "consumption" => SortBy::Consumption,
                    "rows" => SortBy::Rows,
                    _ => return,
                };
                if let Some(section) = Section::named(name) {
                    self.table_mut(section).sort_by(by, section.first_sort());
                }
            }
            "page" => {
                let Ok(page) = rest.parse() else { return };
                match Section::named(name) {
                    Some(section) => self.table_mut(section).page = page,
                    None if name == "rejected" => self.rejected_page = page,
                    None => {}
                }
            }
            "open" => {
                let Ok(project) = value.parse() else { return };
                if self.opened.remove(&project).is_none() {
                    self.opened.insert(project, FOLDERS);
                }
            }
            "more" => {
                if let Ok(project) = value.parse()
                    && let Some(folders) = self.opened.get_mut(&project)
                {
                    *folders = folders.saturating_mul(4);
                }
            }
            _ => {}
        }
    }

    /// Changes the filter; every table then begins at its first page.
    fn narrow(&mut self, change: impl FnOnce(&mut Filter)) {
        change(&mut self.filter);
        for table in &mut self.tables {
            table.page = 0;
        }
    }

    /// The fields of the filter. They keep what was typed by themselves.
    pub(super) fn view(&self) -> Html {
        html! {
            <div class="filter" key={self.cleared} role="group" aria-label="Filter">
                <div class="field">
                    <label for="usage-words">{"Filter"}</label>
                    <input id="usage-words" name="words" type="text" autocomplete="off" spellcheck="false"
                        placeholder="project, folder or organization" />
                </div>
                <div class="field">
                    <label for="usage-first">{"First day"}</label>
                    <input id="usage-first" name="first-day" type="date" />
                </div>
                <div class="field">
                    <label for="usage-last">{"Last day"}</label>
                    <input id="usage-last" name="last-day" type="date" />
                </div>
                <button type="button" data-do="clear">{"Clear filter"}</button>
            </div>
        }
    }
}
