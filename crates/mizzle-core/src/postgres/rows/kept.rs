//! What of a table's rows is the same after some changes.

use crate::postgres::change::Change;
use crate::postgres::schema::{Column, QName, Schema, Type};
use crate::postgres::types::Family;

/// A column that is there before some changes and after them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its name before.
    pub before: String,
    /// Its name after.
    pub after: String,
    /// Do its values stay byte for byte? Else only NULL stays NULL, and a value one.
    pub exact: bool,
}

/// A table under its name after some changes, and the columns of it that they keep.
/// `None` where they drop it.
pub fn kept<'a>(
    before: &Schema,
    after: &'a Schema,
    changes: &[Change],
    table: &QName,
) -> Option<(&'a QName, Vec<Kept>)> {
    let (name, now) = after.tables.get_key_value(&table_after(changes, table))?;
    let dropped = changes.iter().any(
        |change| matches!(change, Change::DropTable { name: dropped, .. } if dropped == table),
    );
    if dropped {
        return None;
    }
    let was = before.tables.get(table)?;
    let columns = was.columns.iter().filter_map(|(own, had)| {
        let new = column_after(changes, name, own).unwrap_or(own);
        let is_gone = changes.iter().any(|change| {
            matches!(change,
                Change::DropColumn { table, name: gone, .. }
                | Change::RecreateColumn { table, name: gone, .. }
                if table == name && (gone == own || gone == new))
        });
        let has = now.columns.get(new).filter(|_| !is_gone)?;
        (had.generated.is_none() && has.generated.is_none()).then(|| Kept {
            before: own.clone(),
            after: new.to_owned(),
            exact: is_exact(changes, had, has),
        })
    });
    Some((name, columns.collect()))
}

/// Do the values say the same in the same letters?
fn is_exact(changes: &[Change], had: &Column, has: &Column) -> bool {
    // Whole numbers are written alike, whatever their size and whoever counts them.
    let is_whole = |ty: &Type| {
        ty.schema.is_none()
            && !ty.is_array()
            && matches!(ty.family(), Family::Integer | Family::Serial)
    };
    let is_stored_alike = |had: &Type, has: &Type| had.same(has) || is_whole(had) && is_whole(has);
    let renames_label = |ty: &Type| {
        changes.iter().any(|change| {
            matches!(change, Change::RenameEnumValue { name, .. }
                if ty.schema.as_ref() == Some(&name.schema) && ty.text == name.name)
        })
    };
    // Between enums a value is carried over by its label; as an array it is in braces.
    let are_enums = had.ty.schema.is_some()
        && has.ty.schema.is_some()
        && had.ty.is_array() == has.ty.is_array();
    (are_enums || is_stored_alike(&had.ty, &has.ty)) && !renames_label(&has.ty)
}

/// The name that a table gets, with its schema.
pub(super) fn table_after(changes: &[Change], table: &QName) -> QName {
    let moved = changes.iter().find_map(|change| {
        let Change::RenameNamespace { from, to } = change else { return None };
        (*from == table.schema).then(|| QName::new(to, &table.name))
    });
    let moved = moved.unwrap_or_else(|| table.clone());
    let renamed = changes.iter().find_map(|change| {
        let Change::RenameTable { from, to } = change else { return None };
        (from == table || *from == moved).then(|| to.clone())
    });
    renamed.unwrap_or(moved)
}

/// The name that a column gets in a table that is called `table` by then.
pub(super) fn column_after<'a>(
    changes: &'a [Change],
    table: &QName,
    column: &str,
) -> Option<&'a str> {
    changes.iter().find_map(|change| {
        let Change::RenameColumn { table: of, from, to } = change else { return None };
        (of == table && from == column).then_some(to.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_numbers_are_counted_without_another_spelling() {
        let is_exact = |had: &str, has: &str| {
            is_exact(&[], &Column::of(Type::parse(had)), &Column::of(Type::parse(has)))
        };
        assert!(is_exact("bigserial", "integer"));
        assert!(is_exact("smallint", "serial"));
        // `1` becomes `1.00`, `true` becomes `1`, and `{1}` is no number.
        assert!(!is_exact("bigserial", "numeric(10, 2)"));
        assert!(!is_exact("boolean", "bigserial"));
        assert!(!is_exact("serial", "integer[]"));
    }

    #[test]
    fn a_label_in_braces_is_written_otherwise() {
        let of = |text: &str| {
            let mut ty = Type::parse(text);
            ty.schema = Some("public".to_owned());
            Column::of(ty)
        };
        assert!(is_exact(&[], &of("mood"), &of("humour")));
        assert!(is_exact(&[], &of("mood[]"), &of("humour[]")));
        assert!(!is_exact(&[], &of("mood"), &of("mood[]")));
    }
}
