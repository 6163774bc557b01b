//! New views of a design, and other columns for them.

use crate::build::{name, place};
use crate::design::expression::{Expression, conditions};
use crate::design::types::Class;
use crate::design::{Design, Id, Item, Source, View};
use crate::random::Random;

pub(crate) fn add_view(design: &mut Design, random: &mut Random) {
    let (id, place) = (design.id(), place(design, random, "view"));
    let from = if !design.views.is_empty() && random.one_in(3) {
        Source::View(random.pick(&design.views).id)
    } else if design.tables.is_empty() {
        return;
    } else {
        Source::Table(random.pick(&design.tables).id)
    };
    let mut view = View {
        id,
        place,
        materialized: random.one_in(3),
        from,
        join: None,
        items: Vec::new(),
        star: random.one_in(6),
        counts: random.one_in(5),
        filter: None,
        with: None,
        no_data: random.one_in(4),
    };
    view.with = view_option(&view, random);
    select(design, random, &mut view);
    design.views.push(view);
}

pub(crate) fn view_option(
    view: &View,
    random: &mut Random,
) -> Option<(&'static str, &'static str)> {
    if !random.one_in(3) {
        return None;
    }
    Some(if view.materialized {
        *random.pick(&[("fillfactor", "70"), ("autovacuum_enabled", "false")])
    } else {
        *random.pick(&[
            ("security_barrier", "true"),
            ("check_option", "local"),
            ("check_option", "cascaded"),
        ])
    })
}

/// The columns that a source has.
pub(crate) fn columns_of(design: &Design, source: Source) -> Vec<Id> {
    match source {
        Source::Table(id) => design
            .table(id)
            .map(|table| table.columns.iter().map(|it| it.id).collect())
            .unwrap_or_default(),
        Source::View(id) => design
            .view(id)
            .map(|view| view.items.iter().map(|it| it.id).collect())
            .unwrap_or_default(),
    }
}

/// Gives a view other columns and another condition.
pub(crate) fn select(design: &mut Design, random: &mut Random, view: &mut View) {
    let all = columns_of(design, view.from);
    view.items.clear();
    for of in &all {
        if random.one_in(2) || (view.items.is_empty() && Some(of) == all.last()) {
            let id = design.id();
            let alias = random.one_in(4).then(|| name(design, random, "out"));
            view.items.push(Item { id, of: *of, alias });
        }
    }
    view.filter = None;
    if random.one_in(3)
        && !all.is_empty()
        && let column = *random.pick(&all)
        && let Some(ty) = design.type_in(view.from, column)
    {
        view.filter = Some(Expression { form: *random.pick(&conditions(design, &ty)), column });
    }
    view.join = None;
    if random.one_in(4) && !design.tables.is_empty() && !all.is_empty() {
        let left = *random.pick(&all);
        let table = random.pick(&design.tables);
        let Some(ty) = design.type_in(view.from, left) else { return };
        let fits = table.columns.iter().filter(|it| it.ty.stored() == ty.stored());
        let fits: Vec<Id> = fits.map(|it| it.id).collect();
        if ty.class() != Class::Shape && !fits.is_empty() {
            view.join = Some((table.id, left, *random.pick(&fits)));
        }
    }
}
