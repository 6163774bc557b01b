import { describe, expect, it } from "vitest";
import { pieces, safeLabel } from "./hidden";

const shown = (text: string, keepsLines = false) => pieces(text, keepsLines).map(({ text: piece, isMark }) => (isMark ? `<${piece}>` : piece)).join("");

describe("pieces", () => {
  it("finds every mark, also the first, and in each call anew", () => {
    const evil = "evil\u202egnp.exe\u202c\u200bend";
    expect(shown(evil)).toBe("evil<\u202e>gnp.exe<\u202c><\u200b>end");
    expect(shown(evil)).toBe("evil<\u202e>gnp.exe<\u202c><\u200b>end");
    expect(shown("two\nlines")).toBe("two<\n>lines");
    expect(shown("\u{e0041}x")).toBe("<\u{e0041}>x");
  });

  it("keeps lines where it shall, and plain text as it is", () => {
    expect(shown("two\nlines\u0000", true)).toBe("two\nlines<\u0000>");
    expect(pieces("plain ü 漢 🙂", false)).toEqual([{ text: "plain ü 漢 🙂", isMark: false }]);
    expect(shown("👩🏽\u200d🚀 ❤️\u200d🔥")).toBe("👩🏽\u200d🚀 ❤️\u200d🔥");
    expect(shown("a\u200db🚀\u200dc")).toBe("a<\u200d>b🚀<\u200d>c");
    expect(pieces("", false)).toEqual([{ text: "", isMark: false }]);
  });
});

describe("safeLabel", () => {
  it("writes marks by their number", () => {
    expect(safeLabel("a\u202eb\nc")).toBe("a[U+202E]b c");
  });
});
