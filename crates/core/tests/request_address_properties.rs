//! IP addresses in made-up forms, compared with the standard library's parsers.
#![cfg(not(target_arch = "wasm32"))]

use std::net::{Ipv4Addr, Ipv6Addr};

use metering_core::request::callback_url::{Fault, HostKind, parse};
use proptest::prelude::*;

fn kind(host: &str) -> Result<Option<HostKind>, Fault> {
    match parse(&format!("https://{host}/")) {
        Ok(_) => Ok(None),
        Err(Fault::NotPublic { reason, .. }) => Ok(Some(reason)),
        Err(other) => Err(other),
    }
}

/// One number of an address as browsers read it.
fn spelt(number: u32, radix: u8) -> String {
    match radix {
        0 => format!("{number}"),
        1 => format!("0{number:o}"),
        2 => format!("0x{number:x}"),
        _ => format!("0X{number:X}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn all_forms_of_an_ipv4_address_are_judged_alike(
        address in prop_oneof![any::<u32>(), 0x7f00_0000..0x7f00_00ff_u32, 0xc0a8_0000..0xc0a8_ffff_u32],
        parts in 1_usize..=4,
        radixes in any::<[u8; 4]>(),
        dot in any::<bool>(),
    ) {
        let octets = Ipv4Addr::from(address).octets();
        let mut host: Vec<_> = (0..parts - 1).map(|index| spelt(octets[index].into(), radixes[index] % 4)).collect();
        let rest = u32::try_from(u64::from(address) & ((1_u64 << (8 * (5 - parts))) - 1)).expect("32 bits");
        host.push(spelt(rest, radixes[3] % 4));
        let host = host.join(".") + if dot { "." } else { "" };
        let plain = Ipv4Addr::from(address);
        prop_assert_eq!(kind(&host), kind(&plain.to_string()), "{} is {}", host, plain);
        let local = plain.is_private() || plain.is_loopback() || plain.is_link_local() || plain.is_unspecified()
            || plain.is_documentation() || plain.is_multicast() || plain.is_broadcast();
        prop_assert!(!local || matches!(kind(&host), Ok(Some(_))), "{} is not public", plain);
    }

    #[test]
    fn ipv6_addresses_are_what_the_standard_library_reads(
        text in prop_oneof![
            "[0-9a-f:.]{0,12}",
            "([0-9a-fA-F]{0,4}::?){0,8}[0-9a-f]{0,5}",
            "([0-9a-f]{1,4}:){6}[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}",
            "::([0-9a-f]{1,4}:){0,6}([0-9]{1,3}\\.){2,4}[0-9]{0,3}",
            any::<u128>().prop_map(|bits| Ipv6Addr::from(bits).to_string()),
            (any::<u128>(), 0_u32..128).prop_map(|(bits, shift)| Ipv6Addr::from(bits >> shift).to_string()),
        ],
    ) {
        let read = text.parse::<Ipv6Addr>();
        let kind = kind(&format!("[{text}]"));
        prop_assert_eq!(matches!(kind, Err(Fault::Ipv6 { .. })), read.is_err(), "{}", text);
        let local = read.is_ok_and(|address| {
            address.is_loopback() || address.is_unspecified() || address.is_multicast() || address.is_unique_local()
                || address.is_unicast_link_local() || address.to_ipv4_mapped().is_some_and(|inside| inside.is_private())
        });
        prop_assert!(!local || matches!(kind, Ok(Some(_))), "{} is not public", text);
    }
}
