//! The page that shows the validator in another page.

use crate::embed_page::open;
use crate::harness::in_browser;

#[test]
fn the_example_of_the_validator() {
    in_browser(async |page| {
        open(page).await;
        page.is_accessible("example of the validator").await;
        let form = page.region("In a form");
        form.field("Start date").fill("2024-02-30").await;
        form.field("Callback URL").fill("http://localhost/").await;
        form.button("Check").click().await;
        form.field("Start date").has_focus().await;
        page.is_accessible("problems in the example").await;
    });
}
