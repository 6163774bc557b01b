//! Two lists of statements as text.

/// How much of the text is the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Text {
    /// All of it, blanks aside.
    Same,
    /// The same statements in another order.
    Reordered,
    /// Other statements.
    Other,
    /// There was nothing to compare with.
    Unknown,
}

/// Compares statements, blanks aside.
pub(crate) fn compare(expected: &[String], found: &[String]) -> Text {
    let normal = |statements: &[String]| -> Vec<String> {
        statements.iter().map(|sql| normal(sql)).filter(|sql| !sql.is_empty()).collect()
    };
    let (mut expected, mut found) = (normal(expected), normal(found));
    if expected == found {
        return Text::Same;
    }
    expected.sort();
    found.sort();
    if expected == found { Text::Reordered } else { Text::Other }
}

/// One blank for several, and no semicolon at the end.
fn normal(sql: &str) -> String {
    let mut text = String::new();
    for word in sql.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    text.trim_end_matches(';').trim_end().to_owned()
}

/// Blanks and the last semicolon do not count, and order is told from content.
pub(crate) fn blanks_and_order() {
    let list = |statements: &[&str]| statements.iter().map(|it| (*it).to_owned()).collect();
    let compare = |a: &[&str], b: &[&str]| {
        let (a, b): (Vec<String>, Vec<String>) = (list(a), list(b));
        self::compare(&a, &b)
    };
    assert_eq!(
        compare(&["CREATE  TABLE t (\n\ta int\n);\n", ""], &["CREATE TABLE t ( a int )"]),
        Text::Same
    );
    assert_eq!(compare(&["a;", "b;"], &["b;", "a;"]), Text::Reordered);
    assert_eq!(compare(&["a;"], &["a;", "b;"]), Text::Other);
}
