//! Where a command works. The target is never guessed: it comes from a flag, from
//! `mizzle.toml` or from the config, in this order, and where none of them names one
//! the error says which variable is not set.

mod error;

pub use error::TargetError;

use crate::mizzle_toml::{DEV, FILE_NAME, MizzleToml, Setting};
use mizzle_core::dialect::Dialect;
use mizzle_loader::config::{Credentials, Driver, Secret};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What the flags say about the target.
#[derive(Debug, Clone, Default)]
pub struct TargetFlags {
    /// `--target NAME`
    pub name: Option<String>,
    /// `--dev`
    pub dev: bool,
    /// `--url`, or `--host` and its companions.
    pub credentials: Option<Credentials>,
}

impl TargetFlags {
    /// Does any flag name a target?
    pub fn is_empty(&self) -> bool {
        self.name.is_none() && !self.dev && self.credentials.is_none()
    }
}

/// What the config says about it.
#[derive(Debug, Clone)]
pub struct ConfigTarget {
    /// The config as it is shown, or `None` where there are only flags.
    pub file: Option<PathBuf>,
    /// `dialect`
    pub dialect: Dialect,
    /// `driver`
    pub driver: Option<Driver>,
    /// `dbCredentials`
    pub credentials: Credentials,
}

impl ConfigTarget {
    fn name(&self) -> String {
        self.file
            .as_ref()
            .map_or_else(|| "the command line".to_owned(), |file| format!("`{}`", file.display()))
    }
}

/// The chosen target.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Which database.
    pub destination: Destination,
    /// Who chose it, as it is printed.
    pub chosen_by: String,
}

/// A database to work in.
#[derive(Debug, Clone)]
pub enum Destination {
    /// The project's development database.
    Dev,
    /// A server.
    Server(Box<Credentials>),
}

/// Chooses the target.
///
/// `env` is the environment as the config left it, `.env` included.
pub fn choose(
    flags: &TargetFlags,
    settings: &MizzleToml,
    config: &ConfigTarget,
    env: &BTreeMap<String, String>,
) -> Result<Choice, TargetError> {
    if let Some(credentials) = &flags.credentials {
        return Ok(Choice {
            destination: Destination::Server(Box::new(credentials.clone())),
            chosen_by: "the command line".to_owned(),
        });
    }
    if let Some(name) = &flags.name {
        return named(name, "--target", settings, env);
    }
    if flags.dev {
        return Ok(Choice { destination: Destination::Dev, chosen_by: "--dev".to_owned() });
    }
    match &settings.target {
        Some(name) if name == DEV => match given(&config.credentials) {
            Some(what) => Err(TargetError::Two { config: config.name(), what }),
            None => named(name, FILE_NAME, settings, env),
        },
        Some(name) => named(name, FILE_NAME, settings, env),
        None => from_config(config),
    }
}

fn named(
    name: &str,
    by: &str,
    settings: &MizzleToml,
    env: &BTreeMap<String, String>,
) -> Result<Choice, TargetError> {
    let Some(target) = settings.targets.get(name) else {
        if name == DEV {
            return Ok(Choice { destination: Destination::Dev, chosen_by: by.to_owned() });
        }
        return Err(TargetError::Unknown {
            name: name.to_owned(),
            known: settings.targets.keys().cloned().collect(),
        });
    };
    let url = match Setting::parse(&target.url) {
        Setting::Text(url) => url,
        Setting::Variable(variable) => match env.get(variable).map(String::as_str) {
            Some(url) if !url.is_empty() => url,
            other => {
                return Err(TargetError::Variable {
                    name: name.to_owned(),
                    variable: variable.to_owned(),
                    state: if other.is_some() { "empty" } else { "not set" },
                });
            }
        },
    };
    Ok(Choice {
        destination: Destination::Server(Box::new(Credentials::Url {
            url: Secret::new(url),
            auth_token: None,
        })),
        chosen_by: format!("target `{name}`, {by}"),
    })
}

fn from_config(config: &ConfigTarget) -> Result<Choice, TargetError> {
    if !config.dialect.is_supported() {
        return Err(TargetError::Dialect(config.dialect));
    }
    if let Some(driver) = config.driver
        && let Some(hint) = refuse_driver(driver)
    {
        return Err(TargetError::Driver { driver: driver.as_str(), hint });
    }
    let missing = |key, secret: &Secret| TargetError::Missing {
        config: config.name(),
        key,
        state: if secret.is_empty() { "empty" } else { "undefined" },
        variable: secret.variable().map_or_else(String::new, |variable| {
            let state = if secret.is_empty() { "empty" } else { "not set" };
            format!(", since the variable `{variable}` is {state}")
        }),
    };
    match &config.credentials {
        Credentials::Absent if config.file.is_none() => Err(TargetError::NoFlags),
        Credentials::Absent => Err(TargetError::Absent { config: config.name() }),
        Credentials::Url { url, .. } if url.given().is_none() => Err(missing("url", url)),
        Credentials::Host { host, .. } if host.given().is_none() => Err(missing("host", host)),
        Credentials::Host { database, .. } if database.given().is_none() => {
            Err(missing("database", database))
        }
        Credentials::Incomplete { keys } => Err(TargetError::Incomplete {
            config: config.name(),
            found: if keys.is_empty() {
                String::new()
            } else {
                format!(", only {}", keys.join(", "))
            },
        }),
        Credentials::AwsDataApi { .. } => Err(TargetError::Driver {
            driver: Driver::AwsDataApi.as_str(),
            hint: refuse_driver(Driver::AwsDataApi).unwrap_or_default(),
        }),
        Credentials::Client => Err(TargetError::Driver {
            driver: Driver::PgLite.as_str(),
            hint: refuse_driver(Driver::PgLite).unwrap_or_default(),
        }),
        Credentials::Url { .. } | Credentials::Host { .. } | Credentials::D1 { .. } => Ok(Choice {
            destination: Destination::Server(Box::new(config.credentials.clone())),
            chosen_by: config.file.as_ref().map_or_else(
                || "the command line".to_owned(),
                |file| format!("dbCredentials in {}", file.display()),
            ),
        }),
    }
}

/// Why a database behind this driver cannot be opened; `None` where it can.
fn refuse_driver(driver: Driver) -> Option<&'static str> {
    match driver {
        Driver::AwsDataApi => Some(
            "the RDS Data API is no Postgres connection: give `--url` of the cluster, or run `npx drizzle-kit migrate`",
        ),
        Driver::PgLite => Some(
            "the folder belongs to PGlite and is not replaced by another engine: run `npx drizzle-kit migrate`, or work with `--dev` or `--url`",
        ),
        Driver::Dsql => Some(
            "Aurora DSQL signs in with short-lived tokens: give `--url` with one, or run `npx drizzle-kit migrate`",
        ),
        Driver::D1Http | Driver::Expo | Driver::DurableSqlite | Driver::SqliteCloud => {
            Some("it is a driver for SQLite")
        }
    }
}

/// What is set in `dbCredentials`, as words for a message; `None` where nothing is.
fn given(credentials: &Credentials) -> Option<String> {
    let set = |key: &str, secret: &Secret| {
        secret.given().map(|_| match secret.variable() {
            Some(variable) => format!("`{key}` from the variable `{variable}`"),
            None => format!("`{key}`"),
        })
    };
    match credentials {
        Credentials::Absent | Credentials::Incomplete { .. } => None,
        Credentials::Url { url, .. } => set("url", url),
        Credentials::Host { host, database, .. } => {
            set("host", host).or_else(|| set("database", database))
        }
        Credentials::AwsDataApi { resource_arn, database, .. } => {
            set("resourceArn", resource_arn).or_else(|| set("database", database))
        }
        Credentials::D1 { database_id, .. } => set("databaseId", database_id),
        Credentials::Client => Some("`client`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(credentials: Credentials) -> ConfigTarget {
        ConfigTarget {
            file: Some("drizzle.config.ts".into()),
            dialect: Dialect::Postgres,
            driver: None,
            credentials,
        }
    }

    fn url(text: &str) -> Credentials {
        Credentials::Url { url: Secret::new(text), auth_token: None }
    }

    fn settings(text: &str) -> MizzleToml {
        toml::from_str(text).unwrap()
    }

    fn chosen(result: Result<Choice, TargetError>) -> String {
        match result {
            Ok(Choice { destination: Destination::Dev, chosen_by }) => {
                format!("dev by {chosen_by}")
            }
            Ok(Choice { destination: Destination::Server(credentials), chosen_by }) => {
                let Credentials::Url { url, .. } = *credentials else { panic!("{credentials:?}") };
                format!("{} by {chosen_by}", url.given().unwrap())
            }
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn flags_win_over_settings_and_settings_over_the_config() {
        let toml = settings(
            "target = \"a\"\n[targets.a]\nurl = \"postgres://a\"\n[targets.b]\nurl = \"$B\"",
        );
        let config = config(url("postgres://config"));
        let env = BTreeMap::from([("B".to_owned(), "postgres://b".to_owned())]);
        let with = |flags| chosen(choose(&flags, &toml, &config, &env));
        assert_eq!(
            with(TargetFlags { credentials: Some(url("postgres://flag")), ..Default::default() }),
            "postgres://flag by the command line"
        );
        assert_eq!(
            with(TargetFlags { name: Some("b".into()), ..Default::default() }),
            "postgres://b by target `b`, --target"
        );
        assert_eq!(with(TargetFlags { dev: true, ..Default::default() }), "dev by --dev");
        assert_eq!(with(TargetFlags::default()), "postgres://a by target `a`, mizzle.toml");
        assert_eq!(
            chosen(choose(&TargetFlags::default(), &MizzleToml::default(), &config, &env)),
            "postgres://config by dbCredentials in drizzle.config.ts"
        );
    }

    #[test]
    fn the_development_database_and_credentials_are_two_targets() {
        let toml = settings("target = \"dev\"");
        let none = BTreeMap::new();
        let flags = TargetFlags::default();
        assert_eq!(
            chosen(choose(&flags, &toml, &config(url("postgres://x")), &none)),
            "error: two targets: `mizzle.toml` says `target = \"dev\"`, and `drizzle.config.ts` has credentials (`url`)"
        );
        for nothing in [url(""), Credentials::Absent] {
            assert_eq!(
                chosen(choose(&flags, &toml, &config(nothing), &none)),
                "dev by mizzle.toml"
            );
        }
    }

    #[test]
    fn nothing_is_guessed() {
        let none = BTreeMap::new();
        let flags = TargetFlags::default();
        let toml = settings("[targets.a]\nurl = \"$A\"");
        let errors = [
            choose(&flags, &toml, &config(Credentials::Absent), &none),
            choose(&flags, &toml, &config(url("")), &none),
            choose(
                &TargetFlags { name: Some("a".into()), ..Default::default() },
                &toml,
                &config(Credentials::Absent),
                &none,
            ),
            choose(
                &TargetFlags { name: Some("b".into()), ..Default::default() },
                &toml,
                &config(Credentials::Absent),
                &none,
            ),
        ];
        let messages: Vec<_> = errors.into_iter().map(chosen).collect();
        assert_eq!(
            messages,
            [
                "error: no database is named: `drizzle.config.ts` has no `dbCredentials`",
                "error: no database is named: `dbCredentials.url` in `drizzle.config.ts` is empty",
                "error: target `a` of `mizzle.toml` has no URL: the variable `A` is not set",
                "error: there is no target `b` in `mizzle.toml`",
            ]
        );
    }
}
