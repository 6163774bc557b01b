// Where the focus is in a grid and what is selected. The focused cell is one thing, the selected
// range another, and editing a third: the range reaches from the anchor to the focus.

/** Row -1 is the header. */
export type Position = { row: number; column: number };

export type Selection = { focus: Position; anchor: Position };

/** Both ends belong to it. */
export type Range = { top: number; bottom: number; left: number; right: number };

export type Bounds = {
  rows: number;
  columns: number;
  /** Rows that fit on the screen. */
  page: number;
};

export type Stroke = { key: string; shiftKey: boolean; ctrlKey: boolean; metaKey: boolean; altKey: boolean };

export const START: Selection = at(0, 0);

/** One cell. */
export function at(row: number, column: number): Selection {
  return { focus: { row, column }, anchor: { row, column } };
}

/** The rows and columns between anchor and focus; the header is in no range. */
export function rangeOf({ focus, anchor }: Selection): Range {
  return {
    top: Math.max(0, Math.min(focus.row, anchor.row)),
    bottom: Math.max(focus.row, anchor.row),
    left: Math.min(focus.column, anchor.column),
    right: Math.max(focus.column, anchor.column),
  };
}

export function isInRange(range: Range, row: number, column: number): boolean {
  return row >= range.top && row <= range.bottom && column >= range.left && column <= range.right;
}

/** The selection within what there is, after rows or columns have gone. */
export function clamp({ focus, anchor }: Selection, { rows, columns }: Bounds): Selection {
  const fit = ({ row, column }: Position): Position => ({
    row: Math.max(-1, Math.min(row, rows - 1)),
    column: Math.max(0, Math.min(column, columns - 1)),
  });
  return { focus: fit(focus), anchor: fit(anchor) };
}

/**
 * Where a key leads, as in a spreadsheet. `null`: it is no key of ours. `"leave"`: Tab at an end,
 * which the browser shall have.
 */
export function move(selection: Selection, stroke: Stroke, bounds: Bounds): Selection | "leave" | null {
  if (stroke.altKey || bounds.columns === 0) return null;
  if (stroke.key === "Tab") return stroke.ctrlKey || stroke.metaKey ? null : byTab(selection, stroke.shiftKey, bounds);
  const whole = wholeOf(selection, stroke, bounds);
  if (whole) return whole;
  const focus = target(selection.focus, stroke, bounds);
  if (!focus) return null;
  const next = clamp({ focus, anchor: focus }, bounds);
  // A range is of rows: the header cannot be its end.
  if (stroke.shiftKey && selection.anchor.row >= 0) {
    return { focus: { ...next.focus, row: Math.max(0, next.focus.row) }, anchor: selection.anchor };
  }
  return next;
}

function target({ row, column }: Position, stroke: Stroke, { rows, columns, page }: Bounds): Position | null {
  const far = stroke.ctrlKey || stroke.metaKey;
  const [lastRow, lastColumn] = [rows - 1, columns - 1];
  switch (stroke.key) {
    case "ArrowUp":
      return { row: far && row > 0 ? 0 : row - 1, column };
    case "ArrowDown":
      return { row: far ? lastRow : row + 1, column };
    case "ArrowLeft":
      return { row, column: far ? 0 : column - 1 };
    case "ArrowRight":
      return { row, column: far ? lastColumn : column + 1 };
    case "Home":
      return far ? { row: 0, column: 0 } : { row, column: 0 };
    case "End":
      return far ? { row: lastRow, column: lastColumn } : { row, column: lastColumn };
    case "PageUp":
      return { row: Math.max(0, row - page), column };
    case "PageDown":
      return { row: Math.min(lastRow, row + page), column };
    default:
      return null;
  }
}

// Ctrl-A is all, Shift-Space the rows, Ctrl-Space the columns.
function wholeOf({ focus, anchor }: Selection, stroke: Stroke, { rows, columns }: Bounds): Selection | null {
  const isCtrl = stroke.ctrlKey || stroke.metaKey;
  if (rows === 0) return null;
  if (isCtrl && stroke.key.toLowerCase() === "a") {
    return { anchor: { row: rows - 1, column: columns - 1 }, focus: { row: 0, column: 0 } };
  }
  if (stroke.key !== " ") return null;
  if (stroke.shiftKey) {
    return { anchor: { row: anchor.row, column: columns - 1 }, focus: { row: focus.row, column: 0 } };
  }
  if (isCtrl) return { anchor: { row: rows - 1, column: anchor.column }, focus: { row: 0, column: focus.column } };
  return null;
}

function byTab({ focus: { row, column } }: Selection, isBack: boolean, { rows, columns }: Bounds): Selection | "leave" {
  const index = row * columns + column + (isBack ? -1 : 1);
  if (row < 0 ? index >= 0 || index < -columns : index < 0 || index >= rows * columns) return "leave";
  const next = Math.floor(index / columns);
  return at(next, index - next * columns);
}
