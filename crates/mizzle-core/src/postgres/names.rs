//! The names that constraints, indexes and identity sequences have when nobody
//! wrote one, by the rules of drizzle's two lines.
//!
//! Knows nothing of the model: strings in, strings out. A name is never cut here,
//! except where drizzle-kit 1.0 itself shortens it; the server cuts at 63 bytes,
//! and [`cut`] says to what.

use crate::naming::Line;

/// The bytes of an identifier that the server keeps (`NAMEDATALEN - 1`).
pub const MAX_BYTES: usize = 63;

/// What the server makes of a name: its first 63 bytes, never half a character.
pub fn cut(name: &str) -> &str {
    cut_to(name, MAX_BYTES)
}

fn cut_to(name: &str, bytes: usize) -> &str {
    let mut end = bytes.min(name.len());
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    &name[..end]
}

/// A primary key of the extras.
pub fn primary_key(line: Line, table: &str, columns: &[String]) -> String {
    match line {
        Line::V0 => format!("{table}_{}_pk", columns.join("_")),
        Line::V1 => server_primary_key(table),
    }
}

/// The primary key of one column: drizzle-kit 0.x leaves its name to the server,
/// 1.0 writes what the server would choose.
pub fn server_primary_key(table: &str) -> String {
    format!("{table}_pkey")
}

/// `.unique()` on a column.
pub fn column_unique(line: Line, table: &str, column: &str) -> String {
    match line {
        Line::V0 => format!("{table}_{column}_unique"),
        Line::V1 => format!("{table}_{column}_key"),
    }
}

/// `unique().on(…)` in the extras: the same in both lines.
pub fn table_unique(table: &str, columns: &[String]) -> String {
    format!("{table}_{}_unique", columns.join("_"))
}

/// An index on columns: the same in both lines.
pub fn index(table: &str, columns: &[String]) -> String {
    format!("{table}_{}_index", columns.join("_"))
}

/// The sequence of an identity column: the same in both lines.
pub fn identity_sequence(table: &str, column: &str) -> String {
    format!("{table}_{column}_seq")
}

/// The sequence that the server makes for a serial column, in the schema of its table.
pub fn server_sequence(table: &str, column: &str) -> String {
    server_made(table, Some(column), "seq")
}

/// What the server makes of [`server_primary_key`] where that is over-long.
pub fn server_primary_key_cut(table: &str) -> String {
    server_made(table, None, "pkey")
}

/// What the server calls the unique constraint of a column that is left to it.
pub fn server_unique_cut(table: &str, column: &str) -> String {
    server_made(table, Some(column), "key")
}

/// Would the server give this name to a constraint or index of these columns that nobody
/// named? It ends in a number where another one had the name already.
pub fn is_server_made(name: &str, table: &str, columns: &[&String], label: &str) -> bool {
    let columns: Vec<&str> = columns.iter().map(|column| column.as_str()).collect();
    let columns = (!columns.is_empty()).then(|| columns.join("_"));
    let rule = server_made(table, columns.as_deref(), label);
    name.strip_prefix(&rule).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The server's rule for names that it makes itself: where the whole would be
/// over-long it shortens the longer of the two names, never the label
/// (`makeObjectName` in `src/backend/commands/indexcmds.c`).
fn server_made(table: &str, column: Option<&str>, label: &str) -> String {
    let joints = if column.is_some() { 2 } else { 1 };
    let room = MAX_BYTES - label.len() - joints;
    let mut left = table.len();
    let mut right = column.map_or(0, str::len);
    while left + right > room {
        if left > right {
            left -= 1;
        } else {
            right -= 1;
        }
    }
    let table = cut_to(table, left);
    match column {
        Some(column) => format!("{table}_{}_{label}", cut_to(column, right)),
        None => format!("{table}_{label}"),
    }
}

/// A foreign key. drizzle-kit 1.0 replaces a name of more than 63 UTF-16 units by
/// one with a hash, and keeps the table's name in it where that is short enough.
pub fn foreign_key(
    line: Line,
    table: &str,
    columns: &[String],
    target: &str,
    target_columns: &[String],
) -> String {
    let stem = format!("{table}_{}_{target}_{}", columns.join("_"), target_columns.join("_"));
    match line {
        Line::V0 => format!("{stem}_fk"),
        Line::V1 => {
            let full = format!("{stem}_fkey");
            if utf16_len(&full) <= MAX_BYTES {
                full
            } else if utf16_len(table) < MAX_BYTES - HASH_LEN - "__fkey".len() {
                format!("{table}_{}_fkey", hash(&full))
            } else {
                format!("{}_fkey", hash(&full))
            }
        }
    }
}

const HASH_LEN: usize = 12;
const HASH_DIGITS: &[u8; 62] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// drizzle-kit 1.0's hash of a name: a polynomial over the code points with base
/// 53, modulo 62^12, written with twelve digits of base 62.
fn hash(name: &str) -> String {
    // 62^12 is below 2^72, and a factor below it times a code point below 2^93.
    let modulus = 62_u128.pow(12);
    let mut power = 1_u128;
    let mut sum = 0_u128;
    for ch in name.chars() {
        sum = (sum + u128::from(u32::from(ch)) * power) % modulus;
        power = power * 53 % modulus;
    }
    let mut digits = [b'0'; HASH_LEN];
    for digit in digits.iter_mut().rev() {
        // The remainder is below 62.
        *digit = HASH_DIGITS[usize::try_from(sum % 62).unwrap_or(0)];
        sum /= 62;
    }
    digits.iter().map(|&byte| char::from(byte)).collect()
}

/// The length that JavaScript sees.
fn utf16_len(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_server_shortens_the_longer_half() {
        assert_eq!(server_sequence("users", "id"), "users_id_seq");
        let name = server_sequence(&"t".repeat(60), "column");
        assert_eq!(name, format!("{}_column_seq", "t".repeat(52)));
        assert_eq!(server_primary_key_cut(&"t".repeat(63)), format!("{}_pkey", "t".repeat(58)));
    }

    #[test]
    fn a_name_of_the_server_is_known() {
        let (a, b) = ("a".to_owned(), "b".to_owned());
        let columns = [&a, &b];
        assert!(is_server_made("t_a_b_fkey", "t", &columns, "fkey"));
        assert!(is_server_made("t_a_b_fkey1", "t", &columns, "fkey"));
        assert!(is_server_made("t_pkey", "t", &[], "pkey"));
        assert!(!is_server_made("t_a_b_fk", "t", &columns, "fkey"));
        assert!(!is_server_made("t_a_b_fkey_old", "t", &columns, "fkey"));
    }

    #[test]
    fn a_cut_never_splits_a_character() {
        let name = format!("{}é", "a".repeat(62));
        assert_eq!(cut(&name).len(), 62);
        assert_eq!(cut("short"), "short");
    }
}
