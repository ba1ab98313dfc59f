//! The program as `cargo xtask serve` uses it, with the simulator and before a service.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::routing::any;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use reqwest::Client;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The program, killed when the test ends.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_simulator"));
    command
        .args(["--port", "0"])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Starts it, and waits until it says where it is.
fn start(arguments: &[&str]) -> (Program, String) {
    let mut child = command(arguments).spawn().expect("it starts");
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().expect("its output"));
    out.read_line(&mut line).expect("a line");
    let (origin, _) = line.split_once("/ is ready").expect("it is ready");
    (Program(child), origin.to_owned())
}

/// What a program that does not start says.
fn refusal(mut command: Command) -> String {
    let output = command.output().expect("it runs");
    assert!(!output.status.success());
    String::from_utf8(output.stderr).expect("UTF-8")
}

fn client() -> Client {
    let _ = default_provider().install_default();
    Client::builder().no_proxy().build().expect("a client")
}

/// A service that answers with the headers that arrived, and with some that could harm the page's origin.
async fn service() -> String {
    let answer = async |request: Request| {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-type", "text/plain"),
            ("retry-after", "3"),
            ("set-cookie", "a=b"),
            ("clear-site-data", "\"*\""),
            ("access-control-allow-origin", "*"),
            ("link", "</x>; rel=preload"),
            ("www-authenticate", "Basic"),
        ] {
            headers.insert(name, value.parse().expect("a value"));
        }
        if request.uri().path() == "/saas/away" {
            headers.insert(
                "location",
                "https://login.example/".parse().expect("a value"),
            );
        }
        let names: Vec<_> = request
            .headers()
            .keys()
            .map(|name| name.as_str().to_owned())
            .collect();
        (headers, format!("{} {}", request.uri(), names.join(" ")))
    };
    let router = Router::new().fallback(any(answer));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn before_a_service_only_the_headers_that_are_needed_pass() {
    let service = service().await;
    let (_program, origin) = start(&["--service", &service]);
    let request = client()
        .get(format!("{origin}/saas/a%20b?c=d%2Fe"))
        .header("infa-session-id", "secret")
        .header("cookie", "a=b")
        .header("origin", &origin)
        .header("referer", &origin)
        .header("x-forwarded-for", "192.0.2.1");
    let answer = request.send().await.expect("an answer");
    let mut names: Vec<_> = answer
        .headers()
        .keys()
        .map(|name| name.as_str().to_owned())
        .collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "cache-control",
            "connection",
            "content-length",
            "content-type",
            "date",
            "retry-after"
        ]
    );
    let arrived = answer.text().await.expect("a body");
    let (target, headers) = arrived.split_once(' ').expect("headers");
    assert_eq!(target, "/saas/a%20b?c=d%2Fe");
    let mut headers: Vec<_> = headers.split(' ').collect();
    headers.sort_unstable();
    assert_eq!(headers, ["accept", "host", "infa-session-id"]);

    for (path, status) in [("/saas/away", 502), ("/saas/%2e%2e/x", 404), ("/saas", 404)] {
        let answer = client().get(format!("{origin}{path}")).send().await;
        assert_eq!(
            answer.expect("an answer").status().as_u16(),
            status,
            "{path}"
        );
    }
}

#[tokio::test]
async fn switches_answer_on_this_machine_only() {
    let (_program, origin) = start(&[]);
    for (host, status) in [
        ("evil.example", 403),
        ("127.0.0.1.evil.example:80", 403),
        ("localhost:80", 200),
    ] {
        let request = client()
            .get(format!("{origin}/simulator/jobs"))
            .header("host", host);
        assert_eq!(
            request.send().await.expect("an answer").status().as_u16(),
            status,
            "{host}"
        );
    }
}

#[test]
fn mistakes_are_one_sentence() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let mut on_taken_port = Command::new(env!("CARGO_BIN_EXE_simulator"));
    on_taken_port.args(["--port", &port]);
    for (command, words) in [
        (
            command(&["--dist", "/nowhere"]),
            "There is no index.html in /nowhere",
        ),
        (
            command(&["--pace=-1"]),
            "not a number of seconds, 0 or more",
        ),
        (
            command(&["--sub-path", "/saas/"]),
            "/saas/ is where the service or the simulator answers",
        ),
        (
            command(&["--sub-path", "/a b/"]),
            "/a b/ is not a plain path",
        ),
        (
            command(&["--service", "pod.example"]),
            "pod.example is not an address",
        ),
        (
            command(&["--service", "http://pod.example"]),
            "does not begin with https://",
        ),
        (
            command(&["--service", "https://me:secret@pod.example"]),
            "more than the host",
        ),
        (
            command(&["--service", "https://pod.example/x"]),
            "more than the host",
        ),
        (
            command(&["--service", "http://127.0.0.1:1"]),
            "http://127.0.0.1:1 cannot be reached",
        ),
        (
            on_taken_port,
            "is in use: end the program that listens there",
        ),
    ] {
        let said = refusal(command);
        assert!(said.contains(words), "{words}: {said}");
    }
}

/// Starts a service with a certificate for this name; its port, and the certificate of the authority as PEM.
async fn encrypted_service(name: &str) -> (u16, String) {
    let mut params = CertificateParams::new([]).expect("no names");
    params
        .distinguished_name
        .push(DnType::CommonName, format!("authority of {name}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    let authority = CertifiedIssuer::self_signed(params, key).expect("an authority");
    let key = KeyPair::generate().expect("a key");
    let params = CertificateParams::new([name.to_owned()]).expect("a name");
    let certificate = params.signed_by(&key, &authority).expect("a certificate");
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a certificate with its key");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.expect("a connection");
            // An error is a client that does not trust the certificate.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let _ = stream.read(&mut [0; 4096]).await;
                let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nhi";
                let _ = stream.write_all(answer).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    (port, authority.pem())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_services_certificate_is_verified() {
    let directory = tempfile::tempdir().expect("a directory");
    let (port, authority) = encrypted_service("localhost").await;
    let (other_port, other_authority) = encrypted_service("elsewhere.example").await;
    let [file, other_file] = [("one", authority), ("other", other_authority)].map(|(name, pem)| {
        let file = directory.path().join(name);
        std::fs::write(&file, pem).expect("a file");
        file
    });
    for (port, trusted, refused) in [
        (port, &file, None),
        (port, &other_file, Some("UnknownIssuer")),
        (
            other_port,
            &other_file,
            Some("not valid for name \"localhost\""),
        ),
    ] {
        let service = format!("https://localhost:{port}");
        let mut command = command(&["--service", &service]);
        command
            .env("SSL_CERT_FILE", trusted)
            .env_remove("SSL_CERT_DIR")
            .env("NO_PROXY", "localhost");
        if let Some(reason) = refused {
            let said = refusal(command);
            assert!(said.contains(reason), "{said}");
        } else {
            let mut child = Program(command.spawn().expect("it starts"));
            let mut line = String::new();
            let out = child.0.stdout.take().expect("its output");
            BufReader::new(out).read_line(&mut line).expect("a line");
            assert!(
                line.contains("/ is ready, before https://localhost"),
                "{line}"
            );
        }
    }
}
