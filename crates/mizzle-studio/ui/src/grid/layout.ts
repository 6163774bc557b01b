// Where columns stand. The pinned ones come first and do not scroll.

export type Placed = {
  /** Index of the column in the order on screen. */
  index: number;
  /** From the left edge of its part, in pixels. */
  start: number;
  width: number;
};

export type Layout = {
  /** Width of the row numbers. */
  gutter: number;
  pinned: Placed[];
  scrolled: Placed[];
  /** Of the row numbers and the pinned columns. */
  pinnedWidth: number;
  totalWidth: number;
};

/** Of the row numbers, with their mark before them: the largest has to be read whole. */
export const gutterOf = (lastNumber: number): number => Math.max(52, 28 + 7 * String(lastNumber).length);

export const ROW_HEIGHT = 28;
export const MIN_WIDTH = 48;
export const MAX_WIDTH = 1200;

/** `pinnedCount` columns at the beginning are pinned. */
export function layOut(widths: readonly number[], pinnedCount: number, gutter: number): Layout {
  const pinned: Placed[] = [];
  const scrolled: Placed[] = [];
  let [pinnedEnd, scrolledEnd] = [gutter, 0];
  widths.forEach((width, index) => {
    if (index < pinnedCount) {
      pinned.push({ index, start: pinnedEnd, width });
      pinnedEnd += width;
    } else {
      scrolled.push({ index, start: scrolledEnd, width });
      scrolledEnd += width;
    }
  });
  return { gutter, pinned, scrolled, pinnedWidth: pinnedEnd, totalWidth: pinnedEnd + scrolledEnd };
}

/** Where to scroll to so that the span is seen whole, or its beginning. */
export function scrollInto(start: number, size: number, offset: number, viewport: number): number {
  if (start < offset) return start;
  if (start + size > offset + viewport) return size > viewport ? start : start + size - viewport;
  return offset;
}
