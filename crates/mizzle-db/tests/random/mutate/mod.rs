//! Random edits of a design: what an author may do to a schema from one migration to
//! the next. Each is a step with a seed of its own, so that one can be left out and the
//! others stay what they are.

mod column;
mod part;

use crate::build;
use crate::design::{Design, Id, types};
use crate::random::Random;
use crate::repair::repair;
use crate::views;
use column::columns;
use part::{parts, primary_key};

/// One step of making a design or of changing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Something appears in the schema before.
    Build(u64),
    /// Something changes on the way to the schema after.
    Change(u64),
}

/// Applies steps in order.
pub(crate) fn apply(design: &mut Design, steps: &[Step]) {
    for step in steps {
        match step {
            Step::Build(seed) => appear(design, &mut Random::new(*seed)),
            Step::Change(seed) => change(design, &mut Random::new(*seed)),
        }
        repair(design);
    }
}

fn appear(design: &mut Design, random: &mut Random) {
    match random.below(12) {
        0 => build::add_namespace(design, random),
        1 | 2 => build::add_enum(design, random),
        3 => build::add_sequence(design, random),
        4 => build::add_role(design, random),
        5 if random.one_in(3) => build::add_linked(design, random),
        5..=7 => views::add_view(design, random),
        _ => build::add_table(design, random),
    }
}

fn change(design: &mut Design, random: &mut Random) {
    match random.below(36) {
        0 | 1 => namespaces(design, random),
        2 | 3 | 33 => enums(design, random),
        34 => roles(design, random),
        35 => {
            let table = at(random, design.tables.len());
            table.into_iter().for_each(|table| primary_key(design, random, table));
        }
        4 | 5 | 32 => sequences(design, random),
        6 => roles(design, random),
        7..=11 => change_views(design, random),
        12 => linked(design, random),
        13 => appear(design, random),
        14 | 15 => tables(design, random),
        16..=21 => columns(design, random),
        _ => parts(design, random),
    }
}

/// A place in a list, if there is one.
fn at(random: &mut Random, length: usize) -> Option<usize> {
    (length > 0).then(|| random.below(length))
}

fn namespaces(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.namespaces.len()) else {
        return build::add_namespace(design, random);
    };
    match random.below(3) {
        0 => {
            let name = build::name(design, random, "space");
            design.namespaces[at].name = name;
        }
        1 => {
            let gone = Some(design.namespaces.remove(at).id);
            if random.one_in(2) {
                // With everything in it; else that moves to `public`.
                design.enums.retain(|it| it.place.namespace != gone);
                design.sequences.retain(|it| it.place.namespace != gone);
                design.tables.retain(|it| it.place.namespace != gone);
                design.views.retain(|it| it.place.namespace != gone);
            }
        }
        _ => build::add_namespace(design, random),
    }
}

fn enums(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.enums.len()) else { return build::add_enum(design, random) };
    let mut at = at;
    let columns = design.tables.iter().flat_map(|it| &it.columns);
    let mut used = columns.filter_map(|it| match it.ty.base {
        types::Base::Enum(id) => Some(id),
        types::Base::Plain(_) => None,
    });
    if let Some(id) = used.next()
        && random.one_in(2)
    {
        at = design.enums.iter().position(|it| it.id == id).unwrap_or(at);
    }
    let count = design.enums[at].labels.len();
    match random.below(10) {
        0 => design.enums[at].place.name = build::name(design, random, "mood"),
        1 => design.enums[at].place.namespace = build::namespace(design, random),
        2 => drop(design.enums.remove(at)),
        3 | 4 => {
            let label = build::label(design, random, None);
            design.enums[at].labels.insert(random.below(count + 1), label);
        }
        5 | 6 if count > 1 => drop(design.enums[at].labels.remove(random.below(count))),
        7 | 8 => {
            let label = build::label(design, random, None);
            design.enums[at].labels[random.below(count)].name = label.name;
        }
        _ => {
            let label = design.enums[at].labels.remove(random.below(count));
            design.enums[at].labels.insert(random.below(count), label);
        }
    }
}

fn sequences(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.sequences.len()) else {
        return build::add_sequence(design, random);
    };
    match random.below(6) {
        0 => design.sequences[at].place.name = build::name(design, random, "counter"),
        1 => design.sequences[at].place.namespace = build::namespace(design, random),
        2 | 3 => drop(design.sequences.remove(at)),
        _ => design.sequences[at].options = build::options(random),
    }
}

fn roles(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.roles.len()) else { return build::add_role(design, random) };
    match random.below(4) {
        0 => design.roles[at].name = build::role_name(design),
        1 => drop(design.roles.remove(at)),
        _ => design.roles[at].role = build::role(random),
    }
}

fn linked(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.linked.len()) else {
        return build::add_linked(design, random);
    };
    build::add_linked(design, random);
    let other = design.linked.pop();
    match random.below(3) {
        0 => drop(design.linked.remove(at)),
        _ => {
            let name = design.linked[at].name.clone();
            design.linked[at] = crate::design::Policy { name, ..other.unwrap() };
        }
    }
}

fn change_views(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.views.len()) else { return views::add_view(design, random) };
    match random.below(14) {
        0 | 9 => design.views[at].place.name = build::name(design, random, "view"),
        1 => design.views[at].place.namespace = build::namespace(design, random),
        2 => drop(design.views.remove(at)),
        3 | 11..=13 => {
            let view = &design.views[at];
            design.views[at].with = views::view_option(view, random);
        }
        4 => design.views[at].materialized ^= true,
        5 | 6 | 10 => {
            // More columns behind the others: what a view can take in place.
            let mut view = design.views[at].clone();
            let known: Vec<Id> = view.items.iter().map(|item| item.of).collect();
            for of in views::columns_of(design, view.from) {
                if !known.contains(&of) {
                    let id = design.id();
                    view.items.push(crate::design::Item { id, of, alias: None });
                }
            }
            design.views[at] = view;
        }
        _ => {
            let mut view = design.views[at].clone();
            view.counts = random.one_in(4);
            views::select(design, random, &mut view);
            design.views[at] = view;
        }
    }
}

fn tables(design: &mut Design, random: &mut Random) {
    let Some(at) = at(random, design.tables.len()) else { return build::add_table(design, random) };
    match random.below(6) {
        0 => build::add_table(design, random),
        1 => drop(design.tables.remove(at)),
        2 | 3 => design.tables[at].place.name = build::name(design, random, "table"),
        4 => design.tables[at].place.namespace = build::namespace(design, random),
        _ => design.tables[at].rls ^= true,
    }
}
