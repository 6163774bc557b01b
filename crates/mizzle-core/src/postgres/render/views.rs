//! Views, plain and materialized.

use super::{Context, Draft};
use crate::plan::Hazard;
use crate::postgres::diff::same_definition;
use crate::postgres::schema::{QName, View};
use crate::sql::{Ident, Separated};

pub(super) fn create(context: &Context<'_>, name: &QName, view: &View) -> Draft {
    create_as(context, "CREATE", name, view)
}

/// Changes a view in place.
pub(super) fn replace(context: &Context<'_>, name: &QName, from: &View, to: &View) -> Vec<Draft> {
    if !same_definition(from, to) {
        // Sets the options too, all of them.
        return vec![create_as(context, "CREATE OR REPLACE", name, to)];
    }
    let alter = format!("ALTER {} {}", noun(to.materialized), context.reference(name));
    let mut drafts = Vec::new();
    // Each writes the rows anew.
    let rewrites = || Hazard::RewritesTable { table: format!("the view {name}") };
    if from.method() != to.method() {
        let method = Ident(to.method());
        drafts.push(Draft::new(format!("{alter} SET ACCESS METHOD {method};")).hazard(rewrites()));
    }
    if from.stored_in() != to.stored_in() {
        let tablespace = Ident(to.stored_in());
        drafts.push(Draft::new(format!("{alter} SET TABLESPACE {tablespace};")).hazard(rewrites()));
    }
    let set = to.with.iter().filter(|(key, value)| from.with.get(*key) != Some(*value));
    let set: Vec<String> = set.map(|(key, value)| format!("{key} = {value}")).collect();
    if !set.is_empty() {
        drafts.push(Draft::new(format!("{alter} SET ({});", Separated::new(set, ", "))));
    }
    let reset: Vec<&String> = from.with.keys().filter(|key| !to.with.contains_key(*key)).collect();
    if !reset.is_empty() {
        drafts.push(Draft::new(format!("{alter} RESET ({});", Separated::new(reset, ", "))));
    }
    drafts
}

fn create_as(context: &Context<'_>, create: &str, name: &QName, view: &View) -> Draft {
    let using =
        view.using.as_ref().map_or(String::new(), |using| format!(" USING {}", Ident(using)));
    let with = if view.with.is_empty() {
        String::new()
    } else {
        let pairs = view.with.iter().map(|(key, value)| format!("{key} = {value}"));
        format!(" WITH ({})", Separated::new(pairs, ", "))
    };
    let tablespace = view
        .tablespace
        .as_ref()
        .map_or(String::new(), |name| format!(" TABLESPACE {}", Ident(name)));
    let definition = view.definition.as_deref().unwrap_or_default().trim().trim_end_matches(';');
    let data = if view.with_no_data { " WITH NO DATA" } else { "" };
    Draft::new(format!(
        "{create} {} {}{using}{with}{tablespace} AS ({definition}){data};",
        noun(view.materialized),
        context.reference(name)
    ))
}

pub(super) fn drop(context: &Context<'_>, name: &QName, view: &View) -> Draft {
    let name = context.reference(&context.address.current(name));
    Draft::new(format!("DROP {} {name};", noun(view.materialized)))
}

pub(super) fn drop_to_recreate(context: &Context<'_>, name: &QName, view: &View) -> Draft {
    drop(context, name, view).hazard(Hazard::LosesGrants { what: format!("the view {name}") })
}

pub(super) fn rename(
    context: &Context<'_>,
    from: &QName,
    to: &QName,
    materialized: bool,
) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut current = QName::new(context.address.namespace(&from.schema), &from.name);
    let noun = noun(materialized);
    let breaks = || Hazard::BreaksNames { name: from.to_string() };
    if from.schema != to.schema {
        drafts.push(
            Draft::new(format!(
                "ALTER {noun} {} SET SCHEMA {};",
                context.reference(&current),
                Ident(&to.schema)
            ))
            .hazard(breaks()),
        );
        current.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        drafts.push(
            Draft::new(format!(
                "ALTER {noun} {} RENAME TO {};",
                context.reference(&current),
                Ident(&to.name)
            ))
            .hazard(breaks()),
        );
    }
    drafts
}

fn noun(materialized: bool) -> &'static str {
    if materialized { "MATERIALIZED VIEW" } else { "VIEW" }
}
