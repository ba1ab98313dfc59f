//! Which callback URLs are taken, and what is said about the others.
#![cfg(not(target_arch = "wasm32"))]

use metering_export::request::callback_url::{Fault, HostKind, Malformed, parse};

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
                Err(Fault::NotPublic { kind, .. }) => assert_eq!(kind, expected, "row {host}"),
                other => panic!("row {host}: {other:?}"),
            }
        }
    }
}

#[rustfmt::skip] // One row a line.
#[test]
fn texts_that_are_no_url() {
    let host = str::to_owned;
    let rows = [
        ("", Malformed::Empty),
        (" \t\u{3000}", Malformed::Empty),
        ("example.com", Malformed::Start),
        ("//example.com/", Malformed::Start),
        ("/status", Malformed::Start),
        ("example.com:8080/status", Malformed::Start),
        ("localhost:8080", Malformed::Start),
        ("https:example.com", Malformed::Start),
        ("https:/example.com", Malformed::Start),
        ("://example.com", Malformed::Start),
        ("1http://example.com", Malformed::Start),
        ("httpſ://example.com", Malformed::Start),
        ("https://", Malformed::NoHost),
        ("https:///status", Malformed::NoHost),
        ("https://?x", Malformed::NoHost),
        ("https://:8080", Malformed::NoHost),
        (" https://example.com", Malformed::Character { found: ' ', position: 1, }),
        ("https://example.com ", Malformed::Character { found: ' ', position: 20, }),
        ("https://exa mple.com", Malformed::Character { found: ' ', position: 12, }),
        ("https:\\\\example.com", Malformed::Character { found: '\\', position: 7, }),
        ("https://example.com\\@evil.com", Malformed::Character { found: '\\', position: 20, }),
        ("https://example.com/\n", Malformed::Character { found: '\n', position: 21, }),
        ("https://example.com/ü\u{7F}", Malformed::Character { found: '\u{7F}', position: 22, }),
        ("https://example.com/\u{202E}gpj", Malformed::Character { found: '\u{202E}', position: 21, }),
        ("https://exa\u{AD}mple.com", Malformed::Character { found: '\u{AD}', position: 12, }),
        ("https://exa\u{200B}mple.com", Malformed::Character { found: '\u{200B}', position: 12, }),
        ("https://a\u{A0}b.com", Malformed::Character { found: '\u{A0}', position: 10, }),
        ("https://exa<mple.com", Malformed::HostCharacter { found: '<' }),
        ("https://a%20b.com", Malformed::HostCharacter { found: ' ' }),
        ("https://a%00b.com", Malformed::HostCharacter { found: '\0' }),
        ("https://a%2fb.com", Malformed::HostCharacter { found: '/' }),
        ("https://a%40b.com", Malformed::HostCharacter { found: '@' }),
        ("https://a%3a80.com", Malformed::HostCharacter { found: ':' }),
        ("https://a%2531.com", Malformed::HostCharacter { found: '%' }),
        ("https://a%2.com", Malformed::HostCharacter { found: '%' }),
        ("https://a%", Malformed::HostCharacter { found: '%' }),
        ("https://a%zz.com", Malformed::HostCharacter { found: '%' }),
        ("https://a%ff.com", Malformed::HostCharacter { found: '%' }),
        ("https://a%E2%80%8Bb.com", Malformed::HostCharacter { found: '\u{200B}' }),
        ("https://１２７.０.０.１", Malformed::HostCharacter { found: '１' }),
        ("https://127。0。0。1", Malformed::HostCharacter { found: '。' }),
        ("https://127．0．0．1", Malformed::HostCharacter { found: '．' }),
        ("https://127｡0.0.1", Malformed::HostCharacter { found: '｡' }),
        ("https://①27.0.0.1", Malformed::HostCharacter { found: '①' }),
        ("https://𝟏27.0.0.1", Malformed::HostCharacter { found: '𝟏' }),
        ("https://127․0․0․1", Malformed::HostCharacter { found: '․' }),
        ("https://localhoſt", Malformed::HostCharacter { found: 'ſ' }),
        ("https://ⓛocalhost", Malformed::HostCharacter { found: 'ⓛ' }),
        ("https://localhos%EF%BD%94", Malformed::HostCharacter { found: 'ｔ' }),
        ("https://a..b.com", Malformed::HostName { host: host("a..b.com"), }),
        ("https://.example.com", Malformed::HostName { host: host(".example.com"), }),
        ("https://example.com..", Malformed::HostName { host: host("example.com.."), }),
        ("https://.", Malformed::HostName { host: host(".") }),
        ("https://256.1.1.1", Malformed::Ipv4 { host: host("256.1.1.1"), }),
        ("https://1.2.3.4.5", Malformed::Ipv4 { host: host("1.2.3.4.5"), }),
        ("https://1..2", Malformed::Ipv4 { host: host("1..2") }),
        ("https://4294967296", Malformed::Ipv4 { host: host("4294967296"), }),
        ("https://1.16777216", Malformed::Ipv4 { host: host("1.16777216"), }),
        ("https://08.0.0.1", Malformed::Ipv4 { host: host("08.0.0.1"), }),
        ("https://example.1", Malformed::Ipv4 { host: host("example.1"), }),
        ("https://example.0x1f", Malformed::Ipv4 { host: host("example.0x1f"), }),
        ("https://::1/", Malformed::Ipv6 { host: host("::1") }),
        ("https://fe80::1", Malformed::Ipv6 { host: host("fe80::1"), }),
        ("https://[fe80::1%25eth0]/", Malformed::Ipv6 { host: host("[fe80::1%25eth0]"), }),
        ("https://[::1", Malformed::Ipv6 { host: host("[::1") }),
        ("https://[::1]x", Malformed::Ipv6 { host: host("[::1]x"), }),
        ("https://[2606:4700::1111]]", Malformed::Ipv6 { host: host("[2606:4700::1111]]"), }),
        ("https://[]", Malformed::Ipv6 { host: host("[]") }),
        ("https://[127.0.0.1]", Malformed::Ipv6 { host: host("[127.0.0.1]"), }),
        ("https://[1::2::3]", Malformed::Ipv6 { host: host("[1::2::3]"), }),
        ("https://example.com:0", Malformed::Port { port: host("0") }),
        ("https://example.com:65536", Malformed::Port { port: host("65536"), }),
        ("https://example.com:99999999999999999999", Malformed::Port { port: host("99999999999999999999"), }),
        ("https://example.com:", Malformed::Port { port: host("") }),
        ("https://example.com:/x", Malformed::Port { port: host("") }),
        ("https://example.com:80a", Malformed::Port { port: host("80a") }),
        ("https://example.com:-1", Malformed::Port { port: host("-1") }),
        ("https://example.com:٨٠", Malformed::Port { port: host("٨٠") }),
    ];
    for (text, expected) in rows {
        assert_eq!(parse(text), Err(Fault::NotAUrl(expected)), "row {text:?}");
    }
}

#[test]
fn other_schemes_and_credentials() {
    let not_http = |scheme: &str| Fault::NotHttp {
        scheme: scheme.to_owned(),
    };
    let rows = [
        ("ftp://example.com", not_http("ftp")),
        ("mailto:a@example.com", not_http("mailto")),
        ("javascript:alert()", not_http("javascript")),
        ("data:text/html,x", not_http("data")),
        ("file:///etc/passwd", not_http("file")),
        ("httpss://example.com", not_http("httpss")),
        ("https://user@example.com", Fault::Credentials),
        ("https://user:secret@example.com/", Fault::Credentials),
        ("https://@example.com", Fault::Credentials),
        ("https://example.com@localhost", Fault::Credentials),
        ("https://a@b@c.com", Fault::Credentials),
    ];
    for (text, expected) in rows {
        assert_eq!(parse(text), Err(expected), "row {text:?}");
    }
}

#[test]
fn names_have_the_lengths_that_dns_allows() {
    let label = |length| "a".repeat(length);
    let long = |last| format!("https://{0}.{0}.{0}.{1}.com", label(63), label(last));
    assert!(parse(&format!("https://{}.com", label(63))).is_ok());
    assert!(matches!(
        parse(&format!("https://{}.com", label(64))),
        Err(Fault::NotAUrl(Malformed::HostName { .. }))
    ));
    assert!(parse(&long(57)).is_ok(), "253 characters");
    assert!(
        matches!(
            parse(&long(58)),
            Err(Fault::NotAUrl(Malformed::HostName { .. }))
        ),
        "254 characters"
    );
}
