//! The clipboard, which browsers keep from pages without https, and from those that people have not allowed to use it.
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Clipboard, ClipboardItem};

/// Puts a file of this type on the clipboard; false if the browser refuses or has none.
///
/// `file` is the promise of a Blob: Safari takes what is promised while the click is dealt with, and nothing later.
pub(crate) async fn copy(media_type: &str, file: &Promise) -> bool {
    let (Some(clipboard), true) = (clipboard(), has("ClipboardItem")) else {
        return false;
    };
    let types = Object::new();
    let is_set = Reflect::set(&types, &media_type.into(), file).unwrap_or_default();
    let item = ClipboardItem::new_with_record_from_str_to_blob_promise(&types);
    let (true, Ok(item)) = (is_set, item) else {
        return false;
    };
    let items = JsValue::from(Array::of1(&item));
    JsFuture::from(clipboard.write(&items)).await.is_ok()
}

fn clipboard() -> Option<Clipboard> {
    let navigator = gloo_utils::window().navigator();
    let is_there = Reflect::has(&navigator, &"clipboard".into()).unwrap_or_default();
    is_there.then(|| navigator.clipboard())
}

fn has(name: &str) -> bool {
    Reflect::has(&js_sys::global(), &name.into()).unwrap_or_default()
}
