//! What leaves this computer. The browser takes this for its proxy, which it uses for every address but those of this
//! computer: whatever the page, its workers or the browser itself asks of others arrives here, and gets no further.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The ends of host names that browsers call by themselves, for example to check whether a password was stolen.
/// None of them serves scripts, fonts or pictures to pages.
const MAKERS: [&str; 11] = [
    "accounts.google.com",
    "clients2.google.com",
    "content-autofill.googleapis.com",
    "-pa.googleapis.com",
    "safebrowsing.googleapis.com",
    "update.googleapis.com",
    "duckduckgo.com",
    "firefox.com",
    "mozilla.com",
    "mozilla.net",
    "mozilla.org",
];

/// A proxy that passes nothing on; it ends when this is dropped.
#[derive(Debug)]
pub(crate) struct Strays {
    address: String,
    seen: Arc<Mutex<Vec<String>>>,
    accepting: JoinHandle<()>,
}

impl Strays {
    /// Listens on a free port.
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let seen = Arc::default();
        let accepting = tokio::spawn({
            let seen = Arc::clone(&seen);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(refuse(stream, Arc::clone(&seen)));
                }
            }
        });
        Self {
            address,
            seen,
            accepting,
        }
    }

    /// The capability that makes it the browser's proxy.
    pub(crate) fn as_proxy(&self) -> Value {
        json!({"proxyType": "manual", "httpProxy": self.address, "sslProxy": self.address})
    }

    /// Method and address of each request until now.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The same, and forgets them.
    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for Strays {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

/// Notes what is asked, and answers that it cannot be had.
async fn refuse(stream: TcpStream, seen: Arc<Mutex<Vec<String>>>) {
    let mut stream = BufReader::new(stream);
    let mut line = String::new();
    if stream.read_line(&mut line).await.is_err() || line.is_empty() {
        // A connection that was opened in advance, for nothing.
        return;
    }
    let request = line
        .rsplit_once(" HTTP/")
        .map_or(line.as_str(), |(request, _)| request);
    if !is_of_a_maker(request) {
        seen.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request.to_owned());
    }
    let _ = stream
        .write_all(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        .await;
}

/// Whether the request, such as `CONNECT update.googleapis.com:443`, is what the browser does for its maker.
fn is_of_a_maker(request: &str) -> bool {
    let address = request.split(' ').nth(1).unwrap_or_default();
    let authority = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = authority.split(['/', ':', '?']).next().unwrap_or_default();
    MAKERS.iter().any(|maker| host.ends_with(maker))
}
