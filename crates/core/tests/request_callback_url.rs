//! Which callback URLs are taken, and what is said about the others.
#![cfg(not(target_arch = "wasm32"))]

use metering_core::request::callback_url::{Fault, HostKind, Reason, parse};

#[test]
fn public_urls_are_kept_exactly_as_typed() {
    let rows = [
        "https://MyExportJobStatus.com",
        "HTTPS://MyExportJobStatus.com/",
        "http://example.com",
        "https://example.com.",
        "https://example.com:443/status?job=1&x=%20#part",
        "https://example.com:1",
        "https://example.com:65535?x",
        "https://example.com:00443",
        "https://a.b-c.d_e.example.com/@user:1",
        "https://xn--mnchen-3ya.de/",
        "https://münchen.de/größe",
        "https://例え.jp",
        "https://straße.de",
        "https://ex%61mple.com/",
        "https://8.8.8.8/",
        "https://0x8.8.010.8/",
        "https://134744072/",
        "https://1.2.3.",
        "https://172.15.0.1",
        "https://172.32.0.1",
        "https://100.128.0.1",
        "https://[2606:4700::1111]",
        "https://[2606:4700::1111]:8443/x",
        "https://[::ffff:8.8.8.8]/",
        "https://[64:ff9b::808:808]/",
        "https://[2002:808:808::1]/",
        "https://localhost.com",
        "https://local.com",
        "https://mylocal.de",
        "https://10.example.com",
        "https://1.2.3.4.example.com",
        "https://4.ip6.arpa",
        "https://example.com/\"<>{}|^`",
    ];
    for text in rows {
        let url = parse(text).map(|url| (url.as_str().to_owned(), url.is_encrypted()));
        assert_eq!(
            url,
            Ok((text.to_owned(), !text.starts_with("http:"))),
            "row {text:?}"
        );
    }
}

#[test]
fn hosts_that_no_public_service_reaches() {
    use HostKind::{
        CarrierNat, Documentation, LinkLocal, Localhost, Loopback, Multicast, NotInDns, Private,
        Reserved, SingleLabel, UniqueLocal, Unspecified,
    };
    let rows = [
        ("localhost", Localhost),
        ("LOCALHOST", Localhost),
        ("localhost.", Localhost),
        ("app.localhost", Localhost),
        ("%6c%6Fcalhost", Localhost),
        ("intranet", SingleLabel),
        ("intranet.", SingleLabel),
        ("münchen", SingleLabel),
        ("com", SingleLabel),
        ("printer.local", NotInDns),
        ("PRINTER.Local.", NotInDns),
        ("a.b.internal", NotInDns),
        ("a.test", NotInDns),
        ("a.example", NotInDns),
        ("a.invalid", NotInDns),
        ("nas.home.arpa", NotInDns),
        ("home.arpa", NotInDns),
        ("a.onion", NotInDns),
        ("a.alt", NotInDns),
        ("127.0.0.1", Loopback),
        ("127.0.0.1.", Loopback),
        ("127.255.255.255", Loopback),
        ("127.1", Loopback),
        ("127.0.1", Loopback),
        ("2130706433", Loopback),
        ("0x7f000001", Loopback),
        ("0x7f.1", Loopback),
        ("0X7F.0x0.0.0x1", Loopback),
        ("0177.0.0.01", Loopback),
        ("017700000001", Loopback),
        ("%31%32%37.0.0.1", Loopback),
        ("0", Unspecified),
        ("0x", Unspecified),
        ("0.0.0.0", Unspecified),
        ("0.0.0.1", Reserved),
        ("10.0.0.1", Private),
        ("172.16.0.1", Private),
        ("172.31.255.255", Private),
        ("192.168.1.1", Private),
        ("169.254.169.254", LinkLocal),
        ("100.64.0.1", CarrierNat),
        ("100.127.255.255", CarrierNat),
        ("192.0.2.1", Documentation),
        ("198.51.100.7", Documentation),
        ("203.0.113.9", Documentation),
        ("192.0.0.1", Reserved),
        ("198.18.0.1", Reserved),
        ("224.0.0.1", Multicast),
        ("239.255.255.255", Multicast),
        ("240.0.0.1", Reserved),
        ("255.255.255.255", Reserved),
        ("[::]", Unspecified),
        ("[::1]", Loopback),
        ("[0:0:0:0:0:0:0:1]", Loopback),
        ("[fc00::1]", UniqueLocal),
        ("[fdff::1]", UniqueLocal),
        ("[fe80::1]", LinkLocal),
        ("[FEBF::1]", LinkLocal),
        ("[fec0::1]", Private),
        ("[ff02::1]", Multicast),
        ("[2001:db8::1]", Documentation),
        ("[3fff::1]", Documentation),
        ("[2001::1]", Reserved),
        ("[100::1]", Reserved),
        ("[4000::1]", Reserved),
        ("[::ffff:127.0.0.1]", Loopback),
        ("[::ffff:7f00:1]", Loopback),
        ("[::ffff:0:10.0.0.1]", Private),
        ("[::10.0.0.1]", Private),
        ("[::8.8.8.8]", Reserved),
        ("[64:ff9b::192.168.0.1]", Private),
        ("[64:ff9b:1::8.8.8.8]", Private),
        ("[2002:7f00:1::]", Loopback),
    ];
    for (host, expected) in rows {
        for url in [
            format!("https://{host}"),
            format!("http://{host}:8080/a@b?c#d"),
        ] {
            match parse(&url) {
                Err(Fault {
                    reason: Reason::NotPublic { kind, .. },
                    found,
                }) => {
                    assert_eq!((kind, found.as_str()), (expected, host));
                }
                other => panic!("row {host}: {other:?}"),
            }
        }
    }
}

fn refused(text: &str) -> Option<Fault> {
    parse(text).err()
}

#[rustfmt::skip] // One row a line.
#[test]
fn texts_that_are_no_url() {
    let rows = [
        ("", Reason::Empty),
        (" \t\u{3000}", Reason::Empty),
        ("example.com", Reason::Start),
        ("//example.com/", Reason::Start),
        ("/status", Reason::Start),
        ("example.com:8080/status", Reason::Start),
        ("localhost:8080", Reason::Start),
        ("https:example.com", Reason::Start),
        ("https:/example.com", Reason::Start),
        ("://example.com", Reason::Start),
        ("1http://example.com", Reason::Start),
        ("httpſ://example.com", Reason::Start),
        (" https://example.com", Reason::Character { found: ' ', position: 1 }),
        ("https://example.com ", Reason::Character { found: ' ', position: 20 }),
        ("https://exa mple.com", Reason::Character { found: ' ', position: 12 }),
        ("https:\\\\example.com", Reason::Character { found: '\\', position: 7 }),
        ("https://example.com\\@evil.com", Reason::Character { found: '\\', position: 20 }),
        ("https://example.com/\n", Reason::Character { found: '\n', position: 21 }),
        ("https://example.com/ü\u{7F}", Reason::Character { found: '\u{7F}', position: 22 }),
        ("https://example.com/\u{202E}gpj", Reason::Character { found: '\u{202E}', position: 21 }),
        ("https://exa\u{AD}mple.com", Reason::Character { found: '\u{AD}', position: 12 }),
        ("https://exa\u{200B}mple.com", Reason::Character { found: '\u{200B}', position: 12 }),
        ("https://a\u{A0}b.com", Reason::Character { found: '\u{A0}', position: 10 }),
    ];
    for (text, reason) in rows {
        assert_eq!(refused(text), Some(Fault { reason, found: String::new() }), "row {text:?}");
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn parts_that_are_no_host_and_no_port() {
    let rows = [
        ("https://", Reason::NoHost, ""),
        ("https:///status", Reason::NoHost, ""),
        ("https://?x", Reason::NoHost, ""),
        ("https://:8080", Reason::NoHost, ""),
        ("https://exa<mple.com", Reason::HostCharacter { found: '<' }, "exa<mple.com"),
        ("https://a%20b.com", Reason::HostCharacter { found: ' ' }, "a%20b.com"),
        ("https://a%00b.com", Reason::HostCharacter { found: '\0' }, "a%00b.com"),
        ("https://a%2fb.com", Reason::HostCharacter { found: '/' }, "a%2fb.com"),
        ("https://a%40b.com", Reason::HostCharacter { found: '@' }, "a%40b.com"),
        ("https://a%3a80.com", Reason::HostCharacter { found: ':' }, "a%3a80.com"),
        ("https://a%2531.com", Reason::HostCharacter { found: '%' }, "a%2531.com"),
        ("https://a%2.com", Reason::HostCharacter { found: '%' }, "a%2.com"),
        ("https://a%", Reason::HostCharacter { found: '%' }, "a%"),
        ("https://a%ff.com", Reason::HostCharacter { found: '%' }, "a%ff.com"),
        ("https://a%E2%80%8Bb.com", Reason::HostCharacter { found: '%' }, "a%E2%80%8Bb.com"),
        ("https://１２７.０.０.１", Reason::HostCharacter { found: '１' }, "１２７.０.０.１"),
        ("https://127。0。0。1", Reason::HostCharacter { found: '。' }, "127。0。0。1"),
        ("https://127｡0.0.1", Reason::HostCharacter { found: '｡' }, "127｡0.0.1"),
        ("https://①27.0.0.1", Reason::HostCharacter { found: '①' }, "①27.0.0.1"),
        ("https://𝟏27.0.0.1", Reason::HostCharacter { found: '𝟏' }, "𝟏27.0.0.1"),
        ("https://127․0․0․1", Reason::HostCharacter { found: '․' }, "127․0․0․1"),
        ("https://localhoſt", Reason::HostCharacter { found: 'ſ' }, "localhoſt"),
        ("https://ⓛocalhost", Reason::HostCharacter { found: 'ⓛ' }, "ⓛocalhost"),
        ("https://localhos%EF%BD%94", Reason::HostCharacter { found: '%' }, "localhos%EF%BD%94"),
        ("https://a..b.com", Reason::HostName, "a..b.com"),
        ("https://.example.com", Reason::HostName, ".example.com"),
        ("https://example.com..", Reason::HostName, "example.com.."),
        ("https://.", Reason::HostName, "."),
        ("https://256.1.1.1", Reason::Ipv4, "256.1.1.1"),
        ("https://1.2.3.4.5", Reason::Ipv4, "1.2.3.4.5"),
        ("https://1..2", Reason::Ipv4, "1..2"),
        ("https://4294967296", Reason::Ipv4, "4294967296"),
        ("https://08.0.0.1", Reason::Ipv4, "08.0.0.1"),
        ("https://example.1", Reason::Ipv4, "example.1"),
        ("https://example.0x1f", Reason::Ipv4, "example.0x1f"),
        ("https://::1/", Reason::Ipv6, "::1"),
        ("https://fe80::1", Reason::Ipv6, "fe80::1"),
        ("https://[fe80::1%25eth0]/", Reason::Ipv6, "[fe80::1%25eth0]"),
        ("https://[::1", Reason::Ipv6, "[::1"),
        ("https://[::1]x", Reason::Ipv6, "[::1]x"),
        ("https://[2606:4700::1111]]", Reason::Ipv6, "[2606:4700::1111]]"),
        ("https://[]", Reason::Ipv6, "[]"),
        ("https://[127.0.0.1]", Reason::Ipv6, "[127.0.0.1]"),
        ("https://[1::2::3]", Reason::Ipv6, "[1::2::3]"),
        ("https://example.com:0", Reason::Port, "0"),
        ("https://example.com:65536", Reason::Port, "65536"),
        ("https://example.com:99999999999999999999", Reason::Port, "99999999999999999999"),
        ("https://example.com:", Reason::Port, ""),
        ("https://example.com:80a", Reason::Port, "80a"),
        ("https://example.com:-1", Reason::Port, "-1"),
        ("https://example.com:٨٠", Reason::Port, "٨٠"),
        ("https://example.com:+80", Reason::Port, "+80"),
        ("https://[::1]:0", Reason::Port, "0"),
        ("https://[:::]", Reason::Ipv6, "[:::]"),
        ("https://[:1]", Reason::Ipv6, "[:1]"),
        ("https://[1:2:3:4:5:6:7:8:9]", Reason::Ipv6, "[1:2:3:4:5:6:7:8:9]"),
        ("https://[1:2:3:4:5:6:7::8]", Reason::Ipv6, "[1:2:3:4:5:6:7::8]"),
        ("https://[::1.2.3.4:5]", Reason::Ipv6, "[::1.2.3.4:5]"),
        ("https://[::01.2.3.4]", Reason::Ipv6, "[::01.2.3.4]"),
        ("https://[::12345]", Reason::Ipv6, "[::12345]"),
        ("https://[v1.x]", Reason::Ipv6, "[v1.x]"),
        ("ftp://example.com", Reason::Scheme, "ftp"),
        ("mailto:a@example.com", Reason::Scheme, "mailto"),
        ("javascript:alert()", Reason::Scheme, "javascript"),
        ("data:text/html,x", Reason::Scheme, "data"),
        ("file:///etc/passwd", Reason::Scheme, "file"),
        ("httpss://example.com", Reason::Scheme, "httpss"),
    ];
    for (text, reason, found) in rows {
        assert_eq!(refused(text), Some(Fault { reason, found: found.to_owned() }), "row {text:?}");
    }
}

#[test]
fn credentials() {
    let rows = [
        "https://user@example.com",
        "https://user:secret@example.com/",
        "https://@example.com",
        "https://example.com@localhost",
        "https://a@b@c.com",
    ];
    for text in rows {
        let fault = Fault {
            reason: Reason::Credentials,
            found: String::new(),
        };
        assert_eq!(
            refused(text),
            Some(fault),
            "row {text:?}, whose secret is not repeated"
        );
    }
}

#[test]
fn names_have_the_lengths_that_dns_allows() {
    let label = |length| "a".repeat(length);
    let long = |last| format!("https://{0}.{0}.{0}.{1}.com", label(63), label(last));
    let is_no_name = |text: &str| refused(text).map(|fault| fault.reason) == Some(Reason::HostName);
    assert_eq!(refused(&format!("https://{}.com", label(63))), None);
    assert!(is_no_name(&format!("https://{}.com", label(64))));
    assert_eq!(refused(&long(57)), None, "253 characters");
    assert!(is_no_name(&long(58)), "254 characters");
    // How long these are in DNS only their encoding says.
    assert_eq!(refused(&format!("https://{}.com", "ü".repeat(64))), None);
    assert!(is_no_name(&format!("https://ü.{}.com", label(64))));
}
