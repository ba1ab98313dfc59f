//! The pod of an organization: the simulator behind TLS, under a name, with a certificate of an authority of its own.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// An authority that vouches for names.
pub(super) struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub(super) fn new() -> Self {
        let mut params = CertificateParams::new([]).expect("no names");
        // Another name than that of the certificates, which would pass for self-signed otherwise.
        params
            .distinguished_name
            .push(DnType::CommonName, "authority of the tests");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key");
        Self(CertifiedIssuer::self_signed(params, key).expect("an authority"))
    }

    /// Its own certificate, as PEM.
    pub(super) fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for a name, and its key.
    pub(super) fn certificate(&self, name: &str) -> (rcgen::Certificate, KeyPair) {
        let key = KeyPair::generate().expect("a key");
        let params = CertificateParams::new([name.to_owned()]).expect("a name");
        (params.signed_by(&key, &self.0).expect("a certificate"), key)
    }
}

/// A pod; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Pod {
    pub(super) port: u16,
    names: Arc<Mutex<Vec<String>>>,
    accepting: JoinHandle<()>,
}

impl Pod {
    /// Starts a pod that proves to be `name` and passes everything on to the simulator.
    pub(super) async fn start(authority: &Authority, name: &str, simulator: SocketAddr) -> Self {
        let (certificate, key) = authority.certificate(name);
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("a certificate with its key");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let names = Arc::default();
        let accepting = tokio::spawn({
            let names = Arc::clone(&names);
            async move {
                while let Ok((stream, _)) = listener.accept().await {
                    tokio::spawn(pass_on(
                        stream,
                        acceptor.clone(),
                        Arc::clone(&names),
                        simulator,
                    ));
                }
            }
        });
        Self {
            port,
            names,
            accepting,
        }
    }

    /// The names that it was called by.
    pub(super) fn called(&self) -> Vec<String> {
        self.names
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for Pod {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn pass_on(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    names: Arc<Mutex<Vec<String>>>,
    simulator: SocketAddr,
) {
    // An error is a client that does not trust the certificate.
    let Ok(mut stream) = acceptor.accept(stream).await else {
        return;
    };
    let name = stream
        .get_ref()
        .1
        .server_name()
        .unwrap_or("no name")
        .to_owned();
    names
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(name);
    // An error is a simulator that is offline, or a connection that a fault has ended.
    if let Ok(mut service) = TcpStream::connect(simulator).await {
        let _ = copy_bidirectional(&mut stream, &mut service).await;
    }
}
