//! Mounts the page; outside of a browser prints its first view for the HTML.

use metering_export::app::App;

// 1.5 KB instead of 8 KB, as fast.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

#[cfg(target_arch = "wasm32")]
fn main() {
    if let Some(root) = gloo_utils::document().get_element_by_id("page") {
        // In place of the first view, which looks the same and is inert: nothing in it has to be kept.
        let _ = yew::Renderer::<App>::with_root(root).render();
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), &'static str> {
    use futures_util::FutureExt as _;
    let view = yew::LocalServerRenderer::<App>::new()
        .hydratable(false)
        .render()
        .now_or_never();
    print!(
        "{}",
        view.ok_or("The page waits for something: it cannot be rendered ahead.")?
    );
    Ok(())
}
