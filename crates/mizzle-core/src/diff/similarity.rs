//! How alike two names are. Decides nothing: it ranks the candidates of a question.

/// How alike two names are, from 0 to 100.
///
/// Words count as much as letters: `name` is nearer to `full_name` than its
/// letters alone would say.
pub fn similarity(a: &str, b: &str) -> u8 {
    let (a, b) = (words(a), words(b));
    let (joined_a, joined_b) = (a.concat(), b.concat());
    let longest = joined_a.chars().count().max(joined_b.chars().count());
    if longest == 0 {
        return 0;
    }
    let letters = 100 - 100 * distance(&joined_a, &joined_b) / longest;
    let shared = a.iter().filter(|word| b.contains(word)).count();
    let by_words = 100 * shared / a.len().max(b.len()).max(1);
    // Both are percentages.
    u8::try_from(letters.max((letters + 2 * by_words) / 3)).unwrap_or(100)
}

/// `fullName`, `full_name`, `full-name` → `full`, `name`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for c in name.chars() {
        let starts = c.is_uppercase() && lower_before;
        if starts || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The number of letters to add, remove or replace.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let replace = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = replace.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_ranked_as_a_reader_would() {
        assert_eq!(similarity("name", "name"), 100);
        assert_eq!(similarity("fullName", "full_name"), 100);
        assert!(similarity("name", "full_name") > similarity("bio", "full_name"));
        assert!(similarity("user", "users") > similarity("posts", "users"));
        assert_eq!(similarity("", ""), 0);
    }
}
