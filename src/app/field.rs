//! One labelled control with its hint and its problems: the only place that knows how they are tied together.

use yew::prelude::*;

/// Properties of [`FieldFrame`].
#[derive(Properties, PartialEq)]
pub struct FieldFrameProps {
    /// ID of the control; those of hint and problem follow from it.
    pub id: AttrValue,
    /// The accessible name.
    pub label: AttrValue,
    /// What to type, in a few words.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong, in the words that the summary uses too.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
    /// What is allowed but worth a word.
    #[prop_or_default]
    pub warning: Option<AttrValue>,
    /// Shown after the label, for example "optional".
    #[prop_or_default]
    pub mark: Option<AttrValue>,
    /// Further classes of the frame.
    #[prop_or_default]
    pub class: Classes,
    /// The control, described by [`described_by`].
    pub children: Html,
}

/// Label, control, hint, problem and warning in reading order.
#[component(FieldFrame)]
pub fn field_frame(props: &FieldFrameProps) -> Html {
    let id = &props.id;
    html! {
        <div class={classes!("field", props.problem.is_some().then_some("has-problem"), props.class.clone())}>
            <div class="field-head">
                <label for={id.clone()}>{ &props.label }</label>
                if let Some(mark) = &props.mark {
                    <span class="mark">{ mark }</span>
                }
            </div>
            { props.children.clone() }
            if let Some(problem) = &props.problem {
                <p class="problem" id={format!("{id}-problem")}>{ problem }</p>
            }
            if let Some(warning) = &props.warning {
                <p class="warning" id={format!("{id}-warning")}>{ warning }</p>
            }
            if let Some(hint) = &props.hint {
                <p class="hint" id={format!("{id}-hint")}>{ hint }</p>
            }
        </div>
    }
}

/// The value of `aria-describedby` for a control: its problem first, then its warning and hint.
pub(super) fn described_by(id: &str, problem: bool, warning: bool, hint: bool) -> Option<String> {
    let parts = [(problem, "problem"), (warning, "warning"), (hint, "hint")];
    let ids: Vec<_> = parts.iter().filter(|(is, _)| *is).map(|(_, part)| format!("{id}-{part}")).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// Properties of [`TextField`].
#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    /// ID of the control.
    pub id: AttrValue,
    /// The accessible name.
    pub label: AttrValue,
    /// What is in it.
    pub value: AttrValue,
    /// Takes what is typed.
    pub on_typed: Callback<String>,
    /// Called when the field is left.
    #[prop_or_default]
    pub on_left: Callback<()>,
    /// What to type.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// What is wrong.
    #[prop_or_default]
    pub problem: Option<AttrValue>,
    /// What is worth a word.
    #[prop_or_default]
    pub warning: Option<AttrValue>,
    /// Shown after the label.
    #[prop_or_default]
    pub mark: Option<AttrValue>,
    /// `password` hides what is typed; otherwise `text`.
    #[prop_or_default]
    pub secret: bool,
    /// Whether something has to be typed.
    #[prop_or_default]
    pub required: bool,
    /// What the browser may fill in.
    #[prop_or(AttrValue::Static("off"))]
    pub autocomplete: AttrValue,
    /// Which keyboard a touch screen shows.
    #[prop_or_default]
    pub inputmode: Option<AttrValue>,
    /// An example, shown while the field is empty.
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// Further classes of the frame.
    #[prop_or_default]
    pub class: Classes,
}

/// A line of text. Never `type=url` or `type=date`: those change or hide what was typed.
#[component(TextField)]
pub fn text_field(props: &TextFieldProps) -> Html {
    let TextFieldProps { id, hint, problem, warning, .. } = props;
    let oninput = props.on_typed.reform(|event: InputEvent| {
        event.target_dyn_into::<web_sys::HtmlInputElement>().map(|input| input.value()).unwrap_or_default()
    });
    let onblur = props.on_left.reform(|_: FocusEvent| ());
    let described_by = described_by(id, problem.is_some(), warning.is_some(), hint.is_some());
    html! {
        <FieldFrame id={id.clone()} label={props.label.clone()} hint={hint.clone()} problem={problem.clone()}
            warning={warning.clone()} mark={props.mark.clone()} class={props.class.clone()}>
            <input id={id.clone()} name={id.clone()} type={if props.secret { "password" } else { "text" }}
                value={props.value.clone()} {oninput} {onblur} autocomplete={props.autocomplete.clone()}
                autocapitalize="none" spellcheck="false" inputmode={props.inputmode.clone()}
                placeholder={props.placeholder.clone()} aria-required={props.required.then_some("true")}
                aria-invalid={problem.is_some().then_some("true")} aria-describedby={described_by} />
        </FieldFrame>
    }
}
