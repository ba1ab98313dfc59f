//! What the tab's title tells.

use metering_export::app::title;

#[test]
fn the_title_tells_what_runs_and_what_has_ended_out_of_sight() {
    for (running, ended, expected) in [
        (0, 0, "Metering export"),
        (1, 0, "1 running · Metering export"),
        (0, 2, "Done · Metering export"),
        (3, 1, "3 running, 1 done · Metering export"),
    ] {
        assert_eq!(title(running, ended), expected);
    }
}
