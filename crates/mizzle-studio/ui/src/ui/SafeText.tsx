// Text from outside, shown as text. Marks that would turn the direction around, or that take no
// room, are shown by their number; the rest is kept apart from its surroundings.

import { Fragment } from "react";
import { codeOf, pieces } from "./hidden";

export { safeLabel } from "./hidden";

/** On one line: a line break is shown as ↵, a tab as →. */
export function SafeText({ text }: { text: string }) {
  return <bdi>{shown(text, false)}</bdi>;
}

/** Over several lines. */
export function SafeBlock({ text }: { text: string }) {
  return <bdi className="safe-block">{shown(text, true)}</bdi>;
}

function shown(text: string, keepsLines: boolean) {
  return pieces(text, keepsLines).map((piece, index) => (piece.isMark ? <Mark key={index} mark={piece.text} /> : <Fragment key={index}>{piece.text}</Fragment>));
}

function Mark({ mark }: { mark: string }) {
  const name = { "\n": "↵", "\r": "␍", "\t": "→" }[mark] ?? codeOf(mark);
  return (
    <span className="hidden-mark" title={`The character ${codeOf(mark)}`}>
      {name}
    </span>
  );
}
