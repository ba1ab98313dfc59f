//! The service's own words in an error answer.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use metering_core::guard::redact;
use metering_core::job::text;

/// At most this many characters of a foreign text are shown in an error.
const EXCERPT: usize = 500;

/// Code, message and request ID of an error answer, where it has them.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Words {
    #[serde(deserialize_with = "line")]
    pub(super) code: Option<String>,
    #[serde(deserialize_with = "line")]
    pub(super) message: Option<String>,
    /// What the v2 shape calls a message.
    #[serde(deserialize_with = "line")]
    description: Option<String>,
    #[serde(deserialize_with = "line")]
    pub(super) request_id: Option<String>,
}

/// The v3 shape and the v2 shape.
#[derive(Deserialize)]
#[serde(untagged)]
enum Shape {
    V3 {
        #[serde(deserialize_with = "lenient")]
        error: Words,
    },
    V2(Words),
}

impl Words {
    /// Reads either shape; anything else, such as a gateway's HTML, has no words.
    pub(super) fn read(body: &str) -> Self {
        match serde_json::from_str(body) {
            Ok(Shape::V3 { error: words } | Shape::V2(words)) => Self {
                message: words.message.or(words.description),
                description: None,
                ..words
            },
            Err(_) => Self::default(),
        }
    }
}

/// A value of the wrong type counts as missing.
pub(super) fn lenient<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = Value::deserialize(from)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// A line of text that can be shown; `None` for a blank one.
fn line<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let line = text(&Value::deserialize(from)?).map(|text| shorten(&text));
    Ok(line.filter(|line| !line.trim().is_empty()))
}

/// A foreign text cut to a length that can be shown, without control characters and credentials.
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
    redact(&short).into_owned()
}
