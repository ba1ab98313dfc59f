//! Waiting for conditions. Nothing here sleeps for a time and hopes.

use std::fmt::Display;
use std::time::{Duration, Instant};

/// How long a condition may take: long, so that a busy computer fails no test.
const PATIENCE: Duration = Duration::from_mins(1);

/// Time between the first two looks. It doubles with each look up to [`LONGEST_PAUSE`]: looking costs the processor that
/// other tests wait for.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(320);

/// Looks until there is something, and panics when the time is over. `look` says what is there instead.
pub(crate) async fn wait_for<T>(
    what: impl Display,
    mut look: impl AsyncFnMut() -> Result<T, String>,
) -> T {
    let start = Instant::now();
    let mut pause = FIRST_PAUSE;
    loop {
        match look().await {
            Ok(found) => return found,
            Err(instead) if start.elapsed() > PATIENCE => {
                panic!(
                    "waited {} s for {what}; instead: {instead}",
                    PATIENCE.as_secs()
                )
            }
            Err(_) => tokio::time::sleep(pause).await,
        }
        pause = LONGEST_PAUSE.min(2 * pause);
    }
}
