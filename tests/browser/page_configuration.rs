//! `config.json`, read at the start.

use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::Page;
use crate::{simulator, spy};

#[wasm_bindgen_test]
async fn a_missing_or_wrong_config_is_said_and_the_defaults_are_used() {
    for (config, notice) in [
        (
            None,
            "config.json could not be used; the defaults apply. Reason: The file is not there.",
        ),
        (
            Some("{\"note\": 1}"),
            "config.json could not be used; the defaults apply. Reason: note: give a text.",
        ),
        (
            Some("<!doctype html>"),
            "config.json could not be used; the defaults apply. Reason: A web page is there instead.",
        ),
    ] {
        simulator::reset().await;
        spy::set_config(config.map(str::to_owned));
        let page = Page::mount();
        page.says(notice).await;
        page.close();
    }
}
