//! `mizzle.toml`: mizzle's own settings, all optional, beside the config. Knows what
//! may be written there; what it leads to is decided where it is used.

use crate::error::{Explanation, Place};
use crate::files::{self, FileError};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The file's name; it is looked for in the working directory, as drizzle's config is.
pub const FILE_NAME: &str = "mizzle.toml";

/// The word that stands for the development database as a target.
pub const DEV: &str = "dev";

/// mizzle's own settings.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MizzleToml {
    /// The target of commands without a flag: `"dev"` or one of `targets`.
    pub target: Option<String>,
    /// Databases by name.
    #[serde(default)]
    pub targets: BTreeMap<String, NamedTarget>,
    /// The development database.
    #[serde(default)]
    pub dev: Dev,
    /// What rehearsals need.
    #[serde(default)]
    pub rehearsal: Rehearsal,
    /// How long a run waits.
    #[serde(default)]
    pub timeouts: Timeouts,
    /// What configs and schemas may use.
    #[serde(default)]
    pub loader: Loader,
}

/// `[targets.NAME]`
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedTarget {
    /// A URL, or `$VARIABLE`.
    pub url: String,
}

/// `[dev]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dev {
    /// The one engine to use: `url`, `local`, `embedded`, `docker`, `none`.
    pub engine: Option<String>,
    /// A server to use, or `$VARIABLE`.
    pub url: Option<String>,
    /// The major version of the target, where it cannot be asked.
    pub version: Option<u32>,
}

/// `[rehearsal]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rehearsal {
    /// SQL files that make what the project only refers to, run in this order in every
    /// database that is made to rehearse, replay or compare. One is written without a list.
    #[serde(default, deserialize_with = "one_or_more")]
    pub prelude: Vec<PathBuf>,
}

/// `[timeouts]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timeouts {
    /// How long a statement waits for a lock (`lock_timeout`).
    #[serde(default, deserialize_with = "duration")]
    pub lock: Option<Duration>,
    /// How long a statement may run (`statement_timeout`).
    #[serde(default, deserialize_with = "duration")]
    pub statement: Option<Duration>,
}

/// `[loader]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loader {
    /// How long the config, and then the schema, may run.
    #[serde(default, deserialize_with = "duration")]
    pub timeout: Option<Duration>,
    /// How much memory they may take, in bytes.
    #[serde(default, deserialize_with = "size")]
    pub memory: Option<usize>,
}

/// What is wrong with `mizzle.toml`.
#[derive(Debug, thiserror::Error)]
pub enum TomlError {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] FileError),
    /// It is no TOML, or has a key or value that it should not have.
    #[error("{message}")]
    Invalid {
        /// What the parser says.
        message: String,
        /// Where.
        place: Option<Place>,
    },
}

impl TomlError {
    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::File(error) => error.explain(),
            Self::Invalid { message, place } => Explanation::new(
                "config_validation_error",
                format!("`{FILE_NAME}` is wrong: {message}"),
            )
            .at(place.clone()),
        }
    }
}

impl MizzleToml {
    /// Reads `mizzle.toml` of `cwd`; without one everything is left open.
    pub fn read(cwd: &Path) -> Result<Self, TomlError> {
        match files::read_text(&cwd.join(FILE_NAME))? {
            Some(text) => Self::parse(&text),
            None => Ok(Self::default()),
        }
    }

    fn parse(text: &str) -> Result<Self, TomlError> {
        toml::from_str(text).map_err(|error| TomlError::Invalid {
            message: error.message().trim().replace('\n', ", "),
            place: error.span().map(|span| place(text, span)),
        })
    }
}

fn place(text: &str, span: std::ops::Range<usize>) -> Place {
    let start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[span.start..].find('\n').map_or(text.len(), |at| span.start + at);
    let count = |part: &str| u32::try_from(part.chars().count()).unwrap_or(u32::MAX);
    Place {
        file: PathBuf::from(FILE_NAME),
        line: u32::try_from(text[..start].matches('\n').count() + 1).unwrap_or(u32::MAX),
        column: count(&text[start..span.start]).saturating_add(1),
        text: text[start..end].to_owned(),
        len: count(&text[span.start..span.end.clamp(span.start, end)]).max(1),
    }
}

/// The text of a setting that may name a variable: `$NAME` or `${NAME}` stands for
/// the variable's value, anything else for itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting<'a> {
    /// A plain value.
    Text(&'a str),
    /// The value of a variable.
    Variable(&'a str),
}

impl<'a> Setting<'a> {
    /// Reads the text of a setting.
    pub fn parse(text: &'a str) -> Self {
        let name = text
            .strip_prefix("${")
            .and_then(|rest| rest.strip_suffix('}'))
            .or_else(|| text.strip_prefix('$'));
        match name {
            Some(name)
                if !name.is_empty()
                    && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric()) =>
            {
                Self::Variable(name)
            }
            Some(_) | None => Self::Text(text),
        }
    }
}

fn one_or_more<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<PathBuf>, D::Error> {
    struct Files;
    impl<'de> serde::de::Visitor<'de> for Files {
        type Value = Vec<PathBuf>;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("the path of a SQL file, or a list of them")
        }

        fn visit_str<E: serde::de::Error>(self, path: &str) -> Result<Self::Value, E> {
            Ok(vec![PathBuf::from(path)])
        }

        fn visit_seq<A: serde::de::SeqAccess<'de>>(
            self,
            mut list: A,
        ) -> Result<Self::Value, A::Error> {
            let mut paths = Vec::new();
            while let Some(path) = list.next_element()? {
                paths.push(path);
            }
            Ok(paths)
        }
    }
    from.deserialize_any(Files)
}

fn duration<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Duration>, D::Error> {
    let text = String::deserialize(from)?;
    parse_duration(&text).map(Some).ok_or_else(|| {
        serde::de::Error::custom(format!(
            "`{text}` is no duration, write a number with ms, s or min, as in `5s`"
        ))
    })
}

/// `500ms`, `5s`, `2min`: the spellings of Postgres' own settings.
pub fn parse_duration(text: &str) -> Option<Duration> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: u64 = text[..digits].parse().ok()?;
    match text[digits..].trim() {
        "ms" => Some(Duration::from_millis(number)),
        "s" => Some(Duration::from_secs(number)),
        "min" => Some(Duration::from_secs(number.checked_mul(60)?)),
        _ => None,
    }
}

fn size<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<usize>, D::Error> {
    let text = String::deserialize(from)?;
    parse_size(&text).map(Some).ok_or_else(|| {
        serde::de::Error::custom(format!(
            "`{text}` is no size, write a number with MB or GB, as in `2GB`"
        ))
    })
}

/// `512MB`, `2GB`: the spellings of Postgres' own settings, where 1 kB is 1024 bytes.
fn parse_size(text: &str) -> Option<usize> {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number: usize = text[..digits].parse().ok()?;
    match text[digits..].trim() {
        "MB" => number.checked_mul(1 << 20),
        "GB" => number.checked_mul(1 << 30),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_is_read() {
        let read = MizzleToml::parse(
            "target = \"staging\"\n[targets.staging]\nurl = \"$STAGING_URL\"\n\
             [dev]\nengine = \"local\"\nversion = 16\n[timeouts]\nlock = \"5s\"\nstatement = \"2min\"\n\
             [loader]\ntimeout = \"1min\"\nmemory = \"2GB\"\n\
             [rehearsal]\nprelude = \"auth.sql\"\n",
        )
        .unwrap();
        assert_eq!(read.target.as_deref(), Some("staging"));
        assert_eq!(Setting::parse(&read.targets["staging"].url), Setting::Variable("STAGING_URL"));
        assert_eq!(read.timeouts.lock, Some(Duration::from_secs(5)));
        assert_eq!(read.timeouts.statement, Some(Duration::from_secs(120)));
        assert_eq!(read.dev.version, Some(16));
        assert_eq!(read.loader.timeout, Some(Duration::from_secs(60)));
        assert_eq!(read.loader.memory, Some(2 << 30));
        assert_eq!(read.rehearsal.prelude, [PathBuf::from("auth.sql")]);
        let read = MizzleToml::parse("[rehearsal]\nprelude = [\"a.sql\", \"b.sql\"]\n").unwrap();
        assert_eq!(read.rehearsal.prelude, [PathBuf::from("a.sql"), PathBuf::from("b.sql")]);
    }

    #[test]
    fn a_wrong_key_is_pointed_at() {
        let error = MizzleToml::parse("target = \"dev\"\n\n[dev]\nurll = 1\n").unwrap_err();
        let explanation = error.explain();
        let place = explanation.place.unwrap();
        assert_eq!((place.line, place.column, place.len), (4, 1, 4));
        assert_eq!(place.text, "urll = 1");
        assert!(explanation.message.contains("unknown field `urll`"), "{}", explanation.message);
    }

    #[test]
    fn a_value_without_its_unit_is_pointed_at() {
        for (text, why) in [
            ("[loader]\nmemory = \"2\"\n", "`2` is no size"),
            ("[timeouts]\nlock = \"5\"\n", "`5` is no duration"),
            ("[rehearsal]\nprelude = 1\n", "the path of a SQL file, or a list of them"),
        ] {
            let message = MizzleToml::parse(text).unwrap_err().explain().message;
            assert!(message.contains(why), "{message}");
        }
    }

    #[test]
    fn only_a_whole_variable_is_one() {
        assert_eq!(Setting::parse("${A_1}"), Setting::Variable("A_1"));
        assert_eq!(Setting::parse("$"), Setting::Text("$"));
        assert_eq!(Setting::parse("postgres://u:$x@h/d"), Setting::Text("postgres://u:$x@h/d"));
        assert_eq!(Setting::parse("$a-b"), Setting::Text("$a-b"));
    }
}
