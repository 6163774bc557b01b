//! A schema whose objects are known by number, so that they stay themselves when their
//! names, places or types change. What refers to an object refers to its number; names
//! and SQL come into being when it is turned into the model ([`schema`]).

pub(crate) mod expression;
pub(crate) mod schema;
pub(crate) mod types;

use expression::Expression;
use mizzle_core::postgres::schema::{
    Action, IdentityKind, Nulls, PolicyCommand, PolicyKind, Role, SequenceOptions,
};
use types::Ty;

/// What an object is known by.
pub(crate) type Id = u32;

/// A schema whose objects are known by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Design {
    /// The number that the next object gets. Names take it too, so that no two clash.
    pub(crate) next: Id,
    /// How many of the names were taken that SQL uses as well.
    pub(crate) words: usize,
    /// What the name of every role begins with. Roles belong to the whole server.
    pub(crate) roles_of: String,
    pub(crate) namespaces: Vec<Named>,
    pub(crate) enums: Vec<Enum>,
    pub(crate) sequences: Vec<Sequence>,
    pub(crate) roles: Vec<DesignedRole>,
    pub(crate) tables: Vec<Table>,
    pub(crate) views: Vec<View>,
    /// Policies on a table that somebody else owns.
    pub(crate) linked: Vec<Policy>,
}

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) id: Id,
    pub(crate) name: String,
}

/// A name in a schema; `None` is `public`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) namespace: Option<Id>,
    pub(crate) name: String,
}

#[derive(Debug, Clone)]
pub(crate) struct Enum {
    pub(crate) id: Id,
    pub(crate) place: Place,
    pub(crate) labels: Vec<Named>,
}

#[derive(Debug, Clone)]
pub(crate) struct Sequence {
    pub(crate) id: Id,
    pub(crate) place: Place,
    pub(crate) options: SequenceOptions,
}

#[derive(Debug, Clone)]
pub(crate) struct DesignedRole {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) role: Role,
}

#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) id: Id,
    pub(crate) place: Place,
    pub(crate) columns: Vec<Column>,
    pub(crate) primary_key: Option<Key>,
    pub(crate) uniques: Vec<Key>,
    pub(crate) checks: Vec<Check>,
    pub(crate) references: Vec<Reference>,
    pub(crate) indexes: Vec<Index>,
    pub(crate) policies: Vec<Policy>,
    pub(crate) rls: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Column {
    pub(crate) id: Id,
    pub(crate) name: String,
    pub(crate) ty: Ty,
    /// `.notNull()`
    pub(crate) not_null: bool,
    pub(crate) default: Option<Default>,
    pub(crate) generated: Option<Expression>,
    pub(crate) identity: Option<Identity>,
}

/// A default, whose value follows from the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Default {
    /// The value of this number.
    Value(usize),
    /// This label of the enum.
    Label(Id),
    /// An expression that gives a value of the type.
    Expression,
    /// The next number of this sequence.
    Next(Id),
    /// An array without elements.
    Empty,
    /// `NULL`, written out.
    Null,
}

#[derive(Debug, Clone)]
pub(crate) struct Identity {
    pub(crate) kind: IdentityKind,
    pub(crate) name: Option<String>,
    pub(crate) options: SequenceOptions,
}

/// A primary key or unique constraint.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<Id>,
    /// Declared on its only column.
    pub(crate) on_column: bool,
    pub(crate) nulls_not_distinct: bool,
}

#[derive(Debug, Clone)]
pub(crate) struct Check {
    pub(crate) name: String,
    pub(crate) condition: Expression,
}

/// A foreign key.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    pub(crate) name: Option<String>,
    pub(crate) columns: Vec<Id>,
    pub(crate) target: Id,
    pub(crate) target_columns: Vec<Id>,
    pub(crate) on_delete: Action,
    pub(crate) on_update: Action,
}

#[derive(Debug, Clone)]
pub(crate) struct Index {
    pub(crate) name: Option<String>,
    pub(crate) unique: bool,
    pub(crate) method: Method,
    pub(crate) parts: Vec<IndexPart>,
    pub(crate) with: Option<&'static str>,
    pub(crate) predicate: Option<Expression>,
    pub(crate) concurrently: bool,
}

/// An access method.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Btree,
    Hash,
    Gin,
    Gist,
    Brin,
}

#[derive(Debug, Clone)]
pub(crate) struct IndexPart {
    pub(crate) on: On,
    pub(crate) descending: bool,
    pub(crate) nulls: Nulls,
    pub(crate) opclass: bool,
}

/// What a part of an index is on.
#[derive(Debug, Clone)]
pub(crate) enum On {
    Column(Id),
    Expression(Expression),
}

impl On {
    pub(crate) fn column(&self) -> Id {
        match self {
            Self::Column(id) => *id,
            Self::Expression(expression) => expression.column,
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Policy {
    pub(crate) name: String,
    pub(crate) kind: PolicyKind,
    pub(crate) command: PolicyCommand,
    pub(crate) roles: Vec<Grantee>,
    pub(crate) using: Option<Condition>,
    pub(crate) with_check: Option<Condition>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Grantee {
    Public,
    CurrentUser,
    Role(Id),
}

/// What a policy asks.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    Always,
    Own(Expression),
    /// Is there a row in another table?
    Exists(Id, Expression),
}

#[derive(Debug, Clone)]
pub(crate) struct View {
    pub(crate) id: Id,
    pub(crate) place: Place,
    pub(crate) materialized: bool,
    pub(crate) from: Source,
    /// A second table, and its column that equals one of the first.
    pub(crate) join: Option<(Id, Id, Id)>,
    pub(crate) items: Vec<Item>,
    /// Items of a table at once: `SELECT *`.
    pub(crate) star: bool,
    /// Rows are counted by item.
    pub(crate) counts: bool,
    pub(crate) filter: Option<Expression>,
    pub(crate) with: Option<(&'static str, &'static str)>,
    pub(crate) no_data: bool,
}

/// What a view selects from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Table(Id),
    View(Id),
}

/// One output column of a view.
#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) id: Id,
    /// A column of the table, or an item of the view below.
    pub(crate) of: Id,
    pub(crate) alias: Option<String>,
}

impl Design {
    /// A number for a new object.
    pub(crate) fn id(&mut self) -> Id {
        self.next += 1;
        self.next
    }

    pub(crate) fn role_name(&self, role: &DesignedRole) -> String {
        format!("{}{}", self.roles_of, role.name)
    }

    /// The label of an enum, as it is called.
    pub(crate) fn label(&self, id: Id) -> &str {
        let mut labels = self.enums.iter().flat_map(|it| &it.labels);
        &labels.find(|it| it.id == id).unwrap().name
    }

    pub(crate) fn table(&self, id: Id) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    pub(crate) fn view(&self, id: Id) -> Option<&View> {
        self.views.iter().find(|view| view.id == id)
    }

    pub(crate) fn enumeration(&self, id: Id) -> Option<&Enum> {
        self.enums.iter().find(|it| it.id == id)
    }

    /// The type of a column of the source, or of what its item shows.
    pub(crate) fn type_in(&self, source: Source, id: Id) -> Option<Ty> {
        match source {
            Source::Table(table) => Some(self.table(table)?.column(id)?.ty.clone()),
            Source::View(view) => {
                let view = self.view(view)?;
                let item = view.items.iter().find(|item| item.id == id)?;
                self.type_in(view.from, item.of)
            }
        }
    }

    /// What a column of the source is called there.
    pub(crate) fn name_in(&self, source: Source, id: Id) -> Option<String> {
        match source {
            Source::Table(table) => Some(self.table(table)?.column(id)?.name.clone()),
            Source::View(view) => {
                let view = self.view(view)?;
                let item = view.items.iter().find(|item| item.id == id)?;
                match &item.alias {
                    Some(alias) => Some(alias.clone()),
                    None => self.name_in(view.from, item.of),
                }
            }
        }
    }
}

impl Table {
    pub(crate) fn column(&self, id: Id) -> Option<&Column> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// Is the column NOT NULL, by word or by what it is?
    pub(crate) fn is_required(&self, column: &Column) -> bool {
        column.not_null
            || column.identity.is_some()
            || column.ty.is_serial()
            || self.primary_key.as_ref().is_some_and(|key| key.columns.contains(&column.id))
    }

    /// Keys that rows must not break: their columns.
    pub(crate) fn keys(&self) -> impl Iterator<Item = Vec<Id>> {
        let keys = self.primary_key.iter().chain(&self.uniques).map(|key| key.columns.clone());
        let indexes = self.indexes.iter().filter(|index| index.unique);
        keys.chain(indexes.map(|index| index.parts.iter().map(|part| part.on.column()).collect()))
    }
}
