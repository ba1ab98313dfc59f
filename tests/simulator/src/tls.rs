//! Which implementation of cryptography TLS uses.

/// Chooses `ring` for this process, unless the process has chosen already.
pub(crate) fn choose_provider() {
    // An error says that there is one.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
