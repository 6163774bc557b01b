//! Where a command works: the flags that most commands share.

use clap::Args as ClapArgs;

/// What a config says about the project, for one run.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Project options (override the config)")]
pub(crate) struct Project {
    /// Database dialect; without --config, no config file is read
    #[arg(long, value_name = "DIALECT")]
    pub(crate) dialect: Option<String>,
    /// Database driver
    #[arg(long, value_name = "DRIVER")]
    pub(crate) driver: Option<String>,
    /// Migrations folder [default: drizzle]
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<String>,
}

/// Where the command works.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Target options")]
pub(crate) struct Target {
    /// A target of mizzle.toml
    #[arg(long, value_name = "NAME", conflicts_with_all = ["dev", "url", "host"])]
    pub(crate) target: Option<String>,
    /// The project's development database
    #[arg(long, conflicts_with_all = ["url", "host"])]
    pub(crate) dev: bool,
    /// Connection URL
    #[arg(long, value_name = "URL", conflicts_with_all = ["host", "port", "user", "password", "database", "ssl"])]
    pub(crate) url: Option<String>,
    /// Database host
    #[arg(long, value_name = "HOST", requires = "database")]
    pub(crate) host: Option<String>,
    /// Database port
    #[arg(long, value_name = "PORT", requires = "host")]
    pub(crate) port: Option<u16>,
    /// Database user
    #[arg(long, value_name = "NAME", requires = "host")]
    pub(crate) user: Option<String>,
    /// Database password
    #[arg(long, value_name = "PASSWORD", requires = "host")]
    pub(crate) password: Option<String>,
    /// Database name
    #[arg(long, value_name = "NAME", requires = "host")]
    pub(crate) database: Option<String>,
    /// TLS mode: true, false, require, allow, prefer, verify-full
    #[arg(long, value_name = "MODE", requires = "host")]
    pub(crate) ssl: Option<String>,
}

/// Which development database is used.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Development database options")]
pub(crate) struct DevDatabase {
    /// A server to use as the development database
    #[arg(long, value_name = "URL", env = "MIZZLE_DEV_URL", hide_env_values = true)]
    pub(crate) dev_url: Option<String>,
    /// The engine to use, and no other: url, local, embedded, docker, none
    #[arg(long, value_name = "ENGINE", env = "MIZZLE_DEV_ENGINE", hide_env_values = true)]
    pub(crate) dev_engine: Option<String>,
}

/// A project and where the command works.
#[derive(Debug, Default, ClapArgs)]
pub(crate) struct Place {
    #[command(flatten)]
    pub(crate) project: Project,
    #[command(flatten)]
    pub(crate) target: Target,
    #[command(flatten)]
    pub(crate) dev_database: DevDatabase,
}
