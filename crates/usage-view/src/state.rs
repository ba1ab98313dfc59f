//! What is open and how it is looked at.
mod fragment;
mod over_time;
mod section;
mod settings;

pub use fragment::Pairs;
pub(crate) use fragment::USAGE;
pub(crate) use over_time::dimensions;
pub use over_time::{OverTime, TimeAction};
pub use section::Section;
pub use settings::{DateField, Looks, Typed};

use std::rc::Rc;

use web_sys::Blob;
use yew::Callback;

use metering_core::usage::message::{Answer, List, Listed, Opened, Reading};
use metering_core::usage::{
    Allowance, ChangeQuery, Choice, CrossQuery, Day, DayRange, ExportReport, Figures, Filter,
    Format, Grain, GroupBy, Kind, MergeReport, Query, Question, Sheet, Sort, SortBy, ValuesQuery,
};

use crate::amount::count;

/// Rows on a page of a table.
pub(crate) const PAGE_ROWS: usize = 10;

/// Rows of a table on paper.
pub(crate) const PAPER_ROWS: usize = 100;

/// Folders of a project that are shown at first.
const FOLDERS: usize = 25;

/// What the view knows.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The present day in UTC.
    pub(crate) today: Day,
    /// The exports that are open, or are being opened.
    pub open: Vec<Listed>,
    /// The exports that were closed last; they can be opened again.
    pub closed: Vec<Listed>,
    /// The days that the exports should cover together.
    days: Option<DayRange>,
    /// What counts where nothing tells which file is newer, if somebody has chosen: an export, and one of its files or all.
    pub preferred: Option<(u32, Option<String>)>,
    /// What is being read.
    pub reading: Option<Reading>,
    /// What was read.
    pub opened: Rc<Opened>,
    /// The last figures; none before the first answer.
    pub figures: Option<Rc<Figures>>,
    /// How it is looked at.
    pub settings: Looks,
    /// The page of the list of rows that are not counted.
    pub rejected_page: usize,
    /// Whether tables are made for paper, where nobody turns pages.
    pub on_paper: bool,
    /// What went wrong last, as a sentence.
    pub problem: Option<String>,
    /// The allowance that was typed in, and that of `config.json`, which stands in for it.
    pub own_allowance: Option<Allowance>,
    /// See [`State::own_allowance`].
    pub given_allowance: Option<Allowance>,
    /// The first day of a billing period, if one was typed in.
    pub billing_day: Option<Day>,
}

/// The field for the first day of a billing period: what was typed, if anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BillingDay(pub(crate) Option<Day>);

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Exports are opened.
    Open {
        /// The exports.
        exports: Vec<Listed>,
        /// The days that they should cover together.
        days: Option<DayRange>,
        /// Whether what is open is closed.
        replace: bool,
    },
    /// An export is closed.
    Close(u32),
    /// All exports are closed.
    CloseAll,
    /// What was closed last is opened again.
    Reopen,
    /// A file that seems too large is read anyway.
    ReadAnyway(Listed),
    /// This counts where nothing tells which file is newer; `None`: nobody has chosen.
    Prefer(Option<(u32, Option<String>)>),
    /// Another kind of export is shown.
    Show(Kind),
    /// The reading is cancelled.
    Cancel,
    /// The worker answers.
    Answered(Answer),
    /// The worker has stopped, for this reason.
    WorkerGone(String),
    /// Something else went wrong; a sentence.
    Problem(String),
    /// Words are typed into the filter.
    Words(String),
    /// A date is typed into the filter; see [`Typed::date`].
    Date(DateField, String, bool),
    /// The filter is cleared.
    ClearFilter,
    /// A group is chosen in the filter, or no longer.
    Choose(Choice),
    /// Only these days are shown, and of them this group if one is given.
    Only(DayRange, Option<Choice>),
    /// All days are shown.
    AllDays,
    /// Groups are offered in the filter, or no longer.
    Offer(Option<ValuesQuery>),
    /// Usage over time is looked at in another way.
    Time(TimeAction),
    /// Usage is looked at as the address says.
    Restore(Pairs),
    /// An allowance was typed in, or is forgotten.
    SetAllowance(Option<Allowance>),
    /// The first day of a billing period was typed in, or is forgotten.
    SetBillingDay(Option<Day>),
    /// A column is sorted by.
    Sort(Section, SortBy),
    /// A page of a table is wanted.
    Page(Section, usize),
    /// A page of a job-level table is wanted.
    ListingPage(usize, usize),
    /// A page of the rows that are not counted is wanted.
    RejectedPage(usize),
    /// A project is opened to its folders, or closed.
    Toggle(u32),
    /// More folders of a project are wanted.
    MoreFolders(u32),
    /// Tables are made for paper, or for the screen again.
    Print(bool),
    /// A file is saved under a name.
    SaveFile(String, Blob),
    /// Screen readers read something out.
    Announce(String),
    /// The worker writes a table of the rows of a filter, and the file is handed on.
    Write(Filter, Sheet, Format, Callback<WrittenFile>),
}

/// A file that the worker wrote.
#[derive(Clone, Debug)]
pub struct WrittenFile {
    /// A name for it.
    pub name: String,
    /// How many rows it has below its head.
    pub rows: u64,
    /// The file; `None` where there was no memory for it.
    pub file: Option<Blob>,
}

impl State {
    /// Nothing is open. `today` is the present day in UTC.
    pub fn new(today: Day) -> Self {
        Self {
            today,
            open: Vec::new(),
            closed: Vec::new(),
            days: None,
            preferred: None,
            reading: None,
            opened: Rc::default(),
            figures: None,
            settings: Looks::default(),
            rejected_page: 0,
            on_paper: false,
            problem: None,
            own_allowance: None,
            given_allowance: None,
            billing_day: None,
        }
    }

    /// The exports that should be shown.
    pub fn list(&self) -> List {
        List {
            exports: self.open.clone(),
            days: self.days,
            preferred: self.preferred.clone(),
        }
    }

    /// The figures that should be shown; `None` where nothing was read.
    pub fn question(&self) -> Option<Question> {
        if self.opened.ids.is_empty() {
            return None;
        }
        let sections = Section::of(self.kind()).iter().map(|&section| Query {
            by: section.group_by(self.grain()),
            sort: self.sort(section),
            skip: self.skip(self.settings.table(section).page),
            take: self.rows(),
        });
        let folders = self.settings.folders.iter().map(|(&project, &take)| Query {
            by: GroupBy::FoldersOf(project),
            sort: Sort::LARGEST_FIRST,
            skip: 0,
            take,
        });
        let charts = Section::of(self.kind()).iter();
        let charts = charts.filter(|section| **section != Section::Days);
        let charts = charts.map(|section| section.group_by(self.grain()));
        Some(Question {
            filter: self.filter(),
            today: self.today,
            tables: sections.chain(folders).collect(),
            charts: charts.collect(),
            allowance: self.own_allowance.or(self.given_allowance),
            listings: (
                self.settings
                    .listings
                    .iter()
                    .map(|page| self.skip(*page))
                    .collect(),
                self.rows(),
            ),
            cross: self.cross(),
            compare: self.compare(),
            values: self.settings.offered.clone(),
        })
    }

    /// How many rows of a table are shown at once.
    pub(crate) fn rows(&self) -> usize {
        if self.on_paper { PAPER_ROWS } else { PAGE_ROWS }
    }

    /// How many rows stand on the pages before one.
    fn skip(&self, page: usize) -> usize {
        if self.on_paper { 0 } else { page * PAGE_ROWS }
    }

    /// Usage over time as it is wanted.
    pub fn cross(&self) -> CrossQuery {
        let over_time = &self.settings.over_time;
        let rows = (self.skip(over_time.table.page), self.rows());
        over_time.cross(self.kind(), self.grain(), rows)
    }

    /// The comparison that is wanted.
    pub fn compare(&self) -> Option<ChangeQuery> {
        let over_time = &self.settings.over_time;
        let rows = (self.skip(over_time.changes_page), self.rows());
        over_time.compare(self.kind(), self.grain(), rows)
    }

    /// How many days are shown, as far as the exports have them.
    fn days_shown(&self) -> u64 {
        let (filter, merged) = (self.filter(), self.merged());
        let windows = merged.windows.iter().filter_map(|window| window.days);
        let hull = windows.reduce(DayRange::hull);
        let shown = hull.map(|days| DayRange {
            first: filter.first.map_or(days.first, |day| day.max(days.first)),
            last: filter.last.map_or(days.last, |day| day.min(days.last)),
        });
        shown.map_or(0, DayRange::days)
    }

    /// The periods of usage over time: the chosen ones unless they are too many, else what suits the days shown.
    pub fn grain(&self) -> Grain {
        let days = self.days_shown();
        let chosen = self.settings.over_time.grain;
        chosen
            .filter(|grain| grain.suits(days, self.is_stacked()))
            .filter(|grain| *grain != Grain::BillingPeriod || self.has_billing_periods())
            .unwrap_or(Grain::for_days(days))
    }

    /// Whether the bars of usage over time have parts.
    fn is_stacked(&self) -> bool {
        self.settings.over_time.stack_of(self.kind()).is_some()
    }

    /// Whether billing periods are known: a summary names them, or their first day was typed.
    fn has_billing_periods(&self) -> bool {
        let figures = self.figures.as_ref();
        self.billing_day.is_some()
            || !self.takes_billing_day()
                && figures.is_none_or(|figures| figures.has_billing_periods)
    }

    /// Whether the first day of a billing period can be typed: no summary is open, which names it.
    fn takes_billing_day(&self) -> bool {
        !self.kinds().contains(&Kind::Summary)
    }

    /// The first day of a billing period as it is to be typed; `None` unless it can be typed, and matters.
    pub(crate) fn typed_billing_day(&self) -> Option<BillingDay> {
        let is_chosen = self.settings.over_time.grain == Some(Grain::BillingPeriod);
        (is_chosen && self.takes_billing_day()).then_some(BillingDay(self.billing_day))
    }

    /// The periods to choose from.
    pub fn grains(&self) -> Vec<Grain> {
        let days = self.days_shown();
        let is_there = |grain: &Grain| match grain {
            Grain::Day | Grain::Week | Grain::Month => grain.suits(days, self.is_stacked()),
            Grain::BillingPeriod => self.has_billing_periods() || self.takes_billing_day(),
        };
        Grain::ALL.into_iter().filter(is_there).collect()
    }

    /// Which rows are shown.
    pub fn filter(&self) -> Filter {
        let mut filter = self.settings.filter.clone();
        // What the kind does not have is kept for the other kinds.
        let known = dimensions(filter.kind);
        filter
            .chosen
            .retain(|choice| known.iter().any(|by| by.noun() == choice.by.noun()));
        if filter.kind == Kind::Job {
            (filter.first, filter.last) = (None, None);
        }
        filter
    }

    /// The kind of export that is shown.
    pub fn kind(&self) -> Kind {
        self.settings.filter.kind
    }

    /// The kinds of export that are open.
    pub fn kinds(&self) -> Vec<Kind> {
        let mut kinds: Vec<Kind> = self.opened.reports.iter().flat_map(kinds_of).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// What merging the exports of the kind that is shown found.
    pub fn merged(&self) -> MergeReport {
        let mut merged = self.opened.merged.iter();
        let shown = merged.find(|(kind, _)| *kind == self.kind());
        shown.map_or_else(MergeReport::default, |(_, report)| report.clone())
    }

    /// The order of a table.
    pub fn sort(&self, section: Section) -> Sort {
        let sort = self.settings.table(section).sort;
        sort.unwrap_or(section.first_sort())
    }

    /// Changes the state by one action.
    pub fn apply(&mut self, action: Action) {
        match action {
            Action::Open {
                exports,
                days,
                replace,
            } => self.open(exports, days, replace),
            Action::Close(id) => {
                self.closed = self.open.extract_if(.., |listed| listed.id == id).collect();
                self.after_closing();
            }
            Action::CloseAll => {
                self.closed = std::mem::take(&mut self.open);
                self.after_closing();
            }
            Action::Reopen => {
                let closed = std::mem::take(&mut self.closed);
                self.open(closed, self.days, false);
            }
            Action::ReadAnyway(export) => {
                let anyway = true;
                self.open(vec![Listed { anyway, ..export }], self.days, false);
            }
            Action::Prefer(preferred) => self.preferred = preferred,
            Action::Show(kind) => self.settings.show(kind),
            Action::Answered(answer) => self.answered(answer),
            Action::WorkerGone(words) => {
                self.problem = Some(words);
                self.reading = None;
                self.opened = Rc::default();
                self.figures = None;
                // Their files may be what made it stop, so they are not opened again by themselves.
                self.closed = std::mem::take(&mut self.open);
                self.days = None;
            }
            Action::Problem(words) => self.problem = Some(words),
            Action::Words(words) => self.settings.words(words),
            Action::Date(field, text, is_whole) => self.settings.date(field, text, is_whole),
            Action::ClearFilter => self.settings.clear_filter(),
            Action::Choose(choice) => self.settings.choose(choice),
            Action::Only(days, choice) => {
                self.settings.days(Some(days));
                if let Some(choice) =
                    choice.filter(|choice| !self.settings.filter.chosen.contains(choice))
                {
                    self.settings.choose(choice);
                }
            }
            Action::AllDays => self.settings.days(None),
            Action::Offer(offered) => self.settings.offered = offered,
            Action::Time(action) => self.settings.over_time.apply(action),
            Action::Restore(pairs) => self.restore(&pairs),
            Action::SetAllowance(allowance) => self.own_allowance = allowance,
            Action::SetBillingDay(first) => self.billing_day = first,
            Action::Sort(section, by) => {
                let sort = self.sort(section);
                self.settings.table_mut(section).sort_by(by, sort);
            }
            Action::Page(section, page) => self.settings.table_mut(section).page = page,
            Action::ListingPage(nth, page) => self.settings.listing_page(nth, page),
            Action::RejectedPage(page) => self.rejected_page = page,
            Action::Toggle(project) => {
                if self.settings.folders.remove(&project).is_none() {
                    self.settings.folders.insert(project, FOLDERS);
                }
            }
            Action::MoreFolders(project) => {
                if let Some(folders) = self.settings.folders.get_mut(&project) {
                    *folders = folders.saturating_mul(4);
                }
            }
            Action::Print(on_paper) => self.on_paper = on_paper,
            Action::Cancel | Action::SaveFile(..) | Action::Announce(_) | Action::Write(..) => {}
        }
    }

    fn open(&mut self, exports: Vec<Listed>, days: Option<DayRange>, replace: bool) {
        self.problem = None;
        if replace {
            let reports = self.opened.ids.iter().zip(&self.opened.reports);
            // What is of another kind stays: the meters of a summary, the projects behind them, and their assets.
            let other_kinds: Vec<u32> = reports
                .filter(|(_, report)| {
                    let mut new = exports.iter().map(|new| new.source.kind);
                    new.all(|new| new.is_some_and(|new| kinds_of(report).all(|kind| kind != new)))
                })
                .map(|(id, _)| *id)
                .collect();
            let open = std::mem::take(&mut self.open);
            (self.open, self.closed) = open
                .into_iter()
                .partition(|listed| other_kinds.contains(&listed.id));
            self.closed
                .retain(|listed| exports.iter().all(|new| new.id != listed.id));
            self.days = None;
        }
        // Those of one kind say nothing about the others.
        let days = days.filter(|_| !replace || self.open.is_empty());
        for new in exports {
            if self.open.iter().all(|listed| listed.id != new.id) {
                self.open.push(new);
            }
        }
        self.days = match (self.days, days) {
            (Some(a), Some(b)) => Some(a.hull(b)),
            (known, None) | (None, known) => known,
        };
    }

    /// Looks at usage as the address says; a kind that is not open stays away.
    fn restore(&mut self, pairs: &[(String, String)]) {
        let mut settings = Looks::of_pairs(pairs);
        if !self.kinds().contains(&settings.filter.kind) {
            settings.filter.kind = self.kind();
        }
        settings.typed.cleared = self.settings.typed.cleared + 1;
        settings.offered.clone_from(&self.settings.offered);
        settings.folders.clone_from(&self.settings.folders);
        self.settings = settings;
    }

    fn after_closing(&mut self) {
        if self.open.is_empty() {
            self.days = None;
            self.preferred = None;
        }
    }

    fn answered(&mut self, answer: Answer) {
        match answer {
            Answer::Reading(reading) => self.reading = Some(reading),
            Answer::Opened(opened) => {
                let is_open = |listed: &Listed| opened.ids.contains(&listed.id);
                let known = self.open.iter().chain(&self.closed);
                let mut open: Vec<Listed> =
                    known.filter(|listed| is_open(listed)).cloned().collect();
                open.dedup_by_key(|listed| listed.id);
                self.closed.retain(|listed| !is_open(listed));
                self.open = open;
                self.reading = None;
                self.rejected_page = 0;
                // The numbers of projects are forgotten with the last export.
                if opened.ids.is_empty() {
                    self.settings = Looks::default();
                    self.figures = None;
                }
                let before = std::mem::replace(&mut self.opened, Rc::new(*opened));
                self.show_what_is_new(&before);
            }
            Answer::Figures(figures) => self.figures = Some(Rc::new(*figures)),
            Answer::Ready | Answer::Written { .. } => {}
        }
    }

    /// Shows a kind that is open; where exports were added that are all of another kind, theirs.
    fn show_what_is_new(&mut self, before: &Opened) {
        let exports = self.opened.ids.iter().zip(&self.opened.reports);
        let added = exports.filter(|(id, _)| !before.ids.contains(id));
        let added: Vec<Kind> = added.flat_map(|(_, report)| kinds_of(report)).collect();
        let open = self.kinds();
        let kind = [added, open]
            .iter()
            .filter(|kinds| !kinds.contains(&self.kind()))
            .find_map(|kinds| kinds.iter().min().copied());
        if let Some(kind) = kind {
            self.settings.show(kind);
        }
    }

    /// The names of the exports that are open, in the order of reading.
    pub fn names(&self) -> Vec<String> {
        let reports = self.opened.reports.iter();
        reports.map(|report| report.source.name.clone()).collect()
    }
}

/// The kinds of export of an export's files.
fn kinds_of(report: &ExportReport) -> impl Iterator<Item = Kind> {
    let read = report.files.iter().filter(|file| file.problem.is_none());
    read.filter_map(|file| file.kind)
}

/// Whether figures are made for paper.
pub(crate) fn is_on_paper(figures: &Figures) -> bool {
    figures.question.listings.1 == PAPER_ROWS
}

/// The outcome of opening exports, for screen readers.
pub(crate) fn outcome(opened: &Opened) -> String {
    if opened.cancelled {
        return "Reading was cancelled.".into();
    }
    let failures = opened.failures.iter().map(|failure| {
        let (name, error) = (&failure.export.source.name, &failure.error);
        format!("{name} could not be read. {error}")
    });
    failures
        .chain([shown(opened)])
        .collect::<Vec<_>>()
        .join(" ")
}

/// How many exports are shown, for screen readers.
pub(crate) fn shown(opened: &Opened) -> String {
    match opened.ids.len() as u64 {
        0 => "No export is open.".into(),
        exports => format!("Usage of {} is shown.", count(exports, "export", "exports")),
    }
}
