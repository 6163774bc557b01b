//! A project: what its config, its flags, its `mizzle.toml` and its environment say,
//! read once. Everything that the operations need to know about it is here; what they
//! do with it is theirs.

use crate::environment::Environment;
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::load::LoadFailure;
use crate::target::{self, Choice, ConfigTarget, TargetError, TargetFlags};
use mizzle_core::dialect::Dialect;
use mizzle_core::naming::{Casing, Line};
use mizzle_core::postgres::drizzle::Orm;
use mizzle_loader::config::{
    Config, ConfigSource, Credentials, Driver, Filter, MigrationsTable, Prefix, Roles,
};
use mizzle_loader::{Console, Limits, Loader, Options, Resolved, Way};
use std::path::{Path, PathBuf};

/// How a project is opened.
#[derive(Clone)]
pub struct Opening {
    /// The folder, with its environment.
    pub environment: Environment,
    /// `--config`
    pub config: Option<PathBuf>,
    /// What flags say in place of the config.
    pub overrides: Overrides,
    /// Gets what the config and the schema print.
    pub console: Console,
    /// Run them in the project's own Node, outside of the sandbox.
    pub node: bool,
}

/// Options of the config that were given as flags.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--dialect`. Without `--config` it means that no config is read, as in
    /// drizzle-kit.
    pub dialect: Option<Dialect>,
    /// `--driver`
    pub driver: Option<Driver>,
    /// `--schema`; empty where not given.
    pub schema: Vec<String>,
    /// `--out`
    pub out: Option<String>,
    /// `--casing`
    pub casing: Option<Casing>,
    /// `--prefix`
    pub prefix: Option<Prefix>,
    /// `--breakpoints`
    pub breakpoints: Option<bool>,
}

/// An opened project.
pub struct Project {
    /// The folder, with its environment as the config left it.
    pub environment: Environment,
    /// The config as it is shown; `None` where there are only flags.
    pub config: Option<PathBuf>,
    /// `dialect`
    pub dialect: Dialect,
    /// `driver`
    pub driver: Option<Driver>,
    /// `schema`: paths, globs and folders, relative to the working directory.
    pub schema: Vec<String>,
    /// Was `schema` given as a flag, so that it has no place in the config?
    pub schema_by_flag: bool,
    /// `out` as written, relative to the working directory.
    pub out: String,
    /// `casing`
    pub casing: Option<Casing>,
    /// `migrations.prefix`
    pub prefix: Option<Prefix>,
    /// `breakpoints`
    pub breakpoints: bool,
    /// `migrations.schema` and `migrations.table`.
    pub ledger: (Option<String>, Option<String>),
    /// `schemaFilter`, `tablesFilter` and `entities.roles`.
    pub filter: Filter,
    credentials: Credentials,
    loader: Loader,
}

impl Project {
    /// Runs the config.
    pub fn open(opening: Opening, events: Events<'_>) -> Result<Self, Error> {
        let Opening { mut environment, config, overrides, console, node } = opening;
        let cwd = environment.cwd.clone();
        let failed = |error| LoadFailure::new(error, Stage::Config, &cwd);
        let limits = Limits {
            time: environment.settings.loader.timeout.unwrap_or(Limits::default().time),
            memory: environment.settings.loader.memory.unwrap_or(Limits::default().memory),
        };
        let variables = environment.variables.clone();
        let options = Options { console, node, limits, ..Options::new(&cwd, variables) };
        let source = match (config, overrides.dialect) {
            (Some(file), _) => Some(ConfigSource::File(file)),
            (None, None) => Some(ConfigSource::Default),
            (None, Some(_)) => None,
        };
        let loader = Loader::start(options).map_err(failed)?;
        let mut read = None;
        if let Some(source) = source {
            events(Event::Started(Stage::Config));
            let config = loader.config(&source).map_err(failed)?;
            environment.variables = loader.env().map_err(failed)?;
            events(Event::Finished(Stage::Config));
            for notice in &config.notices {
                events(Event::Warning(Warning::new(notice)));
            }
            read = Some(config);
        }
        Ok(Self::from_parts(environment, read, overrides, loader))
    }

    fn from_parts(
        environment: Environment,
        config: Option<Config>,
        overrides: Overrides,
        loader: Loader,
    ) -> Self {
        let Overrides { dialect, driver, schema, out, casing, prefix, breakpoints } = overrides;
        let file = config.as_ref().map(|config| relative(&config.file, &environment.cwd));
        let config = config.unwrap_or_else(|| Config {
            file: PathBuf::new(),
            dialect: Dialect::Postgres,
            driver: None,
            schema: Vec::new(),
            out: None,
            credentials: Credentials::Absent,
            migrations: MigrationsTable::default(),
            breakpoints: None,
            tables_filter: Vec::new(),
            schema_filter: None,
            extensions_filters: Vec::new(),
            casing: None,
            introspect_casing: None,
            roles: Roles::default(),
            verbose: false,
            strict: false,
            notices: Vec::new(),
        });
        Self {
            environment,
            config: file,
            filter: Filter::of(&config),
            dialect: dialect.unwrap_or(config.dialect),
            driver: driver.or(config.driver),
            schema_by_flag: !schema.is_empty(),
            schema: if schema.is_empty() { config.schema } else { schema },
            out: out.or(config.out).unwrap_or_else(|| Config::DEFAULT_OUT.to_owned()),
            casing: casing.or(config.casing),
            prefix: prefix.or(config.migrations.prefix),
            breakpoints: breakpoints.or(config.breakpoints).unwrap_or(true),
            ledger: (config.migrations.schema, config.migrations.table),
            credentials: config.credentials,
            loader,
        }
    }

    /// Refuses a dialect that mizzle has no model of.
    pub fn require_supported(&self) -> Result<(), TargetError> {
        if self.dialect.is_supported() { Ok(()) } else { Err(TargetError::Dialect(self.dialect)) }
    }

    /// Where a command works.
    pub fn target(&self, flags: &TargetFlags) -> Result<Choice, TargetError> {
        let config = ConfigTarget {
            file: self.config.clone(),
            dialect: self.dialect,
            driver: self.driver,
            credentials: self.credentials.clone(),
        };
        target::choose(flags, &self.environment.settings, &config, &self.environment.variables)
    }

    /// The migrations folder.
    pub fn folder(&self) -> PathBuf {
        self.environment.cwd.join(&self.out)
    }

    /// The working directory.
    pub fn cwd(&self) -> &Path {
        &self.environment.cwd
    }

    /// The drizzle-orm that the project has installed.
    pub fn installed_orm(&self) -> Orm {
        let from = self.cwd().join("package.json");
        let version = match self.loader.resolve("drizzle-orm", &from, Way::Import) {
            Ok(Resolved::File(file)) => version_of_package(&file),
            Ok(Resolved::Builtin(_) | Resolved::Embedded(_) | Resolved::StandIn(_)) | Err(_) => {
                None
            }
        };
        Orm { version, compatibility: None, embedded: false }
    }

    /// The line of the installed drizzle-orm.
    pub fn installed_line(&self) -> Option<Line> {
        let version = self.installed_orm().version?;
        Some(if version.starts_with("0.") { Line::V0 } else { Line::V1 })
    }

    /// The engine that ran the config, in which the schema runs as well.
    pub fn loader(&self) -> &Loader {
        &self.loader
    }
}

/// A path as it is shown: from the working directory where it lies in it.
pub(crate) fn relative(path: &Path, cwd: &Path) -> PathBuf {
    path.strip_prefix(cwd).unwrap_or(path).to_owned()
}

/// The version in the `package.json` above a file of a package.
fn version_of_package(file: &Path) -> Option<String> {
    file.ancestors().skip(1).find_map(|folder| {
        let text = std::fs::read_to_string(folder.join("package.json")).ok()?;
        let package: serde_json::Value = serde_json::from_str(&text).ok()?;
        // A folder inside a package may have one that only says `"type"`.
        Some(package.get("version")?.as_str()?.to_owned())
    })
}
