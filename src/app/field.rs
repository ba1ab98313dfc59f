//! One labelled control with its problem, warning and hint: the only place that knows how they are tied together.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use metering_core::usage::Meter;

/// Properties of [`Field`].
#[derive(Properties, PartialEq)]
pub(super) struct FieldProps {
    /// ID and name of the control; the IDs of problem, warning and hint follow from it.
    pub(super) id: &'static str,
    /// The accessible name.
    pub(super) label: &'static str,
    /// Shown after the label, for example "optional".
    #[prop_or_default]
    pub(super) mark: Option<&'static str>,
    /// What is in it; `None` leaves the control as it is, see [`unless_empty`].
    pub(super) value: Option<AttrValue>,
    /// What is wrong, in the words that the summary uses too.
    #[prop_or_default]
    pub(super) problem: Option<AttrValue>,
    /// What is allowed but worth a word.
    #[prop_or_default]
    pub(super) warning: Option<AttrValue>,
    /// What to type, in a few words.
    #[prop_or_default]
    pub(super) hint: Option<AttrValue>,
    /// What kind of control it is.
    #[prop_or_default]
    pub(super) control: Control,
}

/// The control of a [`Field`]. Never `type=url`, nor `type=date` alone: those change or hide what was typed.
#[derive(Clone, Default, PartialEq)]
pub(super) enum Control {
    /// A line of text.
    #[default]
    Text,
    /// A required date: a line of text, and beside it the browser's date picker, opened at the day given as `2024-08-12`. A
    /// day that is picked is an input of the name with [`PICK`] before it. `None` is without the date picker: a browser
    /// takes longer to draw two of those than all the rest of the form.
    Date(Option<AttrValue>),
    /// The ID of a meter: a line of text that suggests the known ones.
    Meter(Rc<Vec<Meter>>),
    /// A line of text that the browser may fill in as a user name.
    UserName,
    /// A line of text that is not shown, and what the browser may fill in.
    Secret(&'static str),
    /// One of few values: value and text of each.
    Choice(&'static [(&'static str, &'static str)]),
}

/// Prefix of the date picker's name.
pub(super) const PICK: &str = "pick-";

/// Label, control, problem, warning and hint in reading order. Events bubble: the form around it listens, and reads them with
/// [`typed`].
#[component(Field)]
pub(super) fn field(props: &FieldProps) -> Html {
    let FieldProps {
        id, label, mark, ..
    } = props;
    let below = props.below();
    html! {
        <div class="field">
            <div class="field-head">
                <label for={*id}>{ *label }</label>
                if let Some(mark) = mark {
                    <span class="mark">{ *mark }</span>
                }
            </div>
            { control(props) }
            // A list of its own: among the siblings, a text that comes or goes would replace the control.
            <>{ for below.map(|(kind, text)| html! {
                <p class={kind} id={format!("{id}-{kind}")}>{ text.clone() }</p>
            }) }</>
        </div>
    }
}

fn control(props: &FieldProps) -> Html {
    let FieldProps {
        id, label, value, ..
    } = props;
    let (id, value) = (*id, value.clone());
    let invalid = props.problem.is_some().then_some("true");
    let described_by = props.described_by();
    if let Control::Choice(options) = props.control {
        return html! {
            <select {id} name={id} autocomplete="off" aria-invalid={invalid} aria-describedby={described_by}>
                { for options.iter().map(|(option, text)| html! {
                    <option value={*option} selected={value.as_deref().unwrap_or_default() == *option}>{ *text }</option>
                }) }
            </select>
        };
    }
    let (kind, autocomplete) = match props.control {
        Control::Secret(autocomplete) => ("password", Some(autocomplete)),
        Control::UserName => ("text", Some("username")),
        // With "off", Firefox does not suggest anything.
        Control::Meter(_) => ("text", None),
        Control::Text | Control::Date(_) | Control::Choice(_) => ("text", Some("off")),
    };
    let list = matches!(props.control, Control::Meter(_)).then(|| format!("{id}-known"));
    let is_date = matches!(props.control, Control::Date(_));
    let input = html! {
        <input {id} name={id} type={kind} {value} list={list.clone()} {autocomplete} autocapitalize="none"
            spellcheck="false" placeholder={is_date.then_some("2024-08-12")} aria-required={is_date.then_some("true")}
            aria-invalid={invalid} aria-describedby={described_by} />
    };
    if let Control::Meter(meters) = &props.control {
        return html! {
            <>
                { input }
                <datalist id={list}>
                    { for meters.iter().map(|meter| html! { <option value={meter.id.clone()} label={meter.name.clone()} /> }) }
                </datalist>
            </>
        };
    }
    let Control::Date(day) = &props.control else {
        return input;
    };
    html! {
        <div class="date">
            { input }
            if let Some(day) = day {
                <input type="date" class="pick" name={format!("{PICK}{id}")} value={day.clone()}
                    autocomplete="off" aria-label={format!("Pick {}", with_article(label))} />
            }
        </div>
    }
}

impl FieldProps {
    /// The texts below the control, the problem first.
    fn below(&self) -> impl Iterator<Item = (&'static str, &AttrValue)> {
        let texts = [
            ("problem", &self.problem),
            ("warning", &self.warning),
            ("hint", &self.hint),
        ];
        texts
            .into_iter()
            .filter_map(|(kind, text)| Some((kind, text.as_ref()?)))
    }

    /// The value of `aria-describedby`.
    fn described_by(&self) -> Option<String> {
        let ids: Vec<_> = self
            .below()
            .map(|(kind, _)| format!("{}-{kind}", self.id))
            .collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// `Start date` as in "pick a start date".
fn with_article(label: &str) -> String {
    let label = label.to_lowercase();
    let article = if label.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {label}")
}

/// The value of a control that only the person who types empties: while it is empty, the control is left as it is, because the
/// browser may have filled it in.
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
