// What all editors have in common. They live in a shadow root: there CodeMirror's styles are
// constructed sheets, which the page's content policy allows; a `<style>` element it would not.

import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { PostgreSQL, sql } from "@codemirror/lang-sql";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { typeOverSelection } from "./typing";
import { typescript } from "./typescript";

export type Language = "sql" | "json" | "typescript" | "text";

/** Extensions of a language; `schema` completes names of tables and columns. */
export function languageOf(language: Language, schema: Record<string, string[]> = {}): Extension {
  switch (language) {
    case "sql":
      return sql({ dialect: PostgreSQL, schema, defaultSchema: "public", upperCaseKeywords: true });
    case "json":
      return json();
    case "typescript":
      return typescript;
    case "text":
      return [];
  }
}

export function readingSetup(): Extension {
  return [look, hidden, EditorState.readOnly.of(true), EditorView.editable.of(false), drawSelection()];
}

export function writingSetup(): Extension {
  return [
    look,
    hidden,
    typeOverSelection,
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap]),
  ];
}

/** Tab indents; only for views that say how to leave: Escape, then Tab. */
export const tabIndents: Extension = keymap.of([indentWithTab]);
export const withLineNumbers: Extension = lineNumbers();

/** A shadow root in `host`, made once. */
export function rootOf(host: HTMLElement): ShadowRoot {
  return host.shadowRoot ?? host.attachShadow({ mode: "open" });
}

// Direction marks and other characters without a shape are shown, not obeyed.
const hidden = highlightSpecialChars({ addSpecialChars: /[\u061c\u180e\u2060-\u206f\u202a-\u202e]/g });

const highlight = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: "var(--syntax-keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], color: "var(--syntax-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--syntax-number)" },
  { tag: [tags.comment], color: "var(--syntax-comment)", fontStyle: "italic" },
  { tag: [tags.typeName, tags.className, tags.standard(tags.name)], color: "var(--syntax-type)" },
  { tag: [tags.propertyName, tags.function(tags.variableName)], color: "var(--syntax-name)" },
]);

const look: Extension = [
  syntaxHighlighting(highlight),
  EditorView.theme({
    "&": { color: "var(--text)", backgroundColor: "transparent", fontSize: "var(--code-size)", height: "100%" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
    ".cm-content": { caretColor: "var(--text)", padding: "8px 0" },
    ".cm-line": { padding: "0 12px" },
    ".cm-cursor": { borderLeftColor: "var(--text)" },
    ".cm-gutters": { backgroundColor: "transparent", color: "var(--text-faint)", border: "none", paddingLeft: "4px" },
    "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
      backgroundColor: "var(--selection)",
    },
    ".cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "var(--accent-bg)", outline: "1px solid var(--line-strong)" },
    ".cm-placeholder": { color: "var(--text-faint)" },
    ".cm-specialChar": { color: "var(--bad)" },
    ".cm-tooltip": {
      backgroundColor: "var(--bg-raised)",
      border: "1px solid var(--line-strong)",
      borderRadius: "var(--radius)",
      boxShadow: "var(--shadow)",
      color: "var(--text)",
    },
    ".cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", fontSize: "12px" },
    ".cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent-bg)", color: "var(--text)" },
    ".cm-completionDetail": { color: "var(--text-soft)", fontStyle: "normal" },
    ".cm-changedLine": { backgroundColor: "var(--diff-line)" },
    "&.cm-merge-a .cm-changedLine, .cm-deletedChunk": { backgroundColor: "var(--bad-bg)" },
    "&.cm-merge-b .cm-changedLine": { backgroundColor: "var(--ok-bg)" },
    "&.cm-merge-a .cm-changedText": { background: "var(--diff-removed)" },
    "&.cm-merge-b .cm-changedText": { background: "var(--diff-added)" },
    ".cm-collapsedLines": { background: "var(--bg-sunken)", color: "var(--text-soft)" },
    // The sign that comes with it is in few fonts.
    ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: '"⋯"' },
  }),
];
