import { memo } from "react";
import { CellText } from "./CellText";
import { cellId, type GridColumn, type GridProps, type RowMark } from "./Grid";
import { ROW_HEIGHT, type Layout, type Placed } from "./layout";
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
};

const MARKS = { inserted: "+", changed: "~", deleted: "−" } as const;

/**
 * One row: number and pinned columns stay, the others scroll. It has no handlers: the grid finds
 * the cell of an event by `data-row` and `data-column`, since hundreds of cells come and go with
 * each turn of the wheel.
 */
export const GridRow = memo(function GridRow({ id, columns, layout, visible, focused, range, index, top, number, mark, cell }: Props) {
  const isWhole = range !== null && range.left === 0 && range.right === columns.length - 1;
  const cells = (places: readonly Placed[], left: number) =>
    places.map((place) => {
      const column = place.index;
      const look = cell(index, column);
      return (
        <div
          key={column}
          id={cellId(id, index, column)}
          className="grid-cell"
          role="gridcell"
          aria-colindex={column + 1}
          aria-selected={range !== null && isInRange(range, index, column)}
          data-row={index}
          data-column={column}
          data-focused={focused === column || undefined}
          data-tone={look.tone}
          data-align={columns[column]?.align}
          style={{ left: left + place.start, width: place.width }}
        >
          <span className="grid-value">
            <CellText value={look.value} />
          </span>
          {look.extra}
        </div>
      );
    });
  return (
    <div className="grid-row" role="row" aria-rowindex={number + 1} data-mark={mark ?? undefined} style={{ height: ROW_HEIGHT, transform: `translateY(${top}px)` }}>
      <div className="grid-pinned" role="presentation" style={{ width: layout.pinnedWidth }}>
        <div className="grid-number" role="rowheader" aria-label={mark ? `Row ${number}, ${mark}` : `Row ${number}`} data-row={index} data-selected={isWhole || undefined} style={{ width: layout.gutter }}>
          {mark && <span className="grid-mark">{MARKS[mark]}</span>}
          {number}
        </div>
        {cells(layout.pinned, 0)}
      </div>
      {cells(visible, layout.pinnedWidth)}
    </div>
  );
});
