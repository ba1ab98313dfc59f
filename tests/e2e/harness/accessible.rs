//! Whether a state of the page is accessible: by axe's judgement, and with everything in its place.

use std::fs;
use std::sync::LazyLock;

use serde_json::Value;

use super::look::Look;
use super::page::Page;
use super::programs;

/// axe-core, which finds what machines can find.
static AXE: LazyLock<String> = LazyLock::new(|| {
    let path = programs::axe();
    fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{} cannot be read: {error}", path.display()))
});

impl Page {
    /// Panics if the page as it is now is not accessible in one of the looks; `state` is what the page shows.
    pub(crate) async fn is_accessible(&self, state: &str) {
        println!("· accessible: {state}");
        let mut complaints = Vec::new();
        for &look in Look::all() {
            self.look(look).await;
            let found = [
                self.axe(look.has_own_colours()).await,
                self.misplaced().await,
            ]
            .concat();
            complaints.extend(found.iter().map(|found| format!("{look:?}: {found}")));
        }
        self.usual_look().await;
        assert!(complaints.is_empty(), "{state}:\n{}", complaints.join("\n"));
    }

    /// Panics if the page as it is now has no room for everything in a window of this width.
    pub(crate) async fn fits(&self, width: u16) {
        self.window(width, 1000).await;
        let complaints = self.misplaced().await;
        assert!(
            complaints.is_empty(),
            "{width} px wide:\n{}",
            complaints.join("\n")
        );
    }

    /// What axe finds wrong, and what it could not decide.
    async fn axe(&self, colours: bool) -> Vec<String> {
        if self.script("return 'axe' in window", Vec::new()).await == Value::Bool(false) {
            self.script(&AXE, Vec::new()).await;
        }
        texts(
            self.script(include_str!("axe.js"), vec![colours.into()])
                .await,
        )
    }

    /// What is cut off, lies over something else, or makes the page scroll sideways.
    async fn misplaced(&self) -> Vec<String> {
        texts(self.script(include_str!("layout.js"), Vec::new()).await)
    }
}

fn texts(found: Value) -> Vec<String> {
    serde_json::from_value(found).expect("complaints are texts")
}
