import { describe, expect, it } from "vitest";
import { formatJson } from "./formatJson";
import { base64OfHex, csv, parseTsv, shownOf, tsv, withBreaksOf } from "./values";
import { readViewState, writeViewState, type ViewState } from "./viewState";

describe("clipboard", () => {
  it("comes back as it went", () => {
    const rows = [
      ["plain", "tab\there", 'quote"s'],
      ["", "two\nlines", "'"],
    ];
    expect(parseTsv(tsv(rows))).toEqual(rows);
  });

  it("takes a line break at the end for no row", () => {
    expect(parseTsv("a\tb\r\nc\td\r\n")).toEqual([["a", "b"], ["c", "d"]]);
    expect(parseTsv("alone")).toEqual([["alone"]]);
  });
});

describe("line breaks", () => {
  it("stay as they were where nothing was typed", () => {
    expect(withBreaksOf("a\r\nb\nc\rd", "a\nb\nc\nd")).toBe("a\r\nb\nc\rd");
    expect(withBreaksOf("a\r\nb\nc\rd", "a\nB\nc\nd")).toBe("a\r\nB\nc\rd");
    expect(withBreaksOf("a\r\nb\nc", "b\nc")).toBe("b\nc");
    expect(withBreaksOf("a\r\nb", "a\nb\nc")).toBe("a\r\nb\r\nc");
    expect(withBreaksOf("a\r\nb", "")).toBe("");
    expect(withBreaksOf("a\nb", "a\nb\nc")).toBe("a\nb\nc");
  });
});

describe("csv", () => {
  it("keeps formulas from being some, and tells NULL from nothing", () => {
    expect(csv(["a"], [["=1+1"], ["-5"], ["@x"], [null], [""], ['q"']])).toBe(`a\r\n'=1+1\r\n-5\r\n'@x\r\n\r\n""\r\n"q"""`);
  });
});

describe("bytes", () => {
  it("reads hexadecimal digits and shows what it read", () => {
    expect(base64OfHex("\\x48656c6c6f")).toBe(btoa("Hello"));
    expect(base64OfHex("48 65")).toBe(btoa("He"));
    expect(base64OfHex("")).toBe("");
    expect(base64OfHex("486")).toBeNull();
    expect(base64OfHex("zz")).toBeNull();
    expect(shownOf({ type: "bytes", base64: btoa("Hello") })).toBe("\\x48656c6c6f");
  });
});

describe("formatJson", () => {
  it("changes white space alone", () => {
    const json = '{"a":12345678901234567890,"b":[],"a":"{,:}","c":{"d":[1,-0.0]}}';
    const formatted = formatJson(json);
    expect(formatted).toContain("12345678901234567890");
    expect(formatted.replace(/\n\s*/g, "").replaceAll('": ', '":')).toBe(json);
    expect(formatJson(formatted)).toBe(formatted);
    expect(formatJson('"open')).toBe('"open');
  });
});

describe("view state", () => {
  it("comes back out of the URL", () => {
    const state: ViewState = {
      filters: [
        { column: "odd:na,me", operator: "in", values: ["a,b", "", 'c"d'] },
        { column: "x", operator: "isNull", values: [] },
      ],
      sort: [{ column: "a:b", isDescending: true }, { column: "c", isDescending: false }],
      page: 4,
      size: 1000,
      pins: ["a,b", "c"],
      widths: { "a:b": 120 },
    };
    expect(readViewState(new URLSearchParams(writeViewState(state).toString()))).toEqual(state);
  });

  it("leaves out what it does not understand", () => {
    const params = new URLSearchParams("f=nonsense&f=[1]&f=" + encodeURIComponent('["a","drop"]') + "&page=-3&size=7&w=a:x&sort=:desc");
    expect(readViewState(params)).toEqual({ filters: [], sort: [], page: 0, size: 200, pins: [], widths: {} });
  });
});
