//! Everything that can go wrong with a call, at each of them: the words shown, what is kept, and that exactly the expected
//! requests were sent. Each test prints its part of the table.

mod download;
mod network;
mod page;
mod repeated;
mod sign_in;
mod status;
mod submit;
mod table;
mod trouble;

use crate::harness::{Page, Setup};
use table::Table;
use trouble::Trouble;

/// A page whose patience is short.
fn impatient() -> Setup {
    Setup::default().config(r#"{"timeoutSeconds": 6}"#)
}

/// Has each trouble happen at a call, one after the other, and tells what came of it. `one` does all that the person does
/// and checks what is shown and kept; it returns that in a few words.
async fn each(page: &Page, table: &mut Table, one: impl AsyncFn(Trouble) -> String) {
    for trouble in Trouble::ALL {
        page.sim.forget_requests();
        println!("· trouble: {trouble:?}");
        let outcome = one(trouble).await;
        let left = page.sim.faults();
        assert!(left.is_empty(), "{trouble:?} has not happened: {left:?}");
        table.row(trouble.name(), &page.sim.requests(), &outcome);
    }
}
