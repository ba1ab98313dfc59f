//! What happens around every request: it is recorded, faults are put in its way, the answer gets its date.

use std::sync::Arc;
use std::time::SystemTime;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::response::{IntoResponse, Response};
use http::header::{
    ACCEPT, CACHE_CONTROL, CONNECTION, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, DATE,
    RETRY_AFTER,
};
use http::{HeaderName, HeaderValue, Method, Request, StatusCode};
use hyper::body::Incoming;
use tower::{Layer, ServiceExt, service_fn};
use tower_http::cors::{Any, CorsLayer};

use crate::faults::apply::{Dropped, apply};
use crate::options::Log;
use crate::recorded::{Call, Recorded};
use crate::server::Service;
use crate::service::ServiceError;
use crate::state::World;

/// The longest body of a request, in bytes; those of the service are a few hundred.
const MAX_BODY: usize = 1 << 20;

/// The service as connections ask it.
pub(crate) fn service(world: Arc<World>, router: Router) -> Service {
    let allow_origin = world.options.allow_origin;
    let close = {
        let world = Arc::clone(&world);
        move |response| close_before_a_drop(&world, response)
    };
    let answer = service_fn(move |request| answer(Arc::clone(&world), router.clone(), request));
    if allow_origin {
        // Around the layer, which answers preflights by itself: the request that follows one must meet a new connection.
        Service::new(cors().layer(answer).map_response(close))
    } else {
        Service::new(answer.map_response(close))
    }
}

/// Keeps no connection open as long as there is a fault that drops one.
fn close_before_a_drop(world: &World, mut response: Response) -> Response {
    if world.state().faults.hold_a_drop() {
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// Lets pages of any origin call, as the service never does.
fn cors() -> CorsLayer {
    let session = HeaderName::from_static("infa-session-id");
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::DELETE])
        .allow_headers([ACCEPT, CACHE_CONTROL, CONTENT_TYPE, session])
        .expose_headers([CONTENT_DISPOSITION, CONTENT_LENGTH, DATE, RETRY_AFTER])
}

async fn answer(
    world: Arc<World>,
    router: Router,
    request: Request<Incoming>,
) -> Result<Response, Dropped> {
    let line = format!("{} {}", request.method(), request.uri().path());
    let result = if request.uri().path().starts_with("/saas/") {
        recorded(&world, router, request).await
    } else {
        Ok(ask(router, request.map(Body::new)).await)
    };
    world.log(Log::Requests, || match &result {
        Ok(response) => format!("{line} {}", response.status().as_u16()),
        Err(Dropped) => format!("{line} reset by a fault"),
    });
    let mut response = result?;
    set_date(&mut response, world.clock.now().into());
    Ok(response)
}

async fn recorded(
    world: &World,
    router: Router,
    request: Request<Incoming>,
) -> Result<Response, Dropped> {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(Body::new(body), MAX_BODY).await else {
        let message = format!("The body has not arrived, or is longer than {MAX_BODY} bytes.");
        return Ok(ServiceError::new(StatusCode::BAD_REQUEST, "SIM_BODY", message).into_response());
    };
    let (call, job_id) = Call::of(&parts.method, parts.uri.path()).unzip();
    let record = Recorded {
        call,
        job_id: job_id.flatten(),
        method: parts.method.clone(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers.clone(),
        body: body.to_vec(),
        at: world.clock.now(),
        answered: None,
        number: world.fresh_number(),
    };
    let number = record.number;
    let faults = {
        let mut state = world.state();
        let faults = call
            .map(|call| state.faults.take(call, record.job_id.as_deref()))
            .unwrap_or_default();
        state.record(record);
        faults
    };
    let work = ask(router, Request::from_parts(parts, Body::from(body)));
    let response = apply(faults, &world.clock, work).await?;
    world.state().set_answered(number, response.status());
    Ok(response)
}

/// Asks a router, which cannot fail.
pub(crate) async fn ask(router: Router, request: Request<Body>) -> Response {
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// Sets `Date` by the simulator's clock.
fn set_date(response: &mut Response, now: SystemTime) {
    if let Ok(date) = HeaderValue::from_str(&httpdate::fmt_http_date(now)) {
        response.headers_mut().insert(DATE, date);
    }
}
