//! Requests as a shell script.

use metering_export::service::{BaseUrl, body, curl};

use super::request;

const ORIGIN: &str = "https://metering.example.com";

fn script(base: &str, path: &str, bodies: &[String]) -> String {
    let base = BaseUrl::parse(base).expect("a base URL");
    curl(ORIGIN, &base, path, bodies)
}

#[test]
fn an_absolute_base_url_stays_as_it_is() {
    let base = "https://usw3.dm-us.informaticacloud.com/saas";
    let script = script(base, "ExportMeteringData", &["{}".to_owned()]);
    assert!(script.contains(&format!(
        "'{base}/public/core/v3/license/metering/ExportMeteringData'"
    )));
    assert!(!script.contains(ORIGIN), "{script}");
}

/// What a real shell hands to curl, each call as its words; it is answered as the service answers.
#[cfg(unix)]
fn calls(script: &str, answers: &str) -> Vec<Vec<String>> {
    let directory = tempfile::tempdir().expect("a directory");
    // The answers come from a file, a line for each call; the words go to another.
    std::fs::write(directory.path().join("answers"), answers).expect("a file");
    let script = format!(
        r#"sleep() {{ :; }}
curl() {{
  printf '%s\0' "$@" >> words; printf '\0' >> words
  count=$(($(cat count 2>/dev/null || echo 0) + 1)); echo $count > count
  answer=$(sed -n "${{count}}p" answers); printf '%s' "$answer"; [ "$answer" != refused ]
}}
{script}"#
    );
    let shell = std::process::Command::new("sh")
        .args(["-u", "-c", &script])
        .env("INFA_SESSION_ID", "a session's $ID")
        .current_dir(directory.path())
        .output();
    shell.expect("a POSIX shell named sh");
    let words = std::fs::read_to_string(directory.path().join("words")).expect("UTF-8");
    let calls = words.split_terminator("\0\0");
    calls
        .map(|call| call.split('\0').map(str::to_owned).collect())
        .collect()
}

#[cfg(unix)]
#[test]
fn a_shell_hands_on_every_word_as_it_is() {
    let url =
        "https://metering.example.com/it's/saas/public/core/v3/license/metering/ExportMeteringData";
    let bodies = [
        body(&request()),
        "{}".to_owned(),
        "'".to_owned(),
        "''\\''".to_owned(),
        "$INFA_SESSION_ID $(id) `id` \"!\" \\ \n * ~ # & ; é 雪".to_owned(),
        "@/etc/passwd".to_owned(),
    ];
    for body in bodies {
        let script = script(
            "/it's/saas",
            "ExportServiceJobLevelMeteringData",
            &[body.clone()],
        );
        let answers = "{\"jobId\": \"J-1\", \"status\": \"CREATED\"}\n{\"jobID\":\"J-1\",\"status\":\"PROCESSING\"}\n{\"status\":\"SUCCESS\"}\n\n";
        let call = |words: &[&str]| -> Vec<String> {
            let always = [
                "--fail-with-body",
                "--silent",
                "--show-error",
                "--header",
                "INFA-SESSION-ID: a session's $ID",
            ];
            let words = always.iter().chain(words);
            words.map(|word| (*word).to_owned()).collect()
        };
        let json = ["--header", "Content-Type: application/json", "--data-raw"];
        let job_level = url.replace("ExportMeteringData", "ExportServiceJobLevelMeteringData");
        let status = format!("{url}/J-1");
        let download = format!("{url}/J-1/download");
        let expected = [
            call(&[&json[..], &[&body, &job_level]].concat()),
            call(&[&status]),
            call(&[&status]),
            call(&["--output", "J-1.zip", &download]),
        ];
        assert_eq!(calls(&script, answers), expected);
    }
}

#[cfg(unix)]
#[test]
fn each_part_is_requested_and_what_goes_wrong_ends_it() {
    let bodies = ["1".to_owned(), "2".to_owned()];
    let script = script("/saas", "ExportMeteringData", &bodies);
    let job = "{\"jobId\":\"A\"}\n{\"status\":\"SUCCESS\"}\n\n";
    for (answers, count) in [
        (format!("{job}{job}"), 6),
        ("refused".to_owned(), 1),
        ("{}".to_owned(), 1),
        ("{\"jobId\":\"../A\"}".to_owned(), 1),
        ("{\"jobId\":\"A\"}\nrefused".to_owned(), 2),
        ("{\"jobId\":\"A\"}\n{\"status\":\"FAILED\",\"errorMessage\":\"\\\"status\\\":\\\"SUCCESS\\\"\"}".to_owned(), 2),
    ] {
        assert_eq!(calls(&script, &answers).len(), count, "{answers}");
    }
}
