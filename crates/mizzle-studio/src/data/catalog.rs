//! `catalog`, `table` and `structure`.

use super::call::ending;
use crate::api::catalog as api;
use crate::api::structure as api_structure;
use crate::body::Body;
use crate::refusal::Answer;
use crate::state::State;
use axum::extract;
use mizzle_core::postgres::schema::QName;
use mizzle_db::browse;
use mizzle_db::browse::BrowseError;

pub(super) async fn catalog(extract::State(state): extract::State<State>) -> Answer<api::Catalog> {
    ending(state, None, |browser, cancel| {
        let catalog = browser.catalog(cancel)?;
        Ok::<_, BrowseError>(api::Catalog {
            schemas: catalog.schemas.into_iter().map(api::Schema::from).collect(),
            closed: catalog.closed,
        })
    })
    .await
}

pub(super) async fn table(
    extract::State(state): extract::State<State>,
    Body(relation): Body<api::Relation>,
) -> Answer<api::Table> {
    ending(state, None, move |browser, cancel| {
        Ok::<_, BrowseError>(browser.table(&relation.into(), cancel)?.into())
    })
    .await
}

pub(super) async fn structure(
    extract::State(state): extract::State<State>,
    Body(relation): Body<api::Relation>,
) -> Answer<api_structure::Structure> {
    let line = state.files().line;
    ending(state, None, move |browser, cancel| {
        Ok::<_, BrowseError>(browser.structure(&relation.into(), line, cancel)?.into())
    })
    .await
}

impl From<api::Relation> for QName {
    fn from(relation: api::Relation) -> Self {
        Self::new(relation.schema, relation.name)
    }
}

impl From<QName> for api::Relation {
    fn from(name: QName) -> Self {
        Self { schema: name.schema, name: name.name }
    }
}

impl From<browse::Namespace> for api::Schema {
    fn from(schema: browse::Namespace) -> Self {
        let relations = schema.relations.into_iter().map(|relation| api::RelationEntry {
            name: relation.name,
            kind: relation.kind.into(),
            rows: relation.rows,
            bytes: relation.bytes,
            is_readable: relation.is_readable,
            partition_of: relation.partition_of.map(api::Relation::from),
        });
        let enums = schema.enums.into_iter();
        Self {
            name: schema.name,
            relations: relations.collect(),
            enums: enums.map(|it| api::Enum { name: it.name, values: it.values }).collect(),
        }
    }
}

impl From<browse::RelationKind> for api::RelationKind {
    fn from(kind: browse::RelationKind) -> Self {
        match kind {
            browse::RelationKind::Table => Self::Table,
            browse::RelationKind::PartitionedTable => Self::PartitionedTable,
            browse::RelationKind::ForeignTable => Self::ForeignTable,
            browse::RelationKind::View => Self::View,
            browse::RelationKind::MaterializedView => Self::MaterializedView,
        }
    }
}

impl From<browse::Table> for api::Table {
    fn from(table: browse::Table) -> Self {
        Self {
            schema: table.name.schema,
            name: table.name.name,
            kind: table.kind.into(),
            columns: table.columns.into_iter().map(api::Column::from).collect(),
            identity: match table.identity {
                browse::Identity::Key(columns) => api::Identity::Key { columns },
                browse::Identity::None(why) => api::Identity::None { why },
            },
            read_only: table.read_only,
            referenced_by: table.referenced_by.into_iter().map(api::Reference::from).collect(),
            references: table.references.into_iter().map(api::Reference::from).collect(),
        }
    }
}

impl From<browse::Column> for api::Column {
    fn from(column: browse::Column) -> Self {
        Self {
            name: column.name,
            sql_type: column.sql_type,
            kind: column.kind.into(),
            is_nullable: column.is_nullable,
            default: column.default,
            generated: column.generated,
            identity: column.identity.map(|identity| match identity {
                browse::IdentityKind::Always => api::IdentityKind::Always,
                browse::IdentityKind::ByDefault => api::IdentityKind::ByDefault,
            }),
            is_primary_key: column.is_primary_key,
            enum_values: column.enum_values,
        }
    }
}

impl From<browse::Kind> for api::ColumnKind {
    fn from(kind: browse::Kind) -> Self {
        match kind {
            browse::Kind::Integer => Self::Integer,
            browse::Kind::Number => Self::Number,
            browse::Kind::Boolean => Self::Boolean,
            browse::Kind::Text => Self::Text,
            browse::Kind::Uuid => Self::Uuid,
            browse::Kind::Enum => Self::Enum,
            browse::Kind::Json => Self::Json,
            browse::Kind::Array => Self::Array,
            browse::Kind::Date => Self::Date,
            browse::Kind::Time => Self::Time,
            browse::Kind::Timestamp => Self::Timestamp,
            browse::Kind::Interval => Self::Interval,
            browse::Kind::Bytes => Self::Bytes,
            browse::Kind::Other => Self::Other,
        }
    }
}

impl From<browse::Reference> for api::Reference {
    fn from(reference: browse::Reference) -> Self {
        Self {
            name: reference.name,
            from: reference.from.into(),
            columns: reference.columns,
            to: reference.to.into(),
            to_columns: reference.to_columns,
            on_delete: reference.on_delete,
            on_update: reference.on_update,
        }
    }
}

impl From<browse::Structure> for api_structure::Structure {
    fn from(structure: browse::Structure) -> Self {
        let parts = |parts: Vec<browse::Part>| {
            let parts = parts.into_iter().map(|part| api_structure::Part {
                name: part.name,
                kind: part.kind,
                definition: part.definition,
                bytes: part.bytes,
            });
            parts.collect()
        };
        Self {
            indexes: parts(structure.indexes),
            constraints: parts(structure.constraints),
            policies: parts(structure.policies),
            is_row_security_on: structure.is_row_security_on,
            others: parts(structure.others),
            ddl: structure.ddl,
            typescript: structure.typescript,
            notes: structure.notes,
        }
    }
}
