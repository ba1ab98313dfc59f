//! The program: what it says, and how it ends.

mod common;

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use common::program::{Running, command, refusal};
use common::{JOBS, eventually, http, week};
use serde_json::{Value, json};
use simulator::{DEMO_PASSWORD, DEMO_USERNAME};

#[tokio::test]
async fn says_where_it_is_and_how_to_sign_in() {
    let mut running = Running::start(command(&["--port", "0", "--pace", "0.1", "--rows", "60"]));
    let (origin, rest) = running.ready();
    let expected = format!(
        ", with a simulated service.\nSign in as {DEMO_USERNAME} with the password {DEMO_PASSWORD}. Ctrl-C ends.\n"
    );
    assert_eq!(rest, expected);
    let answer = http().get(&origin).send().await.expect("an answer");
    assert!(answer.status().is_success());
}

#[tokio::test(flavor = "multi_thread")]
async fn ends_at_once_on_signals_even_while_a_download_is_written() {
    // Twenty million rows, which take half a minute.
    let month = json!({
        "startDate": "2024-08-01T00:00:00Z", "endDate": "2024-08-30T23:59:59Z", "jobType": "PROJECT_FOLDER",
    });
    for signal in ["INT", "TERM"] {
        let mut running = Running::start(command(&[
            "--port", "0", "--pace", "0", "--rows", "20000000",
        ]));
        let (origin, _) = running.ready();
        let client = http();
        let session = client
            .post(format!("{origin}/simulator/sessions"))
            .send()
            .await
            .expect("an answer");
        let session: Value = session.json().await.expect("JSON");
        let session = session["sessionId"].as_str().expect("text").to_owned();
        let submit = client
            .post(format!("{origin}{JOBS}"))
            .header("infa-session-id", &session)
            .json(&month);
        let job: Value = submit
            .send()
            .await
            .expect("an answer")
            .json()
            .await
            .expect("JSON");
        let url = format!(
            "{origin}{JOBS}/{}/download",
            job["jobId"].as_str().expect("text")
        );
        let download = tokio::spawn(client.get(url).header("infa-session-id", session).send());
        tokio::time::sleep(Duration::from_millis(300)).await;
        let began = Instant::now();
        running.signal(signal);
        assert_eq!(running.wait().code(), Some(0), "{signal}");
        assert!(
            began.elapsed() < Duration::from_secs(5),
            "{signal}: {:?}",
            began.elapsed()
        );
        assert!(download.await.expect("a task").is_err());
    }
}

#[tokio::test]
async fn a_port_in_use_is_one_sentence() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let expected = format!(
        "Port {port} on 127.0.0.1 is in use: end the program that listens there, or choose another port with --port.\n"
    );
    assert_eq!(
        refusal(command(&["--port", &port])),
        (Some(1), expected.clone())
    );
    let service = command(&["--port", &port, "--service", "http://127.0.0.1:1"]);
    assert_eq!(refusal(service), (Some(1), expected));
}

#[test]
fn mistakes_are_one_sentence() {
    let dist = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("empty");
    fs::create_dir_all(&dist).expect("a directory");
    let dist = dist.to_str().expect("UTF-8");
    for (arguments, code, sentence) in [
        (&["--prot", "1"][..], 2, "invalid option '--prot'; --help lists the options.".to_owned()),
        (
            &["--port", "x"],
            2,
            "cannot parse argument \"x\": invalid digit found in string; --help lists the options.".to_owned(),
        ),
        (
            &["--pace", "-1"],
            2,
            "cannot parse argument \"-1\": not a number of seconds, 0 or more; --help lists the options.".to_owned(),
        ),
        (
            &["--service", "pod.example"],
            2,
            "cannot parse argument \"pod.example\": pod.example is not an address: write it as in \
             https://dm-us.informaticacloud.com; --help lists the options."
                .to_owned(),
        ),
        (
            &["--sub-path", "/saas/"],
            2,
            "cannot parse argument \"/saas/\": /saas/ is where the service or the simulator answers: choose another path; \
             --help lists the options."
                .to_owned(),
        ),
        (
            &["--dist", dist],
            1,
            format!("There is no index.html in {dist}: build the page first, with `trunk build --release`."),
        ),
    ] {
        assert_eq!(refusal(command(arguments)), (Some(code), format!("{sentence}\n")));
    }
}

#[test]
fn help_lists_the_options() {
    let output = command(&["--help"]).output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(output.status.success());
    for option in [
        "port",
        "dist",
        "sub-path",
        "service",
        "pace",
        "rows",
        "allow-origin",
        "verbose",
    ] {
        assert!(text.contains(&format!("\n  --{option} ")), "{option}");
    }
}

#[tokio::test]
async fn requests_and_callbacks_are_logged() {
    let mut running = Running::start(command(&["--port", "0", "--pace", "0", "--verbose"]));
    let (origin, _) = running.ready();
    let client = http();
    let session: Value = client
        .post(format!("{origin}/simulator/sessions"))
        .send()
        .await
        .expect("an answer")
        .json()
        .await
        .expect("JSON");
    let mut body = week();
    body["callbackUrl"] = "https://MyExportJobStatus.com".into();
    let session = session["sessionId"].as_str().expect("text");
    let submit = client
        .post(format!("{origin}{JOBS}"))
        .header("infa-session-id", session)
        .json(&body);
    assert!(
        submit
            .send()
            .await
            .expect("an answer")
            .status()
            .is_success()
    );
    let callbacks = format!("{origin}/simulator/callbacks");
    eventually(async || {
        let answer = client.get(&callbacks).send().await.expect("an answer");
        answer
            .text()
            .await
            .is_ok_and(|text| text.contains("SUCCESS"))
            .then_some(())
    })
    .await;
    running.signal("TERM");
    running.wait();
    let mut log = String::new();
    running
        .child
        .stderr
        .take()
        .expect("its log")
        .read_to_string(&mut log)
        .expect("UTF-8");
    assert!(log.contains(&format!("POST {JOBS} 200\n")), "{log}");
    assert!(log.contains("callback SUCCESS of job "), "{log}");
    let reason =
        " not posted to https://MyExportJobStatus.com: the simulator posts to this machine only\n";
    assert!(log.contains(reason) && !log.contains(session), "{log}");
}
