//! What a database holds, by name: schemas, tables and views with their size, enums.

use std::collections::BTreeMap;

use mizzle_core::postgres::schema::QName;

use super::run::{PATIENCE, begin_reading};
use super::{BrowseError, Browser};
use crate::cancel::Cancel;
use crate::connect::Row;

/// What a database holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Catalog {
    /// By name, `public` first.
    pub schemas: Vec<Namespace>,
    /// Schemas in which the role may use nothing.
    pub closed: Vec<String>,
}

/// A schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Namespace {
    /// Its name.
    pub name: String,
    /// Tables and views, by name.
    pub relations: Vec<Listed>,
    /// Enums, by name.
    pub enums: Vec<Enum>,
}

/// A table or a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: RelationKind,
    /// The server's estimate; `None` where it has none.
    pub rows: Option<u64>,
    /// With indexes and large values, in bytes.
    pub bytes: Option<u64>,
    /// May the role read it, or a column of it?
    pub is_readable: bool,
    /// The table that it is a partition of.
    pub partition_of: Option<QName>,
}

/// What a relation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    /// A table.
    Table,
    /// A table whose rows are in partitions.
    PartitionedTable,
    /// A table of another server.
    ForeignTable,
    /// A view.
    View,
    /// A view whose rows are kept.
    MaterializedView,
}

/// An enum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Its name.
    pub name: String,
    /// Its labels, in order.
    pub values: Vec<String>,
}

impl RelationKind {
    /// From `relkind`.
    pub(super) fn of(letter: &str) -> Option<Self> {
        match letter {
            "r" => Some(Self::Table),
            "p" => Some(Self::PartitionedTable),
            "f" => Some(Self::ForeignTable),
            "v" => Some(Self::View),
            "m" => Some(Self::MaterializedView),
            _ => None,
        }
    }
}

impl Browser {
    /// Lists what the database holds.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub fn catalog(&self, cancel: &Cancel) -> Result<Catalog, BrowseError> {
        self.read(cancel, async |session| {
            let begin = begin_reading(Some(PATIENCE));
            let texts = [begin.as_str(), SCHEMAS, RELATIONS, ENUMS, "COMMIT"];
            let answers = session.query_all(texts).await;
            let answers: Vec<Vec<Row>> = answers.into_iter().collect::<Result<_, _>>()?;
            let [_, schemas, relations, enums, _] = answers.as_slice() else {
                return Ok(Catalog::default());
            };
            Ok(catalog(schemas, relations, enums))
        })
    }
}

fn catalog(schemas: &[Row], relations: &[Row], enums: &[Row]) -> Catalog {
    let text = |row: &Row, column| row.text(column).unwrap_or_default().to_owned();
    let mut found = BTreeMap::<String, Namespace>::new();
    let mut closed = Vec::new();
    for row in schemas {
        let name = text(row, 0);
        if row.is_true(1) {
            found.insert(name.clone(), Namespace { name, ..Namespace::default() });
        } else {
            closed.push(name);
        }
    }
    for row in relations {
        let (Some(schema), Some(kind)) = (
            found.get_mut(row.text(0).unwrap_or_default()),
            row.text(2).and_then(RelationKind::of),
        ) else {
            continue;
        };
        schema.relations.push(Listed {
            name: text(row, 1),
            kind,
            rows: row.number(3),
            bytes: row.number(4),
            is_readable: row.is_true(5),
            partition_of: row.text(6).map(|schema| QName::new(schema, text(row, 7))),
        });
    }
    for row in enums {
        if let Some(schema) = found.get_mut(row.text(0).unwrap_or_default()) {
            let values = super::table::names(row.text(2));
            schema.enums.push(Enum { name: text(row, 1), values });
        }
    }
    let mut schemas: Vec<Namespace> = found.into_values().collect();
    schemas.sort_by_key(|schema| schema.name != "public");
    Catalog { schemas, closed }
}

const SCHEMAS: &str = "\
SELECT n.nspname, pg_catalog.has_schema_privilege(n.oid, 'USAGE')
FROM pg_catalog.pg_namespace n
WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname";

/// A table that was never analysed has no estimate, but where it has no page it has no row.
/// A partitioned table has the rows of its partitions.
const RELATIONS: &str = "\
SELECT n.nspname, c.relname, c.relkind,
  CASE WHEN c.relkind IN ('v', 'f') THEN NULL
    WHEN c.relkind = 'p' THEN (SELECT pg_catalog.sum(GREATEST(l.reltuples, 0))::bigint
      FROM pg_catalog.pg_partition_tree(c.oid) p
      JOIN pg_catalog.pg_class l ON l.oid = p.relid WHERE p.isleaf)
    WHEN c.reltuples > 0 OR (c.reltuples = 0 AND c.relpages > 0) THEN c.reltuples::bigint
    WHEN pg_catalog.pg_relation_size(c.oid) = 0 THEN 0 END,
  CASE WHEN c.relkind IN ('v', 'f') THEN NULL
    WHEN c.relkind = 'p' THEN (SELECT pg_catalog.sum(pg_catalog.pg_total_relation_size(p.relid))
      FROM pg_catalog.pg_partition_tree(c.oid) p WHERE p.isleaf)
    ELSE pg_catalog.pg_total_relation_size(c.oid) END,
  pg_catalog.has_any_column_privilege(c.oid, 'SELECT'),
  pn.nspname, pc.relname
FROM pg_catalog.pg_class c
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_inherits i ON c.relispartition AND i.inhrelid = c.oid
LEFT JOIN pg_catalog.pg_class pc ON pc.oid = i.inhparent
LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, c.relname";

const ENUMS: &str = "\
SELECT n.nspname, t.typname, pg_catalog.to_json(ARRAY(SELECT e.enumlabel::text
  FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder))
FROM pg_catalog.pg_type t
JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
WHERE t.typtype = 'e' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
ORDER BY n.nspname, t.typname";
