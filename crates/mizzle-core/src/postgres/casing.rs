//! The column name that a key without an explicit name gets under the `casing`
//! option of drizzle 0.x.

use crate::naming::Casing;

/// Applies a casing to a key, as drizzle-orm does.
pub fn apply(casing: Casing, key: &str) -> String {
    let words = words(key);
    match casing {
        Casing::Snake => words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>().join("_"),
        Casing::Camel => words
            .iter()
            .enumerate()
            .map(|(position, word)| match position {
                0 => word.to_lowercase(),
                _ => capitalized(word),
            })
            .collect(),
    }
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// The words of a key: runs of lower-case letters and digits, runs of capitals
/// that no lower-case letter follows, and capitals followed by such a run.
/// Everything else separates words; apostrophes vanish.
fn words(key: &str) -> Vec<String> {
    let chars: Vec<char> = key.chars().filter(|ch| !matches!(ch, '\'' | '\u{2019}')).collect();
    let small = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit();
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let start = at;
        if small(chars[at]) {
            while at < chars.len() && small(chars[at]) {
                at += 1;
            }
        } else if chars[at].is_ascii_uppercase() {
            let mut end = at;
            while end < chars.len() && chars[end].is_ascii_uppercase() {
                end += 1;
            }
            // A run of capitals gives its last one to the lower-case letters behind it.
            if end < chars.len() && chars[end].is_ascii_lowercase() {
                end -= 1;
            }
            if end > start {
                at = end;
            } else {
                at += 1;
                while at < chars.len() && small(chars[at]) {
                    at += 1;
                }
            }
        } else {
            at += 1;
            continue;
        }
        words.push(chars[start..at].iter().collect());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_split_as_drizzle_orm_splits_them() {
        let snake = |key| apply(Casing::Snake, key);
        assert_eq!(snake("createdAt"), "created_at");
        assert_eq!(snake("userID"), "user_id");
        assert_eq!(snake("URLParser"), "url_parser");
        assert_eq!(snake("A1"), "a_1");
        assert_eq!(snake("Ab1"), "ab1");
        assert_eq!(snake("AB1"), "ab_1");
        assert_eq!(snake("line2Address"), "line2_address");
        assert_eq!(snake("already_snake"), "already_snake");
        let camel = |key| apply(Casing::Camel, key);
        assert_eq!(camel("created_at"), "createdAt");
        assert_eq!(camel("userID"), "userID");
        assert_eq!(camel("user_name2"), "userName2");
    }
}
