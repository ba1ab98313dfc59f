//! Pauses in which the worker receives messages.
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Yields to the event loop. A message to oneself instead of a timer, which would wait for four milliseconds.
pub(super) struct Pause(Option<MessageChannel>);

impl Default for Pause {
    fn default() -> Self {
        Self(MessageChannel::new().ok())
    }
}

impl Pause {
    pub(super) async fn take(&self) {
        let Some(channel) = &self.0 else { return };
        let received =
            Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
        if channel.port2().post_message(&JsValue::NULL).is_ok() {
            let _ = JsFuture::from(received).await; // is never rejected
        }
    }
}
