import { expect, test } from "vitest";
import { colours, cut, difference } from "./colours";

test("colours and marks cut a text without losing a letter", () => {
  const before = `"email" varchar(80)`;
  const after = `"email" text NOT NULL`;
  const { after: come } = difference(before, after);
  const pieces = cut(after, colours(after, "sql"), come);
  expect(pieces.map(({ from, to }) => after.slice(from, to)).join("")).toBe(after);
  expect(pieces.filter((it) => it.mark === "come").map(({ from, to }) => after.slice(from, to)).join("")).toBe("text NOT NULL");
  expect(pieces.find(({ from }) => after.slice(from).startsWith("NOT"))?.className).toContain("tok-keyword");
});

test("a text without colours is one piece", () => {
  expect(cut("abc", [], [])).toEqual([{ from: 0, to: 3, className: "", mark: "" }]);
  expect(cut("", [], [])).toEqual([]);
});
