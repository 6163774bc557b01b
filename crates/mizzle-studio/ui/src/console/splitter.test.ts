import { describe, expect, it } from "vitest";
import { statementAt, statements } from "./splitter";

const texts = (sql: string) => statements(sql).map(({ from, to }) => sql.slice(from, to));

describe("statements", () => {
  it("ends at semicolons", () => {
    expect(texts("select 1; select 2;\nselect 3")).toEqual(["select 1;", "select 2;", "select 3"]);
    expect(texts(" ;; \n")).toEqual([]);
  });

  it("takes no semicolon for an end that is in a text, a name or a comment", () => {
    expect(texts(`select ';', "a;b", e'\\';' -- ; no\n/* ; /* ; */ ; */; select 2`)).toHaveLength(2);
    expect(texts("select 'it''s; one'; x")).toEqual(["select 'it''s; one';", "x"]);
  });

  it("knows dollar quotes, and dollars that are none", () => {
    expect(texts("do $$ begin; end $$; do $a$ $$ ; $a$; select a$1;b")).toEqual(["do $$ begin; end $$;", "do $a$ $$ ; $a$;", "select a$1;", "b"]);
  });

  it("leaves a text without an end as it is", () => {
    expect(texts("select 'abc; def")).toEqual(["select 'abc; def"]);
    expect(texts("do $x$ ; ")).toEqual(["do $x$ ;"]);
  });
});

describe("statementAt", () => {
  const sql = "select 1;\n\nselect 2;\n-- end\n";
  it("finds the one around the cursor, or the one before", () => {
    expect(statementAt(sql, 3)).toEqual({ from: 0, to: 9 });
    expect(statementAt(sql, 9)).toEqual({ from: 0, to: 9 });
    expect(statementAt(sql, 10)).toEqual({ from: 0, to: 9 });
    expect(statementAt(sql, 11)).toEqual({ from: 11, to: 20 });
    expect(statementAt(sql, sql.length)).toEqual({ from: 11, to: 20 });
    expect(statementAt("  select 1", 0)).toEqual({ from: 2, to: 10 });
    expect(statementAt("-- nothing", 3)).toBeNull();
  });
});
