import { expect, test } from "vitest";
import { gutterOf, layOut, scrollInto } from "./layout";

test("pinned columns stand apart from those that scroll", () => {
  const columns = layOut([100, 80, 60], 1, 52);
  expect(columns.pinned).toEqual([{ index: 0, start: 52, width: 100 }]);
  expect(columns.scrolled).toEqual([
    { index: 1, start: 0, width: 80 },
    { index: 2, start: 80, width: 60 },
  ]);
  expect(columns.pinnedWidth).toBe(152);
  expect(columns.totalWidth).toBe(292);
});

test("scrolling goes no further than it must", () => {
  expect(scrollInto(100, 50, 0, 200)).toBe(0);
  expect(scrollInto(100, 50, 120, 200)).toBe(100);
  expect(scrollInto(300, 50, 0, 200)).toBe(150);
  expect(scrollInto(300, 500, 0, 200)).toBe(300);
});

test("the numbers of rows have the room that the largest of them takes", () => {
  expect(gutterOf(200)).toBe(52);
  // Digits are at most 7 wide; a mark stands before them, and room on both sides.
  expect(gutterOf(2_999_800)).toBe(77);
});
