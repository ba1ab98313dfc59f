//! The page in windows of every width, between the two that each state is seen in.

use crate::accessible::jobs::every_status;
use crate::harness::in_chromium;

#[test]
fn every_width_from_320_pixels_up_has_room_for_everything() {
    in_chromium(async |page| {
        page.sign_in().await;
        page.form().field("Start date").fill("2024-02-30").await;
        page.form().button("Request export").click().await;
        every_status(page).await;
        for width in (320..1_500).step_by(20).chain([1_920]) {
            page.fits(width).await;
        }
        page.usual_look().await;
    });
}
