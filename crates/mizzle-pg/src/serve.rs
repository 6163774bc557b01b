//! One session with the program's owner, from the start-up packet to the end
//! of the input.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, SystemTime};

use oliphaunt_wasix::{DecodeError, Error, Oliphaunt};

use crate::engine;
use crate::refuse;
use crate::wire::{self, Frame};

/// When the owner has gone, closing the data may take this long; a statement
/// that still runs then is never going to be waited for.
const LAST_BREATH: Duration = Duration::from_secs(5);

/// Ends the answer to a Flush, which has no end in the protocol: a parameter's
/// report, which any client can read over. The owner, who serves others, has
/// to know.
const FLUSHED: &[u8] = b"mizzle_flushed\0\0";

/// Why a session ended early.
#[derive(Debug)]
pub(crate) enum ServeError {
    /// The engine did not open, or broke.
    Engine(Error),
    /// It told its settings in a form that cannot be read.
    Settings(DecodeError),
    /// The owner's pipe broke, or what came through it was no protocol.
    Pipe(io::Error),
}

impl std::fmt::Display for ServeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Engine(error) => write!(f, "the engine failed: {error}"),
            Self::Settings(error) => write!(f, "the engine's settings cannot be read: {error}"),
            Self::Pipe(error) => write!(f, "the connection to the owner failed: {error}"),
        }
    }
}

impl From<Error> for ServeError {
    fn from(error: Error) -> Self {
        Self::Engine(error)
    }
}

impl From<DecodeError> for ServeError {
    fn from(error: DecodeError) -> Self {
        Self::Settings(error)
    }
}

impl From<io::Error> for ServeError {
    fn from(error: io::Error) -> Self {
        Self::Pipe(error)
    }
}

/// What the input's thread has read.
enum Input {
    Frame(Frame),
    End,
    Broken(io::Error),
}

/// Serves one session on standard input and output. The engine is opened, used
/// and closed on this thread, as it demands.
pub(crate) fn serve(data: Option<PathBuf>) -> Result<(), ServeError> {
    // A second of grace: file systems keep time more coarsely than the clock.
    let begun = SystemTime::now() - Duration::from_secs(1);
    let mut output = io::stdout().lock();
    let mut engine = match engine::open(data.clone()) {
        Ok(engine) => engine,
        Err(error) => {
            // The owner learns the reason where it waits for the session.
            let mut answer = Vec::new();
            wire::push_error(&mut answer, "FATAL", "57P03", &error.to_string());
            output.write_all(&answer)?;
            output.flush()?;
            return Err(error.into());
        }
    };
    let Some(_startup) = wire::read_startup(&mut io::stdin().lock())? else { return Ok(()) };
    output.write_all(&greeting(&mut engine)?)?;
    output.flush()?;

    let (sender, input) = channel();
    std::thread::Builder::new().name("input".to_owned()).spawn(move || read_input(&sender))?;
    let outcome = answer_all(&mut engine, &input, &mut output);
    let Some(folder) = data else {
        engine.close()?;
        return outcome;
    };
    // Without it the next opening recovers from the log, which takes longer, and that is all.
    let _ = engine::checkpoint(&mut engine);
    engine.close()?;
    engine::settle(&folder, begun)?;
    outcome
}

/// Authentication is the pipe itself; then the settings, and ready.
fn greeting(engine: &mut Oliphaunt) -> Result<Vec<u8>, ServeError> {
    let mut answer = Vec::new();
    wire::push(&mut answer, b'R', &0u32.to_be_bytes());
    for (name, setting) in engine::reported(engine)? {
        wire::push(&mut answer, b'S', format!("{name}\0{setting}\0").as_bytes());
    }
    wire::push(&mut answer, b'K', &[0; 8]);
    wire::push(&mut answer, b'Z', b"I");
    Ok(answer)
}

/// Reads frames apart from the engine, so that the end of the input is noticed
/// even while a statement runs.
fn read_input(sender: &Sender<Input>) {
    let mut input = io::BufReader::new(io::stdin());
    loop {
        let read = match wire::read_frame(&mut input) {
            Ok(Some(frame)) if frame.kind() == b'X' => Input::End,
            Ok(Some(frame)) => Input::Frame(frame),
            Ok(None) => Input::End,
            Err(error) => Input::Broken(error),
        };
        let last = matches!(read, Input::End | Input::Broken(_));
        if sender.send(read).is_err() || last {
            break;
        }
    }
    std::thread::sleep(LAST_BREATH);
    #[expect(clippy::exit, reason = "the engine's thread is inside a statement that nothing ends")]
    std::process::exit(3);
}

/// Hands complete batches to the engine and its answers to the owner.
fn answer_all(
    engine: &mut Oliphaunt,
    input: &Receiver<Input>,
    output: &mut impl Write,
) -> Result<(), ServeError> {
    let mut batch = Vec::new();
    for read in input {
        let frame = match read {
            Input::Frame(frame) => frame,
            Input::End => break,
            Input::Broken(error) => return Err(error.into()),
        };
        let complete = frame.ends_batch();
        let flush = frame.kind() == b'H';
        batch.extend_from_slice(&refuse::screened(frame).bytes);
        if complete {
            let mut answer = engine.exec_protocol_raw(std::mem::take(&mut batch))?;
            if flush {
                wire::push(&mut answer, b'S', FLUSHED);
            }
            output.write_all(&answer)?;
            output.flush()?;
        }
    }
    Ok(())
}
