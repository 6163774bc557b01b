//! Indexes that the server refuses.

use super::Impossible;
use super::expressions::{has_subquery, is_mutable};
use crate::postgres::schema::{Index, IndexKey, Object, QName, Schema, Type};
use crate::postgres::types::normal;

/// Types of the server that have no order, so that nothing can be unique in them.
const UNORDERED: [&str; 8] = ["json", "xml", "point", "line", "lseg", "box", "path", "polygon"];

/// Has the type no order? Not said of types that the server does not bring along.
pub(super) fn has_no_order(ty: &Type) -> bool {
    is_one_of(ty, &UNORDERED)
}

fn is_one_of(ty: &Type, names: &[&str]) -> bool {
    ty.schema.is_none() && !ty.is_array() && names.contains(&normal(&ty.text).as_str())
}

/// An index.
pub(super) fn index(to: &Schema, table: &QName, index: &Index) -> Option<Impossible> {
    let what = format!("the index {} of {table}", index.name.text);
    let method = index.method.as_str();
    let at = || Object::Part(table.clone(), index.name.text.clone());
    let on_table = |message: String| Some(Impossible::new(at(), message));
    let built_in = ["hash", "gist", "gin", "spgist", "brin"].contains(&method);
    if index.unique && built_in {
        return on_table(format!(
            "{what} is unique, which the method {method} cannot be: leave `.using(…)` out, or \
             make it `index(…)`"
        ));
    }
    if index.columns.len() > 1 && ["hash", "spgist"].contains(&method) {
        return on_table(format!(
            "{what} is on several columns, and one of the method {method} can be on one only: \
             use another method, or an index for each of them"
        ));
    }
    let expressions = index.columns.iter().filter_map(|part| match &part.key {
        IndexKey::Expression(sql) => Some(sql),
        IndexKey::Column(_) => None,
    });
    for sql in expressions.chain(&index.predicate) {
        if has_subquery(sql) {
            return on_table(format!(
                "{what} has a query in it, and the server takes no SELECT there"
            ));
        }
        if let Some(word) = is_mutable(sql) {
            return on_table(format!(
                "{what} has {word} in it, which gives another value each time, and the server \
                 refuses that: write a constant, or leave the condition to the queries"
            ));
        }
    }
    let owner = to.tables.get(table)?;
    let without = without_default(method)?;
    index.columns.iter().filter(|part| part.opclass.is_none()).find_map(|part| {
        let name = part.key.column()?;
        let ty = &owner.columns.get(name)?.ty;
        if !is_one_of(ty, without) {
            return None;
        }
        let message = format!(
            "{what} is on {name}, whose type {} the method {method} knows nothing of: name an \
             operator class, use another method, or index an expression",
            ty.text
        );
        Some(Impossible::new(Object::Column(table.clone(), name.clone()), message))
    })
}

/// The server's own types that no operator class of the method is the default for, not
/// even with the extensions that come with it (`btree_gin`, `btree_gist`). What a btree
/// cannot be on is said where the schema is read.
fn without_default(method: &str) -> Option<&'static [&'static str]> {
    match method {
        "hash" | "gin" => Some(&UNORDERED),
        "gist" | "spgist" => Some(&["json", "xml", "line", "lseg", "path"]),
        "brin" => Some(&["json", "xml", "point", "line", "lseg", "path", "polygon"]),
        _ => None,
    }
}
