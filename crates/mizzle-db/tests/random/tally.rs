//! What the pairs of all seeds have in them: every field of the model and every kind of
//! change, each often enough. The matches are exhaustive and the structs are taken apart
//! field by field, so that what is added to the model must be counted here, and then
//! made by the generator.

use crate::pair::Pair;
use mizzle_core::postgres::change::{Change, EnumUse, Part, Why};
use mizzle_core::postgres::schema::{
    Action, Check, Column, DefaultValue, Enum, ForeignKey, Generated, Identity, IdentityKind,
    Index, IndexColumn, IndexKey, Name, Nulls, Policy, PolicyCommand, PolicyKind, PrimaryKey, Role,
    Schema, Sequence, SequenceOptions, Table, Type, Unique, View, ViewColumn,
};
use std::collections::BTreeMap;

/// How often each must be there.
const LEAST: usize = 10;

/// What no schema file can say or no database keeps, and why it is not made.
const ABSENT: [(&str, &str); 11] = [
    ("Schema.privileges", "carried through from v8 snapshots; no schema file has any"),
    ("Role.superuser", "no schema file says it"),
    ("Role.can_login", "no schema file says it"),
    ("Role.replication", "no schema file says it"),
    ("Role.bypass_rls", "no schema file says it"),
    ("Role.connection_limit", "no schema file says it"),
    ("Role.password", "no schema file says it"),
    ("Role.valid_until", "no schema file says it"),
    ("View.existing", "never created and never compared"),
    ("View.using", "a server has one table access method of its own"),
    ("View.tablespace", "a tablespace is a folder of the server's machine"),
];

/// Counts what the first `seeds` pairs have, and says what is too seldom.
pub(crate) fn check(seeds: u64) -> Result<(), String> {
    let mut tally = Tally::default();
    for seed in 1..=seeds {
        let pair = Pair::of(seed);
        let (before, after) = pair.schemas();
        let (start, _) = pair.diff(&Schema::default(), &before)?;
        let (found, _) = pair
            .diff(&pair.recorded(&start)?, &after)
            .map_err(|error| format!("seed {seed}: {error}"))?;
        tally.schema(&after);
        found.changes.iter().for_each(|change| tally.change(change));
    }
    let counts: Vec<String> =
        tally.counts.iter().map(|(what, count)| format!("{count:>6} {what}")).collect();
    if std::env::var_os("MIZZLE_TEST_TALLY").is_some() {
        println!("{}", counts.join("\n"));
    }
    let absent = |what: &str| ABSENT.iter().any(|(absent, _)| *absent == what);
    let seldom: Vec<String> = tally
        .counts
        .iter()
        .filter(|(what, count)| **count < LEAST && !absent(what))
        .map(|(what, count)| format!("{what}: {count}"))
        .collect();
    let made: Vec<&str> = ABSENT
        .iter()
        .map(|(what, _)| *what)
        .filter(|what| tally.counts.get(*what).is_none_or(|count| *count > 0))
        .collect();
    if !made.is_empty() {
        return Err(format!("listed as absent, and made or unknown: {}", made.join(", ")));
    }
    if seldom.is_empty() {
        return Ok(());
    }
    Err(format!("the generator makes too few of these in {seeds} pairs: {}", seldom.join(", ")))
}

/// How often each thing was there, by name. What can be there is in it from the start of
/// the thing that it is in.
#[derive(Debug, Default)]
struct Tally {
    counts: BTreeMap<String, usize>,
}

/// The variants of an enum, by name: which of them a value is, and all of them.
macro_rules! variants {
    ($value:expr, $of:ident { $($variant:ident),* $(,)? }) => {{
        let which = match $value { $($of::$variant { .. } => stringify!($variant)),* };
        (stringify!($of), which, [$(stringify!($variant)),*])
    }};
}

impl Tally {
    fn add(&mut self, what: &str, is_there: bool) {
        *self.counts.entry(what.to_owned()).or_default() += usize::from(is_there);
    }

    fn variant<const N: usize>(&mut self, at: &str, of: (&str, &str, [&str; N])) {
        let (name, which, all) = of;
        for variant in all {
            self.add(&format!("{at}{name}::{variant}"), variant == which);
        }
    }

    fn schema(&mut self, schema: &Schema) {
        let Schema {
            namespaces,
            enums,
            sequences,
            roles,
            tables,
            views,
            linked_policies,
            privileges,
        } = schema;
        self.add("Schema.namespaces", !namespaces.is_empty());
        self.add("Schema.enums", !enums.is_empty());
        self.add("Schema.sequences", !sequences.is_empty());
        self.add("Schema.roles", !roles.is_empty());
        self.add("Schema.tables", !tables.is_empty());
        self.add("Schema.views", !views.is_empty());
        self.add("Schema.linked_policies", !linked_policies.is_empty());
        self.add("Schema.privileges", !privileges.is_empty());
        for Enum { values } in enums.values() {
            self.add("Enum.values", !values.is_empty());
        }
        for Sequence { options } in sequences.values() {
            self.options("Sequence", options);
        }
        roles.values().for_each(|role| self.role(role));
        tables.values().for_each(|table| self.table(table));
        views.values().for_each(|view| self.view(view));
        linked_policies.iter().for_each(|linked| self.policy("linked ", &linked.policy));
    }

    fn options(&mut self, of: &str, options: &SequenceOptions) {
        let SequenceOptions { increment, min, max, start, cache, cycle } = options;
        self.add(&format!("{of}.increment"), increment.is_some());
        self.add(&format!("{of}.min"), min.is_some());
        self.add(&format!("{of}.max"), max.is_some());
        self.add(&format!("{of}.start"), start.is_some());
        self.add(&format!("{of}.cache"), cache.is_some());
        self.add(&format!("{of}.cycle"), *cycle);
    }

    fn role(&mut self, role: &Role) {
        let Role {
            superuser,
            create_db,
            create_role,
            inherit,
            can_login,
            replication,
            bypass_rls,
            connection_limit,
            password,
            valid_until,
        } = role;
        self.add("Role.superuser", superuser.is_some());
        self.add("Role.create_db", create_db.is_some());
        self.add("Role.create_role", create_role.is_some());
        self.add("Role.inherit", inherit.is_some());
        self.add("Role.can_login", can_login.is_some());
        self.add("Role.replication", replication.is_some());
        self.add("Role.bypass_rls", bypass_rls.is_some());
        self.add("Role.connection_limit", connection_limit.is_some());
        self.add("Role.password", password.is_some());
        self.add("Role.valid_until", valid_until.is_some());
    }

    fn table(&mut self, table: &Table) {
        let Table {
            columns,
            primary_key,
            uniques,
            checks,
            foreign_keys,
            indexes,
            policies,
            rls_enabled,
        } = table;
        self.add("Table.columns", !columns.is_empty());
        self.add("Table.primary_key", primary_key.is_some());
        self.add("Table.uniques", !uniques.is_empty());
        self.add("Table.checks", !checks.is_empty());
        self.add("Table.foreign_keys", !foreign_keys.is_empty());
        self.add("Table.indexes", !indexes.is_empty());
        self.add("Table.policies", !policies.is_empty());
        self.add("Table.rls_enabled", *rls_enabled);
        columns.values().for_each(|column| self.column(column));
        if let Some(PrimaryKey { name, columns, declared }) = primary_key {
            self.name("PrimaryKey", name);
            self.add("PrimaryKey of several columns", columns.len() > 1);
            use mizzle_core::postgres::schema::Declared;
            self.variant("PrimaryKey ", variants!(declared, Declared { OnColumn, OnTable }));
        }
        for Unique { name, columns, nulls_not_distinct, declared } in uniques {
            use mizzle_core::postgres::schema::Declared;
            self.name("Unique", name);
            self.add("Unique of several columns", columns.len() > 1);
            self.add("Unique.nulls_not_distinct", *nulls_not_distinct);
            self.variant("Unique ", variants!(declared, Declared { OnColumn, OnTable }));
        }
        for Check { name, expression } in checks {
            self.add("Check.name", !name.is_empty());
            self.add("Check.expression", !expression.is_empty());
        }
        foreign_keys.iter().for_each(|key| self.foreign_key(key));
        indexes.iter().for_each(|index| self.index(index));
        policies.iter().for_each(|policy| self.policy("", policy));
    }

    fn name(&mut self, of: &str, name: &Name) {
        let Name { text, explicit } = name;
        self.add(&format!("{of} with a name given"), *explicit);
        self.add(&format!("{of} with a name by rule"), !*explicit);
        self.add("Name that the server cuts", text.len() > 63);
    }

    fn column(&mut self, column: &Column) {
        let Column { ty, not_null, not_null_written, default, generated, identity } = column;
        let Type { text, schema, dimensions } = ty;
        self.add("Type.text", !text.is_empty());
        self.add("Type.schema", schema.is_some());
        self.add("Type.dimensions", !dimensions.is_empty());
        self.add("Type of several dimensions", dimensions.len() > 1);
        self.add("Type with a size", dimensions.iter().any(Option::is_some));
        self.add("Type that is serial", ty.is_serial());
        self.add("Column.not_null", *not_null);
        self.add("Column.not_null_written", *not_null_written);
        self.add("Column.default", default.is_some());
        self.add("Column.generated", generated.is_some());
        self.add("Column.identity", identity.is_some());
        if let Some(default) = default {
            self.variant(
                "",
                variants!(default, DefaultValue { Bool, Number, Text, Null, Expression }),
            );
        }
        if let Some(Generated { expression }) = generated {
            self.add("Generated.expression", !expression.is_empty());
        }
        if let Some(Identity { kind, sequence, options }) = identity {
            self.variant("", variants!(kind, IdentityKind { Always, ByDefault }));
            self.name("Identity", sequence);
            self.options("Identity", options);
        }
    }

    fn foreign_key(&mut self, key: &ForeignKey) {
        let ForeignKey { name, columns, target, target_columns, on_delete, on_update } = key;
        self.name("ForeignKey", name);
        self.add("ForeignKey of several columns", columns.len() > 1);
        self.add("ForeignKey into another schema", !target.is_public());
        self.add("ForeignKey.target_columns", !target_columns.is_empty());
        for (side, action) in [("on delete ", on_delete), ("on update ", on_update)] {
            self.variant(
                side,
                variants!(action, Action { NoAction, Restrict, Cascade, SetNull, SetDefault }),
            );
        }
    }

    fn index(&mut self, index: &Index) {
        let Index { name, unique, method, columns, with, predicate, concurrently } = index;
        self.name("Index", name);
        self.add("Index.unique", *unique);
        for known in ["btree", "hash", "gin", "gist", "brin"] {
            self.add(&format!("Index of {known}"), method == known);
        }
        self.add("Index of several columns", columns.len() > 1);
        self.add("Index.with", !with.is_empty());
        self.add("Index.predicate", predicate.is_some());
        self.add("Index.concurrently", *concurrently);
        for IndexColumn { key, descending, nulls, opclass } in columns {
            self.variant("", variants!(key, IndexKey { Column, Expression }));
            self.add("IndexColumn.descending", *descending);
            self.variant("", variants!(nulls, Nulls { First, Last }));
            self.add("IndexColumn.opclass", opclass.is_some());
        }
    }

    fn policy(&mut self, of: &str, policy: &Policy) {
        let Policy { name, kind, command, roles, using, with_check } = policy;
        self.add(&format!("{of}Policy.name"), !name.is_empty());
        self.add(&format!("{of}Policy.roles"), roles.iter().any(|role| role != "public"));
        self.add(&format!("{of}Policy.using"), using.is_some());
        self.add(&format!("{of}Policy.with_check"), with_check.is_some());
        self.variant("", variants!(kind, PolicyKind { Permissive, Restrictive }));
        self.variant("", variants!(command, PolicyCommand { All, Select, Insert, Update, Delete }));
    }

    fn view(&mut self, view: &View) {
        let View {
            definition,
            materialized,
            existing,
            with,
            with_no_data,
            using,
            tablespace,
            columns,
        } = view;
        self.add("View.definition", definition.is_some());
        self.add("View.materialized", *materialized);
        self.add("View.existing", *existing);
        self.add("View.with", !with.is_empty());
        self.add("View.with_no_data", *with_no_data);
        self.add("View.using", using.is_some());
        self.add("View.tablespace", tablespace.is_some());
        self.add("View.columns", !columns.is_empty());
        for ViewColumn { column: _, primary: _ } in columns.values() {}
    }

    fn change(&mut self, change: &Change) {
        self.variant(
            "",
            variants!(
                change,
                Change {
                    CreateNamespace,
                    DropNamespace,
                    RenameNamespace,
                    CreateEnum,
                    DropEnum,
                    RenameEnum,
                    AddEnumValue,
                    RenameEnumValue,
                    RecreateEnum,
                    CreateSequence,
                    DropSequence,
                    RenameSequence,
                    AlterSequence,
                    CreateRole,
                    DropRole,
                    RenameRole,
                    AlterRole,
                    CreateTable,
                    DropTable,
                    RenameTable,
                    SetRls,
                    AddColumn,
                    DropColumn,
                    RenameColumn,
                    AlterColumn,
                    RecreateColumn,
                    RenameOwnedSequence,
                    AddPart,
                    DropPart,
                    ReplacePart,
                    RenamePart,
                    AlterPolicy,
                    CreateView,
                    DropView,
                    RenameView,
                    ReplaceView,
                    RecreateView,
                }
            ),
        );
        self.details(change);
    }

    /// What is worth counting apart within one kind of change.
    fn details(&mut self, change: &Change) {
        if let Change::RecreateEnum { uses, .. } = change {
            self.add("RecreateEnum in use", !uses.is_empty());
            for EnumUse { table: _, column: _, from, to: _ } in uses {
                self.add("RecreateEnum under a default", from.default.is_some());
            }
        } else if let Change::AddPart { part, .. } = change {
            self.part("AddPart ", part);
        } else if let Change::DropPart { part, .. } = change {
            self.part("DropPart ", part);
        } else if let Change::ReplacePart { from, why, .. } = change {
            self.part("ReplacePart ", from);
            self.variant("ReplacePart ", variants!(why, Why { Declared, HangsOn }));
        } else if let Change::RenamePart { to, .. } = change {
            // A policy keeps its name, or is another one.
            if !matches!(to, Part::Policy(_)) {
                self.add(&format!("RenamePart {}", to.noun()), true);
            }
        } else if let Change::RecreateView { why, .. } = change {
            self.variant("RecreateView ", variants!(why, Why { Declared, HangsOn }));
        } else if let Change::AlterColumn { from, to, .. } = change {
            self.add("AlterColumn type", !from.ty.same(&to.ty));
            self.add("AlterColumn not null", from.not_null != to.not_null);
            self.add("AlterColumn default", from.default != to.default);
            self.add("AlterColumn identity", from.identity != to.identity);
            self.add("AlterColumn generated", from.generated != to.generated);
            self.add("AlterColumn serial", from.ty.is_serial() != to.ty.is_serial());
        } else if let Change::DropColumn { parts, .. } = change {
            self.add("DropColumn with parts", !parts.is_empty());
        }
    }

    fn part(&mut self, at: &str, part: &Part) {
        self.variant(
            at,
            variants!(part, Part { PrimaryKey, Unique, Check, ForeignKey, Index, Policy }),
        );
    }
}
