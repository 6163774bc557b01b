//! Random schemas, from a seed.

use crate::random::Random;
use mizzle_core::naming::Line;
use mizzle_core::postgres::names;
use mizzle_core::postgres::schema::{
    Action, Check, Column, Declared, DefaultValue, Enum, ForeignKey, Index, IndexColumn, IndexKey,
    Name, Nulls, PrimaryKey, QName, Schema, Table, Type, Unique,
};

const NAMESPACES: [&str; 3] = ["public", "app", "auth"];
const TABLES: [&str; 6] = ["users", "posts", "tags", "teams", "logs", "notes"];
const COLUMNS: [&str; 6] = ["a", "b", "c", "name", "state", "owner"];
const TYPES: [&str; 5] = ["integer", "text", "bigint", "varchar(20)", "uuid"];
const ENUMS: [&str; 3] = ["mood", "kind", "level"];
const LABELS: [&str; 5] = ["low", "mid", "high", "top", "none"];

/// A schema from nothing.
pub(crate) fn schema(random: &mut Random, line: Line) -> Schema {
    let mut schema = Schema::default();
    for name in &NAMESPACES[1..] {
        if random.one_in(2) {
            schema.namespaces.push((*name).to_owned());
        }
    }
    for name in ENUMS {
        if random.one_in(2) {
            let values = labels(name, random);
            schema.enums.insert(QName::new(namespace(&schema, random), name), Enum { values });
        }
    }
    for name in TABLES {
        if random.one_in(2) {
            let name = QName::new(namespace(&schema, random), name);
            let table = table(&schema, random);
            schema.tables.insert(name, table);
        }
    }
    finish(&mut schema, random, line);
    schema
}

/// A schema with some things of another.
pub(crate) fn mutate(from: &Schema, random: &mut Random, line: Line) -> Schema {
    let mut schema = from.clone();
    for (name, found) in &mut schema.enums {
        if random.one_in(3) {
            found.values = labels(&name.name, random);
        }
    }
    let names: Vec<QName> = schema.tables.keys().cloned().collect();
    for name in names {
        match random.below(6) {
            0 => {
                schema.tables.shift_remove(&name);
            }
            1 => {
                let new = QName::new(namespace(&schema, random), *random.pick(&TABLES));
                if !schema.tables.contains_key(&new)
                    && let Some(table) = schema.tables.shift_remove(&name)
                {
                    schema.tables.insert(new, table);
                }
            }
            2 | 3 => {
                let fresh = table(&schema, random);
                let Some(table) = schema.tables.get_mut(&name) else { continue };
                for (column, definition) in fresh.columns {
                    match random.below(3) {
                        0 => drop(table.columns.insert(column, definition)),
                        1 => drop(table.columns.shift_remove(&column)),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    for table in schema.tables.values_mut() {
        if table.columns.is_empty() {
            table.columns.insert("a".into(), column("integer"));
        }
    }
    finish(&mut schema, random, line);
    schema
}

fn namespace(schema: &Schema, random: &mut Random) -> String {
    let mut names = vec!["public".to_owned()];
    names.extend(schema.namespaces.iter().cloned());
    random.pick(&names).clone()
}

/// The same label in two enums would hide from the model which of them is meant.
fn labels(of: &str, random: &mut Random) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for label in LABELS {
        if labels.is_empty() || random.one_in(2) {
            let at = random.below(labels.len() + 1);
            labels.insert(at, format!("{of}_{label}"));
        }
    }
    labels
}

fn column(ty: &str) -> Column {
    Column::of(Type::parse(ty))
}

fn table(schema: &Schema, random: &mut Random) -> Table {
    let mut table = Table::default();
    for name in COLUMNS {
        if !table.columns.is_empty() && random.one_in(2) {
            continue;
        }
        let mut column = column(TYPES[random.below(TYPES.len())]);
        if !schema.enums.is_empty() && random.one_in(3) {
            let (name, found) = schema.enums.get_index(random.below(schema.enums.len())).unwrap();
            column.ty = Type {
                text: name.name.clone(),
                schema: Some(name.schema.clone()),
                dimensions: Vec::new(),
            };
            if random.one_in(2) {
                column.default = Some(DefaultValue::Text(random.pick(&found.values).clone()));
            }
        } else if column.ty.text != "uuid" && random.one_in(4) {
            column.default = Some(DefaultValue::Number(random.below(9).to_string()));
        }
        column.not_null = random.one_in(4);
        column.not_null_written = column.not_null;
        table.columns.insert(name.to_owned(), column);
    }
    table
}

/// Makes a schema consistent: types and labels exist, keys are over columns that are
/// there, and references point to keys of the same type.
fn finish(schema: &mut Schema, random: &mut Random, line: Line) {
    let enums = schema.enums.clone();
    let names: Vec<QName> = schema.tables.keys().cloned().collect();
    for name in &names {
        let table = &mut schema.tables[name];
        for column in table.columns.values_mut() {
            let Some(owner) = column.ty.schema.clone() else { continue };
            match enums.get(&QName::new(owner, &column.ty.text)) {
                Some(found) => {
                    if let Some(DefaultValue::Text(label)) = &column.default
                        && !found.values.contains(label)
                    {
                        column.default = Some(DefaultValue::Text(found.values[0].clone()));
                    }
                }
                None => *column = self::column("text"),
            }
        }
        parts(name, table, random, line);
    }
    for name in &names {
        let mut keys = Vec::new();
        for target in &names {
            let columns = &schema.tables[name].columns;
            let Some(key) = &schema.tables[target].primary_key else { continue };
            let [target_column] = key.columns.as_slice() else { continue };
            let wanted = &schema.tables[target].columns[target_column].ty;
            let own = columns.iter().find(|(_, column)| column.ty.same(wanted));
            if let Some((own, _)) = own
                && random.one_in(2)
            {
                let columns = vec![own.clone()];
                let targets = vec![target_column.clone()];
                let text = names::foreign_key(line, &name.name, &columns, &target.name, &targets);
                keys.push(ForeignKey {
                    name: Name::derived(text),
                    columns,
                    target: target.clone(),
                    target_columns: targets,
                    on_delete: *random.pick(&[Action::NoAction, Action::Cascade, Action::SetNull]),
                    on_update: Action::NoAction,
                });
            }
        }
        keys.dedup_by(|a, b| a.name == b.name);
        schema.tables[name].foreign_keys = keys;
    }
}

fn parts(name: &QName, table: &mut Table, random: &mut Random, line: Line) {
    let columns: Vec<String> = table.columns.keys().cloned().collect();
    table.primary_key = None;
    table.uniques.clear();
    table.indexes.clear();
    table.checks.clear();
    for column in table.columns.values_mut() {
        column.not_null = column.not_null_written;
    }
    if random.one_in(2) {
        let key = random.pick(&columns).clone();
        table.columns[&key].not_null = true;
        table.primary_key = Some(PrimaryKey {
            name: Name::derived(names::server_primary_key(&name.name)),
            columns: vec![key],
            declared: Declared::OnColumn,
        });
    }
    for column in &columns {
        if random.one_in(5) {
            table.uniques.push(Unique {
                name: Name::derived(names::column_unique(line, &name.name, column)),
                columns: vec![column.clone()],
                nulls_not_distinct: false,
                declared: Declared::OnColumn,
            });
        }
        if random.one_in(5) {
            table.indexes.push(Index {
                name: Name::explicit(format!("{}_{column}_idx", name.name)),
                unique: random.one_in(3),
                method: "btree".into(),
                columns: vec![IndexColumn {
                    key: IndexKey::Column(column.clone()),
                    descending: false,
                    nulls: Nulls::Last,
                    opclass: None,
                }],
                with: Default::default(),
                predicate: None,
                concurrently: random.one_in(4),
            });
        }
        if random.one_in(6) {
            table.checks.push(Check {
                name: format!("{}_{column}_check", name.name),
                expression: format!("\"{column}\" IS NOT NULL"),
            });
        }
    }
}
