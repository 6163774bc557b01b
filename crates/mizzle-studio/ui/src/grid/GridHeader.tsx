import { useRef, type PointerEvent } from "react";
import { flushSync } from "react-dom";
import { cellId, type GridColumn, type Point } from "./Grid";
import { MAX_WIDTH, MIN_WIDTH, type Layout, type Placed } from "./layout";

type Props = {
  id: string;
  columns: readonly GridColumn[];
  layout: Layout;
  visible: readonly Placed[];
  /** Column of the focus, where it is in the header. */
  focused: number | null;
  height: number;
  onSelectAll: () => void;
  select: (column: number) => void;
  onActivate: (row: number, column: number) => void;
  onMenu: (at: Point) => void;
  /** Called all along a drag. */
  onResize: ((column: number, width: number, isDone: boolean) => void) | undefined;
};

/** The names of the columns; they stay when the rows scroll. */
export function GridHeader(props: Props) {
  const { columns, layout, visible, height } = props;
  const cells = (places: readonly Placed[], left: number) =>
    places.map((place) => <HeaderCell key={columns[place.index]?.id} {...props} place={place} left={left + place.start} />);
  return (
    <div className="grid-header" role="row" aria-rowindex={1} style={{ height }}>
      <div className="grid-pinned" role="presentation" style={{ width: layout.pinnedWidth }}>
        <div className="grid-corner" role="presentation" style={{ width: layout.gutter }} title="Select all (Ctrl-A)" onClick={props.onSelectAll} />
        {cells(layout.pinned, 0)}
      </div>
      {cells(visible, layout.pinnedWidth)}
    </div>
  );
}

function HeaderCell({ id, columns, focused, place, left, select, onActivate, onMenu, onResize }: Props & { place: Placed; left: number }) {
  const index = place.index;
  const column = columns[index];
  if (!column) return null;
  return (
    <div
      id={cellId(id, -1, index)}
      className="grid-head"
      role="columnheader"
      aria-colindex={index + 1}
      aria-label={column.label}
      aria-sort={column.sort ?? "none"}
      data-focused={focused === index || undefined}
      data-align={column.align}
      style={{ left, width: place.width }}
      onClick={() => {
        select(index);
        onActivate(-1, index);
      }}
      onContextMenu={(event) => {
        event.preventDefault();
        flushSync(() => select(index));
        onMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      {column.header}
      {onResize && <ResizeHandle width={place.width} onResize={(width, isDone) => onResize(index, width, isDone)} />}
    </div>
  );
}

// By keyboard the width is in the column's menu.
function ResizeHandle({ width, onResize }: { width: number; onResize: (width: number, isDone: boolean) => void }) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const widthAt = (x: number): number | null => {
    if (!start.current) return null;
    return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, start.current.width + x - start.current.x)));
  };
  const drag = (event: PointerEvent, isDone: boolean) => {
    const next = widthAt(event.clientX);
    if (next !== null) onResize(next, isDone);
    if (isDone) start.current = null;
  };
  return (
    <span
      className="grid-resize"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width };
      }}
      onPointerMove={(event) => drag(event, false)}
      onPointerUp={(event) => drag(event, true)}
      onPointerCancel={(event) => drag(event, true)}
      onClick={(event) => event.stopPropagation()}
    />
  );
}
