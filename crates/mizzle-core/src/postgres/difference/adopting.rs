//! The way out where the database is right: what to write into the schema files, so that
//! they say what it has.

use super::{Difference, Kind};
use crate::naming::Line;
use crate::postgres::change::Part;
use crate::postgres::diff::parts_of;
use crate::postgres::names;
use crate::postgres::schema::{Name, Object, QName, Schema, Table};
use crate::postgres::typescript::{Names, Unsaid, Writer};

/// What to do in the schema files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adopting {
    /// Where, in words: `to the columns of users`.
    pub place: String,
    /// The lines; none where something goes.
    pub code: Option<String>,
}

/// A database, to be written as a schema file.
#[derive(Debug)]
pub struct Adopter {
    actual: Schema,
    names: Names,
    line: Line,
}

impl Adopter {
    /// What a database holds, for a line of drizzle-orm.
    #[must_use]
    pub fn new(actual: &Schema, line: Line) -> Self {
        let mut actual = actual.clone();
        for (name, table) in &mut actual.tables {
            say_names(name, table, line);
        }
        let names = Names::of(&actual);
        Self { actual, names, line }
    }

    /// What makes the schema files say what the database has of an object. `None` where
    /// there is no such line.
    ///
    /// # Errors
    /// drizzle-orm has no word for it.
    pub fn adopting(&self, difference: &Difference) -> Option<Result<Adopting, Unsaid>> {
        if difference.kind == Kind::Missing {
            let place = "take it out of the schema files".to_owned();
            return Some(Ok(Adopting { place, code: None }));
        }
        let actual = &self.actual;
        let mut writer = Writer::new(self.line, &self.names);
        let verb = match difference.kind {
            Kind::Missing | Kind::Unexpected => "add",
            Kind::Different => "write it so",
        };
        let inside = |place: &str, table: &QName| format!("{verb} {place} of {table}");
        let alone = || format!("{verb} in the schema file");
        let (place, code) = match &difference.there {
            Object::Namespace(name) => (alone(), writer.namespace(name)),
            Object::Enum(name) => (alone(), writer.enumeration(name, actual.enums.get(name)?)),
            Object::Sequence(name) => (alone(), writer.sequence(name, actual.sequences.get(name)?)),
            Object::Role(name) => (alone(), writer.role_of(name, actual.roles.get(name)?)),
            Object::Table(name) => (alone(), writer.table(name, actual.tables.get(name)?)),
            Object::View(name) => (alone(), writer.view(name, actual.views.get(name)?)),
            Object::Column(table, name) => {
                let content = actual.tables.get(table)?;
                let code = writer.column(table, content, name).map(|code| format!("{code},"));
                (inside("in the columns", table), code)
            }
            Object::Part(table, name) | Object::Policy(table, name) => {
                let content = actual.tables.get(table)?;
                let is_policy = matches!(difference.there, Object::Policy(..));
                let part = parts_of(content).into_iter().find(|part| {
                    part.name() == name && matches!(part, Part::Policy(_)) == is_policy
                })?;
                let code = writer.part(table, &part).map(|code| format!("{code},"));
                (inside("in the extras", table), code)
            }
        };
        Some(code.map(|code| Adopting { place, code: Some(code) }))
    }
}

/// A name that no rule gives has to be written.
fn say_names(name: &QName, table: &mut Table, line: Line) {
    let own = &name.name;
    let say = |name: &mut Name, rules: &[String]| {
        name.explicit = !rules.contains(&name.text);
    };
    if let Some(key) = &mut table.primary_key {
        let rules = [names::server_primary_key(own), names::primary_key(line, own, &key.columns)];
        say(&mut key.name, &rules);
    }
    for unique in &mut table.uniques {
        let mut rules = vec![names::table_unique(own, &unique.columns)];
        if let [column] = unique.columns.as_slice() {
            rules = vec![names::column_unique(line, own, column)];
        }
        say(&mut unique.name, &rules);
    }
    for key in &mut table.foreign_keys {
        let target = &key.target.name;
        let rule = names::foreign_key(line, own, &key.columns, target, &key.target_columns);
        say(&mut key.name, &[rule]);
    }
    for index in &mut table.indexes {
        let columns: Option<Vec<String>> =
            index.plain_columns().map(|columns| columns.into_iter().cloned().collect());
        let rule = columns.map(|columns| names::index(own, &columns));
        say(&mut index.name, rule.as_slice());
    }
}
