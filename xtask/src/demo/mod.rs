//! `cargo xtask demo`: the main job from an empty folder to a database with
//! rows, on real output, each step checked.

mod back;
mod shell;
mod story;

use std::fs;
use std::process::ExitCode;

use self::shell::Shell;
use self::story::{CONFIG, ENV, GITIGNORE, MIZZLE_TOML, Schema};
use crate::build;
use crate::error::{At, Result};
use crate::paths;
use crate::server;

/// What serves the project's development database.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Local,
    Embedded,
}

impl Engine {
    /// As it is written after `--engine`.
    pub(crate) fn parse(name: &str) -> Result<Self> {
        match name {
            "local" => Ok(Self::Local),
            "embedded" => Ok(Self::Embedded),
            _ => Err(format!("`--engine {name}`: expected local or embedded").into()),
        }
    }

    /// What this machine has, and the embedded one where it has nothing.
    fn of_this_machine() -> Self {
        if server::find().is_some() { Self::Local } else { Self::Embedded }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Embedded => "embedded",
        }
    }
}

/// Builds mizzle, unless it is to be taken as it is, and tells the story.
pub(crate) fn run(engine: Option<Engine>, no_build: bool) -> Result<ExitCode> {
    let engine = engine.unwrap_or_else(Engine::of_this_machine);
    if !no_build {
        build::release()?;
        if engine == Engine::Embedded {
            build::embedded_postgres()?;
        }
    }
    let folder = paths::target().join("demo");
    let shell = Shell::new(folder.clone(), build::mizzle(), engine.name());
    if folder.exists() {
        // A database that an interrupted demonstration left behind. That there
        // is none is the usual case, and no failure.
        let _ = shell.command().args(["dev", "stop"]).output();
        fs::remove_dir_all(&folder).at("remove", &folder)?;
    }
    fs::create_dir_all(&folder).at("create", &folder)?;
    let told = tell(&shell);
    let stopped = shell.mizzle(&["dev", "stop"]);
    told?;
    stopped?;
    println!("\nEverything was as told. The project is in {}.", folder.display());
    Ok(ExitCode::SUCCESS)
}

fn tell(shell: &Shell) -> Result<()> {
    begin(shell)?;
    add_a_column(shell)?;
    add_a_table(shell)?;
    add_a_foreign_key(shell)?;
    require_a_value(shell)?;
    back::change_by_hand(shell)?;
    back::edit_what_is_applied(shell)?;
    back::go_back(shell)?;
    end(shell)
}

fn begin(shell: &Shell) -> Result<()> {
    shell.chapter("A project with a schema and no database");
    shell.write("drizzle.config.ts", CONFIG)?;
    shell.write(".env", ENV)?;
    shell.write("mizzle.toml", MIZZLE_TOML)?;
    shell.edit(Schema::Users)?;
    shell.mizzle(&["generate"])?;
    shell.migrations(1)?;
    shell.newest(&["CREATE TABLE \"users\"", "\"email\" text NOT NULL", "UNIQUE"], &[])?;
    shell.mizzle(&["migrate"])?;
    shell.query(
        "insert into users (email) values ('ada@example.com'), ('grace@example.com') returning id",
        &["1", "2"],
    )
}

fn add_a_column(shell: &Shell) -> Result<()> {
    shell.chapter("A column");
    shell.edit(Schema::NewField)?;
    shell.mizzle(&["generate"])?;
    shell.migrations(2)?;
    shell.newest(&["ALTER TABLE \"users\" ADD COLUMN \"new_field\" text;"], &["DROP", "CREATE"])?;
    shell.mizzle(&["migrate"])?;
    shell.say("The rows are still there, and the column is.");
    shell.query("select email, new_field from users order by id", &["ada@example.com", "new_field"])
}

fn add_a_table(shell: &Shell) -> Result<()> {
    shell.chapter("A table whose key is made by the application");
    shell.edit(Schema::NewTable)?;
    shell.mizzle(&["generate"])?;
    shell.migrations(3)?;
    shell.say("`$defaultFn` is a default at run time: the database must not know it.");
    shell.newest(
        &["CREATE TABLE \"new_table\"", "\"id\" text PRIMARY KEY", "DEFAULT now()"],
        &["uuid", "ALTER TABLE"],
    )?;
    shell.mizzle(&["migrate"])?;
    shell.query(
        "insert into new_table (id, name) values ('3f2b', 'first') returning id, created_at",
        &["3f2b"],
    )
}

fn add_a_foreign_key(shell: &Shell) -> Result<()> {
    shell.chapter("A foreign key that cascades");
    shell.edit(Schema::Posts)?;
    shell.mizzle(&["generate"])?;
    shell.migrations(4)?;
    shell.newest(
        &["CREATE TABLE \"posts\"", "FOREIGN KEY (\"user_id\")", "ON DELETE cascade"],
        &["DROP"],
    )?;
    shell.mizzle(&["migrate"])?;
    shell.query(
        "insert into posts (user_id, title) values (1, 'Notes'), (2, 'A bug') returning id",
        &["1", "2"],
    )?;
    shell.say("Whoever goes takes the posts along.");
    shell.query("delete from users where email like 'grace%' returning email", &["grace"])?;
    shell.query("select count(*) as posts_left from posts", &["posts_left", "1"])
}

fn require_a_value(shell: &Shell) -> Result<()> {
    shell.chapter("A value that becomes required");
    shell.edit(Schema::RequiredDescription)?;
    shell.mizzle(&["generate"])?;
    shell.migrations(5)?;
    let statement = "ALTER TABLE \"new_table\" ALTER COLUMN \"description\" SET NOT NULL;";
    shell.newest(&[statement], &["DROP", "CREATE"])?;
    shell.say("One row has no description yet, so the database refuses, and nothing changes.");
    let refused = shell.try_mizzle(&["migrate"])?;
    refused.ends(1)?;
    refused.holds(&["description", "null values", ".sql:1:1", "mizzle dev sql '", "an UPDATE"])?;
    shell.query("SELECT * FROM \"new_table\" WHERE \"description\" IS NULL", &["3f2b"])?;
    shell.query(
        "update new_table set description = 'the first one' where description is null returning id",
        &["3f2b"],
    )?;
    shell.mizzle(&["migrate"])?;
    shell.query(
        "select is_nullable from information_schema.columns \
         where table_name = 'new_table' and column_name = 'description'",
        &["NO"],
    )
}

fn end(shell: &Shell) -> Result<()> {
    shell.chapter("Where it ends");
    shell.mizzle(&["generate"])?.holds(&["No schema changes, nothing to migrate"])?;
    shell.migrations(5)?;
    shell.mizzle(&["migrate"])?;
    shell.query("select * from users order by id", &["ada@example.com"])?;
    shell.query("select * from posts order by id", &["Notes"])?;
    shell.query("select * from new_table order by id", &["the first one"])?;
    shell.query(
        "select id, hash, created_at from drizzle.__drizzle_migrations order by id",
        &["5"],
    )?;
    shell.mizzle(&["status", "--check"])?.holds(&["5 migrations: 5 applied"])?;
    shell.write(".gitignore", GITIGNORE)?;
    if shell.git(&["init", "--quiet"])? {
        shell.git(&["add", "--all"])?;
        shell.git(&["commit", "--quiet", "--message", "Schema and migrations"])?;
    }
    shell.mizzle(&["verify"])?.holds(&["✔ the database is what the migrations make"])
}
