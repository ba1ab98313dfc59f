//! Which callback URLs are taken, and what is said about the others.
#![cfg(not(target_arch = "wasm32"))]

use metering_core::request::callback_url::{Fault, HostKind, parse};

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
        "https://münchen.de/gr%C3%B6%C3%9Fe",
        "https://m%C3%BCnchen.de/",
        "https://\u{FF41}.com",
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
        "https://example.com/[]!$&'()*+,;=~:@?/?#/?%7B",
        "https://r3---sn-a.example.com",
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

/// Asserts that each of these hosts is refused for this reason, whatever stands around it.
#[track_caller]
fn none_is_public(rows: &[(&str, HostKind)]) {
    for (host, expected) in rows {
        for url in [
            format!("https://{host}"),
            format!("http://{host}:8080/a@b?c#d"),
        ] {
            match parse(&url) {
                Err(Fault::NotPublic { reason, found, .. }) => {
                    assert_eq!((reason, found.as_str()), (*expected, *host));
                }
                other => panic!("row {host}: {other:?}"),
            }
        }
    }
}

#[test]
fn names_that_no_public_service_reaches() {
    use HostKind::{Localhost, NotInDns, SingleLabel};
    none_is_public(&[
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
        ("kubernetes.default.svc", NotInDns),
        ("router.lan", NotInDns),
        ("x.corp", NotInDns),
        ("x.home", NotInDns),
        ("x.intranet", NotInDns),
        ("x.private", NotInDns),
        ("fe80", SingleLabel),
        ("\u{24DB}ocalhost", Localhost),
        ("localhos%EF%BD%94", Localhost),
    ]);
}

#[test]
fn addresses_that_no_public_service_reaches() {
    use HostKind::{
        CarrierNat, Documentation, LinkLocal, Loopback, Multicast, Private, Reserved, UniqueLocal,
        Unspecified,
    };
    none_is_public(&[
        ("１２７.０.０.１", Loopback),
        ("127。0。0。1", Loopback),
        ("①27.0.0.1", Loopback),
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
    ]);
}

/// The reason and what it is about, as they are in the parameters of the problem.
#[track_caller]
fn refused(text: &str) -> (String, String) {
    let fault = parse(text).expect_err(text);
    let params = serde_json::to_value(fault).expect("JSON");
    let about = ["found", "position", "character"].map(|name| match &params[name] {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        number => number.to_string(),
    });
    let reason = params["reason"].as_str().expect("a reason");
    (reason.to_owned(), about.concat())
}

#[track_caller]
fn all_refused(rows: &[(&str, &str, &str)]) {
    for (text, reason, about) in rows {
        let expected = ((*reason).to_owned(), (*about).to_owned());
        assert_eq!(refused(text), expected, "row {text:?}");
    }
}

#[test]
fn texts_that_are_no_url() {
    all_refused(&[
        ("", "start", ""),
        ("example.com", "start", ""),
        ("//example.com/", "start", ""),
        ("/status", "start", ""),
        ("example.com:8080/status", "start", ""),
        ("localhost:8080", "start", ""),
        ("https:example.com", "start", ""),
        ("https:/example.com", "start", ""),
        ("://example.com", "start", ""),
        ("1http://example.com", "start", ""),
        ("httpſ://example.com", "start", ""),
        (" https://example.com", "character", "1U+0020"),
        ("https://example.com ", "character", "20U+0020"),
        ("https://exa mple.com", "character", "12U+0020"),
        ("https:\\\\example.com", "character", "7U+005C"),
        ("https://example.com\\@evil.com", "character", "20U+005C"),
        ("https://example.com/\n", "character", "21U+000A"),
        ("https://example.com/\u{202E}gpj", "character", "21U+202E"),
        ("https://exa\u{AD}mple.com", "character", "12U+00AD"),
        ("https://a\u{A0}b.com", "character", "10U+00A0"),
        ("https://", "noHost", ""),
        ("https:///status", "noHost", ""),
        ("https://?x", "noHost", ""),
        ("https://:8080", "noHost", ""),
        ("ftp://example.com", "scheme", "ftp"),
        ("mailto:a@example.com", "scheme", "mailto"),
        ("javascript:alert()", "scheme", "javascript"),
        ("file:///etc/passwd", "scheme", "file"),
        ("httpss://example.com", "scheme", "httpss"),
    ]);
}

#[test]
fn what_has_to_be_percent_encoded_behind_the_host() {
    all_refused(&[
        ("https://example.com/\"", "character", "21U+0022"),
        ("https://example.com/{id}", "character", "21U+007B"),
        ("https://example.com/?a=|", "character", "24U+007C"),
        ("https://example.com/<", "character", "21U+003C"),
        ("https://example.com/x>", "character", "22U+003E"),
        ("https://example.com/^", "character", "21U+005E"),
        ("https://example.com?`", "character", "21U+0060"),
        ("https://example.com/größe", "character", "23U+00F6"),
        ("https://münchen.de/#é", "character", "21U+00E9"),
        ("https://example.com/%zz", "character", "21U+0025"),
        ("https://example.com/%2", "character", "21U+0025"),
        ("https://example.com/%", "character", "21U+0025"),
    ]);
}

#[rustfmt::skip] // One row a line.
#[test]
fn parts_that_are_no_host_and_no_port() {
    all_refused(&[
        ("https://exa<mple.com", "hostCharacter", "exa<mple.comU+003C"),
        ("https://a,b.com", "hostCharacter", "a,b.comU+002C"),
        ("https://%C3%BC.k=.xx", "hostCharacter", "%C3%BC.k=.xxU+003D"),
        ("https://a%20b.com", "hostCharacter", "a%20b.comU+0025"),
        ("https://a%2fb.com", "hostCharacter", "a%2fb.comU+0025"),
        ("https://a%40b.com", "hostCharacter", "a%40b.comU+0025"),
        ("https://a%2.com", "hostCharacter", "a%2.comU+0025"),
        ("https://a%ff.com", "hostCharacter", "a%ff.comU+0025"),
        ("https://a..b.com", "hostName", "a..b.com"),
        ("https://.example.com", "hostName", ".example.com"),
        ("https://example.com..", "hostName", "example.com.."),
        ("https://.", "hostName", "."),
        ("https://-bad.org/", "hostName", "-bad.org"),
        ("https://a.bad-.org/", "hostName", "a.bad-.org"),
        ("https://xn--a.com", "hostName", "xn--a.com"),
        ("https://256.1.1.1", "ipv4", "256.1.1.1"),
        ("https://1.2.3.4.5", "ipv4", "1.2.3.4.5"),
        ("https://1..2", "ipv4", "1..2"),
        ("https://4294967296", "ipv4", "4294967296"),
        ("https://08.0.0.1", "ipv4", "08.0.0.1"),
        ("https://example.1", "ipv4", "example.1"),
        ("https://example.0x1f", "ipv4", "example.0x1f"),
        ("https://::1/", "ipv6", "::1"),
        ("https://fe80::1", "ipv6", "fe80::1"),
        ("https://[fe80::1%25eth0]/", "ipv6", "[fe80::1%25eth0]"),
        ("https://[::1", "ipv6", "[::1"),
        ("https://[::1]x", "ipv6", "[::1]x"),
        ("https://[2606:4700::1111]]", "ipv6", "[2606:4700::1111]]"),
        ("https://[]", "ipv6", "[]"),
        ("https://[127.0.0.1]", "ipv6", "[127.0.0.1]"),
        ("https://[1::2::3]", "ipv6", "[1::2::3]"),
        ("https://example.com:0", "port", "0"),
        ("https://example.com:65536", "port", "65536"),
        ("https://example.com:99999999999999999999", "port", "99999999999999999999"),
        ("https://example.com:", "port", ""),
        ("https://example.com:80a", "port", "80a"),
        ("https://example.com:-1", "port", "-1"),
        ("https://example.com:٨٠", "port", "٨٠"),
        ("https://example.com:+80", "port", "+80"),
        ("https://[::1]:0", "port", "0"),
    ]);
}

#[test]
fn credentials_are_not_repeated() {
    for text in [
        "https://user@example.com",
        "https://user:secret@example.com/",
        "https://@example.com",
        "https://example.com@localhost",
        "https://a@b@c.com",
    ] {
        assert_eq!(refused(text), ("credentials".to_owned(), String::new()));
    }
}

#[test]
fn names_have_the_lengths_that_dns_allows() {
    let label = |length| "a".repeat(length);
    let long = |last| format!("https://{0}.{0}.{0}.{1}.com", label(63), label(last));
    assert!(parse(&format!("https://{}.com", label(63))).is_ok());
    assert_eq!(refused(&format!("https://{}.com", label(64))).0, "hostName");
    assert!(parse(&long(57)).is_ok(), "253 characters");
    assert_eq!(refused(&long(58)).0, "hostName", "254 characters");
    // In DNS it is `xn--` and what encodes the letters.
    assert!(parse(&format!("https://{}.com", "ü".repeat(50))).is_ok());
    assert_eq!(
        refused(&format!("https://{}.com", "ü".repeat(64))).0,
        "hostName"
    );
}

/// What `crates/validator/tests/browser.rs` compares the browser's verdicts with.
const VERDICTS: &str = include_str!("data/callback_urls.json");

#[test]
fn the_verdicts_that_browsers_are_compared_with_are_ours() {
    let verdicts: Vec<(String, serde_json::Value)> =
        serde_json::from_str(VERDICTS).expect("a list of URLs and verdicts");
    assert!(verdicts.len() > 300);
    for (url, verdict) in verdicts {
        let found = serde_json::to_value(parse(&url).err()).expect("JSON");
        assert_eq!(found, verdict, "{url}");
    }
}
