import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { text, withBreaksOf } from "../values";
import { EditorStrip, textOf, type EditorProps, type Then } from "./CellEditor";

const KEYS: Partial<Record<EditorProps["column"]["kind"], string>> = { text: "Shift-Enter: new line" };

/** Text as it is typed; the server says whether it is a number, a date, a uuid. */
export function TextEditor({ column, initial, typed, onCommit, onCancel, commitRef }: EditorProps) {
  const [value, setValue] = useState(textOf(initial, typed));
  const field = useRef<HTMLTextAreaElement>(null);
  const began = textOf(initial, null);

  const commit = (then: Then) => {
    // NULL that was only looked at stays NULL.
    if (value === began && typeof initial !== "string") onCancel();
    else onCommit(text(withBreaksOf(began, value)), then);
  };
  commitRef.current = () => (commit("stay"), true);

  useEffect(() => {
    const element = field.current;
    if (!element) return;
    element.focus();
    if (typed === null) element.select();
    else element.setSelectionRange(typed.length, typed.length);
  }, [typed]);

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter" && !event.shiftKey && !event.altKey) commit("down");
    else if (event.key === "Tab") commit(event.shiftKey ? "left" : "right");
    else return;
    event.preventDefault();
  };
  const isNumeric = column.kind === "integer" || column.kind === "number";
  return (
    <div className="editor editor-text">
      <textarea
        ref={field}
        rows={1}
        aria-label={column.name}
        placeholder={initial === null ? "NULL" : typeof initial === "string" ? "empty" : "DEFAULT"}
        inputMode={isNumeric ? "decimal" : undefined}
        spellCheck={false}
        value={value}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <EditorStrip column={column} onCommit={onCommit} keys={KEYS[column.kind] ?? "Enter keeps, Escape leaves"} />
    </div>
  );
}
