//! Letting the worker's events in between two steps.
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Waits until the events that are due were heard. A message to oneself: a timer would wait for four milliseconds.
pub(super) struct Pause(Option<MessageChannel>);

impl Default for Pause {
    fn default() -> Self {
        Self(MessageChannel::new().ok())
    }
}

impl Pause {
    pub(super) async fn take(&self) {
        let Some(channel) = &self.0 else { return };
        let heard = Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
        if channel.port2().post_message(&JsValue::NULL).is_ok() {
            let _ = JsFuture::from(heard).await; // is never rejected
        }
    }
}
