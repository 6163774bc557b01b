//! A client's frames up to the point where it waits for an answer. Names of
//! prepared statements get the session's number in front, since all sessions
//! share the backend's names.

use super::wire::Frame;

/// Frames of one client, ready to be sent together.
#[derive(Debug)]
pub(crate) struct Batch {
    prefix: String,
    bytes: Vec<u8>,
    complete: bool,
    unnamed: Option<Frame>,
    relies_on_unnamed: bool,
    prepares: bool,
}

impl Batch {
    /// An empty batch of this session.
    pub(crate) fn new(session: u32) -> Self {
        Self {
            prefix: format!("mizzle{session}."),
            bytes: Vec::new(),
            complete: false,
            unnamed: None,
            relies_on_unnamed: false,
            prepares: false,
        }
    }

    /// Adds a frame.
    pub(crate) fn push(&mut self, frame: Frame) {
        match frame.kind() {
            // Query, Sync, FunctionCall, Flush: the client now waits.
            b'Q' | b'S' | b'F' | b'H' => {
                self.complete = true;
                self.bytes.extend(frame.bytes);
            }
            // Parse: the statement's name comes first.
            b'P' => {
                if frame.body().first() == Some(&0) {
                    self.unnamed = Some(frame.clone());
                } else {
                    self.prepares = true;
                }
                self.bytes.extend(self.renamed(&frame, 0).bytes);
            }
            // Bind: the portal's name, then the statement's.
            b'B' => {
                let portal = frame.body().iter().position(|byte| *byte == 0);
                let at = portal.map_or(0, |end| end + 1);
                self.uses(&frame, at);
                self.bytes.extend(self.renamed(&frame, at).bytes);
            }
            // Describe and Close say whether a statement (S) or a portal (P) is meant.
            b'D' | b'C' if frame.body().first() == Some(&b'S') => {
                if frame.kind() == b'D' {
                    self.uses(&frame, 1);
                }
                self.bytes.extend(self.renamed(&frame, 1).bytes);
            }
            // Data of a COPY that the backend has refused.
            b'd' | b'c' | b'f' => {}
            _ => self.bytes.extend(frame.bytes),
        }
    }

    /// Whether the client waits for an answer.
    pub(crate) fn is_complete(&self) -> bool {
        self.complete
    }

    /// What to send.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The last Parse of the unnamed statement, as the client sent it.
    pub(crate) fn unnamed(&self) -> Option<&Frame> {
        self.unnamed.as_ref()
    }

    /// Whether the unnamed statement is another one afterwards. A simple query
    /// takes it away.
    pub(crate) fn defines_unnamed(&self) -> bool {
        self.unnamed.is_some() || self.bytes.first() == Some(&b'Q')
    }

    /// Whether it needs the unnamed statement of an earlier batch.
    pub(crate) fn relies_on_unnamed(&self) -> bool {
        self.relies_on_unnamed
    }

    /// Whether it prepares a statement that the session may use later.
    pub(crate) fn prepares(&self) -> bool {
        self.prepares
    }

    fn uses(&mut self, frame: &Frame, at: usize) {
        let unnamed = frame.body().get(at) == Some(&0);
        self.relies_on_unnamed |= unnamed && self.unnamed.is_none();
    }

    /// The frame with the prefix before the name at this offset of its body,
    /// unless the name is empty.
    fn renamed(&self, frame: &Frame, at: usize) -> Frame {
        let body = frame.body();
        match body.split_at_checked(at) {
            Some((before, name)) if name.first().is_some_and(|byte| *byte != 0) => {
                Frame::new(frame.kind(), &[before, self.prefix.as_bytes(), name].concat())
            }
            Some(_) | None => frame.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_statements_are_the_sessions_own() {
        let mut batch = Batch::new(7);
        batch.push(Frame::new(b'P', b"s1\0SELECT 1\0\0\0"));
        batch.push(Frame::new(b'B', b"portal\0s1\0\0\0\0\0\0\0"));
        batch.push(Frame::new(b'D', b"Pportal\0"));
        batch.push(Frame::new(b'C', b"Ss1\0"));
        assert!(!batch.is_complete());
        batch.push(Frame::new(b'S', b""));
        assert!(batch.is_complete() && batch.prepares() && !batch.relies_on_unnamed());
        let expected = [
            Frame::new(b'P', b"mizzle7.s1\0SELECT 1\0\0\0"),
            Frame::new(b'B', b"portal\0mizzle7.s1\0\0\0\0\0\0\0"),
            Frame::new(b'D', b"Pportal\0"),
            Frame::new(b'C', b"Smizzle7.s1\0"),
            Frame::new(b'S', b""),
        ];
        assert_eq!(batch.bytes(), expected.map(|frame| frame.bytes).concat());
    }

    #[test]
    fn the_unnamed_statement_may_come_from_an_earlier_batch() {
        let mut batch = Batch::new(7);
        batch.push(Frame::new(b'B', b"\0\0\0\0\0\0\0\0"));
        assert!(batch.relies_on_unnamed());
        let mut batch = Batch::new(7);
        batch.push(Frame::new(b'P', b"\0SELECT 1\0\0\0"));
        batch.push(Frame::new(b'B', b"\0\0\0\0\0\0\0\0"));
        assert!(!batch.relies_on_unnamed() && batch.defines_unnamed());
    }
}
