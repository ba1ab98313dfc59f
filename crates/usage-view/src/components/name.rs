//! A name from a file.
use yew::prelude::*;

use metering_core::usage::GroupName;

#[derive(Properties, PartialEq)]
pub(super) struct NameProps {
    pub(super) name: Option<String>,
    /// What is shown where there is none.
    pub(super) none: AttrValue,
}

/// A name, or words for a missing one.
#[component(Name)]
pub(super) fn name(props: &NameProps) -> Html {
    match &props.name {
        Some(name) => html! { <bdi>{ name.clone() }</bdi> },
        None => html! { <i class="null">{ props.none.clone() }</i> },
    }
}

/// What a group is called, and whether that is a name.
pub(super) fn words(group: &GroupName) -> (String, bool) {
    let or = |name: Option<&String>, none: &str| match name {
        Some(name) => (name.clone(), true),
        None => (none.to_owned(), false),
    };
    match group {
        GroupName::Day { day } => (day.to_string(), true),
        GroupName::Project { project } => or(project.as_ref(), "No project"),
        GroupName::Unclear { text } => (format!("Name unclear: {text}"), true),
        GroupName::Folder { folder, .. } => or(folder.as_ref(), "No folder"),
        GroupName::Organization {
            org_id, org_name, ..
        } => or(org_name.as_ref().or(org_id.as_ref()), "No organization"),
        GroupName::Meter {
            meter_id,
            meter_name,
        } => or(meter_name.as_ref().or(meter_id.as_ref()), "No meter"),
        GroupName::Asset { asset, .. } => or(asset.as_ref(), "No asset"),
    }
}
