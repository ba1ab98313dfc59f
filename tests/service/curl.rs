//! The request as a command line.

use metering_export::service::{BaseUrl, body, curl};

use super::request;

const ORIGIN: &str = "https://metering.example.com";

fn command(base: &str, body: &str) -> String {
    curl(ORIGIN, &BaseUrl::parse(base).expect("a base URL"), body)
}

#[test]
fn the_command_sends_the_very_body_to_the_documented_address() {
    let expected = r#"curl --fail-with-body --request POST 'https://metering.example.com/saas/public/core/v3/license/metering/ExportMeteringData' \
  --header "INFA-SESSION-ID: $INFA_SESSION_ID" \
  --header 'Content-Type: application/json' \
  --header 'Accept: application/json' \
  --data-raw '{
  "startDate": "2024-08-12T00:00:00Z",
  "endDate": "2024-09-10T23:59:59Z",
  "jobType": "PROJECT_FOLDER",
  "combinedMeterUsage": "TRUE",
  "allLinkedOrgs": "TRUE",
  "callbackUrl": "https://MyExportJobStatus.com"
}'
"#;
    assert_eq!(command("/saas", &body(&request())), expected);
}

#[test]
fn an_absolute_base_url_stays_as_it_is() {
    let command = command("https://usw3.dm-us.informaticacloud.com/saas", "{}");
    let start = "curl --fail-with-body --request POST 'https://usw3.dm-us.informaticacloud.com/saas/public/core/v3/license/metering/ExportMeteringData' \\\n";
    assert!(command.starts_with(start), "{command}");
    assert!(!command.contains(ORIGIN), "{command}");
}

#[test]
fn a_quote_in_the_body_does_not_end_the_word() {
    let body = r#"{"callbackUrl":"https://example.com/it's?$(id)`id`"}"#;
    let expected = r#"--data-raw '{"callbackUrl":"https://example.com/it'\''s?$(id)`id`"}'"#;
    let command = command("/saas", body);
    assert_eq!(command.lines().last().map(str::trim), Some(expected));
}

/// What a real shell makes of the command: each word that it hands to curl.
#[cfg(unix)]
fn words(command: &str, session_id: &str) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{command}");
    let shell = std::process::Command::new("sh")
        .args(["-eu", "-c", &script])
        .env("INFA_SESSION_ID", session_id)
        .output();
    let output = shell.expect("a POSIX shell named sh");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.split_terminator('\0').map(str::to_owned).collect()
}

#[cfg(unix)]
#[test]
fn a_shell_hands_on_every_word_as_it_is() {
    let bodies = [
        body(&request()),
        "{}".to_owned(),
        "'".to_owned(),
        "''\\''".to_owned(),
        "$INFA_SESSION_ID $(id) `id` \"!\" \\ \n * ~ # & ; é 雪".to_owned(),
        "@/etc/passwd".to_owned(),
    ];
    for body in bodies {
        let words = words(&command("/it's/saas", &body), "a session's $ID");
        let expected = [
            "--fail-with-body",
            "--request",
            "POST",
            "https://metering.example.com/it's/saas/public/core/v3/license/metering/ExportMeteringData",
            "--header",
            "INFA-SESSION-ID: a session's $ID",
            "--header",
            "Content-Type: application/json",
            "--header",
            "Accept: application/json",
            "--data-raw",
            &body,
        ];
        assert_eq!(words, expected);
    }
}
