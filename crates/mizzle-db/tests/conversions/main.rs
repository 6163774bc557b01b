//! What a change of a column's type is said to leave as it was, it leaves: of every pair of
//! types, each value comes back byte for byte where no loss is named, or the change fails on
//! it. What is kept comes back as well.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod claims;
mod values;

use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::back::back;
use mizzle_core::postgres::diff::{Diff, DiffOptions, diff};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::{
    Column, Declared, Enum, Name, PrimaryKey, QName, Schema, Table, Type,
};
use mizzle_core::sql::Literal;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;
use values::Odd;

/// Enums that the types name, with their labels.
const ENUMS: [(&str, &[&str]); 2] = [("mood", &["ok", "sad", "sad  "]), ("temper", &["sad", "ok"])];

/// A column that changes its type.
pub(crate) struct Conversion {
    pub(crate) from: &'static Odd,
    pub(crate) to: &'static Odd,
    pub(crate) line: Line,
    pub(crate) before: Schema,
    pub(crate) forward: Diff,
    pub(crate) up: Plan,
}

impl Conversion {
    /// `None` where both are one type.
    pub(crate) fn new(from: &'static Odd, to: &'static Odd, line: Line) -> Option<Self> {
        let (before, after) = (schema(from.0), schema(to.0));
        let answers = Answers::default();
        let forward = diff(&before, &after, &DiffOptions { line, answers: &answers }).unwrap();
        let up = plan(&forward, line);
        (!up.is_empty()).then_some(Self { from, to, line, before, forward, up })
    }

    /// What the change loses, in words.
    pub(crate) fn lost(&self) -> Vec<String> {
        (0..self.forward.changes.len()).flat_map(|change| self.up.losses(change)).collect()
    }

    pub(crate) fn way_back(&self) -> Plan {
        plan(&back(&self.before, &self.forward, self.line).unwrap(), self.line)
    }
}

impl std::fmt::Display for Conversion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {} → {}", self.line, self.from.0, self.to.0)
    }
}

fn ty(text: &str) -> Type {
    let mut ty = Type::parse(text);
    if ENUMS.iter().any(|(name, _)| *name == ty.text) {
        ty.schema = Some("public".to_owned());
    }
    ty
}

fn schema(text: &str) -> Schema {
    let mut table = Table::default();
    let mut key = Column::of(Type::parse("integer"));
    key.not_null = true;
    table.columns.insert("id".to_owned(), key);
    table.columns.insert("c".to_owned(), Column::of(ty(text)));
    table.primary_key = Some(PrimaryKey {
        name: Name::derived("t_pkey"),
        columns: vec!["id".to_owned()],
        declared: Declared::OnColumn,
    });
    let mut schema = Schema::default();
    for (name, labels) in ENUMS {
        let values = labels.iter().map(|label| (*label).to_owned()).collect();
        schema.enums.insert(QName::public(name), Enum { values });
    }
    schema.tables.insert(QName::public("t"), table);
    schema
}

/// A database in which columns change their type.
pub(crate) struct Server {
    connection: Connection,
    _database: TestDatabase,
}

impl Server {
    pub(crate) fn start() -> Self {
        let database = TestDatabase::new();
        let target = Target::parse(database.url(), &|_| None).unwrap();
        let mut connection = Connection::open(&target).unwrap();
        for extension in ["citext", "hstore"] {
            connection.execute(&format!("CREATE EXTENSION {extension}")).unwrap();
        }
        for (name, labels) in ENUMS {
            let labels: Vec<String> = labels.iter().map(|one| Literal(one).to_string()).collect();
            let labels = labels.join(", ");
            connection.execute(&format!("CREATE TYPE {name} AS ENUM ({labels})")).unwrap();
        }
        connection.execute(include_str!("there_and_back.sql")).unwrap();
        Self { connection, _database: database }
    }

    pub(crate) fn set_time_zone(&mut self, zone: &str) {
        self.connection.execute(&format!("SET TimeZone = {}", Literal(zone))).unwrap();
    }

    /// The values that do not come back, each with what it became.
    pub(crate) fn changed(
        &mut self,
        conversion: &Conversion,
        up: &Plan,
        down: &Plan,
    ) -> Vec<String> {
        let ty = conversion.from.0;
        let table = format!("CREATE TEMP TABLE t (id integer, c {ty})");
        self.connection.execute(&table).unwrap_or_else(|error| panic!("{table}: {error}"));
        let list = |plan: &Plan| array(plan.statements().map(|statement| statement.sql.as_str()));
        let sql = format!(
            "SELECT there_and_back({} || NULL::text, {}, {})",
            array(conversion.from.1.iter().copied()),
            list(up),
            list(down)
        );
        let rows = self.connection.query(&sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        self.connection.execute("DROP TABLE t").unwrap();
        rows.iter().map(|row| row.text(0).unwrap_or("NULL").to_owned()).collect()
    }
}

fn array<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let items: Vec<String> = items.map(|item| Literal(item).to_string()).collect();
    format!("ARRAY[{}]::text[]", items.join(", "))
}
