//! How deep a file's syntax tree may get, guessed cheaply from its text. The parser
//! and everything that walks its tree recurse without a limit of their own, so a
//! file that nests absurdly deep must be recognised before it is parsed.

use super::transpile::SyntaxProblem;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Up to here the loader's own thread has stack enough.
const SHALLOW: usize = 800;

/// Nothing that a person or a sane generator writes nests deeper.
const DEEPEST: usize = 20_000;

/// Stack that one level takes, at most, in a build without optimisation.
const STACK_PER_LEVEL: usize = 8 << 10;

/// Parses, or does whatever else recurses over `text`, where the stack suffices for
/// it. A panic of the parser becomes a problem of the file.
pub(crate) fn guarded<T: Send>(
    text: &str,
    parse: impl FnOnce() -> T + Send,
) -> Result<T, SyntaxProblem> {
    let parse = || {
        catch_unwind(AssertUnwindSafe(parse)).map_err(|_| problem("the parser failed on this file"))
    };
    let levels = bound(text);
    if levels <= SHALLOW {
        return parse();
    }
    if levels > DEEPEST {
        return Err(problem("it nests too deeply to be parsed"));
    }
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size((levels * STACK_PER_LEVEL).max(16 << 20))
            .spawn_scoped(scope, parse)
            .map_err(|_| problem("it nests too deeply to be parsed"))?
            .join()
            .unwrap_or_else(|_| Err(problem("the parser failed on this file")))
    })
}

fn problem(message: &str) -> SyntaxProblem {
    SyntaxProblem { message: message.to_owned(), span: None, help: None }
}

/// An upper bound of the tree's depth, in levels.
///
/// Counts brackets that are open plus, for each of them, the operators and words of
/// the expression or statement it stands in: `a.b().c()` and `a + b + c` nest as well.
/// Code without semicolons is told into statements by lines that begin with a
/// declaration. A regular expression may be taken for something else, which shifts
/// the count by what is in it.
fn bound(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut open: Vec<Open> = Vec::new();
    // Operators since the last separator at the present level, and below it in all.
    let (mut here, mut below, mut most) = (0_usize, 0_usize, 0_usize);
    let (mut word, mut at) = (false, 0);
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        let in_word = is_word(byte);
        at += 1;
        if in_word {
            // The rest of a word changes nothing.
            at += bytes[at..].iter().take_while(|byte| is_word(**byte)).count();
        }
        match byte {
            b'/' if rest.starts_with(b"//") || rest.starts_with(b"/*") => at += comment(rest) - 1,
            b'\'' | b'"' => at += string(rest) - 1,
            b'(' | b'[' | b'{' | b'`' => {
                let template = byte == b'`';
                if template {
                    at += template_text(&bytes[at..]);
                }
                // A template without a placeholder is over already.
                if !template || bytes.get(at.wrapping_sub(1)) == Some(&b'{') {
                    open.push(Open { before: here, template });
                    below += here + 1;
                    here = 0;
                } else {
                    here += 1;
                }
            }
            b')' | b']' | b'}' => {
                if open.last().is_some_and(|last| last.template) && byte == b'}' {
                    at += template_text(&bytes[at..]);
                    here = 0;
                    if bytes.get(at.wrapping_sub(1)) == Some(&b'{') {
                        continue;
                    }
                }
                if let Some(closed) = open.pop() {
                    below = below.saturating_sub(closed.before + 1);
                    // A call or an index is one more link of the chain it stands in.
                    here = closed.before + 1;
                }
            }
            b';' | b',' => here = 0,
            b'\n' if open.is_empty() && declares(&bytes[at..]) => here = 0,
            // One for each run of operator characters would do, but `!!!!` nests at each.
            b'!' | b'~' | b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'=' | b'&' | b'|'
            | b'^' | b'?' | b':' | b'.' | b'@' => here += 1,
            // `if (a) if (b) …`, `typeof typeof x`: words count too.
            _ if in_word && !word => here += 1,
            _ => {}
        }
        word = in_word;
        most = most.max(below + here);
    }
    most
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80
}

/// A bracket, or a template literal's placeholder, that is open.
struct Open {
    /// The count of the level around it.
    before: usize,
    template: bool,
}

/// The length of a comment.
fn comment(text: &[u8]) -> usize {
    let (end, length): (&[u8], _) = if text[1] == b'/' { (b"\n", 0) } else { (b"*/", 2) };
    let found = text[2..].windows(end.len()).position(|window| window == end);
    found.map_or(text.len(), |found| found + 2 + length)
}

/// The length of a string literal, quotes included; it ends with its line at the latest.
fn string(text: &[u8]) -> usize {
    let mut at = 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\n' => return at,
            _ if byte == text[0] => return at + 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// The length of a template literal's text up to its end or its next placeholder,
/// with the mark that ends it.
fn template_text(text: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\\' => at += 1,
            b'`' => return at + 1,
            b'$' if text.get(at + 1) == Some(&b'{') => return at + 2,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

/// Does a line begin with a word that only ever begins a statement?
fn declares(line: &[u8]) -> bool {
    const WORDS: [&[u8]; 8] = [
        b"export ",
        b"import ",
        b"const ",
        b"let ",
        b"function ",
        b"class ",
        b"type ",
        b"interface ",
    ];
    WORDS.iter().any(|word| line.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::bound;

    #[test]
    fn plain_code_is_shallow() {
        let table = "export const t = pgTable('t', { id: serial().primaryKey() }, (t) => [index().on(t.id)]);\n";
        assert!(bound(&table.repeat(1000)) < 60);
        assert!(bound(&table.replace(';', "").repeat(1000)) < 60);
        let words = "many words in a row ".repeat(1000);
        for text in ["// WORDS\n", "/* WORDS */", "'WORDS'", "`WORDS ${a} WORDS`", "x = \"WORDS\""]
        {
            assert!(bound(&text.replace("WORDS", &words)) < 10, "{text}");
        }
    }

    #[test]
    fn what_nests_is_counted() {
        for piece in ["(", "[", "{", "!", "a=>", "a.", "1+", "if(a)", "typeof ", "f(", "`${"] {
            assert!(bound(&piece.repeat(5000)) >= 5000, "{piece}");
        }
    }
}
