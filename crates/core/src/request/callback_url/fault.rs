//! What can be wrong with a callback URL, and how that is said.

use std::net::Ipv4Addr;

use crate::request::problem::{Code, Named, ParamWriter, Quoted, Sink, say};
use crate::request::text::{push_code_point, push_ipv4};

/// Why a text is not a callback URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub reason: Reason,
    /// The part of the URL that it is about, shortened for a message; empty where it is about no
    /// part.
    pub found: String,
}

/// What is wrong with a callback URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
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
        /// The character; `%` where the percent-encoding is broken, or of more than ASCII.
        found: char,
    },
    /// A host name with an empty or overlong part, or overlong itself.
    HostName,
    /// A host that ends in a number and is no IPv4 address.
    Ipv4,
    /// No IPv6 address in brackets. One with a zone is none: a zone means something on its own
    /// machine only.
    Ipv6,
    /// Not a port from 1 to 65535.
    Port,
    /// Neither `https` nor `http`.
    Scheme,
    /// A user name or a password in the URL.
    Credentials,
    /// No service on the internet can reach the host.
    NotPublic {
        /// What it is instead.
        kind: HostKind,
        /// The IPv4 address that the host is another form of, or that is inside an IPv6 address.
        address: Option<Ipv4Addr>,
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
    /// The name in the parameters of a problem, which is part of the API, and the words in its
    /// message.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Localhost => ("localhost", "a name for the machine itself"),
            Self::SingleLabel => ("singleLabel", "a name without a domain"),
            Self::NotInDns => ("notInDns", "a name that public DNS does not have"),
            Self::Loopback => ("loopback", "a loopback address"),
            Self::Private => ("private", "a private address"),
            Self::LinkLocal => ("linkLocal", "a link-local address"),
            Self::UniqueLocal => ("uniqueLocal", "a unique-local address"),
            Self::CarrierNat => ("carrierNat", "an address behind carrier-grade NAT"),
            Self::Unspecified => ("unspecified", "the unspecified address"),
            Self::Multicast => ("multicast", "a multicast address"),
            Self::Documentation => ("documentation", "an address for documentation"),
            Self::Reserved => ("reserved", "a reserved address"),
        }
    }
}

impl Reason {
    /// The name in the parameters of a problem, which is part of the API, and the words of its
    /// message: all of them, or those behind what it is about.
    #[rustfmt::skip] // One reason a line.
    const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Empty => ("empty", "The text is empty. Write a URL, or leave it out."),
            Self::Start => ("start", "A full URL is expected. Begin with https://, as in https://MyExportJobStatus.com."),
            Self::NoHost => ("noHost", "The host is missing. Write it after the two slashes, as in https://MyExportJobStatus.com."),
            Self::Character { .. } => ("character", ", which a URL cannot hold. Remove it, or percent-encode it."),
            Self::HostCharacter { .. } => ("hostCharacter", ", which a host cannot hold. Write plain letters, digits, hyphens and dots."),
            Self::HostName => ("hostName", " is not a host name. Each part between dots has 1 to 63 characters, the whole at most 253."),
            Self::Ipv4 => ("ipv4", " ends in a number but is not an IPv4 address. Write four numbers from 0 to 255, or a host name."),
            Self::Ipv6 => ("ipv6", " is not an IPv6 address. Write one in brackets, without a zone, or a host name."),
            Self::Port => ("port", " is not a port. Write a number from 1 to 65535, or leave out the colon too."),
            Self::Scheme => ("scheme", " is not a scheme that the service can post to. Write an https URL."),
            Self::Credentials => ("credentials", "The URL holds a user name or password, which everyone who sees the job can read. Remove all up to the @."),
            Self::NotPublic { kind, .. } => (kind.texts().0, ", which the service cannot reach. Write a host that is public."),
        }
    }
}

impl Fault {
    /// The code of the problem.
    pub const fn code(&self) -> Code {
        match self.reason {
            Reason::Empty
            | Reason::Start
            | Reason::NoHost
            | Reason::Character { .. }
            | Reason::HostCharacter { .. }
            | Reason::HostName
            | Reason::Ipv4
            | Reason::Ipv6
            | Reason::Port => Code::NotAUrl,
            Reason::Scheme => Code::UrlNotHttp,
            Reason::Credentials | Reason::NotPublic { .. } => Code::UrlNotPublic,
        }
    }

    pub fn say_message(&self, out: &mut impl Sink) {
        let found = Quoted(&self.found);
        match self.reason {
            Reason::Empty | Reason::Start | Reason::NoHost | Reason::Credentials => {}
            Reason::Character { found, position } => {
                say!(out, "Position ", position as u64, " holds ", Named(found));
            }
            Reason::HostCharacter { found } => say!(out, "The host holds ", Named(found)),
            Reason::HostName | Reason::Ipv4 | Reason::Ipv6 | Reason::Port | Reason::Scheme => {
                say!(out, found);
            }
            Reason::NotPublic { kind, address } => {
                say!(out, found, " is ");
                if let Some(address) = address {
                    say!(out, address, ", ");
                }
                say!(out, kind.texts().1);
            }
        }
        say!(out, self.reason.texts().1);
    }

    pub fn for_each(&self, out: &mut dyn ParamWriter) {
        out.fixed("reason", self.reason.texts().0);
        if !self.found.is_empty() {
            out.text("found", &self.found);
        }
        let found = match self.reason {
            Reason::Character { found, position } => {
                out.number("position", position as u64);
                found
            }
            Reason::HostCharacter { found } => found,
            Reason::NotPublic {
                address: Some(address),
                ..
            } => {
                let mut text = String::new();
                push_ipv4(&mut text, address);
                return out.text("address", &text);
            }
            Reason::NotPublic { address: None, .. }
            | Reason::Empty
            | Reason::Start
            | Reason::NoHost
            | Reason::HostName
            | Reason::Ipv4
            | Reason::Ipv6
            | Reason::Port
            | Reason::Scheme
            | Reason::Credentials => return,
        };
        let mut text = String::new();
        push_code_point(&mut text, found);
        out.text("character", &text);
    }
}
