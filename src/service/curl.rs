//! A request as a command line that can be shown to anyone.

use super::{BaseUrl, EXPORT_PATH, SESSION_HEADER};

/// The curl command that sends `body` to the export call. The session ID is the variable `$INFA_SESSION_ID`, never its value.
///
/// `origin` is put before a base URL that is a path of the page's own host.
pub fn curl(origin: &str, base: &BaseUrl, body: &str) -> String {
    let url = base.join(EXPORT_PATH);
    let url = if url.starts_with('/') {
        format!("{origin}{url}")
    } else {
        url
    };
    // The header with the variable is the only one in double quotes, where the shell replaces variables.
    format!(
        "curl --fail-with-body --request POST {} \\\n  --header \"{SESSION_HEADER}: $INFA_SESSION_ID\" \\\n  --header 'Content-Type: application/json' \\\n  --header 'Accept: application/json' \\\n  --data-raw {}\n",
        quote(&url),
        quote(body),
    )
}

/// A text as one word of a POSIX shell.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
