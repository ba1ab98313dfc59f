//! Signing in.

use simulator::{Call, DEMO_PASSWORD, DEMO_USERNAME};

use super::table::Table;
use super::trouble::Trouble;
use super::{each, impatient};
use crate::harness::LOGIN_PATH;

/// What is said; nothing where the sign-in succeeds all the same.
const fn said(trouble: Trouble) -> Option<&'static str> {
    Some(match trouble {
        Trouble::Refused
        | Trouble::ResetBefore
        | Trouble::ResetAfter
        | Trouble::CutOff
        | Trouble::CutOffChunked => {
            "No answer from the service. Check the network and that the host of this page passes /saas/ on to the service."
        }
        Trouble::Late | Trouble::SlowDrip => "No answer within 6 seconds.",
        Trouble::BadRequest => {
            "The service did not accept this sign-in. Check the user name and the password. The service says: “Bad Request (a fault of the simulator)”"
        }
        Trouble::Unauthorized => "The user name or the password is wrong.",
        Trouble::Forbidden => {
            "This user may not sign in here. Ask an administrator of the organization."
        }
        Trouble::NotFound => {
            "The service has no such address. Check the login URL and the API base URL."
        }
        Trouble::Conflict => "The service refused the call (HTTP 409).",
        Trouble::TooMany => "Too many requests. Wait a minute and try again.",
        Trouble::TooManyWait => "Too many requests. The service asks to wait 30 seconds.",
        Trouble::Internal => "The service is not available (HTTP 500). Try again later.",
        Trouble::BadGateway => "The service is not available (HTTP 502). Try again later.",
        Trouble::Unavailable => "The service is not available (HTTP 503). Try again later.",
        Trouble::UnavailableWait => {
            "The service is not available (HTTP 503). It asks to wait 10 minutes."
        }
        Trouble::HalfAnAnswer => "The answer is not a session: it breaks off after",
        Trouble::NotJson => {
            "The answer is not a session: it is not JSON (line 1, column 1). Check the login URL."
        }
        Trouble::WrongTypes => {
            "The answer is not a session: it has no sessionId. Check the login URL."
        }
        Trouble::Html | Trouble::PlainText | Trouble::TenMegabytes | Trouble::Drip => return None,
    })
}

#[test]
fn at_the_sign_in() {
    impatient().run(async |page| {
        let mut table = Table::new("AT THE SIGN-IN");
        let connection = page.connection();
        page.fill_credentials().await;
        each(page, &mut table, async |trouble| {
            trouble.arrange(page, Call::SignIn, LOGIN_PATH).await;
            connection.button("Sign in").click().await;
            let outcome = if let Some(words) = said(trouble) {
                connection.shows(words).await;
                connection.field("User name").holds(DEMO_USERNAME).await;
                connection.field("Password").holds(DEMO_PASSWORD).await;
                format!("“{words}”; user name and password stay")
            } else {
                connection.button("Sign out").click().await;
                connection.field("User name").holds(DEMO_USERNAME).await;
                connection.field("Password").holds("").await;
                connection.field("Password").fill(DEMO_PASSWORD).await;
                "signed in (and out again)".to_owned()
            };
            trouble.end(page).await;
            let calls: Vec<Call> = page
                .sim
                .requests()
                .iter()
                .filter_map(|request| request.call)
                .collect();
            let expected: &[Call] = match said(trouble) {
                None => &[Call::SignIn, Call::SignOut],
                Some(_) if trouble.arrives() => &[Call::SignIn],
                Some(_) => &[],
            };
            assert_eq!(calls, expected, "{trouble:?}");
            outcome
        })
        .await;
    });
}
