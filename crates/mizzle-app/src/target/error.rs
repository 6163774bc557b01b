//! Why there is no target, with the variable or the key that is missing.

use crate::error::Explanation;
use crate::mizzle_toml::FILE_NAME;
use mizzle_core::dialect::Dialect;

/// Why there is no target.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// mizzle has no model of this dialect.
    #[error("dialect `{0}` is not supported yet: this version of mizzle works with `postgresql`")]
    Dialect(Dialect),
    /// `target = "dev"` and credentials.
    #[error(
        "two targets: `{FILE_NAME}` says `target = \"dev\"`, and {config} has credentials ({what})"
    )]
    Two {
        /// The config.
        config: String,
        /// Which of its keys, and the variable behind it.
        what: String,
    },
    /// `--target` or `target` names nothing.
    #[error("there is no target `{name}` in `{FILE_NAME}`")]
    Unknown {
        /// The name.
        name: String,
        /// The names that there are.
        known: Vec<String>,
    },
    /// A variable behind `[targets.NAME] url` is not set.
    #[error("target `{name}` of `{FILE_NAME}` has no URL: the variable `{variable}` is {state}")]
    Variable {
        /// The target.
        name: String,
        /// The variable.
        variable: String,
        /// `not set` or `empty`.
        state: &'static str,
    },
    /// The config has no `dbCredentials`.
    #[error("no database is named: {config} has no `dbCredentials`")]
    Absent {
        /// The config.
        config: String,
    },
    /// There is no config, and the flags name none.
    #[error("no database is named on the command line, and with `--dialect` no config is read")]
    NoFlags,
    /// A value of `dbCredentials` came out undefined or empty.
    #[error("no database is named: `dbCredentials.{key}` in {config} is {state}{variable}")]
    Missing {
        /// The config.
        config: String,
        /// The key.
        key: &'static str,
        /// `empty` or `undefined`.
        state: &'static str,
        /// `, since the variable … is …`, where it is known.
        variable: String,
    },
    /// `dbCredentials` of no known form.
    #[error("`dbCredentials` in {config} has neither `url` nor `host`{found}")]
    Incomplete {
        /// The config.
        config: String,
        /// The keys that it has.
        found: String,
    },
    /// A database that mizzle cannot open.
    #[error("a database behind the driver `{driver}` cannot be opened by mizzle yet")]
    Driver {
        /// The driver.
        driver: &'static str,
        /// Why, and what else can be done.
        hint: &'static str,
    },
}

impl TargetError {
    pub(crate) fn explain(&self) -> Explanation {
        let elsewhere = format!(
            "or work in the project's development database: `--dev`, or `target = \"dev\"` in {FILE_NAME}"
        );
        match self {
            Self::Dialect(_) => {
                Explanation::new("unsupported_command_dialect_error", self.to_string())
                    .hint("`npx drizzle-kit` works on this project as before")
            }
            Self::Two { .. } => Explanation::new("ambiguous_params_error", self.to_string())
                .hint("say which one with a flag, `--dev` or `--url`, or remove one of the two"),
            Self::Unknown { known, .. } => {
                let error = Explanation::new("config_validation_error", self.to_string());
                if known.is_empty() {
                    error.hint(format!("add it to {FILE_NAME}:\n[targets.NAME]\nurl = \"$VARIABLE\""))
                } else {
                    error.hint(format!("it has: dev, {}", known.join(", ")))
                }
            }
            Self::Variable { variable, .. } => {
                Explanation::new("config_connection_error", self.to_string())
                    .hint(format!("set `{variable}` in the environment or in .env"))
            }
            Self::Absent { .. } => Explanation::new("config_connection_error", self.to_string())
                .hint("add `dbCredentials: { url: process.env.DATABASE_URL! }` to it, or give `--url`")
                .hint(elsewhere),
            Self::NoFlags => Explanation::new("config_connection_error", self.to_string())
                .hint("give `--url`, or leave `--dialect` to the config"),
            Self::Missing { .. } => Explanation::new("config_connection_error", self.to_string())
                .hint("set it in the environment or in .env, or give `--url`")
                .hint(elsewhere),
            Self::Incomplete { .. } => Explanation::new("config_connection_error", self.to_string())
                .hint("write `dbCredentials: { url }` or `dbCredentials: { host, database, … }`"),
            Self::Driver { hint, .. } => {
                Explanation::new("database_driver_error", self.to_string()).hint(*hint)
            }
        }
    }
}
