// Where statements begin and end, so that the one at the cursor can be run alone. The server
// splits again what it is sent; this only chooses.

export type Span = { from: number; to: number };

/** The statements of a text: from their first character to behind their semicolon. */
export function statements(sql: string): Span[] {
  const spans: Span[] = [];
  let start = -1;
  let at = 0;
  while (at < sql.length) {
    const skipped = comment(sql, at);
    if (skipped > at) {
      at = skipped;
      continue;
    }
    const char = sql[at] ?? "";
    if (/\s/.test(char)) {
      at += 1;
      continue;
    }
    if (char === ";") {
      if (start >= 0) spans.push({ from: start, to: at + 1 });
      start = -1;
      at += 1;
      continue;
    }
    if (start < 0) start = at;
    at = token(sql, at);
  }
  if (start >= 0) spans.push({ from: start, to: sql.trimEnd().length });
  return spans;
}

/** The statement in which the cursor stands, or the one that it stands behind. */
export function statementAt(sql: string, cursor: number): Span | null {
  const spans = statements(sql);
  // On the line of a semicolon it is the statement that ends there.
  const inside = spans.find(({ from, to }) => cursor >= from && cursor <= to);
  return inside ?? spans.findLast(({ to }) => to <= cursor) ?? spans[0] ?? null;
}

// Behind a comment that begins here, or `at`. Comments of Postgres nest.
function comment(sql: string, at: number): number {
  if (sql.startsWith("--", at)) {
    const end = sql.indexOf("\n", at);
    return end < 0 ? sql.length : end + 1;
  }
  if (!sql.startsWith("/*", at)) return at;
  let depth = 1;
  let next = at + 2;
  while (next < sql.length && depth > 0) {
    if (sql.startsWith("/*", next)) [depth, next] = [depth + 1, next + 2];
    else if (sql.startsWith("*/", next)) [depth, next] = [depth - 1, next + 2];
    else next += 1;
  }
  return next;
}

// Behind a text, a name in quotes, a word, or one character.
function token(sql: string, at: number): number {
  const char = sql[at] ?? "";
  if (char === '"') return quoted(sql, at, '"', false);
  if (char === "'") return quoted(sql, at, "'", false);
  if (/[eE]/.test(char) && sql[at + 1] === "'") return quoted(sql, at + 1, "'", true);
  const dollar = /^\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(sql.slice(at, at + 70));
  if (dollar) {
    const end = sql.indexOf(dollar[0], at + dollar[0].length);
    return end < 0 ? sql.length : end + dollar[0].length;
  }
  // A dollar within a word begins no text.
  const word = /^[\w\u0080-\uffff][\w$\u0080-\uffff]*/.exec(sql.slice(at, at + 200));
  return at + (word?.[0].length ?? 1);
}

function quoted(sql: string, at: number, quote: string, hasEscapes: boolean): number {
  for (let next = at + 1; next < sql.length; next += 1) {
    if (hasEscapes && sql[next] === "\\") next += 1;
    else if (sql[next] === quote) {
      if (sql[next + 1] !== quote) return next + 1;
      next += 1;
    }
  }
  return sql.length;
}
