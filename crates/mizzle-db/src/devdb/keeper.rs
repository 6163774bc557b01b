//! One thread for the whole life of the process that starts child processes.
//! Linux ties a child to the *thread* that started it, so a server started
//! from a passing thread would end with that thread.

use std::io;
use std::process::{Child, Command};
use std::sync::OnceLock;
use std::sync::mpsc::{Sender, channel};

type Order = (Command, Sender<io::Result<Child>>);

static KEEPER: OnceLock<Sender<Order>> = OnceLock::new();

/// Starts the command from the thread that never ends.
pub(crate) fn spawn(command: Command) -> io::Result<Child> {
    let gone = || io::Error::other("the thread that starts processes has ended");
    let keeper = match KEEPER.get() {
        Some(keeper) => keeper,
        None => {
            let keeper = start()?;
            KEEPER.get_or_init(|| keeper)
        }
    };
    let (reply, answer) = channel();
    keeper.send((command, reply)).map_err(|_| gone())?;
    answer.recv().map_err(|_| gone())?
}

fn start() -> io::Result<Sender<Order>> {
    let (orders, received) = channel::<Order>();
    std::thread::Builder::new().name("child processes".to_owned()).spawn(move || {
        for (mut command, reply) in received {
            // Whoever asked may have given up; then the child is ended, not forgotten.
            if let Err(unsent) = reply.send(command.spawn())
                && let Ok(mut child) = unsent.0
            {
                let _ = child.kill();
                let _ = child.wait();
            }
        }
    })?;
    Ok(orders)
}
