//! Rows as files.

use super::{Database, filter};
use mizzle_core::postgres::schema::QName;
use mizzle_db::browse::{Cancel, Export, Format, Operator};
use std::collections::BTreeMap;
use std::io::{self, Write};

fn export(database: &Database, change: impl FnOnce(&mut Export)) -> String {
    let mut export = Export {
        table: QName::public("t"),
        filters: Vec::new(),
        sort: Vec::new(),
        keys: Vec::new(),
        format: Format::Csv,
        names: BTreeMap::new(),
    };
    change(&mut export);
    let mut bytes = Vec::new();
    database.browser.export(&export, &mut bytes, &Cancel::new()).unwrap();
    String::from_utf8(bytes).unwrap()
}

const TABLE: &str = "
CREATE TYPE mood AS ENUM ('a', 'b,c', '');
CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \"=name\" text, n numeric,
  big bigint, f float8, b boolean, j jsonb, tags text[], ns integer[], m mood, bytes bytea,
  at timestamptz, day date, p point, snake_case text,
  twice numeric GENERATED ALWAYS AS (n * 2) STORED);
INSERT INTO t (\"=name\", n, big, f, b, j, tags, ns, m, bytes, at, day, p, snake_case) VALUES
  ('=cmd()', -1.50, 9223372036854775807, 'NaN', true, '{\"a\": [1, null]}', '{a,\"b,c\",NULL}',
   '{1,NULL}', 'b,c', '\\x00ff', '2024-01-02 03:04:05.678+00', 'infinity', '(1,-2)', E'`${x}\\n\\\\'),
  ('a \"quoted\", it''s', 1e30, 42, 1.5, false, 'null', '{}', '{{1,2},{3,4}}', '', '',
   'infinity', '2024-02-29', NULL, ''),
  (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)";

#[test]
fn csv_disarms_formulas() {
    let mut database = Database::with(TABLE);
    let zone = database.one("SELECT current_database()").unwrap();
    database.run(&format!("ALTER DATABASE \"{zone}\" SET TimeZone = 'UTC'"));
    let lines = export(&database, |_| {});
    let mut lines = lines.split("\r\n");
    assert_eq!(
        lines.next().unwrap(),
        "id,'=name,n,big,f,b,j,tags,ns,m,bytes,at,day,p,snake_case,twice"
    );
    assert_eq!(
        lines.next().unwrap(),
        "1,'=cmd(),-1.50,9223372036854775807,NaN,t,\"{\"\"a\"\": [1, null]}\",\
         \"{a,\"\"b,c\"\",NULL}\",\"{1,NULL}\",\"b,c\",\\x00ff,2024-01-02 03:04:05.678+00,infinity,\
         \"(1,-2)\",\"`${x}\n\\\",-3.00"
    );
    assert!(lines.next().unwrap().starts_with("2,\"a \"\"quoted\"\", it's\",1000000"));
    assert_eq!(lines.next().unwrap(), "3,,,,,,,,,,,,,,,");
}

#[test]
fn sql_makes_the_same_rows_again() {
    let mut database = Database::with(TABLE);
    database.run("INSERT INTO t (n) SELECT i FROM generate_series(1, 250) i");
    let all = "SELECT md5(string_agg(t::text, ' ' ORDER BY id)) FROM t";
    let before = database.one(all);
    let sql = export(&database, |export| export.format = Format::Sql);
    assert!(sql.starts_with("INSERT INTO \"public\".\"t\" (\"id\", \"=name\""), "{sql}");
    database.run("TRUNCATE t");
    assert_ne!(database.one(all), before);
    database.run(&sql);
    assert_eq!(database.one(all), before);
}

#[test]
fn json_is_the_servers() {
    let database = Database::with(TABLE);
    let text = export(&database, |export| export.format = Format::Json);
    let rows: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(rows.as_array().unwrap().len(), 3);
    assert_eq!(rows[0]["tags"], serde_json::json!(["a", "b,c", null]));
    assert_eq!(rows[0]["big"].to_string(), "9223372036854775807");
    assert_eq!(rows[0]["f"], "NaN");
    assert_eq!(rows[2]["n"], serde_json::Value::Null);
}

#[test]
fn typescript_is_what_insert_takes() {
    let mut database = Database::with(TABLE);
    let zone = database.one("SELECT current_database()").unwrap();
    database.run(&format!("ALTER DATABASE \"{zone}\" SET TimeZone = 'UTC'"));
    let text = export(&database, |export| {
        export.format = Format::Typescript;
        export.names = BTreeMap::from([("n".to_owned(), "amount".to_owned())]);
        export.keys = vec![vec!["2".to_owned()], vec!["1".to_owned()]];
    });
    assert_eq!(
        text,
        "export const rows = [\n  \
         { id: 1, name: \"=cmd()\", amount: \"-1.50\", big: 9223372036854775807n, f: NaN, \
         b: true, j: {\"a\": [1, null]}, tags: [\"a\",\"b,c\",null], ns: [1,null], m: \"b,c\", \
         bytes: Buffer.from(\"00ff\", \"hex\"), at: new Date(\"2024-01-02T03:04:05.678+00:00\"), \
         day: \"infinity\", p: [1,-2], snakeCase: \"`${x}\\n\\\\\" },\n  \
         { id: 2, name: \"a \\\"quoted\\\", it's\", amount: \"1000000000000000000000000000000\", \
         big: 42, f: 1.5, b: false, j: null, tags: [], ns: [[1,2],[3,4]], m: \"\", \
         bytes: Buffer.from(\"\", \"hex\"), at: sql`'infinity'`, day: \"2024-02-29\", p: null, \
         snakeCase: \"\" },\n];\n\nimport { sql } from \"drizzle-orm\";\n"
    );
}

#[test]
fn filters_and_keys_choose_rows() {
    let database = Database::with(TABLE);
    let text = export(&database, |export| {
        export.filters = vec![filter("big", Operator::IsNotNull, &[])];
        export.keys = vec![vec!["2".to_owned()], vec!["3".to_owned()]];
        export.sort = vec![super::by("id", true)];
    });
    assert_eq!(text.matches("\r\n").count(), 2, "{text}");
}

/// Does something once the first line of a file is there.
struct Between<F> {
    bytes: Vec<u8>,
    work: Option<F>,
}

impl<F: FnOnce()> Write for Between<F> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.contains(&b'\n')
            && let Some(work) = self.work.take()
        {
            work();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Also where a row asks other tables: each of them sees what the first did.
#[test]
fn a_file_is_of_one_moment() {
    let mut database = Database::with(
        "CREATE TABLE t (id integer PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 200000);
         CREATE TABLE other (n integer); INSERT INTO other VALUES (1);
         CREATE FUNCTION others() RETURNS bigint LANGUAGE sql VOLATILE AS 'SELECT sum(n) FROM other';
         CREATE VIEW v AS SELECT id, others() AS n, lpad('', 50, 'x') AS filler FROM t",
    );
    let Database { browser, connection, .. } = &mut database;
    let export = Export {
        table: QName::public("v"),
        filters: Vec::new(),
        sort: Vec::new(),
        keys: Vec::new(),
        format: Format::Csv,
        names: BTreeMap::new(),
    };
    let change = || {
        // A session waits on a thread of its own.
        std::thread::scope(|scope| {
            let sql = "UPDATE other SET n = 2; DELETE FROM t";
            scope.spawn(|| connection.execute(sql).unwrap()).join().unwrap();
        });
    };
    let mut sink = Between { bytes: Vec::new(), work: Some(change) };
    browser.export(&export, &mut sink, &Cancel::new()).unwrap();
    assert!(sink.work.is_none());
    let text = String::from_utf8(sink.bytes).unwrap();
    let rows: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(rows.len(), 200_000);
    assert!(rows.iter().all(|row| row.split(',').nth(1) == Some("1")));
}
