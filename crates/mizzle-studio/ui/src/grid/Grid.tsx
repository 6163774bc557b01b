// A grid of our own: rows and columns drawn only where they are seen, the focus on the whole and
// one active cell within, all keys of a spreadsheet. It knows nothing of databases.

import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef, useState, type FocusEvent, type KeyboardEvent, type ReactNode, type RefObject } from "react";
import type { Shown } from "./CellText";
import { GridHeader } from "./GridHeader";
import { GridRow } from "./GridRow";
import { gutterOf, layOut, ROW_HEIGHT, scrollInto } from "./layout";
import { useGridPointer } from "./useGridPointer";
import { at, move, rangeOf, type Bounds, type Selection } from "./selection";
import "./grid.css";

export type GridColumn = {
  id: string;
  /** What the header shows. */
  header: ReactNode;
  /** What a screen reader says of it. */
  label: string;
  width: number;
  align: "start" | "end";
  sort?: "ascending" | "descending" | undefined;
  isPinned?: boolean;
};

export type CellLook = {
  value: Shown;
  tone?: "staged" | "refused" | undefined;
  /** Drawn at the end of the cell. */
  extra?: ReactNode;
};

export type RowMark = "inserted" | "changed" | "deleted" | null;

export type Point = { x: number; y: number };

export type GridProps = {
  label: string;
  /** The pinned ones first. */
  columns: readonly GridColumn[];
  rowCount: number;
  /** Of all rows, where it is known. */
  totalRows?: number | undefined;
  /** Number of the first row, from 1. */
  firstRow?: number;
  headerHeight?: number;
  cell: (row: number, column: number) => CellLook;
  mark?: (row: number) => RowMark;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** A key first; `true` where it was used. */
  onKey?: (event: KeyboardEvent) => boolean;
  onActivate?: (row: number, column: number) => void;
  /** The value of a cell shall be shown whole. */
  onShow?: (row: number, column: number) => void;
  onMenu?: (at: Point) => void;
  onResize?: (column: number, width: number) => void;
  /** Another value begins at the first row: these are other rows. */
  page?: string;
  /** Drawn over the focused cell. */
  editor?: ReactNode;
  /** The focus has left the editor for something else in the page. */
  onEditorLeave?: () => void;
  /** Set to what takes the focus back to the grid. */
  focusRef?: RefObject<(() => void) | null>;
};

export function Grid(props: GridProps) {
  const { columns, rowCount, selection, onSelection, headerHeight = 46, firstRow = 1 } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const help = `${id}-help`;
  // Escape lets the next Tab go on to what follows the grid.
  const isLeaving = useRef(false);

  const pinnedCount = columns.filter(({ isPinned }) => isPinned).length;
  // While a border is dragged; the owner of the widths is told once, at the end.
  const [dragged, setDragged] = useState<{ column: number; width: number } | null>(null);
  const gutter = gutterOf(firstRow + rowCount);
  const layout = useMemo(
    () => layOut(columns.map(({ width }, index) => (dragged?.column === index ? dragged.width : width)), pinnedCount, gutter),
    [columns, pinnedCount, gutter, dragged],
  );

  const rows = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 5,
    scrollMargin: headerHeight,
  });
  const across = useVirtualizer({
    horizontal: true,
    count: layout.scrolled.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => layout.scrolled[index]?.width ?? 0,
    overscan: 2,
    scrollMargin: layout.pinnedWidth,
  });
  // Widths are ours; the virtualizer has to be told that they are others.
  useLayoutEffect(() => across.measure(), [across, layout]);

  const bounds = (): Bounds => ({
    rows: rowCount,
    columns: columns.length,
    page: Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / ROW_HEIGHT) - 1),
  });

  const { focus } = selection;
  useEffect(() => reveal(scroller.current, focus.row, focus.column, layout, headerHeight), [focus.row, focus.column, layout, headerHeight]);

  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [props.page]);

  if (props.focusRef) props.focusRef.current = () => scroller.current?.focus({ preventScroll: true });

  const onKeyDown = (event: KeyboardEvent) => {
    // Keys of an editor or a button in the grid are theirs.
    if (event.target !== scroller.current) return;
    // An editor that has no focus yet, or refused to go: its keys mean nothing to the cells.
    if (props.editor) {
      event.preventDefault();
      if (event.key === "Escape") props.onEditorLeave?.();
      return;
    }
    if (event.key === "Tab" && isLeaving.current) return;
    isLeaving.current = event.key === "Escape";
    if (props.onKey?.(event)) {
      event.preventDefault();
      return;
    }
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      event.preventDefault();
      const active = document.getElementById(cellId(id, focus.row, focus.column))?.getBoundingClientRect();
      if (active) props.onMenu?.({ x: active.left + 8, y: active.bottom });
      return;
    }
    const next = move(selection, event, bounds());
    if (next === null || next === "leave") return;
    event.preventDefault();
    onSelection(next);
  };

  // Handlers that stay the same while the selection moves, so that it draws no more than it has to.
  const latest = useRef(props);
  latest.current = props;
  const pointer = useGridPointer(latest);
  const select = useCallback((column: number) => latest.current.onSelection(at(-1, column)), []);
  const onActivate = useCallback((row: number, column: number) => latest.current.onActivate?.(row, column), []);
  const onResize = useCallback((column: number, width: number, isDone: boolean) => {
    setDragged(isDone ? null : { column, width });
    if (isDone) latest.current.onResize?.(column, width);
  }, []);
  const onMenu = useCallback((point: Point) => latest.current.onMenu?.(point), []);

  const shown = across.getVirtualItems();
  const [first, last] = [shown[0]?.index ?? 0, shown.at(-1)?.index ?? -1];
  const visible = useMemo(() => layout.scrolled.slice(first, last + 1), [layout, first, last]);
  const range = useMemo(() => rangeOf(selection), [selection]);
  return (
    <>
      <p id={help} className="visually-hidden">
        Arrows move, Enter edits or opens, Shift-F10 opens the menu of a cell. Escape, then Tab, leaves the grid.
      </p>
      <div
        ref={scroller}
        className="grid"
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-rowcount={props.totalRows === undefined ? -1 : props.totalRows + 1}
        aria-colcount={columns.length}
        aria-multiselectable="true"
        aria-activedescendant={cellId(id, focus.row, focus.column)}
        aria-describedby={help}
        onKeyDown={onKeyDown}
      >
        <div className="grid-content" role="presentation" style={{ width: layout.totalWidth, height: headerHeight + rows.getTotalSize() }} {...pointer}>
          <GridHeader
            id={id}
            columns={columns}
            layout={layout}
            visible={visible}
            focused={focus.row === -1 ? focus.column : null}
            height={headerHeight}
            onSelectAll={() => rowCount > 0 && onSelection({ anchor: { row: rowCount - 1, column: columns.length - 1 }, focus: { row: 0, column: 0 } })}
            select={select}
            onActivate={onActivate}
            onMenu={onMenu}
            onResize={props.onResize && onResize}
          />
          {rows.getVirtualItems().map(({ index }) => (
            <GridRow
              key={index}
              id={id}
              columns={columns}
              layout={layout}
              visible={visible}
              focused={index === focus.row ? focus.column : null}
              index={index}
              top={headerHeight + index * ROW_HEIGHT}
              number={firstRow + index}
              mark={props.mark?.(index) ?? null}
              range={index >= range.top && index <= range.bottom ? range : null}
              cell={props.cell}
            />
          ))}
          {props.editor !== undefined && props.editor !== null && (
            <EditorPlace scroller={scroller} layout={layout} row={focus.row} column={focus.column} headerHeight={headerHeight} onLeave={props.onEditorLeave}>
              {props.editor}
            </EditorPlace>
          )}
        </div>
      </div>
    </>
  );
}

export const cellId = (grid: string, row: number, column: number): string => `${grid}-${row}-${column}`;

type Place = { scroller: RefObject<HTMLDivElement | null>; layout: ReturnType<typeof layOut>; row: number; column: number; headerHeight: number; onLeave: (() => void) | undefined; children: ReactNode };

// Over the cell, but never beyond what is seen: a large editor moves to the left and upwards.
function EditorPlace({ scroller, layout, row, column, headerHeight, onLeave, children }: Place) {
  const ref = useRef<HTMLDivElement>(null);
  const pinned = layout.pinned[column];
  const scrolled = layout.scrolled[column - layout.pinned.length];
  const width = (pinned ?? scrolled)?.width ?? 0;
  useLayoutEffect(() => {
    const [box, element] = [scroller.current, ref.current];
    if (!box || !element) return;
    const place = () => {
      const left = pinned ? box.scrollLeft + pinned.start : layout.pinnedWidth + (scrolled?.start ?? 0);
      const top = headerHeight + row * ROW_HEIGHT;
      const [right, bottom] = [box.scrollLeft + box.clientWidth, box.scrollTop + box.clientHeight];
      element.style.left = `${Math.max(box.scrollLeft + layout.gutter, Math.min(left, right - element.offsetWidth - 4))}px`;
      element.style.top = `${Math.max(box.scrollTop + headerHeight, Math.min(top, bottom - element.offsetHeight - 4))}px`;
    };
    place();
    const watch = new ResizeObserver(place);
    watch.observe(element);
    return () => watch.disconnect();
  }, [scroller, layout, row, column, headerHeight, pinned, scrolled]);
  // Another window in front, or the choice of a file, is no leaving.
  const onBlur = (event: FocusEvent) => {
    if (document.hasFocus() && !event.currentTarget.contains(event.relatedTarget)) onLeave?.();
  };
  return (
    <div ref={ref} className="grid-editor" role="row" style={{ minWidth: width }} onBlur={onBlur}>
      <div role="gridcell">{children}</div>
    </div>
  );
}

function reveal(box: HTMLDivElement | null, row: number, column: number, layout: ReturnType<typeof layOut>, headerHeight: number): void {
  if (!box) return;
  if (row >= 0) box.scrollTop = scrollInto(row * ROW_HEIGHT, ROW_HEIGHT, box.scrollTop, box.clientHeight - headerHeight);
  const place = layout.scrolled[column - layout.pinned.length];
  if (place) box.scrollLeft = scrollInto(place.start, place.width, box.scrollLeft, box.clientWidth - layout.pinnedWidth);
}
