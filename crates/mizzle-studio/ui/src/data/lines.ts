// The lines of a table on screen: the rows that were read, and the new ones behind them, each
// with what is staged for it.

import { useMemo } from "react";
import type { Cell, Column, Filter, Reference, Relation, Row, Rows } from "../api/types";
import type { CellLook, RowMark } from "../grid/Grid";
import type { Shown } from "../grid/CellText";
import { idOf, isOf, type Cells, type Edits, type Entry, type Target } from "./edits/reducer";
import { cellsOf, shownOf } from "./values";

export type Line = {
  /** `null` for a row that is new. */
  row: Row | null;
  target: Target;
  /** As read, by column. */
  before: Cells<Cell>;
  entry: Entry | undefined;
};

export function useLines(table: Relation, rows: Rows | undefined, edits: Edits, hasKeys: boolean): Line[] {
  return useMemo(() => {
    const entries = new Map(edits.entries.filter((entry) => isOf(entry, table)).map((entry) => [entry.id, entry]));
    const read = (rows?.rows ?? []).map((row): Line => {
      const before = cellsOf(rows?.columns ?? [], row);
      const target: Target = { key: row.key, before };
      return { row, target, before, entry: hasKeys ? entries.get(idOf(table, target)) : undefined };
    });
    const added = [...entries.values()].filter(({ type }) => type === "insert");
    return [...read, ...added.map((entry): Line => ({ row: null, target: { id: entry.id }, before: {}, entry }))];
  }, [table, rows, edits.entries, hasKeys]);
}

/** What stands in a cell, staged or read. */
export function valueOf({ entry, row, before }: Line, column: string): Shown {
  const staged = entry && entry.type !== "delete" ? entry.set[column] : undefined;
  if (staged) return shownOf(staged);
  return row ? (before[column] ?? null) : { isDefault: true };
}

export function lookOf(line: Line, column: Column, refusal: Edits["refusal"]): Pick<CellLook, "value" | "tone"> {
  const { entry } = line;
  const { name } = column;
  const isStaged = entry !== undefined && entry.type !== "delete" && entry.set[name] !== undefined;
  const isRefused = refusal !== null && refusal.id === entry?.id && (refusal.column === name || (refusal.column === null && isStaged));
  const isMissing = line.row === null && !isStaged && isNeeded(column);
  return { value: isMissing ? { isDefault: true, isMissing } : wordOf(valueOf(line, name), column), tone: isRefused ? "refused" : isStaged && entry.type === "update" ? "staged" : undefined };
}

// A letter is what the server writes, and all that is sent; a word can be read.
export const wordOf = (value: Shown, { kind }: Pick<Column, "kind">): Shown => (kind !== "boolean" ? value : value === "t" ? "true" : value === "f" ? "false" : value);

/** A new row without it is refused. */
export const isNeeded = ({ isNullable, default: byDefault, generated, identity }: Column): boolean => !isNullable && byDefault === null && generated === null && identity === null;

const MARKS: Record<Entry["type"], RowMark> = { insert: "inserted", update: "changed", delete: "deleted" };

export const markOf = ({ entry }: Line): RowMark => (entry ? MARKS[entry.type] : null);

/** Filters that show the row which a foreign key of this line points to; `null` where there is none. */
export function followed(line: Line, { columns, toColumns }: Reference): Filter[] | null {
  return equalities(line, columns, toColumns);
}

/** Filters that show the rows of another table which point to this line. */
export function referring(line: Line, { columns, toColumns }: Reference): Filter[] | null {
  return equalities(line, toColumns, columns);
}

function equalities(line: Line, from: readonly string[], to: readonly string[]): Filter[] | null {
  const filters = from.map((column, index): Filter | null => {
    const value = line.before[column];
    const other = to[index];
    return typeof value === "string" && other !== undefined ? { column: other, operator: "equals", values: [value] } : null;
  });
  return filters.every((filter) => filter !== null) ? filters : null;
}

/** Widths that fit most values of a kind. */
export function defaultWidth({ kind, name, sqlType, isNullable, enumValues }: Column): number {
  const byKind: Record<Column["kind"], number> = {
    integer: sqlType === "bigint" ? 150 : 90, number: 110, boolean: 80, text: 200, uuid: 290, enum: Math.max(80, ...enumValues.map((label) => label.length * 7.4 + 24)), json: 260, array: 180,
    date: 100, time: 110, timestamp: 215, interval: 130, bytes: 180, other: 160,
  };
  const head = Math.max(name.length * 7.4 + 54, sqlType.length * 6.6 + (isNullable ? 50 : 24));
  return Math.round(Math.min(420, Math.max(byKind[kind], head)));
}
