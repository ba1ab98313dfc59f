//! What is told apart by colour, for those who choose all colours themselves.

use crate::harness::{Area, Kind, Look, in_chromium};

/// The place of the label around the radio button that is given.
const LABEL: &str = "
    const { left, top, width, height } = arguments[0].closest('label').getBoundingClientRect();
    return [left, top, width, height];";

#[test]
fn the_chosen_way_to_connect_is_seen_in_every_theme() {
    in_chromium(async |page| {
        for look in [Look::Light, Look::Dark, Look::ForcedColours] {
            page.look(look).await;
            let chosen = page.find(Kind::Radio, "User name and password");
            chosen.click_label().await;
            let place = chosen
                .act("find the place of", async |element| {
                    let element = serde_json::to_value(element)?;
                    page.client().execute(LABEL, vec![element]).await
                })
                .await;
            let [left, top, width, height] = serde_json::from_value(place).expect("a place");
            let area = Area {
                left,
                top,
                width,
                height,
            };
            let chosen_then = page.picture().await;
            page.find(Kind::Radio, "Session ID").click_label().await;
            page.connection().button("Connect").is_there().await;
            let not_chosen = page.picture().await;
            let seen = chosen_then.seen_changes(&not_chosen, area.with_margin(2.0));
            assert!(
                seen >= 0.75 * area.perimeter(),
                "{look:?}: {seen} pixels differ"
            );
        }
        page.usual_look().await;
    });
}
