//! New objects of a design. What they break, [`crate::repair`] takes away.

mod index;
mod part;
mod policy;
mod table;

use crate::design::{Design, DesignedRole, Enum, Id, Named, Place, Sequence};
use crate::random::Random;
use mizzle_core::postgres::schema::{Role, SequenceOptions};

pub(crate) use index::{add_index, with};
pub(crate) use part::{
    add_check, add_generated, add_part, add_reference, add_unique, condition, generated,
    set_primary_key,
};
pub(crate) use policy::{add_linked, add_policy, grantees};
pub(crate) use table::{add_table, column, default, identity, ty};

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
