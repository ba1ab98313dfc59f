//! What a login answer opens.

use metering_core::job::ExportJob;
use metering_export::service::{Answer, BaseUrl, Call, LoginUrl, Secret, ServiceError, Session};
use serde_json::{Value, json};

/// The documented answer.
fn documented() -> Value {
    json!({
        "products": [{"name": "Integration Cloud", "baseApiUrl": "https://usw3.dm-us.informaticacloud.com/saas"}],
        "userInfo": {
            "sessionId": "9KA11tLGqxVcGeul8SQBK3", "id": "9L1GFroXSDHe2IIg7QhBaT", "name": "admin@example.com",
            "parentOrgId": "52ZSTB0IDK6dXxaEQLUaQu", "orgId": "0cuQSDTq5sikvN7x8r1xm1", "orgName": "Example Org",
            "groups": {}, "status": "Active",
        },
    })
}

fn from_login(
    answer: &Value,
    login: &LoginUrl,
    base: Option<BaseUrl>,
) -> Result<Session, ServiceError> {
    super::answer(200, &answer.to_string()).session(login, base)
}

fn login() -> LoginUrl {
    LoginUrl::parse("https://dm-us.informaticacloud.com/saas/public/core/v3/login")
        .expect("a login URL")
}

fn base(text: &str) -> BaseUrl {
    BaseUrl::parse(text).expect("a base URL")
}

fn refused(answer: &Value) -> String {
    from_login(answer, &login(), None)
        .expect_err("not a session")
        .to_string()
}

#[test]
fn the_documented_answer_opens_a_session() {
    let expected = Session {
        id: Secret::new("9KA11tLGqxVcGeul8SQBK3").expect("a session ID"),
        base: base("https://usw3.dm-us.informaticacloud.com/saas"),
        logout_url: Some("https://dm-us.informaticacloud.com/saas/public/core/v3/logout".into()),
        user_name: Some("admin@example.com".into()),
        org_name: Some("Example Org".into()),
    };
    assert_eq!(from_login(&documented(), &login(), None), Ok(expected));
}

#[test]
fn a_configured_base_url_goes_before_the_returned_one() {
    let session = from_login(&documented(), &login(), Some(base("/saas"))).expect("a session");
    assert_eq!(session.base, base("/saas"));

    // Then it does not matter what is returned.
    let mut answer = documented();
    answer["products"] = json!([]);
    assert_eq!(
        from_login(&answer, &login(), Some(base("/saas")))
            .expect("a session")
            .base,
        base("/saas")
    );
}

#[test]
fn the_base_url_is_that_of_the_product_with_metering() {
    for (products, expected) in [
        (
            json!([{"name": "MDM", "baseApiUrl": "https://a/mdm"}, {"name": "Integration Cloud", "baseApiUrl": "https://b/saas/"}]),
            "https://b/saas",
        ),
        (
            json!([{"name": "MDM", "baseApiUrl": "https://a/mdm"}, {"name": "Other", "baseApiUrl": "https://b/x"}]),
            "https://a/mdm",
        ),
        (json!([{"baseApiUrl": "https://a/saas"}]), "https://a/saas"),
    ] {
        let mut answer = documented();
        answer["products"] = products;
        assert_eq!(
            from_login(&answer, &login(), None).expect("a session").base,
            base(expected)
        );
    }
}

#[test]
fn names_that_are_missing_are_not_known() {
    let answer = json!({
        "products": documented()["products"],
        "userInfo": {"sessionId": "s", "name": null, "orgName": 17},
    });
    let session = from_login(&answer, &login(), None).expect("a session");
    assert_eq!((session.user_name, session.org_name), (None, None));
}

#[test]
fn a_session_id_of_any_form_is_taken() {
    let jwt = format!(
        "eyJhbGciOiJSUzI1NiJ9.{}.{}",
        "x".repeat(5_000),
        "_-".repeat(200)
    );
    for id in ["s", "  s  ", jwt.as_str()] {
        let mut answer = documented();
        answer["userInfo"]["sessionId"] = id.into();
        let session = from_login(&answer, &login(), None).expect("a session");
        assert_eq!(Some(session.id), Secret::new(id.trim()));
    }
}

#[test]
fn an_answer_without_a_session_id_is_refused() {
    const NO_SESSION: &str =
        "The answer is not a session: it has no sessionId. Check the login URL.";
    for answer in [
        json!([]),
        json!({}),
        json!({"userInfo": null}),
        json!({"userInfo": {"sessionId": null}}),
        json!({"userInfo": {"sessionId": 17}}),
        json!({"userInfo": {"sessionId": ""}}),
        json!({"userInfo": {"sessionId": " \n"}}),
        json!({"sessionId": "outside of userInfo"}),
    ] {
        assert_eq!(refused(&answer), NO_SESSION, "{answer}");
    }
}

#[test]
fn an_answer_without_a_usable_base_url_is_refused_where_none_is_configured() {
    const NO_PRODUCT: &str =
        "The answer is not a session: it names no product. Check the login URL.";
    const NO_URL: &str =
        "The answer is not a session: its product has no baseApiUrl. Check the login URL.";
    for (products, text) in [
        (json!(null), NO_PRODUCT),
        (json!([]), NO_PRODUCT),
        (json!({}), NO_PRODUCT),
        (json!([{}]), NO_URL),
        (json!(["Integration Cloud"]), NO_PRODUCT),
        (
            json!([{"name": "Integration Cloud", "baseApiUrl": null}]),
            NO_URL,
        ),
        (
            json!([{"name": "Integration Cloud", "baseApiUrl": "http://pod.example.com/saas"}]),
            "The answer is not a session: its baseApiUrl is not an https URL: http://pod.example.com/saas. Check the login URL.",
        ),
        (
            json!([{"name": "Integration Cloud", "baseApiUrl": "javascript:alert(1)\u{7}"}]),
            "The answer is not a session: its baseApiUrl is not an https URL: javascript:alert(1) . Check the login URL.",
        ),
    ] {
        let mut answer = documented();
        answer["products"] = products;
        assert_eq!(refused(&answer), text);
    }
}

#[test]
fn what_no_header_can_carry_is_no_session_id() {
    for id in [
        "a\nb",
        "a\r\nX-Evil: 1",
        "a\u{0}b",
        "a\u{7f}",
        "sitzung-ä",
        "\u{200b}abc",
        "→",
        "a\tb",
    ] {
        assert_eq!(Secret::new(id), None, "{id:?}");
    }
    for id in ["!#$%&'*+-.^_`|~", "a b", "{\"a\":1}"] {
        assert!(Secret::new(id).is_some(), "{id:?}");
    }
}

#[test]
fn a_secret_is_never_blank_and_never_printed() {
    for blank in ["", " ", "\n\t"] {
        assert_eq!(Secret::new(blank), None, "{blank:?}");
    }
    let session = from_login(&documented(), &login(), None).expect("a session");
    assert_eq!(format!("{:?}", session.id), "Secret(…)");
    let printed = format!("{session:?} {session:#?}");
    assert!(!printed.contains("9KA11tLGqxVcGeul8SQBK3"), "{printed}");
}

#[test]
fn the_session_id_is_masked_however_the_answer_writes_it() {
    let id = "9KA11tLGqxVcGeul8SQBK3";
    let session = Session {
        id: Secret::new(id).expect("a session ID"),
        base: BaseUrl::parse("/saas").expect("a base URL"),
        logout_url: None,
        user_name: None,
        org_name: None,
    };
    let escaped = r"\u0039KA11tLGqxVcGeul8SQBK3";
    let fields = [
        "orgId",
        "userId",
        "meterId",
        "startDate",
        "callbackUrl",
        "createTime",
        "errorMessage",
        "status",
    ];
    let fields = fields
        .map(|name| format!(r#""{name}":"a {escaped} b""#))
        .join(",");
    let job = ExportJob::read(&format!(r#"{{"jobId":"J",{fields}}}"#)).map_err(|_| panic!("a job"));
    let job = session.guard(job).expect("a job");
    assert!(!format!("{job:?}").contains(id), "{job:?}");
    assert_eq!(job.error_message.as_deref(), Some("a *** b"));
    assert_eq!(job.status.name(), "a *** b");

    let answer = Answer {
        status: 400,
        content_type: None,
        retry_after: None,
        body: format!(
            r#"{{"error":{{"code":"{escaped}","message":"No {escaped}.","requestId":"{escaped}"}}}}"#
        ),
    };
    let error = ServiceError::of(Call::Status, &answer).expect("an error");
    let error = session.guard(Err(error)).expect_err("an error");
    assert!(!format!("{error:?} {error}").contains(id), "{error}");
}
