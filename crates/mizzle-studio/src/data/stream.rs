//! Answers that are bytes of any number: handed on in pieces, as fast as somebody takes them.

use crate::refusal::Refusal;
use crate::running::Token;
use axum::body::{Body, Bytes};
use mizzle_db::browse::BrowseError;
use mizzle_db::cancel::Cancel;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How large a piece becomes before it is sent.
const PIECE: usize = 64 * 1024;

/// How many pieces may wait. The work waits where there are more.
const WAITING: usize = 4;

/// What work writes, from its first piece on. Dropped before its end, it ends the work.
pub(super) struct Pieces {
    first: Bytes,
    receiver: Receiver<Piece>,
    token: Token,
}

/// What the work says.
enum Piece {
    Bytes(Bytes),
    /// There is nothing, not even no bytes.
    Nothing,
    Failed(Box<Refusal>),
}

/// Runs work that writes, on a thread of its own, as far as its first piece. Work that gives
/// false has nothing to show.
pub(super) async fn begin(
    token: Token,
    work: impl FnOnce(&mut dyn Write, &Cancel) -> Result<bool, BrowseError> + Send + 'static,
) -> Result<Option<Pieces>, Refusal> {
    let (sender, receiver) = sync_channel(WAITING);
    let cancel = token.cancel.clone();
    tokio::task::spawn_blocking(move || {
        let mut sink = Sink { sender, waiting: Vec::new() };
        let last = match work(&mut sink, &cancel) {
            Ok(true) => {
                // Where nobody takes it, nobody misses it.
                let _ = sink.flush();
                return;
            }
            Ok(false) => Piece::Nothing,
            Err(error) => Piece::Failed(Box::new(error.into())),
        };
        let _ = sink.sender.send(last);
    });
    let (first, receiver) = next(receiver).await;
    let first = match first {
        None => Bytes::new(),
        Some(Piece::Bytes(bytes)) => bytes,
        Some(Piece::Nothing) => return Ok(None),
        Some(Piece::Failed(refusal)) => return Err(*refusal),
    };
    Ok(Some(Pieces { first, receiver, token }))
}

impl Pieces {
    /// All of them. Where the work fails from here on the connection breaks off, so that nobody
    /// takes a part for the whole.
    pub(super) fn body(self) -> Body {
        let Self { first, receiver, token } = self;
        let pieces = futures_util::stream::unfold(
            (Some(first), Some(receiver), token),
            async |(first, receiver, token)| {
                if let Some(first) = first {
                    return Some((Ok(first), (None, receiver, token)));
                }
                let (piece, receiver) = next(receiver?).await;
                match piece? {
                    Piece::Bytes(bytes) => Some((Ok(bytes), (None, Some(receiver), token))),
                    Piece::Nothing => None,
                    Piece::Failed(refusal) => {
                        let error = io::Error::other(refusal.failure.message);
                        Some((Err(error), (None, None, token)))
                    }
                }
            },
        );
        Body::from_stream(pieces)
    }
}

/// Waits for a piece where waiting is allowed.
async fn next(receiver: Receiver<Piece>) -> (Option<Piece>, Receiver<Piece>) {
    let (spare, gone) = sync_channel(1);
    drop(spare);
    let received = tokio::task::spawn_blocking(move || (receiver.recv().ok(), receiver));
    // A thread that was stopped has nothing more to say.
    received.await.unwrap_or((None, gone))
}

struct Sink {
    sender: SyncSender<Piece>,
    waiting: Vec<u8>,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let piece = Piece::Bytes(std::mem::take(&mut self.waiting).into());
        self.sender.send(piece).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }
}
