import { memo } from "react";
import { CellText } from "./CellText";
import { cellId, type CellLook, type GridColumn, type GridProps, type Point, type RowMark } from "./Grid";
import { GUTTER, ROW_HEIGHT, type Layout, type Placed } from "./layout";
import { isInRange, type Range } from "./selection";

type Props = Pick<GridProps, "cell"> & {
  id: string;
  columns: readonly GridColumn[];
  layout: Layout;
  /** The scrolled columns that are seen. */
  visible: readonly Placed[];
  /** Column of the focus, where it is in this row. */
  focused: number | null;
  /** What is selected, where some of this row is. */
  range: Range | null;
  index: number;
  top: number;
  number: number;
  mark: RowMark;
  select: (row: number, column: number, isExtended: boolean) => void;
  selectRow: (row: number, isExtended: boolean) => void;
  onActivate: (row: number, column: number) => void;
  onMenu: (at: Point) => void;
};

const MARKS = { inserted: "+", changed: "~", deleted: "−" } as const;

/** One row: number and pinned columns stay, the others scroll. */
export const GridRow = memo(function GridRow(props: Props) {
  const { columns, layout, visible, range, index, top, number, mark } = props;
  const isWhole = range !== null && range.left === 0 && range.right === columns.length - 1;

  const cells = (places: readonly Placed[], left: number) =>
    places.map((place) => <Cell key={columns[place.index]?.id} {...props} place={place} left={left + place.start} />);

  return (
    <div className="grid-row" role="row" aria-rowindex={number + 1} data-mark={mark ?? undefined} style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}>
      <div className="grid-pinned" role="presentation" style={{ width: layout.pinnedWidth }}>
        <div
          className="grid-number"
          role="rowheader"
          aria-label={mark ? `Row ${number}, ${mark}` : `Row ${number}`}
          data-selected={isWhole || undefined}
          style={{ width: GUTTER }}
          onMouseDown={(event) => event.button === 0 && props.selectRow(index, event.shiftKey)}
          onContextMenu={(event) => {
            event.preventDefault();
            if (!isWhole) props.selectRow(index, false);
            props.onMenu({ x: event.clientX, y: event.clientY });
          }}
        >
          {mark && <span className="grid-mark">{MARKS[mark]}</span>}
          {number}
        </div>
        {cells(layout.pinned, 0)}
      </div>
      {cells(visible, layout.pinnedWidth)}
    </div>
  );
});

function Cell({ id, columns, focused, range, index, place, left, cell, select, onActivate, onMenu }: Props & { place: Placed; left: number }) {
  const column = place.index;
  const look: CellLook = cell(index, column);
  const isSelected = range !== null && isInRange(range, index, column);
  return (
    <div
      id={cellId(id, index, column)}
      className="grid-cell"
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={isSelected}
      data-focused={focused === column || undefined}
      data-tone={look.tone}
      data-align={columns[column]?.align}
      style={{ left, width: place.width }}
      onMouseDown={(event) => event.button === 0 && select(index, column, event.shiftKey)}
      // With the button held down the range follows the pointer.
      onMouseEnter={(event) => event.buttons === 1 && select(index, column, true)}
      onDoubleClick={() => onActivate(index, column)}
      onContextMenu={(event) => {
        event.preventDefault();
        if (!isSelected) select(index, column, false);
        onMenu({ x: event.clientX, y: event.clientY });
      }}
    >
      <span className="grid-value">
        <CellText value={look.value} />
      </span>
      {look.extra}
    </div>
  );
}
