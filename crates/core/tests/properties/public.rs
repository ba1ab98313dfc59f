//! Whether the internet reaches a host, by tables of the test's own.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::Host;

/// IANA's special-purpose registry of IPv4, but for what it calls globally reachable; then multicast.
const IPV4: [(&str, u32); 16] = [
    ("0.0.0.0", 8),
    ("10.0.0.0", 8),
    ("100.64.0.0", 10),
    ("127.0.0.0", 8),
    ("169.254.0.0", 16),
    ("172.16.0.0", 12),
    // Two addresses in it are anycast for NAT64 and PCP: no host of anybody.
    ("192.0.0.0", 24),
    ("192.0.2.0", 24),
    ("192.168.0.0", 16),
    ("198.18.0.0", 15),
    ("198.51.100.0", 24),
    ("203.0.113.0", 24),
    ("240.0.0.0", 4),
    ("255.255.255.255", 32),
    ("224.0.0.0", 4),
    ("127.0.0.1", 32),
];

/// The same of IPv6, within the global unicast space `2000::/3`.
const IPV6: [(&str, u32); 3] = [("2001::", 23), ("2001:db8::", 32), ("3fff::", 20)];

/// Where an IPv4 address is in one of IPv6, by its last bit: IPv4-mapped, -translated and -compatible, NAT64; 6to4.
const INSIDE: [(&str, u32, u32); 5] = [
    ("::ffff:0:0", 96, 0),
    ("::ffff:0:0:0", 96, 0),
    ("64:ff9b::", 96, 0),
    ("2002::", 16, 80),
    ("::", 96, 0),
];

/// What public DNS will never have, by RFC 6761, 6762, 7686 and 9476 and ICANN, or what is usual within one network.
const NOT_IN_DNS: [&str; 14] = [
    "localhost",
    "local",
    "internal",
    "test",
    "example",
    "invalid",
    "onion",
    "alt",
    "corp",
    "home",
    "intranet",
    "lan",
    "private",
    "svc",
];

fn bits(text: &str) -> u128 {
    match text.parse::<IpAddr>().expect("an address") {
        IpAddr::V4(address) => address.to_bits().into(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn is_in(address: u128, network: &str, length: u32, width: u32) -> bool {
    (address ^ bits(network)) >> (width - length) == 0
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let address = address.to_bits().into();
    !IPV4
        .iter()
        .any(|(network, length)| is_in(address, network, *length, 32))
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let address = address.to_bits();
    for (network, length, shift) in INSIDE {
        if is_in(address, network, length, 128) {
            let [.., a, b, c, d] = (address >> shift).to_be_bytes();
            let inside = Ipv4Addr::new(a, b, c, d);
            // Nothing routes IPv4-compatible addresses any more.
            return network != "::" && is_public_v4(inside);
        }
    }
    is_in(address, "2000::", 3, 128)
        && !IPV6
            .iter()
            .any(|(network, length)| is_in(address, network, *length, 128))
}

/// Whether a host as the `url` crate reads it can be reached from anywhere.
pub(crate) fn is_public(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(address) => is_public_v4(*address),
        Host::Ipv6(address) => is_public_v6(*address),
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            let labels: Vec<&str> = name.rsplit('.').collect();
            let (last, before) = (labels[0], labels.get(1));
            before.is_some()
                && !NOT_IN_DNS.contains(&last)
                && (last, before) != ("arpa", Some(&"home"))
        }
    }
}
