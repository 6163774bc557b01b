//! Every type that drizzle has a builder for, and more: a value is read, set to itself, and
//! is the same in every byte.

use super::{Database, set, to};
use mizzle_core::postgres::schema::QName;
use mizzle_db::browse::{Applied, Assignment, Cancel, Cell, Edit, Kind, Value};

/// A type, and expressions for odd values of it.
const VALUES: &[(&str, &[&str])] = &[
    ("smallint", &["-32768", "32767", "0"]),
    ("integer", &["-2147483648", "2147483647"]),
    ("bigint", &["-9223372036854775808", "9223372036854775807", "9007199254740993"]),
    ("numeric", &["'NaN'", "'-0.000'", "1.10", "repeat('9', 1000)::numeric / 7", "1e-300"]),
    ("numeric(10,2)", &["12345678.90", "-0.01"]),
    ("real", &["'-0'", "'NaN'", "'Infinity'", "'-Infinity'", "1e-45", "0.1", "16777217"]),
    ("double precision", &["'-0'", "'NaN'", "'Infinity'", "0.1::float8 + 0.2", "5e-324"]),
    ("boolean", &["true", "false"]),
    (
        "text",
        &[
            "''",
            "' '",
            "'NULL'",
            "E'\\x01\\t\\r\\n\\\\'",
            "E'\\u202e\\u200f\\U0001F600é'",
            "'''\"`$1 {}'",
            "repeat('é', 5000)",
            "'=1+1'",
            "'<script>alert(1)</script>'",
        ],
    ),
    ("varchar(5)", &["''", "'äöüß '", "'a'"]),
    ("char(5)", &["''", "'a'", "' a'"]),
    ("json", &["'null'", "'\"\"'", "'\"null\"'", "'{\"b\": 1,  \"a\":[]}'", "'1e400'", "'[]'"]),
    ("jsonb", &["'null'", "'\"text\"'", "'{\"a\": 12345678901234567890}'", "'\"\\\\\\n\"'"]),
    ("date", &["'infinity'", "'-infinity'", "'0044-03-15 BC'", "'5874897-12-31'"]),
    ("time", &["'24:00:00'", "'00:00:00.000001'"]),
    ("time(3) with time zone", &["'23:59:59.999-15:59'", "'00:00+05:30'"]),
    ("timestamp", &["'infinity'", "'4713-01-01 00:00:00 BC'", "'294276-12-31 23:59:59.999999'"]),
    ("timestamp(0)", &["'2024-02-29 12:00'"]),
    (
        "timestamp with time zone",
        &[
            "'-infinity'",
            "'2024-10-27 00:30:00+00'",
            "'2024-10-27 01:30:00+00'",
            "'0044-03-15 12:00:00+00 BC'",
            "'1880-01-01 00:00:00+00'",
        ],
    ),
    ("interval", &["'-1 years 2 mons -3 days 04:05:06.789'", "'0'", "'-00:00:00.000001'"]),
    ("interval day to second(3)", &["'1 day 02:03:04.567'"]),
    ("uuid", &["'00000000-0000-0000-0000-00000000000f'"]),
    ("inet", &["'192.168.0.1'", "'192.168.0.1/24'", "'::1'"]),
    ("cidr", &["'10.0.0.0/8'"]),
    ("macaddr", &["'08:00:2b:01:02:03'"]),
    ("macaddr8", &["'08:00:2b:01:02:03:04:05'"]),
    ("bit(3)", &["B'101'"]),
    ("bit varying", &["B''", "B'0101'"]),
    ("bytea", &["''", "'\\x00ff275c'", "decode(repeat('00ff', 5000), 'hex')"]),
    ("point", &["'(1e300,-0)'", "'(NaN,Infinity)'"]),
    ("line", &["'{1,2,3}'"]),
    ("lseg", &["'[(0,0),(1,1)]'"]),
    ("box", &["'(1,1),(0,0)'"]),
    ("path", &["'[(0,0),(1,1)]'", "'((0,0),(1,1))'"]),
    ("polygon", &["'((0,0),(1,1),(1,0))'"]),
    ("circle", &["'<(0,0),1.5>'"]),
    ("money", &["'-12.34'"]),
    ("xml", &["'<a b=\"c\">&lt;</a>'", "'text'"]),
    ("name", &["'a name'"]),
    ("\"char\"", &["'x'", "''"]),
    ("oid", &["4294967295"]),
    ("tsvector", &["'a:1A b:2,3'::tsvector", "''"]),
    ("tsquery", &["'a & !b'::tsquery"]),
    ("int4range", &["'empty'", "'[1,)'", "'(,)'"]),
    ("numrange", &["'(1.10,2.0]'"]),
    ("tstzrange", &["'[2024-01-01 00:00+00,infinity)'"]),
    ("daterange", &["'[2024-01-01,2024-02-01)'"]),
    ("jsonpath", &["'$.a[*] ? (@ > 1)'"]),
    ("regclass", &["'pg_class'"]),
    ("pg_lsn", &["'16/B374D848'"]),
    ("integer[]", &["'{}'", "'{1,NULL,3}'", "'{{1,2},{3,4}}'", "'[2:3]={1,2}'"]),
    (
        "text[]",
        &[
            "ARRAY['', 'NULL', NULL, 'a,b', '\"q\"', E'\\\\', '{}', ' ', 'é']",
            "'{{\"a b\",NULL},{\"NULL\",\"\"}}'",
        ],
    ),
    ("boolean[]", &["'{t,f,NULL}'"]),
    ("timestamp with time zone[]", &["ARRAY['infinity', '2024-10-27 00:30:00+00']::timestamptz[]"]),
    ("jsonb[]", &["ARRAY['null', '{\"a\": \"b,c\"}', NULL]::jsonb[]"]),
    ("bytea[]", &["ARRAY['\\x00', '', NULL]::bytea[]"]),
    ("numeric(5,1)[]", &["'{1.0,NaN,NULL}'"]),
    ("mood", &["'sad, \"very\"'", "''", "'Ünrühig'", "'NULL'"]),
    ("mood[]", &["ARRAY['', 'NULL', 'sad, \"very\"', NULL]::mood[]"]),
    ("pair", &["ROW(NULL, NULL)", "ROW(1, 'a,\"b\"')", "ROW(NULL, '')"]),
    ("pair[]", &["ARRAY[ROW(1, 'a'), ROW(NULL, NULL), NULL]::pair[]"]),
    ("email", &["'A@b.c'"]),
    ("yes", &["true", "false"]),
    ("even[]", &["ARRAY[2, NULL]::even[]"]),
];

const TYPES: &str = "
CREATE TYPE mood AS ENUM ('sad, \"very\"', '', 'Ünrühig', 'NULL');
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN email AS varchar(20) CHECK (VALUE LIKE '%@%');
CREATE DOMAIN yes AS boolean;
CREATE DOMAIN even AS integer CHECK (VALUE % 2 = 0);
";

/// Makes a table with one row a value and one column, and gives how many rows it has.
fn fill(database: &mut Database, number: usize, ty: &str, values: &[&str]) -> String {
    let table = format!("t{number}");
    database.run(&format!("CREATE TABLE {table} (id integer PRIMARY KEY, v {ty})"));
    for (place, value) in values.iter().chain(&["NULL"]).enumerate() {
        database.run(&format!("INSERT INTO {table} VALUES ({place}, {value})"));
    }
    table
}

/// Every row as the server stores it, whatever its text is.
fn stored(database: &mut Database, table: &str) -> Option<String> {
    database.one(&format!(
        "SELECT string_agg(id || ' ' || coalesce(encode(record_send(ROW(v)), 'hex'), ''), ',' \
         ORDER BY id) FROM {table}"
    ))
}

#[test]
fn a_value_that_is_set_to_itself_is_the_same_in_every_byte() {
    for zone in ["UTC", "Europe/Berlin", "Asia/Kathmandu"] {
        let mut database = Database::with(TYPES);
        let name = database.one("SELECT current_database()").unwrap();
        database.run(&format!("ALTER DATABASE \"{name}\" SET TimeZone = '{zone}'"));
        for (number, (ty, values)) in VALUES.iter().enumerate() {
            round_trip(&mut database, number, ty, values);
        }
    }
}

fn round_trip(database: &mut Database, number: usize, ty: &str, values: &[&str]) {
    let table = fill(database, number, ty, values);
    let before = stored(database, &table);
    let shown = database.table(&table);
    assert_eq!(shown.rows.len(), values.len() + 1, "{ty}");
    let mut edits = Vec::new();
    for row in &shown.rows {
        let value = whole(database, &table, row);
        edits.push(Edit::Update {
            table: QName::public(table.as_str()),
            key: row.key.clone(),
            set: vec![to("v", value.clone())],
            expect: vec![to("v", value)],
        });
    }
    // Through nothing and back, so that what is written is really from the text.
    let detour = format!("UPDATE {table} SET v = v");
    database.run(&detour);
    let applied = database.apply(&edits);
    let Applied::Done { rows, .. } = applied else { panic!("{ty}: {applied:?}") };
    assert_eq!(rows.into_iter().flatten().collect::<Vec<_>>(), shown.rows, "{ty}");
    assert_eq!(stored(database, &table), before, "{ty}");

    // The same texts in new rows are the same values.
    let inserts: Vec<Edit> = shown
        .rows
        .iter()
        .map(|row| Edit::Insert {
            table: QName::public(table.as_str()),
            set: vec![
                set("id", &format!("{}", row.key[0].parse::<usize>().unwrap() + 1000)),
                to("v", whole(database, &table, row)),
            ],
        })
        .collect();
    assert!(matches!(database.apply(&inserts), Applied::Done { .. }), "{ty}");
    let differing = database.one(&format!(
        "SELECT count(*) FROM {table} a JOIN {table} b ON b.id = a.id + 1000 \
         WHERE record_send(ROW(a.v)) <> record_send(ROW(b.v))"
    ));
    assert_eq!(differing.as_deref(), Some("0"), "{ty}");
}

/// The value of a cell that is shown, read whole where it is cut.
fn whole(database: &Database, table: &str, row: &mizzle_db::browse::Row) -> Value {
    match &row.cells[1] {
        Cell::Null => Value::Null,
        Cell::Text(text) => Value::Text(text.clone()),
        Cell::Cut { .. } => {
            let mut bytes = Vec::new();
            let table = QName::public(table);
            let kind = database.browser.table(&table, &Cancel::new()).unwrap().columns[1].kind;
            let cancel = Cancel::new();
            let is_there =
                database.browser.value(&table, &row.key, "v", &mut bytes, &cancel).unwrap();
            assert!(is_there);
            if kind == Kind::Bytes {
                Value::Bytes(bytes)
            } else {
                Value::Text(String::from_utf8(bytes).unwrap())
            }
        }
    }
}

/// Types of extensions, which not every server has; `MIZZLE_TEST_EXTENSIONS` names those that have
/// to be there.
const OF_EXTENSIONS: &[(&str, &str, &[&str])] = &[
    ("citext", "citext", &["'Ab'", "''"]),
    ("hstore", "hstore", &["'a=>\"b,c\",d=>NULL'::hstore", "''::hstore"]),
    ("ltree", "ltree", &["'a.b.c'"]),
    ("cube", "cube", &["'(1,2),(3,4)'"]),
    ("vector", "vector(3)", &["'[1,-0,3e-30]'"]),
    ("vector", "halfvec(2)", &["'[1,0.5]'"]),
    ("vector", "sparsevec(5)", &["'{1:1,3:-0.5}/5'", "'{}/5'"]),
    ("postgis", "geometry", &["'POINT EMPTY'", "'SRID=4326;LINESTRING Z (0 0 1, -0 1e300 2)'"]),
    ("postgis", "geometry(Point)", &["'POINT(0.1 -0)'"]),
    ("postgis", "geometry(MultiPolygonZM, 3857)", &["'SRID=3857;MULTIPOLYGON ZM EMPTY'"]),
    ("postgis", "geometry(Point, 4326)[]", &["ARRAY['SRID=4326;POINT(1 2)', NULL]::geometry[]"]),
    ("postgis", "geography(Point)", &["'POINT(13.4 52.5)'"]),
];

#[test]
fn every_type_of_extensions_that_are_there_makes_the_round() {
    let mut database = Database::with("SELECT 1");
    let needed = std::env::var("MIZZLE_TEST_EXTENSIONS").unwrap_or_default();
    let needed: Vec<&str> = needed.split(',').filter(|name| !name.is_empty()).collect();
    for name in &needed {
        assert!(OF_EXTENSIONS.iter().any(|(extension, ..)| extension == name), "{name}");
    }
    let mut found = 0;
    for (number, (extension, ty, values)) in OF_EXTENSIONS.iter().enumerate() {
        let made = database
            .connection
            .execute(&format!("CREATE EXTENSION IF NOT EXISTS {extension} CASCADE"));
        match made {
            Ok(_) => {
                found += 1;
                round_trip(&mut database, number, ty, values);
            }
            Err(error) => assert!(!needed.contains(extension), "{extension}: {error}"),
        }
    }
    assert!(found > 2, "the server has no extensions to speak of");
}

#[test]
fn a_cell_of_ten_megabytes_is_cut_and_comes_whole() {
    let mut database = Database::with(
        "CREATE TABLE t (id integer PRIMARY KEY, v text, j jsonb, b bytea);
         INSERT INTO t SELECT 1, repeat('aé😀', 1500000), to_jsonb(repeat('é', 5000000)),
           (SELECT string_agg(decode(md5(i::text), 'hex'), '') FROM generate_series(1, 700000) i)",
    );
    let row = &database.table("t").rows[0];
    for (place, sql) in
        [(1, "octet_length(v)"), (2, "octet_length(j::text)"), (3, "octet_length(b)")]
    {
        let Cell::Cut { cut, bytes } = &row.cells[place] else { panic!("{sql} is not cut") };
        assert!(cut.len() < 2100, "{sql}");
        let length = database.one(&format!("SELECT {sql} FROM t")).unwrap();
        assert_eq!(bytes.to_string(), length, "{sql}");
    }
    for (column, sql) in [("v", "md5(v)"), ("j", "md5(j::text)"), ("b", "md5(encode(b, 'hex'))")] {
        let mut bytes = Vec::new();
        let key = ["1".to_owned()];
        let table = QName::public("t");
        database.browser.value(&table, &key, column, &mut bytes, &Cancel::new()).unwrap();
        let literal = if column == "b" {
            bytes.iter().map(|byte| format!("{byte:02x}")).collect()
        } else {
            String::from_utf8(bytes.clone()).unwrap()
        };
        let again = database.one(&format!("SELECT md5('{literal}')")).unwrap();
        assert_eq!(database.one(&format!("SELECT {sql} FROM t")), Some(again), "{column}");

        // Set to itself it changes nothing either.
        let value = if column == "b" { Value::Bytes(bytes) } else { Value::Text(literal) };
        let version = database.one(&format!("SELECT {sql} FROM t"));
        let same = [Assignment { column: column.to_owned(), value }];
        let edit = super::update("t", "1", &same, &same);
        assert!(matches!(database.apply(&[edit]), Applied::Done { .. }), "{column}");
        assert_eq!(database.one(&format!("SELECT {sql} FROM t")), version, "{column}");
    }
}

#[test]
fn nothing_is_nothing() {
    let database = Database::with(
        "CREATE TABLE t (id integer PRIMARY KEY, v text); INSERT INTO t VALUES (1, NULL), (2, '')",
    );
    let (table, mut bytes) = (QName::public("t"), Vec::new());
    let read = |key: &str, bytes: &mut Vec<u8>| {
        database.browser.value(&table, &[key.to_owned()], "v", bytes, &Cancel::new())
    };
    assert!(!read("1", &mut bytes).unwrap());
    assert!(read("2", &mut bytes).unwrap());
    assert!(bytes.is_empty());
    assert!(read("3", &mut bytes).is_err());
}
