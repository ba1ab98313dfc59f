//! What takes a section out of the page: its tables as text, its chart as a picture.
use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{Blob, Element};
use yew::prelude::*;

use super::report_head::about;
use crate::clipboard::{copy_png, copy_text};
use crate::picture::{Picture, file};
use crate::state::Action;
use crate::tsv;
use metering_core::usage::Figures;

#[derive(Properties, PartialEq)]
pub(super) struct CopyButtonsProps {
    /// The heading of the section.
    pub(super) name: &'static str,
    pub(super) figures: Rc<Figures>,
    pub(super) dispatch: Callback<Action>,
}

/// The ways out.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Tsv,
    Svg,
    Png,
}

/// The buttons of a section; what they take stands in the same `.usage-section`.
#[component(CopyButtons)]
pub(super) fn copy_buttons(props: &CopyButtonsProps) -> Html {
    let CopyButtonsProps {
        name,
        figures,
        dispatch,
    } = props;
    let said = use_state_eq(String::new);
    let button = |way: Way, text: &'static str| {
        let (name, figures, dispatch, said) =
            (*name, Rc::clone(figures), dispatch.clone(), said.setter());
        let onclick = move |event: MouseEvent| {
            let section = event.target_dyn_into::<Element>();
            let section = section.and_then(|button| button.closest(".usage-section").ok()?);
            let Some(section) = section else { return };
            let title = format!("{name}, {}", about(&figures).join(", "));
            let file_name = file_name(name, &figures);
            let (dispatch, said) = (dispatch.clone(), said.clone());
            spawn_local(async move {
                let words = match take(way, &section, &title, file_name, &dispatch).await {
                    Ok(words) => words,
                    Err(_) => "The browser could not draw the chart.".into(),
                };
                dispatch.emit(Action::Announce(words.clone()));
                said.set(words);
            });
        };
        html! {
            <button type="button" class="small" {onclick} aria-label={format!("{text}, {name}")} title={text}>{ text }</button>
        }
    };
    html! {
        <>
            { button(Way::Tsv, "Copy as TSV") }
            { button(Way::Svg, "Save as SVG") }
            { button(Way::Png, "Copy as PNG") }
            if !said.is_empty() {
                <span class="quiet">{ (*said).clone() }</span>
            }
        </>
    }
}

/// Takes a section out of the page; gives what to say about it.
async fn take(
    way: Way,
    section: &Element,
    title: &str,
    name: String,
    dispatch: &Callback<Action>,
) -> Result<String, JsValue> {
    let save = |ending: &str, file: Blob| {
        let name = format!("{name}.{ending}");
        dispatch.emit(Action::SaveFile(name.clone(), file));
        name
    };
    let picture = || {
        let chart = section.query_selector("svg.plot[role=group]")?;
        let chart = chart.ok_or(JsValue::UNDEFINED)?;
        let name = chart.get_attribute("aria-label").unwrap_or_default();
        Picture::of(&chart, &name, title)
    };
    let denied =
        |name: String| format!("The browser did not let the page copy, so {name} is saved.");
    match way {
        Way::Tsv => {
            let text = tsv::of_tables(section);
            if copy_text(&text).await {
                return Ok("Copied.".into());
            }
            Ok(denied(save(
                "tsv",
                file(&text, "text/tab-separated-values")?,
            )))
        }
        Way::Svg => Ok(format!("Saved {}.", save("svg", picture()?.svg_file()?))),
        Way::Png => {
            let picture = picture()?;
            let png = future_to_promise(async { picture.png().await.map(JsValue::from) });
            if copy_png(&png).await {
                return Ok("Copied.".into());
            }
            let png = JsFuture::from(png).await?;
            Ok(denied(save("png", png.into())))
        }
    }
}

/// A name for a file of a section, such as `usage-by-day_2025-01-01_2025-01-31`.
fn file_name(section: &str, figures: &Figures) -> String {
    let name = section.to_lowercase().replace(' ', "-");
    match figures.totals.range {
        Some(range) => format!("usage-{name}_{}_{}", range.first, range.last),
        None => format!("usage-{name}"),
    }
}
