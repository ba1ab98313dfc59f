//! What the region "Usage" shows: what can be done there, and its elements.
//!
//! Runs in the worker that holds the exports; the page knows neither rows nor sums. It gets a tree of elements as plain
//! data ([`tree`]), part by part, puts it in its place, and sends back what people do ([`message`]). Nothing here touches a
//! browser.
mod amount;
mod axis;
mod bars;
mod days;
mod findings;
pub mod message;
mod reading;
mod section;
mod settings;
mod table;
mod totals;
pub mod tree;

pub use reading::Reading;

use yew::prelude::*;

use amount::count;
use message::{Event, Saved};
use metering_core::usage::{Day, DayRange, Exports, Totals, Usage, UsageError};
use section::{SECTIONS, Section};
use settings::Settings;

/// The exports at hand and how they are looked at.
#[derive(Debug, Default)]
pub struct Panel {
    /// `None` while exports are read, and before.
    usage: Option<Usage>,
    /// The number that the page knows each export by, in the order of reading.
    ids: Vec<u32>,
    /// The days that they are to answer for together.
    days: Option<DayRange>,
    /// What is being read.
    reading: Option<Reading>,
    /// The exports of the last list that could not be read, by name.
    failures: Vec<(String, UsageError)>,
    settings: Settings,
}

impl Panel {
    /// The numbers of the exports at hand.
    pub fn ids(&self) -> &[u32] {
        &self.ids
    }

    /// Gives the exports out to read further ones, until [`Panel::close`].
    pub fn open(&mut self) -> Exports {
        self.failures.clear();
        self.usage
            .take()
            .map_or_else(Exports::new, Usage::into_exports)
    }

    /// Tells what is being read.
    pub fn reads(&mut self, reading: Reading) {
        self.reading = Some(reading);
    }

    /// Takes what became of an export; a cancelled one is no failure.
    pub fn was_read(&mut self, id: u32, name: &str, outcome: Result<(), UsageError>) {
        match outcome {
            Ok(()) => self.ids.push(id),
            Err(UsageError::Cancelled) => {}
            Err(error) => self.failures.push((name.into(), error)),
        }
    }

    /// Takes the days that the exports are to answer for together from the next [`Panel::close`] on.
    pub fn expect(&mut self, days: Option<DayRange>) {
        self.days = days;
    }

    /// Takes the exports back and shows those with these numbers.
    pub fn close(&mut self, mut exports: Exports, shown: &[u32]) {
        let before = self.ids.clone();
        for at in (0..self.ids.len()).rev() {
            if !shown.contains(&self.ids[at]) {
                exports.remove(at);
                self.ids.remove(at);
            }
        }
        if self.ids.is_empty() {
            // With the last export its names go too.
            exports = Exports::new();
        }
        if before.iter().any(|id| !self.ids.contains(id)) {
            self.settings = Settings::default();
        }
        self.reading = None;
        self.usage = (!exports.is_empty()).then(|| exports.merge(self.days));
    }

    /// Does what people do in the region; what is to be saved is given back.
    pub fn act(&mut self, event: &Event) -> Option<Saved> {
        let usage = self.usage.as_mut()?;
        match event.what.as_str() {
            "save-rows" => Some(Saved {
                name: "usage-rows.csv".into(),
                pieces: usage.rows_csv().collect(),
            }),
            "save" => {
                let section = Section::named(&event.value)?;
                let table = self.settings.table(section);
                let view = usage.view(self.settings.filter());
                Some(Saved {
                    name: format!("usage-by-{}.csv", section.noun(1)),
                    pieces: vec![view.table_csv(
                        section.group_by(),
                        table.sort.unwrap_or(section.first_sort()),
                    )],
                })
            }
            _ => {
                self.settings.act(event);
                None
            }
        }
    }

    /// What is to be said of a list that was opened.
    pub fn outcome(&self) -> String {
        let mut said: Vec<String> = self
            .failures
            .iter()
            .map(|(name, error)| format!("{name} could not be read. {error}"))
            .collect();
        if let Some(usage) = &self.usage {
            let exports = usage.exports().len() as u64;
            said.push(format!(
                "Usage of {} is shown.",
                count(exports, "export", "exports")
            ));
        }
        said.join(" ")
    }

    /// The elements of the region, in parts that can be put into the page one by one: what one part of a large picture
    /// takes, the page is free to do something else after. `today` tells which days are provisional.
    pub fn view(&mut self, today: Day) -> Vec<Html> {
        if let Some(reading) = &self.reading {
            return vec![reading.view()];
        }
        let failures = findings::failures(&self.failures);
        let Some(usage) = &mut self.usage else {
            return vec![failures];
        };
        let view = usage.view(self.settings.filter());
        let totals = view.totals();
        let head = head(&totals, &self.settings, today);
        let mut sections: Vec<Html> = SECTIONS
            .into_iter()
            .filter(|_| totals.rows > 0)
            .map(|section| section.view(&view, &self.settings, &totals, today))
            .collect();
        let mut parts = vec![html! { <>{ failures }{ findings::exports(usage) }{ head }</> }];
        parts.append(&mut sections);
        parts.push(html! {
            <>
                { findings::merged(usage) }
                { findings::rejected(usage, self.settings.rejected_page()) }
                <div class="actions">
                    <button type="button" data-do="save-rows">{"Export merged rows"}</button>
                    <span class="quiet">{"Every row that counts, as the service wrote it, as one CSV file."}</span>
                </div>
            </>
        });
        parts
    }
}

/// The filter, and what comes of it in all.
fn head(totals: &Totals, settings: &Settings, today: Day) -> Html {
    html! {
        <>
            { settings.view() }
            { totals::view(totals, settings.is_filtered()) }
            { totals::about(totals, today) }
            if totals.rows == 0 {
                <p class="empty">
                    <strong>{ if settings.is_filtered() { "Nothing matches the filter." } else { "There are no rows." } }</strong>
                    if settings.is_filtered() {
                        {" Shorten the words or widen the days."}
                    }
                </p>
            }
        </>
    }
}
