// Which editor a kind of column gets. All of them give text; what it means is the server's to say.

import type { RefObject } from "react";
import type { Column, Value } from "../../api/types";
import type { Shown } from "../../grid/CellText";
import { Button } from "../../ui/Button";
import { DEFAULT, NULL, text } from "../values";
import { BytesEditor } from "./BytesEditor";
import { ChoiceEditor } from "./ChoiceEditor";
import { LongEditor } from "./LongEditor";
import { TextEditor } from "./TextEditor";
import "./editors.css";

/** Where the focus goes behind it. */
export type Then = "down" | "right" | "left" | "stay";

export type EditorProps = {
  column: Column;
  /** The value as it is, whole. */
  initial: Shown;
  /** What was typed to begin; it replaces the value. */
  typed: string | null;
  onCommit: (value: Value, then: Then) => void;
  onCancel: () => void;
  /** Set to what keeps the value when something else is clicked; `false` where it cannot. */
  commitRef: RefObject<(() => boolean) | null>;
};

export function CellEditor(props: EditorProps) {
  switch (props.column.kind) {
    case "enum":
    case "boolean":
      return <ChoiceEditor {...props} />;
    case "json":
    case "array":
      return <LongEditor {...props} />;
    case "bytes":
      return <BytesEditor {...props} />;
    case "integer":
    case "number":
    case "text":
    case "uuid":
    case "date":
    case "time":
    case "timestamp":
    case "interval":
    case "other":
      return <TextEditor {...props} />;
  }
}

/** Below an editor: what no typing can say, and the keys. */
export function EditorStrip({ column, onCommit, keys, children }: Pick<EditorProps, "column" | "onCommit"> & { keys: string; children?: React.ReactNode }) {
  // A click shall not take the focus from the field, which would keep what is in it.
  const hold = (event: React.MouseEvent) => event.preventDefault();
  return (
    <div className="editor-strip" onMouseDown={hold}>
      {column.isNullable && (
        <Button size="small" onClick={() => onCommit(NULL, "stay")}>
          NULL
        </Button>
      )}
      {(column.default !== null || column.identity !== null) && (
        <Button size="small" title={column.default ?? undefined} onClick={() => onCommit(DEFAULT, "stay")}>
          DEFAULT
        </Button>
      )}
      {column.kind === "text" && (
        <Button size="small" title="A text without a character" onClick={() => onCommit(text(""), "stay")}>
          Empty
        </Button>
      )}
      {children}
      <span className="editor-keys">{keys}</span>
    </div>
  );
}

/** The text to begin with. */
export const textOf = (initial: Shown, typed: string | null): string => typed ?? (typeof initial === "string" ? initial : "");
