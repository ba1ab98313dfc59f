//! The only file that touches gloo-net: one call with a time limit, aborted when its future is dropped.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use gloo_net::http::{Method, RequestBuilder, Response};
use gloo_timers::callback::Timeout;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestRedirect};

use super::{Call, Kind, SESSION_HEADER, Secret, ServiceError};

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

/// Sends a call and reads the whole answer.
pub(super) async fn send(
    call: Call,
    outgoing: &Outgoing<'_>,
    limit: Duration,
) -> Result<Answer, ServiceError> {
    let timed_out = Rc::new(Cell::new(false));
    // Known before anything is sent: who goes offline later may have sent the request.
    let offline = offline();
    let no_answer = || {
        let kind = if timed_out.get() {
            Kind::TimedOut { limit }
        } else {
            Kind::NoAnswer {
                offline,
                cross_origin: is_cross_origin(outgoing.url),
            }
        };
        ServiceError::new(call, kind)
    };
    let abort = Rc::new(AbortOnDrop(
        AbortController::new().map_err(|_| no_answer())?,
    ));
    let _timer = Timeout::new(u32::try_from(limit.as_millis()).unwrap_or(u32::MAX), {
        let (abort, timed_out) = (Rc::clone(&abort), Rc::clone(&timed_out));
        move || {
            timed_out.set(true);
            abort.0.abort();
        }
    });

    let response = request(outgoing, &abort.0)
        .ok_or_else(no_answer)?
        .send()
        .await
        .map_err(|_| no_answer())?;
    let body = response.text().await.map_err(|_| no_answer())?;
    Ok(Answer {
        status: response.status(),
        content_type: response
            .headers()
            .get("Content-Type")
            .map(|kind| kind.to_ascii_lowercase()),
        retry_after: retry_after(&response),
        body,
    })
}

fn request(outgoing: &Outgoing<'_>, abort: &AbortController) -> Option<gloo_net::http::Request> {
    let method = if outgoing.body.is_some() {
        Method::POST
    } else {
        Method::GET
    };
    let mut builder = RequestBuilder::new(outgoing.url)
        .method(method)
        .header("Accept", "application/json")
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
