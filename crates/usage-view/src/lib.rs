//! The region "Usage" as a Yew app of its own. The page loads it when the first export is shown, hands it exports, and hears
//! what screen readers should read out and what should be saved.
//!
//! The exports are read and added up by a worker; [`State`] holds what is open and how it is looked at, [`Content`] shows it.

mod address;
mod amount;
mod app;
mod axis;
mod components;
mod keyboard;
mod state;
mod worker;

pub use components::Content;
pub use state::{Action, DateField, OverTime, Pairs, Section, Settings, State, TimeAction, Typed};

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, Element};
use yew::AppHandle;

use app::{App, AppProps, Message};
use metering_core::usage::message::Opening;

/// The view in its place in the page.
#[wasm_bindgen]
pub struct UsageView(AppHandle<App>);

/// Shows the view in an element of the page.
///
/// `announce` is called with what screen readers should read out, `save` with a name and a file that should be saved under it.
#[wasm_bindgen]
pub fn mount(place: Element, announce: Function, save: Function) -> UsageView {
    let props = AppProps {
        // What fails in the page is the page's to report.
        announce: (move |words: String| {
            let _ = announce.call1(&JsValue::NULL, &words.into());
        })
        .into(),
        save: (move |(name, file): (String, Blob)| {
            let _ = save.call2(&JsValue::NULL, &name.into(), &file);
        })
        .into(),
    };
    UsageView(yew::Renderer::<App>::with_root_and_props(place, props).render())
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
}
