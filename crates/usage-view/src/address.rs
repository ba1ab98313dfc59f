//! The fragment of the page's address: how usage is looked at can be shared, and Back goes back.
use gloo_events::EventListener;
use gloo_utils::{history, window};
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;
use yew::Callback;

use crate::state::{Pairs, USAGE};

/// The fragment of the page's address.
pub(crate) struct Address {
    /// What it says of usage, or would; `None` before anything was shown.
    shown: Option<Pairs>,
    /// How usage was looked at in the beginning, which an empty fragment stands for.
    first: Pairs,
    /// What it said when the page was opened, kept until exports are opened.
    arrived: Option<Pairs>,
    _listener: EventListener,
}

impl Address {
    /// Calls `changed` when Back or Forward has changed the address.
    pub(crate) fn new(changed: Callback<()>) -> Self {
        Self {
            shown: None,
            first: Pairs::new(),
            arrived: read(),
            _listener: EventListener::new(&window(), "popstate", move |_| changed.emit(())),
        }
    }

    /// What the address said when the page was opened; only once.
    pub(crate) fn arrived(&mut self) -> Option<Pairs> {
        self.arrived.take()
    }

    /// What is to be restored after Back or Forward; `None` if the fragment is not about usage or nothing has changed.
    pub(crate) fn gone_to(&mut self) -> Option<Pairs> {
        let hash = window().location().hash().unwrap_or_default();
        let pairs = read().or_else(|| hash.is_empty().then(|| self.first.clone()))?;
        let shown = self.shown.as_ref()?;
        (*shown != pairs).then_some(pairs)
    }

    /// After Back or Forward: what is shown is what the address says.
    pub(crate) fn is_at(&mut self, pairs: Pairs) {
        self.shown = Some(pairs);
    }

    /// Writes how usage is looked at; `replace` where it is being typed, so that Back does not go letter by letter.
    pub(crate) fn write(&mut self, pairs: Pairs, replace: bool) {
        match &self.shown {
            None => self.first.clone_from(&pairs),
            Some(shown) if *shown == pairs => {}
            Some(_) => {
                let fragment = format!("#{}", text(&pairs));
                let history = history();
                // Without a place in the history the view works all the same.
                let _ = if replace {
                    history.replace_state_with_url(&JsValue::NULL, "", Some(&fragment))
                } else {
                    history.push_state_with_url(&JsValue::NULL, "", Some(&fragment))
                };
            }
        }
        self.shown = Some(pairs);
    }
}

/// What the address says of usage; `None` if nothing.
fn read() -> Option<Pairs> {
    let hash = window().location().hash().ok()?;
    let params = UrlSearchParams::new_with_str(hash.strip_prefix('#')?).ok()?;
    if !params.has(USAGE) {
        return None;
    }
    let mut pairs = Pairs::new();
    for entry in js_sys::try_iter(&params).ok()??.flatten() {
        let entry = js_sys::Array::from(&entry);
        pairs.push((entry.get(0).as_string()?, entry.get(1).as_string()?));
    }
    Some(pairs)
}

fn text(pairs: &Pairs) -> String {
    let Ok(params) = UrlSearchParams::new() else {
        return String::new();
    };
    for (name, value) in pairs {
        params.append(name, value);
    }
    params.to_string().into()
}
