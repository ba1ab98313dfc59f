//! The only file that touches gloo-net: one call with a time limit, aborted when its future is dropped.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use js_sys::{Array, JsString, Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Blob, BlobPropertyBag, ReadableStreamDefaultReader, ReferrerPolicy,
    RequestCache, RequestRedirect,
};

use super::{Bytes, Call, Kind, SESSION_HEADER, Secret, ServiceError};

/// What is sent. A body makes it a POST.
pub(super) struct Outgoing<'a> {
    pub(super) url: &'a str,
    pub(super) session: Option<&'a Secret>,
    pub(super) body: Option<&'a str>,
}

/// An answer of whatever kind, read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// `Content-Type`, lower case.
    pub content_type: Option<String>,
    /// `Retry-After`, given in seconds or as a date.
    pub retry_after: Option<Duration>,
    /// The body as text.
    pub body: String,
}

/// What comes where a file is asked for.
pub(super) enum File {
    /// The file.
    Whole(Blob),
    /// An error, or a text of some kind: nothing to save under the name of a file.
    Text(Answer),
}

/// Sends a call and reads the whole answer within the time limit.
pub(super) async fn send(
    call: Call,
    outgoing: &Outgoing<'_>,
    limit: Duration,
) -> Result<Answer, ServiceError> {
    let way = UnderWay::new(call, outgoing, limit)?;
    let response = way.response().await?;
    way.text(&response).await
}

/// Sends a call and receives a file, however long that takes, as long as something arrives within each `limit`.
pub(super) async fn receive(
    call: Call,
    outgoing: &Outgoing<'_>,
    limit: Duration,
    progress: impl Fn(Bytes),
) -> Result<File, ServiceError> {
    let way = UnderWay::new(call, outgoing, limit)?;
    let response = way.response().await?;
    let is_text = |kind: &String| kind.starts_with("text/") || kind.contains("json");
    let stream = match response.body() {
        Some(stream) if response.ok() && !content_type(&response).as_ref().is_some_and(is_text) => {
            stream
        }
        _ => return way.text(&response).await.map(File::Text),
    };
    let mut bytes = Bytes {
        received: 0,
        whole: length(&response),
    };
    let broken_off = |bytes| way.failed(Kind::BrokenOff { received: bytes });
    let reader = ReadableStreamDefaultReader::new(&stream).map_err(|_| broken_off(bytes))?;
    let chunks = Array::new();
    progress(bytes);
    loop {
        way.restart_timer();
        let read = JsFuture::from(reader.read());
        let read = read.await.map_err(|_| broken_off(bytes))?;
        // At the end there is no value.
        let Some(chunk) = Reflect::get(&read, &JsString::from("value"))
            .ok()
            .and_then(|value| value.dyn_into::<Uint8Array>().ok())
        else {
            break;
        };
        bytes.received += u64::from(chunk.length());
        chunks.push(&chunk);
        progress(bytes);
    }
    let kind = BlobPropertyBag::new();
    kind.set_type("application/zip");
    Blob::new_with_u8_array_sequence_and_options(&chunks, &kind)
        .map(File::Whole)
        .map_err(|_| broken_off(bytes))
}

/// A call under way. It is aborted when its time is over, and when this is dropped.
struct UnderWay<'a> {
    call: Call,
    outgoing: &'a Outgoing<'a>,
    limit: Duration,
    /// Known before anything is sent: who goes offline later may have sent the request.
    offline: bool,
    abort: Rc<AbortOnDrop>,
    timed_out: Rc<Cell<bool>>,
    timer: RefCell<Option<Timeout>>,
}

impl<'a> UnderWay<'a> {
    fn new(call: Call, outgoing: &'a Outgoing<'a>, limit: Duration) -> Result<Self, ServiceError> {
        let offline = offline();
        let no_answer = |_| ServiceError::new(call, no_answer(offline, outgoing.url));
        let way = Self {
            call,
            outgoing,
            limit,
            offline,
            abort: Rc::new(AbortOnDrop(AbortController::new().map_err(no_answer)?)),
            timed_out: Rc::default(),
            timer: RefCell::default(),
        };
        way.restart_timer();
        Ok(way)
    }

    fn restart_timer(&self) {
        let limit = u32::try_from(self.limit.as_millis()).unwrap_or(u32::MAX);
        let (abort, timed_out) = (Rc::clone(&self.abort), Rc::clone(&self.timed_out));
        self.timer.replace(Some(Timeout::new(limit, move || {
            timed_out.set(true);
            abort.0.abort();
        })));
    }

    async fn response(&self) -> Result<Response, ServiceError> {
        request(self.call, self.outgoing, &self.abort.0)
            .ok_or_else(|| self.no_answer())?
            .send()
            .await
            .map_err(|_| self.no_answer())
    }

    async fn text(&self, response: &Response) -> Result<Answer, ServiceError> {
        let body = response.text().await.map_err(|_| self.no_answer())?;
        Ok(Answer {
            status: response.status(),
            content_type: content_type(response),
            retry_after: retry_after(response),
            body,
        })
    }

    fn no_answer(&self) -> ServiceError {
        self.failed(no_answer(self.offline, self.outgoing.url))
    }

    /// The error of a call that ended; for want of time, whatever else it looks like.
    fn failed(&self, kind: Kind) -> ServiceError {
        let kind = if self.timed_out.get() {
            Kind::TimedOut { limit: self.limit }
        } else {
            kind
        };
        ServiceError::new(self.call, kind)
    }
}

fn no_answer(offline: bool, url: &str) -> Kind {
    Kind::NoAnswer {
        offline,
        cross_origin: is_cross_origin(url),
    }
}

fn request(
    call: Call,
    outgoing: &Outgoing<'_>,
    abort: &AbortController,
) -> Option<gloo_net::http::Request> {
    let method = if outgoing.body.is_some() {
        Method::POST
    } else {
        Method::GET
    };
    let accept = if call == Call::Download {
        "application/zip, application/json"
    } else {
        "application/json"
    };
    let mut builder = RequestBuilder::new(outgoing.url)
        .method(method)
        .header("Accept", accept)
        // Metering data and session IDs have no place in a cache, nor the page's address in foreign logs; and a session
        // ID must not follow a redirect to wherever that leads.
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&abort.signal()));
    if let Some(session) = outgoing.session {
        builder = builder.header(SESSION_HEADER, session.reveal());
    }
    match outgoing.body {
        Some(body) => builder
            .header("Content-Type", "application/json")
            .body(body),
        None => builder.build(),
    }
    .ok()
}

struct AbortOnDrop(AbortController);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort(); // without effect once the answer is read
    }
}

fn content_type(response: &Response) -> Option<String> {
    let kind = response.headers().get("Content-Type")?;
    Some(kind.to_ascii_lowercase())
}

/// How long the body is. Where it is compressed on its way, what arrives is longer than the header says.
fn length(response: &Response) -> Option<u64> {
    let headers = response.headers();
    headers
        .get("Content-Length")
        .filter(|_| headers.get("Content-Encoding").is_none())?
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

fn offline() -> bool {
    !gloo_utils::window().navigator().on_line()
}

fn is_cross_origin(url: &str) -> bool {
    let location = gloo_utils::window().location();
    let (Ok(page), Ok(origin)) = (location.href(), location.origin()) else {
        return false;
    };
    web_sys::Url::new_with_base(url, &page).is_ok_and(|url| url.origin() != origin)
}
