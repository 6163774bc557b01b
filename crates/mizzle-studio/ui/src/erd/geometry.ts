// How large the box of a table is, and where its rows are. The layout and the lines need it
// before anything is drawn, so it is counted and not measured: the stylesheet keeps to it.
import type { Node, NodeRow } from "../api/types";

export const HEADER = 32;
export const LINE = 21;
export const FOOT = 6;
const CHARACTER = 7.0;
const NARROWEST = 176;
const WIDEST = 400;
/** So many rows are shown of a table before it is unfolded; two more are not worth a click. */
const FOLDED = 22;
const NEARLY = FOLDED + 2;

/** `users`, `billing.users`. */
export function fullName({ schema, name }: Node): string {
  return schema === "public" ? name : `${schema}.${name}`;
}

/** The same of one that was renamed or moved. */
export function fullNameBefore({ schema, name, schemaBefore, nameBefore }: Node): string | null {
  if (schemaBefore === null && nameBefore === null) return null;
  // Within one schema the name says it all.
  if (schemaBefore === null || schemaBefore === schema) return nameBefore ?? name;
  return `${schemaBefore}.${nameBefore ?? name}`;
}

export interface Shown {
  rows: NodeRow[];
  /** How many are folded away. */
  hidden: number;
}

/** Keys and differences are what a diagram is read for: they are the last to be folded. */
export function shown(node: Node, isUnfolded: boolean): Shown {
  if (isUnfolded || node.rows.length <= NEARLY) return { rows: node.rows, hidden: 0 };
  const matters = (row: NodeRow) => row.isPrimaryKey || row.isForeignKey || row.mark !== "same";
  let room = Math.max(0, FOLDED - node.rows.filter(matters).length);
  const rows = node.rows.filter((row) => matters(row) || room-- > 0);
  return { rows, hidden: node.rows.length - rows.length };
}

/** A changed row takes two lines: what it was, and what it is. */
export function linesOf(row: NodeRow): number {
  return before(row) === null ? 1 : 2;
}

/** What a changed row was, where that is known. */
export function before(row: NodeRow): { name: string; text: string } | null {
  if (row.mark !== "changed" || (row.nameBefore === null && row.textBefore === null)) return null;
  return { name: row.nameBefore ?? row.name, text: row.textBefore ?? row.text };
}

export function sizeOf(node: Node, isUnfolded: boolean): { width: number; height: number } {
  const { rows, hidden } = shown(node, isUnfolded);
  const folding = node.rows.length > NEARLY ? 1 : 0;
  const lines = rows.reduce((sum, row) => sum + linesOf(row), 0) + (hidden > 0 ? 1 : folding) + node.notes.length;
  return { width: widthOf(node), height: HEADER + lines * LINE + FOOT };
}

// Of a letter of the name in the header, which is bold, and of what else stands there.
const TITLE_CHARACTER = 7.6;
const TITLE_REST = 46;
const MARK = 78;

function widthOf(node: Node): number {
  const was = fullNameBefore(node);
  const title = (fullName(node).length + (was === null ? 0 : was.length + 3)) * TITLE_CHARACTER + TITLE_REST + (node.mark === "same" ? 0 : MARK);
  const rows = node.rows.map((row) => charactersOf(row) * CHARACTER);
  const notes = node.notes.map(({ text }) => (text.length + 4) * CHARACTER);
  const widest = Math.max(title, ...rows, ...notes);
  return Math.round(Math.min(WIDEST, Math.max(NARROWEST, widest)) / 8) * 8;
}

/** With sign, keys, and the room between name and type. */
function charactersOf(row: NodeRow): number {
  const was = before(row);
  const now = row.name.length + row.text.length;
  return 9 + Math.max(now, was === null ? 0 : was.name.length + was.text.length);
}

/** The middle of a column's row below the box's upper edge; of the header where it is not shown. */
export function rowMiddle(node: Node, column: string | undefined, isUnfolded: boolean): number {
  let line = 0;
  for (const row of shown(node, isUnfolded).rows) {
    const lines = linesOf(row);
    if (row.name === column) return HEADER + (line + lines - 0.5) * LINE;
    line += lines;
  }
  return HEADER / 2;
}
