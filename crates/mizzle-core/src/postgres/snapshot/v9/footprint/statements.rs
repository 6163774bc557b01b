//! The statements that lie between two states, in the order of drizzle-kit 1.0.

use super::super::super::rows::{EntityType, Key, Row, Store};
use super::super::super::{InTable, Rename};
use super::super::delta::changed_fields;
use super::nodes::field;
use super::{Footprint, in_schema, in_table};
use std::collections::BTreeMap;

/// Two states, and what was renamed in between.
pub(super) struct Statements<'a> {
    /// The first, with the renames applied.
    pub(super) renamed: &'a Store,
    pub(super) to: &'a Store,
    pub(super) renames: &'a [Rename],
}

/// A row that changes in place.
pub(super) struct Altered<'a> {
    pub(super) old: &'a Row,
    pub(super) new: &'a Row,
    /// The fields that change, with their new values.
    pub(super) set: Row,
}

impl<'a> Statements<'a> {
    pub(super) fn footprints(&self) -> Vec<Footprint> {
        let mut out = Vec::new();
        self.types_first(&mut out);
        self.tables(&mut out);
        self.columns(&mut out);
        self.constraints(&mut out);
        self.rest(&mut out);
        out
    }

    fn types_first(&self, out: &mut Vec<Footprint>) {
        use EntityType::{Enum, Privilege, Role, Schema, Sequence};
        out.extend(self.created(Schema).map(|row| in_schema::schema("create_schema", row)));
        out.extend(self.renames.iter().filter_map(in_schema::rename_schema));
        out.extend(self.created(Enum).map(|row| in_schema::enumeration("create_enum", row)));
        out.extend(self.renames.iter().filter_map(in_schema::move_enum));
        out.extend(self.renames.iter().filter_map(in_schema::rename_enum));
        let enums = self.altered(Enum);
        out.extend(enums.iter().filter(|it| !it.loses_labels()).map(in_schema::alter_enum));
        out.extend(self.created(Sequence).map(|row| in_schema::sequence("create_sequence", row)));
        out.extend(self.renames.iter().filter_map(in_schema::move_sequence));
        out.extend(self.renames.iter().filter_map(in_schema::rename_sequence));
        out.extend(self.altered(Sequence).iter().map(in_schema::alter_sequence));
        out.extend(self.renames.iter().filter_map(in_schema::rename_role));
        out.extend(self.created(Role).map(|row| in_schema::role("create_role", row)));
        out.extend(self.altered(Role).iter().map(in_schema::alter_role));
        out.extend(
            self.dropped(Privilege).map(|row| in_schema::privilege("revoke_privilege", row)),
        );
        out.extend(self.created(Privilege).map(|row| in_schema::privilege("grant_privilege", row)));
        let privileges = self.altered(Privilege);
        out.extend(privileges.iter().map(|it| in_schema::privilege("regrant_privilege", it.new)));
    }

    fn tables(&self, out: &mut Vec<Footprint>) {
        use EntityType::{ForeignKey, Policy, Table, View};
        let created: Vec<&Row> = self.created(Table).collect();
        let inside = self.inside(&created);
        for (row, inside) in created.iter().zip(&inside) {
            out.push(in_schema::create_table(row, inside));
        }
        out.extend(self.dropped(View).map(|row| in_schema::view("drop_view", row)));
        out.extend(self.renames.iter().filter_map(in_schema::rename_view));
        out.extend(self.renames.iter().filter_map(in_schema::move_view));
        let views = self.altered(View);
        let recreated = views.iter().filter(|it| it.is_recreated_view());
        out.extend(recreated.map(|it| in_schema::view("drop_view", it.old)));
        let altered = views.iter().filter(|it| !it.is_recreated_view());
        out.extend(altered.map(in_schema::alter_view));
        out.extend(self.renames.iter().filter_map(in_schema::rename_table));
        out.extend(self.dropped(Policy).map(|row| in_table::policy("drop_policy", row)));
        let keys = self.dropped(ForeignKey).filter(|row| self.is_dropped_alone(row));
        out.extend(keys.map(in_table::drop_foreign_key));
        out.extend(self.dropped(Table).map(in_schema::drop_table));
        let moves = self.renames.iter();
        out.extend(moves.filter_map(|rename| in_schema::move_table(rename, self.renamed)));
        let security = self.altered(Table);
        out.extend(security.iter().map(in_table::alter_row_security));
    }

    fn columns(&self, out: &mut Vec<Footprint>) {
        use EntityType::{Check, Column, Enum, Index, PrimaryKey, Unique};
        out.extend(self.renamed_inside(InTable::Column, in_table::rename_column));
        out.extend(self.dropped_inside(Unique).map(in_table::drop_unique));
        let checks = self.dropped_inside(Check);
        out.extend(checks.map(|row| in_table::check("drop_check", row, self.renamed)));
        out.extend(self.renamed_inside(InTable::Check, |rename| self.rename_constraint(rename)));
        out.extend(self.renamed_inside(InTable::Index, |rename| {
            in_table::rename_index(rename, self.columns_of(rename))
        }));
        out.extend(self.dropped_inside(Index).map(in_table::drop_index));
        out.extend(self.dropped_inside(PrimaryKey).map(in_table::drop_primary_key));
        out.extend(
            self.renamed_inside(InTable::ForeignKey, |rename| self.rename_constraint(rename)),
        );
        out.extend(self.created_inside(Column).map(in_table::add_column));
        out.extend(self.created_inside(PrimaryKey).map(in_table::add_primary_key));
        out.extend(
            self.renamed_inside(InTable::PrimaryKey, |rename| self.rename_constraint(rename)),
        );
        for altered in self.altered(Enum).iter().filter(|it| it.loses_labels()) {
            out.push(in_schema::recreate_enum(altered, self.renamed));
        }
        let columns = self.altered(Column);
        let recreated = columns.iter().filter(|it| it.is_recreated_column());
        out.extend(recreated.map(in_table::recreate_column));
        out.extend(self.dropped_inside(Column).map(in_table::drop_column));
        let keys = self.altered(PrimaryKey);
        let keys = keys.iter().filter(|it| it.set.contains_key("columns"));
        out.extend(keys.map(in_table::alter_primary_key));
        let altered = columns.iter().filter(|it| !it.is_recreated_column());
        out.extend(altered.map(in_table::alter_column));
    }

    fn constraints(&self, out: &mut Vec<Footprint>) {
        use EntityType::{Check, ForeignKey, Index, Unique};
        let indexes = self.altered(Index);
        let indexes = indexes.iter().filter(|it| it.changes_besides("concurrently"));
        out.extend(indexes.map(in_table::recreate_index));
        out.extend(self.renamed_inside(InTable::Unique, |rename| self.rename_constraint(rename)));
        out.extend(self.created_inside(Unique).map(in_table::add_unique));
        let uniques = self.altered(Unique);
        let uniques = uniques.iter().filter(|it| it.changes_besides("nameExplicit"));
        out.extend(uniques.map(in_table::alter_unique));
        out.extend(self.created(Index).map(in_table::create_index));
        out.extend(
            self.created(ForeignKey).map(|row| in_table::create_foreign_key("create_fk", row)),
        );
        let keys = self.altered(ForeignKey);
        let keys = keys.iter().filter(|it| it.changes_besides("nameExplicit"));
        out.extend(keys.map(in_table::recreate_foreign_key));
        let checks = self.created_inside(Check);
        out.extend(checks.map(|row| in_table::check("add_check", row, self.to)));
        let checks = self.altered(Check);
        out.extend(checks.iter().map(|it| in_table::alter_check(it, self.renamed, self.to)));
    }

    fn rest(&self, out: &mut Vec<Footprint>) {
        use EntityType::{Enum, Policy, Role, Schema, Sequence, View};
        out.extend(self.created(View).map(|row| in_schema::view("create_view", row)));
        let views = self.altered(View);
        let recreated = views.iter().filter(|it| it.is_recreated_view());
        out.extend(recreated.map(|it| in_schema::view("create_view", it.new)));
        out.extend(self.renamed_inside(InTable::Policy, in_table::rename_policy));
        out.extend(self.created(Policy).map(|row| in_table::policy("create_policy", row)));
        out.extend(self.altered(Policy).iter().map(in_table::alter_policy));
        out.extend(self.dropped(Role).map(|row| in_schema::role("drop_role", row)));
        out.extend(self.dropped(Enum).map(|row| in_schema::enumeration("drop_enum", row)));
        out.extend(self.dropped(Sequence).map(|row| in_schema::sequence("drop_sequence", row)));
        out.extend(self.dropped(Schema).map(|row| in_schema::schema("drop_schema", row)));
    }

    /// The keys, uniques and columns of each of some new tables, in that order.
    fn inside(&self, tables: &[&'a Row]) -> Vec<Vec<&'a Row>> {
        let places: BTreeMap<(&str, &str), usize> = tables
            .iter()
            .enumerate()
            .map(|(place, row)| ((field(row, "schema"), field(row, "name")), place))
            .collect();
        let mut inside = vec![Vec::new(); tables.len()];
        for kind in [EntityType::PrimaryKey, EntityType::Unique, EntityType::Column] {
            for row in self.to.of(kind) {
                if let Some(&place) = places.get(&(field(row, "schema"), field(row, "table"))) {
                    inside[place].push(row);
                }
            }
        }
        inside
    }

    fn created(&self, kind: EntityType) -> impl Iterator<Item = &'a Row> {
        let renamed = self.renamed;
        self.to.of(kind).filter(move |row| renamed.get(&Key::of(kind, row)).is_none())
    }

    fn dropped(&self, kind: EntityType) -> impl Iterator<Item = &'a Row> {
        let to = self.to;
        self.renamed.of(kind).filter(move |row| to.get(&Key::of(kind, row)).is_none())
    }

    /// What is created in a table that was there.
    fn created_inside(&self, kind: EntityType) -> impl Iterator<Item = &'a Row> {
        let renamed = self.renamed;
        self.created(kind).filter(move |row| renamed.get(&table_key(row)).is_some())
    }

    /// What is dropped from a table that stays.
    fn dropped_inside(&self, kind: EntityType) -> impl Iterator<Item = &'a Row> {
        let to = self.to;
        self.dropped(kind).filter(move |row| to.get(&table_key(row)).is_some())
    }

    fn altered(&self, kind: EntityType) -> Vec<Altered<'a>> {
        let change = |old: &'a Row| {
            let new = self.to.get(&Key::of(kind, old))?;
            let set = changed_fields(old, new);
            (!set.is_empty()).then_some(Altered { old, new, set })
        };
        self.renamed.of(kind).filter_map(change).collect()
    }

    /// A foreign key is dropped with its table, unless the other one goes as well.
    fn is_dropped_alone(&self, key: &Row) -> bool {
        let goes = |schema: &str, name: &str| {
            let key = key_of_table(field(key, schema), field(key, name));
            self.renamed.get(&key).is_some() && self.to.get(&key).is_none()
        };
        let to_other = field(key, "table") != field(key, "tableTo");
        !goes("schema", "table") || (to_other && goes("schemaTo", "tableTo"))
    }

    fn renamed_inside<'s>(
        &'s self,
        wanted: InTable,
        footprint: impl Fn(&in_table::Renamed<'s>) -> Footprint + 's,
    ) -> impl Iterator<Item = Footprint> + 's {
        self.renames.iter().filter_map(move |rename| match rename {
            Rename::InTable { kind, table, from, to } if *kind == wanted => {
                let kind = *kind;
                Some(footprint(&in_table::Renamed { kind, table, from, to }))
            }
            Rename::InTable { .. }
            | Rename::Namespace(..)
            | Rename::Enum(..)
            | Rename::Sequence(..)
            | Rename::Role(..)
            | Rename::Table(..)
            | Rename::View(..) => None,
        })
    }

    fn rename_constraint(&self, renamed: &in_table::Renamed<'_>) -> Footprint {
        in_table::rename_constraint(renamed, self.columns_of(renamed))
    }

    /// The columns of something renamed, by its new name.
    fn columns_of(&self, renamed: &in_table::Renamed<'_>) -> Vec<String> {
        in_table::columns_of(renamed, self.to)
    }
}

impl Altered<'_> {
    /// A value that is dropped or moved makes the type anew.
    fn loses_labels(&self) -> bool {
        let labels = |row: &Row| super::super::super::rows::texts(row, "values");
        let (old, new) = (labels(self.old), labels(self.new));
        let kept: Vec<&String> = new.iter().filter(|label| old.contains(label)).collect();
        kept.len() != old.len() || !kept.into_iter().eq(&old)
    }

    fn is_recreated_view(&self) -> bool {
        self.set.contains_key("definition") || self.set.contains_key("materialized")
    }

    fn is_recreated_column(&self) -> bool {
        self.set.get("generated").is_some_and(|generated| !generated.is_null())
    }

    fn changes_besides(&self, passed_over: &str) -> bool {
        self.set.keys().any(|field| field != passed_over)
    }
}

/// The key of the table that a row is in.
fn table_key(row: &Row) -> Key {
    key_of_table(field(row, "schema"), field(row, "table"))
}

fn key_of_table(schema: &str, name: &str) -> Key {
    let mut row = Row::new();
    row.insert("schema".to_owned(), schema.into());
    row.insert("name".to_owned(), name.into());
    Key::of(EntityType::Table, &row)
}
