//! Opening files from disk, ZIPs or unpacked CSVs: chosen, or dropped anywhere on the page.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{DataTransfer, DragEvent, File, FileList, HtmlInputElement};
use yew::prelude::*;

use super::panel::{Input, UsagePanel};
use metering_core::usage::Source;

/// The control that opens files, and whether a file is held over the page.
#[hook]
pub(super) fn use_open(panel: &UsagePanel) -> (Html, bool) {
    let dragging = use_state_eq(|| false);
    use_effect_with((), {
        let (panel, dragging) = (panel.clone(), dragging.setter());
        move |()| {
            let listeners = DRAGGING.map(|name| {
                let (panel, dragging) = (panel.clone(), dragging.clone());
                let options = EventListenerOptions::enable_prevent_default();
                let document = gloo_utils::document();
                EventListener::new_with_options(&document, name, options, move |event| {
                    if let Some(event) = event.dyn_ref::<DragEvent>() {
                        dragged(&panel, &dragging, event);
                    }
                })
            });
            move || drop(listeners)
        }
    });
    let onchange = {
        let panel = panel.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                open(&panel, input.files());
                input.set_value(""); // the same file can be chosen again
            }
        })
    };
    let control = html! {
        <label class="file">
            <span>{"Open a ZIP or CSV"}</span>
            <input type="file" accept=".zip,.csv,application/zip,text/csv" multiple=true {onchange} />
        </label>
    };
    (control, *dragging)
}

const DRAGGING: [&str; 4] = ["dragenter", "dragover", "dragleave", "drop"];

/// Follows files over the page; other things that are dragged are left alone.
fn dragged(panel: &UsagePanel, dragging: &UseStateSetter<bool>, event: &DragEvent) {
    let Some(transfer) = event.data_transfer().filter(holds_files) else {
        return;
    };
    match event.type_().as_str() {
        // Left for another element of the page, not for the world outside.
        "dragleave" => dragging.set(event.related_target().is_some()),
        "drop" => {
            event.prevent_default();
            dragging.set(false);
            open(panel, transfer.files());
        }
        _ => {
            event.prevent_default();
            dragging.set(true);
        }
    }
}

fn holds_files(transfer: &DataTransfer) -> bool {
    transfer.types().includes(&"Files".into(), 0)
}

fn open(panel: &UsagePanel, files: Option<FileList>) {
    let files = files
        .into_iter()
        .flat_map(|files| (0..files.length()).filter_map(move |at| files.get(at)));
    let inputs: Vec<Input> = files
        .map(|file| Input {
            source: Source {
                name: file.name(),
                modified: Some(modified(&file)),
                ..Source::default()
            },
            zip: file.into(),
        })
        .collect();
    if !inputs.is_empty() {
        panel.add(inputs);
    }
}

/// When a file on disk was last changed, in milliseconds since 1970.
#[expect(clippy::cast_possible_truncation, reason = "whole milliseconds")]
fn modified(file: &File) -> i64 {
    file.last_modified() as i64
}
