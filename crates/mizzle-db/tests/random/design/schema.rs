//! The model of a design, as the loader would make it of a schema file of one line.

use super::expression::Expression;
use super::types::{default, model};
use super::{
    Check, Column, Condition, Design, Grantee, Id, Index, Item, Key, Method, On, Place, Policy,
    Reference, Source, Table, View,
};
use mizzle_core::naming::Line;
use mizzle_core::postgres::names;
use mizzle_core::postgres::schema::{
    self, Declared, Generated, IndexColumn, IndexKey, LinkedPolicy, Name, PUBLIC, QName, Schema,
};
use mizzle_core::postgres::sequences::{Range, fold};
use mizzle_core::sql::Ident;

/// The table that the project does not own, and its only column.
pub(crate) const OUTSIDE: (&str, &str, &str) = ("outside", "people", "owner");

/// The schema of a design.
pub(crate) fn schema(design: &Design, line: Line) -> Schema {
    let mut schema = Schema {
        namespaces: design.namespaces.iter().map(|it| it.name.clone()).collect(),
        ..Schema::default()
    };
    for it in &design.enums {
        let values = it.labels.iter().map(|label| label.name.clone()).collect();
        schema.enums.insert(design.qname(&it.place), schema::Enum { values });
    }
    for it in &design.sequences {
        let options = fold(it.options.clone(), Range::BIGINT);
        schema.sequences.insert(design.qname(&it.place), schema::Sequence { options });
    }
    for it in &design.roles {
        schema.roles.insert(design.role_name(it), it.role.clone());
    }
    for it in &design.tables {
        let name = design.qname(&it.place);
        let table = Rendering { design, line, name: &name, table: it }.table();
        schema.tables.insert(name, table);
    }
    let (materialized, plain): (Vec<&View>, Vec<&View>) =
        design.views.iter().partition(|view| view.materialized);
    for it in plain.into_iter().chain(materialized) {
        schema.views.insert(design.qname(&it.place), view(design, it));
    }
    let outside = QName::new(OUTSIDE.0, OUTSIDE.1);
    for policy in &design.linked {
        let policy = self::policy(design, policy, &|_| column(&outside.name, OUTSIDE.2));
        schema.linked_policies.push(LinkedPolicy { table: outside.clone(), policy });
    }
    schema
}

impl Design {
    pub(crate) fn namespace(&self, id: Option<Id>) -> Option<&str> {
        let found = self.namespaces.iter().find(|it| Some(it.id) == id)?;
        Some(&found.name)
    }

    pub(crate) fn qname(&self, place: &Place) -> QName {
        QName::new(self.namespace(place.namespace).unwrap_or(PUBLIC), &place.name)
    }
}

/// `"users"."id"`, as drizzle-orm writes a column.
fn column(table: &str, column: &str) -> String {
    format!("{}.{}", Ident(table), Ident(column))
}

/// A name as SQL that needs no search path.
pub(crate) fn from(name: &QName) -> String {
    if name.is_public() {
        Ident(&name.name).to_string()
    } else {
        format!("{}.{}", Ident(&name.schema), Ident(&name.name))
    }
}

struct Rendering<'a> {
    design: &'a Design,
    line: Line,
    name: &'a QName,
    table: &'a Table,
}

impl Rendering<'_> {
    fn table(&self) -> schema::Table {
        let of = self.table;
        let mut table = schema::Table { rls_enabled: of.rls, ..schema::Table::default() };
        for it in &of.columns {
            table.columns.insert(it.name.clone(), self.column(it));
        }
        table.primary_key = of.primary_key.as_ref().map(|key| self.primary_key(key));
        table.uniques = of.uniques.iter().map(|key| self.unique(key)).collect();
        table.checks = of.checks.iter().map(|check| self.check(check)).collect();
        table.foreign_keys = of.references.iter().map(|it| self.reference(it)).collect();
        table.indexes = of.indexes.iter().map(|index| self.index(index)).collect();
        table.policies = of
            .policies
            .iter()
            .map(|it| policy(self.design, it, &|id| column(&self.name.name, &self.name_of(id))))
            .collect();
        table
    }

    fn column(&self, of: &Column) -> schema::Column {
        let ty = model(self.design, &of.ty);
        let written = of.not_null || self.is_key_of_its_own(of);
        schema::Column {
            not_null: self.table.is_required(of),
            not_null_written: written,
            default: of.default.map(|given| default(self.design, &of.ty, self.line, given)),
            generated: of
                .generated
                .as_ref()
                .map(|it| Generated { expression: self.expression(it, true) }),
            identity: of.identity.as_ref().map(|identity| schema::Identity {
                kind: identity.kind,
                sequence: match &identity.name {
                    Some(name) => Name::explicit(name),
                    None => Name::derived(names::identity_sequence(&self.name.name, &of.name)),
                },
                options: fold(identity.options.clone(), Range::of(&ty)),
            }),
            ty,
        }
    }

    fn is_key_of_its_own(&self, column: &Column) -> bool {
        let key = self.table.primary_key.as_ref();
        key.is_some_and(|key| key.on_column && key.columns == [column.id])
    }

    fn name_of(&self, id: Id) -> String {
        self.table.column(id).unwrap().name.clone()
    }

    fn names_of(&self, ids: &[Id]) -> Vec<String> {
        ids.iter().map(|id| self.name_of(*id)).collect()
    }

    /// With the table's name where drizzle-kit of that line leaves it.
    fn expression(&self, of: &Expression, whole: bool) -> String {
        let name = self.name_of(of.column);
        let text = if whole { column(&self.name.name, &name) } else { Ident(&name).to_string() };
        of.sql(self.design, &text)
    }

    fn condition(&self, of: &Expression) -> String {
        self.expression(of, self.line == Line::V0)
    }

    fn primary_key(&self, key: &Key) -> schema::PrimaryKey {
        let columns = self.names_of(&key.columns);
        let derived = if key.on_column {
            names::server_primary_key(&self.name.name)
        } else {
            names::primary_key(self.line, &self.name.name, &columns)
        };
        schema::PrimaryKey {
            name: name(key.name.as_ref().filter(|_| !key.on_column), derived),
            columns,
            declared: declared(key),
        }
    }

    fn unique(&self, key: &Key) -> schema::Unique {
        let columns = self.names_of(&key.columns);
        let derived = if key.on_column {
            names::column_unique(self.line, &self.name.name, &columns[0])
        } else {
            names::table_unique(&self.name.name, &columns)
        };
        schema::Unique {
            name: name(key.name.as_ref(), derived),
            columns,
            nulls_not_distinct: key.nulls_not_distinct,
            declared: declared(key),
        }
    }

    fn check(&self, check: &Check) -> schema::Check {
        schema::Check { name: check.name.clone(), expression: self.condition(&check.condition) }
    }

    fn reference(&self, of: &Reference) -> schema::ForeignKey {
        let target = self.design.table(of.target).unwrap();
        let columns = self.names_of(&of.columns);
        let target_columns: Vec<String> =
            of.target_columns.iter().map(|id| target.column(*id).unwrap().name.clone()).collect();
        let target = self.design.qname(&target.place);
        let derived =
            names::foreign_key(self.line, &self.name.name, &columns, &target.name, &target_columns);
        schema::ForeignKey {
            name: name(of.name.as_ref(), derived),
            columns,
            target,
            target_columns,
            on_delete: of.on_delete,
            on_update: of.on_update,
        }
    }

    fn index(&self, of: &Index) -> schema::Index {
        let columns: Vec<IndexColumn> = of
            .parts
            .iter()
            .map(|part| IndexColumn {
                key: match &part.on {
                    On::Column(id) => IndexKey::Column(self.name_of(*id)),
                    On::Expression(it) => IndexKey::Expression(self.expression(it, false)),
                },
                descending: part.descending,
                nulls: part.nulls,
                opclass: match &part.on {
                    On::Column(id) if part.opclass => {
                        let ty = &self.table.column(*id).unwrap().ty;
                        ty.opclass(of.method).map(str::to_owned)
                    }
                    On::Column(_) | On::Expression(_) => None,
                },
            })
            .collect();
        let ids: Vec<Id> = of.parts.iter().map(|part| part.on.column()).collect();
        let derived = names::index(&self.name.name, &self.names_of(&ids));
        schema::Index {
            name: name(of.name.as_ref(), derived),
            unique: of.unique,
            method: method(of.method).to_owned(),
            columns,
            with: of
                .with
                .map(|value| (parameter(of.method).to_owned(), value.to_owned()))
                .into_iter()
                .collect(),
            predicate: of.predicate.as_ref().map(|it| self.condition(it)),
            concurrently: of.concurrently,
        }
    }
}

fn name(written: Option<&String>, derived: String) -> Name {
    match written {
        Some(name) => Name::explicit(name),
        None => Name::derived(derived),
    }
}

fn declared(key: &Key) -> Declared {
    if key.on_column { Declared::OnColumn } else { Declared::OnTable }
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Btree => "btree",
        Method::Hash => "hash",
        Method::Gin => "gin",
        Method::Gist => "gist",
        Method::Brin => "brin",
    }
}

/// The storage parameter that is set where one is.
fn parameter(method: Method) -> &'static str {
    match method {
        Method::Btree | Method::Hash | Method::Gist => "fillfactor",
        Method::Gin => "fastupdate",
        Method::Brin => "pages_per_range",
    }
}

fn policy(design: &Design, of: &Policy, own: &dyn Fn(Id) -> String) -> schema::Policy {
    let mut roles: Vec<String> = of
        .roles
        .iter()
        .filter_map(|grantee| match grantee {
            Grantee::Public => Some("public".to_owned()),
            Grantee::CurrentUser => Some("current_user".to_owned()),
            Grantee::Role(id) => {
                design.roles.iter().find(|role| role.id == *id).map(|role| design.role_name(role))
            }
        })
        .collect();
    if roles.is_empty() {
        roles.push("public".to_owned());
    }
    roles.sort();
    roles.dedup();
    let condition = |it: &Condition| match it {
        Condition::Always => "true".to_owned(),
        Condition::Own(it) => it.sql(design, &own(it.column)),
        Condition::Exists(table, it) => {
            let table = design.table(*table).unwrap();
            let name = design.qname(&table.place);
            let of = column(&name.name, &table.column(it.column).unwrap().name);
            format!("exists (select 1 from {} where {})", from(&name), it.sql(design, &of))
        }
    };
    schema::Policy {
        name: of.name.clone(),
        kind: of.kind,
        command: of.command,
        roles,
        using: of.using.as_ref().map(condition),
        with_check: of.with_check.as_ref().map(condition),
    }
}

fn view(design: &Design, of: &View) -> schema::View {
    let columns = of.items.iter().filter_map(|item| {
        let Source::Table(table) = of.from else { return None };
        let table = design.table(table)?;
        let rendering =
            Rendering { design, line: Line::V1, name: &design.qname(&table.place), table };
        let column = rendering.column(table.column(item.of)?);
        Some((output(design, of, item), schema::ViewColumn { column, primary: false }))
    });
    schema::View {
        definition: Some(select(design, of)),
        materialized: of.materialized,
        existing: false,
        with: of.with.map(|(key, value)| (key.to_owned(), value.to_owned())).into_iter().collect(),
        with_no_data: of.no_data,
        using: None,
        tablespace: None,
        columns: columns.collect(),
    }
}

fn output(design: &Design, view: &View, item: &Item) -> String {
    let name = item.alias.clone().or_else(|| design.name_in(view.from, item.of));
    name.unwrap_or_default()
}

/// The SELECT, as the query builder of drizzle-orm writes it.
fn select(design: &Design, view: &View) -> String {
    let place = match view.from {
        Source::Table(id) => &design.table(id).unwrap().place,
        Source::View(id) => &design.view(id).unwrap().place,
    };
    let source = design.qname(place);
    let qualified = view.join.is_some();
    let column_of = |id: Id| {
        let name = design.name_in(view.from, id).unwrap_or_default();
        if qualified { column(&source.name, &name) } else { Ident(&name).to_string() }
    };
    let mut items: Vec<String> = view
        .items
        .iter()
        .map(|item| match &item.alias {
            Some(alias) => format!("{} as {}", column_of(item.of), Ident(alias)),
            None => column_of(item.of),
        })
        .collect();
    let mut groups = String::new();
    if view.counts {
        let of: Vec<String> = view.items.iter().map(|item| column_of(item.of)).collect();
        groups = format!(" group by {}", of.join(", "));
        items.push("count(*) as \"total\"".to_owned());
    }
    let items = if view.star { "*".to_owned() } else { items.join(", ") };
    let mut text = format!("select {items} from {}", self::from(&source));
    if let Some((table, left, right)) = view.join {
        let table = design.table(table).unwrap();
        let name = design.qname(&table.place);
        let right = column(&name.name, &table.column(right).unwrap().name);
        text.push_str(&format!(
            " inner join {} on {} = {right}",
            self::from(&name),
            column_of(left)
        ));
    }
    if let Some(filter) = &view.filter {
        let name = design.name_in(view.from, filter.column).unwrap_or_default();
        let sql = filter.sql(design, &column(&source.name, &name));
        text.push_str(&format!(" where {sql}"));
    }
    text.push_str(&groups);
    text
}
