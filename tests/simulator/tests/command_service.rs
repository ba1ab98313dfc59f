//! The program before a service: what it says when there is none, and that it verifies certificates.

mod common;

use std::fs;
use std::path::PathBuf;

use common::program::{Running, command, refusal};
use common::{closed_address, http, tls};

#[tokio::test]
async fn a_service_that_cannot_be_reached_is_one_sentence() {
    let (address, refused) = closed_address();
    let (code, text) = refusal(command(&[
        "--port",
        "0",
        "--service",
        &format!("http://{address}"),
    ]));
    let expected = format!(
        "http://{address} cannot be reached ({refused}): check the address, the network and, \
         behind a company's proxy, the variable HTTPS_PROXY.\n"
    );
    assert_eq!((code, text), (Some(1), expected));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_services_certificate_is_verified() {
    let (port, authority) = tls::service_for("localhost").await;
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("authority-{port}.pem"));
    fs::write(&file, authority).expect("a file");
    let (other_port, other) = tls::service_for("elsewhere.example").await;
    let other_file =
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("authority-{other_port}.pem"));
    fs::write(&other_file, other).expect("a file");
    let before = |port: u16, trusted: &PathBuf| {
        let mut command = command(&[
            "--port",
            "0",
            "--service",
            &format!("https://localhost:{port}"),
        ]);
        command
            .env("SSL_CERT_FILE", trusted)
            .env_remove("SSL_CERT_DIR")
            .env("NO_PROXY", "localhost");
        command
    };

    let mut trusted = Running::start(before(port, &file));
    let (origin, rest) = trusted.ready();
    assert_eq!(
        rest,
        format!(
            ", before https://localhost:{port}.\nSign in with your own account. Ctrl-C ends.\n"
        )
    );
    let answer = http()
        .get(format!("{origin}/saas/x"))
        .send()
        .await
        .expect("an answer");
    assert_eq!(answer.text().await.expect("text"), "encrypted");

    for (port, trusted, reason) in [
        (port, &other_file, "invalid peer certificate: UnknownIssuer"),
        (other_port, &other_file, "not valid for name \"localhost\""),
    ] {
        let (code, text) = refusal(before(port, trusted));
        assert!(
            code == Some(1) && text.contains(reason) && text.lines().count() == 1,
            "{text}"
        );
    }

    let sentence = "The server cannot start: no encrypted connection can be made (unexpected error: No CA certificates \
                    were loaded from the system): install the system's root certificates.\n";
    assert_eq!(
        refusal(before(port, &PathBuf::from("/nowhere"))),
        (Some(1), sentence.to_owned())
    );
}
