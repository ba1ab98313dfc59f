//! Commands of `WebDriver` that fantoccini has no methods for.

use std::collections::BTreeMap;

use fantoccini::Client;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use serde::Deserialize;
use serde_json::{Value, json};
use url::{ParseError, Url};

/// Get Computed Label: the accessible name of an element.
pub(crate) async fn accessible_name(element: &Element) -> Result<String, CmdError> {
    about(element, "computedlabel").await
}

/// Get Computed Role: the role that assistive technology is told. ARIA has none for passwords, where Chromium says that
/// of other texts and Firefox says nothing.
pub(crate) async fn role(element: &Element) -> Result<String, CmdError> {
    let role = about(element, "computedrole").await?;
    if role.is_empty() && element.prop("type").await?.as_deref() == Some("password") {
        return Ok("textbox".to_owned());
    }
    Ok(role)
}

/// Where a path of elements has led to.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Found {
    /// The step that these elements are of.
    pub(crate) at: usize,
    /// Whether their roles and names are right; otherwise they may be.
    pub(crate) is_sure: bool,
    /// Their references.
    elements: Vec<BTreeMap<String, String>>,
}

impl Found {
    /// The elements.
    pub(crate) fn elements(&self, client: &Client) -> impl Iterator<Item = Element> {
        let ids = self.elements.iter().flat_map(BTreeMap::values);
        ids.map(|id| Element::from_element_id(client.clone(), id.clone().into()))
    }
}

/// Follows a path within an element, or in all of the page, as far as the browser can tell: see `find.js`.
pub(crate) async fn find(
    client: &Client,
    path: Value,
    scope: Option<&Element>,
) -> Result<Found, CmdError> {
    let scope = serde_json::to_value(scope).expect("an element is JSON");
    let found = client
        .execute(include_str!("find.js"), vec![path, scope])
        .await?;
    Ok(serde_json::from_value(found).expect("what find.js yields"))
}

/// Set Permission, of the standard "Permissions": what the browser would ask the person for.
pub(crate) async fn set_permission(
    client: &Client,
    name: &str,
    state: &str,
) -> Result<(), CmdError> {
    let body = json!({"descriptor": {"name": name}, "state": state});
    client
        .issue_cmd(Command {
            path: "permissions".into(),
            body: Some(body),
        })
        .await
        .map(drop)
}

/// What the browser has written to its console since the last call; Chromium's drivers only.
pub(crate) async fn console(client: &Client) -> Result<Value, CmdError> {
    client
        .issue_cmd(Command {
            path: "se/log".into(),
            body: Some(json!({"type": "browser"})),
        })
        .await
}

/// A command of Chromium's own protocol, for what `WebDriver` has no words for.
pub(crate) async fn chromium(
    client: &Client,
    command: &str,
    params: Value,
) -> Result<Value, CmdError> {
    let body = json!({"cmd": command, "params": params});
    client
        .issue_cmd(Command {
            path: "goog/cdp/execute".into(),
            body: Some(body),
        })
        .await
}

async fn about(element: &Element, what: &str) -> Result<String, CmdError> {
    let path = format!("element/{}/{what}", element.element_id());
    let answer = element
        .clone()
        .client()
        .issue_cmd(Command { path, body: None })
        .await?;
    Ok(answer.as_str().unwrap_or_default().to_owned())
}

/// A command of a session; with a body a POST.
#[derive(Debug)]
struct Command {
    path: String,
    body: Option<Value>,
}

impl WebDriverCompatibleCommand for Command {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        match &self.body {
            Some(body) => (Method::POST, Some(body.to_string())),
            None => (Method::GET, None),
        }
    }
}
