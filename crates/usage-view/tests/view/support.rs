//! Made exports, and the view with a worker that answers at once.
use metering_core::usage::message::{Answer, Failure, Listed, Opened};
use metering_core::usage::{Day, DayRange, Exports, Ipus, Preferred, Source, Usage};
use scraper::ElementRef;
use usage_view::{Action, State};

use super::dom::{Page, children, text};

pub(crate) const HEADER: &str = "Date,Project,Folder,Org ID,Org Type,Consumption (IPUs)\n";

/// Two projects and none on three days; a name that would be markup if anything were.
pub(crate) const ROWS: &str = "\
2025-01-03T00:00:00Z,Sales,Daily,o1,Production,4.000000000000\n\
2025-01-03T00:00:00Z,Sales,Hourly,o2,Sandbox,0.500000000000\n\
2025-01-03T00:00:00Z,null,null,o1,Production,0.250000000001\n\
2025-01-02T00:00:00Z,<b>Ops</b>,null,o1,Production,1000.125000000000\n\
2025-01-01T00:00:00Z,<b>Ops</b>,Daily,o2,Sandbox,2.000000000000\n";

/// A day on which none of the rows is provisional.
pub(crate) fn later() -> Day {
    day("2025-06-01")
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn source(name: &str) -> Source {
    Source {
        name: name.into(),
        ..Source::default()
    }
}

pub(crate) fn job(name: &str, created: i64, first: &str, last: &str) -> Source {
    Source {
        created: Some(created),
        window: Some(DayRange {
            first: day(first),
            last: day(last),
        }),
        ..source(name)
    }
}

/// The view, and what its worker holds.
pub(crate) struct View {
    pub(crate) state: State,
    pub(crate) usage: Usage,
}

/// Opens exports, each with the content of its only file, on this day.
pub(crate) fn opened_on<'a>(
    today: Day,
    days: Option<DayRange>,
    list: impl IntoIterator<Item = (Source, &'a str)>,
) -> View {
    let mut state = State::new(today);
    let mut exports = Exports::new();
    let mut opened = Opened::default();
    for (id, (source, csv)) in (0..).zip(list) {
        let listed = Listed {
            id,
            source: source.clone(),
            anyway: false,
        };
        state.apply(Action::Open {
            exports: vec![listed.clone()],
            days,
            replace: false,
        });
        let mut reader = exports.read(source);
        reader.begin_file("org.csv", None);
        reader.push(csv.as_bytes());
        let outcome;
        (exports, outcome) = reader.finish();
        match outcome {
            Ok(()) => opened.ids.push(id),
            Err(error) => opened.failures.push(Failure {
                export: listed,
                error,
            }),
        }
    }
    let usage = exports.merge(state.list().days);
    opened.reports = usage.exports().reports().collect();
    opened.merged = usage.reports().to_vec();
    opened.comparison = usage.compare();
    state.apply(Action::Answered(Answer::Opened(Box::new(opened))));
    let mut view = View { state, usage };
    view.ask();
    view
}

/// Opens exports on a day on which none of their rows is provisional.
pub(crate) fn opened<'a>(list: impl IntoIterator<Item = (Source, &'a str)>) -> View {
    opened_on(later(), None, list)
}

/// Opens one export with these rows.
pub(crate) fn with_rows(rows: &str) -> View {
    with_rows_on(later(), rows)
}

pub(crate) fn with_rows_on(today: Day, rows: &str) -> View {
    opened_on(
        today,
        None,
        [(source("disk.zip"), format!("{HEADER}{rows}").as_str())],
    )
}

impl View {
    /// Asks for the figures that are not there.
    fn ask(&mut self) {
        if let Some(question) = self.state.question() {
            let figures = Answer::Figures(Box::new(self.usage.answer(question)));
            self.state.apply(Action::Answered(figures));
        }
    }

    /// Does something.
    pub(crate) fn act(&mut self, action: Action) {
        self.state.apply(action);
        self.ask();
    }

    /// Merges the exports again, as the worker does when the list has changed.
    pub(crate) fn merge_again(&mut self) {
        let list = self.state.list();
        let ids = self.state.opened.ids.clone();
        let mut exports =
            std::mem::replace(&mut self.usage, Exports::new().merge(None)).into_exports();
        exports.prefer(Preferred::among(&ids, list.preferred.as_ref()));
        self.usage = exports.merge(list.days);
        let opened = Opened {
            ids,
            reports: self.usage.exports().reports().collect(),
            merged: self.usage.reports().to_vec(),
            ..Opened::default()
        };
        self.act(Action::Answered(Answer::Opened(Box::new(opened))));
    }

    /// Types into the filter.
    pub(crate) fn words(&mut self, words: &str) {
        self.act(Action::Words(words.into()));
    }

    /// What is shown.
    pub(crate) fn page(&self) -> Page {
        Page::of(&self.state)
    }
}

/// The cells of each row in the body of a table.
pub(crate) fn rows(page: &Page, table: &str) -> Vec<Vec<String>> {
    let table = page.get("table", table);
    children(table, "tbody tr").into_iter().map(cells).collect()
}

/// The cells of the row below a table.
pub(crate) fn total(page: &Page, table: &str) -> Vec<String> {
    cells(children(page.get("table", table), "tfoot tr")[0])
}

fn cells(row: ElementRef<'_>) -> Vec<String> {
    children(row, "th, td").into_iter().map(text).collect()
}

/// An amount as it is shown, as a number again.
pub(crate) fn amount(shown: &str) -> Ipus {
    shown.replace(',', "").parse().expect("an amount")
}

/// The sum of a column of amounts.
pub(crate) fn sum<'a>(amounts: impl IntoIterator<Item = &'a str>) -> Ipus {
    let trillionths = amounts.into_iter().map(|text| amount(text).trillionths());
    Ipus::from_trillionths(trillionths.sum())
}
