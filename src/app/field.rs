//! One labelled control with its problem, warning and hint: the only place that knows how they are tied together.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A labelled control. Events bubble: the form that it stands in listens, and reads them with [`typed`].
#[derive(Default)]
pub(super) struct Field {
    /// ID and name of the control; the IDs of problem, warning and hint follow from it.
    pub(super) id: &'static str,
    /// The accessible name.
    pub(super) label: &'static str,
    /// Shown after the label, for example "optional".
    pub(super) mark: Option<&'static str>,
    /// What is in it; `None` leaves it as it is.
    pub(super) value: Option<AttrValue>,
    /// What is wrong, in the words that the summary uses too.
    pub(super) problem: Option<AttrValue>,
    /// What is allowed but worth a word.
    pub(super) warning: Option<AttrValue>,
    /// What to type, in a few words.
    pub(super) hint: Option<AttrValue>,
    /// What kind of control it is.
    pub(super) control: Control,
}

/// The control of a [`Field`]. Never `type=url`, nor `type=date` alone: those change or hide what was typed.
#[derive(Default)]
pub(super) enum Control {
    /// A line of text.
    #[default]
    Text,
    /// A date that has to be there: a line of text, and beside it the browser's calendar, opened at the day given as
    /// `2024-08-12`. A day that is chosen is an input of the name with [`PICK`] before it. `None` is without the calendar:
    /// a browser takes longer to draw two of those than all the rest of the form.
    Date(Option<String>),
    /// A line of text that the browser may fill in as a user name.
    UserName,
    /// A line of text that is not shown, and what the browser may fill in.
    Secret(&'static str),
    /// One of few values: value and text of each.
    Choice(&'static [(&'static str, &'static str)]),
}

/// What stands before the name of a field in that of its calendar.
pub(super) const PICK: &str = "pick-";

impl Field {
    /// Label, control, problem, warning and hint in reading order.
    pub(super) fn view(self) -> Html {
        let Self {
            id,
            label,
            mark,
            ref problem,
            ref warning,
            ref hint,
            ..
        } = self;
        let below = [("problem", problem), ("warning", warning), ("hint", hint)];
        html! {
            <div class="field">
                <div class="field-head">
                    <label for={id}>{ label }</label>
                    if let Some(mark) = mark {
                        <span class="mark">{ mark }</span>
                    }
                </div>
                { self.control_view() }
                // A list of its own: among the siblings, a text that comes or goes would replace the control.
                <>{ for below.into_iter().filter_map(|(kind, text)| Some(html! {
                    <p class={kind} id={format!("{id}-{kind}")}>{ text.clone()? }</p>
                })) }</>
            </div>
        }
    }

    fn control_view(&self) -> Html {
        let id = self.id;
        let invalid = self.problem.is_some().then_some("true");
        let described_by = self.described_by();
        if let Control::Choice(options) = self.control {
            return html! {
                <select {id} name={id} aria-invalid={invalid} aria-describedby={described_by}>
                    { for options.iter().map(|(value, text)| html! {
                        <option value={*value} selected={self.value.as_deref().unwrap_or_default() == *value}>{ *text }</option>
                    }) }
                </select>
            };
        }
        let (kind, autocomplete) = match self.control {
            Control::Secret(autocomplete) => ("password", autocomplete),
            Control::UserName => ("text", "username"),
            Control::Text | Control::Date(_) | Control::Choice(_) => ("text", "off"),
        };
        let is_date = matches!(self.control, Control::Date(_));
        let input = html! {
            <input {id} name={id} type={kind} value={self.value.clone()} {autocomplete} autocapitalize="none"
                spellcheck="false" placeholder={is_date.then_some("2024-08-12")} aria-required={is_date.then_some("true")}
                aria-invalid={invalid} aria-describedby={described_by} />
        };
        let Control::Date(day) = &self.control else {
            return input;
        };
        html! {
            <div class="date">
                { input }
                if let Some(day) = day {
                    <input type="date" class="pick" name={format!("{PICK}{id}")} value={day.clone()}
                        autocomplete="off" aria-label={format!("Choose {}", self.label)} />
                }
            </div>
        }
    }

    /// The value of `aria-describedby`: the problem first.
    fn described_by(&self) -> Option<String> {
        let parts = [
            ("problem", &self.problem),
            ("warning", &self.warning),
            ("hint", &self.hint),
        ];
        let there = parts.into_iter().filter(|(_, text)| text.is_some());
        let ids: Vec<_> = there
            .map(|(kind, _)| format!("{}-{kind}", self.id))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// A text for a control, where it is only ever emptied by who types: while there is none, the control is left as it is, with
/// what was typed, or filled in by the browser, before the page was live.
pub(super) fn unless_empty(text: &str) -> Option<AttrValue> {
    (!text.is_empty()).then(|| text.to_owned().into())
}

/// Name and content of the control that an event comes from.
pub(super) fn typed(event: &Event) -> Option<(String, String)> {
    let target = event.target()?;
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => Some((input.name(), input.value())),
        Err(target) => target
            .dyn_into::<HtmlSelectElement>()
            .ok()
            .map(|select| (select.name(), select.value())),
    }
}

/// Whether the focus moves on to another control that can be typed into.
pub(super) fn goes_to_a_control(event: &FocusEvent) -> bool {
    event.related_target().is_some_and(|target| {
        target.has_type::<HtmlInputElement>() || target.has_type::<HtmlSelectElement>()
    })
}
