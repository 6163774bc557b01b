//! What the page and the server say to each other: every call is `POST /api/NAME` with a JSON
//! object, and answers with one JSON value, or with lines of them where it takes long.
//!
//! The types are the contract. `ui/src/api/types.ts` is made from them by a test.

pub(crate) mod catalog;
pub(crate) mod console;
pub(crate) mod edits;
pub(crate) mod erd;
pub(crate) mod meta;
pub(crate) mod migrations;
pub(crate) mod rows;
pub(crate) mod structure;
pub(crate) mod verify;

#[cfg(test)]
mod typescript;
