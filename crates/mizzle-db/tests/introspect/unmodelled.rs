//! What the model has no words for: each thing is named.

use super::Database;
use mizzle_core::postgres::from_catalog::{Fidelity, Omitted, Unmodelled};
use mizzle_core::postgres::schema::QName;

/// As many kinds of objects as a plain server lets one make.
const ZOO: &str = r#"
CREATE SCHEMA app;
CREATE FUNCTION app.f(a integer, b text) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE TYPE pair AS (a integer, b integer);
CREATE TYPE span AS RANGE (subtype = float8);
CREATE TABLE t (
  id integer PRIMARY KEY,
  mail email DEFAULT 'a@b',
  mails email[],
  two pair,
  way span
);
CREATE FUNCTION trigger_function() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER audit BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION trigger_function();
CREATE RULE quiet AS ON DELETE TO t DO INSTEAD NOTHING;
CREATE TABLE booking (room integer, EXCLUDE USING btree (room WITH =));
CREATE TABLE log (at date, kind text) PARTITION BY RANGE (at);
CREATE TABLE log_2020 PARTITION OF log FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE INDEX log_at ON log (at);
CREATE MATERIALIZED VIEW mv AS SELECT id FROM t;
CREATE UNIQUE INDEX mv_id ON mv (id);
CREATE STATISTICS stats ON at, kind FROM log;
CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
CREATE TEXT SEARCH DICTIONARY dictionary (TEMPLATE = simple);
CREATE COLLATION plain FROM "C";
CREATE CAST (pair AS text) WITH INOUT;
CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);
CREATE FOREIGN DATA WRAPPER nowhere;
CREATE SERVER away FOREIGN DATA WRAPPER nowhere;
CREATE FOREIGN TABLE far (id integer) SERVER away;
CREATE PUBLICATION news FOR TABLE t;
ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO PUBLIC;
"#;

fn of_kind(fidelity: &Fidelity, kind: Unmodelled) -> Vec<&str> {
    let found = fidelity.unmodelled.iter().filter(|thing| thing.kind == kind);
    found.map(|thing| thing.name.as_str()).collect()
}

fn left_out(fidelity: &Fidelity, kind: Omitted) -> Vec<&str> {
    let found = fidelity.omitted.iter().filter(|thing| thing.kind == kind);
    found.map(|thing| thing.name.as_str()).collect()
}

#[test]
fn every_object_is_counted_and_named() {
    let mut database = Database::with(ZOO);
    let found = database.introspect();
    let fidelity = &found.fidelity;
    for (kind, names) in [
        (Unmodelled::Function, vec!["app.f(a integer, b text)", "trigger_function()"]),
        (Unmodelled::Procedure, vec!["p()"]),
        (Unmodelled::Aggregate, vec!["total(integer)"]),
        (Unmodelled::Trigger, vec!["audit on t"]),
        (Unmodelled::Rule, vec!["quiet on t"]),
        (Unmodelled::Domain, vec!["email"]),
        (Unmodelled::CompositeType, vec!["pair"]),
        (Unmodelled::RangeType, vec!["span"]),
        (Unmodelled::BaseType, vec![]),
        (Unmodelled::ExclusionConstraint, vec!["booking_room_excl on booking"]),
        (Unmodelled::ViewIndex, vec!["mv_id on mv"]),
        (Unmodelled::Partition, vec!["log_2020"]),
        (Unmodelled::ForeignTable, vec!["far"]),
        (Unmodelled::ForeignServer, vec!["away"]),
        (Unmodelled::ForeignDataWrapper, vec!["nowhere"]),
        (Unmodelled::Publication, vec!["news"]),
        (Unmodelled::Statistics, vec!["stats"]),
        (Unmodelled::TextSearchConfiguration, vec!["words"]),
        (Unmodelled::TextSearchDictionary, vec!["dictionary"]),
        (Unmodelled::Collation, vec!["plain"]),
        (Unmodelled::Cast, vec!["public.pair AS text"]),
        (Unmodelled::Operator, vec!["=== (integer, integer)"]),
        (Unmodelled::DefaultPrivileges, vec!["app.postgres on tables"]),
    ] {
        assert_eq!(of_kind(fidelity, kind), names, "{kind:?}");
    }
    let text = fidelity.to_string();
    assert!(text.starts_with("modelled 7 of 30 "), "{text}");
    assert!(text.contains("; not modelled: "), "{text}");

    let schema = &found.schema;
    let names: Vec<String> = schema.tables.keys().map(ToString::to_string).collect();
    assert_eq!(names, ["booking", "log", "t"]);
    let types: Vec<String> = schema.tables[&QName::public("t")]
        .columns
        .values()
        .map(|column| format!("{}{}", column.ty.text, "[]".repeat(column.ty.dimensions.len())))
        .collect();
    assert_eq!(types, ["integer", "email", "email[]", "pair", "span"]);
    assert_eq!(schema.tables[&QName::public("booking")].indexes, []);
    assert_eq!(schema.tables[&QName::public("log")].indexes.len(), 1);
    assert_eq!(left_out(fidelity, Omitted::Partitioning), ["log (RANGE (at))"]);
}

#[test]
fn so_is_what_objects_are_left_without() {
    let mut database = Database::with(
        r#"CREATE TABLE parent (a text COLLATE "C" NOT NULL, b integer CHECK (b > 0) NO INHERIT);
           CREATE TABLE child (c integer) INHERITS (parent);
           CREATE UNLOGGED TABLE quick (id serial PRIMARY KEY, wide text) WITH (fillfactor = 70);
           ALTER TABLE quick ALTER COLUMN wide SET STORAGE EXTERNAL;
           ALTER TABLE quick ALTER COLUMN wide SET STATISTICS 7;
           ALTER TABLE quick ALTER COLUMN wide SET (n_distinct = 5);
           ALTER TABLE quick FORCE ROW LEVEL SECURITY;
           ALTER TABLE quick REPLICA IDENTITY FULL;
           CREATE POLICY idle ON quick USING (true);
           ALTER SEQUENCE quick_id_seq CACHE 20;
           CREATE TABLE k (
             a integer PRIMARY KEY DEFERRABLE,
             b integer, c integer,
             UNIQUE (b, c)
           );
           CREATE TABLE l (b integer, c integer);
           ALTER TABLE l ADD CONSTRAINT fully FOREIGN KEY (b, c) REFERENCES k (b, c) MATCH FULL;
           ALTER TABLE l ADD CONSTRAINT later CHECK (b > 1) NOT VALID;
           CREATE INDEX covering ON l (b) INCLUDE (c);
           CREATE INDEX sorted ON parent (a COLLATE "POSIX");
           CREATE INDEX grouped ON l (c);
           CLUSTER l USING grouped;
           CREATE SEQUENCE short AS smallint;
           COMMENT ON TABLE l IS 'a table';
           COMMENT ON COLUMN l.b IS 'a column';
           COMMENT ON CONSTRAINT fully ON l IS 'a constraint';
           COMMENT ON INDEX covering IS 'an index';
           COMMENT ON SCHEMA public IS 'home';
           GRANT SELECT ON k TO PUBLIC;
           GRANT UPDATE (b) ON l TO PUBLIC;
           CREATE SCHEMA open;
           GRANT USAGE ON SCHEMA open TO PUBLIC"#,
    );
    let found = database.introspect();
    let fidelity = &found.fidelity;
    for (kind, names) in [
        (Omitted::Inheritance, vec!["child (public.parent)"]),
        (Omitted::Collation, vec!["child.a (C)", "parent.a (C)", "sorted on parent"]),
        (Omitted::NoInherit, vec!["parent_b_check on parent"]),
        (Omitted::Unlogged, vec!["quick"]),
        (Omitted::StorageParameter, vec!["quick (fillfactor=70)"]),
        (Omitted::ColumnStorage, vec!["quick.wide"]),
        (Omitted::StatisticsTarget, vec!["quick.wide"]),
        (Omitted::ColumnOption, vec!["quick.wide (n_distinct=5)"]),
        (Omitted::ForcedRowSecurity, vec!["quick"]),
        (Omitted::ReplicaIdentity, vec!["quick"]),
        (Omitted::IdlePolicies, vec!["quick"]),
        (Omitted::SequenceOption, vec!["quick.id"]),
        (Omitted::SequenceType, vec!["short (smallint)"]),
        (Omitted::Deferrable, vec!["k_pkey on k"]),
        (Omitted::MatchFull, vec!["fully on l"]),
        (Omitted::NotValid, vec!["later on l"]),
        (Omitted::IncludedColumns, vec!["covering on l"]),
        (Omitted::Clustered, vec!["grouped on l"]),
        (Omitted::Comment, vec!["covering on l", "fully on l", "l", "l.b", "schema public"]),
        (Omitted::Grant, vec!["k", "l.b", "schema open"]),
    ] {
        assert_eq!(left_out(fidelity, kind), names, "{kind:?}");
    }
    assert_eq!(fidelity.unmodelled, []);
}

#[test]
fn an_index_whose_build_failed_is_named() {
    let mut database = Database::with("CREATE TABLE t (a integer); INSERT INTO t VALUES (1), (1)");
    let sql = "CREATE UNIQUE INDEX CONCURRENTLY broken ON t (a)";
    assert!(database.connection.execute(sql).is_err());
    let fidelity = database.introspect().fidelity;
    assert_eq!(left_out(&fidelity, Omitted::InvalidIndex), ["broken on t"]);
}

#[test]
fn newer_servers_have_more_to_name() {
    let mut database = Database::with("CREATE TABLE t (a integer, b integer, UNIQUE (a, b))");
    let major = database.major();
    if major >= 14 {
        database.run("ALTER TABLE t ADD COLUMN c text COMPRESSION pglz");
        assert_eq!(left_out(&database.introspect().fidelity, Omitted::Compression), ["t.c"]);
    }
    if major >= 15 {
        database.run(
            "CREATE TABLE s (a integer, b integer, CONSTRAINT one UNIQUE NULLS NOT DISTINCT (a),
               CONSTRAINT f FOREIGN KEY (a, b) REFERENCES t (a, b) ON DELETE SET NULL (b))",
        );
        let found = database.introspect();
        assert!(found.schema.tables[&QName::public("s")].uniques[0].nulls_not_distinct);
        assert_eq!(left_out(&found.fidelity, Omitted::SetColumns), ["f on s"]);
    }
    if major >= 18 {
        database.run(
            "CREATE TABLE n (a integer, v integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
               CONSTRAINT lax CHECK (a > 1) NOT ENFORCED,
               CONSTRAINT named NOT NULL a)",
        );
        let found = database.introspect();
        assert_eq!(left_out(&found.fidelity, Omitted::VirtualColumn), ["n.v"]);
        assert_eq!(left_out(&found.fidelity, Omitted::NotEnforced), ["lax on n"]);
        let table = &found.schema.tables[&QName::public("n")];
        assert!(table.columns["a"].not_null && table.columns["v"].generated.is_none());
        assert_eq!(table.columns["v"].default, None);
    }
}

#[test]
fn what_an_extension_brings_is_the_extension() {
    let mut database = Database::with("CREATE TABLE t (a text)");
    if database.connection.execute("CREATE EXTENSION citext").is_err() {
        // The server has no contributed modules.
        return;
    }
    database.run("ALTER TABLE t ADD COLUMN b citext, ADD COLUMN c citext[]");
    let found = database.introspect();
    assert_eq!(found.fidelity.unmodelled.len(), 1, "{}", found.fidelity);
    assert_eq!(of_kind(&found.fidelity, Unmodelled::Extension), ["citext"]);
    let columns = &found.schema.tables[0].columns;
    assert_eq!((columns["b"].ty.text.as_str(), &columns["b"].ty.schema), ("citext", &None));
    assert!(columns["c"].ty.is_array());
}
