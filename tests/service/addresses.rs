//! Where the service may be: what is accepted as an address, and the exact text of each refusal.

use metering_export::service::{BaseUrl, LoginUrl, UrlProblem};

const MISSING: &str = "Enter the address, for example /saas.";
const NOT_AN_ADDRESS: &str = "Enter a path of this page's host such as /saas, or an https:// URL.";
const EXTRA: &str = "Remove everything that is not part of the address: blanks, ? and #.";

#[test]
fn a_base_url_is_a_path_of_this_host_or_an_https_url() {
    for (typed, url) in [
        ("/saas", "/saas"),
        ("  /saas/ \n", "/saas"),
        ("/a/proxy/saas//", "/a/proxy/saas"),
        (
            "https://usw3.dm-us.informaticacloud.com/saas",
            "https://usw3.dm-us.informaticacloud.com/saas",
        ),
        (
            "https://pod.example.com:8443/saas/",
            "https://pod.example.com:8443/saas",
        ),
        ("https://pod.example.com", "https://pod.example.com"),
    ] {
        let base = BaseUrl::parse(typed).expect(typed);
        assert_eq!(base.as_str(), url);
        assert_eq!(base.join("/x"), format!("{url}/x"));
    }
}

#[test]
fn unencrypted_only_on_this_computer() {
    for typed in [
        "http://127.0.0.1:8080/saas",
        "http://localhost:8080/saas",
        "http://localhost:1/saas",
    ] {
        assert_eq!(
            BaseUrl::parse(typed).map(|base| base.as_str().to_owned()),
            Ok(typed.to_owned())
        );
    }
    for typed in [
        "http://pod.example.com/saas",
        "http://127.0.0.1/saas",
        "http://127.0.0.1.example.com:80/saas",
        "http://localhost.example.com:80/saas",
        "http://192.168.0.1:8080/saas",
        "http://[::1]:8080/saas",
    ] {
        assert_eq!(refused(typed), NOT_AN_ADDRESS, "{typed}");
    }
}

#[test]
fn what_is_no_base_url_is_refused_with_what_to_do() {
    for typed in ["", "   ", "\t\n", "/", "///"] {
        assert_eq!(refused(typed), MISSING, "{typed:?}");
    }
    for typed in [
        "//evil.example.com/saas",
        "saas",
        "pod.example.com/saas",
        "./saas",
        "https:/pod.example.com/saas",
        "https://",
        "https:///saas",
        "HTTPS://pod.example.com/saas",
        "ftp://pod.example.com/saas",
        "javascript:alert(1)",
        "data:,x",
        "file:///saas",
    ] {
        assert_eq!(refused(typed), NOT_AN_ADDRESS, "{typed:?}");
    }
    for typed in [
        "/saas?x=1",
        "/saas#x",
        "/sa as",
        "/saas\u{0}",
        "/sa\u{a0}as",
        "/\\evil.example.com/saas",
        "https://user:pass@pod.example.com/saas",
        "https://user@pod.example.com/saas",
        "https://pod.example.com/saas?x",
        "http://127.0.0.1:80@evil.example.com/saas",
    ] {
        assert_eq!(refused(typed), EXTRA, "{typed:?}");
    }
}

fn refused(typed: &str) -> String {
    BaseUrl::parse(typed).expect_err(typed).to_string()
}

#[test]
fn a_login_url_ends_in_login() {
    for (typed, url) in [
        ("/saas/public/core/v3/login", "/saas/public/core/v3/login"),
        (
            " /saas/public/core/v3/login/ ",
            "/saas/public/core/v3/login",
        ),
        (
            "https://dm-us.informaticacloud.com/saas/public/core/v3/login",
            "https://dm-us.informaticacloud.com/saas/public/core/v3/login",
        ),
        ("http://localhost:8080/login", "http://localhost:8080/login"),
    ] {
        assert_eq!(
            LoginUrl::parse(typed).map(|login| login.as_str().to_owned()),
            Ok(url.to_owned()),
            "{typed}"
        );
    }
    for (typed, text) in [
        (
            "",
            "Enter the address, for example /saas/public/core/v3/login.",
        ),
        (
            "dm-us.informaticacloud.com",
            "Enter a path of this page's host such as /saas/public/core/v3/login, or an https:// URL.",
        ),
        (
            "//evil.example.com/login",
            "Enter a path of this page's host such as /saas/public/core/v3/login, or an https:// URL.",
        ),
        ("/saas/login?next=/", EXTRA),
        ("https://user:pass@pod.example.com/login", EXTRA),
        (
            "/saas",
            "The login URL ends in /login, for example /saas/public/core/v3/login.",
        ),
        (
            "/saas/public/core/v3/logout",
            "The login URL ends in /login, for example /saas/public/core/v3/login.",
        ),
        (
            "https://pod.example.com/saas/Login",
            "The login URL ends in /login, for example /saas/public/core/v3/login.",
        ),
        (
            "https://pod.example.com/notlogin",
            "The login URL ends in /login, for example /saas/public/core/v3/login.",
        ),
    ] {
        assert_eq!(
            LoginUrl::parse(typed).expect_err(typed).to_string(),
            text,
            "{typed}"
        );
    }
}

#[test]
fn the_examples_are_addresses_themselves() {
    assert_eq!(
        BaseUrl::parse(BaseUrl::EXAMPLE).map(|base| base.as_str().to_owned()),
        Ok(BaseUrl::EXAMPLE.into())
    );
    assert_eq!(
        LoginUrl::parse(LoginUrl::EXAMPLE).map(|url| url.as_str().to_owned()),
        Ok(LoginUrl::EXAMPLE.into())
    );
    assert_eq!(
        BaseUrl::parse("x"),
        Err(UrlProblem::NotAnAddress(BaseUrl::EXAMPLE))
    );
}
