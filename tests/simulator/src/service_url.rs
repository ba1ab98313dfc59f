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
    /// Credentials, a path other than `/saas`, a query or a fragment.
    #[error("the address holds more than the host: leave out everything else")]
    MoreThanHost,
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
        let is_host_alone = url.username().is_empty()
            && url.password().is_none()
            && matches!(url.path(), "/" | "/saas" | "/saas/")
            && url.query().is_none()
            && url.fragment().is_none();
        match url.scheme() {
            _ if !is_host_alone => Err(ServiceUrlError::MoreThanHost),
            "http" if is_this_machine => Ok(()),
            "https" => Ok(()),
            _ => Err(ServiceUrlError::NotHttps(text.to_owned())),
        }?;
        url.set_path("/");
        Ok(Self(url))
    }
}

impl fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}
