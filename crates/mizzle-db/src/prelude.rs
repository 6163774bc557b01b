//! What has to be in a database before a schema can be built there: what no schema can
//! say but defaults, checks, policies and views call.
//!
//! Some of it the project's own migrations make (functions, extensions, domains, text
//! search configurations), some of it a platform, in schemas that the project only refers
//! to. Of the latter there are stand-ins: their shape, and nothing in them.

use mizzle_core::postgres::schema::Schema;
use mizzle_core::script::Script;
use mizzle_core::sql::created::created;
use mizzle_core::sql::unmodelled::is_unmodelled;
use std::collections::BTreeSet;

use crate::connect::{Session, SessionError};
use crate::migration::Migration;

/// What Supabase and Neon bring along, by the schema it lies in.
const STAND_INS: &[(&str, &str)] = &[
    (
        "auth",
        "CREATE SCHEMA auth;
        CREATE TABLE auth.users (
            id uuid PRIMARY KEY, email character varying(255), phone text UNIQUE,
            email_confirmed_at timestamp with time zone,
            phone_confirmed_at timestamp with time zone,
            last_sign_in_at timestamp with time zone,
            raw_app_meta_data jsonb, raw_user_meta_data jsonb,
            created_at timestamp with time zone, updated_at timestamp with time zone);
        CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
        CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
        CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
        CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';
        CREATE FUNCTION auth.user_id() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
        CREATE FUNCTION auth.session() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb'",
    ),
    (
        "storage",
        "CREATE SCHEMA storage;
        CREATE TABLE storage.buckets (
            id text PRIMARY KEY, name text NOT NULL, owner uuid, owner_id text,
            public boolean DEFAULT false, file_size_limit bigint, allowed_mime_types text[],
            created_at timestamp with time zone, updated_at timestamp with time zone);
        CREATE TABLE storage.objects (
            id uuid PRIMARY KEY, bucket_id text REFERENCES storage.buckets, name text,
            owner uuid, owner_id text, metadata jsonb, path_tokens text[],
            created_at timestamp with time zone, updated_at timestamp with time zone);
        CREATE FUNCTION storage.filename(name text) RETURNS text LANGUAGE sql AS 'SELECT name';
        CREATE FUNCTION storage.extension(name text) RETURNS text LANGUAGE sql AS 'SELECT name';
        CREATE FUNCTION storage.foldername(name text) RETURNS text[] LANGUAGE sql
            AS 'SELECT ARRAY[name]'",
    ),
    (
        "realtime",
        "CREATE SCHEMA realtime;
        CREATE TABLE realtime.messages (
            id uuid PRIMARY KEY, topic text NOT NULL, extension text NOT NULL, payload jsonb,
            event text, private boolean, inserted_at timestamp, updated_at timestamp);
        CREATE FUNCTION realtime.topic() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text'",
    ),
    ("extensions", "CREATE SCHEMA extensions"),
    (
        "neon_auth",
        "CREATE SCHEMA neon_auth;
        CREATE TABLE neon_auth.users_sync (
            raw_json jsonb, id text PRIMARY KEY, name text, email text,
            created_at timestamp with time zone, updated_at timestamp with time zone,
            deleted_at timestamp with time zone)",
    ),
];

/// What Supabase publishes to its clients, for those who add their tables to it.
const PUBLICATION: &str = "supabase_realtime";

/// Its stand-in, where SQL speaks of it and does not create it.
fn publication<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Option<&'static str> {
    let creates = |text: &str| {
        text.to_lowercase().split_whitespace().collect::<Vec<_>>().windows(3).any(|words| {
            words[..2] == ["create", "publication"]
                && words[2].trim_matches(['"', ';']) == PUBLICATION
        })
    };
    let is_wanted = texts.clone().any(|text| text.contains(PUBLICATION));
    (is_wanted && !texts.into_iter().any(creates)).then_some("CREATE PUBLICATION supabase_realtime")
}

/// Schemas that a platform keeps beside those that have stand-ins.
const OTHERS_SCHEMAS: &[&str] = &[
    "_analytics",
    "_realtime",
    "cron",
    "graphql",
    "graphql_public",
    "net",
    "pgbouncer",
    "pgsodium",
    "pgsodium_masks",
    "supabase_functions",
    "supabase_migrations",
    "vault",
];

/// Is it a schema that Supabase or Neon keeps for itself?
#[must_use]
pub fn is_of_platform(schema: &str) -> bool {
    STAND_INS.iter().any(|(name, _)| *name == schema) || OTHERS_SCHEMAS.contains(&schema)
}

/// What to put into an empty database first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prelude {
    stand_ins: Vec<&'static str>,
    statements: Vec<String>,
}

impl Prelude {
    /// What the first of the migrations, `earlier` of them, make beside what schemas can
    /// say, and stand-ins for the platforms' schemas that neither a migration nor `schema`
    /// has as its own. A file that cannot be read as statements adds nothing.
    pub fn of(migrations: &[Migration], earlier: usize, schema: &Schema) -> Self {
        let mut own: BTreeSet<String> =
            schema.inhabited_namespaces().into_iter().map(str::to_owned).collect();
        own.extend(migrations.iter().flat_map(|migration| created(&migration.text).schemas));
        let mut statements = Vec::new();
        for migration in migrations.iter().take(earlier) {
            let Ok(script) = migration.script() else { continue };
            let all = script.segments.iter().flat_map(|segment| segment.statements());
            let texts = all.map(|statement| &statement.text).filter(|text| is_unmodelled(text));
            statements.extend(texts.cloned());
        }
        let stand_ins = STAND_INS.iter().filter(|(schema, _)| !own.contains(*schema));
        let texts = migrations.iter().map(|migration| migration.text.as_str());
        let stand_ins = stand_ins.map(|(_, sql)| *sql).chain(publication(texts));
        Self { stand_ins: stand_ins.collect(), statements }
    }

    /// What SQL makes beside what schemas can say, and stand-ins as for [`Self::of`]. A
    /// text that cannot be read as statements adds nothing.
    pub fn of_sql(texts: &[&str], schema: &Schema) -> Self {
        let mut prelude = Self::stand_ins(texts, schema);
        for script in texts.iter().filter_map(|text| Script::parse(text).ok()) {
            let statements = script.statements().map(|statement| &statement.text);
            prelude.statements.extend(statements.filter(|text| is_unmodelled(text)).cloned());
        }
        prelude
    }

    /// Stand-ins for those schemas of platforms that the SQL or the schema speaks of and
    /// neither of them has as its own.
    pub fn stand_ins(texts: &[&str], schema: &Schema) -> Self {
        let mut own: BTreeSet<String> =
            schema.inhabited_namespaces().into_iter().map(str::to_owned).collect();
        own.extend(texts.iter().flat_map(|text| created(text).schemas));
        let keys = schema.tables.values().flat_map(|table| &table.foreign_keys);
        let targets: BTreeSet<&str> = keys.map(|key| key.target.schema.as_str()).collect();
        let policies = schema.tables.values().flat_map(|table| &table.policies);
        let conditions: Vec<&String> =
            policies.flat_map(|policy| policy.using.iter().chain(&policy.with_check)).collect();
        let is_wanted = |name: &str| {
            targets.contains(name)
                || texts.iter().any(|text| text.contains(name))
                || conditions.iter().any(|text| text.contains(name))
        };
        let stand_ins =
            STAND_INS.iter().filter(|(schema, _)| !own.contains(*schema) && is_wanted(schema));
        let stand_ins = stand_ins.map(|(_, sql)| *sql).chain(publication(texts.iter().copied()));
        Self { stand_ins: stand_ins.collect(), statements: Vec::new() }
    }

    /// The same with statements behind its own.
    #[must_use]
    pub fn with_statements(mut self, statements: impl IntoIterator<Item = String>) -> Self {
        self.statements.extend(statements);
        self
    }

    /// Puts the stand-ins there, but for those whose schema is there.
    pub(crate) async fn lay_stand_ins(&self, session: &Session) -> Result<(), SessionError> {
        if self.stand_ins.is_empty() {
            return Ok(());
        }
        let there = namespaces(session).await?;
        for sql in &self.stand_ins {
            let own = STAND_INS.iter().find(|(_, text)| text == sql);
            if !own.is_some_and(|(schema, _)| there.contains(*schema)) {
                session.execute(sql).await?;
            }
        }
        Ok(())
    }

    /// Runs the statements, and gives those that the server refuses: they may need what
    /// is not there yet.
    pub(crate) async fn run(&self, session: &Session) -> Result<Vec<&str>, SessionError> {
        // A function in SQL may use tables that are still to come.
        session.execute("SET check_function_bodies = off").await?;
        let all: Vec<&str> = self.statements.iter().map(String::as_str).collect();
        run_all(session, all).await
    }

    /// Is there nothing in it?
    pub(crate) fn is_empty(&self) -> bool {
        self.stand_ins.is_empty() && self.statements.is_empty()
    }
}

/// The schemas that are there.
pub(crate) async fn namespaces(session: &Session) -> Result<BTreeSet<String>, SessionError> {
    let rows = session.query("SELECT nspname FROM pg_catalog.pg_namespace").await?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
}

/// Runs statements one by one, and gives those that the server refuses.
pub(crate) async fn run_all<'a>(
    session: &Session,
    statements: Vec<&'a str>,
) -> Result<Vec<&'a str>, SessionError> {
    let answers = session.execute_all(statements.iter().copied()).await;
    let mut refused = Vec::new();
    for (statement, answer) in statements.into_iter().zip(answers) {
        match answer {
            Ok(_) => {}
            Err(SessionError::Server(_)) => refused.push(statement),
            Err(error @ (SessionError::Lost(_) | SessionError::Cancelled)) => return Err(error),
        }
    }
    Ok(refused)
}
