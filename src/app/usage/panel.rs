//! The way to the region from other regions.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, Element};
use yew::prelude::*;

use super::loading::{UsageView, load};
use super::{Loading, TITLE};
use crate::app::save::save;
use crate::app::state::{FormAction, NoticesAction, PageAction};
use crate::app::{State, dom, storage};
use metering_core::request::{Field, JobType};
use metering_core::usage::message::{Opening, Settings};
use metering_core::usage::{DayRange, Source};

/// The ZIP of an export, and where it came from.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Where it came from.
    pub(crate) source: Source,
    /// The file. Give the same one each time: the view reads it once.
    pub(crate) zip: Blob,
}

/// The way to the region "Usage" from other regions. Clones lead to the same region.
#[derive(Clone)]
pub(crate) struct UsagePanel(pub(super) Rc<Panel>);

impl UsagePanel {
    /// Shows these exports in place of those that are open. `days` are the days that they should cover together, if known.
    ///
    /// The heading "Usage" takes the focus, and the outcome is announced.
    pub(crate) fn show(&self, inputs: Vec<Input>, days: Option<DayRange>) {
        self.0.open(inputs, days, true);
    }

    /// Keeps these exports in this browser without showing them, unless `config.json` says otherwise.
    pub(crate) fn keep(&self, inputs: Vec<Input>) {
        let panel = &self.0;
        let keeps = panel
            .settings
            .borrow()
            .as_ref()
            .is_some_and(|settings| settings.keep_exports);
        if keeps {
            panel.to_keep.borrow_mut().extend(inputs);
            panel.load_or_hand_over();
        }
    }

    /// Shows these exports beside those that are open.
    pub(super) fn add(&self, inputs: Vec<Input>) {
        self.0.open(inputs, None, false);
    }
}

fn unzip(inputs: Vec<Input>) -> (Vec<Source>, Vec<Blob>) {
    let inputs = inputs.into_iter();
    inputs.map(|Input { source, zip }| (source, zip)).unzip()
}

pub(super) struct Panel {
    view: RefCell<Option<UsageView>>,
    /// What `config.json` says; `None` before it was read.
    settings: RefCell<Option<Settings>>,
    /// Whether the view is wanted.
    is_wanted: Cell<bool>,
    /// What is opened as soon as the view is there.
    waiting: RefCell<Vec<(Opening, Vec<Blob>)>>,
    /// What is kept as soon as the view is there.
    to_keep: RefCell<Vec<Input>>,
    /// How often the view could not be loaded.
    failures: Cell<u32>,
    is_loading: Cell<bool>,
    loading: UseStateSetter<Loading>,
    place: NodeRef,
    dispatch: UseReducerDispatcher<State>,
}

impl Panel {
    pub(super) fn new(
        loading: UseStateSetter<Loading>,
        place: NodeRef,
        dispatch: UseReducerDispatcher<State>,
    ) -> Rc<Self> {
        Rc::new(Self {
            view: RefCell::default(),
            settings: RefCell::default(),
            is_wanted: Cell::default(),
            waiting: RefCell::default(),
            to_keep: RefCell::default(),
            failures: Cell::default(),
            is_loading: Cell::default(),
            loading,
            place,
            dispatch,
        })
    }

    fn open(self: &Rc<Self>, inputs: Vec<Input>, days: Option<DayRange>, replace: bool) {
        dom::focus(TITLE);
        dom::to_top(TITLE);
        let (sources, files) = unzip(inputs);
        let opening = Opening {
            sources,
            days,
            replace,
        };
        self.waiting.borrow_mut().push((opening, files));
        self.load_or_hand_over();
    }

    fn load_or_hand_over(self: &Rc<Self>) {
        if self.view.borrow().is_some() {
            self.hand_over();
        } else {
            self.load();
        }
    }

    /// Takes over what `config.json` says.
    pub(super) fn configure(self: &Rc<Self>, settings: Settings) {
        self.settings.replace(Some(settings));
        if self.is_wanted.get() {
            self.load();
        }
    }

    /// Hands what waits to the view.
    fn hand_over(&self) {
        let Some(view) = self.view.borrow().clone() else {
            return;
        };
        let (sources, files) = unzip(self.to_keep.take());
        if !sources.is_empty()
            && let Ok(sources) = serde_wasm_bindgen::to_value(&sources)
        {
            let _ = view.keep(&sources, files); // the view is of the same build and reads what this one writes
        }
        for (opening, files) in self.waiting.take() {
            if let Ok(opening) = serde_wasm_bindgen::to_value(&opening) {
                let _ = view.open(&opening, files); // the view is of the same build and reads what this one writes
            }
            // Now that the view is there, enough is below the heading.
            spawn_local(async {
                TimeoutFuture::new(0).await;
                dom::to_top(TITLE);
            });
        }
    }

    /// Loads the view, unless that is under way.
    pub(super) fn load(self: &Rc<Self>) {
        let Some(place) = self.place.cast::<Element>() else {
            return;
        };
        self.is_wanted.set(true);
        self.loading.set(Loading::Running);
        let Some(settings) = self.settings.borrow().clone() else {
            return; // it is loaded when they are there
        };
        if self.is_loading.replace(true) {
            return;
        }
        let (announce, notice) = (self.dispatch.clone(), self.dispatch.clone());
        let announce = move |text| {
            announce.dispatch(NoticesAction::Announced { text }.into());
        };
        let save = move |name: String, file: Blob| {
            if !save(&file, &name) {
                let text = format!("The browser did not let the page save {name}.");
                notice.dispatch(NoticesAction::Shown { text }.into());
            }
        };
        let form = self.dispatch.clone();
        let request = move |job_type, first, last| fill_in(&form, job_type, first, last);
        let (page, keeps) = (self.dispatch.clone(), settings.keep_exports);
        let meters = move |found: String| {
            // The view is of the same build: this one reads what it writes.
            let found: Vec<_> = serde_json::from_str(&found).unwrap_or_default();
            if !found.is_empty() {
                let known = storage::learn_meters(found, keeps);
                page.dispatch(PageAction::Metered { known }.into());
            }
        };
        let panel = self.clone();
        spawn_local(async move {
            let attempt = panel.failures.get();
            let loaded = load(attempt, &place, &settings, announce, save, request, meters).await;
            panel.is_loading.set(false);
            if let Ok(view) = loaded {
                panel.view.replace(Some(view));
                panel.loading.set(Loading::Done);
                panel.hand_over();
            } else {
                panel.failures.set(panel.failures.get() + 1);
                panel.loading.set(Loading::Failed);
            }
        });
    }
}

/// Fills in the form with a job type and the days that are missing; nothing is sent.
fn fill_in(dispatch: &UseReducerDispatcher<State>, job_type: String, first: String, last: String) {
    let text = format!("The form is filled in with {first} to {last}. Nothing is sent yet.");
    // What is missing is missing of all meters.
    let is_job_level = JobType::from_name(&job_type) == Some(JobType::JobLevel);
    let all_meters = if is_job_level { "TRUE" } else { "" };
    for (field, text) in [
        (Field::JobType, job_type),
        (Field::StartDate, first),
        (Field::EndDate, last),
        (Field::MeterId, String::new()),
        (Field::AllMeters, all_meters.to_owned()),
    ] {
        dispatch.dispatch(FormAction::Typed { field, text }.into());
    }
    dom::clear(Field::MeterId.name());
    dispatch.dispatch(NoticesAction::Announced { text }.into());
    dom::focus("request-title");
}
