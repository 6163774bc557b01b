// Pending migrations as one script for another tool.
import type { PendingMigration, Segment } from "../api/types";

/** The statements with their transactions. It says that the ledger is not part of it. */
export function script(migrations: PendingMigration[]): string {
  const head = [
    "-- The ledger of migrations is not written by this script: after it, `mizzle migrate` would",
    "-- run the same statements again.",
  ].join("\n");
  return [head, ...migrations.map(part)].join("\n\n").concat("\n");
}

function part({ name, segments, doneSegments }: PendingMigration): string {
  return [`-- ${name}`, ...segments.slice(doneSegments).map(segmentText)].join("\n");
}

function segmentText({ isTransaction, statements }: Segment): string {
  const texts = statements.map(({ sql }) => ended(sql));
  return (isTransaction ? ["BEGIN;", ...texts, "COMMIT;"] : texts).join("\n");
}

/** A semicolon of its own line where the last line may be a comment. */
function ended(sql: string): string {
  const text = sql.trimEnd();
  if (text.endsWith(";")) return text;
  const lastLine = text.slice(text.lastIndexOf("\n") + 1);
  return lastLine.includes("--") ? `${text}\n;` : `${text};`;
}
