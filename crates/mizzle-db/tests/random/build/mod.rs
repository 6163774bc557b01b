//! New objects of a design. What they break, [`crate::repair`] takes away.

use crate::design::expression::{Expression, conditions, values};
use crate::design::types::{self, Base, Class, Ty};
use crate::design::{
    Check, Column, Condition, Default, Design, DesignedRole, Enum, Grantee, Id, Identity, Index,
    IndexPart, Key, Method, Named, On, Place, Policy, Reference, Sequence, Table,
};
use crate::random::Random;
use mizzle_core::postgres::schema::{
    Action, IdentityKind, Nulls, PolicyCommand, PolicyKind, Role, SequenceOptions,
};

/// Names that SQL uses as well, each for one object of a design.
const WORDS: [&str; 11] =
    ["user", "lower", "from", "order", "count", "select", "group", "where", "length", "now", "all"];

/// A name that nothing else has, of one kind of object.
pub(crate) fn name(design: &mut Design, random: &mut Random, word: &str) -> String {
    let n = design.id();
    // A type of a function's name stands in front of the function.
    if word != "mood" && random.one_in(20) && design.words < WORDS.len() {
        design.words += 1;
        return WORDS[design.words - 1].to_owned();
    }
    match random.below(40) {
        0 => format!("{word} {n}"),
        1 => format!("{}{n}", word.to_uppercase()),
        2 => format!("{word}\"{n}"),
        3 => format!("{word}{n}_{}", "long".repeat(11)),
        4 => format!("größe_{word}{n}"),
        _ => format!("{word}{n}"),
    }
}

/// One of the design's schemas, or `public`.
pub(crate) fn namespace(design: &Design, random: &mut Random) -> Option<Id> {
    let at = random.below(design.namespaces.len() + 1);
    design.namespaces.get(at).map(|it| it.id)
}

pub(crate) fn place(design: &mut Design, random: &mut Random, word: &str) -> Place {
    let namespace = namespace(design, random);
    Place { namespace, name: name(design, random, word) }
}

pub(crate) fn add_namespace(design: &mut Design, random: &mut Random) {
    let (id, name) = (design.id(), name(design, random, "space"));
    design.namespaces.push(Named { id, name });
}

pub(crate) fn add_enum(design: &mut Design, random: &mut Random) {
    let (id, place) = (design.id(), place(design, random, "mood"));
    let mut labels = Vec::new();
    for _ in 0..2 + random.below(3) {
        let label = label(design, random, Some(&labels));
        labels.push(label);
    }
    design.enums.push(Enum { id, place, labels });
}

/// A label, which another enum may have too where the others of this one are given.
pub(crate) fn label(design: &mut Design, random: &mut Random, others: Option<&[Named]>) -> Named {
    let id = design.id();
    let shared = *random.pick(&["low", "mid", "high"]);
    let name = match random.below(8) {
        2 | 3 if others.is_some_and(|all| all.iter().all(|it| it.name != shared)) => {
            shared.to_owned()
        }
        0 => format!("it's {id}"),
        1 => format!("Label {id}"),
        _ => format!("label{id}"),
    };
    Named { id, name }
}

pub(crate) fn add_sequence(design: &mut Design, random: &mut Random) {
    let (id, place) = (design.id(), place(design, random, "counter"));
    design.sequences.push(Sequence { id, place, options: options(random) });
}

pub(crate) fn options(random: &mut Random) -> SequenceOptions {
    let mut some = |values: &[&str]| {
        let of = values.len();
        random.one_in(3).then(|| values[random.below(of)].to_owned())
    };
    let increment = some(&["2", "10", "-1"]);
    let descends = increment.as_deref() == Some("-1");
    SequenceOptions {
        min: some(if descends { &["-30000", "-5000"] } else { &["1", "5"] }),
        max: some(if descends { &["-1", "20"] } else { &["30000", "9999"] }),
        start: some(if descends { &["-7"] } else { &["100", "1000"] }),
        cache: some(&["5", "20"]),
        cycle: random.one_in(4),
        increment,
    }
}

pub(crate) fn add_role(design: &mut Design, random: &mut Random) {
    let id = design.id();
    let name = role_name(design);
    design.roles.push(DesignedRole { id, name, role: role(random) });
}

/// Short, since the server knows no role by a name that it would have to cut.
pub(crate) fn role_name(design: &mut Design) -> String {
    format!("role{}", design.id())
}

pub(crate) fn role(random: &mut Random) -> Role {
    Role {
        create_db: random.one_in(3).then_some(true),
        create_role: random.one_in(3).then_some(true),
        inherit: random.one_in(3).then_some(false),
        ..Role::default()
    }
}

pub(crate) fn add_table(design: &mut Design, random: &mut Random) {
    let (id, place) = (design.id(), place(design, random, "table"));
    let mut table = Table {
        id,
        place,
        columns: Vec::new(),
        primary_key: None,
        uniques: Vec::new(),
        checks: Vec::new(),
        references: Vec::new(),
        indexes: Vec::new(),
        policies: Vec::new(),
        rls: random.one_in(6),
    };
    let mut first = column(design, random, Ty::plain("integer"));
    first.name = "id".to_owned();
    match random.below(5) {
        0 => first.ty = Ty::plain("serial"),
        1 => first.ty = Ty::plain("uuid"),
        2 => first.identity = Some(identity(design, random)),
        3 => first.ty = Ty::plain("bigint"),
        _ => {}
    }
    table.columns.push(first);
    for _ in 0..2 + random.below(4) {
        let ty = ty(design, random);
        let column = column(design, random, ty);
        table.columns.push(column);
    }
    if !random.one_in(5) {
        let columns = vec![table.columns[0].id];
        table.primary_key = Some(key(design, random, columns));
    }
    design.tables.push(table);
    let at = design.tables.len() - 1;
    if random.one_in(6) {
        set_primary_key(design, random, at);
    }
    for _ in 0..1 + random.below(5) {
        add_part(design, random, at);
    }
}

/// Any type, enums of the design included.
pub(crate) fn ty(design: &Design, random: &mut Random) -> Ty {
    let mut ty = if !design.enums.is_empty() && random.one_in(4) {
        let id = random.pick(&design.enums).id;
        Ty { base: Base::Enum(id), dimensions: Vec::new() }
    } else if random.one_in(2) {
        Ty::plain(["integer", "text", "bigint", "varchar(60)", "boolean"][random.below(5)])
    } else {
        Ty::plain(random.pick(&types::ALL).0)
    };
    if random.one_in(7) && !ty.is_serial() {
        ty.dimensions = random.pick(&[vec![None], vec![Some(3)], vec![None, None]]).clone();
    }
    ty
}

pub(crate) fn column(design: &mut Design, random: &mut Random, ty: Ty) -> Column {
    let (id, mut name) = (design.id(), name(design, random, "col"));
    if random.one_in(6) {
        name = taken(design, random).unwrap_or(name);
    }
    let often = if ty.class() == Class::Enum { 1 } else { 3 };
    let default = if random.one_in(often) { default(design, random, &ty) } else { None };
    Column { id, name, ty, not_null: random.one_in(3), default, generated: None, identity: None }
}

/// A name that something else has: another table's column, a table or an enum.
fn taken(design: &Design, random: &mut Random) -> Option<String> {
    let columns = design.tables.iter().flat_map(|table| &table.columns);
    let names = columns
        .map(|it| &it.name)
        .chain(design.tables.iter().map(|it| &it.place.name))
        .chain(design.enums.iter().map(|it| &it.place.name));
    let names: Vec<&String> = names.collect();
    (!names.is_empty()).then(|| (*random.pick(&names)).clone())
}

pub(crate) fn default(design: &Design, random: &mut Random, ty: &Ty) -> Option<Default> {
    if ty.is_array() && random.one_in(3) {
        return Some(Default::Empty);
    }
    if random.one_in(8) {
        return Some(Default::Null);
    }
    if ty.class() == Class::Integer && !design.sequences.is_empty() && random.one_in(2) {
        return Some(Default::Next(random.pick(&design.sequences).id));
    }
    if types::has_expression(ty) && random.one_in(4) {
        return Some(Default::Expression);
    }
    match ty.base {
        Base::Enum(id) => {
            let labels = &design.enumeration(id)?.labels;
            Some(Default::Label(random.pick(labels).id))
        }
        Base::Plain(_) => Some(Default::Value(random.below(9))),
    }
}

pub(crate) fn identity(design: &mut Design, random: &mut Random) -> Identity {
    Identity {
        kind: *random.pick(&[IdentityKind::Always, IdentityKind::ByDefault]),
        name: random.one_in(4).then(|| name(design, random, "ids")),
        options: if random.one_in(2) { options(random) } else { SequenceOptions::default() },
    }
}

fn key(design: &mut Design, random: &mut Random, columns: Vec<Id>) -> Key {
    let on_column = columns.len() == 1 && random.one_in(2);
    Key {
        name: random.one_in(3).then(|| name(design, random, "key")),
        on_column,
        columns,
        nulls_not_distinct: false,
    }
}

/// Some of these columns, in any order.
fn some(random: &mut Random, of: &[Id], most: usize) -> Vec<Id> {
    let mut left = of.to_vec();
    let mut taken = Vec::new();
    while !left.is_empty() && taken.len() < most && (taken.is_empty() || random.one_in(3)) {
        taken.push(left.remove(random.below(left.len())));
    }
    taken
}

fn with_order(table: &Table) -> Vec<Id> {
    let columns = table.columns.iter().filter(|it| it.ty.indexable(Method::Btree));
    columns.map(|it| it.id).collect()
}

/// Gives a table one more of what tables have.
pub(crate) fn add_part(design: &mut Design, random: &mut Random, at: usize) {
    match random.below(8) {
        0 => add_unique(design, random, at),
        1 => add_check(design, random, at),
        2 | 3 => add_reference(design, random, at),
        4 | 5 => add_index(design, random, at),
        6 => add_policy(design, random, at),
        _ => add_generated(design, random, at),
    }
}

pub(crate) fn set_primary_key(design: &mut Design, random: &mut Random, at: usize) {
    let columns = some(random, &with_order(&design.tables[at]), 3);
    if !columns.is_empty() {
        design.tables[at].primary_key = Some(key(design, random, columns));
    }
}

pub(crate) fn add_unique(design: &mut Design, random: &mut Random, at: usize) {
    let columns = some(random, &with_order(&design.tables[at]), 3);
    if !columns.is_empty() {
        let mut key = key(design, random, columns);
        key.nulls_not_distinct = random.one_in(3);
        design.tables[at].uniques.push(key);
    }
}

pub(crate) fn add_check(design: &mut Design, random: &mut Random, at: usize) {
    let Some(condition) = condition(design, random, at) else { return };
    let name = name(design, random, "check");
    design.tables[at].checks.push(Check { name, condition });
}

/// A condition over a column of a table.
pub(crate) fn condition(design: &Design, random: &mut Random, at: usize) -> Option<Expression> {
    let table = &design.tables[at];
    if table.columns.is_empty() {
        return None;
    }
    let column = random.pick(&table.columns);
    let forms = conditions(design, &column.ty);
    Some(Expression { form: *random.pick(&forms), column: column.id })
}

/// A reference to a key of any table, from columns that are there or new.
pub(crate) fn add_reference(design: &mut Design, random: &mut Random, at: usize) {
    let target = random.pick(&design.tables).clone();
    let keys: Vec<Vec<Id>> = target.keys().collect();
    if keys.is_empty() {
        return;
    }
    let target_columns = random.pick(&keys).clone();
    let mut columns = Vec::new();
    for id in &target_columns {
        let Some(to) = target.column(*id) else { return };
        let ty = to.ty.stored();
        let fits = |it: &&Column| {
            it.ty.stored() == ty && it.generated.is_none() && !columns.contains(&it.id)
        };
        let found = design.tables[at].columns.iter().filter(fits).map(|it| it.id);
        let found: Vec<Id> = found.collect();
        let own = if found.is_empty() || random.one_in(3) {
            let mut column = column(design, random, ty);
            column.default = None;
            let id = column.id;
            design.tables[at].columns.push(column);
            id
        } else {
            *random.pick(&found)
        };
        columns.push(own);
    }
    let actions =
        [Action::NoAction, Action::Restrict, Action::Cascade, Action::SetNull, Action::SetDefault];
    let reference = Reference {
        name: random.one_in(3).then(|| name(design, random, "fk")),
        columns,
        target: target.id,
        target_columns,
        on_delete: *random.pick(&actions),
        on_update: *random.pick(&actions),
    };
    design.tables[at].references.push(reference);
}

pub(crate) fn add_index(design: &mut Design, random: &mut Random, at: usize) {
    let methods = [
        Method::Btree,
        Method::Btree,
        Method::Btree,
        Method::Hash,
        Method::Gin,
        Method::Gist,
        Method::Brin,
    ];
    let mut method = *random.pick(&methods);
    let has_shape = |it: &Column| !it.ty.is_array() && it.ty.indexable(Method::Gist);
    if design.tables[at].columns.iter().any(has_shape) && random.one_in(2) {
        method = Method::Gist;
    }
    let table = &design.tables[at];
    let able = table.columns.iter().filter(|it| it.ty.indexable(method));
    let able: Vec<Id> = able.map(|it| it.id).collect();
    let most = if method == Method::Btree { 3 } else { 1 };
    let mut parts = Vec::new();
    for id in some(random, &able, most) {
        let Some(column) = table.column(id) else { continue };
        let forms = values(&column.ty);
        let on = if method == Method::Btree && !forms.is_empty() && random.one_in(3) {
            On::Expression(Expression { form: *random.pick(&forms), column: id })
        } else {
            On::Column(id)
        };
        let descending = random.one_in(3);
        let usual = if descending { Nulls::First } else { Nulls::Last };
        let nulls = if random.one_in(3) { Nulls::First } else { usual };
        parts.push(IndexPart { on, descending, nulls, opclass: random.one_in(2) });
    }
    if parts.is_empty() {
        return;
    }
    let predicate = if random.one_in(3) { condition(design, random, at) } else { None };
    let index = Index {
        name: random.one_in(2).then(|| name(design, random, "idx")),
        unique: random.one_in(4),
        method,
        parts,
        with: with(method, random),
        predicate,
        concurrently: random.one_in(6),
    };
    design.tables[at].indexes.push(index);
}

pub(crate) fn with(method: Method, random: &mut Random) -> Option<&'static str> {
    random.one_in(3).then_some(match method {
        Method::Btree | Method::Hash | Method::Gist => "70",
        Method::Gin => "off",
        Method::Brin => "16",
    })
}

pub(crate) fn add_policy(design: &mut Design, random: &mut Random, at: usize) {
    let using = policy_condition(design, random, at);
    let with_check = policy_condition(design, random, at);
    let policy = policy(design, random, using, with_check);
    design.tables[at].policies.push(policy);
}

fn policy_condition(design: &Design, random: &mut Random, at: usize) -> Option<Condition> {
    match random.below(5) {
        0 => None,
        1 => Some(Condition::Always),
        2 => {
            let other = random.below(design.tables.len());
            let condition = condition(design, random, other)?;
            Some(Condition::Exists(design.tables[other].id, condition))
        }
        _ => condition(design, random, at).map(Condition::Own),
    }
}

fn policy(
    design: &mut Design,
    random: &mut Random,
    using: Option<Condition>,
    with_check: Option<Condition>,
) -> Policy {
    let commands = [
        PolicyCommand::All,
        PolicyCommand::All,
        PolicyCommand::Select,
        PolicyCommand::Insert,
        PolicyCommand::Update,
        PolicyCommand::Delete,
    ];
    Policy {
        name: name(design, random, "policy"),
        kind: *random.pick(&[
            PolicyKind::Permissive,
            PolicyKind::Permissive,
            PolicyKind::Restrictive,
        ]),
        command: *random.pick(&commands),
        roles: grantees(design, random),
        using,
        with_check,
    }
}

pub(crate) fn grantees(design: &Design, random: &mut Random) -> Vec<Grantee> {
    let mut roles: Vec<Grantee> =
        design.roles.iter().filter(|_| random.one_in(2)).map(|it| Grantee::Role(it.id)).collect();
    if random.one_in(4) {
        roles.push(Grantee::CurrentUser);
    }
    if roles.is_empty() { vec![Grantee::Public] } else { roles }
}

/// A policy on the table of somebody else.
pub(crate) fn add_linked(design: &mut Design, random: &mut Random) {
    let expression = |form| Some(Condition::Own(Expression { form, column: 0 }));
    let form = *random
        .pick(&[crate::design::expression::Form::Present, crate::design::expression::Form::Filled]);
    let using = if random.one_in(3) { Some(Condition::Always) } else { expression(form) };
    let policy = policy(design, random, using.clone(), using);
    design.linked.push(policy);
}

pub(crate) fn add_generated(design: &mut Design, random: &mut Random, at: usize) {
    let Some(generated) = generated(design, random, at) else { return };
    let mut column = column(design, random, Ty::plain("text"));
    column.default = None;
    column.not_null = false;
    column.generated = Some(generated);
    design.tables[at].columns.push(column);
}

/// An expression over a column of a table that a generated column can have.
pub(crate) fn generated(design: &Design, random: &mut Random, at: usize) -> Option<Expression> {
    let table = &design.tables[at];
    let able = table.columns.iter().filter(|it| it.generated.is_none());
    let able: Vec<&Column> = able.filter(|it| !values(&it.ty).is_empty()).collect();
    if able.is_empty() {
        return None;
    }
    let base = *random.pick(&able);
    Some(Expression { form: *random.pick(&values(&base.ty)), column: base.id })
}
