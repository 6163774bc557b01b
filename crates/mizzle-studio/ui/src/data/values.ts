// Between what a cell holds, what is staged for it, and what is shown.

import type { Cell, Column, Row, Table, Value } from "../api/types";
import type { Shown } from "../grid/CellText";
import type { Cells } from "./edits/reducer";

/** A staged value as a cell shows it. */
export function shownOf(value: Value): Shown {
  switch (value.type) {
    case "null":
      return null;
    case "default":
      return { isDefault: true };
    case "text":
      return value.text;
    case "bytes":
      return hexOf(value.base64);
  }
}

export const NULL: Value = { type: "null" };
export const DEFAULT: Value = { type: "default" };
export const text = (value: string): Value => ({ type: "text", text: value });

/** A field knows one line break only: lines that were not touched keep the one they had. */
export function withBreaksOf(before: string, after: string): string {
  if (!before.includes("\r")) return after;
  const breaks = before.match(/\r\n?|\n/g) ?? [];
  const [was, now] = [before, after].map((one) => one.split(/\r\n?|\n/)) as [string[], string[]];
  let [top, end] = [0, 0];
  while (top < now.length && now[top] === was[top]) top += 1;
  while (end < Math.min(now.length, was.length) - top && now.at(-1 - end) === was.at(-1 - end)) end += 1;
  const breakBefore = (line: number) => (line <= top ? breaks[line - 1] : now.length - line <= end ? breaks.at(line - now.length) : undefined) ?? breaks[0];
  return now.map((line, at) => (at === 0 ? line : breakBefore(at) + line)).join("");
}

/** The cells of a row by column. */
export function cellsOf(columns: readonly string[], row: Row): Cells<Cell> {
  return Object.fromEntries(columns.map((column, index) => [column, row.cells[index] ?? null]));
}

/** Does the database fill it, whatever anyone says? */
export const isFilled = ({ generated, identity }: Column): boolean => generated !== null || identity === "always";

/** Why the rows of a table cannot be changed; `null` where they can. */
export function whyReadOnly(table: Table, isStudioReadOnly: boolean): string | null {
  if (isStudioReadOnly) return "The studio was started with --read-only";
  const why = table.readOnly ?? (table.identity.type === "none" ? table.identity.why : null);
  return why === null ? null : why.charAt(0).toUpperCase() + why.slice(1);
}

/** `\x…` as the server writes a bytea, without its end where it is long. */
function hexOf(base64: string): Shown {
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const hex = (part: Uint8Array) => `\\x${[...part].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
  return bytes.length > 256 ? { cut: hex(bytes.subarray(0, 256)), bytes: bytes.length } : hex(bytes);
}

/** `\x48656c6c6f`, or the digits alone, as base64; `null` where it is no hex. */
export function base64OfHex(hex: string): string | null {
  const digits = hex.replace(/\s/g, "").replace(/^\\x/i, "");
  if (digits.length % 2 !== 0 || /[^0-9a-f]/i.test(digits)) return null;
  let bytes = "";
  for (let at = 0; at < digits.length; at += 2) bytes += String.fromCharCode(parseInt(digits.slice(at, at + 2), 16));
  return btoa(bytes);
}

/** The bytes of a file as base64. */
export async function base64OfFile(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  // In parts: the arguments of one call are limited.
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** Cells as a spreadsheet takes them: tabs between columns, one line a row. */
export function tsv(rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => (/[\t\n\r"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => row.map(quote).join("\t")).join("\n");
}

/** Rows of cells from a spreadsheet's clipboard. */
export function parseTsv(content: string): string[][] {
  const rows: string[][] = [[]];
  let [cell, isQuoted] = ["", false];
  const end = () => rows.at(-1)?.push(cell);
  for (let at = 0; at < content.length; at += 1) {
    const char = content[at] ?? "";
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (content[at + 1] === '"') [cell, at] = [`${cell}"`, at + 1];
      else isQuoted = false;
    } else if (char === '"' && cell === "") isQuoted = true;
    else if (char === "\t") {
      end();
      cell = "";
    } else if (char === "\n") {
      end();
      cell = "";
      rows.push([]);
    } else if (char !== "\r") cell += char;
  }
  end();
  // A line break at the end begins no row.
  if (rows.length > 1 && rows.at(-1)?.join("") === "") rows.pop();
  return rows;
}

/** Cells as CSV. A text that a spreadsheet would take for a formula is kept from being one. */
export function csv(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const field = (text: string) => {
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  // NULL is nothing, a text without a character a pair of quotes.
  const cell = (value: Cell) => (value === null ? "" : value === "" ? '""' : field(typeof value === "string" ? value : value.cut));
  return [columns.map(field).join(","), ...rows.map((row) => row.map(cell).join(","))].join("\r\n");
}

/** Cells as JSON: texts stay texts. */
export function jsonRows(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const object = (row: readonly Cell[]) => Object.fromEntries(columns.map((name, index) => [name, textOrNull(row[index] ?? null)]));
  return JSON.stringify(rows.map(object), null, 2);
}

const textOrNull = (value: Cell): string | null => (value === null || typeof value === "string" ? value : value.cut);
