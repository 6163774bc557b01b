//! A small model of the server: what exists, by what its statements say. Independent of
//! the planner: it reads the SQL.

use mizzle_core::plan::{Plan, Segment};
use mizzle_core::postgres::names;
use mizzle_core::postgres::schema::{IndexKey, QName, Schema};
use mizzle_core::sql::words::{Token, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// What a server holds, as far as order matters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Server {
    namespaces: BTreeSet<String>,
    /// Enums and their labels.
    types: BTreeMap<QName, Vec<String>>,
    tables: BTreeMap<QName, Table>,
    /// Labels that are there but not committed.
    uncommitted: BTreeSet<(QName, String)>,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Table {
    /// Columns and the enum each may have.
    columns: BTreeMap<String, Option<QName>>,
    /// Primary key and unique constraints.
    keys: BTreeMap<String, Vec<String>>,
    primary: Option<String>,
    indexes: BTreeMap<String, (bool, Vec<String>)>,
    checks: BTreeMap<String, Vec<String>>,
    references: BTreeMap<String, Reference>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Reference {
    columns: Vec<String>,
    target: QName,
    target_columns: Vec<String>,
}

type Outcome<T = ()> = Result<T, String>;

impl Server {
    /// A server with a schema on it.
    pub(crate) fn holding(schema: &Schema) -> Self {
        let mut server = Self::default();
        server.namespaces.insert("public".to_owned());
        server.namespaces.extend(schema.namespaces.iter().cloned());
        for (name, found) in &schema.enums {
            server.types.insert(name.clone(), found.values.clone());
        }
        for (name, found) in &schema.tables {
            let mut table = Table::default();
            for (column, definition) in &found.columns {
                let ty = &definition.ty;
                let owned = ty.schema.as_ref().map(|schema| QName::new(schema, &ty.text));
                table.columns.insert(column.clone(), owned);
            }
            if let Some(key) = &found.primary_key {
                table.primary = Some(key.name.text.clone());
                table.keys.insert(key.name.text.clone(), key.columns.clone());
            }
            for unique in &found.uniques {
                table.keys.insert(unique.name.text.clone(), unique.columns.clone());
            }
            for check in &found.checks {
                let columns = words(&check.expression);
                let columns =
                    columns.into_iter().filter(|word| found.columns.contains_key(word)).collect();
                table.checks.insert(check.name.clone(), columns);
            }
            for key in &found.foreign_keys {
                let reference = Reference {
                    columns: key.columns.clone(),
                    target: key.target.clone(),
                    target_columns: key.target_columns.clone(),
                };
                table.references.insert(key.name.text.clone(), reference);
            }
            for index in &found.indexes {
                let columns = index
                    .columns
                    .iter()
                    .map(|part| match &part.key {
                        IndexKey::Column(name) | IndexKey::Expression(name) => name.clone(),
                    })
                    .collect();
                table.indexes.insert(index.name.text.clone(), (index.unique, columns));
            }
            server.tables.insert(name.clone(), table);
        }
        server
    }

    /// Carries a plan out.
    pub(crate) fn run(&mut self, plan: &Plan) -> Outcome {
        for segment in &plan.segments {
            let statements = match segment {
                Segment::Transaction(statements) => statements.as_slice(),
                Segment::Alone(statement) => std::slice::from_ref(statement),
            };
            for statement in statements {
                self.execute(&statement.sql)
                    .map_err(|error| format!("{error}\nin: {}", statement.sql))?;
            }
            self.uncommitted.clear();
        }
        Ok(())
    }

    fn execute(&mut self, sql: &str) -> Outcome {
        let mut reader = Reader::new(sql);
        self.labels_are_committed(sql)?;
        if reader.takes("create schema") {
            self.namespaces.insert(reader.name()?).then_some(()).ok_or("schema exists".into())
        } else if reader.takes("drop schema") {
            let name = reader.name()?;
            let inside = self.tables.keys().chain(self.types.keys()).find(|it| it.schema == name);
            if let Some(inside) = inside {
                return Err(format!("{inside} is still in it"));
            }
            self.namespaces.remove(&name).then_some(()).ok_or("no such schema".into())
        } else if reader.takes("alter schema") {
            self.rename_namespace(&mut reader)
        } else if reader.takes("create type") {
            let name = reader.qualified()?;
            self.namespace(&name)?;
            let labels = reader.texts();
            self.types.insert(name, labels).is_none().then_some(()).ok_or("type exists".into())
        } else if reader.takes("drop type") {
            let name = reader.qualified()?;
            let user = self
                .tables
                .iter()
                .find(|(_, table)| table.columns.values().any(|ty| ty.as_ref() == Some(&name)));
            if let Some((user, _)) = user {
                return Err(format!("{user} still uses it"));
            }
            self.types.remove(&name).map(|_| ()).ok_or("no such type".into())
        } else if reader.takes("alter type") {
            self.alter_type(&mut reader)
        } else if reader.takes("create table") {
            self.create_table(&mut reader)
        } else if reader.takes("drop table") {
            let name = reader.qualified()?;
            let user = self.tables.iter().find(|(owner, table)| {
                **owner != name && table.references.values().any(|it| it.target == name)
            });
            if let Some((user, _)) = user {
                return Err(format!("{user} still references it"));
            }
            self.tables.remove(&name).map(|_| ()).ok_or("no such table".into())
        } else if reader.takes("alter table") {
            self.alter_table(&mut reader)
        } else if reader.takes("create unique index") {
            self.create_index(&mut reader, true)
        } else if reader.takes("create index") {
            self.create_index(&mut reader, false)
        } else if reader.takes("drop index") {
            let name = reader.qualified()?;
            let (owner, table) = self.index_owner(&name)?;
            let Some((unique, columns)) = table.indexes.remove(&name.name) else {
                return Err("no such index".into());
            };
            if unique { self.key_is_free(&owner, &columns) } else { Ok(()) }
        } else if reader.takes("alter index") {
            let guarded = reader.takes("if exists");
            let from = reader.qualified()?;
            reader.expect("rename to")?;
            let to = reader.name()?;
            match self.index_owner(&from) {
                Ok((_, table)) => table.rename(&from.name, to),
                Err(_) if guarded => Ok(()),
                Err(error) => Err(error),
            }
        } else if reader.takes("alter sequence if exists") {
            Ok(())
        } else {
            Err("what is this?".into())
        }
    }

    /// A new label may be used after a commit only.
    fn labels_are_committed(&self, sql: &str) -> Outcome {
        if sql.starts_with("ALTER TYPE") || sql.starts_with("CREATE TYPE") {
            return Ok(());
        }
        for (token, _) in tokens(sql) {
            if let Token::Text(text) = token
                && self.uncommitted.iter().any(|(_, label)| *label == text)
            {
                return Err(format!("'{text}' is used before it is committed"));
            }
        }
        Ok(())
    }

    fn namespace(&self, name: &QName) -> Outcome {
        self.namespaces
            .contains(&name.schema)
            .then_some(())
            .ok_or_else(|| format!("no schema {}", name.schema))
    }

    fn rename_namespace(&mut self, reader: &mut Reader<'_>) -> Outcome {
        let from = reader.name()?;
        reader.expect("rename to")?;
        let to = reader.name()?;
        if !self.namespaces.remove(&from) || !self.namespaces.insert(to.clone()) {
            return Err("no such schema, or it exists".into());
        }
        let moved = |name: &QName| {
            if name.schema == from { QName::new(&to, &name.name) } else { name.clone() }
        };
        self.types = std::mem::take(&mut self.types)
            .into_iter()
            .map(|(name, labels)| (moved(&name), labels))
            .collect();
        self.tables = std::mem::take(&mut self.tables)
            .into_iter()
            .map(|(name, mut table)| {
                for ty in table.columns.values_mut().flatten() {
                    *ty = moved(ty);
                }
                for reference in table.references.values_mut() {
                    reference.target = moved(&reference.target);
                }
                (moved(&name), table)
            })
            .collect();
        Ok(())
    }

    fn alter_type(&mut self, reader: &mut Reader<'_>) -> Outcome {
        let name = reader.qualified()?;
        let labels = self.types.get_mut(&name).ok_or("no such type")?;
        if reader.takes("add value") {
            let label = reader.text()?;
            let at = if reader.takes("before") {
                let next = reader.text()?;
                labels.iter().position(|it| *it == next).ok_or("no such label")?
            } else {
                labels.len()
            };
            if labels.contains(&label) {
                return Err("label exists".into());
            }
            labels.insert(at, label.clone());
            self.uncommitted.insert((name, label));
            Ok(())
        } else if reader.takes("rename value") {
            let from = reader.text()?;
            reader.expect("to")?;
            let to = reader.text()?;
            if labels.contains(&to) {
                return Err("label exists".into());
            }
            *labels.iter_mut().find(|it| **it == from).ok_or("no such label")? = to;
            Ok(())
        } else {
            let to = if reader.takes("rename to") {
                QName::new(&name.schema, reader.name()?)
            } else {
                reader.expect("set schema")?;
                QName::new(reader.name()?, &name.name)
            };
            self.namespace(&to)?;
            let labels = self.types.remove(&name).ok_or("no such type")?;
            if self.types.insert(to.clone(), labels).is_some() {
                return Err("type exists".into());
            }
            for table in self.tables.values_mut() {
                for ty in table.columns.values_mut().filter(|ty| ty.as_ref() == Some(&name)) {
                    *ty = Some(to.clone());
                }
            }
            Ok(())
        }
    }

    fn create_table(&mut self, reader: &mut Reader<'_>) -> Outcome {
        let name = reader.qualified()?;
        self.namespace(&name)?;
        if self.tables.contains_key(&name) {
            return Err("table exists".into());
        }
        self.tables.insert(name.clone(), Table::default());
        reader.expect("(")?;
        loop {
            if reader.takes("constraint") {
                self.constraint(&name, reader)?;
            } else {
                self.column(&name, reader)?;
            }
            if !reader.takes(",") {
                return reader.expect(")");
            }
        }
    }

    /// `"c" type …` up to a comma or the end of the statement.
    fn column(&mut self, owner: &QName, reader: &mut Reader<'_>) -> Outcome {
        let column = reader.name()?;
        let ty = self.column_type(reader)?;
        let table = self.tables.get_mut(owner).ok_or("no such table")?;
        if table.columns.insert(column.clone(), ty).is_some() {
            return Err("column exists".into());
        }
        let mut depth = 0;
        while let Some(next) = reader.peek() {
            match next {
                "," if depth == 0 => break,
                ")" if depth == 0 => break,
                "(" => depth += 1,
                ")" => depth -= 1,
                "primary" => {
                    let name = names::server_primary_key(&owner.name);
                    table.primary = Some(name.clone());
                    table.keys.insert(name, vec![column.clone()]);
                }
                "unique" => {
                    let name =
                        names::column_unique(mizzle_core::naming::Line::V1, &owner.name, &column);
                    table.keys.insert(name, vec![column.clone()]);
                }
                _ => {}
            }
            reader.skip();
        }
        Ok(())
    }

    fn column_type(&self, reader: &mut Reader<'_>) -> Outcome<Option<QName>> {
        if !reader.is_quoted() {
            reader.skip();
            return Ok(None);
        }
        let name = reader.qualified()?;
        if !self.types.contains_key(&name) {
            return Err(format!("no type {name}"));
        }
        Ok(Some(name))
    }

    /// What stands behind `CONSTRAINT`.
    fn constraint(&mut self, owner: &QName, reader: &mut Reader<'_>) -> Outcome {
        let name = reader.name()?;
        if reader.takes("primary key") {
            let columns = reader.list()?;
            self.add_key(owner, name.clone(), columns)?;
            self.table(owner)?.primary.replace(name).map_or(Ok(()), |_| Err("two keys".into()))
        } else if reader.takes("unique") {
            let columns = reader.list()?;
            self.add_key(owner, name, columns)
        } else if reader.takes("check") {
            let table = self.table(owner)?;
            let columns: Vec<String> = reader
                .rest_in_parentheses()?
                .into_iter()
                .filter(|word| table.columns.contains_key(word))
                .collect();
            if columns.is_empty() {
                return Err("a check over no column".into());
            }
            table.checks.insert(name, columns).is_none().then_some(()).ok_or("exists".into())
        } else {
            reader.expect("foreign key")?;
            let columns = reader.list()?;
            reader.expect("references")?;
            let target = reader.qualified()?;
            let target_columns = reader.list()?;
            reader.skip_all();
            self.columns_exist(owner, &columns)?;
            if !self.has_key(&target, &target_columns) {
                return Err(format!("{target} has no such key"));
            }
            self.table(owner)?
                .references
                .insert(name, Reference { columns, target, target_columns })
                .is_none()
                .then_some(())
                .ok_or("constraint exists".into())
        }
    }

    fn add_key(&mut self, owner: &QName, name: String, columns: Vec<String>) -> Outcome {
        self.columns_exist(owner, &columns)?;
        self.table(owner)?
            .keys
            .insert(name, columns)
            .is_none()
            .then_some(())
            .ok_or("constraint exists".into())
    }

    fn create_index(&mut self, reader: &mut Reader<'_>, unique: bool) -> Outcome {
        reader.takes("concurrently");
        let name = reader.name()?;
        reader.expect("on")?;
        let owner = reader.qualified()?;
        if reader.takes("using") {
            reader.skip();
        }
        let columns = reader.list()?;
        self.columns_exist(&owner, &columns)?;
        if self.index_owner(&QName::new(&owner.schema, &name)).is_ok() {
            return Err("index exists".into());
        }
        self.table(&owner)?.indexes.insert(name, (unique, columns));
        Ok(())
    }

    fn alter_table(&mut self, reader: &mut Reader<'_>) -> Outcome {
        let owner = reader.qualified()?;
        self.table(&owner)?;
        if reader.takes("add column") {
            self.column(&owner, reader)
        } else if reader.takes("add constraint") {
            self.constraint(&owner, reader)
        } else if reader.takes("add primary key") {
            let columns = reader.list()?;
            let name = names::server_primary_key(&owner.name);
            self.add_key(&owner, name.clone(), columns)?;
            self.table(&owner)?.primary.replace(name).map_or(Ok(()), |_| Err("two keys".into()))
        } else if reader.takes("drop column") {
            self.drop_column(&owner, &reader.name()?)
        } else if reader.takes("drop constraint") {
            let name = reader.name()?;
            let table = self.table(&owner)?;
            if table.references.remove(&name).is_some() || table.checks.remove(&name).is_some() {
                return Ok(());
            }
            let columns = table.keys.remove(&name).ok_or("no such constraint")?;
            if table.primary.as_ref() == Some(&name) {
                table.primary = None;
            }
            self.key_is_free(&owner, &columns)
        } else if reader.takes("rename column") {
            let from = reader.name()?;
            reader.expect("to")?;
            let to = reader.name()?;
            self.rename_column(&owner, &from, &to)
        } else if reader.takes("rename constraint") {
            let from = reader.name()?;
            reader.expect("to")?;
            let to = reader.name()?;
            self.table(&owner)?.rename(&from, to)
        } else if reader.takes("alter column") {
            let column = reader.name()?;
            self.columns_exist(&owner, std::slice::from_ref(&column))?;
            if reader.takes("set data type") {
                let ty = self.column_type(reader)?;
                self.table(&owner)?.columns.insert(column, ty);
            }
            Ok(())
        } else {
            let to = if reader.takes("rename to") {
                QName::new(&owner.schema, reader.name()?)
            } else {
                reader.expect("set schema")?;
                QName::new(reader.name()?, &owner.name)
            };
            self.namespace(&to)?;
            let table = self.tables.remove(&owner).ok_or("no such table")?;
            if self.tables.insert(to.clone(), table).is_some() {
                return Err("table exists".into());
            }
            for table in self.tables.values_mut() {
                for reference in table.references.values_mut() {
                    if reference.target == owner {
                        reference.target = to.clone();
                    }
                }
            }
            Ok(())
        }
    }

    fn drop_column(&mut self, owner: &QName, column: &str) -> Outcome {
        let table = self.table(owner)?;
        table.columns.remove(column).ok_or("no such column")?;
        let has = |columns: &[String]| columns.iter().any(|it| it == column);
        let gone: Vec<Vec<String>> = table
            .keys
            .values()
            .chain(table.indexes.values().filter(|(unique, _)| *unique).map(|(_, it)| it))
            .filter(|columns| has(columns))
            .cloned()
            .collect();
        table.keys.retain(|_, columns| !has(columns));
        table.indexes.retain(|_, (_, columns)| !has(columns));
        table.checks.retain(|_, columns| !has(columns));
        if table.primary.as_ref().is_some_and(|name| !table.keys.contains_key(name)) {
            table.primary = None;
        }
        table.references.retain(|_, reference| !has(&reference.columns));
        gone.iter().try_for_each(|columns| self.key_is_free(owner, columns))
    }

    fn rename_column(&mut self, owner: &QName, from: &str, to: &str) -> Outcome {
        let rename = |columns: &mut Vec<String>| {
            for column in columns.iter_mut().filter(|column| *column == from) {
                to.clone_into(column);
            }
        };
        let table = self.table(owner)?;
        let ty = table.columns.remove(from).ok_or("no such column")?;
        if table.columns.insert(to.to_owned(), ty).is_some() {
            return Err("column exists".into());
        }
        table.keys.values_mut().for_each(rename);
        table.checks.values_mut().for_each(rename);
        table.indexes.values_mut().map(|(_, columns)| columns).for_each(rename);
        table.references.values_mut().map(|it| &mut it.columns).for_each(rename);
        for table in self.tables.values_mut() {
            for reference in table.references.values_mut() {
                if reference.target == *owner {
                    rename(&mut reference.target_columns);
                }
            }
        }
        Ok(())
    }

    fn table(&mut self, name: &QName) -> Outcome<&mut Table> {
        self.tables.get_mut(name).ok_or_else(|| format!("no table {name}"))
    }

    fn columns_exist(&self, owner: &QName, columns: &[String]) -> Outcome {
        let table = self.tables.get(owner).ok_or_else(|| format!("no table {owner}"))?;
        match columns.iter().find(|column| !table.columns.contains_key(*column)) {
            Some(column) => Err(format!("no column {owner}.{column}")),
            None => Ok(()),
        }
    }

    fn has_key(&self, target: &QName, columns: &[String]) -> bool {
        let wanted: BTreeSet<&String> = columns.iter().collect();
        self.tables.get(target).is_some_and(|table| {
            let unique = table.indexes.values().filter(|(unique, _)| *unique).map(|(_, it)| it);
            table
                .keys
                .values()
                .chain(unique)
                .any(|key| key.iter().collect::<BTreeSet<_>>() == wanted)
        })
    }

    /// No foreign key needs a key that went, unless another one does for it.
    fn key_is_free(&self, owner: &QName, columns: &[String]) -> Outcome {
        if self.has_key(owner, columns) {
            return Ok(());
        }
        let user = self.tables.iter().find(|(_, table)| {
            table.references.values().any(|it| it.target == *owner && it.target_columns == columns)
        });
        match user {
            Some((user, _)) => Err(format!("{user} still references the key")),
            None => Ok(()),
        }
    }

    fn index_owner(&mut self, name: &QName) -> Outcome<(QName, &mut Table)> {
        self.tables
            .iter_mut()
            .find(|(owner, table)| {
                owner.schema == name.schema
                    && (table.indexes.contains_key(&name.name)
                        || table.keys.contains_key(&name.name))
            })
            .map(|(owner, table)| (owner.clone(), table))
            .ok_or_else(|| format!("no index {name}"))
    }
}

impl Table {
    fn rename(&mut self, from: &str, to: String) -> Outcome {
        if let Some(columns) = self.keys.remove(from) {
            if self.primary.as_deref() == Some(from) {
                self.primary = Some(to.clone());
            }
            return self.keys.insert(to, columns).map_or(Ok(()), |_| Err("exists".into()));
        }
        if let Some(index) = self.indexes.remove(from) {
            return self.indexes.insert(to, index).map_or(Ok(()), |_| Err("exists".into()));
        }
        if let Some(target) = self.references.remove(from) {
            return self.references.insert(to, target).map_or(Ok(()), |_| Err("exists".into()));
        }
        if let Some(columns) = self.checks.remove(from) {
            return self.checks.insert(to, columns).map_or(Ok(()), |_| Err("exists".into()));
        }
        Err(format!("no {from} to rename"))
    }
}

fn words(sql: &str) -> Vec<String> {
    tokens(sql)
        .into_iter()
        .filter_map(|(token, _)| match token {
            Token::Word(word) => Some(word.into_owned()),
            Token::Text(_) | Token::Other(_) => None,
        })
        .collect()
}

/// Reads a statement token by token.
struct Reader<'a> {
    sql: &'a str,
    tokens: Vec<(Token<'a>, std::ops::Range<usize>)>,
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(sql: &'a str) -> Self {
        Self { sql, tokens: tokens(sql), at: 0 }
    }

    fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(|(token, _)| match token {
            Token::Word(text) | Token::Text(text) => text.as_ref(),
            Token::Other(text) => text,
        })
    }

    fn is_quoted(&self) -> bool {
        self.tokens.get(self.at).is_some_and(|(_, range)| self.sql[range.clone()].starts_with('"'))
    }

    fn skip(&mut self) {
        self.at += 1;
    }

    fn skip_all(&mut self) {
        self.at = self.tokens.len();
    }

    /// Are these the next words? Then they are read.
    fn takes(&mut self, wanted: &str) -> bool {
        let start = self.at;
        for word in wanted.split(' ') {
            if self.is_quoted() || self.peek() != Some(word) {
                self.at = start;
                return false;
            }
            self.at += 1;
        }
        true
    }

    fn expect(&mut self, wanted: &str) -> Outcome {
        if self.takes(wanted) {
            Ok(())
        } else {
            Err(format!("expected {wanted}, found {:?}", self.peek()))
        }
    }

    fn name(&mut self) -> Outcome<String> {
        if !self.is_quoted() {
            return Err(format!("expected a name, found {:?}", self.peek()));
        }
        let name = self.peek().unwrap_or_default().to_owned();
        self.at += 1;
        Ok(name)
    }

    fn qualified(&mut self) -> Outcome<QName> {
        let first = self.name()?;
        if self.takes(".") { Ok(QName::new(first, self.name()?)) } else { Ok(QName::public(first)) }
    }

    fn text(&mut self) -> Outcome<String> {
        match self.tokens.get(self.at) {
            Some((Token::Text(text), _)) => {
                self.at += 1;
                Ok(text.clone().into_owned())
            }
            _ => Err("expected a string".into()),
        }
    }

    fn texts(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        while self.at < self.tokens.len() {
            match self.text() {
                Ok(text) => found.push(text),
                Err(_) => self.at += 1,
            }
        }
        found
    }

    /// `("a","b")`
    fn list(&mut self) -> Outcome<Vec<String>> {
        self.expect("(")?;
        let mut names = vec![self.name()?];
        while self.takes(",") {
            names.push(self.name()?);
        }
        self.expect(")")?;
        Ok(names)
    }

    /// The words up to the closing parenthesis.
    fn rest_in_parentheses(&mut self) -> Outcome<Vec<String>> {
        self.expect("(")?;
        let mut depth = 1;
        let mut found = Vec::new();
        while depth > 0 {
            match self.peek() {
                Some("(") => depth += 1,
                Some(")") => depth -= 1,
                Some(word) => found.push(word.to_owned()),
                None => return Err("no end".into()),
            }
            self.at += 1;
        }
        Ok(found)
    }
}
