//! A button that opens a menu: the actions that are wanted less often.

use wasm_bindgen::JsCast;
use web_sys::Node;
use yew::prelude::*;

use super::dom;

#[derive(Properties, PartialEq)]
pub(super) struct MenuProps {
    /// ID of the button; those of the items follow from it.
    pub(super) id: AttrValue,
    /// The button's accessible name.
    pub(super) label: AttrValue,
    /// ID of what the actions are about, if the names do not say it.
    #[prop_or_default]
    pub(super) described_by: Option<AttrValue>,
    /// At least one.
    pub(super) items: Vec<Item>,
}

/// An action of a menu.
#[derive(Clone, PartialEq)]
pub(super) struct Item {
    pub(super) name: &'static str,
    /// Why it cannot be chosen now is for the page to say.
    pub(super) disabled: bool,
    pub(super) onchosen: Callback<()>,
}

impl Item {
    /// The action as a button of its own, beside the menu; `described_by` as in [`MenuProps`].
    pub(super) fn button(&self, described_by: &AttrValue) -> Html {
        html! {
            <button type="button" class="small" disabled={self.disabled} aria-describedby={described_by.clone()}
                onclick={self.onchosen.reform(|_: MouseEvent| ())}>{ self.name }</button>
        }
    }
}

/// A button and its menu: opened by a click or an arrow key, closed by Escape, by Tab, and by a click elsewhere.
#[component(Menu)]
pub(super) fn menu(props: &MenuProps) -> Html {
    let MenuProps {
        id,
        label,
        described_by,
        items,
    } = props;
    // The item that has the focus, while the menu is open.
    let focused = use_state_eq(|| None::<usize>);
    {
        let id = id.clone();
        use_effect_with(*focused, move |focused| {
            if let Some(at) = focused {
                dom::focus(&item_id(&id, *at));
            }
        });
    }
    let close = {
        let (focused, id) = (focused.clone(), id.clone());
        Callback::from(move |()| {
            focused.set(None);
            dom::focus(&id);
        })
    };
    let onclick = {
        let focused = focused.clone();
        Callback::from(move |_: MouseEvent| focused.set(focused.is_none().then_some(0)))
    };
    let onkeydown = {
        let (focused, close, count) = (focused.clone(), close.clone(), items.len());
        Callback::from(move |event: KeyboardEvent| {
            let next = match (event.key().as_str(), *focused) {
                ("ArrowDown", None) | ("Home", Some(_)) => 0,
                ("ArrowUp", None) | ("End", Some(_)) => count - 1,
                ("ArrowDown", Some(at)) => (at + 1) % count,
                ("ArrowUp", Some(at)) => (at + count - 1) % count,
                ("Escape", Some(_)) => return close.emit(()),
                _ => return,
            };
            event.prevent_default();
            focused.set(Some(next));
        })
    };
    let onfocusout = {
        let focused = focused.clone();
        Callback::from(move |event: FocusEvent| {
            let inside = event
                .current_target()
                .and_then(|menu| menu.dyn_into::<Node>().ok());
            let next = event
                .related_target()
                .and_then(|next| next.dyn_into::<Node>().ok());
            if !inside.is_some_and(|menu| menu.contains(next.as_ref())) {
                focused.set(None);
            }
        })
    };
    let item = |(at, item): (usize, &Item)| {
        let onclick = {
            let (close, item) = (close.clone(), item.clone());
            Callback::from(move |_: MouseEvent| {
                if !item.disabled {
                    close.emit(());
                    item.onchosen.emit(());
                }
            })
        };
        html! {
            <button type="button" role="menuitem" id={item_id(id, at)} tabindex="-1"
                aria-disabled={item.disabled.then_some("true")} {onclick}>{ item.name }</button>
        }
    };
    html! {
        <div class="menu" {onkeydown} {onfocusout}>
            <button type="button" class="small" id={id.clone()} aria-haspopup="menu" aria-expanded={focused.is_some().to_string()}
                aria-describedby={described_by.clone()} {onclick}>{ label.clone() }</button>
            if focused.is_some() {
                <div role="menu" aria-labelledby={id.clone()}>{ for items.iter().enumerate().map(item) }</div>
            }
        </div>
    }
}

fn item_id(id: &str, at: usize) -> String {
    format!("{id}-{at}")
}
