//! Databases that are made on a server of the user's for a while: their names,
//! and what killed processes left behind.
//!
//! Several machines may use one server, and in containers all of them may have
//! the same process number. So a name is random; and since nobody can tell from
//! afar whether the process that made a database still lives, it also says when
//! it was made.

use std::time::{SystemTime, UNIX_EPOCH};

use super::error::DevError;
use super::sql;
use crate::connect::connect;
use crate::target::Target;

/// In front of the names. Behind it stand the second of Unix time in which the
/// database was made, in hexadecimal digits; the number of the process, for
/// whoever wonders; and 64 random bits.
const PREFIX: &str = "mizzle_dev_";

/// How long a database is left alone that nobody uses, in seconds. No work on a
/// development database lasts that long.
const LEFT_BEHIND: u64 = 24 * 60 * 60;

/// The databases of the connected role that have such a name and no session.
/// Dropping one in which a session begins meanwhile fails, and hurts nobody.
const IDLE: &str = "SELECT datname FROM pg_catalog.pg_database AS d \
    JOIN pg_catalog.pg_roles AS r ON r.oid = d.datdba AND r.rolname = current_user \
    WHERE datname ~ '^mizzle_dev_[0-9a-f]{8}_[0-9]+_[0-9a-f]{16}$' AND NOT EXISTS \
    (SELECT FROM pg_catalog.pg_stat_activity AS a WHERE a.datid = d.oid)";

/// Makes a new, empty database and gives its name; drops those left behind.
pub(super) fn make(target: &Target, label: &str) -> Result<String, DevError> {
    let now = seconds();
    let random = getrandom::u64().map_err(|error| DevError::Random(error.to_string()))?;
    let name = format!("{PREFIX}{now:08x}_{}_{random:016x}", std::process::id());
    sql::ask(label, async {
        let session = connect(target).await?;
        let refused = |error| DevError::sql(label, error);
        let idle = session.query(IDLE).await.map_err(refused)?;
        for left in idle.iter().filter_map(|row| row.text(0)).filter(|name| is_old(name, now)) {
            // Another process may be faster.
            let _ = session.execute(&format!("DROP DATABASE IF EXISTS {left}")).await;
        }
        let statement = format!("CREATE DATABASE {name} TEMPLATE template0");
        session.execute(&statement).await.map_err(refused)?;
        Ok(())
    })?;
    Ok(name)
}

/// Drops a database that [`make`] made, whoever is connected to it.
pub(super) fn end(target: &Target, name: &str) {
    let statement = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    let _ = sql::run(target, "", &[statement]);
}

/// Whether a database of this name was made long ago.
fn is_old(name: &str, now: u64) -> bool {
    let made = name.strip_prefix(PREFIX).and_then(|rest| rest.split('_').next());
    let made = made.and_then(|made| u64::from_str_radix(made, 16).ok());
    made.is_some_and(|made| now.saturating_sub(made) > LEFT_BEHIND)
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::is_old;

    #[test]
    fn what_was_made_a_day_ago_is_old() {
        let now = 0x6925_0000;
        assert!(is_old("mizzle_dev_69230000_17_0123456789abcdef", now));
        assert!(!is_old("mizzle_dev_6924ff00_17_0123456789abcdef", now));
        // The clock of another machine may be ahead.
        assert!(!is_old("mizzle_dev_69260000_17_0123456789abcdef", now));
        assert!(!is_old("mizzle_dev_production", now));
        assert!(!is_old("mizzle_archive", now));
    }
}
