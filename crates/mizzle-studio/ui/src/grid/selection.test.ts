import { describe, expect, it } from "vitest";
import { at, clamp, move, rangeOf, type Selection, type Stroke } from "./selection";

const bounds = { rows: 100, columns: 10, page: 20 };

function stroke(text: string): Stroke {
  const parts = text.split("+");
  const key = parts.pop() ?? "";
  return { key, shiftKey: parts.includes("Shift"), ctrlKey: parts.includes("Ctrl"), metaKey: false, altKey: parts.includes("Alt") };
}

/** Where keys lead from the cell, each after the other. */
function press(from: Selection, ...keys: string[]): Selection | string | null {
  return keys.reduce<Selection | string | null>((now, key) => (now !== null && typeof now === "object" ? move(now, stroke(key), bounds) : now), from);
}

describe("move", () => {
  it("goes cell by cell and stays within", () => {
    expect(press(at(0, 0), "ArrowDown", "ArrowRight")).toEqual(at(1, 1));
    expect(press(at(99, 9), "ArrowDown", "ArrowRight")).toEqual(at(99, 9));
    expect(press(at(5, 0), "ArrowLeft")).toEqual(at(5, 0));
  });

  it("reaches the header above the first row and no higher", () => {
    expect(press(at(0, 3), "ArrowUp")).toEqual(at(-1, 3));
    expect(press(at(0, 3), "ArrowUp", "ArrowUp")).toEqual(at(-1, 3));
    expect(press(at(-1, 3), "ArrowDown")).toEqual(at(0, 3));
  });

  it("jumps to ends", () => {
    expect(press(at(50, 5), "Home")).toEqual(at(50, 0));
    expect(press(at(50, 5), "End")).toEqual(at(50, 9));
    expect(press(at(50, 5), "Ctrl+Home")).toEqual(at(0, 0));
    expect(press(at(50, 5), "Ctrl+End")).toEqual(at(99, 9));
    expect(press(at(50, 5), "Ctrl+ArrowUp")).toEqual(at(0, 5));
    expect(press(at(50, 5), "Ctrl+ArrowRight")).toEqual(at(50, 9));
  });

  it("turns pages", () => {
    expect(press(at(50, 5), "PageDown")).toEqual(at(70, 5));
    expect(press(at(50, 5), "PageDown", "PageDown", "PageDown")).toEqual(at(99, 5));
    expect(press(at(5, 5), "PageUp")).toEqual(at(0, 5));
  });

  it("extends a range with Shift and gives it up without", () => {
    const range = press(at(2, 2), "Shift+ArrowDown", "Shift+ArrowRight") as Selection;
    expect(rangeOf(range)).toEqual({ top: 2, bottom: 3, left: 2, right: 3 });
    expect(press(range, "ArrowDown")).toEqual(at(4, 3));
  });

  it("keeps a range out of the header", () => {
    const range = press(at(0, 2), "Shift+ArrowUp") as Selection;
    expect(rangeOf(range)).toEqual({ top: 0, bottom: 0, left: 2, right: 2 });
  });

  it("selects rows, columns and all", () => {
    expect(rangeOf(press(at(4, 4), "Shift+ ") as Selection)).toEqual({ top: 4, bottom: 4, left: 0, right: 9 });
    expect(rangeOf(press(at(4, 4), "Ctrl+ ") as Selection)).toEqual({ top: 0, bottom: 99, left: 4, right: 4 });
    expect(rangeOf(press(at(4, 4), "Ctrl+a") as Selection)).toEqual({ top: 0, bottom: 99, left: 0, right: 9 });
  });

  it("wraps with Tab and leaves at the ends", () => {
    expect(press(at(0, 9), "Tab")).toEqual(at(1, 0));
    expect(press(at(1, 0), "Shift+Tab")).toEqual(at(0, 9));
    expect(press(at(99, 9), "Tab")).toBe("leave");
    expect(press(at(0, 0), "Shift+Tab")).toBe("leave");
    expect(press(at(-1, 9), "Tab")).toBe("leave");
    expect(press(at(-1, 3), "Tab")).toEqual(at(-1, 4));
    expect(press(at(-1, 0), "Shift+Tab")).toBe("leave");
  });

  it("leaves other keys alone", () => {
    expect(press(at(0, 0), "x")).toBeNull();
    expect(press(at(0, 0), "Alt+ArrowDown")).toBeNull();
  });
});

describe("clamp", () => {
  it("comes back into what is left", () => {
    expect(clamp(at(50, 9), { rows: 3, columns: 2, page: 1 })).toEqual(at(2, 1));
    expect(clamp(at(0, 0), { rows: 0, columns: 2, page: 1 })).toEqual(at(-1, 0));
  });
});
