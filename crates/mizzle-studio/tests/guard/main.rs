//! Who is answered and who is not, asked over real sockets as a browser or an attacker would.

mod door;
mod matrix;
mod odd;
mod server;
mod wire;
