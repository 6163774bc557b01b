//! Roles that may do less than everything.

use mizzle_core::naming::Line;
use mizzle_db::connection::Connection;
use mizzle_db::ledger::MissingRight;
use mizzle_db::runner::{self, RunError};
use mizzle_db::test_support::unique;

use crate::support::Project;

/// A project whose role is new and has no right that not everybody has.
struct Restricted {
    project: Project,
    admin: Connection,
    role: String,
}

impl Restricted {
    fn new(files: &[&str]) -> Self {
        let mut project = Project::with(Line::V1, files);
        let mut admin = Connection::open(&project.target).unwrap();
        let role = unique("restricted");
        admin.execute(&format!("CREATE ROLE {role} LOGIN")).unwrap();
        admin.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC").unwrap();
        project.target.user.clone_from(&role);
        Self { project, admin, role }
    }

    fn admin(&mut self, sql: &str) {
        self.admin.execute(&sql.replace("ROLE", &self.role)).unwrap();
    }

    /// The right that a run names as missing.
    fn missing(&mut self) -> MissingRight {
        let error = self.project.migrate().unwrap_err();
        let hint = error.hint().unwrap();
        let RunError::Right(right) = error else { unreachable!("{error}") };
        assert!(hint.contains(&right.grant));
        *right
    }
}

impl Drop for Restricted {
    fn drop(&mut self) {
        let role = &self.role;
        // A test that failed must not hide its reason behind this.
        let _ = self.admin.execute(&format!("DROP OWNED BY {role}; DROP ROLE {role}"));
    }
}

#[test]
fn each_missing_right_is_named_with_its_grant_until_none_is_missing() {
    let mut restricted = Restricted::new(&["SELECT 1"]);
    let database = restricted.project.target.database.clone();
    let role = restricted.role.clone();

    let right = restricted.missing();
    assert_eq!(
        format!("{right}: {}", right.grant),
        format!(
            "user \"{role}\" has no right to create the schema \"drizzle\" of the migrations \
             table: GRANT CREATE ON DATABASE \"{database}\" TO \"{role}\";"
        )
    );
    // Nothing that exists is created: without the right to create schemas, an
    // existing one does.
    restricted.admin("CREATE SCHEMA drizzle");
    let right = restricted.missing();
    assert_eq!(right.grant, format!("GRANT USAGE, CREATE ON SCHEMA \"drizzle\" TO \"{role}\";"));
    restricted.admin("GRANT USAGE ON SCHEMA drizzle TO ROLE");
    let right = restricted.missing();
    assert_eq!(right.grant, format!("GRANT CREATE ON SCHEMA \"drizzle\" TO \"{role}\";"));

    restricted.admin(
        "CREATE TABLE drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, \
         created_at bigint, name text, applied_at timestamptz DEFAULT now())",
    );
    let right = restricted.missing();
    let table = "\"drizzle\".\"__drizzle_migrations\"";
    let sequence = "GRANT USAGE ON SEQUENCE drizzle.__drizzle_migrations_id_seq TO";
    assert_eq!(
        right.grant,
        format!("GRANT SELECT, INSERT ON {table} TO \"{role}\"; {sequence} \"{role}\";")
    );
    restricted.admin("GRANT SELECT, INSERT ON drizzle.__drizzle_migrations TO ROLE");
    assert_eq!(restricted.missing().grant, format!("{sequence} \"{role}\";"));
    restricted.admin(&right.grant);
    assert_eq!(restricted.project.migrate().unwrap().applied.len(), 1);
    assert!(restricted.project.migrate().unwrap().applied.is_empty());
}

#[test]
fn several_segments_need_room_for_their_progress() {
    let mut restricted = Restricted::new(&["SELECT 1; VACUUM"]);
    restricted.admin(
        "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, \
         hash text NOT NULL, created_at bigint, name text, applied_at timestamptz); \
         GRANT USAGE ON SCHEMA drizzle TO ROLE; \
         GRANT ALL ON ALL TABLES IN SCHEMA drizzle TO ROLE; \
         GRANT ALL ON ALL SEQUENCES IN SCHEMA drizzle TO ROLE",
    );
    let right = restricted.missing();
    let grant = format!("GRANT CREATE ON SCHEMA \"drizzle\" TO \"{}\";", restricted.role);
    assert_eq!(right.grant, grant);
    restricted.admin(&grant);
    assert_eq!(restricted.project.migrate().unwrap().applied.len(), 1);
}

#[test]
fn a_ledger_of_0_is_upgraded_by_its_owner_only() {
    let mut restricted = Restricted::new(&["SELECT 1"]);
    restricted.admin(
        "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, \
         hash text NOT NULL, created_at bigint); GRANT ALL ON SCHEMA drizzle TO ROLE; \
         GRANT ALL ON ALL TABLES IN SCHEMA drizzle TO ROLE; \
         GRANT ALL ON ALL SEQUENCES IN SCHEMA drizzle TO ROLE",
    );
    let right = restricted.missing();
    let role = restricted.role.clone();
    assert_eq!(
        right.grant,
        format!("ALTER TABLE \"drizzle\".\"__drizzle_migrations\" OWNER TO \"{role}\";")
    );
    restricted.admin(&right.grant);
    assert_eq!(restricted.project.migrate().unwrap().applied.len(), 1);
}

#[test]
fn who_only_looks_needs_no_more_than_to_read() {
    let mut restricted = Restricted::new(&["SELECT 1"]);
    restricted.admin(
        "CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, \
         hash text NOT NULL, created_at bigint, name text, applied_at timestamptz)",
    );
    let role = restricted.role.clone();
    let table = "\"drizzle\".\"__drizzle_migrations\"";
    let Project { target, options, migrations, .. } = &restricted.project;
    let asked = [
        runner::status(target, migrations, options).map(|_| ()),
        runner::plan(target, migrations, options).map(|_| ()),
    ];
    let grant = format!(
        "GRANT USAGE ON SCHEMA \"drizzle\" TO \"{role}\"; GRANT SELECT ON {table} TO \"{role}\";"
    );
    for answer in asked {
        let error = answer.unwrap_err();
        let RunError::Right(right) = error else { unreachable!("{error}") };
        assert_eq!(right.what, format!("read the migrations table {table}"));
        assert_eq!(right.grant, grant);
    }
    restricted.admin(&grant);
    let Project { target, options, migrations, .. } = &restricted.project;
    assert_eq!(runner::status(target, migrations, options).unwrap().stands.len(), 1);
    runner::plan(target, migrations, options).unwrap();
}
