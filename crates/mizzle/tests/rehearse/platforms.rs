//! Projects that refer to what a platform has, rehearsed without that platform.

use crate::{project, transcript, write};

/// Each schema in turn becomes a migration that was rehearsed, with its way back.
fn steps(orm: &str, steps: &[String]) {
    let project = project(orm, &steps[0]);
    for (number, step) in steps.iter().enumerate() {
        write(&project, step);
        let said = transcript(&project, &["generate", "--name", &format!("step_{number}")]);
        assert!(said.contains("✔ Rehearsed on"), "{said}");
        assert!(said.contains("note: way back"), "{said}");
        assert!(!said.contains("without rows"), "{said}");
    }
}

#[test]
fn supabase() {
    let schema = |columns: &str, policy: &str| {
        format!(
            "const auth = pgSchema('auth');
            const authUsers = auth.table('users', {{ id: uuid().primaryKey() }});
            const authenticated = pgRole('authenticated').existing();
            export const profiles = pgTable('profiles', {{
              id: uuid().primaryKey().references(() => authUsers.id, {{ onDelete: 'cascade' }}),
              name: text().notNull(), {columns}
            }}, (t) => [
              pgPolicy('own', {{ for: 'select', to: authenticated, using: sql`{policy}` }}),
            ]);\n"
        )
    };
    let steps_of = [
        schema("", "(select auth.uid()) = id"),
        schema("avatar: text(),", "(select auth.uid()) = id"),
        schema(
            "avatar: text().notNull(),",
            "(select auth.uid()) = id and auth.role() = 'authenticated'",
        ),
    ];
    steps("0.45", &steps_of);
    steps("rc.5", &steps_of);
}

#[test]
fn neon() {
    let schema = |columns: &str, rule: &str| {
        format!(
            "const anonymous = pgRole('anonymous').existing();
            const neon = pgSchema('neon_auth');
            const synced = neon.table('users_sync', {{ id: text().primaryKey() }});
            export const todos = pgTable('todos', {{
              id: uuid().primaryKey().defaultRandom(),
              owner: text().notNull().default(sql`auth.user_id()`).references(() => synced.id), {columns}
            }}, (t) => [pgPolicy('read', {{ for: 'select', to: anonymous, using: sql`{rule}` }})]);\n"
        )
    };
    let steps_of = [
        schema("", "true"),
        schema("done: boolean().notNull().default(false),", "auth.user_id() = owner"),
    ];
    steps("0.45", &steps_of);
}

#[test]
fn a_table_of_somebody_else() {
    let schema = |columns: &str| {
        format!(
            "const billing = pgSchema('billing');
            const accounts = billing.table('accounts', {{ id: integer().primaryKey() }});
            export const users = pgTable('users', {{
              id: serial().primaryKey(), account: integer().notNull().references(() => accounts.id), {columns}
            }});\n"
        )
    };
    let project = project("0.45", &schema(""));
    for columns in ["", "name: text(),"] {
        write(&project, &schema(columns));
        let said = transcript(&project, &["generate"]);
        assert!(said.contains("✔ Rehearsed on"), "{said}");
    }
}
