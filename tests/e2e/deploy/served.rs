//! What the web servers answer, byte by byte.

use std::fs;
use std::path::Path;

use simulator::{Call, Fault, FaultKind};

use super::{NGINX, NGINX_LIGHT, SUB_PATH, behind};
use crate::harness::{Front, JOBS_PATH, LOGIN_PATH, Page, Server, dist, policy_in};

#[test]
fn what_nginx_serves() {
    behind(NGINX, "", async |page, front| {
        every_file(front, "", true).await;
        headers(front, "", &policy_in("nginx/metering-export.conf.template")).await;
        page.sim.forget_requests();
        nothing_else(page, front, "").await;
        needed_headers(page, front, Unknown::Dropped).await;
    });
}

#[test]
fn what_nginx_serves_below_a_path_and_without_brotli() {
    behind(NGINX_LIGHT, SUB_PATH, async |page, front| {
        every_file(front, SUB_PATH, false).await;
        headers(
            front,
            SUB_PATH,
            &policy_in("nginx/metering-export.conf.template"),
        )
        .await;
        page.sim.forget_requests();
        nothing_else(page, front, SUB_PATH).await;
        needed_headers(page, front, Unknown::Passed).await;
    });
}

#[test]
fn what_caddy_serves() {
    behind(Server::Caddy, SUB_PATH, async |page, front| {
        every_file(front, SUB_PATH, true).await;
        headers(front, SUB_PATH, &policy_in("caddy/Caddyfile")).await;
        page.sim.forget_requests();
        nothing_else(page, front, SUB_PATH).await;
        needed_headers(page, front, Unknown::Dropped).await;
    });
}

/// Each file of the release: its content, as it is and compressed, how long it is kept, and what goes with it.
async fn every_file(front: &Front, path: &str, brotli: bool) {
    let dist = dist();
    let files = files_below(&dist, &dist);
    assert!(files.len() > 5, "{files:?}");
    for name in &files {
        let file = dist.join(name);
        let address = format!("GET {path}/{}", name.trim_end_matches("index.html"));
        let plain = front.ask(&address, &[]).await;
        assert_eq!(
            (plain.status, plain.header("content-encoding")),
            (200, None),
            "{name}"
        );
        assert_eq!(plain.body, fs::read(&file).expect("a file"), "{name}");
        let kept = if is_named_by_its_content(name) {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        };
        let media_type = match name.rsplit_once('.').expect("an ending").1 {
            "html" => Some("text/html"),
            "wasm" => Some("application/wasm"),
            "css" => Some("text/css"),
            "svg" => Some("image/svg+xml"),
            "json" => Some("application/json"),
            // Both are right.
            "js" if plain.header("content-type") == Some("application/javascript") => None,
            "js" => Some("text/javascript"),
            _ => None,
        };
        if let Some(media_type) = media_type {
            let found = plain.header("content-type").unwrap_or_default();
            assert_eq!(found.split(';').next(), Some(media_type), "{name}");
        }
        // What browsers send.
        for (accepted, coding) in [
            (
                "gzip, deflate, br, zstd",
                if brotli { "br" } else { "gzip" },
            ),
            ("gzip", "gzip"),
        ] {
            let copy = dist.join(format!("{name}.{}", coding.replace("gzip", "gz")));
            assert!(
                copy.is_file() || !name.rsplit('.').any(|ending| ending == "wasm"),
                "{} is not there: `cargo xtask dist` makes it",
                copy.display()
            );
            let answer = front.ask(&address, &[("accept-encoding", accepted)]).await;
            assert_eq!(answer.header("cache-control"), Some(kept), "{name}");
            assert!(answer.header("etag").is_some(), "{name}");
            if let Ok(copy) = fs::read(&copy) {
                assert_eq!(answer.header("content-encoding"), Some(coding), "{name}");
                assert_eq!(answer.header("vary"), Some("Accept-Encoding"), "{name}");
                assert!(answer.body == copy, "{name}");
                // Asked for again, it need not be sent again.
                let etag = answer.header("etag").expect("a tag");
                let again = front
                    .ask(
                        &address,
                        &[("accept-encoding", accepted), ("if-none-match", etag)],
                    )
                    .await;
                assert_eq!(
                    (again.status, again.header("cache-control")),
                    (304, Some(kept)),
                    "{name}"
                );
            }
        }
    }
}

/// The files in a folder that visitors ask for, with slashes.
fn files_below(root: &Path, folder: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(files_below(root, &path));
        } else {
            let name = path
                .strip_prefix(root)
                .expect("a file below the root")
                .display()
                .to_string();
            if ![".br", ".gz", "LICENSE-MIT", "LICENSE-APACHE", "SHA256SUMS"]
                .iter()
                .any(|end| name.ends_with(end))
            {
                files.push(name);
            }
        }
    }
    files
}

/// Whether a name holds a hash, as Trunk and xtask write them.
fn is_named_by_its_content(name: &str) -> bool {
    let stem = name
        .split('.')
        .next()
        .unwrap_or_default()
        .trim_end_matches("_bg");
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        (8..=16).contains(&hash.len())
            && hash
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// What each answer carries, whatever it is.
async fn headers(front: &Front, path: &str, policy: &str) {
    let page = front.ask(&format!("GET {path}/"), &[]).await;
    let missing = front
        .ask(&format!("GET {path}/style-0123456789abcdef.css"), &[])
        .await;
    let service = front.ask(&format!("GET {JOBS_PATH}/1"), &[]).await;
    assert_eq!(
        [page.status, missing.status, service.status],
        [200, 404, 401]
    );
    for answer in [&page, &missing, &service] {
        assert_eq!(answer.header("content-security-policy"), Some(policy));
        for (name, value) in [
            ("strict-transport-security", "max-age=31536000"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value));
        }
        assert!(!answer.header("server").unwrap_or_default().contains('/'));
    }
    assert_eq!(service.header("cache-control"), Some("no-store"));
    // A name that is not there yet must not stay away for good.
    assert_ne!(
        missing.header("cache-control"),
        page.header("cache-control")
            .map(|_| "public, max-age=31536000, immutable")
    );
    // The page says the same by itself, all but what only a header can.
    let html = String::from_utf8(page.body).expect("text");
    let (own, framing) = policy.rsplit_once("; ").expect("directives");
    assert!(
        html.contains(&format!(r#"content="{own}""#)) && html.contains("Content-Security-Policy"),
        "{html}"
    );
    assert_eq!(framing, "frame-ancestors 'none'");
}

/// What is not served, and what is not passed on.
async fn nothing_else(page: &Page, front: &Front, path: &str) {
    if !path.is_empty() {
        let bare = front.ask(&format!("GET {path}"), &[]).await;
        assert_eq!(
            (bare.status, bare.header("location")),
            (301, Some(format!("{path}/").as_str()))
        );
        assert_eq!(front.ask("GET /", &[]).await.status, 404);
    }
    for (request, statuses) in [
        (format!("GET {path}/../../etc/passwd"), [400, 404]),
        (format!("GET {path}/%2e%2e/%2e%2e/etc/passwd"), [400, 404]),
        (format!("GET {path}/nothing"), [404, 404]),
        ("GET /saas".to_owned(), [301, 404]),
        ("GET /saasx/public".to_owned(), [404, 404]),
        ("GET /saas/../simulator/requests".to_owned(), [404, 404]),
        ("GET /saas/%2e%2e/simulator/requests".to_owned(), [404, 404]),
        ("GET /x/../saas/public/core/v3/login".to_owned(), [404, 400]),
        (format!("PUT {LOGIN_PATH}"), [403, 405]),
        (format!("DELETE {JOBS_PATH}/1"), [403, 405]),
    ] {
        let status = front.ask(&request, &[]).await.status;
        assert!(statuses.contains(&status), "{request}: {status}");
    }
    assert!(page.sim.requests().is_empty(), "{:?}", page.sim.requests());
    // The query and what is encoded in a path arrive as they were sent.
    front
        .ask(&format!("GET {JOBS_PATH}/a%2Fb%20c?d=e%26f"), &[])
        .await;
    let passed = &page.sim.requests()[0];
    assert_eq!(
        (passed.path.as_str(), passed.query.as_deref()),
        (format!("{JOBS_PATH}/a%2Fb%20c").as_str(), Some("d=e%26f"))
    );
}

/// What becomes of a header of the service that nobody has thought of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unknown {
    Dropped,
    Passed,
}

/// Headers of the service that could act on the page's origin.
const HARMFUL: [(&str, &str); 14] = [
    ("Set-Cookie", "a=b"),
    ("Clear-Site-Data", "\"storage\""),
    ("WWW-Authenticate", "Basic realm=\"x\""),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Credentials", "true"),
    ("Refresh", "0; url=https://elsewhere.example/"),
    ("Link", "<https://elsewhere.example/x.css>; rel=stylesheet"),
    ("Location", "https://elsewhere.example/"),
    ("Alt-Svc", "h2=\"elsewhere.example:443\""),
    ("NEL", "{\"report_to\":\"x\"}"),
    ("Service-Worker-Allowed", "/"),
    (
        "Content-Security-Policy-Report-Only",
        "default-src 'none'; report-uri https://elsewhere.example/",
    ),
    ("X-Accel-Redirect", "/"),
    ("Via", "1.1 inner.example"),
];

/// In both directions only those headers pass that the service or the page needs.
async fn needed_headers(page: &Page, front: &Front, unknown: Unknown) {
    let mut headers: Vec<_> = HARMFUL
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    headers.push(("Retry-After".to_owned(), "7".to_owned()));
    headers.push(("X-Of-Tomorrow".to_owned(), "1".to_owned()));
    page.sim
        .add_fault(Fault::once(Call::Status, FaultKind::Headers { headers }));
    page.sim.forget_requests();
    let asked = [
        ("accept", "application/json"),
        ("infa-session-id", "s"),
        ("user-agent", "a browser"),
        ("accept-language", "en"),
        ("authorization", "Basic x"),
        ("cookie", "a=b"),
        ("forwarded", "for=192.0.2.1"),
        ("origin", "https://page.example"),
        ("referer", "https://page.example/"),
        ("sec-fetch-site", "same-origin"),
        ("true-client-ip", "192.0.2.1"),
        ("via", "1.1 x"),
        ("x-forwarded-for", "192.0.2.1"),
        ("x-forwarded-host", "page.example"),
        ("x-real-ip", "192.0.2.1"),
    ];
    let answer = front.ask(&format!("GET {JOBS_PATH}/1"), &asked).await;
    assert_eq!(answer.header("retry-after"), Some("7"));
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("connection"), Some("close"));
    let needed = [
        "cache-control",
        "connection",
        "content-length",
        "content-security-policy",
        "content-type",
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "date",
        "permissions-policy",
        "referrer-policy",
        "retry-after",
        "server",
        "strict-transport-security",
        "x-content-type-options",
    ];
    for name in answer.names() {
        let is_tomorrows = name == "x-of-tomorrow" && unknown == Unknown::Passed;
        assert!(
            needed.contains(&name.as_str()) || is_tomorrows,
            "{name} has passed"
        );
    }

    let passed = &page.sim.requests_of(Call::Status)[0];
    let allowed = [
        "accept",
        "accept-encoding",
        "accept-language",
        "connection",
        "host",
        "infa-session-id",
        "user-agent",
    ];
    for name in passed.headers.keys() {
        assert!(allowed.contains(&name.as_str()), "{name} has passed");
    }
    assert_eq!(passed.header("infa-session-id"), Some("s"));
    assert_eq!(passed.header("user-agent"), Some("a browser"));
}
