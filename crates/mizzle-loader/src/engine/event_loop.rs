//! Promise jobs and timers, driven until what is waited for has settled. Timers run
//! in real time; where neither a job nor a timer is left, nothing can settle it any
//! more.

use super::host::Host;
use rquickjs::{CatchResultExt, CaughtError, Ctx, Function, Object, Promise, Value};
use std::time::{Duration, Instant};

/// Why a promise did not give a value.
pub(super) enum Stop<'js> {
    Thrown(CaughtError<'js>),
    Timeout,
    NeverSettles,
}

impl<'js> From<CaughtError<'js>> for Stop<'js> {
    fn from(error: CaughtError<'js>) -> Self {
        Self::Thrown(error)
    }
}

/// Runs jobs and timers until `promise` settles.
pub(super) fn settle<'js>(
    ctx: &Ctx<'js>,
    host: &Host,
    promise: &Promise<'js>,
) -> Result<Value<'js>, Stop<'js>> {
    loop {
        if let Some(result) = promise.result::<Value<'js>>() {
            return Ok(result.catch(ctx)?);
        }
        if host.late() {
            return Err(Stop::Timeout);
        }
        if ctx.execute_pending_job() {
            continue;
        }
        let timers: Object<'js> = ctx.globals().get("__mizzle").catch(ctx)?;
        let next: Function<'js> = timers.get("nextTimer").catch(ctx)?;
        let wait: f64 = next.call(()).catch(ctx)?;
        if wait < 0.0 {
            return Err(Stop::NeverSettles);
        }
        let left = host.deadline.get().saturating_duration_since(Instant::now());
        let wait = Duration::try_from_secs_f64(wait / 1000.0).unwrap_or(left);
        if !wait.is_zero() {
            // A little longer than the limit, so that it is seen to be reached.
            std::thread::sleep(wait.min(left + Duration::from_millis(1)));
        }
        let run: Function<'js> = timers.get("runTimers").catch(ctx)?;
        run.call::<_, ()>(()).catch(ctx)?;
    }
}
