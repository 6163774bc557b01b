import { expect, test } from "vitest";
import { script } from "./script";

const statement = (sql: string) => ({ sql, line: 1, isPlanned: true, tables: [], hazards: [], locks: [] });

test("a script keeps transactions, and leaves out what is applied", () => {
  const text = script([
    {
      name: "0001_a",
      file: "drizzle/0001_a.sql",
      rehearsed: null,
      doneSegments: 1,
      lost: [],
      notes: [],
      segments: [
        { isTransaction: true, statements: [statement("SELECT 0;")] },
        { isTransaction: true, statements: [statement("SELECT 1;"), statement("SELECT 2 -- why")] },
        { isTransaction: false, statements: [statement("CREATE INDEX CONCURRENTLY i ON t (a)")] },
      ],
    },
  ]);
  expect(text.split("\n").slice(3)).toEqual([
    "-- 0001_a",
    "BEGIN;",
    "SELECT 1;",
    "SELECT 2 -- why",
    ";",
    "COMMIT;",
    "CREATE INDEX CONCURRENTLY i ON t (a);",
    "",
  ]);
});
