// Rows and cells for other programs. Whole rows in a format are the server's work, which knows
// the types; cells alone go as a spreadsheet takes them.

import { call, download } from "../api/client";
import type { Column, ExportFormat, Filter, Relation, Sort } from "../api/types";
import type { Range } from "../grid/selection";
import { plainText } from "../grid/CellText";
import { copyText, saveLink } from "../ui/clipboard";
import { valueOf, type Line } from "./lines";
import { csv, jsonRows, tsv } from "./values";
import { isCut, wholeText } from "./wholeValue";

export const FORMATS: { format: ExportFormat; label: string }[] = [
  { format: "csv", label: "CSV" },
  { format: "json", label: "JSON" },
  { format: "sql", label: "SQL" },
  { format: "typescript", label: "TypeScript" },
];

/** The cells of the range, with tabs and line breaks between; cut values are read first. */
export async function copyCells(table: Relation, lines: readonly Line[], columns: readonly Column[], range: Range): Promise<void> {
  const rows = lines.slice(range.top, range.bottom + 1).map((line) =>
    Promise.all(
      columns.slice(range.left, range.right + 1).map(async (column) => {
        const value = valueOf(line, column.name);
        if (value === null) return "";
        return isCut(value) && line.row && line.row.key.length > 0 ? wholeText(table, line.row.key, column) : plainText(value);
      }),
    ),
  );
  await copyText(tsv(await Promise.all(rows)));
}

/** Rows as text. Without a key the server cannot find them again: then it is what was read. */
export async function copyRows(table: Relation, columns: readonly Column[], lines: readonly Line[], format: ExportFormat, sort: Sort[]): Promise<void> {
  const rows = lines.flatMap(({ row }) => (row ? [row] : []));
  if (rows.some(({ key }) => key.length === 0)) {
    const names = columns.map(({ name }) => name);
    const cells = rows.map((row) => row.cells);
    return copyText(format === "json" ? jsonRows(names, cells) : csv(names, cells));
  }
  const file = await download("export", { table, filters: [], sort, keys: rows.map(({ key }) => key), format });
  return copyText(await file.text());
}

/**
 * All rows that the filters let through, as a file. The server begins it, and the browser itself
 * fetches it: nothing of it is in the page.
 */
export async function exportTable(table: Relation, filters: Filter[], sort: Sort[], format: ExportFormat, signal: AbortSignal): Promise<void> {
  const { path } = await call("export/file", { table, filters, sort, keys: [], format }, signal);
  saveLink(path);
}
