//! Faults of the connection, seen from a client and from the bare socket.

mod common;

use std::error::Error;
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use common::{Admin, JOBS, eventually, slow, week};
use serde_json::Value;
use simulator::{Call, Fault, FaultKind, Framing, Simulator};

/// Sends a request over a bare socket and reads until the connection ends: what came, and how it ended.
fn bare(sim: &Simulator, request: &str) -> (String, io::Result<()>) {
    let mut stream = TcpStream::connect(sim.address()).expect("a connection");
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a time-out");
    stream.write_all(request.as_bytes()).expect("it is sent");
    let mut bytes = Vec::new();
    let end = stream.read_to_end(&mut bytes).map(|_| ());
    (String::from_utf8(bytes).expect("UTF-8"), end)
}

/// A submission as it goes over the wire.
fn submission(session: &str) -> String {
    let body = week();
    let length = body.to_string().len();
    format!(
        "POST {JOBS} HTTP/1.1\r\nhost: x\r\ninfa-session-id: {session}\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_reset_before_or_after_the_work() {
    let sim = slow().await;
    let session = sim.open_session();
    for (kind, jobs) in [(FaultKind::DropBefore, 0), (FaultKind::DropAfter, 1)] {
        sim.add_fault(Fault::once(Call::Submit, kind));
        let (answer, end) = bare(&sim, &submission(&session));
        assert_eq!(answer, "");
        assert_eq!(
            end.map_err(|error| error.kind()),
            Err(io::ErrorKind::ConnectionReset)
        );
        assert_eq!(sim.jobs().len(), jobs);
    }
    let requests = sim.requests_of(Call::Submit);
    assert_eq!(requests.len(), 2, "withheld answers are recorded too");
    assert!(requests.iter().all(|request| request.answered.is_none()));
    assert_eq!(requests[0].json::<Value>().expect("JSON"), week());
}

/// A keep-alive connection on which one answer has come.
fn used_connection(sim: &Simulator) -> TcpStream {
    let mut stream = TcpStream::connect(sim.address()).expect("a connection");
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a time-out");
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .expect("it is sent");
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 200");
    stream
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_never_meets_a_connection_that_was_used_before() {
    let sim = slow().await;
    let mut used = used_connection(&sim);
    sim.add_fault(Fault::always(Call::Submit, FaultKind::DropAfter));
    used.read_to_end(&mut Vec::new()).expect("its end");
    let mut rest = String::new();
    used_connection(&sim)
        .read_to_string(&mut rest)
        .expect("its end, after one answer");
    assert!(rest.contains("\r\nconnection: close\r\n"), "{rest}");
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_are_cut_in_the_middle() {
    let sim = slow().await;
    let session = sim.open_session();
    let admin = Admin::sign_in(&sim).await;
    for framing in [Framing::ContentLength, Framing::Chunked] {
        let add = || sim.add_fault(Fault::once(Call::Submit, FaultKind::Truncated { framing }));
        add();
        let (answer, end) = bare(&sim, &submission(&session));
        assert!(
            end.is_ok(),
            "no reset, so that the first half arrives: {end:?}"
        );
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let announced = head
            .split("content-length: ")
            .nth(1)
            .and_then(|rest| rest.lines().next());
        if framing == Framing::ContentLength {
            let length: usize = announced
                .and_then(|length| length.parse().ok())
                .expect("a length");
            assert_eq!(body.len(), length / 2);
        } else {
            assert_eq!(announced, None);
            assert!(head.contains("transfer-encoding: chunked") && !body.ends_with("0\r\n\r\n"));
        }
        assert!(body.contains("{\"") && !body.contains('}'), "{body}");
        add();
        let answer = admin.submit(&week()).await;
        assert!(answer.status().is_success());
        assert!(
            answer.bytes().await.is_err(),
            "a client sees that it is not whole"
        );
    }
    sim.add_fault(Fault::once(
        Call::Submit,
        FaultKind::Truncated {
            framing: Framing::Complete,
        },
    ));
    let text = admin
        .submit(&week())
        .await
        .text()
        .await
        .expect("whole as HTTP");
    assert!(
        serde_json::from_str::<Value>(&text)
            .expect_err("cut")
            .is_eof()
    );
    assert_eq!(sim.jobs().len(), 5);
}

#[tokio::test]
async fn a_download_is_cut_and_drips() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = common::ended(&sim, &admin, &week()).await;
    let whole = admin.download(&job_id).await.bytes().await.expect("a body");
    sim.add_fault(Fault::once(
        Call::Download,
        FaultKind::Truncated {
            framing: Framing::ContentLength,
        },
    ));
    let mut cut = admin.download(&job_id).await;
    assert_eq!(cut.content_length(), Some(whole.len() as u64));
    let mut arrived = 0;
    while let Ok(Some(chunk)) = cut.chunk().await {
        arrived += chunk.len();
    }
    assert_eq!(arrived, whole.len() / 2);
    let every = Duration::from_millis(20);
    sim.add_fault(Fault::once(
        Call::Download,
        FaultKind::SlowDrip {
            bytes: whole.len() / 10,
            every,
        },
    ));
    let began = Instant::now();
    let slow = admin.download(&job_id).await;
    assert_eq!(slow.content_length(), Some(whole.len() as u64));
    assert_eq!(slow.bytes().await.expect("a body"), whole);
    assert!(began.elapsed() >= every * 10);
}

#[tokio::test]
async fn a_client_that_gives_up_may_have_a_job_nevertheless() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    for (taken, jobs) in [(false, 0), (true, 1)] {
        sim.add_fault(Fault::once(
            Call::Submit,
            FaultKind::Latency {
                time: Duration::from_mins(1),
                taken,
            },
        ));
        let request = admin
            .post(JOBS)
            .json(&week())
            .timeout(Duration::from_millis(1500));
        assert!(request.send().await.expect_err("it is late").is_timeout());
        assert_eq!(sim.jobs().len(), jobs);
    }
}

#[tokio::test]
async fn offline_means_that_connections_are_refused() {
    let sim = slow().await;
    let admin = Admin::sign_in(&sim).await;
    let job_id = admin.job(&week()).await;
    for _ in 0..3 {
        sim.go_offline().await;
        let error = admin
            .get(&format!("{JOBS}/{job_id}"))
            .send()
            .await
            .expect_err("nobody listens");
        let mut cause: &dyn Error = &error;
        while let Some(source) = cause.source() {
            cause = source;
        }
        let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        assert_eq!(kind, Some(io::ErrorKind::ConnectionRefused), "{error:?}");
        sim.go_online().await;
        assert_eq!(
            admin.status(&job_id).await["status"],
            "CREATED",
            "sessions and jobs are still there"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_can_be_closed_and_end_with_the_simulator() {
    let sim = slow().await;
    let mut kept = used_connection(&sim);
    sim.close_connections();
    kept.read_to_end(&mut Vec::new()).expect("its end");
    let mut kept = used_connection(&sim);
    let address = sim.address();
    drop(sim);
    kept.read_to_end(&mut Vec::new()).expect("its end");
    eventually(async || TcpStream::connect(address).is_err().then_some(())).await;
}
