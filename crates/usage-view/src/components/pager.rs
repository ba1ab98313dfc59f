//! Which page of a list is shown.
use yew::prelude::*;

use crate::amount::number_of;

#[derive(Properties, PartialEq)]
pub(super) struct PagerProps {
    /// What has the pages.
    pub(super) title: AttrValue,
    /// The page, from 0.
    pub(super) page: usize,
    /// How many items there are on all pages.
    pub(super) items: usize,
    /// How many items a page has.
    pub(super) size: usize,
    pub(super) on_page: Callback<usize>,
}

/// The buttons to other pages; nothing where one page holds all.
#[component(Pager)]
pub(super) fn pager(props: &PagerProps) -> Html {
    let PagerProps {
        title,
        page,
        items,
        size,
        on_page,
    } = props;
    let pages = items.div_ceil(*size);
    if pages < 2 {
        return Html::default();
    }
    // Not `disabled`: a button that is disabled loses the focus.
    let button = |text: &'static str, to: Option<usize>| {
        let onclick = to.map(|to| on_page.reform(move |_: MouseEvent| to));
        html! {
            <button type="button" class="small" {onclick} aria-disabled={to.is_none().then_some("true")}>{ text }</button>
        }
    };
    let first = page * size + 1;
    let last = (first + size - 1).min(*items);
    html! {
        <div class="pager" role="group" aria-label={format!("Pages, {title}")}>
            { button("First", (*page > 0).then_some(0)) }
            { button("Previous", page.checked_sub(1)) }
            <span class="quiet">{ format!("{} to {} of {}", number_of(first as u64), number_of(last as u64), number_of(*items as u64)) }</span>
            { button("Next", Some(page + 1).filter(|to| *to < pages)) }
            { button("Last", Some(pages - 1).filter(|to| to > page)) }
        </div>
    }
}
