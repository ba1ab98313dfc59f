//! Keys as `WebDriver` names them; sequences of keys and clicks.

use fantoccini::Client;
use fantoccini::actions::{
    InputSource as _, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::error::CmdError;

/// Moves the focus on.
pub(crate) const TAB: char = '\u{e004}';
/// Submits a form, follows a link, presses a button.
pub(crate) const ENTER: char = '\u{e007}';
/// Presses a button.
pub(crate) const SPACE: char = '\u{e00d}';
/// The first choice.
pub(crate) const HOME: char = '\u{e011}';
/// The next choice.
pub(crate) const DOWN: char = '\u{e015}';
/// The choice before.
pub(crate) const UP: char = '\u{e013}';
/// Closes what is open.
pub(crate) const ESCAPE: char = '\u{e00c}';
/// Turns `TAB` round.
pub(crate) const SHIFT: char = '\u{e008}';
/// Removes what is selected.
pub(crate) const DELETE: char = '\u{e017}';

/// Control and A, then no control any more, which a second press does; on macOS it is Command.
pub(crate) const SELECT_ALL: &str = if cfg!(target_os = "macos") {
    "\u{e03d}a\u{e03d}"
} else {
    "\u{e009}a\u{e009}"
};

/// Presses keys one after the other, wherever the focus is.
pub(crate) async fn press(
    client: &Client,
    keys: impl IntoIterator<Item = char>,
) -> Result<(), CmdError> {
    let actions = keys
        .into_iter()
        .fold(KeyActions::new("keyboard".into()), |actions, value| {
            actions
                .then(KeyAction::Down { value })
                .then(KeyAction::Up { value })
        });
    client.perform_actions(actions).await
}

/// Presses a key while another is held.
pub(crate) async fn chord(client: &Client, held: char, key: char) -> Result<(), CmdError> {
    let actions = KeyActions::new("keyboard".into())
        .then(KeyAction::Down { value: held })
        .then(KeyAction::Down { value: key })
        .then(KeyAction::Up { value: key })
        .then(KeyAction::Up { value: held });
    client.perform_actions(actions).await
}

/// Clicks an element twice, faster than anything can answer.
pub(crate) async fn double_click(element: &Element) -> Result<(), CmdError> {
    let button = MOUSE_BUTTON_LEFT;
    let there = PointerAction::MoveToElement {
        element: element.clone(),
        duration: None,
        x: 0.0,
        y: 0.0,
    };
    let actions = (0..2).fold(
        MouseActions::new("mouse".into()).then(there),
        |actions, _| {
            actions
                .then(PointerAction::Down { button })
                .then(PointerAction::Up { button })
        },
    );
    element.clone().client().perform_actions(actions).await
}
