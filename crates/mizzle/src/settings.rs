//! From flags and environment to what an operation is called with. Flags win over the
//! config; which words a flag takes is checked here, so that an operation only sees
//! values that mean something.

use crate::args;
use crate::error::CommandError;
use crate::report::Report;
use mizzle_app::dev::DevFlags;
use mizzle_app::environment::Environment;
use mizzle_app::project::{Opening, Overrides, Project};
use mizzle_app::target::TargetFlags;
use mizzle_core::dialect::Dialect;
use mizzle_core::naming::Casing;
use mizzle_loader::config::{Credentials, Driver, Prefix, Secret, Ssl, SslMode};
use std::io::Write;
use std::sync::Arc;

/// The folder that the command runs in.
pub(crate) fn environment(report: &mut dyn Report) -> Result<Environment, CommandError> {
    let cwd = std::env::current_dir().map_err(|error| {
        CommandError::usage("file_error", format!("the working directory cannot be read: {error}"))
    })?;
    // A variable that is not Unicode cannot reach a config, whose strings are.
    let variables = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect();
    Ok(Environment::read(cwd, variables, &mut |event| report.event(event))?)
}

/// Opens the project.
pub(crate) fn project(
    global: &args::Global,
    flags: &args::Project,
    overrides: Overrides,
    report: &mut dyn Report,
) -> Result<Project, CommandError> {
    let overrides = project_overrides(flags, overrides)?;
    project_of(environment(report)?, global, overrides, report)
}

/// What the flags about the project say in place of its config.
pub(crate) fn project_overrides(
    flags: &args::Project,
    overrides: Overrides,
) -> Result<Overrides, CommandError> {
    Ok(Overrides {
        dialect: flags.dialect.as_deref().map(dialect).transpose()?,
        driver: flags.driver.as_deref().map(driver).transpose()?,
        out: flags.out.clone(),
        ..overrides
    })
}

/// Opens the project of an environment that was read before.
pub(crate) fn project_of(
    environment: Environment,
    global: &args::Global,
    overrides: Overrides,
    report: &mut dyn Report,
) -> Result<Project, CommandError> {
    let opening = opening(environment, global, overrides);
    Ok(Project::open(opening, &mut |event| report.event(event))?)
}

/// How the project of an environment is opened.
pub(crate) fn opening(
    environment: Environment,
    global: &args::Global,
    overrides: Overrides,
) -> Opening {
    Opening {
        environment,
        config: global.config.clone(),
        overrides,
        node: global.loader == args::LoaderKind::Node,
        console: Arc::new(|_, text| {
            // What a config prints is talk, wherever it prints it: stdout is for results.
            let _ = std::io::stderr().write_all(text.as_bytes());
        }),
    }
}

/// What the flags say about the development database.
pub(crate) fn dev(flags: &args::DevDatabase) -> DevFlags {
    DevFlags { url: flags.dev_url.clone(), engine: flags.dev_engine.clone() }
}

/// What `generate` lets a flag override.
pub(crate) fn overrides(generate: &args::Generate) -> Result<Overrides, CommandError> {
    Ok(Overrides {
        schema: generate.schema.clone(),
        casing: generate.casing.as_deref().map(casing).transpose()?,
        prefix: generate.prefix.as_deref().map(prefix).transpose()?,
        breakpoints: generate.breakpoints,
        ..Overrides::default()
    })
}

/// The target that the flags name.
pub(crate) fn target(flags: &args::Target) -> Result<TargetFlags, CommandError> {
    let secret = |text: &Option<String>| text.as_deref().map(Secret::new);
    let credentials = match (&flags.url, &flags.host, &flags.database) {
        (Some(url), _, _) => {
            Some(Credentials::Url { url: Secret::new(url.as_str()), auth_token: None })
        }
        (None, Some(host), Some(database)) => Some(Credentials::Host {
            host: Secret::new(host.as_str()),
            port: flags.port.map(|port| Secret::new(port.to_string())),
            user: secret(&flags.user),
            password: secret(&flags.password),
            database: Secret::new(database.as_str()),
            ssl: flags.ssl.as_deref().map(ssl).transpose()?,
        }),
        (None, _, _) => None,
    };
    Ok(TargetFlags { name: flags.target.clone(), dev: flags.dev, credentials })
}

fn dialect(word: &str) -> Result<Dialect, CommandError> {
    Dialect::parse(word)
        .ok_or_else(|| unknown("--dialect", word, &Dialect::ALL.map(Dialect::as_str)))
}

fn driver(word: &str) -> Result<Driver, CommandError> {
    Driver::parse(word).ok_or_else(|| unknown("--driver", word, &Driver::ALL.map(Driver::as_str)))
}

fn prefix(word: &str) -> Result<Prefix, CommandError> {
    Prefix::parse(word).ok_or_else(|| unknown("--prefix", word, &Prefix::ALL.map(Prefix::as_str)))
}

pub(crate) fn casing(word: &str) -> Result<Casing, CommandError> {
    match word {
        "snake_case" => Ok(Casing::Snake),
        "camelCase" => Ok(Casing::Camel),
        _ => Err(unknown("--casing", word, &["camelCase", "snake_case"])),
    }
}

fn ssl(word: &str) -> Result<Ssl, CommandError> {
    Ok(match word {
        "true" => Ssl::Switch(true),
        "false" => Ssl::Switch(false),
        "allow" => Ssl::Mode(SslMode::Allow),
        "prefer" => Ssl::Mode(SslMode::Prefer),
        "require" => Ssl::Mode(SslMode::Require),
        "verify-full" => Ssl::Mode(SslMode::VerifyFull),
        _ => {
            let known = ["true", "false", "allow", "prefer", "require", "verify-full"];
            return Err(unknown("--ssl", word, &known));
        }
    })
}

fn unknown(flag: &str, word: &str, known: &[&str]) -> CommandError {
    CommandError::usage("usage_error", format!("`{flag}` does not know `{word}`"))
        .hint(format!("it takes one of {}", known.join(", ")))
}
