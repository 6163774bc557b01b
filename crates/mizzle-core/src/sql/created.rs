//! What a migration's text creates that no snapshot records: schemas and extensions.
//! Reads tokens only, so that a name in a comment or a string counts for nothing;
//! statements inside a function body are not seen.

use super::lexer::{Lexer, Token, TokenKind};

/// Names of what `CREATE SCHEMA` and `CREATE EXTENSION` statements make.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Created {
    /// Schemas, in order.
    pub schemas: Vec<String>,
    /// Extensions, in order.
    pub extensions: Vec<String>,
}

/// What the statements of a text create.
pub fn created(text: &str) -> Created {
    let tokens: Vec<Token> = Lexer::new(text)
        .map_while(Result::ok)
        .filter(|token| !token.kind.is_blank() && token.kind != TokenKind::Breakpoint)
        .collect();
    let mut created = Created::default();
    let mut begins = true;
    for (position, token) in tokens.iter().enumerate() {
        if begins && is_word(token, text, "create") {
            read(&tokens[position + 1..], text, &mut created);
        }
        begins = token.kind == TokenKind::Semicolon;
    }
    created
}

fn read(rest: &[Token], text: &str, created: &mut Created) {
    let Some((kind, mut rest)) = rest.split_first() else { return };
    let names = if is_word(kind, text, "schema") {
        &mut created.schemas
    } else if is_word(kind, text, "extension") {
        &mut created.extensions
    } else {
        return;
    };
    if let [first, second, third, after @ ..] = rest
        && is_word(first, text, "if")
        && is_word(second, text, "not")
        && is_word(third, text, "exists")
    {
        rest = after;
    }
    let Some(token) = rest.first() else { return };
    // `CREATE SCHEMA AUTHORIZATION role` names the schema after the role.
    let token = if is_word(token, text, "authorization") { rest.get(1) } else { Some(token) };
    names.extend(token.and_then(|token| name(token, text)));
}

fn is_word(token: &Token, text: &str, word: &str) -> bool {
    token.kind == TokenKind::Word && token.text(text).eq_ignore_ascii_case(word)
}

fn name(token: &Token, text: &str) -> Option<String> {
    let text = token.text(text);
    if token.kind == TokenKind::Word {
        return Some(text.to_ascii_lowercase());
    }
    let quoted = text.strip_prefix('"')?.strip_suffix('"')?;
    Some(quoted.replace("\"\"", "\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_statements_count() {
        let found = created(
            "-- CREATE SCHEMA no;\nCREATE SCHEMA IF NOT EXISTS Auth;--> statement-breakpoint\n\
             create extension \"uuid-ossp\" with schema x; CREATE SCHEMA authorization bob;\n\
             SELECT 'CREATE SCHEMA no'; CREATE TABLE schema_a (create int, schema int);",
        );
        assert_eq!(found.schemas, ["auth", "bob"]);
        assert_eq!(found.extensions, ["uuid-ossp"]);
    }
}
