//! The kept exports in `IndexedDB`: a record for each, with its file.
use database::{Database, Failure, result};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

use super::Key;
use metering_core::usage::kept::{DATABASE, Kept};

/// The store of the exports, which numbers them.
const EXPORTS: &str = "exports";

/// Its version is that of the records' format.
const VERSION: u32 = 1;

/// How much of two files is compared at a time.
const PIECE: f64 = 1_048_576.0;

/// The database. Tabs tell each other that it has changed.
#[derive(Debug)]
pub(crate) struct Store(pub(crate) Database);

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    pub(crate) exports: Vec<(Key, Kept, Blob)>,
    /// The records that cannot be read.
    pub(crate) unreadable: Vec<Key>,
}

impl Store {
    pub(crate) async fn open() -> Result<Self, Failure> {
        let stores = &[(EXPORTS, true)];
        Database::open(DATABASE, VERSION, stores).await.map(Self)
    }

    /// Reads all records. Their files stay on the disk.
    pub(crate) async fn all(&self) -> Result<Stored, Failure> {
        let transaction = self.0.transaction(&[EXPORTS], false)?;
        let records = transaction.records(EXPORTS).await?;
        transaction.complete().await?;
        let mut stored = Stored::default();
        for (key, value) in records {
            let Some(key) = number(&key) else { continue };
            match read(&value) {
                Some((kept, file)) => stored.exports.push((key, kept, file)),
                None => stored.unreadable.push(key),
            }
        }
        Ok(stored)
    }

    /// Keeps an export, all of it or nothing. One that is kept already stays as it is; its number is returned.
    pub(crate) async fn add(&self, kept: &Kept, file: &Blob) -> Result<Key, Failure> {
        let mut replaces = None;
        for (key, other, content) in self.all().await?.exports {
            let is_same_job = kept.source.created.is_some()
                && kept.source.created == other.source.created
                && kept.source.name == other.source.name;
            if kept.size != other.size || !(is_same_job || same(&content, file).await) {
                continue;
            }
            // The job knows more of its days than the file alone.
            if other.source.window.is_some() || kept.source.window.is_none() {
                return Ok(key);
            }
            replaces = Some(key);
        }
        let record = Object::new();
        let meta = serde_wasm_bindgen::to_value(kept).map_err(JsValue::from)?;
        Reflect::set(&record, &"kept".into(), &meta)?;
        Reflect::set(&record, &"file".into(), file)?;
        let transaction = self.0.transaction(&[EXPORTS], true)?;
        let store = transaction.store(EXPORTS)?;
        let request = match replaces {
            Some(key) => store.put_with_key(&record, &key.into())?,
            None => store.add(&record)?,
        };
        let key = result(&request).await?;
        transaction.complete().await?;
        self.0.tell(&JsValue::NULL);
        number(&key).ok_or(Failure::Denied)
    }

    pub(crate) async fn remove(&self, keys: &[Key]) -> Result<(), Failure> {
        let transaction = self.0.transaction(&[EXPORTS], true)?;
        let store = transaction.store(EXPORTS)?;
        for key in keys {
            store.delete(&(*key).into())?;
        }
        transaction.complete().await?;
        self.0.tell(&JsValue::NULL);
        Ok(())
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the database counts from 1"
)]
fn number(key: &JsValue) -> Option<Key> {
    key.as_f64().map(|key| key as Key)
}

fn read(record: &JsValue) -> Option<(Kept, Blob)> {
    let part = |name: &str| Reflect::get(record, &name.into()).ok();
    let kept = serde_wasm_bindgen::from_value(part("kept")?).ok()?;
    Some((kept, part("file")?.dyn_into().ok()?))
}

/// Whether two files of one size have the same content. What cannot be read is not the same as anything.
async fn same(a: &Blob, b: &Blob) -> bool {
    let mut at = 0.0;
    while at < a.size() {
        match (piece(a, at).await, piece(b, at).await) {
            (Ok(a), Ok(b)) if a == b => at += PIECE,
            _ => return false,
        }
    }
    true
}

async fn piece(file: &Blob, at: f64) -> Result<Vec<u8>, JsValue> {
    let piece = file.slice_with_f64_and_f64(at, at + PIECE)?;
    let bytes = JsFuture::from(piece.array_buffer()).await?;
    Ok(Uint8Array::new(&bytes).to_vec())
}
