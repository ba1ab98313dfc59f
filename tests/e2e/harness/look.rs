//! How a person has set up the browser that they see the page in: its theme, its colours, its text and its window.

use serde_json::{Value, json};

use super::browser::Browser;
use super::page::Page;

/// One way to see the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// The light theme.
    Light,
    /// The dark theme.
    Dark,
    /// Few colours, all chosen by the person, as in the contrast themes of Windows.
    ForcedColours,
    /// A window as narrow as the page has to fit into: a small phone, or a large window at 400 %.
    Narrow,
    /// Text twice as large as usual, in a window that is not.
    LargeText,
}

impl Look {
    /// Every look that the browser of this run can be told to show; Firefox shows what it does by itself.
    pub(crate) fn all() -> &'static [Self] {
        match Browser::current() {
            Browser::Chromium => &[
                Self::Light,
                Self::Dark,
                Self::ForcedColours,
                Self::Narrow,
                Self::LargeText,
            ],
            Browser::Firefox => &[Self::Light],
        }
    }

    /// Whether it has colours of the page that no other look has: forced ones are the person's.
    pub(crate) fn has_own_colours(self) -> bool {
        match self {
            Self::Light | Self::Dark => true,
            Self::ForcedColours | Self::Narrow | Self::LargeText => false,
        }
    }

    fn features(self) -> Value {
        let (scheme, forced) = match self {
            Self::Light | Self::Narrow | Self::LargeText => ("light", "none"),
            Self::Dark => ("dark", "none"),
            Self::ForcedColours => ("dark", "active"),
        };
        json!([
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "forced-colors", "value": forced},
        ])
    }

    /// The width of the window in CSS pixels.
    fn width(self) -> u16 {
        match self {
            Self::Light | Self::Dark | Self::ForcedColours | Self::LargeText => 1280,
            Self::Narrow => 320,
        }
    }

    /// The size of ordinary text in CSS pixels.
    fn font_size(self) -> u8 {
        match self {
            Self::Light | Self::Dark | Self::ForcedColours | Self::Narrow => 16,
            Self::LargeText => 32,
        }
    }
}

/// The usual height of the window in CSS pixels.
const HEIGHT: u16 = 1000;

impl Page {
    /// Shows the page in this look from now on.
    pub(crate) async fn look(&self, look: Look) {
        println!("· look: {look:?}");
        if Browser::current() == Browser::Firefox {
            return;
        }
        self.window(look.width(), HEIGHT).await;
        let size = look.font_size();
        let sizes = json!({"fontSizes": {"standard": size, "fixed": size}});
        self.chromium("Page.setFontSizes", sizes).await;
        let media = json!({"features": look.features()});
        self.chromium("Emulation.setEmulatedMedia", media).await;
    }

    /// Shows the page in a window of another size, in CSS pixels.
    pub(crate) async fn window(&self, width: u16, height: u16) {
        let size =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.chromium("Emulation.setDeviceMetricsOverride", size)
            .await;
    }

    /// Shows the page as the browser does by itself.
    pub(crate) async fn usual_look(&self) {
        self.look(Look::Light).await;
        if Browser::current() == Browser::Firefox {
            return;
        }
        self.chromium("Emulation.clearDeviceMetricsOverride", json!({}))
            .await;
        self.chromium("Emulation.setEmulatedMedia", json!({"features": []}))
            .await;
    }

    /// Shows the page to somebody who does not prefer that nothing moves.
    pub(crate) async fn allow_motion(&self) {
        let features = json!([{"name": "prefers-reduced-motion", "value": "no-preference"}]);
        self.chromium("Emulation.setEmulatedMedia", json!({"features": features}))
            .await;
    }
}
