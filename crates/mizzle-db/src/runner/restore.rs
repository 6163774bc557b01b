//! Runs statements that belong to no migration, and change what is there in place of it: one
//! transaction, while no run is at work. The ledger is not touched.

use std::time::{Duration, Instant};

use mizzle_core::script::Segment;

use super::apply::{Part, RESET, Run};
use super::event::Event;
use super::options::Options;
use super::rollback::whole;
use super::{RunError, doing, lock, progress};
use crate::cancel::Cancel;
use crate::connect::connect;
use crate::connection::runtime;
use crate::engine::Engine;
use crate::ledger::Found;
use crate::migration::Migration;
use crate::target::Target;

/// Runs the statements of a text, all of them or none, and says how long that took. `what`
/// is the text as a migration would be: a name for it, and one to show in place of a file.
pub fn restore(
    target: &Target,
    what: &Migration,
    options: &Options,
    cancel: &Cancel,
    events: &mut dyn FnMut(Event),
) -> Result<Duration, RunError> {
    let script = whole(what)?;
    let statements = script.segments.first().map_or(&[][..], Segment::statements);
    runtime().block_on(async {
        let begun = Instant::now();
        let work = connect(target).await?;
        let found = Found::look(&work, &options.ledger, progress::TABLE).await;
        let found = doing("reading the catalog", found)?;
        let engine = Engine::of(work.server_version(), work.one_backend());
        let lock = lock(target, &work, &engine, options, cancel, events).await?;
        let mut run = Run::new((work, lock), engine, options, cancel, events);
        run.shape = found.shape.unwrap_or(run.shape);
        let part = Part { migration: what, script: &script, segment: 0 };
        let mut result = run.may_go_on(&part);
        let mut attempt = 0;
        while result.is_ok() {
            if let Err(error) = run.begin_alone(Some(&part), "SELECT 1").await {
                result = Err(error);
                break;
            }
            match run.carry_out(&part, statements, RESET, &mut attempt).await {
                Ok(Some(_)) => break,
                // It gave up waiting for a lock, and begins once more.
                Ok(None) => {}
                Err(error) => result = Err(error),
            }
        }
        run.tell_notices();
        run.end().await;
        result.map(|()| begun.elapsed())
    })
}
