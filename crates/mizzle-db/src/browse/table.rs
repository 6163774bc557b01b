//! How one table or view is made, as far as showing and changing its rows depends on it.

use mizzle_core::postgres::schema::QName;
use mizzle_core::sql::{Ident, Literal};

use super::column::{Column, IdentityKind, Kind, Traits};
use super::run::{PATIENCE, begin_reading};
use super::{BrowseError, Browser, RelationKind};
use crate::cancel::Cancel;
use crate::connect::{Row, Session};

/// A table or view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: QName,
    /// What it is.
    pub kind: RelationKind,
    /// The columns that the role may read, in the table's order.
    pub columns: Vec<Column>,
    /// How a row is told from others.
    pub identity: Identity,
    /// Why no row can be changed; `None` where one can.
    pub read_only: Option<String>,
    /// Foreign keys of other tables that point here.
    pub referenced_by: Vec<Reference>,
    /// Foreign keys of this table.
    pub references: Vec<Reference>,
    pub(super) oid: u32,
}

/// How a row is told from others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// By the primary key, or by a unique key without NULL: its columns, in the key's order.
    Key(Vec<String>),
    /// Not at all, for this reason.
    None(String),
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Its name.
    pub name: String,
    /// The table that has it.
    pub from: QName,
    /// Its columns, in order.
    pub columns: Vec<String>,
    /// The table that it points to.
    pub to: QName,
    /// The columns there.
    pub to_columns: Vec<String>,
    /// `CASCADE`, …
    pub on_delete: String,
    /// `NO ACTION`, …
    pub on_update: String,
}

impl Browser {
    /// Reads how a table or view is made.
    ///
    /// # Errors
    /// There is none of that name, or the server cannot be asked.
    pub fn table(&self, name: &QName, cancel: &Cancel) -> Result<Table, BrowseError> {
        self.read(cancel, async |session| {
            let table = open(session, name, &begin_reading(Some(PATIENCE))).await?;
            session.execute("COMMIT").await?;
            Ok(table)
        })
    }
}

/// Opens a transaction and reads how a table is made in it.
pub(super) async fn open(
    session: &Session,
    name: &QName,
    begin: &str,
) -> Result<Table, BrowseError> {
    let queries = queries(name);
    let texts = std::iter::once(begin).chain(queries.iter().map(String::as_str));
    let answers = session.query_all(texts).await;
    let answers: Vec<Vec<Row>> = answers.into_iter().collect::<Result<_, _>>()?;
    read(name, &answers[1..])
}

/// The same in a transaction that is open.
pub(super) async fn describe(session: &Session, name: &QName) -> Result<Table, BrowseError> {
    let queries = queries(name);
    let answers = session.query_all(queries.iter().map(String::as_str)).await;
    let answers: Vec<Vec<Row>> = answers.into_iter().collect::<Result<_, _>>()?;
    read(name, &answers)
}

impl Table {
    /// A column of it.
    pub(super) fn column(&self, name: &str) -> Result<&Column, BrowseError> {
        let found = self.columns.iter().find(|column| column.name == name);
        found.ok_or_else(|| BrowseError::UnknownColumn {
            relation: self.name.clone(),
            column: name.to_owned(),
        })
    }

    /// The columns of its key, in the key's order; none where it has no key.
    pub(super) fn key(&self) -> Vec<&Column> {
        match &self.identity {
            Identity::Key(names) => {
                names.iter().filter_map(|name| self.column(name).ok()).collect()
            }
            Identity::None(_) => Vec::new(),
        }
    }

    /// The condition that a row has these values in its key.
    pub(super) fn has_key(&self, values: &[String], prefix: &str) -> Result<String, BrowseError> {
        if let Identity::None(why) = &self.identity {
            return Err(BrowseError::NoKey { relation: self.name.clone(), why: why.clone() });
        }
        let columns = self.key();
        if columns.len() != values.len() {
            return Err(BrowseError::WrongKey {
                relation: self.name.clone(),
                expected: columns.len(),
                given: values.len(),
            });
        }
        let parts = columns.iter().zip(values);
        let parts =
            parts.map(|(column, value)| format!("{} = {}", column.of(prefix), Literal(value)));
        Ok(parts.collect::<Vec<_>>().join(" AND "))
    }

    /// Its name in SQL.
    pub(super) fn sql(&self) -> String {
        format!("{}.{}", Ident(&self.name.schema), Ident(&self.name.name))
    }
}

fn read(name: &QName, answers: &[Vec<Row>]) -> Result<Table, BrowseError> {
    let unknown = || BrowseError::UnknownRelation(name.clone());
    let [relation, columns, keys, references] = answers else { return Err(unknown()) };
    let relation = relation.first().ok_or_else(unknown)?;
    let kind = relation.text(1).and_then(RelationKind::of).ok_or_else(unknown)?;
    let found: Vec<(Column, bool)> =
        columns.iter().map(|row| (column(row), row.is_true(14))).collect();
    let has_hidden = found.iter().any(|(_, is_readable)| !is_readable);
    let columns: Vec<Column> = found
        .into_iter()
        .filter(|(_, is_readable)| *is_readable)
        .map(|(column, _)| column)
        .collect();
    if columns.is_empty() && has_hidden || !relation.is_true(2) {
        return Err(BrowseError::Unreadable(name.clone()));
    }
    let key = keys
        .iter()
        .map(|row| names(row.text(1)))
        .find(|key| key.iter().all(|name| columns.iter().any(|column| column.name == *name)));
    let identity = match key {
        Some(key) => Identity::Key(key),
        None => Identity::None(no_key(kind, keys.is_empty())),
    };
    let read_only = read_only(kind, &identity, relation);
    let references: Vec<Reference> = references.iter().map(reference).collect();
    let (own, others) = (
        references.iter().filter(|reference| reference.from == *name).cloned().collect(),
        references.iter().filter(|reference| reference.to == *name).cloned().collect(),
    );
    Ok(Table {
        name: name.clone(),
        kind,
        columns,
        identity,
        read_only,
        referenced_by: others,
        references: own,
        oid: relation.number(0).unwrap_or_default(),
    })
}

fn no_key(kind: RelationKind, has_none: bool) -> String {
    match kind {
        RelationKind::View | RelationKind::MaterializedView => "a view has no key".to_owned(),
        RelationKind::ForeignTable => {
            "its rows are on another server, which tells no key".to_owned()
        }
        RelationKind::Table | RelationKind::PartitionedTable if has_none => {
            "it has no primary key, and no unique key whose columns are all NOT NULL".to_owned()
        }
        RelationKind::Table | RelationKind::PartitionedTable => {
            "the role may not read the columns of its key".to_owned()
        }
    }
}

fn read_only(kind: RelationKind, identity: &Identity, relation: &Row) -> Option<String> {
    match kind {
        RelationKind::View => return Some("it is a view: change the tables behind it".to_owned()),
        RelationKind::MaterializedView => {
            return Some("it is a materialized view: REFRESH makes its rows".to_owned());
        }
        RelationKind::ForeignTable => {
            return Some("its rows are on another server".to_owned());
        }
        RelationKind::Table | RelationKind::PartitionedTable => {}
    }
    if relation.is_true(4) {
        return Some("the server takes no writes: it is a standby".to_owned());
    }
    if let Identity::None(why) = identity {
        return Some(why.clone());
    }
    (!relation.is_true(3)).then(|| {
        let role = relation.text(5).unwrap_or_default();
        format!("role {role} may not insert, update or delete rows")
    })
}

fn column(row: &Row) -> Column {
    let text = |column| row.text(column).map(str::to_owned);
    let expression = text(5);
    let (default, generated) = match row.text(4) {
        None | Some("") => (expression, None),
        Some(_) => (None, expression),
    };
    let (category, letter) = (row.text(8).unwrap_or_default(), row.text(9).unwrap_or_default());
    let (name, is_own) = (row.text(6).unwrap_or_default(), row.is_true(7));
    let kind = Kind::of(category, letter, name, is_own);
    Column {
        name: text(0).unwrap_or_default(),
        sql_type: text(1).unwrap_or_default(),
        kind,
        is_nullable: !row.is_true(2),
        default,
        generated,
        identity: match row.text(3) {
            Some("a") => Some(IdentityKind::Always),
            Some("d") => Some(IdentityKind::ByDefault),
            Some(_) | None => None,
        },
        is_primary_key: row.is_true(15),
        enum_values: names(row.text(13)),
        traits: Traits {
            is_long: row.text(10) == Some("-1"),
            has_own_cast: row.is_true(11),
            is_ordered: row.is_true(12),
            is_collated: row.is_true(16),
            is_composite: letter == "c",
        },
    }
}

fn reference(row: &Row) -> Reference {
    let text = |column| row.text(column).unwrap_or_default().to_owned();
    Reference {
        name: text(0),
        from: QName::new(text(1), text(2)),
        columns: names(row.text(3)),
        to: QName::new(text(4), text(5)),
        to_columns: names(row.text(6)),
        on_delete: action(row.text(7)).to_owned(),
        on_update: action(row.text(8)).to_owned(),
    }
}

/// The word for `confdeltype` and `confupdtype`.
fn action(letter: Option<&str>) -> &'static str {
    match letter {
        Some("r") => "RESTRICT",
        Some("c") => "CASCADE",
        Some("n") => "SET NULL",
        Some("d") => "SET DEFAULT",
        Some(_) | None => "NO ACTION",
    }
}

/// A list of names that the server wrote as JSON.
pub(super) fn names(json: Option<&str>) -> Vec<String> {
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

/// The relation, its columns, the keys that tell its rows apart (the best first), and the
/// foreign keys from and to it. What the role may not read is marked.
fn queries(name: &QName) -> [String; 4] {
    let relation = format!(
        "(SELECT c.oid FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = {} AND c.relname = {} AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))",
        Literal(&name.schema),
        Literal(&name.name)
    );
    [
        format!(
            "SELECT c.oid, c.relkind,
  pg_catalog.has_schema_privilege(c.relnamespace, 'USAGE')
    AND pg_catalog.has_any_column_privilege(c.oid, 'SELECT'),
  pg_catalog.has_any_column_privilege(c.oid, 'INSERT')
    OR pg_catalog.has_any_column_privilege(c.oid, 'UPDATE')
    OR pg_catalog.has_table_privilege(c.oid, 'DELETE'),
  pg_catalog.pg_is_in_recovery(), current_user
FROM pg_catalog.pg_class c WHERE c.oid = {relation}"
        ),
        columns(&relation),
        format!(
            "SELECT i.indisprimary, pg_catalog.to_json(ARRAY(SELECT a.attname::text
  FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY u (number, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number
  WHERE u.place <= i.indnkeyatts ORDER BY u.place))
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
WHERE i.indrelid = {relation} AND i.indisunique AND i.indisvalid
  AND (i.indisprimary OR i.indimmediate) AND i.indpred IS NULL AND i.indexprs IS NULL
  AND NOT EXISTS (SELECT FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY u (number, place)
    JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number
    WHERE u.place <= i.indnkeyatts AND NOT a.attnotnull)
ORDER BY i.indisprimary DESC, i.indnkeyatts, c.relname"
        ),
        references(&relation),
    ]
}

/// A domain is looked at as the type that it is at the bottom. A type is ordered that has an
/// operator class of its own, or one of a type that it is stored as, or of all its like.
fn columns(relation: &str) -> String {
    format!(
        "SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
  a.attidentity, a.attgenerated, pg_catalog.pg_get_expr(d.adbin, d.adrelid),
  b.typname, b.typnamespace = 'pg_catalog'::regnamespace, b.typcategory, b.typtype, b.typlen,
  EXISTS (SELECT FROM pg_catalog.pg_cast k WHERE k.castsource = b.oid
    AND k.casttarget = 'pg_catalog.text'::regtype AND k.castmethod = 'f'),
  EXISTS (SELECT FROM pg_catalog.pg_opclass o
    JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod AND m.amname = 'btree'
    WHERE o.opcdefault AND (o.opcintype = b.oid
      OR (b.typcategory = 'A' AND o.opcintype = 'pg_catalog.anyarray'::regtype)
      OR (b.typtype = 'e' AND o.opcintype = 'pg_catalog.anyenum'::regtype)
      OR (b.typtype = 'r' AND o.opcintype = 'pg_catalog.anyrange'::regtype)
      OR (b.typtype = 'm' AND o.opcintype::regtype::text = 'anymultirange')
      OR EXISTS (SELECT FROM pg_catalog.pg_cast k WHERE k.castsource = b.oid
        AND k.casttarget = o.opcintype AND k.castmethod = 'b' AND k.castcontext = 'i')))
    AND (e.oid IS NULL OR EXISTS (SELECT FROM pg_catalog.pg_opclass o
    JOIN pg_catalog.pg_am m ON m.oid = o.opcmethod AND m.amname = 'btree'
    WHERE o.opcdefault AND (o.opcintype = e.oid OR e.typtype IN ('e', 'r', 'm', 'd')
      OR EXISTS (SELECT FROM pg_catalog.pg_cast k WHERE k.castsource = e.oid
        AND k.casttarget = o.opcintype AND k.castmethod = 'b' AND k.castcontext = 'i')))),
  pg_catalog.to_json(ARRAY(SELECT l.enumlabel::text FROM pg_catalog.pg_enum l
    WHERE l.enumtypid = COALESCE(e.oid, b.oid) ORDER BY l.enumsortorder)),
  pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT'),
  EXISTS (SELECT FROM pg_catalog.pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary
    AND a.attnum = ANY (i.indkey::int2[])),
  a.attcollation <> 0
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type b ON b.oid = (
  WITH RECURSIVE up (oid, base) AS (
    SELECT t.oid, t.typbasetype FROM pg_catalog.pg_type t WHERE t.oid = a.atttypid
    UNION ALL SELECT p.oid, p.typbasetype FROM up JOIN pg_catalog.pg_type p ON p.oid = up.base)
  SELECT up.oid FROM up WHERE up.base = 0)
LEFT JOIN pg_catalog.pg_type e ON b.typcategory = 'A' AND e.oid = b.typelem
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE a.attrelid = {relation} AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum"
    )
}

fn references(relation: &str) -> String {
    let names = |numbers: &str, table: &str| {
        format!(
            "pg_catalog.to_json(ARRAY(SELECT a.attname::text
  FROM pg_catalog.unnest({numbers}) WITH ORDINALITY u (number, place)
  JOIN pg_catalog.pg_attribute a ON a.attrelid = {table} AND a.attnum = u.number
  ORDER BY u.place))"
        )
    };
    let (own, far) = (names("k.conkey", "k.conrelid"), names("k.confkey", "k.confrelid"));
    // A partition has copies of its parent's keys, which count where the partition is looked at.
    format!(
        "SELECT k.conname, n.nspname, c.relname, {own}, fn.nspname, f.relname, {far},
  k.confdeltype, k.confupdtype
FROM pg_catalog.pg_constraint k
JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
WHERE k.contype = 'f' AND (k.conrelid = {relation}
  OR (k.confrelid = {relation} AND k.conparentid = 0))
ORDER BY n.nspname, c.relname, k.conname"
    )
}
