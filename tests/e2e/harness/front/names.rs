//! A name server that finds every name on this computer.

use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

/// Length of the header of a message, RFC 1035, section 4.1.1.
const HEADER: usize = 12;

/// A running name server; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Names {
    pub(super) address: String,
    answering: JoinHandle<()>,
}

impl Names {
    /// Listens on a free port.
    pub(super) async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a free port");
        let address = socket.local_addr().expect("an address").to_string();
        let answering = tokio::spawn(async move {
            let mut message = [0; 512];
            while let Ok((length, client)) = socket.recv_from(&mut message).await {
                if let Some(answer) = answer(&message[..length]) {
                    let _ = socket.send_to(&answer, client).await;
                }
            }
        });
        Self { address, answering }
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        self.answering.abort();
    }
}

/// The answer to a message with one question: 127.0.0.1 to one for an address, nothing to one for an IPv6 address.
fn answer(question: &[u8]) -> Option<Vec<u8>> {
    let name_end = HEADER + question.get(HEADER..)?.iter().position(|byte| *byte == 0)? + 1;
    let asked = question.get(HEADER..name_end + 4)?;
    let is_ipv4 = asked.ends_with(&[0, 1, 0, 1]);
    let mut answer = question.get(..2)?.to_vec();
    // An answer, recursion available; one question, one answer or none.
    answer.extend([0x81, 0x80, 0, 1, 0, u8::from(is_ipv4), 0, 0, 0, 0]);
    answer.extend(asked);
    if is_ipv4 {
        // The name of the question, an address of the Internet, for a minute, four bytes.
        answer.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1]);
    }
    Some(answer)
}
