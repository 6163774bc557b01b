//! What the page and the server say to each other: every call is `POST /api/NAME` with a JSON
//! object, and answers with one JSON value, or with lines of them where it takes long.
//!
//! The types are the contract. `ui/src/api/types.ts` is made from them by a test.

mod catalog;
mod console;
mod edits;
mod erd;
mod meta;
mod migrations;
mod rows;
mod structure;
mod verify;
