// Staged edits of all tables: what will be sent, in the order in which it was staged, with undo.
// Nothing here talks to the server, and no value is anything but the server's own text.

import type { Assignment, Cell, Edit, Failure, Relation, Value } from "../../api/types";

/** Values by column. */
export type Cells<T> = Readonly<Record<string, T>>;

export type Entry =
  | { type: "update"; id: string; table: Relation; key: string[]; set: Cells<Value>; before: Cells<Cell> }
  | { type: "insert"; id: string; table: Relation; set: Cells<Value> }
  | { type: "delete"; id: string; table: Relation; key: string[]; before: Cells<Cell> };

/** An entry that the server refused. */
export type Refusal = { id: string; column: string | null; failure: Failure };

export type Edits = {
  entries: readonly Entry[];
  past: readonly (readonly Entry[])[];
  future: readonly (readonly Entry[])[];
  refusal: Refusal | null;
  /** Number of the next row that is new. */
  next: number;
};

/** A row that is there, by its key; or a new one, by the id of its entry. */
export type Target = { key: string[]; before: Cells<Cell> } | { id: string };

export type Action =
  /** Sets cells of rows; one step of undo together. */
  | { type: "set"; table: Relation; changes: { target: Target; column: string; value: Value }[] }
  | { type: "insert"; table: Relation; rows: Cells<Value>[] }
  /** Marks rows for deletion; new rows are simply gone. */
  | { type: "delete"; table: Relation; targets: Target[] }
  /** Forgets these entries. */
  | { type: "drop"; ids: string[] }
  /** The row is now otherwise, and shall be changed all the same. */
  | { type: "rebase"; id: string; actual: Cells<Cell> }
  | { type: "refuse"; refusal: Refusal }
  | { type: "undo" }
  | { type: "redo" }
  /** All are saved, or given up. */
  | { type: "clear" };

export const EMPTY: Edits = { entries: [], past: [], future: [], refusal: null, next: 1 };

export function reduce(edits: Edits, action: Action): Edits {
  switch (action.type) {
    case "set": {
      const entries = action.changes.reduce((all, change) => withCell(all, action.table, change), edits.entries);
      return step(edits, entries);
    }
    case "insert": {
      const rows = action.rows.map((set, index): Entry => ({ type: "insert", id: `new-${edits.next + index}`, table: action.table, set }));
      return { ...step(edits, [...edits.entries, ...rows]), next: edits.next + rows.length };
    }
    case "delete":
      return step(edits, action.targets.reduce((all, target) => withoutRow(all, action.table, target), edits.entries));
    case "drop":
      return step(edits, edits.entries.filter(({ id }) => !action.ids.includes(id)));
    case "rebase":
      return step(edits, edits.entries.map((entry) => (entry.id === action.id && entry.type !== "insert" ? { ...entry, before: { ...entry.before, ...action.actual } } : entry)));
    case "refuse":
      return { ...edits, refusal: action.refusal };
    case "undo": {
      const before = edits.past.at(-1);
      if (!before) return edits;
      return { ...edits, entries: before, past: edits.past.slice(0, -1), future: [edits.entries, ...edits.future], refusal: null };
    }
    case "redo": {
      const [after, ...future] = edits.future;
      if (!after) return edits;
      return { ...edits, entries: after, past: [...edits.past, edits.entries], future, refusal: null };
    }
    case "clear":
      return { ...EMPTY, next: edits.next };
  }
}

/** What the server is sent; entry and edit have the same index. */
export function requestOf(entries: readonly Entry[]): Edit[] {
  return entries.map((entry): Edit => {
    switch (entry.type) {
      case "update":
        return { type: "update", table: entry.table, key: entry.key, set: assignments(entry.set), expect: expectations(entry.before, Object.keys(entry.set)) };
      case "insert":
        return { type: "insert", table: entry.table, set: assignments(entry.set) };
      case "delete":
        return { type: "delete", table: entry.table, key: entry.key, expect: expectations(entry.before, Object.keys(entry.before)) };
    }
  });
}

/** The id that the entry of a row has. */
export function idOf({ schema, name }: Relation, target: Target): string {
  return "id" in target ? target.id : JSON.stringify([schema, name, ...target.key]);
}

export const isOf = (entry: Entry, { schema, name }: Relation): boolean => entry.table.schema === schema && entry.table.name === name;

function step(edits: Edits, entries: readonly Entry[]): Edits {
  if (entries.length === edits.entries.length && entries.every((entry, index) => entry === edits.entries[index])) return edits;
  return { ...edits, entries, past: [...edits.past, edits.entries], future: [], refusal: null };
}

function withCell(entries: readonly Entry[], table: Relation, change: { target: Target; column: string; value: Value }): readonly Entry[] {
  const { target, column, value } = change;
  const id = idOf(table, target);
  const entry = entries.find((one) => one.id === id);
  // A row that is to be deleted is not changed besides.
  if (entry?.type === "delete") return entries;
  if (entry?.type === "insert") return replace(entries, { ...entry, set: { ...entry.set, [column]: value } });
  if ("id" in target) return entries;
  const before = { ...target.before, ...entry?.before };
  // What is as it was needs no saying.
  const set = { ...entry?.set, [column]: value };
  if (isSame(value, before[column])) delete set[column];
  if (Object.keys(set).length === 0) return entries.filter((one) => one.id !== id);
  const next: Entry = { type: "update", id, table, key: target.key, set, before };
  return entry ? replace(entries, next) : [...entries, next];
}

function withoutRow(entries: readonly Entry[], table: Relation, target: Target): readonly Entry[] {
  const id = idOf(table, target);
  const rest = entries.filter((one) => one.id !== id);
  if ("id" in target) return rest;
  const known = entries.find((one) => one.id === id);
  if (known?.type === "delete") return entries;
  const before = known?.type === "update" ? { ...target.before, ...known.before } : target.before;
  return [...rest, { type: "delete", id, table, key: target.key, before }];
}

const replace = (entries: readonly Entry[], next: Entry): readonly Entry[] => entries.map((entry) => (entry.id === next.id ? next : entry));

function isSame(value: Value, before: Cell | undefined): boolean {
  if (value.type === "null") return before === null;
  return value.type === "text" && before === value.text;
}

const assignments = (cells: Cells<Value>): Assignment[] => Object.entries(cells).map(([column, value]) => ({ column, value }));

// Only what was read whole can be compared.
function expectations(before: Cells<Cell>, columns: string[]): Assignment[] {
  return columns.flatMap((column): Assignment[] => {
    const cell = before[column];
    if (cell === null) return [{ column, value: { type: "null" } }];
    return typeof cell === "string" ? [{ column, value: { type: "text", text: cell } }] : [];
  });
}
