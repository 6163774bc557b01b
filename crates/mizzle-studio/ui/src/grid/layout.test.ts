import { expect, test } from "vitest";
import { drawnIn, GUTTER, layOut, ROW_HEIGHT, scrollInto, type Box } from "./layout";

const HEAD = 46;
const columns = layOut([100, 100, 100, 100, 100, 100, 100, 100, 100, 100], 1);
const box = (scrollTop: number, scrollLeft: number, rows: number, width: number): Box => ({
  scrollTop,
  scrollLeft,
  clientHeight: HEAD + rows * ROW_HEIGHT,
  clientWidth: columns.pinnedWidth + width,
});

test("pinned columns stand apart from those that scroll", () => {
  expect(columns.pinned).toEqual([{ index: 0, start: GUTTER, width: 100 }]);
  expect(columns.scrolled[1]).toEqual({ index: 2, start: 100, width: 100 });
  expect(columns.totalWidth).toBe(GUTTER + 1000);
});

test("what is seen is drawn, with a few around it", () => {
  expect(drawnIn(box(0, 0, 10, 250), columns, 1000, HEAD)).toEqual({ firstRow: 0, lastRow: 14, firstColumn: 0, lastColumn: 4 });
  // Half of a row and half of a column at each edge count.
  expect(drawnIn(box(20.5 * ROW_HEIGHT, 350, 10, 200), columns, 1000, HEAD)).toEqual({ firstRow: 15, lastRow: 35, firstColumn: 1, lastColumn: 7 });
});

test("nothing is drawn beyond the last row and the last column", () => {
  expect(drawnIn(box(95 * ROW_HEIGHT, 800, 10, 250), columns, 100, HEAD)).toEqual({ firstRow: 90, lastRow: 99, firstColumn: 6, lastColumn: 8 });
  expect(drawnIn(box(0, 0, 10, 5000), columns, 3, HEAD)).toEqual({ firstRow: 0, lastRow: 2, firstColumn: 0, lastColumn: 8 });
});

test("without rows and without columns there is nothing to draw", () => {
  const { firstRow, lastRow, firstColumn, lastColumn } = drawnIn(box(0, 0, 10, 250), layOut([], 0), 0, HEAD);
  expect(lastRow).toBeLessThan(firstRow);
  expect(lastColumn).toBeLessThan(firstColumn);
});

test("scrolling goes no further than it must", () => {
  expect(scrollInto(100, 50, 0, 200)).toBe(0);
  expect(scrollInto(100, 50, 120, 200)).toBe(100);
  expect(scrollInto(300, 50, 0, 200)).toBe(150);
  expect(scrollInto(300, 500, 0, 200)).toBe(300);
});
