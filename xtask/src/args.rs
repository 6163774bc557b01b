//! The arguments of xtask. A full parser would be the largest dependency of a
//! tool that everybody compiles first, so this one knows words, flags and
//! `--name value`, and refuses what nobody asked for.

use std::collections::VecDeque;

use crate::error::Result;

/// What is left of the command line.
pub(crate) struct Args(VecDeque<String>);

impl Args {
    /// The arguments of this process, without its name.
    pub(crate) fn from_env() -> Self {
        Self(std::env::args().skip(1).collect())
    }

    /// Takes the first argument, whatever it is.
    pub(crate) fn next_word(&mut self) -> Option<String> {
        self.0.pop_front()
    }

    /// Whether a flag was given; takes every repetition of it.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|it| it != name);
        self.0.len() != before
    }

    /// All values of an option that may be repeated.
    pub(crate) fn values(&mut self, name: &str) -> Result<Vec<String>> {
        let mut values = Vec::new();
        while let Some(at) = self.0.iter().position(|it| it == name) {
            self.0.remove(at);
            match self.0.remove(at) {
                Some(value) if !value.starts_with("--") => values.push(value),
                _ => return Err(format!("`{name}` needs a value").into()),
            }
        }
        Ok(values)
    }

    /// The value of an option that is a number of at least one.
    pub(crate) fn number(&mut self, name: &str) -> Result<Option<usize>> {
        match self.values(name)?.pop() {
            None => Ok(None),
            Some(value) => match value.parse() {
                Ok(number) if number > 0 => Ok(Some(number)),
                _ => Err(format!("`{name} {value}`: expected a number above 0").into()),
            },
        }
    }

    /// Takes everything that is left, which must be words.
    pub(crate) fn rest(&mut self) -> Result<Vec<String>> {
        let words: Vec<String> = self.0.drain(..).collect();
        match words.iter().find(|it| it.starts_with('-')) {
            Some(flag) => Err(format!("unknown option `{flag}`").into()),
            None => Ok(words),
        }
    }

    /// Refuses whatever no one took.
    pub(crate) fn finish(mut self) -> Result<()> {
        match self.next_word() {
            Some(word) => Err(format!("unexpected argument `{word}`").into()),
            None => Ok(()),
        }
    }
}
