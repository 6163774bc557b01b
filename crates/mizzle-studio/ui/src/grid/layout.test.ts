import { expect, test } from "vitest";
import { GUTTER, layOut, scrollInto } from "./layout";

test("pinned columns stand apart from those that scroll", () => {
  const columns = layOut([100, 80, 60], 1);
  expect(columns.pinned).toEqual([{ index: 0, start: GUTTER, width: 100 }]);
  expect(columns.scrolled).toEqual([
    { index: 1, start: 0, width: 80 },
    { index: 2, start: 80, width: 60 },
  ]);
  expect(columns.pinnedWidth).toBe(GUTTER + 100);
  expect(columns.totalWidth).toBe(GUTTER + 240);
});

test("scrolling goes no further than it must", () => {
  expect(scrollInto(100, 50, 0, 200)).toBe(0);
  expect(scrollInto(100, 50, 120, 200)).toBe(100);
  expect(scrollInto(300, 50, 0, 200)).toBe(150);
  expect(scrollInto(300, 500, 0, 200)).toBe(300);
});
