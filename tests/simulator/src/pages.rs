//! The built page, served as any static host would.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{map_request, map_response};
use axum::response::{Redirect, Response};
use axum::routing::get;
use tokio::sync::watch;
use tower_http::services::ServeDir;

use crate::sub_path::SubPath;

/// What stands at the page's place if there is no page.
const NO_PAGE: &str = "This is the simulator of the metering export service, without a page.\n\
    Start it with --dist <directory of the built page> to have both at one address.\n";

/// The ending of the files that are not served yet; none if every file is.
pub(crate) type Held = Option<String>;

/// Serves the files of `dist` under `sub_path`, and leads there from `/`.
pub(crate) fn router(dist: Option<&Path>, sub_path: &SubPath) -> Router {
    let Some(dist) = dist else {
        return Router::new().route("/", get(NO_PAGE));
    };
    let files = ServeDir::new(dist).precompressed_br().precompressed_gzip();
    let base = sub_path.as_str().trim_end_matches('/');
    let router = if base.is_empty() {
        Router::new().fallback_service(files)
    } else {
        let home = sub_path.to_string();
        let lead = move || async move { Redirect::temporary(&home) };
        Router::new()
            .route("/", get(lead.clone()))
            // Without the slash at its end, relative paths would lead beside the page.
            .route(base, get(lead))
            .nest_service(sub_path.as_str(), files)
            .fallback(async || (StatusCode::NOT_FOUND, "Not found\n"))
    };
    router.layer(map_response(revalidated))
}

/// The same, with files that can be held.
pub(crate) fn with_held_files(router: Router, held: watch::Receiver<Held>) -> Router {
    router.layer(map_request(move |request: Request| {
        released(held.clone(), request)
    }))
}

/// A request, as soon as its file is served.
async fn released(mut held: watch::Receiver<Held>, request: Request) -> Request {
    let file = request.uri().path().to_owned();
    let is_served = |held: &Held| held.as_ref().is_none_or(|ending| !file.ends_with(ending));
    // An error says that the simulator has ended, and this with it.
    let _ = held.wait_for(is_served).await;
    request
}

/// A page that is being worked on changes under the same names: the browser has to ask each time.
async fn revalidated(mut response: Response) -> Response {
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
