//! Views that can change without being made again, so that they keep their owner, grants
//! and comments, and what builds on them stays.
//!
//! `CREATE OR REPLACE VIEW` takes another SELECT only where the columns so far keep their
//! names, types and places. Types are not known here; that they stay is certain where the
//! columns so far are selected by the same words from the same tables, and nothing else
//! that the view mentions changes.

use crate::postgres::change::{Change, Part, Why};
use crate::postgres::schema::{QName, View};
use crate::sql::words::{Token, Words, same, tokens};

/// Turns views that are made again as declared into such that change in place, where that
/// is certain to work. `others` are all other changes.
pub(super) fn change_in_place(views: &mut [Change], others: &[&[Change]]) {
    let fit: Vec<usize> = views
        .iter()
        .enumerate()
        .filter(|(position, change)| {
            let Change::RecreateView { name, from, to, why: Why::Declared } = change else {
                return false;
            };
            let beside = views.iter().enumerate().filter(|(other, _)| other != position);
            fits(from, to)
                && others
                    .iter()
                    .flat_map(|changes| changes.iter())
                    .chain(beside.map(|(_, change)| change))
                    .all(|change| !disturbs(change, name, &words(from, to)))
        })
        .map(|(position, _)| position)
        .collect();
    for position in fit {
        if let Change::RecreateView { name, from, to, .. } = &views[position] {
            let (name, from, to) = (name.clone(), from.clone(), to.clone());
            views[position] = Change::ReplaceView { name, from, to };
        }
    }
}

/// A view that must be made again after all, for what it hangs on, does not change in
/// place too.
pub(super) fn keep_one(views: &mut Vec<Change>) {
    let again: Vec<QName> = views
        .iter()
        .filter_map(|change| {
            let Change::RecreateView { name, .. } = change else { return None };
            Some(name.clone())
        })
        .collect();
    views.retain(
        |change| !matches!(change, Change::ReplaceView { name, .. } if again.contains(name)),
    );
}

/// Does the definition of a view stay, so that its options alone differ?
pub(crate) fn same_definition(from: &View, to: &View) -> bool {
    same(
        from.definition.as_deref().unwrap_or_default(),
        to.definition.as_deref().unwrap_or_default(),
    )
}

/// Where a materialized view is stored, and how, is changed by ALTER too.
fn fits(from: &View, to: &View) -> bool {
    from.materialized == to.materialized
        && (same_definition(from, to) || (!to.materialized && grows(from, to)))
}

/// Does the new SELECT give the columns of the old one, and perhaps more behind them?
fn grows(from: &View, to: &View) -> bool {
    let select = |view: &View| Select::of(view.definition.as_deref().unwrap_or_default());
    let (Some(from), Some(to)) = (select(from), select(to)) else { return false };
    if from.compound || to.compound {
        return from.all == to.all;
    }
    to.items.starts_with(&from.items)
        && to.from.starts_with(&from.from)
        // `from a` is no part of `from a.b`.
        && to.from.get(from.from.len()).is_none_or(|next| next != ".")
}

/// The parts of a SELECT, each token with its quotes.
struct Select {
    all: Vec<String>,
    items: Vec<Vec<String>>,
    from: Vec<String>,
    /// Is it several, joined by UNION and the like? Their types depend on each other.
    compound: bool,
}

impl Select {
    /// `None` where its columns cannot be told from its text.
    fn of(sql: &str) -> Option<Self> {
        let sql = sql.trim().trim_end_matches(';');
        let all: Vec<String> =
            tokens(sql).into_iter().map(|(token, range)| text(&token, &sql[range])).collect();
        if all.first().map(String::as_str) != Some("select") {
            return None;
        }
        let mut select =
            Self { all: all.clone(), items: vec![Vec::new()], from: Vec::new(), compound: false };
        let (mut depth, mut place) = (0_usize, Place::Items);
        for (position, token) in all.iter().enumerate().skip(1) {
            match token.as_str() {
                "(" | "[" => depth += 1,
                ")" | "]" => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                match token.as_str() {
                    "," if place == Place::Items => {
                        select.items.push(Vec::new());
                        continue;
                    }
                    // Not that of `a is distinct from b`.
                    "from" if place == Place::Items && all[position - 1] != "distinct" => {
                        place = Place::From;
                        continue;
                    }
                    "union" | "intersect" | "except" => select.compound = true,
                    "where" | "group" | "having" | "window" | "order" | "limit" | "offset"
                    | "fetch" | "for" => place = Place::Rest,
                    _ => {}
                }
            }
            match place {
                Place::Items => select.items.last_mut()?.push(token.clone()),
                Place::From => select.from.push(token.clone()),
                Place::Rest => {}
            }
        }
        let star = |item: &Vec<String>| {
            item.last().is_some_and(|last| last == "*")
                && (item.len() == 1 || item[item.len() - 2] == "." || item[0] == "distinct")
        };
        (!select.items.iter().any(star)).then_some(select)
    }
}

#[derive(PartialEq, Eq)]
enum Place {
    Items,
    From,
    Rest,
}

/// A token, told apart from a keyword of the same letters where it is quoted.
fn text(token: &Token<'_>, written: &str) -> String {
    match token {
        Token::Word(word) if written.starts_with('"') => format!("\"{word}\""),
        Token::Word(word) => word.clone().into_owned(),
        Token::Text(text) => format!("'{text}'"),
        Token::Other(other) => (*other).to_owned(),
    }
}

fn words(from: &View, to: &View) -> Words {
    let mut words = Words::of(from.definition.as_deref().unwrap_or_default());
    words.add(to.definition.as_deref().unwrap_or_default());
    words
}

/// Does a change touch something that the words mention, so that the columns of the view
/// may become others, or the view may stand in its way?
fn disturbs(change: &Change, view: &QName, words: &Words) -> bool {
    let mentions = |name: &QName| name != view && words.mentions(&name.name);
    match change {
        Change::CreateNamespace { .. }
        | Change::DropNamespace { .. }
        | Change::CreateEnum { .. }
        | Change::AddEnumValue { .. }
        | Change::CreateSequence { .. }
        | Change::AlterSequence { .. }
        | Change::CreateRole { .. }
        | Change::DropRole { .. }
        | Change::RenameRole { .. }
        | Change::AlterRole { .. }
        | Change::CreateTable { .. }
        | Change::SetRls { .. }
        | Change::AddColumn { .. }
        | Change::AddPart { .. }
        | Change::RenamePart { .. }
        | Change::AlterPolicy { .. }
        | Change::CreateView { .. } => false,
        Change::RenameNamespace { from, to } => words.mentions(from) || words.mentions(to),
        Change::DropEnum { name }
        | Change::RenameEnumValue { name, .. }
        | Change::DropSequence { name }
        | Change::DropTable { name, .. }
        | Change::DropView { name, .. }
        | Change::RecreateView { name, .. }
        | Change::ReplaceView { name, .. } => mentions(name),
        Change::RecreateEnum { name, uses, .. } => {
            mentions(name) || uses.iter().any(|used| mentions(&used.table))
        }
        Change::RenameEnum { from, to }
        | Change::RenameSequence { from, to }
        | Change::RenameTable { from, to }
        | Change::RenameView { from, to, .. } => mentions(from) || mentions(to),
        Change::DropColumn { table, .. }
        | Change::RenameColumn { table, .. }
        | Change::AlterColumn { table, .. }
        | Change::RecreateColumn { table, .. }
        | Change::RenameOwnedSequence { table, .. } => mentions(table),
        // A SELECT that groups by a key selects what depends on it.
        Change::DropPart { table, part } | Change::ReplacePart { table, from: part, .. } => {
            matches!(part, Part::PrimaryKey(_) | Part::Unique(_)) && mentions(table)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(definition: &str) -> View {
        View {
            definition: Some(definition.to_owned()),
            materialized: false,
            existing: false,
            with: indexmap::IndexMap::new(),
            with_no_data: false,
            using: None,
            tablespace: None,
            columns: indexmap::IndexMap::new(),
        }
    }

    #[test]
    fn only_columns_behind_the_others_are_taken() {
        let from = "select \"id\", lower(\"name\") as \"n\" from \"users\" where \"id\" > 1";
        for to in [
            "select \"id\", lower(\"name\") as \"n\" from \"users\"",
            "select \"id\", lower(\"name\") as \"n\", \"age\" from \"users\" where \"age\" > 2",
            "select \"id\", lower(\"name\") as \"n\" from \"users\" left join t on true",
        ] {
            assert!(fits(&view(from), &view(to)), "{to}");
        }
        for to in [
            "select \"id\" from \"users\"",
            "select lower(\"name\") as \"n\", \"id\" from \"users\"",
            "select \"id\", \"name\" as \"n\" from \"users\"",
            "select \"id\", lower(\"name\") as \"n\" from \"people\"",
            "select \"id\", lower(\"name\") as \"n\" from \"users\".\"x\"",
            "select \"id\", lower(\"name\") as \"n\" from \"users\" union select 1, 'x'",
            "with x as (select 1) select \"id\", lower(\"name\") as \"n\" from \"users\"",
        ] {
            assert!(!fits(&view(from), &view(to)), "{to}");
        }
    }

    #[test]
    fn a_star_may_stand_for_anything() {
        for sql in ["select * from t", "select t.* from t", "select distinct * from t"] {
            assert!(Select::of(sql).is_none(), "{sql}");
        }
        assert!(Select::of("select count(*) from t").is_some());
    }

    #[test]
    fn the_from_of_a_comparison_begins_no_clause() {
        let select = Select::of("select a is distinct from b, c from t where true").unwrap();
        assert_eq!(select.items.len(), 2);
        assert_eq!(select.from, ["t"]);
        let select = Select::of("select \"from\", \"union\" from t").unwrap();
        assert_eq!((select.items.len(), select.compound), (2, false));
    }
}
