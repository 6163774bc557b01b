//! Changes a schema file by its syntax tree: columns, extras, enums and whole exports come,
//! go and change, and everything else stays byte for byte, comments and layout included.
//!
//! Each edit reads the text again, so that edits follow each other freely. What cannot be
//! found in the form in which people write it (a column that a helper makes, extras that
//! are not a list) is an error that says so, and nothing is changed. Knows nothing of
//! databases: the lines to put in come from the caller.

mod chain;
mod imports;
mod lists;
mod tree;

use std::path::{Path, PathBuf};

use oxc_span::Span;

pub use chain::ChainEdit;
pub use imports::relative_import;

/// A file under change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    path: PathBuf,
    text: String,
}

/// Why an edit has no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unplaced(pub String);

/// An entry of a table's extras, by what can be seen of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extra<'a> {
    /// The builders that it may be made by: `index`, `uniqueIndex`.
    pub builders: &'a [&'a str],
    /// Its name, where one is written.
    pub name: &'a str,
    /// The keys of its columns in order, by which one without a name is known.
    pub keys: &'a [String],
}

type Result<T> = std::result::Result<T, Unplaced>;

impl Editor {
    /// Takes the text of a file; its path says which language it is.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The text as it is by now.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The variable that is declared at a place, counted from 1 in lines and characters.
    #[must_use]
    pub fn variable_at(&self, line: u32, column: u32) -> Option<String> {
        let start: usize =
            self.text.split_inclusive('\n').take(line.checked_sub(1)? as usize).map(str::len).sum();
        let rest = self.text.get(start..)?;
        let within = rest.char_indices().nth(column.checked_sub(1)? as usize)?.0;
        let offset = u32::try_from(start + within).ok()?;
        tree::ask(self, |program| {
            let all = tree::variables(program);
            let found = all.iter().find(|(span, ..)| span.start <= offset && offset < span.end)?;
            Some(found.1.to_owned())
        })
    }

    /// Is the name bound at the top level, by a declaration or an import?
    #[must_use]
    pub fn has_binding(&self, name: &str) -> bool {
        tree::ask(self, |program| Some(tree::bindings(program).iter().any(|it| it == name)))
            .unwrap_or(false)
    }

    /// How often a name is used, its declaration aside.
    #[must_use]
    pub fn uses(&self, name: &str) -> usize {
        tree::ask(self, |program| Some(tree::uses(program, name))).unwrap_or(0)
    }

    /// Adds a column behind the others of a table: `age: integer("age")`.
    ///
    /// # Errors
    /// The table's columns are not written as an object.
    pub fn add_column(&mut self, table: &str, line: &str) -> Result<()> {
        let list = self.columns(table)?;
        lists::append(&mut self.text, &list, line);
        Ok(())
    }

    /// Takes a column away.
    ///
    /// # Errors
    /// It is not written there.
    pub fn remove_column(&mut self, table: &str, key: &str) -> Result<()> {
        let list = self.columns(table)?;
        let found = list.entries.iter().find(|entry| entry.key.as_deref() == Some(key));
        let found = found.ok_or_else(|| no_column(table, key))?;
        lists::remove(&mut self.text, found.span);
        Ok(())
    }

    /// Changes what a column is made by: its builder and the calls behind it.
    ///
    /// # Errors
    /// It is not written there, or not as calls.
    pub fn change_column(&mut self, table: &str, key: &str, edit: &ChainEdit) -> Result<()> {
        let list = self.columns(table)?;
        let found = list.entries.iter().find(|entry| entry.key.as_deref() == Some(key));
        let found = found.ok_or_else(|| no_column(table, key))?;
        let chain = found.chain.as_ref().ok_or_else(|| {
            Unplaced(format!("the column `{key}` of `{table}` is not written as a builder"))
        })?;
        self.text = edit.apply(&self.text, chain);
        Ok(())
    }

    /// What the extras of a table call the table; `None` where there are none.
    #[must_use]
    pub fn extras_parameter(&self, table: &str) -> Option<String> {
        tree::ask(self, |program| tree::extras(program, table)?.parameter)
    }

    /// Adds an entry to the extras of a table. Where there are none they are begun, with
    /// `parameter` for the table.
    ///
    /// # Errors
    /// The table is not written as a call, or its extras not as a list.
    pub fn add_extra(&mut self, table: &str, parameter: &str, line: &str) -> Result<()> {
        let extras = tree::ask(self, |program| tree::extras(program, table))
            .ok_or_else(|| no_table(table))?;
        match (extras.list, extras.missing_at) {
            (Some(list), _) => lists::append(&mut self.text, &list, line),
            (None, Some(at)) => {
                let indent = tree::indent_of(&self.text, at as usize);
                let extras = format!(", ({parameter}) => [\n{indent}  {line},\n{indent}]");
                self.text.insert_str(at as usize, &extras);
            }
            (None, None) => return Err(no_extras(table)),
        }
        Ok(())
    }

    /// Takes an entry of the extras away.
    ///
    /// # Errors
    /// None of them is it.
    pub fn remove_extra(&mut self, table: &str, extra: &Extra<'_>) -> Result<()> {
        let extras = tree::ask(self, |program| tree::extras(program, table))
            .ok_or_else(|| no_table(table))?;
        let list = extras.list.ok_or_else(|| no_extras(table))?;
        let is_it = |entry: &&lists::Entry| {
            let Some(seen) = &entry.builder else { return false };
            extra.builders.contains(&seen.name.as_str())
                && match &seen.text {
                    Some(text) => text == extra.name,
                    None => seen.members == extra.keys,
                }
        };
        let found = list.entries.iter().find(is_it).ok_or_else(|| {
            Unplaced(format!(
                "the extras of `{table}` have no {} `{}`",
                extra.builders[0], extra.name
            ))
        })?;
        lists::remove(&mut self.text, found.span);
        Ok(())
    }

    /// Puts other labels into an enum.
    ///
    /// # Errors
    /// Its labels are not written as a list.
    pub fn set_labels(&mut self, name: &str, labels: &[String]) -> Result<()> {
        let list = tree::ask(self, |program| tree::labels(program, name))
            .ok_or_else(|| Unplaced(format!("the labels of `{name}` are not written as a list")))?;
        let had: Vec<&str> =
            list.entries.iter().map(|it| it.key.as_deref().unwrap_or("")).collect();
        // New ones at the end are the usual case, and keep the layout.
        if labels.len() > had.len() && labels.iter().zip(&had).all(|(new, old)| new == old) {
            for label in &labels[had.len()..] {
                let list = tree::ask(self, |program| tree::labels(program, name));
                let Some(list) = list else { break };
                lists::append(&mut self.text, &list, &quoted(label));
            }
            return Ok(());
        }
        let all: Vec<String> = labels.iter().map(|label| quoted(label)).collect();
        self.replace(list.span, &format!("[{}]", all.join(", ")));
        Ok(())
    }

    /// Adds or takes a call behind the builder of an export: `.enableRLS()`.
    ///
    /// # Errors
    /// It is not written as calls.
    pub fn change_export(&mut self, name: &str, edit: &ChainEdit) -> Result<()> {
        let chain = tree::ask(self, |program| tree::chain_of(program, name))
            .ok_or_else(|| no_table(name))?;
        self.text = edit.apply(&self.text, &chain);
        Ok(())
    }

    /// Gives a variable another value.
    ///
    /// # Errors
    /// There is no such variable.
    pub fn set_value(&mut self, name: &str, value: &str) -> Result<()> {
        let span =
            tree::ask(self, |program| tree::value(program, name)).ok_or_else(|| no_table(name))?;
        self.replace(span, value);
        Ok(())
    }

    /// Takes a statement that declares a variable away.
    ///
    /// # Errors
    /// It declares others as well, or the name is still used.
    pub fn remove_export(&mut self, name: &str) -> Result<()> {
        if self.uses(name) > 0 {
            return Err(Unplaced(format!("`{name}` is still used in the file")));
        }
        let span = tree::ask(self, |program| tree::statement(program, name))
            .ok_or_else(|| Unplaced(format!("`{name}` is not a statement of its own")))?;
        lists::remove_lines(&mut self.text, span);
        Ok(())
    }

    /// Adds statements at the end.
    pub fn append(&mut self, text: &str) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        let gap = if self.text.is_empty() { "" } else { "\n" };
        self.text.push_str(&format!("{gap}{}\n", text.trim_end()));
    }

    /// Adds statements behind the imports, where what uses them comes later.
    pub fn prepend(&mut self, text: &str) {
        let last = tree::ask(self, tree::last_import);
        let at = last.map_or(0, |end| tree::end_of_line(&self.text, end as usize));
        let text = text.trim_end();
        if at == 0 {
            self.text.insert_str(0, &format!("{text}\n\n"));
        } else {
            self.text.insert_str(at, &format!("\n\n{text}"));
        }
    }

    /// Gives another name to what an export makes: the string that its builder is given
    /// first.
    ///
    /// # Errors
    /// That is not the name it had.
    pub fn rename(&mut self, name: &str, from: &str, to: &str) -> Result<()> {
        let span = tree::ask(self, |program| tree::first_string(program, name, from));
        let span = span.ok_or_else(|| {
            Unplaced(format!("the name `{from}` is not written where `{name}` is declared"))
        })?;
        self.replace(span, &quoted(to));
        Ok(())
    }

    /// Adds statements behind the one that declares a variable, or at the end.
    pub fn append_behind(&mut self, name: &str, text: &str) {
        match tree::ask(self, |program| tree::statement(program, name)) {
            Some(span) => {
                let at = tree::end_of_line(&self.text, span.end as usize);
                self.text.insert_str(at, &format!("\n\n{}", text.trim_end()));
            }
            None => self.append(text),
        }
    }

    fn columns(&self, table: &str) -> Result<lists::List> {
        tree::ask(self, |program| tree::columns(program, table)).ok_or_else(|| {
            Unplaced(format!("the columns of `{table}` are not written as an object"))
        })
    }

    fn replace(&mut self, span: Span, text: &str) {
        self.text.replace_range(span.start as usize..span.end as usize, text);
    }
}

fn quoted(text: &str) -> String {
    mizzle_core::postgres::typescript::quoted(text)
}

fn no_column(table: &str, key: &str) -> Unplaced {
    Unplaced(format!("`{table}` has no column `{key}` written in it"))
}

fn no_table(name: &str) -> Unplaced {
    Unplaced(format!("`{name}` is not declared by a call in this file"))
}

fn no_extras(table: &str) -> Unplaced {
    Unplaced(format!("the extras of `{table}` are not written as a list"))
}
