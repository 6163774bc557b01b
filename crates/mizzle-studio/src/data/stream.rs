//! Answers that are bytes of any number: handed on in pieces, as fast as somebody takes them.

use crate::refusal::Refusal;
use crate::running::Token;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use mizzle_db::browse::BrowseError;
use mizzle_db::cancel::Cancel;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How large a piece becomes before it is sent.
const PIECE: usize = 64 * 1024;

/// How many pieces may wait. The work waits where there are more.
const WAITING: usize = 4;

/// What the work says.
enum Piece {
    Bytes(Bytes),
    /// There is nothing, not even no bytes.
    Nothing,
    Failed(Box<Refusal>),
}

/// Runs work that writes, on a thread of its own, and answers with what it writes. An error
/// before the first piece is an answer of its own; after it the connection breaks off. Work
/// that gives false has nothing to show.
pub(super) async fn stream(
    token: Token,
    content_type: &'static str,
    work: impl FnOnce(&mut dyn Write, &Cancel) -> Result<bool, BrowseError> + Send + 'static,
) -> Result<Response, Refusal> {
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
        Some(Piece::Nothing) => return Ok(StatusCode::NO_CONTENT.into_response()),
        Some(Piece::Failed(refusal)) => return Err(*refusal),
    };
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
    Ok(([(CONTENT_TYPE, content_type)], Body::from_stream(pieces)).into_response())
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
