//! The page's content security policy, which every host has: what it forbids is refused, and each test sees it.

use serde_json::Value;

use crate::harness::{in_browser, wait_for};

/// What nothing in the page may do, the directive that refuses it, and what the browser says in its console.
const FORBIDDEN: [(&str, &str, &str); 9] = [
    (
        "document.body.setAttribute('style', 'color: red')",
        "style-src-attr",
        "Applying inline style violates",
    ),
    (
        "element('style', { textContent: 'p { color: red }' })",
        "style-src-elem",
        "Applying inline style violates",
    ),
    (
        "document.body.insertAdjacentHTML('beforeend', '<b>bold</b>')",
        "require-trusted-types-for",
        "requires 'TrustedHTML' assignment",
    ),
    (
        "element('script', { src: 'other.js' })",
        "require-trusted-types-for",
        "requires 'TrustedScriptURL' assignment",
    ),
    (
        "new Worker('other.js')",
        "require-trusted-types-for",
        "requires 'TrustedScriptURL' assignment",
    ),
    (
        "fetch('https://elsewhere.example/').catch(() => {})",
        "connect-src",
        "Connecting to 'https://elsewhere.example/' violates",
    ),
    (
        "element('img', { src: 'https://elsewhere.example/picture.png' })",
        "img-src",
        "Loading the image 'https://elsewhere.example/picture.png' violates",
    ),
    (
        // Of this computer: Chromium connects to the host of a frame before it asks the policy.
        "element('iframe', { src: 'http://127.0.0.1:49151/' })",
        "frame-src",
        "Framing 'http://127.0.0.1:49151/' violates",
    ),
    (
        "element('base', { href: 'https://elsewhere.example/' })",
        "base-uri",
        "Setting the document's base URI to 'https://elsewhere.example/' violates",
    ),
];

/// Adds an element to the page.
const ELEMENT: &str = "const element = (name, fields) => document.body.append(Object.assign(document.createElement(name), fields));";

#[test]
fn what_the_policy_forbids_is_refused() {
    in_browser(async |page| {
        // Said in addition, by `fetch`.
        page.expect_line("Refused to connect because it violates");
        for (forbidden, directive, words) in FORBIDDEN {
            page.expect_line(words);
            let before = page.violations().await.len();
            let attempt = format!("{ELEMENT} try {{ {forbidden} }} catch (error) {{}}");
            page.script(&attempt, Vec::new()).await;
            wait_for(format!("{directive} to refuse {forbidden}"), async || {
                let seen = page.violations().await;
                match seen.get(before) {
                    Some(seen) if seen.starts_with(&format!("{directive}: ")) => Ok(()),
                    other => Err(format!("{other:?}")),
                }
            })
            .await;
        }
        assert_eq!(
            page.script("return document.querySelector('b')", Vec::new())
                .await,
            Value::Null
        );
    });
}

#[test]
fn only_the_worker_beside_the_page_can_be_started() {
    in_browser(async |page| {
        let address = "return trustedTypes.defaultPolicy.createScriptURL(arguments[0]).toString()";
        let allowed = async |url: &str| page.script(address, vec![url.into()]).await;
        for url in ["usage-0123456789abcdef.js", "./usage-0123456789abcdef.js"] {
            assert_eq!(allowed(url).await, url);
        }
        for url in [
            "other.js",
            "/saas/usage-1.js",
            "https://elsewhere.example/usage-1.js",
            "//elsewhere.example/usage-1.js",
            "data:text/javascript,0",
            "blob:usage-1.js",
        ] {
            assert_eq!(allowed(url).await, "", "{url}");
        }
    });
}

#[test]
fn what_leaves_the_page_s_host_is_seen() {
    in_browser(async |page| {
        // No policy keeps an administrator from typing another address.
        for (address, request) in [
            (
                "http://elsewhere.example/a?b",
                "GET http://elsewhere.example/a?b",
            ),
            (
                "https://elsewhere.example/a?b",
                "CONNECT elsewhere.example:443",
            ),
        ] {
            // The address does not exist, which the browser says.
            let _ = page.client().goto(address).await;
            wait_for(format!("{request} to be seen"), async || {
                let strayed = page.strayed();
                if strayed.iter().any(|seen| seen == request) {
                    Ok(())
                } else {
                    Err(format!("{strayed:?}"))
                }
            })
            .await;
        }
        page.open().await;
        page.expect_strays();
        page.expect_line("chrome-error://chromewebdata/ - Failed to load resource: the server responded with a status of 502");
    });
}
