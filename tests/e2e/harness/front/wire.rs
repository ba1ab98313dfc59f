//! The wire between a browser and a server, which a test can cut.

use std::net::SocketAddr;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// A wire to a server; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Wire {
    /// Where browsers connect to.
    pub(super) address: SocketAddr,
    cut: watch::Sender<()>,
    accepting: JoinHandle<()>,
}

impl Wire {
    /// Passes everything on to a server.
    pub(super) async fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let cut = watch::Sender::new(());
        let accepting = tokio::spawn({
            let cut = cut.clone();
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(pass_on(stream, server, cut.subscribe()));
                }
            }
        });
        Self {
            address,
            cut,
            accepting,
        }
    }

    /// Resets all connections; new ones are passed on again.
    pub(super) fn cut(&self) {
        self.cut.send_replace(());
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn pass_on(mut browser: TcpStream, server: SocketAddr, mut cut: watch::Receiver<()>) {
    // An error is a server that has ended.
    let Ok(mut server) = TcpStream::connect(server).await else {
        return;
    };
    tokio::select! {
        _ = copy_bidirectional(&mut browser, &mut server) => {}
        _ = cut.changed() => {
            // Closing without lingering sends a reset.
            let _ = browser.set_zero_linger();
        }
    }
}
