//! What servers that speak the Postgres protocol differ in, as data.
//!
//! The runner asks these questions and never for a product's name, so that a
//! further engine is a further value here.

/// What a server can do, as far as running migrations depends on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// Major version, 0 where the server does not say.
    pub major: u32,
    /// Does a transaction undo DDL?
    pub transactional_ddl: bool,
    /// May one transaction hold several DDL statements?
    pub many_ddl_per_transaction: bool,
    /// How runs exclude each other.
    pub locks: Locks,
    /// Longest name in bytes.
    pub identifier_bytes: usize,
    /// Does it end idle or long transactions by `transaction_timeout`?
    pub transaction_timeout: bool,
}

/// How one run keeps others away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Locks {
    /// `pg_advisory_xact_lock` in a session of its own.
    Advisory,
    /// The engine has one backend; its owner grants the lock to the session
    /// that also does the work.
    Owner,
}

impl Engine {
    /// Reads what a server announced when the session began.
    pub fn of(server_version: &str, one_backend: bool) -> Self {
        let digits = server_version.split(|c: char| !c.is_ascii_digit()).next();
        let major = digits.and_then(|digits| digits.parse().ok()).unwrap_or(0);
        Self {
            major,
            transactional_ddl: true,
            many_ddl_per_transaction: true,
            locks: if one_backend { Locks::Owner } else { Locks::Advisory },
            identifier_bytes: 63,
            transaction_timeout: major >= 17,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(Engine::of("15.14 (Debian 15.14-0+deb12u1)", false).major, 15);
        assert_eq!(Engine::of("18beta1", true).locks, Locks::Owner);
        assert_eq!(Engine::of("", false).major, 0);
    }
}
