//! `IndexedDB`, as far as the page and the usage view need it, in futures.
//!
//! By web-sys: of the crates for it, `idb` and `rexie` cannot ask for strict durability.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    BroadcastChannel, DomException, IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction,
};

/// Milliseconds after which a storage that does not answer is given up: some browsers never do.
const LIMIT: u32 = 10_000;

/// Why something could not be read or stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The browser has no storage for this page, or none any more.
    #[error("The browser denies this page its storage")]
    Denied,
    /// A newer version of the page has been here.
    #[error("A newer version of this page has been used in this browser")]
    Newer,
    /// There is no room.
    #[error("The storage of this site is full")]
    Full,
    /// No answer within [`LIMIT`].
    #[error("The browser's storage does not answer")]
    Silent,
}

impl From<JsValue> for Failure {
    fn from(value: JsValue) -> Self {
        let name = value.dyn_ref().map(DomException::name).unwrap_or_default();
        match name.as_str() {
            "VersionError" => Self::Newer,
            "QuotaExceededError" => Self::Full,
            _ => Self::Denied,
        }
    }
}

/// An open database, and the channel of its name on which tabs tell each other what they have written. The database closes
/// for a newer version of the page, and both when this is dropped.
#[derive(Debug)]
pub struct Database {
    database: IdbDatabase,
    channel: Option<BroadcastChannel>,
}

impl Drop for Database {
    fn drop(&mut self) {
        self.database.close();
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

/// Deletes a database. Other tabs close it when they are asked to.
///
/// # Errors
/// See [`Failure`]; [`Failure::Silent`] where a tab does not close it.
pub async fn delete(name: &str) -> Result<(), Failure> {
    let factory = gloo_utils::window().indexed_db()?.ok_or(Failure::Denied)?;
    let request = factory.delete_database(name)?;
    result(&request).await.map(drop)
}

impl Database {
    /// Opens a database; where there is none yet, it gets these stores. One with `true` numbers its records by itself.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn open(
        name: &str,
        version: u32,
        stores: &'static [(&'static str, bool)],
    ) -> Result<Self, Failure> {
        let factory = gloo_utils::window().indexed_db()?.ok_or(Failure::Denied)?;
        let request = factory.open_with_u32(name, version)?;
        let create = {
            let request = request.clone();
            Closure::once(move || {
                if let Ok(database) = request.result().and_then(JsCast::dyn_into::<IdbDatabase>) {
                    for (name, numbers) in stores {
                        let options = web_sys::IdbObjectStoreParameters::new();
                        options.set_auto_increment(*numbers);
                        // What is not created here is missed by each transaction, which says so.
                        let _ =
                            database.create_object_store_with_optional_parameters(name, &options);
                    }
                }
            })
        };
        request.set_onupgradeneeded(Some(create.as_ref().unchecked_ref()));
        let database: IdbDatabase = result(&request).await?.unchecked_into();
        let close = {
            let database = database.clone();
            Closure::once_into_js(move || database.close())
        };
        database.set_onversionchange(Some(close.unchecked_ref()));
        let channel = BroadcastChannel::new(name).ok();
        Ok(Self { database, channel })
    }

    /// The channel on which other tabs tell what they have written. `None` in a browser without: then they learn of it when
    /// they read the database.
    pub fn channel(&self) -> Option<&BroadcastChannel> {
        self.channel.as_ref()
    }

    /// Tells other tabs what was written. What cannot be copied, such as a function, is not told.
    pub fn tell(&self, what: &JsValue) {
        if let Some(channel) = &self.channel {
            let _ = channel.post_message(what);
        }
    }

    /// Starts a transaction on these stores, for reading and writing. `strict`: it is on the disk when it is complete.
    ///
    /// # Errors
    /// See [`Failure`].
    pub fn transaction(&self, stores: &[&str], strict: bool) -> Result<Transaction, Failure> {
        let options = Object::new();
        let durability = if strict { "strict" } else { "relaxed" };
        Reflect::set(&options, &"durability".into(), &durability.into())?;
        // web-sys has the options behind a compiler flag only. Browsers that do not know them write through anyway.
        let start: Function = Reflect::get(&self.database, &"transaction".into())?.dyn_into()?;
        let stores: Array = stores.iter().copied().map(JsValue::from_str).collect();
        let transaction = start.call3(&self.database, &stores, &"readwrite".into(), &options)?;
        Ok(Transaction(transaction.dyn_into()?))
    }
}

/// A transaction: all of it happens, or nothing. Dropped before it is complete, it is undone.
#[derive(Debug)]
pub struct Transaction(IdbTransaction);

impl Drop for Transaction {
    fn drop(&mut self) {
        let _ = self.0.abort(); // denied once it is complete
    }
}

impl Transaction {
    /// A store of the transaction.
    ///
    /// # Errors
    /// If it has none of this name.
    pub fn store(&self, name: &str) -> Result<IdbObjectStore, Failure> {
        Ok(self.0.object_store(name)?)
    }

    /// The keys and the values of all records of a store, in the order of their keys.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn records(&self, name: &str) -> Result<Vec<(JsValue, JsValue)>, Failure> {
        let store = self.store(name)?;
        let (keys, values) = (store.get_all_keys()?, store.get_all()?);
        let keys: Array = result(&keys).await?.unchecked_into();
        let values: Array = result(&values).await?.unchecked_into();
        Ok(keys.iter().zip(values.iter()).collect())
    }

    /// Waits until everything is stored.
    ///
    /// # Errors
    /// See [`Failure`]; nothing is stored then.
    pub async fn complete(self) -> Result<(), Failure> {
        let completed = Promise::new(&mut |resolve, reject| {
            self.0.set_oncomplete(Some(&resolve));
            self.0.set_onabort(Some(&reject));
        });
        match in_time(completed).await? {
            Ok(_) => Ok(()),
            Err(_) => Err(self
                .0
                .error()
                .map_or(Failure::Denied, |error| JsValue::from(error).into())),
        }
    }
}

/// The result of a request.
///
/// # Errors
/// See [`Failure`].
pub async fn result(request: &IdbRequest) -> Result<JsValue, Failure> {
    let answered = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match in_time(answered).await? {
        Ok(_) => Ok(request.result()?),
        Err(_) => Err(match request.error() {
            Ok(Some(error)) => JsValue::from(error).into(),
            Ok(None) | Err(_) => Failure::Denied,
        }),
    }
}

async fn in_time(promise: Promise) -> Result<Result<JsValue, JsValue>, Failure> {
    use futures_util::future::{Either, select};
    match select(JsFuture::from(promise), TimeoutFuture::new(LIMIT)).await {
        Either::Left((outcome, _)) => Ok(outcome),
        Either::Right(((), _)) => Err(Failure::Silent),
    }
}
