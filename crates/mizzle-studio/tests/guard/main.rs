//! Who is answered and who is not, asked over real sockets as a browser or an attacker would.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod door;
mod matrix;
mod odd;
mod server;
mod wire;
mod writes;
