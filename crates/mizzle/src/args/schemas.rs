//! Commands that hold schemas against each other and change nothing.

use super::{DevDatabase, Place, Project};
use clap::{Args as ClapArgs, ValueEnum};
use std::path::PathBuf;

/// A side is a schema file or glob, a migrations folder (`drizzle`, `drizzle@0003_name`), a
/// snapshot, a `.sql` file or a folder of them, a database URL, or `empty`
#[derive(Debug, ClapArgs)]
pub(crate) struct Diff {
    /// Where to start
    #[arg(long, value_name = "SIDE")]
    pub(crate) from: String,
    /// Where to arrive
    #[arg(long, value_name = "SIDE")]
    pub(crate) to: String,
    /// What is printed: the SQL, one JSON object, or one line a change
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "sql")]
    pub(crate) format: DiffFormat,
    /// End with 3 where the two differ
    #[arg(long)]
    pub(crate) exit_code: bool,
    /// Run the SQL on a development database and compare what comes of it
    #[arg(long)]
    pub(crate) prove: bool,
    /// Answers to rename questions, as a JSON array
    #[arg(long, value_name = "JSON", conflicts_with = "hints_file")]
    pub(crate) hints: Option<String>,
    /// A file with such answers
    #[arg(long, value_name = "PATH")]
    pub(crate) hints_file: Option<PathBuf>,
    /// Names of columns without one: camelCase or snake_case
    #[arg(long, value_name = "CASING")]
    pub(crate) casing: Option<String>,
    #[command(flatten)]
    pub(crate) dev_database: DevDatabase,
}

/// `--format`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    Sql,
    Json,
    Summary,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Export {
    /// Print SQL, the only form there is
    #[arg(
        long,
        num_args = 0..=1,
        require_equals = true,
        default_value = "true",
        default_missing_value = "true",
        hide_default_value = true,
        hide_possible_values = true,
        value_name = "BOOL"
    )]
    pub(crate) sql: bool,
    /// Schema file, folder or glob; may be given more than once
    #[arg(long, value_name = "PATH")]
    pub(crate) schema: Vec<String>,
    #[command(flatten)]
    pub(crate) project: Project,
}

/// A point is `desired` (the schema files), `recorded` (all migrations), a migration's name,
/// number or time (as far as that one), `actual` (the target), or `empty`
#[derive(Debug, ClapArgs)]
pub(crate) struct Erd {
    /// Where to start; without it, one state is drawn and no difference
    #[arg(long, value_name = "POINT")]
    pub(crate) from: Option<String>,
    /// Where to arrive
    #[arg(long, value_name = "POINT", default_value = "desired")]
    pub(crate) to: String,
    /// What is printed
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "svg")]
    pub(crate) format: ErdFormat,
    /// Of a difference, draw also what is the same and stands apart
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) place: Place,
}

/// `--format`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ErdFormat {
    Svg,
    Mermaid,
    Json,
}
