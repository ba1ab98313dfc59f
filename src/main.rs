//! In the browser this brings the page to life. Elsewhere it prints the page as it first appears, for the HTML to hold:
//! `cargo xtask finish` calls it.

use metering_export::app::App;

// Small; what the page holds is small too: files are the browser's or the worker's.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(target_arch = "wasm32")]
fn main() {
    let Some(root) = gloo_utils::document().get_element_by_id("page") else {
        return;
    };
    let page = yew::Renderer::<App>::with_root(root);
    // Builds for developers hold no rendered page: they are to be there quickly.
    if cfg!(debug_assertions) {
        page.render();
    } else {
        metering_export::app::tell_early("hydrate");
        page.hydrate();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), &'static str> {
    use futures_util::FutureExt as _;

    let page = yew::LocalServerRenderer::<App>::new()
        .render()
        .now_or_never();
    print!(
        "{}",
        page.ok_or("The page waits for something: it cannot be rendered ahead.")?
    );
    Ok(())
}
