//! Access to the page's state for its components.

use yew::prelude::*;

use super::state::State;

/// The page's state and the way to change it.
pub type Store = UseReducerHandle<State>;

/// The page's state, from the nearest [`ContextProvider<Store>`].
#[hook]
pub fn use_store() -> Store {
    #[allow(clippy::expect_used)] // a component outside of the page is a mistake of ours that no visitor can meet
    use_context::<Store>().expect("the component stands inside of the page")
}
