//! The project's development database: kept in `.mizzle/dev`, served to everybody by a
//! process in the background, or opened by each command for itself.

use crate::environment::Environment;
use crate::error::{Error, Explanation, Place, SqlFailure};
use crate::event::{Event, Events, Stage, Warning};
use crate::mizzle_toml::Setting;
use mizzle_core::sql::lines::Lines;
use mizzle_db::connect::{Row, ServerError, SessionError};
use mizzle_db::connection::Connection;
use mizzle_db::devdb::kept::{Kept, KeptOptions, Status, owner};
use mizzle_db::devdb::{DevError, Engine, Notice};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// How long `dev stop` waits for the owner to end.
const STOP_PATIENCE: Duration = Duration::from_secs(30);

/// What flags say about the development database, over `mizzle.toml`.
#[derive(Debug, Clone, Default)]
pub struct DevFlags {
    /// `--dev-url`, `MIZZLE_DEV_URL`
    pub url: Option<String>,
    /// `--dev-engine`, `MIZZLE_DEV_ENGINE`
    pub engine: Option<String>,
}

/// Why something about the development database cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum DevFailure {
    /// It cannot be found, started or used.
    #[error(transparent)]
    Dev(#[from] DevError),
    /// It went away in the middle of the work.
    #[error("the development database went away while {doing}: {why}")]
    Lost {
        /// What was being done.
        doing: &'static str,
        /// What is known of it.
        why: String,
    },
    /// Nobody serves it.
    #[error("the development database is not running")]
    NotRunning,
    /// A statement of `dev sql` was refused.
    #[error("{error}")]
    Sql {
        /// The text that was sent.
        sql: String,
        /// What came of it.
        error: SessionError,
    },
}

impl DevFailure {
    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::Dev(DevError::Unavailable(unavailable)) => {
                Explanation::new("dev_database_error", unavailable.to_string())
                    .hint(unavailable.help())
            }
            Self::Dev(DevError::Connect(error)) => {
                let explanation = Explanation::new("dev_database_error", error.to_string());
                match error.hint() {
                    Some(hint) => explanation.hint(hint),
                    None => explanation,
                }
            }
            Self::Dev(DevError::Owner(said)) => last_words(said),
            Self::Dev(error) => Explanation::new("dev_database_error", error.to_string()),
            Self::Lost { .. } => Explanation::new("dev_database_error", self.to_string())
                .hint("run the same command again"),
            Self::NotRunning => Explanation::new("dev_database_error", self.to_string())
                .hint("start it with `mizzle dev`"),
            Self::Sql { sql, error } => match error.server() {
                Some(server) => refused(sql, server),
                None => Explanation::new("query_error", error.to_string()),
            },
        }
    }
}

/// What the background process said before it ended: an error of ours, as text.
fn last_words(said: &str) -> Explanation {
    let mut parts = said.split("hint: ").map(str::trim);
    let first = parts.next().unwrap_or_default();
    let reason = first.strip_prefix("error: ").unwrap_or(first);
    let message = format!("the development database's background process did not start: {reason}");
    parts.fold(Explanation::new("dev_database_error", message), Explanation::hint)
}

fn refused(sql: &str, server: &ServerError) -> Explanation {
    let place = server.position.map(|position| {
        let within = (position as usize).saturating_sub(1);
        let offset = sql.char_indices().nth(within).map_or(sql.len(), |(at, _)| at);
        let lines = Lines::new(sql);
        let at = lines.position(offset);
        Place {
            file: PathBuf::from("SQL"),
            line: at.line,
            column: at.column,
            text: lines.line(at.line).to_owned(),
            len: 1,
        }
    });
    let mut explanation = Explanation::new("query_error", &server.message).at(place);
    explanation.sql = Some(SqlFailure {
        code: Some(server.code.clone()),
        detail: server.detail.clone(),
        hint: server.hint.clone(),
        context: server.context.clone(),
        statement: Some(sql.to_owned()),
    });
    explanation
}

/// How the project's development database is opened.
pub fn options(environment: &Environment, flags: &DevFlags) -> Result<KeptOptions, Error> {
    let dev = &environment.settings.dev;
    let mut options = KeptOptions::undecided(&environment.cwd);
    let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let engine = given(&flags.engine).or_else(|| dev.engine.clone());
    options.dev.engine =
        engine.map(|engine| engine.parse::<Engine>()).transpose().map_err(DevFailure::Dev)?;
    options.dev.url = given(&flags.url).or_else(|| match Setting::parse(dev.url.as_deref()?) {
        Setting::Text(url) => Some(url.to_owned()),
        Setting::Variable(name) => {
            environment.variables.get(name).cloned().filter(|url| !url.is_empty())
        }
    });
    options.dev.version = dev.version;
    options.dev.cancel.clone_from(&environment.cancel);
    Ok(options)
}

/// Opens the development database for one command, or joins whoever serves it.
pub fn open(options: &KeptOptions, events: Events<'_>) -> Result<Kept, Error> {
    events(Event::Started(Stage::DevDatabase));
    let mut waiting = || {
        events(Event::Warning(Warning::new(
            "another mizzle process uses the development database; waiting for it",
        )));
    };
    let kept = Kept::open(options, &mut waiting).map_err(DevFailure::Dev)?;
    events(Event::Finished(Stage::DevDatabase));
    tell(kept.notices(), events);
    Ok(kept)
}

/// Tells of an engine what a user should know.
pub(crate) fn tell(notices: &[Notice], events: Events<'_>) {
    for notice in notices.iter().filter(|notice| notice.is_warning()) {
        events(Event::Warning(Warning::new(notice.to_string())));
    }
}

/// Starts the background process with `command`, which has to call [`serve`], unless
/// somebody serves already; returns when clients can come.
pub fn start(command: Command, options: &KeptOptions, events: Events<'_>) -> Result<Status, Error> {
    events(Event::Started(Stage::DevDatabase));
    let status = owner::start(command, options).map_err(DevFailure::Dev)?;
    events(Event::Finished(Stage::DevDatabase));
    Ok(status)
}

/// The whole life of the background process.
pub fn serve(options: &KeptOptions) -> Result<(), Error> {
    owner::serve(options, &mut |_, _| ()).map_err(DevFailure::Dev)?;
    Ok(())
}

/// Who serves the development database. The URL in it is for people and programs.
pub fn status(options: &KeptOptions) -> Result<Status, Error> {
    let status = owner::status(&options.folder).map_err(DevFailure::Dev)?;
    Ok(status.ok_or(DevFailure::NotRunning)?)
}

/// Runs SQL in the development database and gives the rows of all its statements.
pub fn sql(sql: &str, options: &KeptOptions, events: Events<'_>) -> Result<Vec<Table>, Error> {
    let kept = open(options, events)?;
    let mut connection =
        Connection::open(kept.target()).map_err(|error| DevFailure::Dev(error.into()))?;
    let failed = |error| DevFailure::Sql { sql: sql.to_owned(), error };
    let rows = connection.query(sql).map_err(failed)?;
    for notice in connection.take_notices() {
        events(Event::Notice { severity: notice.severity, message: notice.message });
    }
    Ok(tables(&rows))
}

/// Stops the background process. False where none runs.
pub fn stop(options: &KeptOptions) -> Result<bool, Error> {
    Ok(owner::stop(&options.folder, STOP_PATIENCE).map_err(DevFailure::Dev)?)
}

/// Rows under one heading, every value as the server's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The rows; `None` is NULL.
    pub rows: Vec<Vec<Option<String>>>,
}

/// Rows of several statements come in one list; where the heading changes a new table
/// begins.
fn tables(rows: &[Row]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for row in rows {
        let columns: Vec<String> = row.names().map(str::to_owned).collect();
        let values = (0..row.len()).map(|column| row.text(column).map(str::to_owned)).collect();
        match tables.last_mut() {
            Some(table) if table.columns == columns => table.rows.push(values),
            Some(_) | None => tables.push(Table { columns, rows: vec![values] }),
        }
    }
    tables
}
