//! What takes a table or a chart out of the page.
use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{Blob, Element};
use yew::prelude::*;

use super::report_head::about;
use crate::amount::count;
use crate::clipboard::copy;
use crate::picture::Picture;
use crate::state::{Action, WrittenFile};
use metering_core::usage::{DayRange, Figures, Format, Kind, Sheet};

#[derive(Properties, PartialEq)]
pub(super) struct SaveButtonsProps {
    /// The heading of the table, and its ID.
    pub(super) name: AttrValue,
    pub(super) heading: AttrValue,
    pub(super) figures: Rc<Figures>,
    /// The table.
    pub(super) sheet: Sheet,
    /// Whether the same `.usage-section` holds a chart.
    #[prop_or_default]
    pub(super) has_chart: bool,
    /// Whether the table can be saved as it was read, too.
    #[prop_or_default]
    pub(super) has_raw: bool,
    pub(super) dispatch: Callback<Action>,
}

/// The buttons that save or copy a whole table, and its chart if there is one. What became of it stands beside them.
#[component(SaveButtons)]
pub(super) fn save_buttons(props: &SaveButtonsProps) -> Html {
    let SaveButtonsProps {
        name,
        heading,
        figures,
        sheet,
        has_chart,
        has_raw,
        dispatch,
    } = props;
    let said = use_state_eq(String::new);
    let say = {
        let (dispatch, said) = (dispatch.clone(), said.setter());
        Callback::from(move |words: String| {
            dispatch.emit(Action::Announce(words.clone()));
            said.set(words);
        })
    };
    let save = |format: Format, text: &'static str| {
        let onclick = save_table(figures, sheet, format, dispatch, &say);
        html! {
            <button type="button" class="small" {onclick} aria-describedby={heading.clone()}>{ text }</button>
        }
    };
    let button = |text: &'static str, onclick: Callback<MouseEvent>| {
        html! {
            <button type="button" class="small" {onclick} aria-label={format!("{text}, {name}")} title={text}>{ text }</button>
        }
    };
    let picture = |as_png: bool| {
        // The filter does not change how the allowance stands.
        let allowance = figures.allowance.as_ref();
        let (range, about) = match allowance.filter(|_| matches!(sheet, Sheet::Cumulative(..))) {
            Some(report) => (
                Some(report.period),
                vec![report.kind.title().to_lowercase()],
            ),
            None => (figures.totals.range, about(figures)),
        };
        let file_name = file_name(figures.question.filter.kind, name, range);
        let about = format!("{name}, {}", about.join(", "));
        let (dispatch, say) = (dispatch.clone(), say.clone());
        Callback::from(move |event: MouseEvent| {
            let section = event.target_dyn_into::<Element>();
            let section = section.and_then(|button| button.closest(".usage-section").ok()?);
            let Some(section) = section else { return };
            let (file_name, about) = (file_name.clone(), about.clone());
            let (dispatch, say) = (dispatch.clone(), say.clone());
            spawn_local(async move {
                let words = take_picture(as_png, &section, &file_name, &about, &dispatch).await;
                say.emit(words.unwrap_or_else(|_| "The browser could not draw the chart.".into()));
            });
        })
    };
    html! {
        <>
            { save(Format::Csv, "Export CSV") }
            if *has_raw {
                { save(Format::Raw, "Export raw rows") }
            }
            { button("Copy as TSV", copy_table(figures, sheet, dispatch, &say)) }
            if *has_chart {
                { button("Save as SVG", picture(false)) }
                { button("Copy as PNG", picture(true)) }
            }
            if !said.is_empty() {
                <span class="quiet">{ (*said).clone() }</span>
            }
        </>
    }
}

/// Saves a whole table, and says so.
pub(super) fn save_table(
    figures: &Rc<Figures>,
    sheet: &Sheet,
    format: Format,
    dispatch: &Callback<Action>,
    say: &Callback<String>,
) -> Callback<MouseEvent> {
    let (dispatch, say) = (dispatch.clone(), say.clone());
    let done = {
        let dispatch = dispatch.clone();
        Callback::from(move |WrittenFile { name, rows, file }| {
            let Some(file) = file else {
                return dispatch.emit(no_memory(&name));
            };
            say.emit(format!("Saved {name}, {}.", count(rows, "row", "rows")));
            dispatch.emit(Action::SaveFile(name, file));
        })
    };
    let (filter, sheet) = (figures.question.filter.clone(), sheet.clone());
    dispatch.reform(move |_| Action::Write(filter.clone(), sheet.clone(), format, done.clone()))
}

/// Copies a whole table; where that is denied, it is saved.
fn copy_table(
    figures: &Rc<Figures>,
    sheet: &Sheet,
    dispatch: &Callback<Action>,
    say: &Callback<String>,
) -> Callback<MouseEvent> {
    let (filter, sheet) = (figures.question.filter.clone(), sheet.clone());
    let (dispatch, say) = (dispatch.clone(), say.clone());
    Callback::from(move |_| {
        let (text, keep) = promised();
        let written = Rc::new(RefCell::new((String::new(), 0)));
        let done = {
            let written = Rc::clone(&written);
            Callback::from(move |WrittenFile { name, rows, file }| {
                written.replace((name, rows));
                if let Some(keep) = &keep {
                    let _ = keep.call1(&JsValue::NULL, &file.into()); // a promise's own function does not fail
                }
            })
        };
        let format = Format::Tsv;
        dispatch.emit(Action::Write(filter.clone(), sheet.clone(), format, done));
        let (dispatch, say) = (dispatch.clone(), say.clone());
        spawn_local(async move {
            let is_copied = copy(format.media_type(), &text).await;
            // The promise is never broken.
            let file = JsFuture::from(text).await.unwrap_or_default();
            let (name, rows) = written.take();
            if is_copied {
                say.emit(format!("Copied {}.", count(rows, "row", "rows")));
            } else if file.is_undefined() {
                dispatch.emit(no_memory(&name));
            } else {
                say.emit(denied(&name));
                dispatch.emit(Action::SaveFile(name, file.into()));
            }
        });
    })
}

/// A promise, and the function that keeps it, which there always is.
fn promised() -> (Promise, Option<Function>) {
    let mut keep = None;
    let promise = Promise::new(&mut |resolve, _| keep = Some(resolve));
    (promise, keep)
}

fn denied(name: &str) -> String {
    format!("The browser did not let the page copy, so {name} is saved.")
}

fn no_memory(name: &str) -> Action {
    Action::Problem(format!("There is not enough memory for {name}."))
}

/// Saves the chart of a section as SVG or copies it as PNG; gives what to say about it.
async fn take_picture(
    as_png: bool,
    section: &Element,
    file_name: &str,
    about: &str,
    dispatch: &Callback<Action>,
) -> Result<String, JsValue> {
    let chart = section.query_selector("svg.plot[role=group]")?;
    let chart = chart.ok_or(JsValue::UNDEFINED)?;
    let label = chart.get_attribute("aria-label").unwrap_or_default();
    let picture = Picture::of(&chart, &label, about)?;
    let save = |ending: &str, file: Blob| {
        let name = format!("{file_name}.{ending}");
        dispatch.emit(Action::SaveFile(name.clone(), file));
        name
    };
    if !as_png {
        return Ok(format!("Saved {}.", save("svg", picture.svg_file()?)));
    }
    let png = future_to_promise(async { picture.png().await.map(JsValue::from) });
    if copy("image/png", &png).await {
        return Ok("Copied the chart.".into());
    }
    let png = JsFuture::from(png).await?;
    Ok(denied(&save("png", png.into())))
}

/// A name for the chart of a section, such as `usage-summary-by-day_2025-01-01_2025-01-31`.
fn file_name(kind: Kind, section: &str, range: Option<DayRange>) -> String {
    let name = kind.file_name(section);
    match range {
        Some(range) => format!("{name}_{}_{}", range.first, range.last),
        None => name,
    }
}
