// What the pointer does in a grid. One set of handlers for all cells: an event's cell is found by
// the attributes of what it hit.

import { useMemo, type MouseEvent, type RefObject } from "react";
import { flushSync } from "react-dom";
import type { GridProps } from "./Grid";
import { at, isInRange, rangeOf, type Selection } from "./selection";

type Hit = { row: number; /** `null` for the number of the row. */ column: number | null };

export function useGridPointer(latest: RefObject<GridProps>) {
  return useMemo(() => {
    const to = (selection: Selection) => latest.current.onSelection(selection);
    const select = ({ row, column }: Hit, isExtended: boolean) => {
      const { selection, columns } = latest.current;
      const anchor = isExtended && selection.anchor.row >= 0 ? selection.anchor : null;
      if (column === null) to({ anchor: { row: anchor?.row ?? row, column: columns.length - 1 }, focus: { row, column: 0 } });
      else to(anchor ? { anchor, focus: { row, column } } : at(row, column));
    };
    return {
      onMouseDown(event: MouseEvent) {
        const hit = hitOf(event);
        if (hit && event.button === 0) select(hit, event.shiftKey);
      },
      onClick(event: MouseEvent) {
        const hit = event.target instanceof Element && event.target.closest("[data-show]") ? hitOf(event) : null;
        if (hit && hit.column !== null) latest.current.onShow?.(hit.row, hit.column);
      },
      // With the button held down the range follows.
      onMouseOver(event: MouseEvent) {
        const hit = event.buttons === 1 ? hitOf(event) : null;
        const { focus } = latest.current.selection;
        if (hit && (hit.row !== focus.row || hit.column !== focus.column)) select(hit, true);
      },
      onDoubleClick(event: MouseEvent) {
        const hit = hitOf(event);
        if (hit && hit.column !== null) latest.current.onActivate?.(hit.row, hit.column);
      },
      onContextMenu(event: MouseEvent) {
        const hit = hitOf(event);
        if (!hit) return;
        event.preventDefault();
        const range = rangeOf(latest.current.selection);
        // The menu is of what is selected now, and not of what was.
        if (!isInRange(range, hit.row, hit.column ?? range.left)) flushSync(() => select(hit, false));
        latest.current.onMenu?.({ x: event.clientX, y: event.clientY });
      },
    };
  }, [latest]);
}

function hitOf({ target }: MouseEvent): Hit | null {
  // Links in cells are theirs.
  if (!(target instanceof Element) || target.closest("a, button")) return null;
  const element = target.closest<HTMLElement>("[data-row]");
  const { row, column } = element?.dataset ?? {};
  return row === undefined ? null : { row: Number(row), column: column === undefined ? null : Number(column) };
}
