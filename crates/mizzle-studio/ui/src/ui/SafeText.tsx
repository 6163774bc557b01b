// Text from outside, shown as text. Marks that would turn the direction around, or that take no
// room, are shown by their number; the rest is kept apart from its surroundings.

import { Fragment } from "react";

// C0 and C1 controls, soft hyphen, direction marks, zero widths, isolates, tags, BOM.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** On one line: a line break is shown as ↵, a tab as →. */
export function SafeText({ text }: { text: string }) {
  HIDDEN.lastIndex = 0;
  if (!HIDDEN.test(text)) return <bdi>{text}</bdi>;
  return <bdi>{split(text, false)}</bdi>;
}

/** Over several lines. */
export function SafeBlock({ text }: { text: string }) {
  return <bdi className="safe-block">{split(text, true)}</bdi>;
}

/** The same for an attribute, where no markup can be. */
export function safeLabel(text: string): string {
  return text.replace(HIDDEN, (mark) => (mark === "\n" || mark === "\t" ? " " : `[${code(mark)}]`));
}

function split(text: string, keepsLines: boolean) {
  const parts: React.ReactNode[] = [];
  let at = 0;
  for (const found of text.matchAll(HIDDEN)) {
    const mark = found[0];
    if (keepsLines && (mark === "\n" || mark === "\t" || mark === "\r")) continue;
    if (found.index > at) parts.push(text.slice(at, found.index));
    parts.push(<Mark mark={mark} />);
    at = found.index + mark.length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts.map((part, index) => <Fragment key={index}>{part}</Fragment>);
}

function Mark({ mark }: { mark: string }) {
  const name = { "\n": "↵", "\r": "␍", "\t": "→" }[mark] ?? code(mark);
  return (
    <span className="hidden-mark" title={`The character ${code(mark)}`}>
      {name}
    </span>
  );
}

function code(mark: string): string {
  return `U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
