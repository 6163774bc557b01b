// Marks in a text that turn the direction around, or that take no room.

// C0 and C1 controls, soft hyphen, direction marks, zero widths, isolates, tags, BOM; and a joiner
// that makes no one sign of several.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|(?<![\p{Extended_Pictographic}\ufe0f\u{1f3fb}-\u{1f3ff}])\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

export type Piece = { text: string; isMark: boolean };

/** The text in pieces, its marks apart. With `keepsLines` line breaks and tabs are no marks. */
export function pieces(text: string, keepsLines: boolean): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  // `search` and `matchAll` begin at the beginning; `test` would leave the expression behind its match.
  if (text.search(HIDDEN) < 0) return [{ text, isMark: false }];
  for (const { 0: mark, index } of text.matchAll(HIDDEN)) {
    if (keepsLines && (mark === "\n" || mark === "\t" || mark === "\r")) continue;
    if (index > at) found.push({ text: text.slice(at, index), isMark: false });
    found.push({ text: mark, isMark: true });
    at = index + mark.length;
  }
  if (at < text.length) found.push({ text: text.slice(at), isMark: false });
  return found;
}

/** The same for an attribute, where no markup can be. */
export function safeLabel(text: string): string {
  return text.replace(HIDDEN, (mark) => (mark === "\n" || mark === "\t" ? " " : `[${codeOf(mark)}]`));
}

/** `U+202E` */
export function codeOf(mark: string): string {
  return `U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
