//! Loads the usage view: an ES module with its own Wasm beside the page.

use js_sys::Function;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, Element};

use metering_core::usage::message::Settings;

#[wasm_bindgen]
extern "C" {
    /// `import()`, which only a script can call; index.html defines this function.
    #[wasm_bindgen(js_name = importModule, catch)]
    async fn import_module(url: &str) -> Result<JsValue, JsValue>;

    /// The module of `crates/usage-view`.
    type Module;

    /// Loads its Wasm.
    #[wasm_bindgen(method, js_name = default, catch)]
    async fn init(this: &Module) -> Result<JsValue, JsValue>;

    /// Puts the files of several ZIPs into one, under the names of their parts.
    #[wasm_bindgen(method, js_name = oneZip, catch)]
    async fn one_zip(
        this: &Module,
        names: Vec<String>,
        zips: Vec<Blob>,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn mount(
        this: &Module,
        place: &Element,
        settings: &JsValue,
        announce: &Function,
        save: &Function,
        request: &Function,
        meters: &Function,
    ) -> Result<UsageView, JsValue>;

    /// The view in its place.
    #[derive(Clone)]
    pub(super) type UsageView;

    /// Opens exports: an `Opening`, and a file for each.
    #[wasm_bindgen(method, catch)]
    pub(super) fn open(
        this: &UsageView,
        opening: &JsValue,
        files: Vec<Blob>,
    ) -> Result<(), JsValue>;

    /// Keeps exports without showing them: a list of `Source`, and a file for each.
    #[wasm_bindgen(method, catch)]
    pub(super) fn keep(
        this: &UsageView,
        sources: &JsValue,
        files: Vec<Blob>,
    ) -> Result<(), JsValue>;
}

/// Loads the view and shows it in an element. `attempt` is as for [`module`].
pub(super) async fn load(
    attempt: u32,
    place: &Element,
    settings: &Settings,
    announce: impl Fn(String) + 'static,
    save: impl Fn(String, Blob) + 'static,
    request: impl Fn(String, String, String) + 'static,
    meters: impl Fn(String) + 'static,
) -> Result<UsageView, JsValue> {
    let module = module(attempt).await?;
    let announce = Closure::<dyn Fn(String)>::new(announce).into_js_value();
    let save = Closure::<dyn Fn(String, Blob)>::new(save).into_js_value();
    let request = Closure::<dyn Fn(String, String, String)>::new(request).into_js_value();
    let meters = Closure::<dyn Fn(String)>::new(meters).into_js_value();
    let settings = serde_wasm_bindgen::to_value(settings)?;
    module.mount(
        place,
        &settings,
        announce.unchecked_ref(),
        save.unchecked_ref(),
        request.unchecked_ref(),
        meters.unchecked_ref(),
    )
}

/// Puts the files of several ZIPs into one, under the names of their parts.
pub(in crate::app) async fn one_zip(names: Vec<String>, zips: Vec<Blob>) -> Result<Blob, JsValue> {
    let whole = module(0).await?.one_zip(names, zips).await?;
    whole.dyn_into()
}

/// Loads the module. `attempt` counts from 0: browsers remember addresses that could not be loaded.
async fn module(attempt: u32) -> Result<Module, JsValue> {
    let address = address().ok_or(JsValue::UNDEFINED)?;
    let query = if attempt > 0 {
        format!("?{attempt}")
    } else {
        String::new()
    };
    let module: Module = import_module(&format!("{address}{query}"))
        .await?
        .unchecked_into();
    module.init().await?;
    Ok(module)
}

/// The address of the view. The build writes it into the page, because its name carries a hash.
fn address() -> Option<String> {
    let meta = gloo_utils::document().query_selector("meta[name=usage-view]");
    meta.ok()??.get_attribute("content")
}
