//! The exports that are kept in this browser, what is missing between them, and the names of organizations.
mod lacking;
mod names;

use std::collections::BTreeMap;
use std::rc::Rc;

use web_sys::HtmlElement;
use yew::prelude::*;

use super::exports::days;
use crate::amount::count;
use crate::kept::{KeptAction, KeptState, Key};
use lacking::LackingDays;
use metering_core::usage::Day;
use metering_core::usage::kept::{Kept, Part};
use names::Names;

#[derive(Properties, PartialEq)]
pub struct KeptProps {
    /// The present day in UTC.
    pub today: Day,
    /// What is kept.
    pub state: Rc<KeptState>,
    /// Tells what somebody does.
    pub dispatch: Callback<KeptAction>,
}

/// The exports that are kept in this browser, what is missing between them, and the names of organizations.
#[component(KeptExports)]
pub fn kept_exports(props: &KeptProps) -> Html {
    let KeptProps {
        today,
        state,
        dispatch,
    } = props;
    // The export that may be removed: that is asked first.
    let asked = use_state_eq(|| None::<Key>);
    let names = state.names();
    let row = |(key, kept, is_open): &(Key, Kept, bool)| {
        let ask = {
            let (asked, key) = (asked.setter(), *key);
            Callback::from(move |is_asked: bool| asked.set(is_asked.then_some(key)))
        };
        html! {
            <KeptRow key={*key} number={*key} kept={kept.clone()} is_open={*is_open} names={names.clone()}
                is_asked={*asked == Some(*key)} {ask} dispatch={dispatch.clone()} />
        }
    };
    let remove_unreadable = dispatch.reform(|_: MouseEvent| KeptAction::RemoveUnreadable);
    let title = "Kept in this browser";
    html! {
        <>
            <>{ for state.problems.iter().map(|problem| html! { <p class="notice warning-notice">{ problem.clone() }</p> }) }</>
            if !state.exports.is_empty() || state.unreadable > 0 {
                <div class="usage-section">
                    <h3 id="usage-kept" tabindex="-1">{ title }</h3>
                    <p class="quiet">
                        if state.keeps {
                            {"Exports stay here until you remove them, also when the service has deleted its data."}
                        } else {
                            {"No further exports are kept: config.json says so."}
                        }
                    </p>
                    if state.unreadable > 0 {
                        <p class="notice warning-notice">
                            { format!("{} cannot be read. ", count(state.unreadable as u64, "kept export", "kept exports")) }
                            <button type="button" class="small" onclick={remove_unreadable}>{"Remove what cannot be read"}</button>
                        </p>
                    }
                    if !state.exports.is_empty() {
                        <div class="scroll" tabindex="0" role="group" aria-label={title}><table aria-labelledby="usage-kept">
                            <thead>
                                <tr>
                                    { for ["Export", "Kind", "Organization", "Days", "Kept", "Size", "Actions"].map(|name| html! {
                                        <th scope="col">{ name }</th>
                                    }) }
                                </tr>
                            </thead>
                            <tbody>{ for state.exports.iter().map(row) }</tbody>
                        </table></div>
                        <LackingDays today={*today} state={Rc::clone(state)} dispatch={dispatch.clone()} />
                    }
                </div>
            }
            <Names state={Rc::clone(state)} dispatch={dispatch.clone()} />
        </>
    }
}

#[derive(Properties, PartialEq)]
struct KeptRowProps {
    number: Key,
    kept: Kept,
    /// Whether it is shown.
    is_open: bool,
    /// The names of organizations, by ID.
    names: BTreeMap<String, String>,
    /// Whether to ask if it should be removed.
    is_asked: bool,
    ask: Callback<bool>,
    dispatch: Callback<KeptAction>,
}

/// A kept export and what can be done with it.
#[component(KeptRow)]
fn kept_row(props: &KeptRowProps) -> Html {
    let KeptRowProps {
        number,
        kept,
        is_open,
        names,
        is_asked,
        ask,
        dispatch,
    } = props;
    // The buttons are replaced by those of the question and come back: the focus goes with them.
    let button = use_node_ref();
    let was_asked = use_mut_ref(|| false);
    use_effect_with(*is_asked, {
        let button = button.clone();
        move |is_asked| {
            if was_asked.replace(*is_asked) != *is_asked
                && let Some(button) = button.cast::<HtmlElement>()
            {
                let _ = button.focus(); // a button takes the focus
            }
        }
    });
    let key = *number;
    let name = &kept.source.name;
    let parts = |text: fn(&Part) -> Option<String>| {
        let texts: Vec<String> = kept.parts.iter().filter_map(text).collect();
        if texts.is_empty() {
            "–".to_owned()
        } else {
            texts.join("; ")
        }
    };
    let act = |action: KeptAction| dispatch.reform(move |_: MouseEvent| action.clone());
    let ask_with = |is_asked| ask.reform(move |_: MouseEvent| is_asked);
    let remove = {
        let (ask, dispatch) = (ask.clone(), dispatch.clone());
        move |_: MouseEvent| {
            ask.emit(false);
            dispatch.emit(KeptAction::Remove(key));
        }
    };
    html! {
        <tr>
            <th scope="row"><bdi>{ name.clone() }</bdi></th>
            <td>{ parts(|part| Some(part.kind.title().into())) }</td>
            <td>{ for organizations(&kept.parts).into_iter().map(|id| organization(id, names)) }</td>
            <td>{ parts(|part| part.days.map(days)) }</td>
            <td>{ Day::of_unix_millis(kept.at).map(|day| day.to_string()) }</td>
            <td>{ size(kept.size) }</td>
            <td>
                if *is_asked {
                    <span>{"Remove it from this browser? "}</span>
                    <button type="button" class="small" onclick={remove} aria-label={format!("Remove {name} now")}>{"Remove"}</button>
                    {" "}
                    <button ref={button} type="button" class="small" onclick={ask_with(false)} aria-label={format!("Keep {name}")}>{"Keep"}</button>
                } else {
                    if *is_open {
                        <span class="quiet">{"Shown "}</span>
                    } else {
                        <button type="button" class="small" onclick={act(KeptAction::Show(key))} aria-label={format!("Show {name}")}>{"Show"}</button>
                    }
                    {" "}
                    <button type="button" class="small" onclick={act(KeptAction::Save(key))} aria-label={format!("Save {name}")}>{"Save"}</button>
                    {" "}
                    <button ref={button} type="button" class="small" onclick={ask_with(true)} aria-label={format!("Remove {name}")}>{"Remove"}</button>
                }
            </td>
        </tr>
    }
}

/// The IDs of all organizations of an export.
fn organizations(parts: &[Part]) -> Vec<&str> {
    let all = parts.iter().flat_map(|part| &part.organizations);
    let mut ids: Vec<&str> = all.map(|organization| organization.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// An organization by its name and ID.
fn organization(id: &str, names: &BTreeMap<String, String>) -> Html {
    html! {
        <div>
            if let Some(name) = names.get(id) {
                <bdi>{ name.clone() }</bdi>{" "}
            }
            <code>{ id }</code>
        </div>
    }
}

/// The size of a file.
#[expect(clippy::cast_precision_loss, reason = "one decimal is shown")]
fn size(bytes: u64) -> String {
    if bytes < 1000 {
        return count(bytes, "byte", "bytes");
    }
    let bytes = bytes as f64;
    if bytes < 999_950.0 {
        format!("{:.1} KB", bytes / 1e3)
    } else {
        format!("{:.1} MB", bytes / 1e6)
    }
}
