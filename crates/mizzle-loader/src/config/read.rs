//! A config's value as a [`Config`]: what drizzle-kit 0.31 or 1.0 would refuse is an
//! error at its place in the file, what neither knows is a notice.

use std::path::PathBuf;

use indexmap::IndexMap;
use mizzle_core::dialect::Dialect;
use mizzle_core::naming::Casing;

use super::options::{Driver, IntrospectCasing, MigrationsTable, Prefix, Roles};
use super::outline::Outline;
use super::value::Js;
use super::{Config, credentials};
use crate::options::Result;
use crate::source::Source;
use crate::{LoadError, LoadErrorKind, Place};

pub(super) type Object = IndexMap<String, Js>;

/// Every option that some release of drizzle-kit reads.
const OPTIONS: [&str; 17] = [
    "dialect",
    "schema",
    "out",
    "driver",
    "dbCredentials",
    "migrations",
    "breakpoints",
    "tablesFilter",
    "schemaFilter",
    "extensionsFilters",
    "casing",
    "introspect",
    "entities",
    "verbose",
    "strict",
    "sql",
    "connectionString",
];

/// Reads a config's value.
pub(super) fn read(
    file: PathBuf,
    value: &Js,
    outline: &Outline,
    source: &Source,
) -> Result<Config> {
    let Js::Object(config) = value else {
        let message = if *value == Js::Undefined {
            "the config has no default export".to_owned()
        } else {
            format!("the config is {}, not an object", value.what())
        };
        return Err(LoadError::new(LoadErrorKind::Invalid, message)
            .at(Some(source.place(0, 0)))
            .hint("write `export default defineConfig({ dialect: \"postgresql\", … })`"));
    };
    let mut reader = Reader { outline, source, notices: Vec::new() };
    reader.unknown("", config, &OPTIONS);
    let (dialect, driver) = reader.dialect_and_driver(config)?;
    let (table, schema, prefix) = match reader.object(config, "", "migrations")? {
        None => (None, None, None),
        Some(migrations) => {
            reader.unknown("migrations", migrations, &["table", "schema", "prefix"]);
            (
                reader.text(migrations, "migrations", "table")?,
                reader.text(migrations, "migrations", "schema")?,
                reader.word(
                    migrations,
                    "migrations",
                    "prefix",
                    &Prefix::ALL.map(Prefix::as_str),
                    Prefix::parse,
                )?,
            )
        }
    };
    Ok(Config {
        dialect,
        driver,
        schema: reader.list(config, "schema")?.unwrap_or_default(),
        out: reader.text(config, "", "out")?.filter(|out| !out.is_empty()),
        credentials: credentials::read(&mut reader, config, driver)?,
        migrations: MigrationsTable { table, schema, prefix },
        breakpoints: reader.switch(config, "", "breakpoints")?,
        tables_filter: reader.list(config, "tablesFilter")?.unwrap_or_default(),
        schema_filter: reader.list(config, "schemaFilter")?,
        extensions_filters: reader.list(config, "extensionsFilters")?.unwrap_or_default(),
        casing: reader.word(
            config,
            "",
            "casing",
            &["snake_case", "camelCase"],
            |word| match word {
                "snake_case" => Some(Casing::Snake),
                "camelCase" => Some(Casing::Camel),
                _ => None,
            },
        )?,
        introspect_casing: match reader.object(config, "", "introspect")? {
            None => None,
            Some(introspect) => {
                reader.word(introspect, "introspect", "casing", &["camel", "preserve"], |word| {
                    match word {
                        "camel" => Some(IntrospectCasing::Camel),
                        "preserve" => Some(IntrospectCasing::Preserve),
                        _ => None,
                    }
                })?
            }
        },
        roles: reader.roles(config)?,
        verbose: reader.switch(config, "", "verbose")?.unwrap_or_default(),
        strict: reader.switch(config, "", "strict")?.unwrap_or_default(),
        file,
        notices: reader.notices,
    })
}

/// Takes options out of objects, and makes the errors.
pub(super) struct Reader<'a> {
    pub(super) outline: &'a Outline,
    source: &'a Source,
    pub(super) notices: Vec<String>,
}

impl Reader<'_> {
    pub(super) fn error(&self, path: &str, message: impl Into<String>) -> LoadError {
        let place = self.place(path).unwrap_or_else(|| self.source.place(0, 0));
        LoadError::new(LoadErrorKind::Invalid, message).at(Some(place))
    }

    /// Where an option, or the nearest option around it, is written.
    pub(super) fn place(&self, path: &str) -> Option<Place> {
        let (start, length) = self.outline.nearest(path)?.span;
        Some(self.source.place(start, length))
    }

    fn mistyped(&self, path: &str, wanted: &str, value: &Js) -> LoadError {
        self.error(path, format!("`{path}` must be {wanted}, but is {}", value.what()))
    }

    pub(super) fn text(&self, object: &Object, above: &str, key: &str) -> Result<Option<String>> {
        match object.get(key) {
            None | Some(Js::Undefined | Js::Null) => Ok(None),
            Some(Js::String(text)) => Ok(Some(text.clone())),
            Some(other) => Err(self.mistyped(&join(above, key), "a string", other)),
        }
    }

    pub(super) fn switch(&self, object: &Object, above: &str, key: &str) -> Result<Option<bool>> {
        match object.get(key) {
            None | Some(Js::Undefined | Js::Null) => Ok(None),
            Some(Js::Boolean(switch)) => Ok(Some(*switch)),
            Some(other) => Err(self.mistyped(&join(above, key), "true or false", other)),
        }
    }

    pub(super) fn object<'o>(
        &self,
        object: &'o Object,
        above: &str,
        key: &str,
    ) -> Result<Option<&'o Object>> {
        match object.get(key) {
            None | Some(Js::Undefined | Js::Null) => Ok(None),
            Some(Js::Object(inner)) => Ok(Some(inner)),
            Some(other) => Err(self.mistyped(&join(above, key), "an object", other)),
        }
    }

    /// A string, or an array of strings.
    fn list(&self, object: &Object, path: &str) -> Result<Option<Vec<String>>> {
        let key = path.rsplit('.').next().unwrap_or(path);
        match object.get(key) {
            None | Some(Js::Undefined | Js::Null) => Ok(None),
            Some(Js::String(one)) => Ok(Some(vec![one.clone()])),
            Some(Js::Array(items)) => {
                let item = |item: &Js| {
                    if let Js::String(text) = item {
                        return Ok(text.clone());
                    }
                    let message = format!("`{path}` must hold strings, but holds {}", item.what());
                    Err(self.error(path, message))
                };
                items.iter().map(item).collect::<Result<_>>().map(Some)
            }
            Some(other) => Err(self.mistyped(path, "a string or an array of strings", other)),
        }
    }

    /// One of some words.
    fn word<T>(
        &self,
        object: &Object,
        above: &str,
        key: &str,
        words: &[&str],
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        let Some(word) = self.text(object, above, key)? else { return Ok(None) };
        match parse(&word) {
            Some(value) => Ok(Some(value)),
            None => Err(self.unknown_word(&join(above, key), &word, words)),
        }
    }

    fn unknown_word(&self, path: &str, word: &str, words: &[&str]) -> LoadError {
        let error = self
            .error(path, format!("unknown {path} \"{word}\""))
            .hint(format!("{path} is one of: {}", words.join(", ")));
        match closest(word, words) {
            Some(meant) => {
                error.hint(format!("did you mean \"{meant}\"? It is one of: {}", words.join(", ")))
            }
            None => error,
        }
    }

    /// Notes the keys that nothing reads.
    fn unknown(&mut self, above: &str, object: &Object, known: &[&str]) {
        for key in object.keys().filter(|key| !known.contains(&key.as_str()) && *key != "$schema") {
            let meant = closest(key, known)
                .map_or(String::new(), |meant| format!("; did you mean `{meant}`?"));
            self.notices
                .push(format!("the config has an unknown option `{}`{meant}", join(above, key)));
        }
    }

    fn dialect_and_driver(&mut self, config: &Object) -> Result<(Dialect, Option<Driver>)> {
        let words = Dialect::ALL.map(Dialect::as_str);
        let written = self.word(config, "", "dialect", &words, Dialect::parse)?;
        let Some(word) = self.text(config, "", "driver")? else {
            return written.map(|dialect| (dialect, None)).ok_or_else(|| {
                self.error("", "the config does not say `dialect`")
                    .hint(format!("dialect is one of: {}", words.join(", ")))
            });
        };
        if let Some(driver) = Driver::parse(&word) {
            let of = driver.dialect();
            return match written {
                Some(dialect) if dialect != of => Err(self.error(
                    "driver",
                    format!("driver \"{word}\" is for {of}, but dialect is \"{dialect}\""),
                )),
                Some(dialect) => Ok((dialect, Some(driver))),
                None => {
                    self.notices.push(format!(
                        "the config does not say `dialect`; taken as \"{of}\" from its driver"
                    ));
                    Ok((of, Some(driver)))
                }
            };
        }
        // Up to drizzle-kit 0.20 the driver was what told the dialect.
        let Some(of) = old_driver(&word) else {
            return Err(self.unknown_word("driver", &word, &Driver::ALL.map(Driver::as_str)));
        };
        let dialect = written.unwrap_or(of);
        self.notices.push(format!(
            "driver \"{word}\" is from drizzle-kit 0.20; write `dialect: \"{dialect}\"` instead"
        ));
        Ok((dialect, None))
    }

    fn roles(&self, config: &Object) -> Result<Roles> {
        let Some(entities) = self.object(config, "", "entities")? else {
            return Ok(Roles::Ignored);
        };
        match entities.get("roles") {
            None | Some(Js::Undefined | Js::Null | Js::Boolean(false)) => Ok(Roles::Ignored),
            Some(Js::Boolean(true)) => Ok(Roles::Managed),
            Some(Js::Object(roles)) => Ok(Roles::Filtered {
                provider: self.text(roles, "entities.roles", "provider")?,
                include: self.list(roles, "entities.roles.include")?.unwrap_or_default(),
                exclude: self.list(roles, "entities.roles.exclude")?.unwrap_or_default(),
            }),
            Some(other) => Err(self.mistyped("entities.roles", "true, false or an object", other)),
        }
    }
}

pub(super) fn join(above: &str, key: &str) -> String {
    if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") }
}

fn old_driver(word: &str) -> Option<Dialect> {
    match word {
        "pg" => Some(Dialect::Postgres),
        "mysql2" => Some(Dialect::Mysql),
        "better-sqlite" | "libsql" | "d1" => Some(Dialect::Sqlite),
        "turso" => Some(Dialect::Turso),
        _ => None,
    }
}

/// The word that was probably meant.
fn closest<'a>(word: &str, words: &[&'a str]) -> Option<&'a str> {
    let known = [
        ("postgres", "postgresql"),
        ("pg", "postgresql"),
        ("libsql", "turso"),
        ("sqlserver", "mssql"),
    ];
    if let Some((_, meant)) = known.iter().find(|(alias, _)| *alias == word) {
        return words.iter().find(|known| *known == meant).copied();
    }
    words
        .iter()
        .map(|known| (strsim::damerau_levenshtein(word, known), *known))
        .filter(|(distance, known)| *distance <= known.len() / 3)
        .min()
        .map(|(_, known)| known)
}
