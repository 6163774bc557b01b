//! The patterns of `schema`, as the npm package `glob` 8 reads them, which both lines
//! of drizzle-kit use: braces, `**`, `*`, `?`, classes and the extended forms
//! `@(a|b)`, `!(a)`, … A name that begins with a dot is matched by a dot only.

/// A pattern without braces, by its segments.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    /// Does it begin at the root?
    pub(super) absolute: bool,
    pub(super) segments: Vec<Segment>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Segment {
    /// A plain name, `.` and `..` among them.
    Name(String),
    /// `**`
    Any,
    /// One name with wildcards in it.
    Glob(Vec<Token>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Char(char),
    /// `?`
    One,
    /// `*`
    Star,
    /// `[a-z]`, or its opposite.
    Class {
        ranges: Vec<(char, char)>,
        negated: bool,
    },
    /// `@(…)`, `?(…)`, `+(…)`, `*(…)`, `!(…)`
    Group {
        kind: char,
        alternatives: Vec<Vec<Token>>,
    },
}

/// The patterns that one with braces stands for, in order.
pub(super) fn parse(pattern: &str) -> Vec<Pattern> {
    let pattern = if cfg!(windows) { pattern.replace('\\', "/") } else { pattern.to_owned() };
    expand(&pattern)
        .into_iter()
        .map(|pattern| Pattern {
            absolute: pattern.starts_with('/'),
            segments: pattern.split('/').filter(|part| !part.is_empty()).map(segment).collect(),
        })
        .collect()
}

/// Does a pattern without a `/` match a name, as the npm package `minimatch` says?
pub(crate) fn matches_name(pattern: &str, name: &str) -> bool {
    parse(pattern).iter().any(|pattern| match pattern.segments.as_slice() {
        [Segment::Name(plain)] => plain == name,
        [Segment::Any] => true,
        [Segment::Glob(tokens)] => matches(tokens, name),
        _ => false,
    })
}

fn segment(part: &str) -> Segment {
    if part == "**" {
        return Segment::Any;
    }
    let chars: Vec<char> = part.chars().collect();
    let tokens = tokens(&chars);
    let plain: Option<String> = tokens
        .iter()
        .map(|token| if let Token::Char(c) = token { Some(*c) } else { None })
        .collect();
    plain.map_or(Segment::Glob(tokens), Segment::Name)
}

fn tokens(chars: &[char]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if matches!(c, '@' | '?' | '+' | '*' | '!')
            && chars.get(at + 1) == Some(&'(')
            && let Some(end) = closing(chars, at + 1, '(', ')')
        {
            let alternatives = split(&chars[at + 2..end], '|');
            tokens.push(Token::Group {
                kind: c,
                alternatives: alternatives.iter().map(|it| self::tokens(it)).collect(),
            });
            at = end + 1;
            continue;
        }
        if c == '['
            && let Some((class, end)) = class(chars, at)
        {
            tokens.push(class);
            at = end;
            continue;
        }
        if c == '\\' && at + 1 < chars.len() {
            tokens.push(Token::Char(chars[at + 1]));
            at += 2;
            continue;
        }
        tokens.push(match c {
            '*' => Token::Star,
            '?' => Token::One,
            other => Token::Char(other),
        });
        at += 1;
    }
    tokens
}

fn class(chars: &[char], start: usize) -> Option<(Token, usize)> {
    let negated = matches!(chars.get(start + 1), Some('!' | '^'));
    let first = start + 1 + usize::from(negated);
    let end = (first + 1..chars.len()).find(|at| chars[*at] == ']')?;
    let mut ranges = Vec::new();
    let mut at = first;
    while at < end {
        if at + 2 < end && chars[at + 1] == '-' {
            ranges.push((chars[at], chars[at + 2]));
            at += 3;
        } else {
            ranges.push((chars[at], chars[at]));
            at += 1;
        }
    }
    Some((Token::Class { ranges, negated }, end + 1))
}

/// Does a name match?
pub(super) fn matches(tokens: &[Token], name: &str) -> bool {
    let chars: Vec<char> = name.chars().collect();
    if chars.first() == Some(&'.') && tokens.first() != Some(&Token::Char('.')) {
        return false;
    }
    run(tokens, &chars)
}

fn run(tokens: &[Token], text: &[char]) -> bool {
    let Some((token, rest)) = tokens.split_first() else { return text.is_empty() };
    let splits = |accept: &dyn Fn(&[char]) -> bool| {
        (0..=text.len()).any(|at| accept(&text[..at]) && run(rest, &text[at..]))
    };
    match token {
        Token::Char(c) => text.first() == Some(c) && run(rest, &text[1..]),
        Token::One => !text.is_empty() && run(rest, &text[1..]),
        Token::Star => splits(&|_| true),
        Token::Class { ranges, negated } => {
            text.first().is_some_and(|c| {
                ranges.iter().any(|(low, high)| (low..=high).contains(&c)) != *negated
            }) && run(rest, &text[1..])
        }
        Token::Group { kind, alternatives } => {
            let one = |part: &[char]| alternatives.iter().any(|tokens| run(tokens, part));
            match kind {
                '@' => splits(&one),
                '?' => run(rest, text) || splits(&one),
                '!' => !splits(&one) && splits(&|_| true),
                // `+` and `*`: one, and then perhaps others.
                kind => {
                    (*kind == '*' && run(rest, text))
                        || (1..=text.len()).any(|at| {
                            let again = || {
                                let mut more = vec![Token::Group {
                                    kind: '*',
                                    alternatives: alternatives.clone(),
                                }];
                                more.extend_from_slice(rest);
                                run(&more, &text[at..])
                            };
                            one(&text[..at]) && again()
                        })
                }
            }
        }
    }
}

/// Braces: `{a,b}` and `{1..3}`, nested ones too.
fn expand(pattern: &str) -> Vec<String> {
    let chars: Vec<char> = pattern.chars().collect();
    for start in (0..chars.len()).filter(|at| chars[*at] == '{') {
        let Some(end) = closing(&chars, start, '{', '}') else { continue };
        let inner = &chars[start + 1..end];
        let parts: Vec<String> = match split(inner, ',') {
            several if several.len() > 1 => {
                several.iter().map(|part| part.iter().collect()).collect()
            }
            _single => match range(&inner.iter().collect::<String>()) {
                Some(range) => range,
                None => continue,
            },
        };
        let before: String = chars[..start].iter().collect();
        let after: String = chars[end + 1..].iter().collect();
        return parts.iter().flat_map(|part| expand(&format!("{before}{part}{after}"))).collect();
    }
    vec![pattern.to_owned()]
}

fn range(inner: &str) -> Option<Vec<String>> {
    let (low, high) = inner.split_once("..")?;
    let (low, high): (i32, i32) = (low.parse().ok()?, high.parse().ok()?);
    let numbers = low.min(high)..=low.max(high);
    // A pattern of a config never means thousands of files by number.
    (high.abs_diff(low) <= 1000).then_some(())?;
    let mut numbers: Vec<_> = numbers.map(|number| number.to_string()).collect();
    if low > high {
        numbers.reverse();
    }
    Some(numbers)
}

/// The position of the bracket that closes the one at `start`.
fn closing(chars: &[char], start: usize, open: char, close: char) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in chars.iter().enumerate().skip(start) {
        if *c == open {
            depth += 1;
        } else if *c == close {
            depth -= 1;
            if depth == 0 {
                return Some(at);
            }
        }
    }
    None
}

/// The parts between separators that stand in no brackets.
fn split(chars: &[char], separator: char) -> Vec<&[char]> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in chars.iter().enumerate() {
        match c {
            '(' | '{' => depth += 1,
            ')' | '}' => depth -= 1,
            c if *c == separator && depth == 0 => {
                parts.push(&chars[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&chars[from..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, yes: &[&str], no: &[&str]) {
        let parsed = parse(pattern);
        let hit = |name: &&&str| {
            parsed.iter().any(|pattern| match &pattern.segments[..] {
                [Segment::Name(plain)] => plain == **name,
                [Segment::Glob(tokens)] => matches(tokens, name),
                other => panic!("{other:?}"),
            })
        };
        assert_eq!(yes.iter().filter(hit).count(), yes.len(), "{pattern} should match {yes:?}");
        assert_eq!(no.iter().filter(hit).count(), 0, "{pattern} should not match {no:?}");
    }

    #[test]
    fn names() {
        check("*.ts", &["a.ts", "a.b.ts"], &["a.tsx", ".ts", ".a.ts", "a"]);
        check(".*.ts", &[".a.ts"], &["a.ts"]);
        check("a?.ts", &["ab.ts"], &["a.ts", "abc.ts"]);
        check("[a-c]x[!0-9]", &["axz", "cx-"], &["dxz", "ax1"]);
        check("*.{ts,js}", &["a.ts", "a.js"], &["a.mjs", "a.{ts,js}"]);
        check("{a,b{c,d}}{1..3}", &["a1", "bc3", "bd2"], &["b1", "a4"]);
        check("!(*.test).ts", &["a.ts", "test.ts"], &["a.test.ts", "a.js"]);
        check("!(a|b)*", &["c", "xa"], &["a", "ab", "b"]);
        check("@(a|b).ts", &["a.ts", "b.ts"], &["ab.ts", "c.ts"]);
        check("+(a|b)?(c).ts", &["a.ts", "abbac.ts"], &[".ts", "c.ts", "acc.ts"]);
        check("*(a)b", &["b", "aab"], &["ac"]);
        check("(group)", &["(group)"], &["group"]);
        check("a{b}", &["a{b}"], &["ab"]);
    }

    #[test]
    fn segments() {
        let parsed = parse("./src/**/*.ts");
        assert_eq!(parsed.len(), 1);
        assert!(!parsed[0].absolute);
        assert_eq!(parsed[0].segments.len(), 4);
        assert_eq!(parsed[0].segments[2], Segment::Any);
        assert!(parse("/a")[0].absolute);
    }
}
