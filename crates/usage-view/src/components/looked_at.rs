//! Which bar of a chart is looked at: the one that the pointer or the focus came to last.
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::keyboard::arrows;
use crate::state::Action;

/// The attribute with a bar's number.
pub(super) const BAR: &str = "data-bar";

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct LookedAt {
    pointed: Option<usize>,
    focused: Option<usize>,
    pointed_last: bool,
}

enum Look {
    Pointed(Option<usize>),
    Focused(Option<usize>),
}

impl Reducible for LookedAt {
    type Action = Look;

    fn reduce(self: Rc<Self>, action: Look) -> Rc<Self> {
        let next = match action {
            Look::Pointed(pointed) => Self {
                pointed,
                pointed_last: pointed.is_some(),
                ..*self
            },
            Look::Focused(focused) => Self {
                focused,
                pointed_last: focused.is_none(),
                ..*self
            },
        };
        Rc::new(next)
    }
}

impl LookedAt {
    fn current(self) -> Option<usize> {
        if self.pointed_last {
            self.pointed.or(self.focused)
        } else {
            self.focused.or(self.pointed)
        }
    }
}

/// Listeners of a chart.
pub(super) struct Watch {
    pub(super) over: Callback<MouseEvent>,
    pub(super) out: Callback<MouseEvent>,
    pub(super) focus: Callback<FocusEvent>,
    pub(super) blur: Callback<FocusEvent>,
}

/// The number of the bar that is looked at, and the listeners that find it out.
#[hook]
pub(super) fn use_looked_at() -> (Option<usize>, Watch) {
    let looked_at = use_reducer_eq(LookedAt::default);
    let dispatch = looked_at.dispatcher();
    let tell = Callback::from(move |look| dispatch.dispatch(look));
    let watch = Watch {
        over: tell.reform(|event: MouseEvent| Look::Pointed(bar_of(&event))),
        out: tell.reform(|_| Look::Pointed(None)),
        focus: tell.reform(|event: FocusEvent| Look::Focused(bar_of(&event))),
        blur: tell.reform(|_| Look::Focused(None)),
    };
    (looked_at.current(), watch)
}

/// The number of the bar that an event happened to.
fn bar_of(event: &web_sys::Event) -> Option<usize> {
    let element: Element = event.target()?.dyn_into().ok()?;
    let bar = element.closest(&format!("[{BAR}]")).ok()??;
    bar.get_attribute(BAR)?.parse().ok()
}

/// Listeners of a chart: a click, Enter or Space on a bar acts, arrow keys lead to the other bars.
pub(super) fn on_bar(
    dispatch: &Callback<Action>,
    action: impl Fn(usize) -> Option<Action> + 'static,
) -> (Callback<MouseEvent>, Callback<KeyboardEvent>) {
    let dispatch = dispatch.clone();
    let act = Rc::new(move |event: &web_sys::Event| {
        let action = bar_of(event).and_then(&action);
        if let Some(action) = action {
            event.prevent_default();
            dispatch.emit(action);
        }
    });
    let on_click = Rc::clone(&act);
    (
        Callback::from(move |event: MouseEvent| on_click(&event)),
        Callback::from(move |event: KeyboardEvent| {
            if matches!(event.key().as_str(), "Enter" | " ") {
                act(&event);
            } else {
                arrows(&event);
            }
        }),
    )
}
