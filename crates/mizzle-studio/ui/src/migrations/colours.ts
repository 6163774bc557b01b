// Loaded with the first code that is shown: colours for texts that nobody edits, and how two
// texts differ. An editor for each statement would cost more than it gives.
import { presentableDiff } from "@codemirror/merge";
import { PostgreSQL } from "@codemirror/lang-sql";
import { classHighlighter, highlightTree } from "@lezer/highlight";
import { typescript } from "../ui/editor/typescript";

export type Language = "sql" | "ts";

/** A stretch of a text that is shown alike. */
export interface Span {
  from: number;
  to: number;
  className: string;
}

/** The coloured stretches of a text, in order; what lies between them is plain. */
export function colours(text: string, language: Language): Span[] {
  const parser = language === "sql" ? PostgreSQL.language.parser : typescript.parser;
  const spans: Span[] = [];
  highlightTree(parser.parse(text), classHighlighter, (from, to, className) => {
    spans.push({ from, to, className });
  });
  return spans;
}

export interface Difference {
  before: Span[];
  after: Span[];
}

/** Which stretches went, and which came. */
export function difference(before: string, after: string): Difference {
  const changes = presentableDiff(before, after, { scanLimit: 2000 });
  return {
    before: changes.filter((it) => it.toA > it.fromA).map((it) => ({ from: it.fromA, to: it.toA, className: "gone" })),
    after: changes.filter((it) => it.toB > it.fromB).map((it) => ({ from: it.fromB, to: it.toB, className: "come" })),
  };
}

/** The text cut wherever a colour or a mark begins or ends. */
export function cut(text: string, colours: Span[], marks: Span[]): Array<Span & { mark: string }> {
  const edges = new Set([0, text.length]);
  for (const span of [...colours, ...marks]) edges.add(span.from).add(span.to);
  const sorted = [...edges].sort((a, b) => a - b);
  const result: Array<Span & { mark: string }> = [];
  let colour = 0;
  let mark = 0;
  for (let at = 0; at + 1 < sorted.length; at += 1) {
    const from = sorted[at] ?? 0;
    const to = sorted[at + 1] ?? from;
    while ((colours[colour]?.to ?? Infinity) <= from) colour += 1;
    while ((marks[mark]?.to ?? Infinity) <= from) mark += 1;
    result.push({ from, to, className: classAt(colours[colour], from), mark: classAt(marks[mark], from) });
  }
  return result;
}

function classAt(span: Span | undefined, position: number): string {
  return span && span.from <= position ? span.className : "";
}
