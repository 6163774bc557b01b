//! Objects that the model does not know, where one came or went: what undoes that.
//!
//! Of such an object only the name is known, as a report prints it. What came can be
//! dropped by it; what went was made by a statement of the history, which still has it.

use crate::postgres::from_catalog::{Named, Unmodelled};
use crate::postgres::schema::{PUBLIC, QName};
use crate::sql::Ident;
use crate::sql::unmodelled::is_unmodelled;
use crate::sql::words::{Token, tokens};

/// The statement that drops it. `None` where rows would go with it, or where it is not the
/// database's alone.
pub fn drop_unmodelled(thing: &Named<Unmodelled>) -> Option<String> {
    let name = thing.name.as_str();
    let plain = |keyword: &str| Some(format!("DROP {keyword} {};", qualified(name)));
    let alone = |keyword: &str| Some(format!("DROP {keyword} {};", Ident(name)));
    // What the server printed between the parentheses is SQL already.
    let routine = |keyword: &str| {
        let (own, arguments) = name.split_once('(')?;
        Some(format!("DROP {keyword} {}({arguments};", qualified(own)))
    };
    let on_table = |keyword: &str| {
        let (own, table) = name.rsplit_once(" on ")?;
        Some(format!("DROP {keyword} {} ON {};", Ident(own), qualified(table)))
    };
    match thing.kind {
        Unmodelled::Extension => alone("EXTENSION"),
        Unmodelled::Function => routine("FUNCTION"),
        Unmodelled::Procedure => routine("PROCEDURE"),
        Unmodelled::Aggregate => routine("AGGREGATE"),
        Unmodelled::Trigger => on_table("TRIGGER"),
        Unmodelled::Rule => on_table("RULE"),
        Unmodelled::EventTrigger => alone("EVENT TRIGGER"),
        Unmodelled::Domain => plain("DOMAIN"),
        Unmodelled::CompositeType | Unmodelled::RangeType => plain("TYPE"),
        Unmodelled::ExclusionConstraint => {
            let (own, table) = name.rsplit_once(" on ")?;
            Some(format!("ALTER TABLE {} DROP CONSTRAINT {};", qualified(table), Ident(own)))
        }
        Unmodelled::Publication => alone("PUBLICATION"),
        Unmodelled::Statistics => plain("STATISTICS"),
        Unmodelled::TextSearchConfiguration => plain("TEXT SEARCH CONFIGURATION"),
        Unmodelled::TextSearchDictionary => plain("TEXT SEARCH DICTIONARY"),
        Unmodelled::Collation => plain("COLLATION"),
        Unmodelled::BaseType
        | Unmodelled::ViewIndex
        | Unmodelled::Partition
        | Unmodelled::ForeignTable
        | Unmodelled::ForeignServer
        | Unmodelled::ForeignDataWrapper
        | Unmodelled::UserMapping
        | Unmodelled::Subscription
        | Unmodelled::TextSearchParser
        | Unmodelled::TextSearchTemplate
        | Unmodelled::Conversion
        | Unmodelled::Cast
        | Unmodelled::Operator
        | Unmodelled::OperatorClass
        | Unmodelled::OperatorFamily
        | Unmodelled::AccessMethod
        | Unmodelled::Language
        | Unmodelled::Transform
        | Unmodelled::DefaultPrivileges => None,
    }
}

/// Does a server tell all of it in its definition, which two databases can be compared by?
pub fn is_defined(kind: Unmodelled) -> bool {
    matches!(
        kind,
        Unmodelled::Function
            | Unmodelled::Procedure
            | Unmodelled::Trigger
            | Unmodelled::Rule
            | Unmodelled::Domain
            | Unmodelled::CompositeType
    )
}

/// The statements that make it what `wanted` says, where a server has it as `found`; both
/// are definitions in the server's words. None where what hangs on it would go.
pub fn redefine(thing: &Named<Unmodelled>, wanted: &str, found: &str) -> Vec<String> {
    if matches!(thing.kind, Unmodelled::Function | Unmodelled::Procedure) {
        // What it returns cannot be replaced.
        let returns = |text: &str| text.lines().nth(1).map(str::to_owned);
        let is_replaced = returns(wanted) == returns(found);
        let drop = if is_replaced { None } else { drop_unmodelled(thing) };
        drop.into_iter().chain([format!("{};", wanted.trim_end())]).collect()
    } else if thing.kind == Unmodelled::Trigger {
        let (text, state) = trigger(wanted);
        let (had, was) = trigger(found);
        let mut statements = Vec::new();
        if text != had {
            statements.extend(drop_unmodelled(thing));
            statements.push(format!("{text};"));
        }
        // A new one is on.
        let is = if text == had { was } else { "ENABLE" };
        if let Some((name, table)) = thing.name.rsplit_once(" on ").filter(|_| is != state) {
            let (table, name) = (qualified(table), Ident(name));
            statements.push(format!("ALTER TABLE {table} {state} TRIGGER {name};"));
        }
        statements
    } else {
        Vec::new()
    }
}

/// A trigger's statement, and the words that set when it fires.
fn trigger(definition: &str) -> (&str, &'static str) {
    let states = [
        (", disabled", "DISABLE"),
        (", on replicas", "ENABLE REPLICA"),
        (", always", "ENABLE ALWAYS"),
    ];
    let other = states
        .into_iter()
        .find_map(|(suffix, words)| Some((definition.strip_suffix(suffix)?, words)));
    other.unwrap_or((definition, "ENABLE"))
}

/// The last of these statements that makes it.
pub fn made_by<'a>(
    thing: &Named<Unmodelled>,
    statements: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let own = own_name(thing);
    statements.filter(|text| makes(text, keyword(thing.kind), own)).last()
}

/// Is it a `CREATE` of this kind, and of this name? The name comes soon behind the kind.
fn makes(text: &str, keyword: &str, name: &str) -> bool {
    let words: Vec<String> = tokens(text)
        .into_iter()
        .filter_map(|(token, _)| match token {
            Token::Word(word) => Some(word.into_owned()),
            Token::Text(_) | Token::Other(_) => None,
        })
        .take(12)
        .collect();
    let (Some("create"), Some(kind)) =
        (words.first().map(String::as_str), words.iter().position(|word| word == keyword))
    else {
        return false;
    };
    // `OR REPLACE CONSTRAINT` before it, `IF NOT EXISTS` and the schema behind it.
    let is_before = words.iter().position(|word| word == name).is_none_or(|at| at > kind);
    is_unmodelled(text)
        && kind <= 4
        && is_before
        && words.iter().skip(kind + 1).take(5).any(|word| word == name)
        && !words.iter().take(kind).any(|word| is_kind(word))
}

/// The word that tells the kind in a statement: the last of the noun's.
fn keyword(kind: Unmodelled) -> &'static str {
    if kind == Unmodelled::Statistics {
        "statistics"
    } else if kind == Unmodelled::OperatorClass {
        "class"
    } else {
        kind.nouns().0.rsplit(' ').next().unwrap_or_default()
    }
}

/// Words of other kinds that stand in front of a name.
fn is_kind(word: &str) -> bool {
    ["function", "procedure", "trigger", "rule", "domain", "aggregate"].contains(&word)
}

/// The schema that it is in, as far as the name says: `public` is never written.
pub fn schema_of(thing: &Named<Unmodelled>) -> Option<&str> {
    let place = thing.name.rsplit_once(" on ").map_or(thing.name.as_str(), |(_, table)| table);
    let place = place.split('(').next().unwrap_or(place);
    let is_global = matches!(
        thing.kind,
        Unmodelled::Extension | Unmodelled::EventTrigger | Unmodelled::Publication
    );
    place.split_once('.').map(|(schema, _)| schema).filter(|_| !is_global)
}

/// Its name without schema, table and arguments.
pub fn own_name(thing: &Named<Unmodelled>) -> &str {
    let name = thing.name.rsplit_once(" on ").map_or(thing.name.as_str(), |(own, _)| own);
    let name = name.split('(').next().unwrap_or(name);
    name.rsplit_once('.').map_or(name, |(_, own)| own)
}

/// A name that a report has printed, for SQL.
fn qualified(name: &str) -> String {
    let name = match name.split_once('.') {
        Some((schema, own)) => QName::new(schema, own),
        None => QName::new(PUBLIC, name),
    };
    if name.is_public() {
        Ident(&name.name).to_string()
    } else {
        format!("{}.{}", Ident(&name.schema), Ident(&name.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thing(kind: Unmodelled, name: &str) -> Named<Unmodelled> {
        Named { kind, name: name.to_owned() }
    }

    #[test]
    fn what_came_is_dropped_by_its_name() {
        let sql = |kind, name| drop_unmodelled(&thing(kind, name)).unwrap_or_default();
        assert_eq!(sql(Unmodelled::Function, "f(a integer)"), "DROP FUNCTION \"f\"(a integer);");
        assert_eq!(sql(Unmodelled::Function, "app.f()"), "DROP FUNCTION \"app\".\"f\"();");
        assert_eq!(sql(Unmodelled::Trigger, "t on app.u"), "DROP TRIGGER \"t\" ON \"app\".\"u\";");
        assert_eq!(sql(Unmodelled::Partition, "p"), "");
    }

    #[test]
    fn what_went_is_found_in_the_history() {
        let history = [
            "CREATE TABLE touch (id int)",
            "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'old'",
            "CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'new'",
            "CREATE TRIGGER touch_it BEFORE UPDATE ON u FOR EACH ROW EXECUTE FUNCTION touch()",
            "CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        ];
        let trigger = made_by(&thing(Unmodelled::Trigger, "touch_it on u"), history.into_iter());
        assert_eq!(trigger, Some(history[3]));
        let found = made_by(&thing(Unmodelled::Function, "touch()"), history.into_iter());
        assert_eq!(found, Some(history[2]));
    }

    #[test]
    fn the_name_says_the_schema() {
        assert_eq!(schema_of(&thing(Unmodelled::Trigger, "t on app.u")), Some("app"));
        assert_eq!(schema_of(&thing(Unmodelled::Function, "f(a numeric(1.0))")), None);
        assert_eq!(own_name(&thing(Unmodelled::Function, "app.f(integer)")), "f");
    }
}
