//! What the schema files say of columns, in their own words.

use crate::diff::source::namespaces_of;
use crate::error::Error;
use crate::event::{Event, Events, Stage};
use crate::folder::OnDisk;
use crate::project::Project;
use crate::schema;
use mizzle_core::naming::Line;
use mizzle_core::postgres::drizzle::Extract;
use mizzle_core::postgres::from_drizzle::site;
use mizzle_core::postgres::schema::{Object, QName, Schema};
use mizzle_core::postgres::typescript::{Names, Writer};

/// A column as the schema files have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnWords {
    /// Its table.
    pub table: QName,
    /// Its name in the database.
    pub column: String,
    /// Its key and its builder: `createdAt: timestamp("created_at").notNull()`.
    pub text: String,
}

/// Every column of every table that the schema files export. One that drizzle-orm has no words
/// for is left out.
pub fn column_words(project: &Project, events: Events<'_>) -> Result<Vec<ColumnWords>, Error> {
    let disk = OnDisk::read(project, Line::V0)?;
    let line = schema::line(project, &disk);
    events(Event::Started(Stage::Schema));
    let extract = schema::extract(project, line)?;
    let known = namespaces_of(&extract);
    let desired = schema::model(project, &extract, line, &known)?;
    events(Event::Finished(Stage::Schema));
    let names = names(project, &extract, line, &desired);
    let mut all = Vec::new();
    for (table, content) in &desired.tables {
        for column in content.columns.keys() {
            let text = Writer::new(line, &names).column(table, content, column);
            all.extend(text.ok().map(|text| ColumnWords {
                table: table.clone(),
                column: column.clone(),
                text,
            }));
        }
    }
    Ok(all)
}

/// The names that the files use, where they say one.
fn names(project: &Project, extract: &Extract, line: Line, desired: &Schema) -> Names {
    let mut names = Names::of(desired);
    let find = |object: Object| site(extract, line, project.casing, &object);
    names.keys.extend(schema::keys(project, extract, line, desired));
    for table in desired.tables.keys() {
        if let Some(site) = find(Object::Table(table.clone())) {
            names.relations.insert(table.clone(), site.export);
        }
    }
    for name in desired.enums.keys() {
        if let Some(site) = find(Object::Enum(name.clone())) {
            names.enums.insert(name.clone(), site.export);
        }
    }
    names
}
