//! A name from a file.
use yew::prelude::*;

use chrono::Datelike;
use metering_core::usage::{DayRange, Grain, GroupName};

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
        GroupName::Period { grain, days } => (period(*grain, *days), true),
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
        GroupName::AssetType { asset_type } => or(asset_type.as_ref(), "No asset type"),
        GroupName::Environment { environment } => or(environment.as_ref(), "No environment"),
        GroupName::Tier { tier } => or(tier.as_ref(), "No tier"),
    }
}

/// What a group is called where the names around it do not say where it lies.
pub(super) fn full_words(group: &GroupName) -> String {
    let (name, _) = words(group);
    match group {
        GroupName::Folder {
            project: Some(project),
            ..
        }
        | GroupName::Asset {
            project: Some(project),
            ..
        } => format!("{project} › {name}"),
        GroupName::Period { .. }
        | GroupName::Project { .. }
        | GroupName::Unclear { .. }
        | GroupName::Folder { project: None, .. }
        | GroupName::Organization { .. }
        | GroupName::Meter { .. }
        | GroupName::Asset { project: None, .. }
        | GroupName::AssetType { .. }
        | GroupName::Environment { .. }
        | GroupName::Tier { .. } => name,
    }
}

/// What a period is called: `2025-01-02`, `2025-W01`, `2025-01`, or its first and last day.
pub(super) fn period(grain: Grain, days: DayRange) -> String {
    let first = days.first.date();
    match grain {
        Grain::Day => days.first.to_string(),
        Grain::Week => {
            let week = first.iso_week();
            format!("{}-W{:02}", week.year(), week.week())
        }
        Grain::Month => format!("{}-{:02}", first.year(), first.month()),
        Grain::BillingPeriod => format!("{} to {}", days.first, days.last),
    }
}

/// The kind of a group as the beginning of a sentence.
pub(super) fn capitalized(noun: &str) -> String {
    let mut letters = noun.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
