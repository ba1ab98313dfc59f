//! What can be wrong with a callback URL, and how that is said.

use std::net::Ipv4Addr;

use super::address::push_ipv4;
use crate::request::problem::Value;
use crate::request::text::{push_char, push_number, push_quoted};

/// Why a text is not a callback URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Not an absolute URL.
    NotAUrl(Malformed),
    /// Neither `https` nor `http`.
    NotHttp {
        /// The scheme, shortened for a message.
        scheme: String,
    },
    /// A user name or a password in the URL.
    Credentials,
    /// No service on the internet can reach the host.
    NotPublic {
        /// The host as typed, shortened for a message.
        host: String,
        /// What it is instead.
        kind: HostKind,
        /// The IPv4 address that the host is another form of, or that is inside an IPv6 address.
        address: Option<Ipv4Addr>,
    },
}

/// What keeps a text from being an absolute URL. Texts in it are shortened for a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// Nothing but white space.
    Empty,
    /// It does not begin with a scheme, a colon and two slashes.
    Start,
    /// Nothing between the two slashes and the path.
    NoHost,
    /// A character that no URL holds.
    Character {
        /// The character.
        found: char,
        /// Where it stands, in characters from 1.
        position: usize,
    },
    /// A character that no host holds, perhaps after percent-decoding.
    HostCharacter {
        /// The character; `%` where the percent-encoding is broken.
        found: char,
    },
    /// A host name with an empty or overlong part, or overlong itself.
    HostName {
        /// The host.
        host: String,
    },
    /// A host that ends in a number and is no IPv4 address.
    Ipv4 {
        /// The host.
        host: String,
    },
    /// No IPv6 address in brackets; one with a zone is none, since a zone means something on its own machine only.
    Ipv6 {
        /// The host.
        host: String,
    },
    /// Not a number from 1 to 65535.
    Port {
        /// What follows the colon.
        port: String,
    },
}

/// A kind of host that no public service can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostKind {
    /// `localhost` and everything under it.
    Localhost,
    /// A name without a dot.
    SingleLabel,
    /// A name under a domain that public DNS does not have, such as `.local`.
    NotInDns,
    /// `127.0.0.0/8` and `::1`.
    Loopback,
    /// `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`, and IPv6's former site-local addresses.
    Private,
    /// `169.254.0.0/16` and `fe80::/10`.
    LinkLocal,
    /// `fc00::/7`.
    UniqueLocal,
    /// `100.64.0.0/10`, between a provider and its customers.
    CarrierNat,
    /// `0.0.0.0` and `::`.
    Unspecified,
    /// `224.0.0.0/4` and `ff00::/8`.
    Multicast,
    /// Addresses for examples, such as `192.0.2.0/24` and `2001:db8::/32`.
    Documentation,
    /// Broadcast, benchmarking, and all that is set aside.
    Reserved,
}

impl HostKind {
    /// The name in the parameters of a problem. It is part of the API.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Localhost => "localhost",
            Self::SingleLabel => "singleLabel",
            Self::NotInDns => "notInDns",
            Self::Loopback => "loopback",
            Self::Private => "private",
            Self::LinkLocal => "linkLocal",
            Self::UniqueLocal => "uniqueLocal",
            Self::CarrierNat => "carrierNat",
            Self::Unspecified => "unspecified",
            Self::Multicast => "multicast",
            Self::Documentation => "documentation",
            Self::Reserved => "reserved",
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::Localhost => "a name for the machine itself",
            Self::SingleLabel => "a name without a domain",
            Self::NotInDns => "a name that public DNS does not have",
            Self::Loopback => "a loopback address",
            Self::Private => "a private address",
            Self::LinkLocal => "a link-local address",
            Self::UniqueLocal => "a unique-local address",
            Self::CarrierNat => "an address behind carrier-grade NAT",
            Self::Unspecified => "the unspecified address",
            Self::Multicast => "a multicast address",
            Self::Documentation => "an address for documentation",
            Self::Reserved => "a reserved address",
        }
    }
}

impl Malformed {
    const fn name(&self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Start => "start",
            Self::NoHost => "noHost",
            Self::Character { .. } => "character",
            Self::HostCharacter { .. } => "hostCharacter",
            Self::HostName { .. } => "hostName",
            Self::Ipv4 { .. } => "ipv4",
            Self::Ipv6 { .. } => "ipv6",
            Self::Port { .. } => "port",
        }
    }

    fn push_message(&self, out: &mut String) {
        let rest = match self {
            Self::Empty => "The text is empty. Write a URL, or leave it out.",
            Self::Start => {
                "A full URL is expected. Begin with https://, as in https://MyExportJobStatus.com."
            }
            Self::NoHost => {
                "The host is missing. Write it after the two slashes, as in https://MyExportJobStatus.com."
            }
            Self::Character { found, position } => {
                out.push_str("Position ");
                push_number(out, *position as u64);
                out.push_str(" holds ");
                push_char(out, *found);
                ", which a URL cannot hold. Remove it, or percent-encode it."
            }
            Self::HostCharacter { found } => {
                out.push_str("The host holds ");
                push_char(out, *found);
                ", which a host cannot hold. Write plain letters, digits, hyphens and dots."
            }
            Self::HostName { host } => {
                push_quoted(out, host);
                " is not a host name. Each part between dots has 1 to 63 characters, the whole at most 253."
            }
            Self::Ipv4 { host } => {
                push_quoted(out, host);
                " ends in a number but is not an IPv4 address. Write four numbers from 0 to 255, or a host name."
            }
            Self::Ipv6 { host } => {
                push_quoted(out, host);
                " is not an IPv6 address. Write one in brackets, without a zone, or a host name."
            }
            Self::Port { port } => {
                push_quoted(out, port);
                " is not a port. Write a number from 1 to 65535, or leave out the colon too."
            }
        };
        out.push_str(rest);
    }
}

impl Fault {
    pub(crate) fn push_message(&self, out: &mut String) {
        match self {
            Self::NotAUrl(malformed) => malformed.push_message(out),
            Self::NotHttp { scheme } => {
                push_quoted(out, scheme);
                out.push_str(" is not a scheme that the service can post to. Write an https URL.");
            }
            Self::Credentials => {
                out.push_str("The URL holds a user name or password, which everyone who sees the job can read. ");
                out.push_str("Remove all up to the @.");
            }
            Self::NotPublic {
                host,
                kind,
                address,
            } => {
                push_quoted(out, host);
                out.push_str(" is ");
                if let Some(address) = address {
                    push_ipv4(out, *address);
                    out.push_str(", ");
                }
                out.push_str(kind.words());
                out.push_str(", which the service cannot reach. Write a host that is public.");
            }
        }
    }

    pub(crate) fn entries(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::NotAUrl(malformed) => {
                let mut entries = vec![("reason", malformed.name().into())];
                match malformed {
                    Malformed::Empty | Malformed::Start | Malformed::NoHost => {}
                    Malformed::Character { found, position } => {
                        entries.push(("found", Value::character(*found)));
                        entries.push(("position", Value::position(*position)));
                    }
                    Malformed::HostCharacter { found } => {
                        entries.push(("found", Value::character(*found)));
                    }
                    Malformed::HostName { host: found }
                    | Malformed::Ipv4 { host: found }
                    | Malformed::Ipv6 { host: found }
                    | Malformed::Port { port: found } => {
                        entries.push(("found", found.as_str().into()));
                    }
                }
                entries
            }
            Self::NotHttp { scheme } => vec![("found", scheme.as_str().into())],
            Self::Credentials => vec![("reason", "credentials".into())],
            Self::NotPublic {
                host,
                kind,
                address,
            } => {
                let mut entries = vec![
                    ("reason", kind.name().into()),
                    ("found", host.as_str().into()),
                ];
                entries.extend(address.map(|address| {
                    let mut text = String::new();
                    push_ipv4(&mut text, address);
                    ("address", Value::Text(text))
                }));
                entries
            }
        }
    }
}
