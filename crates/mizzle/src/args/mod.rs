//! The command line as clap types, and nothing else: what a flag is called, what it
//! means, and which words it takes. What a flag does together with the config is
//! decided in `settings`.
//!
//! Flags carry the names that drizzle-kit 0.31 and 1.0 give them, so that a script
//! written for either works.

mod place;
mod schemas;

pub(crate) use place::{DevDatabase, Place, Project, Target};
pub(crate) use schemas::{Diff, DiffFormat, Erd, ErdFormat, Export};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Migrations for Drizzle schemas
#[derive(Debug, Parser)]
#[command(
    name = "mizzle",
    bin_name = "mizzle",
    version,
    disable_version_flag = true,
    infer_long_args = false,
    max_term_width = 100
)]
pub(crate) struct Args {
    /// Print version
    #[arg(short = 'v', short_alias = 'V', long, action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Flags that every command takes.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Config file [default: drizzle.config.ts, .js or .json]
    #[arg(long, global = true, value_name = "PATH")]
    pub(crate) config: Option<PathBuf>,
    /// What is printed: text for people, or one JSON object on stdout
    #[arg(long, global = true, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) output: OutputFormat,
    /// Print results and errors, no progress
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// What runs the config and the schema: the embedded engine, or the project's Node
    #[arg(long, global = true, value_enum, value_name = "LOADER", default_value = "embedded")]
    pub(crate) loader: LoaderKind,
}

/// `--output`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    Text,
    Json,
}

/// `--loader`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LoaderKind {
    Embedded,
    Node,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a migration that takes the recorded schema to the one in the schema files
    Generate(Generate),
    /// Apply the pending migrations to the target
    Migrate(Migrate),
    /// Undo the last applied migration by its certified way back
    Rollback(Rollback),
    /// Show where every migration stands: applied, pending, edited, missing
    Status(Status),
    /// Go through the acceptance list: schema, migrations, history, database, git
    Verify(Verify),
    /// Look for what is wrong in the migrations folder, without any database
    Check(Check),
    /// Record the files of migrations in mizzle.sum as they are, after an edit that was meant
    Seal(Seal),
    /// List what migrations have kept of what they took away
    Archive(Archive),
    /// Compare the target with what its migrations make
    Drift(Drift),
    /// Adopt an existing database: write its first migration and record it as applied
    Baseline(Baseline),
    /// Drop everything in a development database and apply all migrations again
    Reset(Reset),
    /// Compare any two schemas and print the SQL that leads from one to the other
    Diff(Diff),
    /// Print the SQL that builds the schema files in an empty database
    Export(Export),
    /// Draw the tables of a state, or how two states differ, as SVG, Mermaid or JSON
    Erd(Erd),
    /// Show the database and its migrations in the browser, served by this machine to itself
    Studio(Studio),
    /// Start the project's development database in the background and print its URL
    Dev(Dev),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Generate {
    /// Name of the migration [default: describes the change]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Write an empty migration for SQL of your own
    #[arg(long, num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true", hide_default_value = true, hide_possible_values = true, value_name = "BOOL")]
    pub(crate) custom: bool,
    /// Show the planned SQL and write nothing
    #[arg(long, num_args = 0..=1, require_equals = true, default_value = "false", default_missing_value = "true", hide_default_value = true, hide_possible_values = true, value_name = "BOOL")]
    pub(crate) explain: bool,
    /// Make the newest migration again, if no database has applied it
    #[arg(long, conflicts_with_all = ["custom", "explain"])]
    pub(crate) redo: bool,
    /// Ask no database
    #[arg(long)]
    pub(crate) offline: bool,
    /// Write the migration without running it on a development database first
    #[arg(long)]
    pub(crate) no_rehearse: bool,
    /// Keep what the migration takes away, so that its way back can put it back
    #[arg(long, conflicts_with = "custom")]
    pub(crate) keep_data: bool,
    /// Let the migration drop everything that is recorded
    #[arg(long)]
    pub(crate) allow_drop_all: bool,
    /// Answers to rename questions, as a JSON array
    #[arg(long, value_name = "JSON", conflicts_with = "hints_file")]
    pub(crate) hints: Option<String>,
    /// A file with such answers
    #[arg(long, value_name = "PATH")]
    pub(crate) hints_file: Option<PathBuf>,
    /// Start of a migration's file name: index, timestamp, supabase, unix, none
    #[arg(long, value_name = "PREFIX")]
    pub(crate) prefix: Option<String>,
    /// Separate statements by a breakpoint comment [default: true]
    #[arg(
        long,
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "true",
        value_name = "BOOL"
    )]
    pub(crate) breakpoints: Option<bool>,
    /// Schema file, folder or glob; may be given more than once
    #[arg(long, value_name = "PATH")]
    pub(crate) schema: Vec<String>,
    /// Names of columns without one: camelCase or snake_case
    #[arg(long, value_name = "CASING")]
    pub(crate) casing: Option<String>,
    /// Accepted for drizzle-kit's sake; mizzle has no such check to skip
    #[arg(long, hide = true)]
    pub(crate) ignore_conflicts: bool,
    /// Known, so that the refusal can say why
    #[arg(long, hide = true)]
    pub(crate) fix_conflicts: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Migrate {
    /// Print what would be applied, and apply nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Stop after this migration
    #[arg(long, value_name = "MIGRATION")]
    pub(crate) to: Option<String>,
    /// Treat a ledger row without a file, or an edited file, as an error
    #[arg(long)]
    pub(crate) strict: bool,
    /// How long to wait for another migrate, in seconds
    #[arg(long, value_name = "SECONDS")]
    pub(crate) lock_wait: Option<u64>,
    /// A statement of which nobody knows whether it ran: it did (done), or run it again
    #[arg(long, value_enum, value_name = "ANSWER")]
    pub(crate) unsettled: Option<Unsettled>,
    /// Accepted for drizzle-kit's sake; mizzle has no such check to skip
    #[arg(long, hide = true)]
    pub(crate) ignore_conflicts: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// `--unsettled`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Unsettled {
    Done,
    Again,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Rollback {
    /// How many migrations to undo, from the last one back [default: 1]
    #[arg(long, value_name = "N", conflicts_with_all = ["to", "to_common"], value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) steps: Option<u32>,
    /// Undo everything behind this migration, which stays applied
    #[arg(long, value_name = "MIGRATION", conflicts_with = "to_common")]
    pub(crate) to: Option<String>,
    /// Undo what this git branch does not have
    #[arg(long, value_name = "BRANCH")]
    pub(crate) to_common: Option<String>,
    /// Print what would be undone and what that costs, and undo nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Undo although rows or values go for good, in place of the question
    #[arg(long)]
    pub(crate) accept_data_loss: bool,
    /// How long to wait for another run, in seconds
    #[arg(long, value_name = "SECONDS")]
    pub(crate) lock_wait: Option<u64>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Verify {
    /// Ask no target database
    #[arg(long)]
    pub(crate) ci: bool,
    /// Look at what the next commit will hold, for a pre-commit hook
    #[arg(long, conflicts_with = "ci")]
    pub(crate) staged: bool,
    /// A history that makes something else than its snapshots say fails
    #[arg(long)]
    pub(crate) strict: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Check {
    /// Schema file, folder or glob to compare; may be given more than once
    #[arg(long, value_name = "PATH")]
    pub(crate) schema: Vec<String>,
    /// Warn of branches that get in each other's way, and do not fail
    #[arg(long)]
    pub(crate) ignore_conflicts: bool,
    #[command(flatten)]
    pub(crate) project: Project,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Status {
    /// Exit 3 unless everything is applied and clean
    #[arg(long)]
    pub(crate) check: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Seal {
    /// The migrations [default: all]; a number or the beginning of the name will do
    #[arg(value_name = "MIGRATION")]
    pub(crate) migrations: Vec<String>,
    /// Record what was not run on a development database
    #[arg(long)]
    pub(crate) no_rehearse: bool,
    /// Ask no database whether it has applied what was edited
    #[arg(long)]
    pub(crate) offline: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Archive {
    #[command(subcommand)]
    pub(crate) command: Option<ArchiveCommand>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ArchiveCommand {
    /// Drop what is kept; the way back cannot bring it back any more
    Drop {
        /// Tables of the archive, as `mizzle archive` lists them
        #[arg(value_name = "NAME", conflicts_with = "all")]
        names: Vec<String>,
        /// Everything that is kept
        #[arg(long)]
        all: bool,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Drift {
    /// Print nothing but the SQL that takes all of it back
    #[arg(long, conflicts_with = "adopt")]
    pub(crate) sql: bool,
    /// Write what the database has into the schema files, after showing it
    #[arg(long)]
    pub(crate) adopt: bool,
    /// Write it without asking
    #[arg(long, requires = "adopt")]
    pub(crate) yes: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Baseline {
    /// Record the migrations up to this one as applied, and write none
    #[arg(long, value_name = "MIGRATION", conflicts_with_all = ["name", "no_rehearse", "hints", "hints_file"])]
    pub(crate) at: Option<String>,
    /// Name of the migration [default: describes what is there]
    #[arg(long, value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Write the migration without trying it on a development database first
    #[arg(long)]
    pub(crate) no_rehearse: bool,
    /// Answers to rename questions, as a JSON array
    #[arg(long, value_name = "JSON", conflicts_with = "hints_file")]
    pub(crate) hints: Option<String>,
    /// A file with such answers
    #[arg(long, value_name = "PATH")]
    pub(crate) hints_file: Option<PathBuf>,
    /// Schema file, folder or glob; may be given more than once
    #[arg(long, value_name = "PATH")]
    pub(crate) schema: Vec<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Reset {
    /// The database's name, in place of the question
    #[arg(long, value_name = "DATABASE")]
    pub(crate) confirm: Option<String>,
    #[command(flatten)]
    pub(crate) place: Place,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Studio {
    /// Port to listen on; 0 takes any that is free
    #[arg(long, value_name = "PORT", default_value_t = 4983)]
    pub(crate) port: u16,
    /// Address to listen on, so that others can reach the studio [default: this machine alone]
    #[arg(long, value_name = "HOST")]
    pub(crate) host: Option<String>,
    /// A further name under which the studio is reached, behind a proxy; may be given more than once
    #[arg(long, value_name = "NAME")]
    pub(crate) allowed_host: Vec<String>,
    /// Open by a link that is printed and holds once, for a machine with other users
    #[arg(long)]
    pub(crate) token: bool,
    /// Write nothing, neither to the database nor to files
    #[arg(long)]
    pub(crate) read_only: bool,
    /// Open no browser
    #[arg(long)]
    pub(crate) no_open: bool,
    /// Accepted for drizzle-kit's sake
    #[arg(long, hide = true)]
    pub(crate) verbose: bool,
    /// A target of mizzle.toml
    #[arg(long, value_name = "NAME", help_heading = "Target options", conflicts_with_all = ["dev", "url"])]
    pub(crate) target: Option<String>,
    /// The project's development database
    #[arg(long, help_heading = "Target options", conflicts_with = "url")]
    pub(crate) dev: bool,
    /// Connection URL
    #[arg(long, value_name = "URL", help_heading = "Target options")]
    pub(crate) url: Option<String>,
    #[command(flatten)]
    pub(crate) project: Project,
    #[command(flatten)]
    pub(crate) dev_database: DevDatabase,
}

#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Dev {
    #[command(subcommand)]
    pub(crate) command: Option<DevCommand>,
    #[command(flatten)]
    pub(crate) dev_database: DevDatabase,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DevCommand {
    /// Print the URL of the running development database
    Url,
    /// Run SQL in the development database and print the rows
    Sql {
        /// The statements
        #[arg(value_name = "SQL")]
        sql: String,
        #[command(flatten)]
        dev_database: DevDatabase,
    },
    /// Stop the development database
    Stop,
    /// The background process itself
    #[command(hide = true)]
    Serve {
        #[command(flatten)]
        dev_database: DevDatabase,
    },
}
