//! Mounts the page.

use metering_export::app::App;

fn main() {
    yew::Renderer::<App>::new().render();
}
