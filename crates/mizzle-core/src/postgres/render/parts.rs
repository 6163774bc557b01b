//! Keys, constraints and policies; of indexes, what is not their making.

use super::index::create_index;
use super::{Context, Draft, Short};
use crate::naming::Line;
use crate::plan::{Hazard, LockLevel};
use crate::postgres::change::Part;
use crate::postgres::names;
use crate::postgres::schema::{
    Action, ForeignKey, Policy, PolicyCommand, PolicyKind, PrimaryKey, QName, Unique,
};
use crate::sql::{Ident, idents};

pub(super) fn add(context: &Context<'_>, table: &QName, part: &Part) -> Draft {
    let name = context.table(table);
    let alter = |clause: String, level| {
        Draft::on(context, table, level, format!("ALTER TABLE {name} ADD {clause};"))
    };
    let builds = Hazard::BuildsIndex { table: table.to_string() };
    let scans = Hazard::ScansTable { table: table.to_string() };
    match part {
        Part::PrimaryKey(key) => {
            let clause = if is_server_key(table, key) {
                format!("PRIMARY KEY ({})", idents(&key.columns))
            } else {
                format!("CONSTRAINT {} {}", Ident(&key.name.text), key_clause(key))
            };
            alter(clause, LockLevel::AccessExclusive)
                .with_rows(
                    context,
                    table,
                    may_fail(format!(
                        "if two rows of {table} have the same {} or one has none",
                        key.columns.join(", ")
                    )),
                )
                .with_rows(context, table, builds)
        }
        Part::Unique(unique) => alter(
            if unique.name.text.len() > names::MAX_BYTES && is_server_unique(table, unique) {
                // What a new table leaves to the server is left to it here too.
                unique_clause(unique)
            } else {
                format!("CONSTRAINT {} {}", Ident(&unique.name.text), unique_clause(unique))
            },
            LockLevel::AccessExclusive,
        )
        .with_rows(
            context,
            table,
            may_fail(format!("if two rows of {table} have the same {}", unique.columns.join(", "))),
        )
        .with_rows(context, table, builds),
        Part::Check(check) => alter(
            format!("CONSTRAINT {} CHECK ({})", Ident(&check.name), check.expression),
            LockLevel::AccessExclusive,
        )
        .with_rows(context, table, may_fail(format!("if a row of {table} breaks {}", check.name)))
        .with_rows(context, table, scans),
        Part::ForeignKey(key) => alter(foreign_key(context, key), LockLevel::ShareRowExclusive)
            .lock(context, &key.target, LockLevel::ShareRowExclusive)
            .with_rows(
                context,
                table,
                may_fail(format!(
                    "if a row of {table} references a row of {} that is not there",
                    key.target
                )),
            )
            .with_rows(context, table, scans),
        Part::Index(index) => create_index(context, table, index),
        Part::Policy(policy) => {
            let sql = format!(
                "CREATE POLICY {} ON {name} AS {} FOR {} TO {}{};",
                Ident(&policy.name),
                policy_kind(policy.kind),
                policy_command(policy.command),
                roles(policy),
                expressions(policy),
            );
            Draft::on(context, table, LockLevel::AccessExclusive, sql).with_rows(
                context,
                table,
                Hazard::ChangesAccess { what: format!("access to rows of {table} changes") },
            )
        }
    }
}

pub(super) fn drop(context: &Context<'_>, table: &QName, part: &Part) -> Draft {
    match part {
        Part::PrimaryKey(_) | Part::Unique(_) | Part::Check(_) => Draft::on(
            context,
            table,
            LockLevel::AccessExclusive,
            drop_constraint(context, table, &real_name(table, part, part.name())),
        ),
        Part::ForeignKey(key) => drop_foreign_key(context, table, key),
        Part::Index(index) => {
            let schema = context.address.table(table).schema;
            let sql = format!("DROP INDEX {};", Short(&QName::new(schema, &index.name.text)));
            Draft::on(context, table, LockLevel::AccessExclusive, sql)
        }
        Part::Policy(policy) => {
            let sql = format!("DROP POLICY {} ON {};", Ident(&policy.name), context.table(table));
            Draft::on(context, table, LockLevel::AccessExclusive, sql).hazard(
                Hazard::ChangesAccess { what: format!("access to rows of {table} changes") },
            )
        }
    }
}

pub(super) fn drop_foreign_key(context: &Context<'_>, table: &QName, key: &ForeignKey) -> Draft {
    let sql = drop_constraint(context, table, &key.name.text);
    Draft::on(context, table, LockLevel::AccessExclusive, sql).lock(
        context,
        &key.target,
        LockLevel::AccessExclusive,
    )
}

fn drop_constraint(context: &Context<'_>, table: &QName, name: &str) -> String {
    format!("ALTER TABLE {} DROP CONSTRAINT {};", context.table(table), Ident(name))
}

pub(super) fn rename(
    context: &Context<'_>,
    table: &QName,
    part: &Part,
    from: &str,
    to: &str,
) -> Draft {
    match part {
        // The name of a primary key that nobody wrote is recorded nowhere in 0.x, and an
        // older rename may have left it behind. Renaming its index renames the constraint
        // as well, and may find nothing.
        Part::PrimaryKey(key) if !key.name.explicit && from.ends_with("_pkey") => {
            let schema = context.address.table(table).schema;
            let sql = format!(
                "ALTER INDEX IF EXISTS {} RENAME TO {};",
                Short(&QName::new(schema, from)),
                Ident(to)
            );
            Draft::on(context, table, LockLevel::ShareUpdateExclusive, sql)
        }
        Part::PrimaryKey(_) | Part::Unique(_) | Part::Check(_) | Part::ForeignKey(_) => Draft::on(
            context,
            table,
            LockLevel::AccessExclusive,
            format!(
                "ALTER TABLE {} RENAME CONSTRAINT {} TO {};",
                context.table(table),
                Ident(from),
                Ident(to)
            ),
        ),
        Part::Index(_) => {
            let schema = context.address.table(table).schema;
            let sql = format!(
                "ALTER INDEX {} RENAME TO {};",
                Short(&QName::new(schema, from)),
                Ident(to)
            );
            Draft::on(context, table, LockLevel::ShareUpdateExclusive, sql)
        }
        Part::Policy(_) => Draft::on(
            context,
            table,
            LockLevel::AccessExclusive,
            format!(
                "ALTER POLICY {} ON {} RENAME TO {};",
                Ident(from),
                context.table(table),
                Ident(to)
            ),
        ),
    }
}

pub(super) fn alter_policy(
    context: &Context<'_>,
    table: &QName,
    from: &Policy,
    to: &Policy,
) -> Draft {
    let to_roles =
        if from.roles == to.roles { String::new() } else { format!(" TO {}", roles(to)) };
    let sql = format!(
        "ALTER POLICY {} ON {}{to_roles}{};",
        Ident(&to.name),
        context.table(table),
        expressions(to)
    );
    Draft::on(context, table, LockLevel::AccessExclusive, sql)
        .hazard(Hazard::ChangesAccess { what: format!("access to rows of {table} changes") })
}

/// `PRIMARY KEY("a","b")`
pub(super) fn key_clause(key: &PrimaryKey) -> String {
    format!("PRIMARY KEY({})", idents(&key.columns))
}

/// `UNIQUE[ NULLS NOT DISTINCT]("a","b")`
pub(super) fn unique_clause(unique: &Unique) -> String {
    let nulls = if unique.nulls_not_distinct { " NULLS NOT DISTINCT" } else { "" };
    format!("UNIQUE{nulls}({})", idents(&unique.columns))
}

pub(super) fn may_fail(on: String) -> Hazard {
    Hazard::MayFail { on }
}

/// Is the key's name the one that the server chooses, so that it is left to it?
pub(super) fn is_server_key(table: &QName, key: &PrimaryKey) -> bool {
    !key.name.explicit && key.name.text == names::server_primary_key(&table.name)
}

/// Is the constraint's name the one that the server chooses for `UNIQUE` on a column?
pub(super) fn is_server_unique(table: &QName, unique: &Unique) -> bool {
    match unique.columns.as_slice() {
        [column] => {
            let server = names::column_unique(Line::V1, &table.name, column);
            !unique.name.explicit && unique.name.text == server
        }
        _ => false,
    }
}

/// What a part is really called. Where the name is the server's own choice and too
/// long, the server shortens its parts, instead of cutting the end as it does with a
/// name that is written.
fn real_name(table: &QName, part: &Part, name: &str) -> String {
    if name.len() > names::MAX_BYTES {
        if let Part::PrimaryKey(key) = part
            && is_server_key(table, key)
        {
            return names::server_primary_key_cut(&table.name);
        }
        if let Part::Unique(unique) = part
            && is_server_unique(table, unique)
        {
            return names::server_unique_cut(&table.name, &unique.columns[0]);
        }
    }
    name.to_owned()
}

fn foreign_key(context: &Context<'_>, key: &ForeignKey) -> String {
    let actions: String = [("DELETE", key.on_delete), ("UPDATE", key.on_update)]
        .into_iter()
        .filter_map(|(event, action)| match (context.line, action) {
            (Line::V0, action) => {
                Some(format!(" ON {event} {}", action_word(action).to_lowercase()))
            }
            (Line::V1, Action::NoAction) => None,
            (Line::V1, action) => Some(format!(" ON {event} {}", action_word(action))),
        })
        .collect();
    format!(
        "CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {}({}){actions}",
        Ident(&key.name.text),
        idents(&key.columns),
        context.reference(&context.address.table(&key.target)),
        idents(&key.target_columns)
    )
}

fn action_word(action: Action) -> &'static str {
    match action {
        Action::NoAction => "NO ACTION",
        Action::Restrict => "RESTRICT",
        Action::Cascade => "CASCADE",
        Action::SetNull => "SET NULL",
        Action::SetDefault => "SET DEFAULT",
    }
}

fn policy_kind(kind: PolicyKind) -> &'static str {
    match kind {
        PolicyKind::Permissive => "PERMISSIVE",
        PolicyKind::Restrictive => "RESTRICTIVE",
    }
}

fn policy_command(command: PolicyCommand) -> &'static str {
    match command {
        PolicyCommand::All => "ALL",
        PolicyCommand::Select => "SELECT",
        PolicyCommand::Insert => "INSERT",
        PolicyCommand::Update => "UPDATE",
        PolicyCommand::Delete => "DELETE",
    }
}

/// Key words that stand for roles are not names.
fn roles(policy: &Policy) -> String {
    if policy.roles.is_empty() {
        return "public".to_owned();
    }
    let roles: Vec<String> = policy
        .roles
        .iter()
        .map(|role| match role.as_str() {
            "public" | "current_role" | "current_user" | "session_user" => role.clone(),
            name => Ident(name).to_string(),
        })
        .collect();
    roles.join(", ")
}

fn expressions(policy: &Policy) -> String {
    let part = |word: &str, sql: &Option<String>| {
        sql.as_ref().map_or(String::new(), |sql| format!(" {word} ({sql})"))
    };
    part("USING", &policy.using) + &part("WITH CHECK", &policy.with_check)
}
