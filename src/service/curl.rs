//! Requests as a shell script that can be shown to anyone.

use super::{BaseUrl, EXPORT_PATH, METERING_PATH, SESSION_HEADER};

/// A POSIX shell script that sends each of these bodies to the export call named `path`, waits until its job has ended, and
/// downloads the data. The session ID is the variable `$INFA_SESSION_ID`, never its value.
///
/// `origin` is put before a base URL that is a path of the page's own host.
pub fn curl(origin: &str, base: &BaseUrl, path: &str, bodies: &[String]) -> String {
    let url = |path: &str| {
        let url = base.join(path);
        let origin = if url.starts_with('/') { origin } else { "" };
        quote(&format!("{origin}{url}"))
    };
    let request = url(&format!("{METERING_PATH}{path}"));
    let jobs = url(EXPORT_PATH);
    let bodies: Vec<_> = bodies.iter().map(|body| quote(body)).collect();
    let bodies = bodies.join(" \\\n  ");
    // All of it in a subshell: what goes wrong ends that, and not the terminal. Job IDs with other characters than these are
    // not known, and must not become names of files elsewhere.
    format!(
        r#"(
call() {{ curl --fail-with-body --silent --show-error --header "{SESSION_HEADER}: $INFA_SESSION_ID" "$@"; }}
field() {{ printf '%s' "$answer" | tr -d '\n' | sed -n "s/.*\"$1\" *: *\"\([A-Za-z0-9_-]*\)\".*/\1/p"; }}
fail() {{ printf '%s\n' "$answer" >&2; exit 1; }}
for body in {bodies}
do
  answer=$(call --header 'Content-Type: application/json' --data-raw "$body" {request}) || fail
  job=$(field 'job[Ii][Dd]')
  [ -n "$job" ] || fail
  while
    answer=$(call {jobs}"/$job") || fail
    status=$(field status)
    echo "$job: $status"
    [ "$status" = CREATED ] || [ "$status" = PROCESSING ]
  do
    sleep 5
  done
  case $status in
    SUCCESS | PARTIAL_SUCCESS) call --output "$job.zip" {jobs}"/$job/download" || exit ;;
    *) fail ;;
  esac
done
)
"#
    )
}

/// A text as one word of a POSIX shell.
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
