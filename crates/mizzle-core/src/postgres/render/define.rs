//! What one object is, as SQL would make it: for reports that put what is expected beside
//! what is found. Nothing here is run.

use super::{Context, column, enums, objects, parts, sequence, tables, views};
use crate::naming::Line;
use crate::postgres::change::Part;
use crate::postgres::diff::parts_of;
use crate::postgres::plan::Address;
use crate::postgres::schema::{Column, Object, QName, Role, Schema, Sequence, Table, View};
use std::collections::BTreeSet;

/// An object of a schema. `None` where it has none of that name; a part is looked up
/// among the parts of all kinds.
pub fn definition(schema: &Schema, object: &Object, line: Line) -> Option<String> {
    match object {
        Object::Namespace(name) => {
            schema.namespaces.contains(name).then(|| objects::create_namespace(name).sql)
        }
        Object::Enum(name) => {
            let values = &schema.enums.get(name)?.values;
            Some(with(line, name, |context| enums::create(context, name, values).sql))
        }
        Object::Sequence(name) => Some(of_sequence(name, schema.sequences.get(name)?)),
        Object::Role(name) => Some(of_role(name, schema.roles.get(name)?)),
        Object::Table(name) => Some(of_table(name, schema.tables.get(name)?, line)),
        Object::Column(table, name) => {
            Some(of_column(name, schema.tables.get(table)?.columns.get(name)?, line))
        }
        Object::Part(table, name) | Object::Policy(table, name) => {
            let of_table = schema.tables.get(table).into_iter().flat_map(parts_of);
            let linked = schema.linked_policies.iter().filter(|linked| linked.table == *table);
            let linked = linked.map(|linked| Part::Policy(linked.policy.clone()));
            let part = of_table.chain(linked).find(|part| {
                let is_policy = matches!(part, Part::Policy(_));
                part.name() == name && is_policy == matches!(object, Object::Policy(..))
            })?;
            Some(of_part(table, &part, line))
        }
        Object::View(name) => Some(of_view(name, schema.views.get(name)?, line)),
    }
}

/// A column as its table's definition says it.
pub fn of_column(name: &str, column: &Column, line: Line) -> String {
    column::definition(line, name, column, false, false)
}

/// The statement that makes a part.
pub fn of_part(table: &QName, part: &Part, line: Line) -> String {
    with(line, table, |context| parts::add(context, table, part).sql)
}

/// The statement that switches row-level security on or off.
pub fn of_row_security(table: &QName, enabled: bool, line: Line) -> String {
    with(line, table, |context| tables::set_rls(context, table, enabled).sql)
}

/// The statements that make a table with all that belongs to it.
fn of_table(name: &QName, table: &Table, line: Line) -> String {
    let mut statements = vec![with(line, name, |context| tables::create(context, name, table).sql)];
    let apart = parts_of(table).into_iter().filter(|part| match part {
        Part::PrimaryKey(_) | Part::Unique(_) | Part::Check(_) => false,
        Part::ForeignKey(_) | Part::Index(_) | Part::Policy(_) => true,
    });
    statements.extend(apart.map(|part| of_part(name, &part, line)));
    if table.row_security() {
        statements.push(of_row_security(name, true, line));
    }
    statements.join("\n")
}

fn of_view(name: &QName, view: &View, line: Line) -> String {
    with(line, name, |context| views::create(context, name, view).sql)
}

fn of_sequence(name: &QName, sequence: &Sequence) -> String {
    sequence::create(name, sequence).sql
}

fn of_role(name: &str, role: &Role) -> String {
    objects::create_role(name, role).sql
}

/// Where nothing is renamed, and the table is nobody's yet: an index is then written
/// without CONCURRENTLY, which is no property of it.
fn with<T>(line: Line, table: &QName, work: impl FnOnce(&Context<'_>) -> T) -> T {
    let (address, fresh) = (Address::default(), BTreeSet::from([table.clone()]));
    work(&Context { line, address: &address, fresh: &fresh })
}
