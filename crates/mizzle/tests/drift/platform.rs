//! Databases in which somebody else keeps something: a platform, another program.

use crate::Setting;

/// What Supabase has in every database, as far as the project refers to it.
const SUPABASE: &str = "
DO $$ BEGIN CREATE ROLE anon; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN CREATE ROLE authenticated; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
CREATE SCHEMA auth;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
CREATE SCHEMA realtime;
CREATE TABLE realtime.messages (id uuid PRIMARY KEY, topic text);
ALTER TABLE realtime.messages ENABLE ROW LEVEL SECURITY;
CREATE SCHEMA vault; CREATE TABLE vault.secrets (id integer);
";

const PROFILES: &str = "
import { anonRole, authenticatedRole, realtimeMessages } from \"drizzle-orm/supabase\";
const auth = pg.pgSchema(\"auth\");
const users = auth.table(\"users\", { id: pg.uuid(\"id\").primaryKey() });
export const profiles = pg.pgTable(\"profiles\", {
  id: pg.uuid(\"id\").primaryKey().references(() => users.id, { onDelete: \"cascade\" }),
  name: pg.text(\"name\").default(sql`'x'||'y'`),
}, (t) => [
  pg.pgPolicy(\"own\", { to: authenticatedRole, using: sql`auth.uid()=${t.id}` }),
  pg.pgPolicy(\"everybody\", { for: \"select\", to: [anonRole, \"public\"], using: sql`true` }),
]);
export const listen = pg.pgPolicy(\"listen\", {
  for: \"select\", to: authenticatedRole, using: sql`topic='a'`,
}).link(realtimeMessages);
";

/// A project on Supabase, migrated.
fn supabase(orm: &str) -> Setting {
    let setting = Setting::new(orm);
    setting.project.file(
        "drizzle.config.ts",
        "export default { dialect: \"postgresql\", schema: \"schema.ts\",
          entities: { roles: { provider: \"supabase\" } },
          dbCredentials: { url: process.env.DATABASE_URL! } };\n",
    );
    setting.database.run(SUPABASE).unwrap();
    setting.schema(PROFILES).applied("init");
    setting
}

#[test]
fn what_supabase_keeps_is_no_drift() {
    for orm in ["0.45", "rc.5"] {
        let setting = supabase(orm);
        let said = setting.mizzle(&["drift"]);
        assert!(said.contains("No drift") && said.ends_with("--- exit 0"), "{said}");
        for (sql, sentence) in [
            ("DROP POLICY own ON profiles", "- policy own on profiles is missing"),
            (
                "DROP POLICY listen ON realtime.messages",
                "- policy listen on realtime.messages is missing",
            ),
            (
                "CREATE POLICY listen ON realtime.messages FOR SELECT TO anon USING (true)",
                "~ policy listen on realtime.messages is different",
            ),
            ("ALTER TABLE profiles DROP CONSTRAINT profiles_id_users_id_$", "- foreign key"),
        ] {
            let end = if orm == "0.45" { "fk" } else { "fkey" };
            setting.database.run(&sql.replace('$', end)).unwrap();
            let said = setting.mizzle(&["drift"]);
            assert!(said.contains(sentence), "{sql}\n{said}");
        }
        let said = setting.mizzle(&["drift", "--sql", "--quiet"]);
        let sql = said.strip_prefix("--- stdout\n").unwrap().split("\n---").next().unwrap();
        setting.database.run(sql).unwrap();
        setting.done(&["drift"]);
    }
}

#[test]
fn a_schema_that_the_project_only_refers_to_is_somebody_elses() {
    let setting = Setting::new("rc.5");
    setting
        .database
        .run("CREATE SCHEMA crm; CREATE TABLE crm.people (id integer PRIMARY KEY)")
        .unwrap();
    setting.schema(
        "const crm = pg.pgSchema(\"crm\");
const people = crm.table(\"people\", { id: pg.integer().primaryKey() });
export const notes = pg.pgTable(\"notes\", { person: pg.integer().references(() => people.id) });\n",
    );
    setting.done(&["generate", "--no-rehearse", "--name", "init"]);
    setting.done(&["migrate"]);
    let said = setting.mizzle(&["drift"]);
    assert!(said.contains("No drift") && said.ends_with("--- exit 0"), "{said}");
    setting.database.run("CREATE SCHEMA other; CREATE TABLE other.stray (id integer)").unwrap();
    let said = setting.mizzle(&["drift"]);
    assert!(said.contains("+ table other.stray is not expected"), "{said}");
}
