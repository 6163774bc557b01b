//! Takes out of a design what a schema could not say or a server would refuse, after
//! something that it depended on changed.

use crate::design::expression::{Form, conditions, values};
use crate::design::types::{Base, Class, Ty, has_expression};
use crate::design::{
    Column, Condition, Default, Design, Grantee, Id, Index, Item, Method, On, Policy, Reference,
    Source, Table, View,
};
use crate::views::columns_of;
use mizzle_core::postgres::schema::{Nulls, PolicyCommand};
use std::collections::BTreeSet;

/// Makes a design one that a server can hold.
pub(crate) fn repair(design: &mut Design) {
    let known: BTreeSet<Id> = design.namespaces.iter().map(|it| it.id).collect();
    let places = design
        .enums
        .iter_mut()
        .map(|it| &mut it.place)
        .chain(design.sequences.iter_mut().map(|it| &mut it.place))
        .chain(design.tables.iter_mut().map(|it| &mut it.place))
        .chain(design.views.iter_mut().map(|it| &mut it.place));
    for place in places {
        place.namespace = place.namespace.filter(|id| known.contains(id));
    }
    design.tables.retain(|table| !table.columns.is_empty());
    let whole = design.clone();
    for table in &mut design.tables {
        columns(&whole, table);
    }
    let whole = design.clone();
    for table in &mut design.tables {
        keys(table);
        checks(&whole, table);
        indexes(&whole, table);
    }
    // References need the keys of others.
    let whole = design.clone();
    for table in &mut design.tables {
        references(&whole, table);
        for policy in &mut table.policies {
            self::policy(&whole, Some(table.id), policy);
        }
    }
    let whole = design.clone();
    for policy in &mut design.linked {
        self::policy(&whole, None, policy);
    }
    while views(design) {}
}

fn columns(design: &Design, table: &mut Table) {
    let mut names = BTreeSet::new();
    table.columns.retain(|column| names.insert(column.name.clone()));
    for column in &mut table.columns {
        if let Base::Enum(id) = column.ty.base
            && design.enumeration(id).is_none()
        {
            column.ty.base = Base::Plain("text");
            column.default = None;
        }
    }
    let all = table.columns.clone();
    for column in &mut table.columns {
        generated(&all, column);
        let plain = !column.ty.is_array() && column.generated.is_none();
        if !plain || column.ty.class() != Class::Integer {
            column.identity = None;
        }
        if column.ty.is_serial() {
            column.ty.dimensions.clear();
        }
    }
    let required: Vec<bool> = table.columns.iter().map(|it| table.is_required(it)).collect();
    for (column, required) in table.columns.iter_mut().zip(required) {
        let owned = column.ty.is_serial() || column.identity.is_some();
        let fits = |default: &Default| match default {
            Default::Label(label) => match column.ty.base {
                Base::Enum(id) => design
                    .enumeration(id)
                    .is_some_and(|it| it.labels.iter().any(|it| it.id == *label)),
                Base::Plain(_) => false,
            },
            Default::Next(id) => {
                column.ty.class() == Class::Integer
                    && !column.ty.is_array()
                    && design.sequences.iter().any(|it| it.id == *id)
            }
            Default::Value(_) => matches!(column.ty.base, Base::Plain(_)),
            Default::Expression => has_expression(&column.ty),
            Default::Empty => column.ty.is_array(),
            // The server casts it to the size, and keeps it as a default that it is not.
            Default::Null => {
                !required
                    && !matches!(column.ty.base, Base::Plain(text) if text.contains(['(', ' ']))
            }
        };
        let fits = column.default.as_ref().is_some_and(fits);
        if owned || column.generated.is_some() || !fits {
            column.default = None;
        }
    }
}

/// A generated column has the type of its expression, and stands on no other one.
fn generated(all: &[Column], column: &mut Column) {
    let Some(expression) = &column.generated else { return };
    let base = all.iter().find(|it| it.id == expression.column && it.id != column.id);
    let base = base.filter(|it| it.generated.is_none());
    match base {
        Some(base) if values(&base.ty).contains(&expression.form) => {
            column.ty = match expression.form {
                Form::Lower | Form::Loud => Ty::plain("text"),
                Form::Present
                | Form::Natural
                | Form::Filled
                | Form::Recent
                | Form::Not(_)
                | Form::In(_)
                | Form::Next
                | Form::OrZero => base.ty.stored(),
            };
            column.not_null = false;
        }
        Some(_) | None => column.generated = None,
    }
}

fn keys(table: &mut Table) {
    let able: BTreeSet<Id> =
        table.columns.iter().filter(|it| it.ty.indexable(Method::Btree)).map(|it| it.id).collect();
    let fits = |columns: &[Id]| columns.iter().all(|id| able.contains(id));
    table.primary_key = table.primary_key.take().filter(|key| fits(&key.columns));
    let mut seen: BTreeSet<Vec<Id>> =
        table.primary_key.iter().map(|it| it.columns.clone()).collect();
    table.uniques.retain(|key| fits(&key.columns) && seen.insert(key.columns.clone()));
    // A primary key's column has a default that is not NULL.
    let required: Vec<Id> = table.primary_key.iter().flat_map(|it| it.columns.clone()).collect();
    for column in &mut table.columns {
        if required.contains(&column.id) && column.default == Some(Default::Null) {
            column.default = None;
        }
        // What is generated from a NULL is one.
        if column.generated.is_some() && required.contains(&column.id) {
            table.primary_key = None;
        }
    }
}

fn checks(design: &Design, table: &mut Table) {
    let columns = table.columns.clone();
    let ty = |id: Id| columns.iter().find(|it| it.id == id).map(|it| &it.ty);
    table.checks.retain(|check| {
        ty(check.condition.column)
            .is_some_and(|ty| conditions(design, ty).contains(&check.condition.form))
    });
}

fn indexes(design: &Design, table: &mut Table) {
    let columns = table.columns.clone();
    let ty = |id: Id| columns.iter().find(|it| it.id == id).map(|it| it.ty.clone());
    for index in &mut table.indexes {
        let btree = index.method == Method::Btree;
        index.parts.retain(|part| {
            ty(part.on.column()).is_some_and(|ty| match &part.on {
                On::Column(_) => ty.indexable(index.method),
                On::Expression(it) => btree && values(&ty).contains(&it.form),
            })
        });
        for part in &mut index.parts {
            if !btree {
                part.descending = false;
                part.nulls = Nulls::Last;
            }
            let ty = ty(part.on.column());
            let named = ty.and_then(|ty| ty.opclass(index.method));
            part.opclass &= named.is_some();
            part.opclass |= named.is_some() && index.method == Method::Gist;
        }
        if !btree {
            index.unique = false;
            index.parts.truncate(1);
        }
        if index.parts.iter().any(|part| matches!(part.on, On::Expression(_)))
            && index.name.is_none()
        {
            index.parts.retain(|part| matches!(part.on, On::Column(_)));
        }
        index.predicate = index.predicate.take().filter(|it| {
            ty(it.column).is_some_and(|ty| conditions(design, &ty).contains(&it.form))
        });
    }
    let mut seen = BTreeSet::new();
    table.indexes.retain(|index| !index.parts.is_empty() && seen.insert(identity(index)));
}

/// What two indexes of a table must differ in.
fn identity(index: &Index) -> (Option<String>, Vec<Id>) {
    match &index.name {
        Some(name) => (Some(name.clone()), Vec::new()),
        None => (None, index.parts.iter().map(|part| part.on.column()).collect()),
    }
}

fn references(design: &Design, table: &mut Table) {
    let columns = table.columns.clone();
    let mut seen = BTreeSet::new();
    table.references.retain(|reference| {
        let Some(target) = design.table(reference.target) else { return false };
        is_key(target, &reference.target_columns)
            && reference.columns.iter().zip(&reference.target_columns).all(|(own, far)| {
                let own = columns.iter().find(|it| it.id == *own && it.generated.is_none());
                let far = target.column(*far);
                own.zip(far).is_some_and(|(own, far)| own.ty.stored() == far.ty.stored())
            })
            && seen.insert((reference.columns.clone(), reference.target))
    });
    debug_assert!(table.references.iter().all(Reference::is_whole));
}

impl Reference {
    fn is_whole(&self) -> bool {
        self.columns.len() == self.target_columns.len()
    }
}

fn is_key(table: &Table, columns: &[Id]) -> bool {
    let set = |columns: &[Id]| columns.iter().copied().collect::<BTreeSet<Id>>();
    let constraints = table.primary_key.iter().chain(&table.uniques);
    constraints.map(|it| &it.columns).any(|it| set(it) == set(columns))
        || table.indexes.iter().any(|index| {
            let plain =
                index.parts.iter().all(|part| matches!(part.on, On::Column(_)) && !part.opclass);
            let on: Vec<Id> = index.parts.iter().map(|part| part.on.column()).collect();
            index.unique && index.predicate.is_none() && plain && set(&on) == set(columns)
        })
}

fn policy(design: &Design, owner: Option<Id>, policy: &mut Policy) {
    policy.roles.retain(|grantee| match grantee {
        Grantee::Role(id) => design.roles.iter().any(|role| role.id == *id),
        Grantee::Public | Grantee::CurrentUser => true,
    });
    if policy.roles.is_empty() {
        policy.roles.push(Grantee::Public);
    }
    match policy.command {
        PolicyCommand::All | PolicyCommand::Update => {}
        PolicyCommand::Select | PolicyCommand::Delete => policy.with_check = None,
        PolicyCommand::Insert => policy.using = None,
    }
    let fits = |condition: &Condition| match condition {
        Condition::Always => true,
        Condition::Own(it) => match owner.map(|id| design.table(id)) {
            None => true,
            Some(table) => table
                .and_then(|table| table.column(it.column))
                .is_some_and(|column| it.fits(design, &column.ty)),
        },
        Condition::Exists(table, it) => design
            .table(*table)
            .and_then(|table| table.column(it.column))
            .is_some_and(|column| it.fits(design, &column.ty)),
    };
    policy.using = policy.using.take().filter(fits);
    policy.with_check = policy.with_check.take().filter(fits);
}

/// One round over all views; was one changed?
fn views(design: &mut Design) -> bool {
    let before = design.views.len();
    let mut changed = false;
    let whole = design.clone();
    let mut next = design.next;
    design.views.retain_mut(|view| {
        let items = view.items.len();
        let keeps = self::view(&whole, view, &mut next);
        changed |= items != view.items.len();
        keeps
    });
    design.next = next;
    changed || before != design.views.len()
}

fn view(design: &Design, view: &mut View, next: &mut Id) -> bool {
    let all = columns_of(design, view.from);
    view.items.retain(|item| all.contains(&item.of));
    view.star &= matches!(view.from, Source::Table(_));
    if view.star {
        view.join = None;
        view.counts = false;
        view.items = all
            .iter()
            .map(|of| {
                let had = view.items.iter().find(|item| item.of == *of);
                let id = had.map_or_else(
                    || {
                        *next += 1;
                        *next
                    },
                    |item| item.id,
                );
                Item { id, of: *of, alias: None }
            })
            .collect();
    }
    let mut seen = BTreeSet::new();
    view.items.retain(|item| {
        seen.insert(item.alias.clone().or_else(|| design.name_in(view.from, item.of)))
    });
    if view.items.is_empty() {
        return false;
    }
    view.filter = view.filter.take().filter(|it| {
        let ty = design.type_in(view.from, it.column);
        ty.is_some_and(|ty| conditions(design, &ty).contains(&it.form))
    });
    view.join = view.join.filter(|(table, left, right)| {
        let far = design.table(*table).and_then(|it| it.column(*right));
        let own = design.type_in(view.from, *left);
        view.from != Source::Table(*table)
            && own.zip(far).is_some_and(|(own, far)| {
                own.stored() == far.ty.stored() && own.indexable(Method::Btree)
            })
    });
    let ordered = |id: Id| design.type_in(view.from, id).is_some_and(|ty| ty.has_order());
    view.counts &= view.items.iter().all(|item| ordered(item.of));
    let simple = view.join.is_none() && !view.counts && matches!(view.from, Source::Table(_));
    view.with = view.with.filter(|(key, _)| match *key {
        "check_option" => simple && !view.materialized,
        "security_barrier" => !view.materialized,
        _ => view.materialized,
    });
    view.no_data |= is_empty(design, view.from);
    view.no_data &= view.materialized;
    true
}

/// Is there a materialized view below that has no data yet?
fn is_empty(design: &Design, source: Source) -> bool {
    let Source::View(id) = source else { return false };
    design.view(id).is_some_and(|view| view.no_data || is_empty(design, view.from))
}
