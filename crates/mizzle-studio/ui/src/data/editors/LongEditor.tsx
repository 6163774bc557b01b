import { useState } from "react";
import { Button } from "../../ui/Button";
import { Editor } from "../../ui/CodeView";
import { formatJson } from "../formatJson";
import { text, withBreaksOf } from "../values";
import { EditorStrip, textOf, type EditorProps } from "./CellEditor";

/** JSON and arrays: an editor of their own, and JSON that is none is not kept. */
export function LongEditor({ column, initial, typed, onCommit, onCancel, commitRef }: EditorProps) {
  const isJson = column.kind === "json";
  const began = textOf(initial, typed);
  const [value, setValue] = useState(began);
  const [isRefused, setRefused] = useState(false);
  const error = isJson ? jsonError(value) : null;
  // What was typed to begin stands before the cursor.
  const [jump] = useState(() => (typed === null ? null : { at: typed.length }));

  const commit = (): boolean => {
    const before = textOf(initial, null);
    const after = withBreaksOf(before, value);
    if (after === before) onCancel();
    else if (error !== null) {
      setRefused(true);
      return false;
    } else onCommit(text(after), "stay");
    return true;
  };
  commitRef.current = commit;
  return (
    <div className="editor editor-long" onKeyDown={(event) => event.stopPropagation()}>
      <div className="editor-code">
        <Editor value={value} language={isJson ? "json" : "text"} label={column.name} isWrapped hasFocus jump={jump} onChange={setValue} onSubmit={commit} onEscape={onCancel} placeholder={isJson ? "JSON" : "{…}"} />
      </div>
      {isRefused && error !== null && (
        <p className="editor-error" role="alert">
          This is no JSON: {error}
        </p>
      )}
      <EditorStrip column={column} onCommit={onCommit} keys="Ctrl-Enter keeps, Escape leaves">
        {isJson && (
          <Button size="small" disabled={error !== null} onClick={() => setValue(formatJson(value))}>
            Format
          </Button>
        )}
        <Button size="small" variant="primary" onClick={commit}>
          Keep
        </Button>
      </EditorStrip>
    </div>
  );
}

function jsonError(value: string): string | null {
  try {
    JSON.parse(value);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
