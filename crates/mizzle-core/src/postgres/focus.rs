//! What of a schema has to be built to know what changes come to.
//!
//! To compare a database with a schema, the schema is built in an empty one. Of what the
//! changes leave alone that says nothing new: it is written as it was, so that a server
//! makes of it what it made of it before. What has to be built is what is written
//! otherwise than before, what speaks of that, and what all of it stands on.

use super::change::Change;
use super::diff::Diff;
use super::reworded::server_name;
use super::schema::{DefaultValue, Enum, IndexKey, Object, QName, Schema, Sequence, Table, View};
use super::touched::Touched;
use crate::sql::words::Words;
use indexmap::IndexMap;
use std::collections::BTreeSet;

/// The part of a schema that changes are about.
#[derive(Debug, Clone, PartialEq)]
pub struct Focus {
    /// What to build: the part, and what it stands on.
    pub built: Schema,
    /// The tables, views, enums and sequences of the part, under the names before and
    /// after.
    names: BTreeSet<QName>,
    touched: Touched,
}

impl Focus {
    /// The part of the result of a diff from `recorded` that has to be built. `None` where
    /// that is most of it, or the change is about what belongs to all of it: schemas,
    /// roles, policies on tables of others.
    pub fn of(recorded: &Schema, diff: &Diff) -> Option<Self> {
        let desired = &diff.result;
        let is_about_parts = recorded.inhabited_namespaces() == desired.inhabited_namespaces()
            && recorded.roles == desired.roles
            && recorded.privileges == desired.privileges
            && recorded.linked_policies.is_empty()
            && desired.linked_policies.is_empty();
        if !is_about_parts {
            return None;
        }
        let names = speaking_of(desired, differing(recorded, diff));
        let built = with_grounds(desired, &names);
        let is_small = 2 * built.tables.len() <= desired.tables.len();
        let objects = names.iter().flat_map(|name| {
            [
                Object::Table(name.clone()),
                Object::View(name.clone()),
                Object::Enum(name.clone()),
                Object::Sequence(name.clone()),
            ]
        });
        let touched = Touched::of(objects.collect());
        is_small.then_some(Self { built, names, touched })
    }

    /// Is a change about the part?
    pub fn has(&self, change: &Change) -> bool {
        self.touched.has(change)
    }

    /// Is the table, view, enum or sequence of this name on the server in the part?
    pub fn has_name(&self, name: &QName) -> bool {
        self.names.iter().any(|own| server_name(own) == *name)
    }

    /// What a server has, with the part as it should be, in the server's words.
    pub fn in_place(&self, found: &Schema, wanted: &Schema) -> Schema {
        let mut all = found.clone();
        let is_other = |name: &QName| !self.has_name(name);
        all.enums.retain(|name, _| is_other(name));
        all.sequences.retain(|name, _| is_other(name));
        all.tables.retain(|name, _| is_other(name));
        all.views.retain(|name, _| is_other(name));
        let own = |name: &&QName| self.names.contains(*name);
        let (enums, sequences) = (&wanted.enums, &wanted.sequences);
        all.enums.extend(enums.keys().filter(own).map(|it| (it.clone(), enums[it].clone())));
        let sequences = sequences.keys().filter(own).map(|it| (it.clone(), sequences[it].clone()));
        all.sequences.extend(sequences);
        let (tables, views) = (&wanted.tables, &wanted.views);
        all.tables.extend(tables.keys().filter(own).map(|it| (it.clone(), tables[it].clone())));
        all.views.extend(views.keys().filter(own).map(|it| (it.clone(), views[it].clone())));
        all
    }
}

/// What is not written as before, and what is not there any more or was not there.
fn differing(recorded: &Schema, diff: &Diff) -> BTreeSet<QName> {
    fn among<T: PartialEq>(
        before: &IndexMap<QName, T>,
        after: &IndexMap<QName, T>,
        is_alike: impl Fn(&T, &T) -> bool,
    ) -> Vec<QName> {
        let is_as_before = |name: &QName| match (before.get(name), after.get(name)) {
            (Some(before), Some(after)) => before == after || is_alike(before, after),
            (None, Some(_)) | (Some(_), None) | (None, None) => false,
        };
        let all = before.keys().chain(after.keys());
        all.filter(|name| !is_as_before(name)).cloned().collect()
    }
    /// Snapshots of 1.0 keep types in another spelling than schema files.
    fn is_alike(before: &Table, after: &Table) -> bool {
        let [before, after] = [before, after].map(|table| {
            let mut table = table.clone();
            table.columns.values_mut().for_each(|column| column.ty.normalize());
            table
        });
        before == after
    }
    let desired = &diff.result;
    let mut names = BTreeSet::new();
    names.extend(among(&recorded.enums, &desired.enums, |_, _| false));
    names.extend(among(&recorded.sequences, &desired.sequences, |_, _| false));
    names.extend(among(&recorded.tables, &desired.tables, is_alike));
    names.extend(among(&recorded.views, &desired.views, |_, _| false));
    names.extend(Touched::by(&diff.changes).names().cloned());
    names
}

/// The names, and those of everything that speaks of one of them: a server may print it
/// otherwise than before.
fn speaking_of(schema: &Schema, mut names: BTreeSet<QName>) -> BTreeSet<QName> {
    let mut others: Vec<(&QName, Spoken)> = (schema.tables.iter())
        .map(|(name, table)| (name, Spoken::by_table(table)))
        .chain(schema.views.iter().map(|(name, view)| (name, Spoken::by_view(view))))
        .filter(|(name, _)| !names.contains(*name))
        .collect();
    loop {
        let (found, rest): (Vec<_>, Vec<_>) =
            others.into_iter().partition(|(_, spoken)| names.iter().any(|name| spoken.is_of(name)));
        if found.is_empty() {
            return names;
        }
        names.extend(found.into_iter().map(|(name, _)| name.clone()));
        others = rest;
    }
}

/// What has these names, with all that it needs to be there. What is only needed comes
/// without what it needs itself, as far as that can be.
fn with_grounds(schema: &Schema, names: &BTreeSet<QName>) -> Schema {
    let mut built = Schema {
        namespaces: schema.namespaces.clone(),
        roles: schema.roles.clone(),
        ..Schema::default()
    };
    let mut spoken = Spoken::default();
    let mut targets: BTreeSet<&QName> = BTreeSet::new();
    let mut views: BTreeSet<&QName> =
        schema.views.keys().filter(|name| names.contains(*name)).collect();
    for (_, table) in schema.tables.iter().filter(|(name, _)| names.contains(*name)) {
        spoken.add_table(table);
        targets.extend(table.foreign_keys.iter().map(|key| &key.target));
    }
    // A view stands on others, and so on.
    loop {
        for name in &views {
            spoken.add_view(&schema.views[*name]);
        }
        let more: Vec<&QName> = (schema.views.keys())
            .filter(|name| !views.contains(name) && spoken.is_of(name))
            .collect();
        if more.is_empty() {
            break;
        }
        views.extend(more);
    }
    for (name, table) in &schema.tables {
        if names.contains(name) {
            built.tables.insert(name.clone(), table.clone());
        } else if targets.contains(name) || spoken.is_of(name) {
            built.tables.insert(name.clone(), ground(table));
        }
    }
    for (name, view) in schema.views.iter().filter(|(name, _)| views.contains(name)) {
        built.views.insert(name.clone(), view.clone());
    }
    let mut types: BTreeSet<QName> = BTreeSet::new();
    for column in built.tables.values().flat_map(|table| table.columns.values()) {
        let schema = column.ty.schema.iter();
        types.extend(schema.map(|schema| QName::new(schema.clone(), column.ty.text.clone())));
    }
    let is_needed =
        |name: &QName| names.contains(name) || types.contains(name) || spoken.is_of(name);
    let enums = schema.enums.iter().filter(|(name, _)| is_needed(name));
    built.enums = enums.map(|(name, it)| (name.clone(), Enum::clone(it))).collect();
    let sequences = schema.sequences.iter().filter(|(name, _)| is_needed(name));
    built.sequences = sequences.map(|(name, it)| (name.clone(), Sequence::clone(it))).collect();
    built
}

/// A table that only has to be there.
fn ground(table: &Table) -> Table {
    let mut ground = Table {
        foreign_keys: Vec::new(),
        checks: Vec::new(),
        policies: Vec::new(),
        rls_enabled: false,
        ..table.clone()
    };
    // A foreign key may refer to what only an index keeps unique.
    ground.indexes.retain(|index| index.unique && index.predicate.is_none());
    ground.indexes.retain(|index| index.plain_columns().is_some());
    for column in ground.columns.values_mut() {
        column.default = None;
    }
    ground
}

/// The names and texts in something.
#[derive(Debug, Default)]
struct Spoken {
    words: Words,
}

impl Spoken {
    fn by_table(table: &Table) -> Self {
        let mut spoken = Self::default();
        spoken.add_table(table);
        spoken
    }

    fn by_view(view: &View) -> Self {
        let mut spoken = Self::default();
        spoken.add_view(view);
        spoken
    }

    /// All SQL of a table. Foreign keys and types are no text: a server prints neither
    /// otherwise for what they refer to.
    fn add_table(&mut self, table: &Table) {
        for column in table.columns.values() {
            if let Some(DefaultValue::Expression(sql)) = &column.default {
                self.words.add(sql);
            }
            let generated = column.generated.iter().map(|generated| &generated.expression);
            generated.for_each(|sql| self.words.add(sql));
        }
        table.checks.iter().for_each(|check| self.words.add(&check.expression));
        for index in &table.indexes {
            index.predicate.iter().for_each(|sql| self.words.add(sql));
            for part in &index.columns {
                match &part.key {
                    IndexKey::Expression(sql) => self.words.add(sql),
                    IndexKey::Column(_) => {}
                }
            }
        }
        for policy in &table.policies {
            policy.using.iter().chain(&policy.with_check).for_each(|sql| self.words.add(sql));
        }
    }

    fn add_view(&mut self, view: &View) {
        view.definition.iter().for_each(|sql| self.words.add(sql));
    }

    /// Is it about what has this name? A column of the same name makes no difference here:
    /// too much is built then, and nothing too little.
    fn is_of(&self, name: &QName) -> bool {
        self.words.mentions(&name.name)
            || self.words.texts.iter().any(|text| text.contains(&name.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::Line;
    use crate::postgres::back::without_renames;
    use crate::postgres::schema::{Action, Check, Column, ForeignKey, Name, Type};

    fn table(names: &[&str]) -> Table {
        let columns = names.iter().map(|it| ((*it).to_owned(), Column::of(Type::parse("text"))));
        Table { columns: columns.collect(), ..Table::default() }
    }

    fn schema() -> Schema {
        let mut schema = Schema::default();
        for name in ["teams", "users", "posts", "tags", "logs", "a", "b", "c"] {
            schema.tables.insert(QName::public(name), table(&["id"]));
        }
        let refer = |to: &str| ForeignKey {
            name: Name::derived(format!("{to}_fk")),
            columns: vec!["id".into()],
            target: QName::public(to),
            target_columns: vec!["id".into()],
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
        };
        schema.tables[&QName::public("users")].foreign_keys.push(refer("teams"));
        schema.tables[&QName::public("posts")].foreign_keys.push(refer("users"));
        schema.views.insert(
            QName::public("busy"),
            View {
                definition: Some("select users.id from users join tags on true".into()),
                materialized: false,
                existing: false,
                with: IndexMap::new(),
                with_no_data: false,
                using: None,
                tablespace: None,
                columns: IndexMap::new(),
            },
        );
        schema
    }

    fn focus(change: impl Fn(&mut Schema)) -> Option<Focus> {
        let (before, mut after) = (schema(), schema());
        change(&mut after);
        let diff = without_renames(&before, &after, Line::V0).unwrap();
        Focus::of(&before, &diff)
    }

    #[test]
    fn what_changes_is_built_with_what_it_stands_on_and_what_speaks_of_it() {
        let change = |schema: &mut Schema| {
            let users = &mut schema.tables[&QName::public("users")];
            users.columns.insert("age".into(), Column::of(Type::parse("integer")));
        };
        let focus = focus(change).unwrap();
        let built: Vec<String> = focus.built.tables.keys().map(ToString::to_string).collect();
        assert_eq!(built, ["teams", "users", "tags"]);
        assert!(focus.built.views.contains_key(&QName::public("busy")));
        let in_part = ["users", "busy"].map(|name| focus.has_name(&QName::public(name)));
        assert_eq!(in_part, [true, true]);
        assert!(!focus.has_name(&QName::public("teams")) && !focus.has_name(&QName::public("a")));
    }

    #[test]
    fn another_spelling_of_a_type_is_no_difference() {
        let (mut before, mut after) = (schema(), schema());
        let price = |ty: &str| ("price".to_owned(), Column::of(Type::parse(ty)));
        before.tables.values_mut().for_each(|table| table.columns.extend([price("numeric(9,2)")]));
        after.tables.values_mut().for_each(|table| table.columns.extend([price("numeric(9, 2)")]));
        let logs = QName::public("logs");
        after.tables[&logs].columns.extend([("note".to_owned(), Column::of(Type::parse("text")))]);
        let diff = without_renames(&before, &after, Line::V1).unwrap();
        let focus = Focus::of(&before, &diff).unwrap();
        assert_eq!(focus.built.tables.keys().collect::<Vec<_>>(), [&logs]);
        after.tables.values_mut().for_each(|table| table.columns.extend([price("numeric(9, 3)")]));
        let diff = without_renames(&before, &after, Line::V1).unwrap();
        assert_eq!(Focus::of(&before, &diff), None);
    }

    #[test]
    fn what_is_left_of_a_table_that_went_is_seen() {
        let focus = focus(|schema| {
            schema.tables.shift_remove(&QName::public("logs"));
        });
        let focus = focus.unwrap();
        let wanted = focus.in_place(&schema(), &focus.built);
        assert!(!wanted.tables.contains_key(&QName::public("logs")));
        assert_eq!(wanted.tables.len(), schema().tables.len() - 1);
        let changes = without_renames(&schema(), &wanted, Line::V0).unwrap().changes;
        assert!(changes.len() == 1 && focus.has(&changes[0]), "{changes:?}");
    }

    #[test]
    fn what_belongs_to_all_is_compared_as_a_whole() {
        assert_eq!(focus(|schema| schema.namespaces.push("other".into())), None);
        let everywhere = focus(|schema| {
            for table in schema.tables.values_mut() {
                table.checks.push(Check { name: "x".into(), expression: "true".into() });
            }
        });
        assert_eq!(everywhere, None);
    }
}
