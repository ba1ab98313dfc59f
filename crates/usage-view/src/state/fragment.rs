//! How usage is looked at, as the names and values of the address's fragment. It holds no figures and no names of files.
use std::collections::BTreeMap;

use metering_core::usage::{
    Against, ChangeSortBy, Choice, Day, Grain, GroupBy, Kind, Sort, SortBy,
};

use super::settings::Looks;
use super::{OverTime, Section};

/// Names and values, in their order.
pub type Pairs = Vec<(String, String)>;

/// The name that tells the fragment from those of others.
pub(crate) const USAGE: &str = "usage";

/// Stands between the names of one choice: the character that is made for it.
const UNIT_SEPARATOR: &str = "\u{1f}";

const KINDS: [(Kind, &str); 4] = [
    (Kind::Project, "project"),
    (Kind::Summary, "summary"),
    (Kind::Asset, "asset"),
    (Kind::Job, "job"),
];
const GRAINS: [(Grain, &str); 4] = [
    (Grain::Day, "day"),
    (Grain::Week, "week"),
    (Grain::Month, "month"),
    (Grain::BillingPeriod, "billing-period"),
];
const DIMENSIONS: [(GroupBy, &str); 8] = [
    (GroupBy::Project, "project"),
    (GroupBy::Folder, "folder"),
    (GroupBy::Organization, "organization"),
    (GroupBy::Meter, "meter"),
    (GroupBy::Asset, "asset"),
    (GroupBy::AssetType, "asset-type"),
    (GroupBy::Environment, "environment"),
    (GroupBy::Tier, "tier"),
];
const AGAINST: [(Against, &str); 3] = [
    (Against::Before, "before"),
    (Against::YearBefore, "year-before"),
    (Against::DaysBefore, "days-before"),
];
const SORTS: [(SortBy, &str); 3] = [
    (SortBy::Name, "name"),
    (SortBy::Consumption, "consumption"),
    (SortBy::Rows, "rows"),
];
const CHANGE_SORTS: [(ChangeSortBy, &str); 4] = [
    (ChangeSortBy::Name, "name"),
    (ChangeSortBy::Current, "current"),
    (ChangeSortBy::Base, "base"),
    (ChangeSortBy::Change, "change"),
];

fn word<T: PartialEq + Copy>(words: &[(T, &'static str)], value: T) -> &'static str {
    let mut words = words.iter();
    words
        .find(|(of, _)| *of == value)
        .map_or("", |(_, word)| word)
}

fn of_word<T: Copy>(words: &[(T, &str)], text: &str) -> Option<T> {
    let mut words = words.iter();
    words
        .find(|(_, word)| *word == text)
        .map(|(value, _)| *value)
}

/// An order, such as `name` or `consumption-descending`.
fn order(by: &str, descending: bool) -> String {
    if descending {
        format!("{by}-descending")
    } else {
        by.into()
    }
}

fn of_order<T: Copy>(words: &[(T, &str)], text: &str) -> Option<(T, bool)> {
    let (by, descending) = match text.strip_suffix("-descending") {
        Some(by) => (by, true),
        None => (text, false),
    };
    Some((of_word(words, by)?, descending))
}

fn sort_text(sort: Sort) -> String {
    order(word(&SORTS, sort.by), sort.descending)
}

fn sort_of(text: &str) -> Option<Sort> {
    of_order(&SORTS, text).map(|(by, descending)| Sort { by, descending })
}

impl Looks {
    /// The names and values that bring about these settings. What is as at first is left out.
    pub fn to_pairs(&self) -> Pairs {
        let time = &self.over_time;
        let filter = &self.filter;
        let mut pairs = Pairs::new();
        let mut add = |name: &str, value: String| {
            if !value.is_empty() {
                pairs.push((name.into(), value));
            }
        };
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        let flag = |set: bool| if set { "yes" } else { "" }.to_owned();
        let page = |page: usize| match page {
            0 => String::new(),
            page => (page + 1).to_string(),
        };
        add(USAGE, word(&KINDS, filter.kind).into());
        add("words", filter.text.clone());
        add("first", day(filter.first));
        add("last", day(filter.last));
        add(
            "grain",
            time.grain.map_or("", |grain| word(&GRAINS, grain)).into(),
        );
        add(
            "by",
            time.stack.map_or("", |by| word(&DIMENSIONS, by)).into(),
        );
        add("share", flag(time.share));
        add("sort", time.table.sort.map_or_else(String::new, sort_text));
        add("sorted-in", day(time.sorted_in));
        add("page", page(time.table.page));
        let columns = time.columns.map(|columns| (columns + 1).to_string());
        add("columns", columns.unwrap_or_default());
        add(
            "compare",
            time.against
                .map_or("", |against| word(&AGAINST, against))
                .into(),
        );
        add("period", day(time.period));
        add("same-days", flag(time.same_days));
        let changes = time.changes_sort;
        add(
            "sort-changes",
            changes.map_or_else(String::new, |(by, descending)| {
                order(word(&CHANGE_SORTS, by), descending)
            }),
        );
        add("page-changes", page(time.changes_page));
        for section in Section::ALL {
            let table = self.table(section);
            let sort = table.sort.map_or_else(String::new, sort_text);
            add(&format!("sort-{}", section.name()), sort);
            add(&format!("page-{}", section.name()), page(table.page));
        }
        // Last, because there can be many. A missing name is an empty value.
        for choice in &filter.chosen {
            let names = choice.names.join(UNIT_SEPARATOR);
            pairs.push((format!("only-{}", word(&DIMENSIONS, choice.by)), names));
        }
        pairs
    }

    /// The settings of names and values. What is unknown or broken is left out.
    pub fn of_pairs(pairs: &[(String, String)]) -> Self {
        let values: BTreeMap<&str, &str> = pairs
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let text = |name: &str| values.get(name).copied().unwrap_or_default();
        let day = |name: &str| text(name).parse::<Day>().ok();
        let number = |name: &str| text(name).parse::<usize>().ok()?.checked_sub(1);
        // A page beyond any table would be empty; one far beyond, no number of rows.
        let page = |name: &str| number(name).filter(|page| *page < 10_000_000).unwrap_or(0);
        let mut settings = Self {
            over_time: OverTime {
                grain: of_word(&GRAINS, text("grain")),
                stack: of_word(&DIMENSIONS, text("by")),
                share: text("share") == "yes",
                sorted_in: day("sorted-in"),
                columns: number("columns"),
                against: of_word(&AGAINST, text("compare")),
                period: day("period"),
                same_days: text("same-days") == "yes",
                changes_sort: of_order(&CHANGE_SORTS, text("sort-changes")),
                changes_page: page("page-changes"),
                ..OverTime::default()
            },
            ..Self::default()
        };
        settings.over_time.table.sort = sort_of(text("sort"));
        settings.over_time.table.page = page("page");
        for section in Section::ALL {
            let table = settings.table_mut(section);
            table.sort = sort_of(text(&format!("sort-{}", section.name())));
            table.page = page(&format!("page-{}", section.name()));
        }
        let filter = &mut settings.filter;
        filter.kind = of_word(&KINDS, text(USAGE)).unwrap_or_default();
        text("words").clone_into(&mut filter.text);
        filter.first = day("first");
        filter.last = day("last");
        for (name, value) in pairs {
            let by = name.strip_prefix("only-");
            if let Some(by) = by.and_then(|by| of_word(&DIMENSIONS, by)) {
                let names = value.split(UNIT_SEPARATOR).map(ToOwned::to_owned).collect();
                let choice = Choice { by, names };
                if !filter.chosen.contains(&choice) {
                    filter.chosen.push(choice);
                }
            }
        }
        let written = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        settings.typed.words.clone_from(&settings.filter.text);
        settings.typed.first = written(settings.filter.first);
        settings.typed.last = written(settings.filter.last);
        settings
    }
}
