//! The order of matched files. The npm package `glob` sorts by `localeCompare` with
//! English rules, and the order of files decides the order of statements.

use std::cmp::Ordering;

/// Marks before digits before letters, as the Unicode collation has them.
const MARKS: &str = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/// Compares two paths: letters first without, then with their case.
pub(super) fn compare(a: &str, b: &str) -> Ordering {
    let primary = a.chars().map(weight).cmp(b.chars().map(weight));
    primary
        .then_with(|| a.chars().map(char::is_uppercase).cmp(b.chars().map(char::is_uppercase)))
        .then_with(|| a.cmp(b))
}

fn weight(c: char) -> (u8, u32) {
    match MARKS.chars().zip(0..).find(|(mark, _)| *mark == c) {
        Some((_, position)) => (0, position),
        None if c.is_numeric() => (1, u32::from(c)),
        None => (2, c.to_lowercase().next().map_or(0, u32::from)),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn as_node_sorts() {
        // `[…].sort((a, b) => a.localeCompare(b, "en"))` of Node 20.
        let sorted = [
            "a b.ts", "a_b.ts", "a-b.ts", "a.ts", "A.ts", "a/b.ts", "a/B.ts", "a/b/c.ts", "a1.ts",
            "ab.ts", "b.ts",
        ];
        let mut shuffled = sorted;
        shuffled.reverse();
        shuffled.sort_by(|a, b| super::compare(a, b));
        assert_eq!(shuffled, sorted);
    }
}
