//! The region "Usage" as a Yew app of its own. The page loads it when the first export is shown, hands it exports, and hears
//! what screen readers should read out and what should be saved.
//!
//! The exports are read and added up by a worker; [`State`] holds what is open and how it is looked at, [`Content`] shows it.

mod address;
mod amount;
mod app;
mod axis;
mod clipboard;
mod components;
mod dom;
mod focus;
mod kept;
mod keyboard;
mod one_zip;
mod picture;
mod state;
mod worker;

pub use components::{Content, KeptExports};
pub use kept::{KeptAction, KeptState, Key};
pub use one_zip::one_zip;
pub use state::{
    Action, DateField, Looks, OverTime, Pairs, Section, State, TimeAction, Typed, WrittenFile,
};

use js_sys::{Array, Function, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Element};
use yew::{AppHandle, component};

use app::{App, AppProps, Keeping, Message};
use metering_core::usage::message::Opening;
#[cfg(doc)]
use metering_core::usage::message::Settings;
use metering_core::usage::{DayRange, Kind, Meter, Source};

/// Puts several ZIPs into one, see [`one_zip`]. It is here because the page needs it seldom, and it is large.
///
/// # Errors
/// A file that cannot be read; more than fits into a ZIP, or into memory.
#[wasm_bindgen(js_name = oneZip)]
pub async fn one_zip_of(names: Vec<String>, zips: Vec<Blob>) -> Result<Blob, JsValue> {
    let mut parts = Vec::new();
    for (name, zip) in names.into_iter().zip(zips) {
        let bytes = JsFuture::from(zip.array_buffer()).await?;
        parts.push((name, Uint8Array::new(&bytes).to_vec()));
    }
    let whole = one_zip(&parts).map_err(|error| JsError::new(&error.to_string()))?;
    let options = BlobPropertyBag::new();
    options.set_type("application/zip");
    let pieces = Array::of1(&Uint8Array::from(&*whole));
    Blob::new_with_u8_array_sequence_and_options(&pieces, &options)
}

/// The view in its place in the page.
#[wasm_bindgen]
pub struct UsageView(AppHandle<App>);

/// Shows the view in an element of the page. `settings` is a [`Settings`].
///
/// `announce` is called with what screen readers should read out, `save` with a name and a file that should be saved under it,
/// `request` with a job type and the first and the last day that the form should be filled in with, `meters` with the list of
/// [`Meter`] that was found in exports, as JSON.
///
/// # Errors
/// If `settings` is not a [`Settings`].
#[wasm_bindgen]
pub fn mount(
    place: Element,
    settings: JsValue,
    announce: Function,
    save: Function,
    request: Function,
    meters: Function,
) -> Result<UsageView, JsValue> {
    use_other_number_than_the_page();
    let props = AppProps {
        settings: serde_wasm_bindgen::from_value(settings)?,
        // What fails in the page is the page's to report.
        announce: (move |words: String| {
            let _ = announce.call1(&JsValue::NULL, &words.into());
        })
        .into(),
        save: (move |(name, file): (String, Blob)| {
            let _ = save.call2(&JsValue::NULL, &name.into(), &file);
        })
        .into(),
        request: (move |(kind, days): (Kind, DayRange)| {
            let (first, last) = (days.first.to_string(), days.last.to_string());
            let job_type = kind.job_type().name().into();
            let _ = request.call3(&JsValue::NULL, &job_type, &first.into(), &last.into());
        })
        .into(),
        meters: (move |found: Vec<Meter>| {
            // As JSON, which the page reads anyway.
            let found = serde_wasm_bindgen::to_value(&found);
            if let Ok(json) = found.and_then(|found| Ok(js_sys::JSON::stringify(&found)?)) {
                let _ = meters.call1(&JsValue::NULL, &json);
            }
        })
        .into(),
    };
    Ok(UsageView(
        yew::Renderer::<App>::with_root_and_props(place, props).render(),
    ))
}

/// Uses up Yew's first number for a root, which the page's root has too.
///
/// Yew marks the root of each app with a number that it counts in a static, and asks that number whose event it is. The page is
/// a program of its own, so its root is number 1 as well. If ours were too, the page would take our events for its
/// own, and run the callback of whichever of its buttons has the same number as ours.
fn use_other_number_than_the_page() {
    if let Ok(nowhere) = gloo_utils::document().create_element("div") {
        yew::Renderer::<Nothing>::with_root(nowhere)
            .render()
            .destroy();
    }
}

#[component(Nothing)]
fn nothing() -> yew::Html {
    yew::Html::default()
}

#[wasm_bindgen]
impl UsageView {
    /// Opens exports. `opening` is an [`Opening`], with a file for each of its exports.
    ///
    /// # Errors
    /// If it is not.
    pub fn open(&self, opening: JsValue, files: Vec<Blob>) -> Result<(), JsValue> {
        let opening: Opening = serde_wasm_bindgen::from_value(opening)?;
        self.0.send_message(Message::Open(opening, files));
        Ok(())
    }

    /// Keeps exports without showing them. `sources` is a list of [`Source`], with a file for each.
    ///
    /// # Errors
    /// If it is not.
    pub fn keep(&self, sources: JsValue, files: Vec<Blob>) -> Result<(), JsValue> {
        let sources: Vec<Source> = serde_wasm_bindgen::from_value(sources)?;
        let keep = Keeping::Keep(sources, files);
        self.0.send_message(Message::Kept(keep));
        Ok(())
    }
}
