//! Waiting for conditions. Nothing here sleeps for a time and hopes.

use std::fmt::Display;
use std::time::{Duration, Instant};

<<<<<<< HEAD
/// How long a condition may take.
const PATIENCE: Duration = Duration::from_secs(15);
=======
/// How long a condition may take unless the test knows better.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15);
>>>>>>> d4e85bc (wip)

/// Time between two looks.
const PERIOD: Duration = Duration::from_millis(30);

/// Looks until there is something, and panics when the time is over. `look` says what is there instead.
<<<<<<< HEAD
pub(crate) async fn wait_for<T>(
=======
pub(crate) async fn wait_for<T>(what: impl Display, mut look: impl AsyncFnMut() -> Result<T, String>) -> T {
    wait_at_most(PATIENCE, what, &mut look).await
}

/// The same, with another limit.
pub(crate) async fn wait_at_most<T>(
    limit: Duration,
>>>>>>> d4e85bc (wip)
    what: impl Display,
    mut look: impl AsyncFnMut() -> Result<T, String>,
) -> T {
    let start = Instant::now();
    loop {
        match look().await {
            Ok(found) => return found,
<<<<<<< HEAD
            Err(instead) if start.elapsed() > PATIENCE => {
                panic!(
                    "waited {} s for {what}; instead: {instead}",
                    PATIENCE.as_secs()
                )
=======
            Err(instead) if start.elapsed() > limit => {
                panic!("waited {} s for {what}; instead: {instead}", limit.as_secs())
>>>>>>> d4e85bc (wip)
            }
            Err(_) => tokio::time::sleep(PERIOD).await,
        }
    }
}
