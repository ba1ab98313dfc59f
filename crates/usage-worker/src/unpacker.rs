//! A second worker of the same program. It unpacks a file while the first reads what is unpacked; both take about the same
//! time.
#![allow(clippy::cast_possible_truncation)] // No buffer is larger than half a megabyte.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, ErrorEvent, Event, MessageChannel, MessageEvent, Worker, WorkerOptions, WorkerType,
};

use metering_core::usage::zip::Limits;
use metering_core::usage::{Contents, Next, Progress, UsageError};

use super::channel::Channel;
use super::incoming::Incoming;
use super::port::scope;

/// The worker's name, by which the program knows what it is here for.
pub(super) const NAME: &str = "unpacker";

/// Buffers go to and fro, so that neither worker waits for the other. They are used again: new memory for every piece would
/// take half as long as the unpacking.
const BUFFERS: usize = 4;

/// Pieces that are unpacked into one buffer.
const PIECES: usize = 4;
const BUFFER: usize = PIECES * Contents::PIECE;

/// How many bytes of a CSV file are in the buffer beside this, what comes after them, and how far the unpacking is.
type Answer = Result<(usize, Next, Progress), UsageError>;

/// The second worker, as the first one uses it.
pub(super) struct Unpacker(Worker);

impl Unpacker {
    /// Starts the second worker, and waits until it listens.
    ///
    /// # Errors
    /// The browser starts none.
    pub(super) async fn start() -> Result<Self, JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(NAME);
        let worker = Worker::new_with_options(&scope().location().href(), &options)?;
        // The view hears of the second worker's errors by itself, but not that it could not be loaded.
        let onerror = Closure::<dyn Fn(Event)>::new(|event: Event| {
            if !event.is_instance_of::<ErrorEvent>() {
                wasm_bindgen::throw_str("it could not be loaded");
            }
        });
        worker.set_onerror(Some(onerror.as_ref().unchecked_ref()));
        onerror.forget();
        let listens = Promise::new(&mut |resolve, _| worker.set_onmessage(Some(&resolve)));
        JsFuture::from(listens).await?;
        Ok(Self(worker))
    }

    /// Begins to unpack a file, however large it becomes where `anyway` says so.
    pub(super) fn open(&self, name: &str, file: &Blob, anyway: bool) -> Unpacking {
        let ends = MessageChannel::new().expect_throw("every browser has them");
        let port = ends.port2();
        let parts = Array::of4(&name.into(), file, &anyway.into(), &port);
        self.0
            .post_message_with_transfer(&parts, &Array::of1(&port))
            .expect_throw("texts, files and ports can be sent");
        let unpacking = Unpacking(Channel::new(ends.port1()));
        for _ in 0..BUFFERS {
            unpacking.ask(&Uint8Array::new_with_length(BUFFER as u32));
        }
        unpacking
    }
}

/// A file that is being unpacked. On drop, that ends.
pub(super) struct Unpacking(Channel);

impl Unpacking {
    /// Asks for the next bytes, to be unpacked into this buffer.
    fn ask(&self, buffer: &Uint8Array) {
        self.0.send(buffer, &Array::of1(&buffer.buffer()));
    }

    /// Puts the next bytes of a CSV file into `bytes`, in place of those before. Yields what comes after them, and how far the
    /// unpacking is.
    ///
    /// # Errors
    /// As of [`Contents`], and where the browser cannot read the file.
    pub(super) async fn next(
        &mut self,
        bytes: &mut Vec<u8>,
    ) -> Result<(Next, Progress), UsageError> {
        let parts = self.0.next().await;
        let parts = Array::from(&parts.expect_throw("it answers until nothing is left"));
        let answer: Answer = serde_wasm_bindgen::from_value(parts.get(0))
            .expect_throw("both workers are of one build");
        let (length, next, progress) = answer?;
        let buffer: Uint8Array = parts.get(1).unchecked_into();
        bytes.resize(length, 0);
        buffer.subarray(0, length as u32).copy_to(bytes);
        self.ask(&buffer);
        Ok((next, progress))
    }
}

/// Is the second worker from now on: unpacks what it is sent.
pub(super) fn serve() {
    let onmessage = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let parts = Array::from(&event.data());
        let name = parts.get(0).as_string().unwrap_or_default();
        let file: Blob = parts.get(1).unchecked_into();
        let anyway = parts.get(2).is_truthy();
        let mut asker = Channel::new(parts.get(3).unchecked_into());
        spawn_local(async move {
            if let Err(error) = unpack(&mut asker, &name, &file, anyway).await {
                asker.send(&Array::of1(&answer(&Err(error))), &Array::new());
            }
        });
    });
    scope().set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    let _ = scope().post_message(&JsValue::NULL); // it listens
}

/// Fills the buffers that come, until nothing is left or nobody asks any more.
async fn unpack(
    asker: &mut Channel,
    name: &str,
    file: &Blob,
    anyway: bool,
) -> Result<(), UsageError> {
    let limits = if anyway {
        Limits::NONE
    } else {
        Limits::default()
    };
    let mut file = Incoming::open(file).await?;
    let mut contents = if let Some(directory) = file.early_directory(limits) {
        Contents::zip(directory, limits)
    } else {
        // Whoever asks is answered meanwhile, and can cancel.
        while !file.is_whole() {
            let Some(buffer) = asker.next().await else {
                return Ok(());
            };
            file.more().await?;
            give_back(asker, &buffer, 0, Next::Missing, file.progress());
        }
        Contents::new(name, file.here(), limits)?
    };
    while let Some(buffer) = asker.next().await {
        let buffer: Uint8Array = buffer.unchecked_into();
        let (mut length, mut pieces) = (0, 0);
        let next = loop {
            let next = contents.next(file.here(), |piece| {
                let end = length + piece.len();
                buffer.subarray(length as u32, end as u32).copy_from(piece);
                length = end;
            })?;
            pieces += 1;
            if next != Next::Piece || pieces == PIECES {
                break next;
            }
        };
        let (is_missing, is_all) = (next == Next::Missing, next == Next::Nothing);
        give_back(asker, &buffer, length, next, contents.progress(0));
        if is_missing {
            file.more().await?;
        }
        if is_all {
            break;
        }
    }
    Ok(())
}

/// Answers with a buffer that holds so many bytes, and what comes after them.
fn give_back(asker: &Channel, buffer: &JsValue, length: usize, next: Next, progress: Progress) {
    let buffer: &Uint8Array = buffer.unchecked_ref();
    let answer = answer(&Ok((length, next, progress)));
    asker.send(&Array::of2(&answer, buffer), &Array::of1(&buffer.buffer()));
}

fn answer(answer: &Answer) -> JsValue {
    serde_wasm_bindgen::to_value(answer)
        .expect_throw("numbers are below 2^53, and the rest is text")
}
