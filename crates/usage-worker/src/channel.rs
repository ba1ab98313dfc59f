//! One end of a message channel, as an async queue.
use futures_channel::mpsc::{UnboundedReceiver, unbounded};
use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

pub(super) struct Channel {
    port: MessagePort,
    messages: UnboundedReceiver<JsValue>,
    _onmessage: Closure<dyn FnMut(MessageEvent)>,
}

impl Channel {
    pub(super) fn new(port: MessagePort) -> Self {
        let (sender, messages) = unbounded();
        let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let _ = sender.unbounded_send(event.data()); // the receiver goes with the closure
        });
        port.set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
        Self {
            port,
            messages,
            _onmessage: onmessage,
        }
    }

    /// Sends a message, and gives away what of it is in `transfer`.
    pub(super) fn send(&self, message: &JsValue, transfer: &Array) {
        self.port
            .post_message_with_transferable(message, transfer)
            .expect_throw("plain objects and buffers can be sent");
    }

    /// The next message; `None` once the other end was dropped.
    pub(super) async fn next(&mut self) -> Option<JsValue> {
        let message = self.messages.recv().await.ok();
        message.filter(|message| !message.is_null())
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        // Not every browser tells the other end that a port was closed.
        let _ = self.port.post_message(&JsValue::NULL);
        // Firefox still delivers what has arrived before.
        self.port.set_onmessage(None);
        self.port.close();
    }
}
