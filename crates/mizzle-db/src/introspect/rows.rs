//! From rows of text to the structs of the catalog. Reads and decides nothing.

use mizzle_core::postgres::catalog::{
    BaseType, Column, Comment, Commented, Constraint, Index, Namespace, Oid, OperatorClass, Other,
    OwnerColumn, Parent, Policy, Relation, Role, Sequence, Target, Type,
};
use mizzle_core::postgres::defaults::array::{self, Item};

use super::others::SOURCES;
use crate::connect::Row;

/// What comments are looked at on, in the order in which the query counts them.
const COMMENTED: [Commented; 5] = [
    Commented::Namespace,
    Commented::Relation,
    Commented::Constraint,
    Commented::Type,
    Commented::Policy,
];

/// Takes the columns of a row one after the other.
struct Cells<'a> {
    row: &'a Row,
    next: usize,
}

impl<'a> Cells<'a> {
    fn new(row: &'a Row) -> Self {
        Self { row, next: 0 }
    }

    fn maybe(&mut self) -> Option<&'a str> {
        let cell = self.row.text(self.next);
        self.next += 1;
        cell
    }

    fn maybe_text(&mut self) -> Option<String> {
        self.maybe().map(str::to_owned)
    }

    fn text(&mut self) -> String {
        self.maybe().unwrap_or_default().to_owned()
    }

    fn is_true(&mut self) -> bool {
        self.maybe() == Some("t")
    }

    /// A `"char"`; blank for the zero byte, which is no text.
    fn letter(&mut self) -> char {
        self.maybe().and_then(|text| text.chars().next()).unwrap_or(' ')
    }

    fn maybe_letter(&mut self) -> Option<char> {
        self.maybe().and_then(|text| text.chars().next())
    }

    fn number<T: std::str::FromStr + Default>(&mut self) -> T {
        self.maybe_number().unwrap_or_default()
    }

    fn maybe_number<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.maybe()?.parse().ok()
    }

    /// `{1,2}`, or `1 2` as the server prints its vectors.
    fn numbers<T: std::str::FromStr>(&mut self) -> Vec<T> {
        let text = self.maybe().unwrap_or_default();
        let inner = text.trim_start_matches('{').trim_end_matches('}');
        inner.split([',', ' ']).filter_map(|number| number.parse().ok()).collect()
    }

    /// An array of texts; NULL is an empty one.
    fn texts(&mut self) -> Vec<String> {
        let items = self.maybe().and_then(array::parse).unwrap_or_default();
        items
            .into_iter()
            .filter_map(|item| match item {
                Item::Bare(text) | Item::Quoted(text) => Some(text),
                Item::Null | Item::Array(_) => None,
            })
            .collect()
    }
}

/// Whether it is wanted is not in the row.
pub(super) fn namespace(row: &Row) -> Namespace {
    let mut cells = Cells::new(row);
    Namespace {
        oid: cells.number(),
        name: cells.text(),
        included: false,
        of_extension: cells.is_true(),
        usable: cells.is_true(),
        grants: cells.is_true(),
    }
}

pub(super) fn relation(row: &Row) -> Relation {
    let mut cells = Cells::new(row);
    Relation {
        oid: cells.number(),
        namespace: cells.number(),
        name: cells.text(),
        kind: cells.letter(),
        persistence: cells.letter(),
        row_security: cells.is_true(),
        forced_row_security: cells.is_true(),
        partition: cells.is_true(),
        populated: cells.is_true(),
        replica_identity: cells.letter(),
        of_type: cells.is_true(),
        options: cells.texts(),
        method: cells.maybe_text(),
        tablespace: cells.maybe_text(),
        definition: cells.maybe_text(),
        partition_key: cells.maybe_text(),
        owner: cells.text(),
        grants: cells.is_true(),
    }
}

pub(super) fn column(row: &Row) -> Column {
    let mut cells = Cells::new(row);
    Column {
        relation: cells.number(),
        number: cells.number(),
        name: cells.text(),
        type_text: cells.text(),
        type_oid: cells.number(),
        base: base_type(&mut cells),
        dimensions: cells.number(),
        not_null: cells.is_true(),
        identity: cells.letter(),
        generated: cells.letter(),
        default: cells.maybe_text(),
        collation: cells.number(),
        own_collation: cells.maybe_text(),
        own_storage: cells.maybe_letter(),
        compression: cells.maybe_letter(),
        statistics: cells.maybe_number(),
        options: cells.texts(),
        grants: cells.is_true(),
    }
}

fn base_type(cells: &mut Cells<'_>) -> Option<BaseType> {
    let (namespace, name, kind, of_extension) =
        (cells.maybe_text(), cells.maybe_text(), cells.letter(), cells.is_true());
    Some(BaseType { namespace: namespace?, name: name?, kind, of_extension })
}

pub(super) fn constraint(row: &Row) -> Constraint {
    let mut cells = Cells::new(row);
    Constraint {
        oid: cells.number(),
        relation: cells.number(),
        name: cells.text(),
        kind: cells.letter(),
        columns: cells.numbers(),
        index: cells.number(),
        expression: cells.maybe_text(),
        deferrable: cells.is_true(),
        validated: cells.is_true(),
        enforced: cells.is_true(),
        no_inherit: cells.is_true(),
        period: cells.is_true(),
        target: target(&mut cells),
    }
}

fn target(cells: &mut Cells<'_>) -> Option<Target> {
    let relation: Option<Oid> = cells.maybe_number();
    Some(Target {
        relation: relation?,
        namespace: cells.text(),
        name: cells.text(),
        columns: cells.numbers(),
        names: cells.texts(),
        on_update: cells.letter(),
        on_delete: cells.letter(),
        matching: cells.letter(),
        sets_columns: cells.is_true(),
    })
}

pub(super) fn index(row: &Row) -> Index {
    let mut cells = Cells::new(row);
    Index {
        oid: cells.number(),
        relation: cells.number(),
        name: cells.text(),
        method: cells.text(),
        unique: cells.is_true(),
        nulls_not_distinct: cells.is_true(),
        valid: cells.is_true(),
        clustered: cells.is_true(),
        keys: cells.number(),
        columns: cells.numbers(),
        order: cells.numbers(),
        classes: cells.numbers(),
        collations: cells.numbers(),
        expressions: cells.texts(),
        predicate: cells.maybe_text(),
        options: cells.texts(),
        class_options: cells.is_true(),
        tablespace: cells.maybe_text(),
    }
}

pub(super) fn operator_class(row: &Row) -> OperatorClass {
    let mut cells = Cells::new(row);
    OperatorClass {
        oid: cells.number(),
        name: cells.text(),
        method: cells.number(),
        type_oid: cells.number(),
        default: cells.is_true(),
    }
}

pub(super) fn sequence(row: &Row) -> Sequence {
    let mut cells = Cells::new(row);
    Sequence {
        oid: cells.number(),
        namespace: cells.number(),
        name: cells.text(),
        type_text: cells.text(),
        start: cells.text(),
        increment: cells.text(),
        min: cells.text(),
        max: cells.text(),
        cache: cells.text(),
        cycle: cells.is_true(),
        owner_column: {
            let (relation, number) = (cells.maybe_number(), cells.maybe_number());
            let identity = cells.is_true();
            relation.zip(number).map(|(relation, number)| OwnerColumn {
                relation,
                number,
                identity,
            })
        },
        persistence: cells.letter(),
        owner: cells.text(),
        grants: cells.is_true(),
    }
}

pub(super) fn ty(row: &Row) -> Type {
    let mut cells = Cells::new(row);
    Type {
        oid: cells.number(),
        namespace: cells.number(),
        name: cells.text(),
        kind: cells.letter(),
        labels: cells.texts(),
        owner: cells.text(),
        grants: cells.is_true(),
    }
}

pub(super) fn policy(row: &Row) -> Policy {
    let mut cells = Cells::new(row);
    Policy {
        oid: cells.number(),
        relation: cells.number(),
        namespace: cells.text(),
        table: cells.text(),
        name: cells.text(),
        command: cells.letter(),
        permissive: cells.is_true(),
        roles: cells.texts(),
        using: cells.maybe_text(),
        with_check: cells.maybe_text(),
    }
}

pub(super) fn role(row: &Row) -> Role {
    let mut cells = Cells::new(row);
    Role {
        name: cells.text(),
        create_db: cells.is_true(),
        create_role: cells.is_true(),
        inherit: cells.is_true(),
        others: cells.is_true(),
    }
}

pub(super) fn parent(row: &Row) -> Parent {
    let mut cells = Cells::new(row);
    Parent { child: cells.number(), parent: cells.text() }
}

pub(super) fn comment(row: &Row) -> Option<Comment> {
    let mut cells = Cells::new(row);
    let on = *COMMENTED.get(cells.number::<usize>())?;
    Some(Comment { on, oid: cells.number(), column: cells.number() })
}

pub(super) fn other(row: &Row, namespaces: &[Namespace]) -> Option<Other> {
    let mut cells = Cells::new(row);
    let source = SOURCES.get(cells.maybe_number::<usize>()?)?;
    let namespace: Option<Oid> = cells.maybe_number();
    let relation = cells.maybe_number();
    let namespace = namespace
        .and_then(|oid| namespaces.iter().find(|namespace| namespace.oid == oid))
        .map(|namespace| namespace.name.clone());
    Some(Other { kind: source.kind, namespace, name: cells.text(), relation })
}
