//! The kinds of faults.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// What goes wrong. `taken` says whether the service does its work (creates the job, opens the session) all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "camelCase",
    rename_all_fields = "camelCase"
)]
pub enum FaultKind {
    /// The answer comes late.
    Latency {
        /// How late, in JSON as `millis`.
        #[serde(rename = "millis", with = "millis")]
        time: Duration,
        /// Whether the waiting is after the work, so that a client that gives up has a job nevertheless.
        #[serde(default)]
        taken: bool,
    },
    /// Another status code than the right one.
    Status {
        /// The status code.
        status: u16,
        /// The form of the body.
        #[serde(default)]
        body: ErrorBody,
        /// What the body says, instead of the usual text for this status.
        #[serde(default)]
        message: Option<String>,
        /// The header `Retry-After`.
        #[serde(default)]
        retry_after: Option<RetryAfter>,
        /// Whether the work is done.
        #[serde(default)]
        taken: bool,
    },
    /// The connection is reset before the work is done. For refused connections see
    /// [`World::go_offline`](crate::World::go_offline).
    DropBefore,
    /// The connection is reset after the work is done: the job exists, the answer is lost.
    DropAfter,
    /// The connection is closed in order some time after the work is done, without an answer.
    CloseAfter {
        /// How long after, in JSON as `millis`.
        #[serde(rename = "millis", with = "millis", default)]
        time: Duration,
    },
    /// The right answer, cut in the middle.
    Truncated {
        /// How the end is announced.
        #[serde(default)]
        framing: Framing,
    },
    /// Status 200 and a text that is not JSON.
    NonJson,
    /// The right answer with a value of another JSON type in every field.
    WrongTypes,
    /// The right answer under another `Content-Type`.
    WrongContentType {
        /// The value of the header.
        content_type: String,
    },
    /// The right answer with these headers besides.
    Headers {
        /// Names and values.
        headers: Vec<(String, String)>,
    },
    /// The right answer, made this long by one more field (or, if it is no JSON object, by blanks at its end).
    Large {
        /// Length of the body at least.
        bytes: usize,
    },
    /// The right answer, a few bytes at a time.
    SlowDrip {
        /// Bytes at a time.
        bytes: usize,
        /// Time between them, in JSON as `everyMillis`.
        #[serde(rename = "everyMillis", with = "millis")]
        every: Duration,
    },
    /// An answer of one's own.
    Custom {
        /// The status code.
        status: u16,
        /// The value of `Content-Type`.
        content_type: String,
        /// The body.
        body: String,
        /// Whether the work is done.
        #[serde(default)]
        taken: bool,
    },
}

impl FaultKind {
    /// A status code with an error in the v3 shape; the work is not done.
    pub const fn status(status: u16) -> Self {
        Self::Status {
            status,
            body: ErrorBody::V3,
            message: None,
            retry_after: None,
            taken: false,
        }
    }

    /// A status code with a gateway's HTML; the work is not done.
    pub const fn html(status: u16) -> Self {
        Self::Status {
            status,
            body: ErrorBody::Html,
            message: None,
            retry_after: None,
            taken: false,
        }
    }

    /// Too many requests: 429, and when to come again.
    pub const fn too_many_requests(retry_after: Option<RetryAfter>) -> Self {
        Self::Status {
            status: 429,
            body: ErrorBody::V3,
            message: None,
            retry_after,
            taken: false,
        }
    }

    /// A late answer; the work is done after the waiting.
    pub const fn latency(time: Duration) -> Self {
        Self::Latency { time, taken: false }
    }
}

/// The form of an error's body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ErrorBody {
    /// `{"error":{"code","message","requestId","details"}}`
    #[default]
    V3,
    /// `{"code","description","statusCode","@type":"error"}`
    V2,
    /// A gateway's page.
    Html,
    /// Nothing.
    Empty,
}

/// The header `Retry-After`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RetryAfter {
    /// In seconds.
    Seconds(u64),
    /// As a date, this many seconds from now by the simulator's clock.
    DateInSeconds(u64),
}

/// How the end of a truncated body is announced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Framing {
    /// `Content-Length` of the whole; the connection ends before.
    #[default]
    ContentLength,
    /// Chunked; the connection ends before the last chunk.
    Chunked,
    /// `Content-Length` of the half: complete for HTTP, cut for JSON.
    Complete,
}

/// Durations in JSON as whole milliseconds.
mod millis {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(time: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        u64::deserialize(from).map(Duration::from_millis)
    }
}
