//! A whole schema as one file.

use super::{Import, Names, Unsaid, Writer};
use crate::naming::Line;
use crate::postgres::schema::{QName, Schema};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The text of a schema file, and what of the schema it cannot say.
#[must_use]
pub fn module(schema: &Schema, line: Line) -> (String, Vec<Unsaid>) {
    let names = Names::of(schema);
    let mut writer = Writer::new(line, &names);
    let mut unsaid = Vec::new();
    let mut texts = Vec::new();
    let mut take = |text: Result<String, Unsaid>| match text {
        Ok(text) => texts.push(text),
        Err(error) => unsaid.push(error),
    };
    for name in schema.inhabited_namespaces() {
        take(writer.namespace(name));
    }
    for (name, role) in &schema.roles {
        take(writer.role_of(name, role));
    }
    for (name, content) in &schema.enums {
        take(writer.enumeration(name, content));
    }
    for (name, sequence) in &schema.sequences {
        take(writer.sequence(name, sequence));
    }
    for (name, table) in &schema.tables {
        take(writer.table(name, table));
        writer.earlier.insert(name.clone());
    }
    for (name, view) in &schema.views {
        take(writer.view(name, view));
    }
    for (number, linked) in schema.linked_policies.iter().enumerate() {
        take(writer.linked_policy(&format!("policy{}", number + 1), linked));
    }
    (format!("{}\n{}\n", imports(writer.imports()), texts.join("\n\n")), unsaid)
}

/// The lines of a schema file that declare one table or view, with its schema and the enums
/// that it uses. What it refers to keeps the name that it has in the whole.
#[must_use]
pub fn excerpt(schema: &Schema, relation: &QName, line: Line) -> (String, Vec<Unsaid>) {
    let names = Names::of(schema);
    let mut writer = Writer::new(line, &names);
    let mut unsaid = Vec::new();
    let mut texts = Vec::new();
    let mut take = |text: Result<String, Unsaid>| match text {
        Ok(text) => texts.push(text),
        Err(error) => unsaid.push(error),
    };
    if !relation.is_public() {
        take(writer.namespace(&relation.schema));
    }
    let columns = schema.tables.get(relation).into_iter().flat_map(|table| table.columns.values());
    let types: BTreeSet<QName> = columns
        .filter_map(|column| Some(QName::new(column.ty.schema.as_ref()?, &column.ty.text)))
        .collect();
    for (name, content) in types.iter().filter_map(|name| schema.enums.get_key_value(name)) {
        take(writer.enumeration(name, content));
    }
    if let Some(table) = schema.tables.get(relation) {
        take(writer.table(relation, table));
    }
    if let Some(view) = schema.views.get(relation) {
        take(writer.view(relation, view));
    }
    (format!("{}\n{}\n", imports(writer.imports()), texts.join("\n\n")), unsaid)
}

/// Import lines, one a module.
fn imports(imports: &BTreeSet<Import>) -> String {
    let mut modules: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for import in imports {
        let name =
            if import.is_type { format!("type {}", import.name) } else { import.name.to_owned() };
        modules.entry(import.module).or_default().push(name);
    }
    let mut text = String::new();
    for (module, names) in modules {
        let _ = writeln!(text, "import {{ {} }} from \"{module}\";", names.join(", "));
    }
    text
}
