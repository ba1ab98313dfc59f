//! What is rendered, as text, and its elements found as people find them: by role and name.
use std::collections::HashSet;
use std::rc::Rc;

use scraper::{ElementRef, Html, Selector};
use tokio::runtime;
use tokio::task::LocalSet;
use usage_view::{Action, Content, KeptAction, KeptExports, KeptState, State};
use yew::{BaseComponent, Callback, LocalServerRenderer, Properties, component, html};

use super::support::day;

#[derive(Properties, PartialEq)]
struct RegionProps {
    state: Rc<State>,
}

/// The content in a given state, below the heading that the page has.
#[component(Region)]
fn region(props: &RegionProps) -> yew::Html {
    let dispatch = Callback::from(|_: Action| ());
    html! { <Content state={Rc::clone(&props.state)} {dispatch} /> }
}

#[derive(Properties, PartialEq)]
struct KeptProps {
    state: Rc<KeptState>,
}

/// The kept exports in a given state.
#[component(Kept)]
fn kept(props: &KeptProps) -> yew::Html {
    let dispatch = Callback::from(|_: KeptAction| ());
    html! { <KeptExports today={day("2025-06-02")} state={Rc::clone(&props.state)} {dispatch} /> }
}

/// What is rendered.
pub(crate) struct Page(Html);

impl Page {
    /// Renders a state. Whatever it is: IDs are unique, references lead somewhere, controls have names.
    pub(crate) fn of(state: &State) -> Self {
        let state = Rc::new(state.clone());
        Self::render::<Region>(RegionProps { state })
    }

    /// Renders what is kept.
    pub(crate) fn of_kept(state: &KeptState) -> Self {
        let state = Rc::new(state.clone());
        Self::render::<Kept>(KeptProps { state })
    }

    fn render<C: BaseComponent>(props: C::Properties) -> Self {
        let renderer = LocalServerRenderer::<C>::with_props(props);
        let runtime = runtime::Builder::new_current_thread().build();
        let markup = LocalSet::new().block_on(
            &runtime.expect("a runtime"),
            renderer.hydratable(false).render(),
        );
        let page = Self(Html::parse_fragment(&markup));
        page.check_references();
        page
    }

    fn check_references(&self) {
        let mut ids = HashSet::new();
        for element in self.select("[id]") {
            let id = element.attr("id").unwrap_or_default();
            assert!(
                !id.is_empty() && !id.contains(' '),
                "an ID that is none: {id:?}"
            );
            assert!(ids.insert(id), "two elements have the ID {id}");
        }
        for attribute in [
            "for",
            "aria-labelledby",
            "aria-describedby",
            "aria-controls",
        ] {
            for element in self.select(&format!("[{attribute}]")) {
                let value = element.attr(attribute).unwrap_or_default();
                for id in value.split(' ') {
                    assert!(ids.contains(id), "{attribute}={value:?} leads nowhere");
                }
            }
        }
        for element in self.select("input, button, table, [role=group]") {
            assert!(
                !self.name(element).is_empty(),
                "without a name: {}",
                element.html()
            );
        }
    }

    /// What holds everything.
    pub(crate) fn root(&self) -> ElementRef<'_> {
        self.0.root_element()
    }

    /// Elements that have neither a role nor a name.
    pub(crate) fn by_selector(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.select(selector)
    }

    fn select(&self, selector: &str) -> Vec<ElementRef<'_>> {
        let selector = Selector::parse(selector).expect("a selector");
        self.0.select(&selector).collect()
    }

    /// The element with an ID.
    pub(crate) fn by_id(&self, id: &str) -> ElementRef<'_> {
        only(&self.select(&format!("[id='{id}']")), &format!("ID {id}"))
    }

    /// Every element of a role, in reading order.
    pub(crate) fn all(&self, role: &str) -> Vec<ElementRef<'_>> {
        let all = self.select("*").into_iter();
        all.filter(|element| Self::role(*element) == Some(role))
            .collect()
    }

    /// The names of every element of a role, in reading order.
    pub(crate) fn names(&self, role: &str) -> Vec<String> {
        self.all(role)
            .into_iter()
            .map(|element| self.name(element))
            .collect()
    }

    /// The one element of a role and name.
    pub(crate) fn get(&self, role: &str, name: &str) -> ElementRef<'_> {
        only(&self.find(role, name), &format!("{role} {name:?}"))
    }

    /// Every element of a role and name, where there may be none.
    pub(crate) fn find(&self, role: &str, name: &str) -> Vec<ElementRef<'_>> {
        let all = self.all(role).into_iter();
        all.filter(|element| self.name(*element) == name).collect()
    }

    /// The control with a label; a radio button is found by its role.
    pub(crate) fn field(&self, label: &str) -> ElementRef<'_> {
        let controls = self.select("input, select").into_iter();
        let found: Vec<_> = controls
            .filter(|control| self.name(*control) == label)
            .collect();
        only(&found, &format!("field {label:?}"))
    }

    /// Everything, attributes too.
    pub(crate) fn markup(&self) -> String {
        self.0.html()
    }

    /// The role that an element has, or has by its nature.
    fn role(element: ElementRef<'_>) -> Option<&str> {
        if let Some(role) = element.attr("role") {
            return Some(role);
        }
        Some(match element.value().name() {
            "a" => "link",
            "button" => "button",
            "h3" => "heading",
            "table" => "table",
            "ul" => "list",
            "progress" => "progressbar",
            // Dates have no role; people look for them as they do for text.
            "input" => "textbox",
            _ => return None,
        })
    }

    /// The accessible name of an element.
    pub(crate) fn name(&self, element: ElementRef<'_>) -> String {
        if let Some(name) = element.attr("aria-label") {
            return name.to_owned();
        }
        let labelled_by = self.referred(element, "aria-labelledby");
        if !labelled_by.is_empty() {
            return labelled_by.join(" ");
        }
        match element.value().name() {
            "input" | "select" | "textarea" => self.label(element).map(text).unwrap_or_default(),
            "fieldset" => children(element, "legend")
                .first()
                .copied()
                .map(text)
                .unwrap_or_default(),
            "button" | "a" | "h1" | "h2" | "h3" | "h4" | "td" | "th" => text(element),
            _ => String::new(),
        }
    }

    fn label(&self, control: ElementRef<'_>) -> Option<ElementRef<'_>> {
        if let Some(id) = control.attr("id")
            && let Some(label) = self.select(&format!("label[for='{id}']")).first()
        {
            return Some(*label);
        }
        self.select("label")
            .into_iter()
            .find(|label| label.descendants().any(|node| node.id() == control.id()))
    }

    fn referred(&self, element: ElementRef<'_>, attribute: &str) -> Vec<String> {
        let ids = element.attr(attribute).unwrap_or_default();
        ids.split_whitespace()
            .map(|id| text(self.by_id(id)))
            .collect()
    }
}

/// Elements below another.
pub(crate) fn children<'a>(element: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    element
        .select(&Selector::parse(selector).expect("a selector"))
        .collect()
}

/// The texts of elements below another.
pub(crate) fn texts(element: ElementRef<'_>, selector: &str) -> Vec<String> {
    children(element, selector).into_iter().map(text).collect()
}

/// The text of an element, blanks as a reader sees them.
pub(crate) fn text(element: ElementRef<'_>) -> String {
    let whole: String = element.text().collect();
    whole.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn only<'a>(found: &[ElementRef<'a>], what: &str) -> ElementRef<'a> {
    match found {
        [one] => *one,
        [] => panic!("there is no {what}"),
        more => panic!("there are {} of {what}", more.len()),
    }
}
