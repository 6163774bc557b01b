// Where columns stand. The pinned ones come first and do not scroll.

export type Placed = {
  /** Index of the column in the order on screen. */
  index: number;
  /** From the left edge of its part, in pixels. */
  start: number;
  width: number;
};

export type Layout = {
  pinned: Placed[];
  scrolled: Placed[];
  /** Of the row numbers and the pinned columns. */
  pinnedWidth: number;
  totalWidth: number;
};

/** Of the row numbers. */
export const GUTTER = 52;
export const ROW_HEIGHT = 28;
export const MIN_WIDTH = 48;
export const MAX_WIDTH = 1200;

/** `pinnedCount` columns at the beginning are pinned. */
export function layOut(widths: readonly number[], pinnedCount: number): Layout {
  const pinned: Placed[] = [];
  const scrolled: Placed[] = [];
  let [pinnedEnd, scrolledEnd] = [GUTTER, 0];
  widths.forEach((width, index) => {
    if (index < pinnedCount) {
      pinned.push({ index, start: pinnedEnd, width });
      pinnedEnd += width;
    } else {
      scrolled.push({ index, start: scrolledEnd, width });
      scrolledEnd += width;
    }
  });
  return { pinned, scrolled, pinnedWidth: pinnedEnd, totalWidth: pinnedEnd + scrolledEnd };
}

/** What is drawn: both ends of a span count, and an empty one ends before it begins. */
export type Drawn = { firstRow: number; lastRow: number; firstColumn: number; lastColumn: number };

/** The box that scrolls: what is behind its upper left corner, and its size. */
export type Box = Pick<HTMLElement, "scrollTop" | "scrollLeft" | "clientHeight" | "clientWidth">;

// What the next turn of the wheel shows is there already.
const ROWS_BEYOND = 5;
const COLUMNS_BEYOND = 2;

/** Which rows, and which of the columns that scroll, are seen in a box, and a few around them. */
export function drawnIn(box: Box, layout: Layout, rowCount: number, headerHeight: number): Drawn {
  const [top, left] = [box.scrollTop, box.scrollLeft];
  const bottom = top + box.clientHeight - headerHeight;
  const right = left + box.clientWidth - layout.pinnedWidth;
  const { scrolled } = layout;
  const firstColumn = scrolled.findIndex(({ start, width }) => start + width > left);
  const behind = scrolled.findIndex(({ start }) => start >= right);
  return {
    firstRow: Math.max(0, Math.floor(top / ROW_HEIGHT) - ROWS_BEYOND),
    lastRow: Math.min(rowCount, Math.ceil(bottom / ROW_HEIGHT) + ROWS_BEYOND) - 1,
    firstColumn: Math.max(0, firstColumn - COLUMNS_BEYOND),
    lastColumn: Math.min(scrolled.length, (behind < 0 ? scrolled.length : behind) + COLUMNS_BEYOND) - 1,
  };
}

/** Where to scroll to so that the span is seen whole, or its beginning. */
export function scrollInto(start: number, size: number, offset: number, viewport: number): number {
  if (start < offset) return start;
  if (start + size > offset + viewport) return size > viewport ? start : start + size - viewport;
  return offset;
}
