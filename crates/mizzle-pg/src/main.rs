//! The embedded Postgres as a helper program: one backend, reached by the
//! Postgres protocol over standard input and output.
//!
//! Whoever starts it is its one client and its owner: it answers the start-up
//! packet, then queries, and ends when its input ends. It knows nothing of
//! mizzle, of sockets, or of several clients; sharing the backend is the
//! owner's work. A program of its own keeps the engine's some 370 crates and
//! its memory out of `mizzle`, and lets a statement that never ends be ended.

mod arguments;
mod engine;
mod refuse;
mod serve;
mod wire;

use std::io::Write;
use std::process::ExitCode;

use crate::arguments::Request;

fn main() -> ExitCode {
    let text = match arguments::parse(std::env::args_os().skip(1)) {
        Ok(Request::Serve { data }) => match serve::serve(data) {
            Ok(()) => return ExitCode::SUCCESS,
            Err(error) => return fail(&format!("mizzle-pg: {error}"), 1),
        },
        Ok(Request::Version) => arguments::version(),
        Ok(Request::Extensions) => engine::extension_names().join("\n"),
        Ok(Request::Help) => arguments::HELP.to_owned(),
        Err(complaint) => {
            return fail(&format!("mizzle-pg: {complaint}\n\n{}", arguments::HELP), 2);
        }
    };
    // A reader that has gone needs no answer.
    let _ = writeln!(std::io::stdout(), "{text}");
    ExitCode::SUCCESS
}

fn fail(message: &str, code: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "{message}");
    ExitCode::from(code)
}
