//! A small model of the server: what exists, by what its statements say. Independent of
//! the planner: it reads the SQL.

mod column;
mod constraint;
mod enums;
mod index;
mod namespace;
mod reader;
mod table;

use mizzle_core::plan::{Plan, Segment};
use mizzle_core::postgres::schema::{IndexKey, QName, Schema};
use reader::{Reader, words};
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
}
