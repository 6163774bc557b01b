//! `.env` files by the rules of the npm package `dotenv`, which drizzle-kit loads at
//! its start: `./.env` only, no cascade, no interpolation, and a variable that is
//! set already wins, even where it is set to nothing.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use indexmap::IndexMap;
use regex::Regex;

/// A `.env` file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dotenv {
    /// The file as it should be shown: `.env`, or what `DOTENV_CONFIG_PATH` says.
    pub file: PathBuf,
    /// Its variables in order; of a variable written twice the last value.
    pub variables: IndexMap<String, String>,
    /// `DOTENV_CONFIG_OVERRIDE` is set: the file's values win.
    pub overrides: bool,
}

/// Why a `.env` file could not be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}: {source}", file.display())]
pub struct DotenvError {
    /// The file.
    pub file: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// Reads the `.env` file of `cwd`, or the one that `DOTENV_CONFIG_PATH` names.
///
/// `None` where there is no such file. `DOTENV_CONFIG_ENCODING` is honoured for the
/// encodings that Node has.
pub fn read_dotenv(
    cwd: &Path,
    env: &BTreeMap<String, String>,
) -> Result<Option<Dotenv>, DotenvError> {
    let file = match env.get("DOTENV_CONFIG_PATH").filter(|path| !path.is_empty()) {
        Some(path) => with_home(path, env),
        None => PathBuf::from(".env"),
    };
    let bytes = match std::fs::read(cwd.join(&file)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(DotenvError { file, source }),
    };
    let encoding = env.get("DOTENV_CONFIG_ENCODING").map(String::as_str);
    Ok(Some(Dotenv {
        variables: parse_dotenv(&decode(&bytes, encoding)),
        overrides: env.get("DOTENV_CONFIG_OVERRIDE").is_some_and(|value| !value.is_empty()),
        file,
    }))
}

impl Dotenv {
    /// Adds the variables to an environment, those that are set there already left
    /// alone.
    pub fn fill(&self, env: &mut BTreeMap<String, String>) {
        for (name, value) in &self.variables {
            if self.overrides {
                env.insert(name.clone(), value.clone());
            } else {
                env.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
    }
}

/// What JavaScript's `\s` and `trim` take for blank: unlike Rust's it has the byte
/// order mark, and lacks U+0085.
const BLANK: &str = r"[\t\n\x0B\x0C\r \u{A0}\u{1680}\u{2000}-\u{200A}\u{2028}\u{2029}\u{202F}\u{205F}\u{3000}\u{FEFF}]";

#[expect(clippy::expect_used, reason = "the pattern is constant")]
static LINE: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = concat!(
        r"(?m)^_*(?:export_+)?([0-9A-Za-z_.\-]+)(?:_*=_*?|:_+?)",
        r#"(_*'(?:\\'|[^'])*'|_*"(?:\\"|[^"])*"|_*`(?:\\`|[^`])*`|[^#\r\n]+)?"#,
        r"_*(?:#[^\r\n\u{2028}\u{2029}]*)?$",
    );
    // In the pattern above `_` with a quantifier stands for a blank.
    let pattern = pattern
        .replace("_*?", &format!("{BLANK}*?"))
        .replace("_+?", &format!("{BLANK}+?"))
        .replace("_*", &format!("{BLANK}*"))
        .replace("_+", &format!("{BLANK}+"));
    Regex::new(&pattern).expect("a valid pattern")
});

/// The variables of a `.env` file's text.
///
/// Source of the rules: `parse` of dotenv 16, whose one regular expression decides
/// what a line is, so the same expression is used.
pub fn parse_dotenv(text: &str) -> IndexMap<String, String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut variables = IndexMap::new();
    for line in LINE.captures_iter(&text) {
        let value = line.get(2).map_or("", |value| value.as_str());
        let value = value.trim_matches(is_blank);
        variables.insert(line[1].to_string(), unquote(value));
    }
    variables
}

fn is_blank(c: char) -> bool {
    c == '\u{FEFF}' || (c.is_whitespace() && c != '\u{85}')
}

fn unquote(value: &str) -> String {
    let quote = value.chars().next().filter(|first| matches!(first, '\'' | '"' | '`'));
    let inner =
        quote.and_then(|quote| value.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(value);
    if quote == Some('"') {
        inner.replace("\\n", "\n").replace("\\r", "\r")
    } else {
        inner.to_string()
    }
}

/// `~/…` is the home folder, as dotenv has it.
fn with_home(path: &str, env: &BTreeMap<String, String>) -> PathBuf {
    let home = env.get("HOME").or_else(|| env.get("USERPROFILE"));
    match (path.strip_prefix('~'), home) {
        (Some(rest), Some(home)) => Path::new(home).join(rest.trim_start_matches(['/', '\\'])),
        _ => PathBuf::from(path),
    }
}

fn decode(bytes: &[u8], encoding: Option<&str>) -> String {
    match encoding.map(str::to_ascii_lowercase).as_deref() {
        Some("latin1" | "binary" | "ascii") => bytes.iter().copied().map(char::from).collect(),
        Some("utf16le" | "utf-16le" | "ucs2" | "ucs-2") => {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            char::decode_utf16(units)
                .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect()
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> =
            expected.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        assert_eq!(parse_dotenv(text).into_iter().collect::<Vec<_>>(), expected);
    }

    // Each expectation is what dotenv 16.5.0 gives for the same text.
    #[test]
    fn lines() {
        check("A=1\nB = 2 \n  C=3", &[("A", "1"), ("B", "2"), ("C", "3")]);
        check("\u{FEFF}A=1", &[("A", "1")]);
        check("A=1\r\nB=2\rC=3", &[("A", "1"), ("B", "2"), ("C", "3")]);
        check("export A=1\nB: 2\nC:3", &[("A", "1"), ("B", "2")]);
        check("A=\nB=''\nC", &[("A", ""), ("B", "")]);
        check("A.b-c=1\n1A=2", &[("A.b-c", "1"), ("1A", "2")]);
        check("A=1\nB=2\nA=3", &[("A", "3"), ("B", "2")]);
        check("A==1", &[("A", "=1")]);
    }

    #[test]
    fn comments() {
        check("# A=1\nB=2 # two\nC=a#b", &[("B", "2"), ("C", "a")]);
        check("A='a # b' # c\nB=\"#\"", &[("A", "a # b"), ("B", "#")]);
        check("URL=postgres://u:p#w@h/d", &[("URL", "postgres://u:p")]);
    }

    #[test]
    fn quotes() {
        check(r#"A="a\nb\rc""#, &[("A", "a\nb\rc")]);
        check(r"A='a\nb'", &[("A", r"a\nb")]);
        check("A=`it's \"b\"`", &[("A", "it's \"b\"")]);
        check(r#"A="a\"b""#, &[("A", r#"a\"b"#)]);
        check("A=\"a\nb\nc\"\nB=1", &[("A", "a\nb\nc"), ("B", "1")]);
        check("A=\"a\nB=1", &[("A", "\"a"), ("B", "1")]);
        check("A='a'b'", &[("A", "a'b")]);
        check("A=  '  a  '  ", &[("A", "  a  ")]);
        check("A=$B\nC=${D}", &[("A", "$B"), ("C", "${D}")]);
        check("A=\"", &[("A", "\"")]);
    }

    #[test]
    fn a_set_variable_wins_even_if_empty() {
        let mut env = BTreeMap::from([("A".to_string(), String::new())]);
        let file =
            Dotenv { file: ".env".into(), variables: parse_dotenv("A=1\nB=2"), overrides: false };
        file.fill(&mut env);
        assert_eq!(env["A"], "");
        assert_eq!(env["B"], "2");
    }

    #[test]
    fn the_path_can_be_named() {
        let dir = tempfile::tempdir().unwrap();
        let mut env = BTreeMap::new();
        assert_eq!(read_dotenv(dir.path(), &env).unwrap(), None);
        std::fs::write(dir.path().join(".env.test"), "A=1").unwrap();
        env.insert("DOTENV_CONFIG_PATH".into(), ".env.test".into());
        let read = read_dotenv(dir.path(), &env).unwrap().unwrap();
        assert_eq!(read.file, Path::new(".env.test"));
        assert_eq!(read.variables["A"], "1");
        // A folder of that name is an error that names it, not an absent file.
        std::fs::create_dir(dir.path().join(".env")).unwrap();
        env.clear();
        assert!(read_dotenv(dir.path(), &env).is_err());
    }
}
