//! The rows that are not counted.
use std::rc::Rc;

use yew::prelude::*;

use super::Pager;
use crate::amount::{count, number_of};
use crate::state::Action;
use metering_core::usage::message::Opened;
use metering_core::usage::{Kind, RejectedRow};

#[derive(Properties, PartialEq)]
pub(super) struct RejectedProps {
    pub(super) opened: Rc<Opened>,
    pub(super) kind: Kind,
    pub(super) page: usize,
    /// How many of them are shown at once.
    pub(super) size: usize,
    pub(super) dispatch: Callback<Action>,
}

/// The rows that could not be read, with their lines; nothing where there are none.
#[component(Rejected)]
pub(super) fn rejected(props: &RejectedProps) -> Html {
    let reports = props.opened.reports.iter();
    let files = reports.flat_map(|report| report.files.iter().map(move |file| (report, file)));
    let files: Vec<_> = files
        .filter(|(_, file)| file.kind == Some(props.kind) && file.problem.is_none())
        .collect();
    let total: u64 = files.iter().map(|(_, file)| file.rejected.total).sum();
    if total == 0 {
        return Html::default();
    }
    let rows = files.into_iter().flat_map(|(report, file)| {
        let name = format!(" {}, {}", report.source.name, file.name);
        let rows = file.rejected.rows.iter();
        rows.map(move |row| (name.clone(), row))
    });
    let rows: Vec<(String, &RejectedRow)> = rows.collect();
    let items = rows.len();
    let size = props.size;
    let page = props.page.min(items.saturating_sub(1) / size);
    let shown = rows.into_iter().skip(page * size).take(size);
    html! {
        <div class="usage-section">
            <h3 id="usage-rejected" tabindex="-1">{ format!("Not counted: {} that could not be read", count(total, "row", "rows")) }</h3>
            if total > items as u64 {
                <p class="quiet">{ format!("The first {} are listed.", number_of(items as u64)) }</p>
            }
            <div class="scroll" tabindex="0" role="group" aria-labelledby="usage-rejected"><table aria-labelledby="usage-rejected">
                <thead>
                    <tr>
                        <th scope="col">{"Line"}</th>
                        <th scope="col">{"Why"}</th>
                        <th scope="col">{"Row"}</th>
                    </tr>
                </thead>
                <tbody>
                    { for shown.map(|(name, row)| html! {
                        <tr>
                            <th scope="row">
                                { number_of(row.line) }
                                <span class="mark"><bdi>{ name }</bdi></span>
                            </th>
                            <td>{ row.problem.to_string() }</td>
                            <td><code>{ row.text.clone() }</code></td>
                        </tr>
                    }) }
                </tbody>
            </table></div>
            <Pager title="rows that could not be read" {page} {items} {size} on_page={props.dispatch.reform(Action::RejectedPage)} />
        </div>
    }
}
