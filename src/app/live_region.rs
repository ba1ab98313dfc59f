//! What is said to screen readers.

use yew::prelude::*;

/// How many are kept: more than can be said at once.
const KEPT: usize = 8;

/// The last things said, each with its number: what is said at once is rendered at once, and the same words twice are said
/// twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Announced(Vec<(u32, String)>);

impl Announced {
    /// Says something.
    pub(super) fn say(&mut self, text: String) {
        if self.0.len() == KEPT {
            drop(self.0.remove(0));
        }
        self.0.push((self.count() + 1, text));
    }

    /// How many things have been said.
    pub fn count(&self) -> u32 {
        self.0.last().map_or(0, |(number, _)| *number)
    }

    /// The last thing said.
    pub fn last(&self) -> &str {
        self.0.last().map_or("", |(_, text)| text)
    }

    /// The one polite live region. Not atomic: of what is added, nothing that was said before is said again.
    pub(super) fn view(&self) -> Html {
        html! {
            <div class="visually-hidden" role="status" aria-live="polite" aria-atomic="false">
                { for self.0.iter().map(|(number, text)| html! { <p key={*number}>{ text.clone() }</p> }) }
            </div>
        }
    }
}
