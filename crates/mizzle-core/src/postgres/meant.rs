//! What a snapshot means where its format cannot say it.
//!
//! A kit garbles some defaults: `NULL` in an array of text is the text `null` in a 0.x
//! snapshot, and the elements of a custom type's array run together in a 1.0 one. Where the
//! schema files still have a default of which the snapshot says what it says, they know.

use super::schema::Schema;
use super::snapshot::same_default;

/// Gives the recorded columns the defaults that were meant.
pub fn take_meant(recorded: &mut Schema, desired: &Schema) {
    for (name, table) in &mut recorded.tables {
        let Some(wanted) = desired.tables.get(name) else { continue };
        for (name, column) in &mut table.columns {
            let Some(wanted) = wanted.columns.get(name).filter(|it| it.ty.same(&column.ty)) else {
                continue;
            };
            let (has, wants) = (column.default.as_ref(), wanted.default.as_ref());
            if has != wants && same_default(&wanted.ty, has, wants) {
                column.default.clone_from(&wanted.default);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Column, DefaultValue, QName, Table, Type};

    fn schema(ty: &str, default: DefaultValue) -> Schema {
        let column = Column { default: Some(default), ..Column::of(Type::parse(ty)) };
        let mut schema = Schema::default();
        let columns = [("a".to_owned(), column)].into_iter().collect();
        schema.tables.insert(QName::public("t"), Table { columns, ..Table::default() });
        schema
    }

    fn text(text: &str) -> DefaultValue {
        DefaultValue::Text(text.to_owned())
    }

    #[test]
    fn what_a_snapshot_cannot_say_the_schema_files_know() {
        let desired = schema("text[]", text("{\"a\",NULL}"));
        let mut recorded = schema("text[]", text("{\"a\",\"null\"}"));
        take_meant(&mut recorded, &desired);
        assert_eq!(recorded, desired);
    }

    #[test]
    fn another_default_stays_what_it_is() {
        for (ty, default) in [("text[]", "{\"a\",\"b\"}"), ("varchar[]", "{\"a\",\"null\"}")] {
            let mut recorded = schema(ty, text(default));
            let before = recorded.clone();
            take_meant(&mut recorded, &schema("text[]", text("{\"a\",NULL}")));
            assert_eq!(recorded, before);
        }
    }
}
