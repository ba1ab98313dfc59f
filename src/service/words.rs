//! The service's own words in an error answer.

use serde_json::Value;

use metering_core::job::text;

/// At most this many characters of a foreign text are shown in an error.
const EXCERPT: usize = 500;

/// Code, message and request ID of an error answer, where it has them.
#[derive(Default)]
pub(super) struct Words {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
}

impl Words {
    /// Reads the v3 shape (`{"error":{…}}`) and the v2 shape; anything else, such as a gateway's HTML, has no words.
    pub(super) fn read(body: &str) -> Self {
        let Ok(value) = serde_json::from_str::<Value>(body) else {
            return Self::default();
        };
        let error = value.get("error").unwrap_or(&value);
        let field = |name| {
            let text = shorten(&text(error.get(name)?)?);
            (!text.trim().is_empty()).then_some(text)
        };
        Self {
            code: field("code"),
            // What the v3 shape calls a message is a description in the v2 shape.
            message: field("message").or_else(|| field("description")),
            request_id: field("requestId"),
        }
    }
}

/// A foreign text cut to a length that can be shown, without control characters.
pub(super) fn shorten(text: &str) -> String {
    let mut rest = text.trim().chars();
    let mut short: String = rest
        .by_ref()
        .take(EXCERPT)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    if rest.next().is_some() {
        short.push('…');
    }
    short
}
