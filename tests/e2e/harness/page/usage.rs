//! The region "Usage": files opened as people open them, tables read as they read them.

use std::path::Path;

use fantoccini::Locator as By;
use fantoccini::elements::Element;
use fantoccini::error::CmdError;
use serde_json::{Value, json};

use super::Page;
use crate::harness::kind::Kind;
use crate::harness::locator::Locator;

impl Page {
    /// The region "Usage".
    pub(crate) fn usage(&self) -> Locator<'_> {
        self.region("Usage")
    }

    /// Opens files from disk.
    pub(crate) async fn open_files(&self, files: &[&Path]) {
        let paths: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let chooser = self.usage().within(Kind::FileChooser, "Open a ZIP or CSV");
        // Sent to the element itself, as the standard says of files; nothing is typed.
        chooser.type_text(&paths.join("\n")).await;
    }

    /// Lets a file fall onto the head of the page, as the browser tells of one that is dragged from elsewhere.
    pub(crate) async fn drop_file(&self, name: &str, bytes: &[u8]) {
        println!("· drop {name} onto the page");
        let script = "
            const [name, bytes] = arguments;
            const files = new DataTransfer();
            files.items.add(new File([new Uint8Array(bytes)], name));
            for (const kind of ['dragenter', 'dragover', 'drop']) {
                const event = new DragEvent(kind, { dataTransfer: files, bubbles: true, cancelable: true });
                if (document.querySelector('h1').dispatchEvent(event)) throw new Error(kind + ' is left to the browser');
            }";
        self.script(script, vec![json!(name), json!(bytes)]).await;
    }

    /// The cells of each row in the body of a table of usage.
    pub(crate) async fn usage_rows(&self, table: &str) -> Vec<Vec<String>> {
        self.cells_of(table, "tbody tr").await
    }

    /// The cells below a table of usage.
    pub(crate) async fn usage_total(&self, table: &str) -> Vec<String> {
        self.cells_of(table, "tfoot tr").await.remove(0)
    }

    async fn cells_of(&self, table: &str, rows: &str) -> Vec<Vec<String>> {
        let table = self.usage().within(Kind::Table, table);
        table
            .act("read", async |table| cells(table, rows).await)
            .await
    }

    /// From now on, what the page saves is kept for [`Page::saved`], and nothing comes to the disk.
    pub(crate) async fn watch_saving(&self) {
        let script = "
            const blobs = new Map();
            window.saved = [];
            const create = URL.createObjectURL;
            URL.createObjectURL = (blob) => { const url = create.call(URL, blob); blobs.set(url, blob); return url; };
            HTMLAnchorElement.prototype.click = function () {
                const { download, href } = this;
                blobs.get(href).text().then((text) => window.saved.push([download, text]));
            };";
        self.script(script, Vec::new()).await;
    }

    /// Names and contents of what the page has saved.
    pub(crate) async fn saved(&self) -> Vec<(String, String)> {
        let saved = self.script("return window.saved", Vec::new()).await;
        serde_json::from_value(saved).expect("names and contents")
    }

    /// Runs a script that calls `done` with what it has found.
    pub(crate) async fn script_until_done(&self, script: &str, arguments: Vec<Value>) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.client()
            .execute_async(&script, arguments)
            .await
            .unwrap_or_else(|error| panic!("the script fails: {error}\n{script}"))
    }
}

async fn cells(table: &Element, rows: &str) -> Result<Vec<Vec<String>>, CmdError> {
    let mut found = Vec::new();
    for row in table.find_all(By::Css(rows)).await? {
        let mut cells = Vec::new();
        for cell in row.find_all(By::Css("th, td")).await? {
            cells.push(cell.text().await?);
        }
        found.push(cells);
    }
    Ok(found)
}
