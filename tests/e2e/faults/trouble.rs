//! What can go wrong with a call, whichever it is.

use std::time::Duration;

use simulator::{Call, ErrorBody, Fault, FaultKind, Framing, RetryAfter};

use crate::harness::{Page, Reason};

/// Something that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    Refused,
    Late,
    ResetBefore,
    BadRequest,
    ResetAfter,
    Unauthorized,
    Forbidden,
    NotFound,
    Conflict,
    TooMany,
    TooManyWait,
    Internal,
    BadGateway,
    Unavailable,
    UnavailableWait,
    CutOff,
    HalfAnAnswer,
    CutOffChunked,
    NotJson,
    WrongTypes,
    Html,
    SlowDrip,
    PlainText,
    TenMegabytes,
    Drip,
}

impl Trouble {
    /// Whether the browser itself asks again, unseen by the page: Firefox does, for what may be asked twice, when a
    /// connection breaks without an answer.
    pub(super) fn is_mended_by_the_browser(self, page: &Page) -> bool {
        !page.is_chromium() && matches!(self, Self::ResetBefore | Self::ResetAfter)
    }

    /// Neighbours have different words, so that those of one are never taken for those of the next.
    pub(super) const ALL: [Self; 25] = [
        Self::Refused,
        Self::Late,
        Self::ResetBefore,
        Self::BadRequest,
        Self::ResetAfter,
        Self::Unauthorized,
        Self::Forbidden,
        Self::NotFound,
        Self::Conflict,
        Self::TooMany,
        Self::TooManyWait,
        Self::Internal,
        Self::BadGateway,
        Self::Unavailable,
        Self::UnavailableWait,
        Self::CutOff,
        Self::HalfAnAnswer,
        Self::CutOffChunked,
        Self::NotJson,
        Self::WrongTypes,
        Self::Html,
        Self::SlowDrip,
        Self::PlainText,
        Self::TenMegabytes,
        Self::Drip,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Refused => "connection refused",
            Self::ResetBefore => "connection reset, request not taken",
            Self::ResetAfter => "connection reset, request taken",
            Self::Late => "no answer in time, request taken",
            Self::BadRequest => "400",
            Self::Unauthorized => "401",
            Self::Forbidden => "403",
            Self::NotFound => "404",
            Self::Conflict => "409",
            Self::TooMany => "429",
            Self::TooManyWait => "429, Retry-After 30",
            Self::Internal => "500",
            Self::BadGateway => "502, HTML",
            Self::Unavailable => "503",
            Self::UnavailableWait => "503, HTML, Retry-After as a date",
            Self::CutOff => "body cut off",
            Self::CutOffChunked => "body cut off, chunked",
            Self::HalfAnAnswer => "half of the JSON",
            Self::NotJson => "a text that is not JSON",
            Self::WrongTypes => "JSON with values of other types",
            Self::Html => "the right answer as text/html",
            Self::PlainText => "the right answer as text/plain",
            Self::TenMegabytes => "the right answer in 10 MB",
            Self::Drip => "the right answer, drop by drop",
            Self::SlowDrip => "drop by drop, too slowly",
        }
    }

    /// Whether the service did its work, though the page may not know.
    pub(super) fn is_taken(self) -> bool {
        match self.kind() {
            Some(FaultKind::Latency { taken, .. } | FaultKind::Status { taken, .. }) => taken,
            None | Some(FaultKind::DropBefore | FaultKind::NonJson) => false,
            Some(_) => true,
        }
    }

    /// Whether a request arrives at all.
    pub(super) fn arrives(self) -> bool {
        self.kind().is_some()
    }

    fn kind(self) -> Option<FaultKind> {
        let content_type = |content_type: &str| FaultKind::WrongContentType {
            content_type: content_type.into(),
        };
        Some(match self {
            Self::Refused => return None,
            Self::ResetBefore => FaultKind::DropBefore,
            Self::ResetAfter => FaultKind::DropAfter,
            Self::Late => FaultKind::Latency {
                time: Duration::from_secs(20),
                taken: true,
            },
            Self::BadRequest => FaultKind::status(400),
            Self::Unauthorized => FaultKind::status(401),
            Self::Forbidden => FaultKind::status(403),
            Self::NotFound => FaultKind::status(404),
            Self::Conflict => FaultKind::status(409),
            Self::TooMany => FaultKind::too_many_requests(None),
            Self::TooManyWait => FaultKind::too_many_requests(Some(RetryAfter::Seconds(30))),
            Self::Internal => FaultKind::status(500),
            Self::BadGateway => FaultKind::html(502),
            Self::Unavailable => FaultKind::status(503),
            Self::UnavailableWait => FaultKind::Status {
                status: 503,
                body: ErrorBody::Html,
                message: None,
                retry_after: Some(RetryAfter::DateInSeconds(600)),
                taken: false,
            },
            Self::CutOff => FaultKind::Truncated {
                framing: Framing::ContentLength,
            },
            Self::CutOffChunked => FaultKind::Truncated {
                framing: Framing::Chunked,
            },
            Self::HalfAnAnswer => FaultKind::Truncated {
                framing: Framing::Complete,
            },
            Self::NotJson => FaultKind::NonJson,
            Self::WrongTypes => FaultKind::WrongTypes,
            Self::Html => content_type("text/html"),
            Self::PlainText => content_type("text/plain"),
            Self::TenMegabytes => FaultKind::Large { bytes: 10_000_000 },
            Self::Drip => FaultKind::SlowDrip {
                bytes: 50,
                every: Duration::from_millis(50),
            },
            Self::SlowDrip => FaultKind::SlowDrip {
                bytes: 1,
                every: Duration::from_millis(500),
            },
        })
    }

    /// What the browser itself writes to its console.
    fn logged(self) -> Option<Reason> {
        Some(match self {
            Self::Refused => Reason::Net("ERR_CONNECTION_REFUSED"),
            Self::ResetBefore | Self::ResetAfter => Reason::Net("ERR_CONNECTION_RESET"),
            Self::CutOff => Reason::Net("ERR_CONTENT_LENGTH_MISMATCH"),
            Self::CutOffChunked => Reason::Net("ERR_INCOMPLETE_CHUNKED_ENCODING"),
            _ => match self.kind() {
                Some(FaultKind::Status { status, .. }) => Reason::Status(status),
                _ => return None,
            },
        })
    }

    /// Lets it happen at the next call of this kind, which goes to this path.
    pub(super) async fn arrange(self, page: &Page, call: Call, path: &str) {
        if let Some(reason) = self.logged() {
            page.expect_failed_load(reason, path);
        }
        match self.kind() {
            Some(kind) => page.sim.add_fault(Fault::once(call, kind)),
            None => page.sim.go_offline().await,
        }
    }

    /// Ends what does not end by itself.
    pub(super) async fn end(self, page: &Page) {
        if self == Self::Refused {
            page.sim.go_online().await;
        }
    }
}
