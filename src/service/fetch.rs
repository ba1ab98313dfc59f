//! The only file that touches gloo-net: one call with a time limit, aborted when its future is dropped.

use std::pin::pin;
use std::time::Duration;

use futures_util::future::{Either, select};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, JsString, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Blob, BlobPropertyBag, PerformanceResourceTiming, ReadableStreamDefaultReader,
    ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect,
};

use super::{Answer, Bytes, Call, Kind, SESSION_HEADER, Secret, ServiceError};

/// What is sent. A body makes it a POST.
pub(super) struct Outgoing<'a> {
    pub(super) call: Call,
    pub(super) url: &'a str,
    pub(super) session: Option<&'a Secret>,
    pub(super) body: Option<&'a str>,
}

/// A call without a whole answer.
pub(super) struct Lost {
    pub(super) error: ServiceError,
    /// The beginning of the body, if any of it came.
    pub(super) partial: String,
}

impl From<Lost> for ServiceError {
    fn from(lost: Lost) -> Self {
        lost.error
    }
}

/// Sends a call and reads the whole answer within the time limit.
pub(super) async fn send(outgoing: &Outgoing<'_>, limit: Duration) -> Result<Answer, Lost> {
    let received = receive(outgoing, TimeLimit::Whole(limit), |_| {}).await;
    let lost = |error| Lost {
        error,
        partial: String::new(),
    };
    let Received {
        mut answer,
        file,
        broken,
    } = received.map_err(lost)?;
    let text = JsFuture::from(file.text()).await.ok();
    answer.body = text.and_then(|text| text.as_string()).unwrap_or_default();
    match broken {
        None => Ok(answer),
        Some(error) => Err(Lost {
            error,
            partial: answer.body,
        }),
    }
}

/// The least time that a request waits before it is sent if the browser had already sent it on another connection, in
/// milliseconds. Otherwise it is a few milliseconds, measured in Chromium; a service that has read a request and then
/// breaks the connection takes longer.
const FIRST_ATTEMPT: f64 = 250.0;

/// Forgets how long earlier calls took: browsers keep the first 250 figures only.
pub(super) fn forget_timings() {
    if let Some(performance) = gloo_utils::window().performance() {
        performance.clear_resource_timings();
    }
}

/// Whether the browser may have sent the last call to this URL twice.
///
/// If a connection that was used before breaks, browsers open another one and send the request again without saying so.
/// All that a page can see of it is that the request was sent late, as one that had to wait for a free connection.
pub(super) fn may_be_repeated(url: &str) -> bool {
    let window = gloo_utils::window();
    let (Some(performance), Ok(page)) = (window.performance(), window.location().href()) else {
        return false;
    };
    let Ok(url) = web_sys::Url::new_with_base(url, &page) else {
        return false;
    };
    let timings = performance.get_entries_by_name_with_entry_type(&url.href(), "resource");
    let last = timings.pop().dyn_into::<PerformanceResourceTiming>();
    last.is_ok_and(|timing| timing.request_start() - timing.fetch_start() > FIRST_ATTEMPT)
}

/// How long a call may take.
#[derive(Clone, Copy)]
pub(super) enum TimeLimit {
    /// From sending to the last byte.
    Whole(Duration),
    /// From one byte to the next.
    Pause(Duration),
}

/// An answer whose body is in a file.
pub(super) struct Received {
    pub(super) answer: Answer,
    pub(super) file: Blob,
    /// Why the file is not whole.
    pub(super) broken: Option<ServiceError>,
}

/// Sends a call and receives its answer piece by piece.
pub(super) async fn receive(
    outgoing: &Outgoing<'_>,
    limit: TimeLimit,
    progress: impl Fn(Bytes),
) -> Result<Received, ServiceError> {
    let sent = Sent::new(outgoing);
    let mut timer = Timer::new(limit);
    let error = |kind| ServiceError::new(outgoing.call, kind);
    let response = timer.wait_for(sent.response()).await.map_err(error)?;
    let mut bytes = Bytes {
        received: 0,
        whole: length(&response),
    };
    let chunks = Array::new();
    let mut broken = None;
    let body = response.body();
    if let Some(Ok(reader)) = body.map(|body| ReadableStreamDefaultReader::new(&body)) {
        progress(bytes);
        loop {
            let next = async { next(&reader).await.ok_or_else(|| sent.broken_off(bytes)) };
            match timer.wait_for(next).await {
                Ok(Some(chunk)) => {
                    bytes.received += u64::from(chunk.length());
                    chunks.push(&chunk);
                    progress(bytes);
                }
                Ok(None) => break,
                Err(kind) => {
                    broken = Some(error(kind));
                    break;
                }
            }
        }
    }
    let kind = BlobPropertyBag::new();
    kind.set_type("application/zip");
    Ok(Received {
        answer: answer(&response),
        file: Blob::new_with_u8_array_sequence_and_options(&chunks, &kind)
            .map_err(|_| error(sent.broken_off(bytes)))?,
        broken,
    })
}

/// The time that a call has left.
struct Timer {
    limit: TimeLimit,
    rest: TimeoutFuture,
}

impl Timer {
    fn new(limit: TimeLimit) -> Self {
        let (TimeLimit::Whole(time) | TimeLimit::Pause(time)) = limit;
        // A browser's timers take no longer time, which is 24 days.
        let millis = i32::try_from(time.as_millis()).unwrap_or(i32::MAX);
        Self {
            limit,
            rest: TimeoutFuture::new(millis.unsigned_abs()),
        }
    }

    async fn wait_for<T>(
        &mut self,
        part: impl Future<Output = Result<T, Kind>>,
    ) -> Result<T, Kind> {
        match (select(pin!(part), &mut self.rest).await, self.limit) {
            (Either::Left((done, _)), TimeLimit::Whole(_)) => done,
            (Either::Left((done, _)), TimeLimit::Pause(_)) => {
                *self = Self::new(self.limit);
                done
            }
            (Either::Right(_), TimeLimit::Whole(limit) | TimeLimit::Pause(limit)) => {
                Err(Kind::TimedOut { limit })
            }
        }
    }
}

/// A call under way; aborted when this is dropped.
struct Sent<'a> {
    outgoing: &'a Outgoing<'a>,
    /// Known before anything is sent: who goes offline later may have sent the request.
    offline: bool,
    abort: Option<AbortController>,
}

impl Drop for Sent<'_> {
    fn drop(&mut self) {
        if let Some(abort) = &self.abort {
            abort.abort(); // without effect once the answer is read
        }
    }
}

impl<'a> Sent<'a> {
    fn new(outgoing: &'a Outgoing<'a>) -> Self {
        Self {
            outgoing,
            offline: !gloo_utils::window().navigator().on_line(),
            abort: AbortController::new().ok(),
        }
    }

    async fn response(&self) -> Result<Response, Kind> {
        let request = self.request().map_err(|_| self.no_answer())?;
        request.send().await.map_err(|_| self.no_answer())
    }

    fn request(&self) -> Result<Request, gloo_net::Error> {
        let Outgoing {
            call,
            url,
            session,
            body,
        } = *self.outgoing;
        let (method, accept) = match (call, body) {
            (Call::Download, _) => (Method::GET, "application/zip, application/json"),
            (_, Some(_)) => (Method::POST, "application/json"),
            (_, None) => (Method::GET, "application/json"),
        };
        // A host can demand cookies for its own files. The service needs none: the session ID says who asks. Without them
        // a call has connections of its own, and a 401 with `WWW-Authenticate` opens no dialog.
        let credentials = match call {
            Call::Config => RequestCredentials::SameOrigin,
            Call::SignIn | Call::SignOut | Call::Submit | Call::Status | Call::Download => {
                RequestCredentials::Omit
            }
        };
        let signal = self.abort.as_ref().map(AbortController::signal);
        let mut builder = RequestBuilder::new(url)
            .method(method)
            .header("Accept", accept)
            .credentials(credentials)
            // Metering data and session IDs have no place in a cache, nor the page's address in foreign logs; and a
            // session ID must not follow a redirect to wherever that leads.
            .cache(RequestCache::NoStore)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .redirect(RequestRedirect::Error)
            .abort_signal(signal.as_ref());
        if let Some(session) = session {
            builder = builder.header(SESSION_HEADER, session.reveal());
        }
        match body {
            Some(body) => builder
                .header("Content-Type", "application/json")
                .body(body),
            None => builder.build(),
        }
    }

    fn broken_off(&self, received: Bytes) -> Kind {
        match self.outgoing.call {
            Call::Download => Kind::BrokenOff { received },
            Call::Config | Call::SignIn | Call::SignOut | Call::Submit | Call::Status => {
                self.no_answer()
            }
        }
    }

    fn no_answer(&self) -> Kind {
        Kind::NoAnswer {
            offline: self.offline,
            cross_origin: is_cross_origin(self.outgoing.url),
        }
    }
}

fn answer(response: &Response) -> Answer {
    let headers = response.headers();
    Answer {
        status: response.status(),
        content_type: headers
            .get("Content-Type")
            .map(|kind| kind.to_ascii_lowercase()),
        retry_after: retry_after(response),
        body: String::new(),
    }
}

/// The next piece, `Some(None)` at the end of the body, or `None` if the connection broke.
async fn next(reader: &ReadableStreamDefaultReader) -> Option<Option<Uint8Array>> {
    let read = JsFuture::from(reader.read()).await.ok()?;
    let value = Reflect::get(&read, &JsString::from("value")).ok()?;
    Some(value.dyn_into().ok())
}

/// How long the body is. Where it is compressed on its way, what arrives is longer than the header says.
fn length(response: &Response) -> Option<u64> {
    let headers = response.headers();
    let is_plain = headers.get("Content-Encoding").is_none();
    headers
        .get("Content-Length")
        .filter(|_| is_plain)?
        .parse()
        .ok()
}

fn retry_after(response: &Response) -> Option<Duration> {
    let headers = response.headers();
    let text = headers.get("Retry-After")?;
    if let Ok(seconds) = text.trim().parse() {
        return Some(Duration::from_secs(seconds));
    }
    // Beside the date of the answer: this computer's clock may be hours off.
    let now = headers
        .get("Date")
        .map_or_else(js_sys::Date::now, |date| js_sys::Date::parse(&date));
    let milliseconds = js_sys::Date::parse(&text) - now;
    // Not a date gives NaN, a date in the past a negative number: both are no duration.
    Duration::try_from_secs_f64(milliseconds / 1000.0).ok()
}

fn is_cross_origin(url: &str) -> bool {
    let location = gloo_utils::window().location();
    let (Ok(page), Ok(origin)) = (location.href(), location.origin()) else {
        return false;
    };
    web_sys::Url::new_with_base(url, &page).is_ok_and(|url| url.origin() != origin)
}
