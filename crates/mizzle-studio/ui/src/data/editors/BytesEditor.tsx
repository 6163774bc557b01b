import { useEffect, useRef, useState, type ChangeEvent, type KeyboardEvent } from "react";
import { Button } from "../../ui/Button";
import { bytes } from "../../ui/format";
import { base64OfFile, base64OfHex } from "../values";
import { EditorStrip, textOf, type EditorProps } from "./CellEditor";

/** Bytes as hexadecimal digits, or from a file. */
export function BytesEditor({ column, initial, typed, onCommit, onCancel, commitRef }: EditorProps) {
  const began = textOf(initial, null);
  const [value, setValue] = useState(typed ?? began);
  const field = useRef<HTMLTextAreaElement>(null);
  const upload = useRef<HTMLInputElement>(null);
  const base64 = base64OfHex(value);

  const commit = (): boolean => {
    if (value === began) onCancel();
    else if (base64 === null) return false;
    else onCommit({ type: "bytes", base64 }, "stay");
    return true;
  };
  commitRef.current = commit;
  useEffect(() => field.current?.focus(), []);

  const onFile = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (file) onCommit({ type: "bytes", base64: await base64OfFile(file) }, "stay");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") onCancel();
    else if (event.key === "Enter") commit();
    else return;
    event.preventDefault();
  };
  return (
    <div className="editor editor-long">
      <textarea ref={field} rows={4} aria-label={`${column.name}, in hexadecimal`} placeholder="\x48656c6c6f" spellCheck={false} value={value} onChange={(event) => setValue(event.target.value)} onKeyDown={onKeyDown} />
      <p className={base64 === null ? "editor-error" : "editor-note"}>
        {base64 === null ? "Hexadecimal digits in pairs, such as \\x48656c6c6f" : bytes(atob(base64).length)}
      </p>
      <EditorStrip column={column} onCommit={onCommit} keys="Enter keeps, Escape leaves">
        <Button size="small" icon="upload" onClick={() => upload.current?.click()}>
          From a file
        </Button>
        <input ref={upload} type="file" hidden onChange={(event) => void onFile(event)} />
      </EditorStrip>
    </div>
  );
}
