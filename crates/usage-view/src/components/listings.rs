//! Job-level files: tables under their own header.
use std::rc::Rc;

use yew::prelude::*;

use super::totals::NotCounted;
use super::{Pager, SaveButtons};
use crate::amount::{count, exact};
use crate::state::{Action, PAGE_ROWS, is_on_paper};
use metering_core::usage::{Figures, ListedRows, Sheet};

#[derive(Properties, PartialEq)]
pub(super) struct ListingsProps {
    pub(super) figures: Rc<Figures>,
    /// How many rows and how many files could not be read.
    pub(super) not_counted: (u64, u64),
    pub(super) dispatch: Callback<Action>,
}

/// A table for each header.
#[component(Listings)]
pub(super) fn listings(props: &ListingsProps) -> Html {
    let ListingsProps {
        figures,
        not_counted,
        dispatch,
    } = props;
    let (skip, _) = &figures.question.listings;
    let page = |nth: usize| skip.get(nth).copied().unwrap_or(0) / PAGE_ROWS;
    html! {
        <>
            <p class="actions"><NotCounted rows={not_counted.0} files={not_counted.1} /></p>
            <>{ for figures.listings.iter().enumerate().map(|(nth, listed)| html! {
                <Listing key={nth} {nth} figures={Rc::clone(figures)} listed={listed.clone()} page={page(nth)} dispatch={dispatch.clone()} />
            }) }</>
        </>
    }
}

#[derive(Properties, PartialEq)]
struct ListingProps {
    nth: usize,
    figures: Rc<Figures>,
    listed: ListedRows,
    page: usize,
    dispatch: Callback<Action>,
}

/// A page of the rows with one header.
#[component(Listing)]
fn listing(props: &ListingProps) -> Html {
    let ListingProps {
        nth,
        figures,
        listed,
        page,
        dispatch,
    } = props;
    let (nth, rows) = (*nth, listed.count);
    let id = format!("usage-jobs-{nth}");
    let title = format!("Jobs, table {}", nth + 1);
    let items = usize::try_from(rows).unwrap_or(usize::MAX);
    html! {
        <div class="usage-section">
            <div class="region-head">
                <h3 id={id.clone()}>{ title.clone() }</h3>
                <SaveButtons name={title.clone()} heading={id.clone()} figures={Rc::clone(figures)} sheet={Sheet::Listing(nth)} has_raw={true}
                    dispatch={dispatch.clone()} />
            </div>
            <p>
                { count(rows, "row", "rows") }
                if let Some(consumption) = listed.consumption {
                    { format!(", {} IPUs", exact(consumption)) }
                }
            </p>
            <div class="scroll" tabindex="0" role="group" aria-label={title.clone()}><table aria-labelledby={id}>
                <thead>
                    <tr>{ for listed.header.iter().map(|name| html! { <th scope="col">{ name.clone() }</th> }) }</tr>
                </thead>
                <tbody>
                    { for listed.rows.iter().map(|row| html! {
                        <tr>{ for row.iter().map(|cell| html! { <td><bdi>{ cell.clone() }</bdi></td> }) }</tr>
                    }) }
                </tbody>
                if is_on_paper(figures) && items > listed.rows.len() {
                    <tfoot>
                        <tr><th scope="row" colspan={listed.header.len().to_string()}>
                            { format!("and {}", count(rows - listed.rows.len() as u64, "other row", "other rows")) }
                        </th></tr>
                    </tfoot>
                }
            </table></div>
            <Pager {title} page={*page} size={figures.question.listings.1} {items} on_page={dispatch.reform(move |page| Action::ListingPage(nth, page))} />
        </div>
    }
}
