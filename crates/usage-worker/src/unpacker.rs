//! A second worker of the same program, which unpacks a file while the first reads what is unpacked: each takes half of the
//! time.
#![allow(clippy::cast_possible_truncation)] // No buffer is larger than half a megabyte.

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Blob, ErrorEvent, Event, MessageChannel, MessageEvent, Worker, WorkerOptions, WorkerType,
};

use metering_core::usage::zip::Limits;
use metering_core::usage::{Content, Contents, Progress, UsageError};

use super::channel::Channel;
use super::incoming::Incoming;
use super::port::scope;

/// The worker's name, by which the program knows what it is here for.
pub(super) const NAME: &str = "unpacker";

/// Buffers that go to and fro, and the bytes in each: neither worker waits for the other, and the browser need not find new
/// memory for every piece, which takes as long as half of the unpacking.
const BUFFERS: usize = 4;
const BUFFER: usize = 4 * Contents::PIECE;

/// How many bytes of a CSV file were unpacked into the buffer beside this, what comes behind them, and how far the unpacking
/// is.
type Message = Result<(usize, Content, Progress), UsageError>;

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
        // The browser hands the second worker's errors on to the view, but for this one.
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
    pub(super) fn open(&self, name: &str, file: &Blob, anyway: bool) -> Unpacked {
        let ends = MessageChannel::new().expect_throw("every browser has them");
        let port = ends.port2();
        let parts = Array::of4(&name.into(), file, &anyway.into(), &port);
        // Texts, files and ports can always be sent.
        let _ = self
            .0
            .post_message_with_transfer(&parts, &Array::of1(&port));
        let unpacked = Unpacked(Channel::new(ends.port1()));
        for _ in 0..BUFFERS {
            unpacked.ask(&Uint8Array::new_with_length(BUFFER as u32));
        }
        unpacked
    }
}

/// A file that is being unpacked. On drop, that ends.
pub(super) struct Unpacked(Channel);

impl Unpacked {
    /// Asks for the next bytes, to be unpacked into this buffer.
    fn ask(&self, buffer: &Uint8Array) {
        self.0.send(buffer, &Array::of1(&buffer.buffer()));
    }

    /// Puts the next bytes of a CSV file into `bytes`, in place of those before; yields what comes behind them, and how far
    /// the unpacking is.
    ///
    /// # Errors
    /// As of [`Contents`], and where the browser cannot read the file.
    pub(super) async fn next(
        &mut self,
        bytes: &mut Vec<u8>,
    ) -> Result<(Content, Progress), UsageError> {
        let answer = self.0.next().await;
        let parts = Array::from(&answer.expect_throw("it answers until nothing is left"));
        let message: Message = serde_wasm_bindgen::from_value(parts.get(0))
            .expect_throw("both workers are of one build");
        let (length, content, progress) = message?;
        let buffer: Uint8Array = parts.get(1).unchecked_into();
        bytes.resize(length, 0);
        buffer.subarray(0, length as u32).copy_to(bytes);
        self.ask(&buffer);
        Ok((content, progress))
    }
}

/// Is the second worker from now on: unpacks what it is sent.
pub(super) fn serve() {
    let onmessage = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let parts = Array::from(&event.data());
        let name = parts.get(0).as_string().unwrap_or_default();
        let file: Blob = parts.get(1).unchecked_into();
        let anyway = parts.get(2).is_truthy();
        let mut reader = Channel::new(parts.get(3).unchecked_into());
        spawn_local(async move {
            if let Err(error) = unpack(&mut reader, &name, &file, anyway).await {
                reader.send(&Array::of1(&message(&Err(error))), &Array::new());
            }
        });
    });
    scope().set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    let _ = scope().post_message(&JsValue::NULL); // it listens
}

/// Fills the buffers that come, until nothing is left or nobody asks any more.
async fn unpack(
    reader: &mut Channel,
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
        while !file.is_whole() {
            file.more().await?;
        }
        Contents::new(name, file.here(), limits)?
    };
    while let Some(buffer) = reader.next().await {
        let buffer: Uint8Array = buffer.unchecked_into();
        let mut length = 0;
        let content = loop {
            let content = contents.next(file.here(), |piece| {
                let end = length + piece.len();
                buffer.subarray(length as u32, end as u32).copy_from(piece);
                length = end;
            })?;
            match content {
                Content::Missing => file.more().await?,
                Content::Piece if length + Contents::PIECE <= BUFFER => {}
                content => break content,
            }
        };
        let is_all = content == Content::Nothing;
        let message = message(&Ok((length, content, contents.progress(0))));
        reader.send(
            &Array::of2(&message, &buffer),
            &Array::of1(&buffer.buffer()),
        );
        if is_all {
            break;
        }
    }
    Ok(())
}

fn message(message: &Message) -> JsValue {
    // Numbers are far below 2^53 and the rest is text: there is nothing that cannot be written.
    serde_wasm_bindgen::to_value(message).unwrap_or_default()
}
