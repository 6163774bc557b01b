import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import type { Value } from "../../api/types";
import { DEFAULT, NULL, text } from "../values";
import type { EditorProps, Then } from "./CellEditor";

type Choice = { label: string; value: Value };

/** A list to choose from: the labels of an enum, true and false, and NULL and DEFAULT with them. */
export function ChoiceEditor({ column, initial, typed, onCommit, onCancel, commitRef }: EditorProps) {
  const choices = choicesOf(column);
  const list = useRef<HTMLSelectElement>(null);
  const [at, setAt] = useState(() => {
    const began = choices.findIndex(({ label, value }) => value.type === "text" && typed !== null && label.toLowerCase().startsWith(typed.toLowerCase()));
    return began >= 0 ? began : Math.max(0, choices.findIndex(({ value }) => isShown(value, initial)));
  });
  const commit = (index: number, then: Then) => {
    const choice = choices[index];
    if (!choice || isShown(choice.value, initial)) onCancel();
    else onCommit(choice.value, then);
  };
  commitRef.current = () => (commit(at, "stay"), true);
  useEffect(() => list.current?.focus(), []);

  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter") commit(at, "down");
    else if (event.key === "Tab") commit(at, event.shiftKey ? "left" : "right");
    else return;
    event.preventDefault();
  };
  return (
    <div className="editor">
      <select
        ref={list}
        className="editor-list"
        aria-label={column.name}
        // One row would make it a field that unfolds.
        size={Math.max(2, Math.min(10, choices.length))}
        value={at}
        onChange={(event) => setAt(Number(event.target.value))}
        onClick={(event) => event.target instanceof HTMLOptionElement && commit(Number(event.target.value), "stay")}
        onKeyDown={onKeyDown}
      >
        {choices.map(({ label, value }, index) => (
          <option key={index} value={index} className={value.type === "text" ? undefined : "editor-special"}>
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

function choicesOf({ kind, enumValues, isNullable, default: byDefault }: EditorProps["column"]): Choice[] {
  const choices: Choice[] =
    kind === "boolean"
      ? [
          { label: "true", value: text("t") },
          { label: "false", value: text("f") },
        ]
      : enumValues.map((label) => ({ label: label === "" ? "(empty)" : label, value: text(label) }));
  if (isNullable) choices.push({ label: "NULL", value: NULL });
  if (byDefault !== null) choices.push({ label: "DEFAULT", value: DEFAULT });
  return choices;
}

function isShown(value: Value, shown: EditorProps["initial"]): boolean {
  if (value.type === "null") return shown === null;
  if (value.type === "default") return shown !== null && typeof shown === "object" && "isDefault" in shown;
  return value.type === "text" && value.text === shown;
}
