//! Who is signed in, and where the service is.

use std::fmt;

use serde::Deserialize;

use super::ServiceError;
use super::words::{lenient, shorten};
use metering_core::guard::mask;
use metering_core::job::{ExportJob, not_json};

/// A text that is kept in memory only: it cannot be printed or serialized by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps a session ID; blanks around a pasted one are dropped. `None` if nothing is left, or if it holds what no header
    /// can carry: line breaks, or characters that are not ASCII, such as the invisible ones of web pages.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        let fits = |byte| matches!(byte, b' '..=b'~');
        (!text.is_empty() && text.bytes().all(fits)).then(|| Self(text.to_owned()))
    }

    /// The text, for a header and nothing else.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A session at the service. It ends after 30 minutes of inactivity.
#[derive(Clone, Debug, PartialEq)]
pub struct Session {
    /// Sent as `INFA-SESSION-ID`. Its form is the service's own business: it can be a JWT.
    pub id: Secret,
    /// Where the export calls go.
    pub base: BaseUrl,
    /// Where to sign out; `None` for a pasted session, which belongs to whoever signed in elsewhere.
    pub logout_url: Option<String>,
    /// The user's name, if the service said it.
    pub user_name: Option<String>,
    /// The organization's name, if the service said it.
    pub org_name: Option<String>,
}

impl Session {
    /// An answer whose texts do not quote the session ID, in whatever way it was written in the JSON: texts are shown, and
    /// stored.
    ///
    /// # Errors
    /// Those of the answer.
    pub fn guard(
        &self,
        answer: Result<ExportJob, ServiceError>,
    ) -> Result<ExportJob, ServiceError> {
        let secret = self.id.reveal();
        let mut job = answer.map_err(|error| error.without(secret))?;
        for text in job.texts_mut() {
            *text = mask(text, secret).into_owned();
        }
        Ok(job)
    }
}

/// Why an address typed for the service cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UrlProblem {
    /// Nothing was typed.
    #[error("Enter the address, for example {example}.", example = .0)]
    Missing(&'static str),
    /// Neither a path of this host nor an https URL.
    #[error("Enter a path of this page's host such as {example}, or an https:// URL.", example = .0)]
    NotAnAddress(&'static str),
    /// It has a query, a fragment or blanks inside.
    #[error("Remove everything that is not part of the address: blanks, ? and #.")]
    Extra,
    /// It is no login address.
    #[error("The login URL ends in /login, for example {example}.", example = .0)]
    NotLogin(&'static str),
}

/// Checks an address: a path of the page's own host, or an https URL (http for this computer itself).
fn address(text: &str, example: &'static str) -> Result<String, UrlProblem> {
    let text = text.trim().trim_end_matches('/');
    if text.is_empty() {
        return Err(UrlProblem::Missing(example));
    }
    if text.contains(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '\\' | '@')
    }) {
        return Err(UrlProblem::Extra);
    }
    // `//host` would silently be another host.
    let is_path = text.starts_with('/') && !text.starts_with("//");
    let is_https = text
        .strip_prefix("https://")
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    let is_this_computer = ["http://127.0.0.1:", "http://localhost:"]
        .iter()
        .any(|start| text.starts_with(start));
    if is_path || is_https || is_this_computer {
        Ok(text.to_owned())
    } else {
        Err(UrlProblem::NotAnAddress(example))
    }
}

/// Base URL of the API, without a slash at its end: `/saas` (this page's host) or `https://<pod host>/saas`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// Example in messages.
    pub const EXAMPLE: &'static str = "/saas";

    /// Reads what was typed, configured or returned by the service.
    ///
    /// # Errors
    /// [`UrlProblem`] for anything but a path of this host or an https URL.
    pub fn parse(text: &str) -> Result<Self, UrlProblem> {
        address(text, Self::EXAMPLE).map(Self)
    }

    /// The URL without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The URL of a path below the base.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }
}

/// Address of the login call; that of the logout call follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginUrl(String);

impl LoginUrl {
    /// Example in messages.
    pub const EXAMPLE: &'static str = "/saas/public/core/v3/login";

    /// Reads what was typed or configured.
    ///
    /// # Errors
    /// [`UrlProblem`] for anything but a path of this host or an https URL, ending in `/login`.
    pub fn parse(text: &str) -> Result<Self, UrlProblem> {
        let url = address(text, Self::EXAMPLE)?;
        if url.ends_with("/login") {
            Ok(Self(url))
        } else {
            Err(UrlProblem::NotLogin(Self::EXAMPLE))
        }
    }

    /// The address as it is called.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn logout(&self) -> Option<String> {
        self.0
            .strip_suffix("login")
            .map(|start| format!("{start}logout"))
    }
}

/// The answer to a login. Values of the wrong type count as missing: only the session ID is needed to go on.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Login {
    #[serde(deserialize_with = "lenient")]
    user_info: UserInfo,
    #[serde(deserialize_with = "lenient")]
    products: Vec<Product>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct UserInfo {
    #[serde(deserialize_with = "lenient")]
    session_id: String,
    #[serde(deserialize_with = "lenient")]
    name: Option<String>,
    #[serde(deserialize_with = "lenient")]
    org_name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Product {
    #[serde(deserialize_with = "lenient")]
    name: String,
    #[serde(deserialize_with = "lenient")]
    base_api_url: Option<String>,
}

/// The session that the answer to a login opens.
///
/// Its base URL is `base`, or with `None` the one that the service returns.
///
/// # Errors
/// What is missing, in words that complete "The answer is not a session: …".
pub(super) fn from_login(
    body: &str,
    login: &LoginUrl,
    base: Option<BaseUrl>,
) -> Result<Session, String> {
    let answer: Login = serde_json::from_str(body).map_err(|error| {
        if error.is_data() {
            "it is not an object".to_owned()
        } else {
            not_json(body, &error)
        }
    })?;
    let user = answer.user_info;
    let id = Secret::new(&user.session_id).ok_or("it has no sessionId")?;
    let base = match base {
        Some(base) => base,
        None => returned_base(&answer.products)?,
    };
    let name = |text: Option<String>| text.map(|text| mask(&text, id.reveal()).into_owned());
    let (user_name, org_name) = (name(user.name), name(user.org_name));
    Ok(Session {
        id,
        base,
        logout_url: login.logout(),
        user_name,
        org_name,
    })
}

/// The base URL that the service returns: that of the product with metering, or of the only other one.
fn returned_base(products: &[Product]) -> Result<BaseUrl, String> {
    let product = products
        .iter()
        .find(|product| product.name == "Integration Cloud")
        .or_else(|| products.first())
        .ok_or("it names no product")?;
    let url = product.base_api_url.as_deref();
    let url = url.ok_or("its product has no baseApiUrl")?;
    BaseUrl::parse(url).map_err(|_| format!("its baseApiUrl is not an https URL: {}", shorten(url)))
}
