//! The address of the real service, as someone types it.

use std::fmt;
use std::str::FromStr;

use url::{Host, Url};

/// The origin of a pod of the real service; always `https`, or `http` to this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceUrl(Url);

/// Why a text is not the address of a service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ServiceUrlError {
    /// Not an absolute URL with a host.
    #[error("{0} is not an address: write it as in https://dm-us.informaticacloud.com")]
    NotAnAddress(String),
    /// `http` to another machine, or another scheme.
    #[error("{0} does not begin with https://: a session must not travel unencrypted")]
    NotHttps(String),
    /// A user name or password in the address.
    #[error(
        "the address holds a user name or a password: leave them out, one signs in on the page"
    )]
    Credentials,
    /// A path other than `/saas`, a query or a fragment.
    #[error("{0} holds more than the host: leave out everything after it")]
    MoreThanHost(String),
}

impl ServiceUrl {
    /// Whether calls are encrypted: always, but to this machine.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The URL of a path of the service; none if the path leads out of `/saas/`.
    pub(crate) fn join(&self, path: &str, query: Option<&str>) -> Option<Url> {
        let mut url = self.0.clone();
        // Resolves `..`, also when written `%2e%2e`.
        url.set_path(path);
        url.set_query(query);
        url.path().starts_with("/saas/").then_some(url)
    }
}

impl FromStr for ServiceUrl {
    type Err = ServiceUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let not_an_address = || ServiceUrlError::NotAnAddress(text.to_owned());
        let mut url = Url::parse(text).map_err(|_| not_an_address())?;
        let is_this_machine = match url.host().ok_or_else(not_an_address)? {
            Host::Ipv4(address) => address.is_loopback(),
            Host::Ipv6(address) => address.is_loopback(),
            Host::Domain(name) => name == "localhost",
        };
        if !(url.scheme() == "https" || (url.scheme() == "http" && is_this_machine)) {
            return Err(ServiceUrlError::NotHttps(text.to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(ServiceUrlError::Credentials);
        }
        let is_host_alone = matches!(url.path(), "/" | "/saas" | "/saas/") && url.query().is_none();
        if !is_host_alone || url.fragment().is_some() {
            return Err(ServiceUrlError::MoreThanHost(text.to_owned()));
        }
        url.set_path("/");
        Ok(Self(url))
    }
}

impl fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, String> {
        text.parse::<ServiceUrl>()
            .map(|url| url.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn an_address_is_https_and_a_host() {
        let pod = "https://usw3.dm-us.informaticacloud.com";
        for text in [
            pod,
            &format!("{pod}/"),
            &format!("{pod}/saas"),
            &format!(" {pod}/saas/ "),
        ] {
            assert_eq!(parsed(text).as_deref(), Ok(pod), "{text}");
        }
        assert_eq!(
            parsed("http://127.0.0.1:8081").as_deref(),
            Ok("http://127.0.0.1:8081")
        );
        assert_eq!(
            parsed("http://localhost:8081/").as_deref(),
            Ok("http://localhost:8081")
        );
        for (text, error) in [
            (
                "dm-us.informaticacloud.com",
                "dm-us.informaticacloud.com is not an address: write it as in https://dm-us.informaticacloud.com",
            ),
            (
                "",
                " is not an address: write it as in https://dm-us.informaticacloud.com",
            ),
            (
                "http://dm-us.informaticacloud.com",
                "http://dm-us.informaticacloud.com does not begin with https://: a session must not travel unencrypted",
            ),
            (
                "ftp://127.0.0.1",
                "ftp://127.0.0.1 does not begin with https://: a session must not travel unencrypted",
            ),
            (
                "https://me:secret@pod.example",
                "the address holds a user name or a password: leave them out, one signs in on the page",
            ),
            (
                "https://pod.example/x",
                "https://pod.example/x holds more than the host: leave out everything after it",
            ),
            (
                "https://pod.example?x",
                "https://pod.example?x holds more than the host: leave out everything after it",
            ),
        ] {
            assert_eq!(parsed(text), Err(error.to_owned()));
        }
    }

    #[test]
    fn no_path_leads_out_of_the_service() {
        let url: ServiceUrl = "https://pod.example".parse().expect("an address");
        let joined = |path, query| url.join(path, query).map(String::from);
        assert_eq!(
            joined("/saas/a%20b", Some("x=1")).as_deref(),
            Some("https://pod.example/saas/a%20b?x=1")
        );
        for path in [
            "/",
            "/saas",
            "/saas/../admin",
            "/saas/%2e%2e/admin",
            "/saas/..\\admin",
            "//evil.example/saas/x",
        ] {
            assert_eq!(joined(path, None), None, "{path}");
        }
    }
}
