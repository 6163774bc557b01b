//! Promise jobs and timers, driven until what is waited for has settled. Timers run
//! in real time; where neither a job nor a timer is left, nothing can settle it any
//! more.

use super::host::Host;
use rquickjs::{CatchResultExt, CaughtError, Ctx, Error, Function, Object, Promise, Value, qjs};
use std::mem::MaybeUninit;
use std::time::{Duration, Instant};

/// Jobs that may still run after the deadline.
const GRACE: u32 = 1000;

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
    let mut grace = GRACE;
    loop {
        if let Some(result) = promise.result::<Value<'js>>() {
            return Ok(result.catch(ctx)?);
        }
        if host.late() {
            // The interrupt may be on its way here, as a rejection that knows the place.
            if grace > 0 && run_job(ctx)? {
                grace -= 1;
                continue;
            }
            return Err(Stop::Timeout);
        }
        if run_job(ctx)? {
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

/// Runs one promise job; false if there is none. A job only throws what code cannot
/// catch: the interrupt at the deadline, whose stack says where it was.
fn run_job<'js>(ctx: &Ctx<'js>) -> Result<bool, Stop<'js>> {
    let mut ran_in = MaybeUninit::uninit();
    // SAFETY: the context is alive and we are on its thread, inside `Context::with`;
    // there is no other context, so an exception is left on this one.
    let status = unsafe {
        let runtime = qjs::JS_GetRuntime(ctx.as_raw().as_ptr());
        qjs::JS_ExecutePendingJob(runtime, ran_in.as_mut_ptr())
    };
    match status {
        0 => Ok(false),
        1.. => Ok(true),
        _ => Err(Stop::Thrown(CaughtError::from_error(ctx, Error::Exception))),
    }
}
