//! The built page, served as any static host would.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::middleware::map_request;
use axum::response::Redirect;
use axum::routing::get;
use http::HeaderValue;
use tokio::sync::watch;
use tower::ServiceBuilder;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::sub_path::SubPath;

/// What stands at the page's place if there is no page.
const NO_PAGE: &str = "This is the simulator of the metering export service, without a page.\n\
    Start it with --dist <directory of the built page> to have both at one address.\n";

/// Serves the files of `dist` under `sub_path`, and leads there from `/`. Files with the ending that `held` names wait.
pub(crate) fn router(
    dist: Option<&Path>,
    sub_path: &SubPath,
    held: watch::Receiver<Option<String>>,
) -> Router {
    let Some(dist) = dist else {
        return Router::new().route("/", get(NO_PAGE));
    };
    // A page that is being worked on changes under the same names: the browser has to ask each time.
    let no_cache = HeaderValue::from_static("no-cache");
    let files = ServiceBuilder::new()
        .layer(SetResponseHeaderLayer::overriding(CACHE_CONTROL, no_cache))
        .service(ServeDir::new(dist).precompressed_br().precompressed_gzip());
    let base = sub_path.as_str().trim_end_matches('/');
    let router = if base.is_empty() {
        Router::new().fallback_service(files)
    } else {
        let home = sub_path.as_str().to_owned();
        let lead = move || async move { Redirect::temporary(&home) };
        Router::new()
            .route("/", get(lead.clone()))
            // Without the slash at its end, relative paths would lead beside the page.
            .route(base, get(lead))
            .nest_service(sub_path.as_str(), files)
            .fallback(async || (StatusCode::NOT_FOUND, "Not found\n"))
    };
    router.layer(map_request(move |request| released(held.clone(), request)))
}

/// A request, as soon as its file is served.
async fn released(mut held: watch::Receiver<Option<String>>, request: Request) -> Request {
    let file = request.uri().path().to_owned();
    let is_served =
        |held: &Option<String>| held.as_ref().is_none_or(|ending| !file.ends_with(ending));
    // An error says that the simulator has ended, and this with it.
    let _ = held.wait_for(is_served).await;
    request
}
