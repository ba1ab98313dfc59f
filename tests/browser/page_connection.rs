//! Signing in, pasting a session, signing out.

use gloo_timers::future::TimeoutFuture;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;

use crate::page::{Page, focused, stored, type_into, until_stored};
use crate::simulator::{self, PASSWORD, USER_NAME};
use crate::{spy, until};

#[wasm_bindgen_test]
async fn an_empty_form_says_what_is_missing() {
    let page = Page::new().await;
    page.click("Sign in");
    page.says("Enter the user name.").await;
    assert_eq!(focused(), "user-name");
    for (label, problem) in [
        ("User name", "Enter the user name."),
        ("Password", "Enter the password."),
    ] {
        assert_eq!(
            page.field(label).get_attribute("aria-invalid").as_deref(),
            Some("true"),
            "{label}"
        );
        assert_eq!(page.descriptions(label), [problem]);
    }
    page.fill("User name", USER_NAME).await;
    page.fill("Password", &"x".repeat(256)).await;
    page.fill("Login URL", "https://pod.example.com/").await;
    page.click("Sign in");
    page.says("The service reads at most 255 characters.").await;
    page.says("The login URL ends in /login, for example /saas/public/core/v3/login.")
        .await;
    assert_eq!(page.field("User name").get_attribute("aria-invalid"), None);
    assert!(spy::fetches().is_empty(), "nothing was sent");
}

#[wasm_bindgen_test]
async fn a_session_id_has_to_be_there_and_fit_into_a_header() {
    let page = Page::new().await;
    page.way("session");
    page.says("Kept in memory only.").await;
    for session_id in ["", "  ", "\u{200b}", "a\u{e9}"] {
        page.fill("Session ID", session_id).await;
        page.click("Connect");
        let invalid = || {
            page.field("Session ID")
                .get_attribute("aria-invalid")
                .is_some()
        };
        until("the problem is said", invalid).await;
        page.fill("Session ID", "a").await;
    }
    page.fill("API base URL", "//pod.example.com").await;
    page.click("Connect");
    page.says("Enter a path of this page's host such as /saas, or an https:// URL.")
        .await;
    page.fill("API base URL", &simulator::base()).await;
    page.click("Connect");
    page.says("Connected with a pasted session").await;
}

#[wasm_bindgen_test]
async fn a_wrong_password_is_said_and_everything_typed_stays() {
    let page = Page::new().await;
    page.fill("User name", USER_NAME).await;
    page.fill("Password", "wrong").await;
    page.click("Sign in");
    page.says("The user name or the password is wrong. The service says: “The user name or the password is not right.”").await;
    assert_eq!(
        (page.value("User name"), page.value("Password")),
        (USER_NAME.into(), "wrong".into())
    );

    page.fill("Password", PASSWORD).await;
    page.click("Sign in");
    page.says(&format!(
        "Signed in as {USER_NAME} · Simulated Organization"
    ))
    .await;
    assert!(!page.text().contains("is wrong"));
}

#[wasm_bindgen_test]
async fn a_password_that_is_typed_while_the_service_answers_stays() {
    let page = Page::new().await;
    page.fill("User name", USER_NAME).await;
    page.fill("Password", "wrong").await;
    simulator::fault(&json!({"call": "signIn", "kind": "latency", "millis": 400})).await;
    page.click("Sign in");
    page.fill("Password", PASSWORD).await;
    page.says("The user name or the password is wrong.").await;
    assert_eq!(page.value("Password"), PASSWORD);
    page.click("Sign in");
    page.says("Signed in as").await;
}

#[wasm_bindgen_test]
async fn user_name_and_password_can_be_filled_in_at_once() {
    let page = Page::new().await;
    page.fill("User name", "somebody else").await;
    // As password managers do: no rendering comes in between.
    type_into(&page.field("User name"), USER_NAME);
    type_into(&page.field("Password"), PASSWORD);
    TimeoutFuture::new(0).await;
    page.click("Sign in");
    page.says(&format!("Signed in as {USER_NAME}")).await;
}

#[wasm_bindgen_test]
async fn signing_in_moves_the_focus_and_stores_no_secret() {
    let page = Page::new().await;
    page.fill("User name", USER_NAME).await;
    page.fill("Password", PASSWORD).await;
    page.click("Sign in");
    page.says("Signed in as").await;
    until("the heading has the focus", || {
        focused() == "connection-title"
    })
    .await;
    page.fill("Start date", "2024-08-12").await;
    until_stored("what was typed", |stored| stored.contains("2024-08-12")).await;
    let stored = stored().await;
    assert!(stored.contains(USER_NAME));
    assert!(
        !stored.contains(PASSWORD) && !stored.contains("sessionId"),
        "{stored}"
    );

    page.click("Sign out");
    page.says("Signed out.").await;
    until("a new sign-in is offered", || {
        page.texts("button").contains(&"Sign in".into())
    })
    .await;
    assert_eq!(
        (page.value("User name"), page.value("Password")),
        (USER_NAME.into(), String::new())
    );
    assert_eq!(page.value("Start date"), "2024-08-12");
    assert_eq!(focused(), "connection-title");
}

#[wasm_bindgen_test]
async fn a_pasted_session_is_not_stored_either_and_stays_open_at_the_service() {
    let page = Page::new().await;
    page.way("session");
    page.says("Kept in memory only.").await;
    let session_id = simulator::session_id().await;
    page.fill("Session ID", &session_id).await;
    page.click("Connect");
    page.says("Connected with a pasted session").await;
    page.fill("Start date", "2024-08-12").await;
    until_stored("what was typed", |stored| stored.contains("2024-08-12")).await;
    assert!(!stored().await.contains(&session_id));
    page.click("Sign out");
    page.says("Signed out.").await;
    until("the form is back", || {
        page.texts("button").contains(&"Connect".into())
    })
    .await;
    assert_eq!(page.value("Session ID"), "");
    assert_eq!(simulator::requests_of("signOut").await.len(), 0);
}

#[wasm_bindgen_test]
async fn a_sign_out_that_is_not_confirmed_is_said() {
    let page = Page::new().await;
    page.fill("User name", USER_NAME).await;
    page.fill("Password", PASSWORD).await;
    page.click("Sign in");
    page.says("Signed in as").await;
    simulator::fault(&json!({"call": "signOut", "kind": "status", "status": 503})).await;
    page.click("Sign out");
    page.says("Signed out here, but the service did not confirm it: The service is not available (HTTP 503).").await;
}

#[wasm_bindgen_test]
async fn a_second_click_does_not_sign_in_twice() {
    let page = Page::new().await;
    page.fill("User name", USER_NAME).await;
    page.fill("Password", PASSWORD).await;
    simulator::fault(&json!({"call": "signIn", "kind": "latency", "millis": 300})).await;
    page.click("Sign in");
    until("it is on its way", || {
        page.all("form[aria-busy=true]").len() == 1
    })
    .await;
    page.click("Sign in");
    page.says("Signed in as").await;
    assert_eq!(simulator::requests_of("signIn").await.len(), 1);
}

#[wasm_bindgen_test]
async fn a_page_that_closes_aborts_a_sign_in() {
    let page = Page::new().await;
    page.fill("User name", USER_NAME).await;
    page.fill("Password", PASSWORD).await;
    simulator::fault(&json!({"call": "signIn", "kind": "latency", "millis": 400})).await;
    page.click("Sign in");
    until("it is on its way", || spy::fetches().len() == 1).await;
    assert_eq!(spy::fetches()[0]["aborted"], false);
    page.close();
    until("it is aborted", || spy::fetches()[0]["aborted"] == true).await;
}
