//! The jobs in `IndexedDB`: a record for each.

use database::{Database, Failure, result};
use js_sys::{Array, JsString};
use metering_core::job::{Change, Key, Record, Written};
use wasm_bindgen::prelude::*;
use web_sys::BroadcastChannel;

use crate::app::clock;

/// The database. Its version is that of the records' format.
pub const DATABASE: &str = "metering-export";
const VERSION: u32 = 1;

/// The store of the records, by their keys.
pub const JOBS: &str = "jobs";

/// The store of records that could not be read, for people to look at.
pub const UNREADABLE: &str = "unreadable";

const STORES: [&str; 2] = [JOBS, UNREADABLE];

/// The stored jobs. Tabs tell each other the keys of what they have written.
#[derive(Debug)]
pub(crate) struct JobStore(Database);

/// What was read.
#[derive(Debug, Default)]
pub(crate) struct Stored {
    pub(crate) records: Vec<(Key, Record)>,
    /// How many records could not be read and were set aside.
    pub(crate) unreadable: usize,
}

impl JobStore {
    /// Opens the storage.
    pub(crate) async fn open() -> Result<Self, Failure> {
        let stores = &[(JOBS, false), (UNREADABLE, true)];
        Database::open(DATABASE, VERSION, stores).await.map(Self)
    }

    /// The channel on which other tabs tell the keys of what they have written.
    pub(crate) fn channel(&self) -> Option<&BroadcastChannel> {
        self.0.channel()
    }

    /// Reads all records, one by one. What cannot be read is set aside.
    pub(crate) async fn read_all(&self) -> Result<Stored, Failure> {
        let transaction = self.0.transaction(&STORES, true)?;
        let mut stored = Stored::default();
        for (name, value) in transaction.records(JOBS).await? {
            let key = name.as_f64().and_then(Key::from_number);
            if let Some(record) = key.zip(read(&value)) {
                stored.records.push(record);
            } else {
                stored.unreadable += 1;
                transaction.store(UNREADABLE)?.add(&value)?;
                transaction.store(JOBS)?.delete(&name)?;
            }
        }
        transaction.complete().await?;
        Ok(stored)
    }

    /// Reads these records; `None` for one that is gone or cannot be read.
    pub(crate) async fn read(&self, keys: &[Key]) -> Result<Vec<(Key, Option<Record>)>, Failure> {
        let transaction = self.0.transaction(&STORES, false)?;
        let store = transaction.store(JOBS)?;
        let mut records = Vec::new();
        for key in keys {
            let value = result(&store.get(&name(*key))?).await?;
            records.push((*key, read(&value)));
        }
        Ok(records)
    }

    /// Writes changes, all or none. What another tab has written meanwhile wins over what was made from an older version.
    ///
    /// Unless all are refreshes, they are on the disk when this returns.
    pub(crate) async fn write(&self, changes: Vec<Change>) -> Result<Vec<Written>, Failure> {
        let is_strict = changes.iter().any(Change::is_precious);
        let transaction = self.0.transaction(&STORES, is_strict)?;
        let store = transaction.store(JOBS)?;
        let mut written = Vec::new();
        for change in changes {
            let name = name(change.key());
            let stored = read(&result(&store.get(&name)?).await?);
            let entry = match &change {
                Change::Put { entry, .. } => entry.clone(),
                Change::Forget { key, revision } => {
                    let newer = stored.filter(|stored| stored.revision != *revision);
                    written.push(if let Some(stored) = newer {
                        Written::Kept { key: *key, stored }
                    } else {
                        store.delete(&name)?;
                        Written::Forgotten { key: *key }
                    });
                    continue;
                }
            };
            let Some(revision) = change.revision_over(stored.as_ref()) else {
                written.push(Written::Outdated { entry, stored });
                continue;
            };
            let record = Record {
                revision,
                entry: entry.for_storage(),
            };
            store.put_with_key(&record.write().into(), &name)?;
            written.push(Written::Stored { entry, revision });
        }
        transaction.complete().await?;
        self.tell(&written);
        Ok(written)
    }

    /// Tells other tabs what was written.
    fn tell(&self, written: &[Written]) {
        let keys: Array = written
            .iter()
            .filter_map(|written| match written {
                Written::Stored { entry, .. } => Some(name(entry.key)),
                Written::Forgotten { key } => Some(name(*key)),
                Written::Outdated { .. } | Written::Kept { .. } => None,
            })
            .collect();
        self.0.tell(&keys);
    }
}

/// The keys that another tab has told.
pub(crate) fn told(message: &JsValue) -> Vec<Key> {
    let keys = message.dyn_ref::<Array>().map(Array::iter);
    let keys = keys.into_iter().flatten();
    keys.filter_map(|key| Key::from_number(key.as_f64()?))
        .collect()
}

#[allow(clippy::cast_precision_loss)] // keys are exact as numbers
fn name(key: Key) -> JsValue {
    JsValue::from_f64(key.number() as f64)
}

fn read(value: &JsValue) -> Option<Record> {
    let text = value.dyn_ref::<JsString>()?;
    Record::read(&String::from(text), clock::steady())
}
