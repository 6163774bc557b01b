// One value, whole, to read, copy and keep.

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureOf } from "../api/client";
import type { Column, Relation } from "../api/types";
import type { Shown } from "../grid/CellText";
import { Button } from "../ui/Button";
import { CodeView } from "../ui/CodeView";
import { CopyButton } from "../ui/CopyButton";
import { Dialog } from "../ui/Dialog";
import { ErrorView } from "../ui/ErrorView";
import { SafeBlock } from "../ui/SafeText";
import { Spinner } from "../ui/Spinner";
import { bytes } from "../ui/format";
import { saveFile } from "../ui/clipboard";
import { formatJson } from "./formatJson";
import { isCut, SHOWN_LIMIT, wholeBlob, wholeText } from "./wholeValue";

type Props = { table: Relation; rowKey: string[] | null; column: Column; value: Shown; onClose: () => void };

export function ValueDialog({ table, rowKey, column, value, onClose }: Props) {
  const [isFormatted, setFormatted] = useState(column.kind === "json");
  const cut = isCut(value) ? value : null;
  const isTooLarge = cut !== null && cut.bytes > SHOWN_LIMIT;
  const whole = useQuery({
    queryKey: ["cell", table.schema, table.name, rowKey, column.name],
    queryFn: ({ signal }) => wholeText(table, rowKey ?? [], column, signal),
    enabled: cut !== null && rowKey !== null && !isTooLarge,
    gcTime: 0,
  });
  const text = cut ? (whole.data ?? (isTooLarge || rowKey === null ? cut.cut : null)) : typeof value === "string" ? value : null;
  const save = async () => {
    const isBytes = column.kind === "bytes";
    const blob = rowKey ? await wholeBlob(table, rowKey, column.name) : new Blob([text ?? ""]);
    saveFile(blob, `${table.name}-${column.name}.${isBytes ? "bin" : column.kind === "json" ? "json" : "txt"}`);
  };
  return (
    <Dialog
      title={`${column.name} · ${column.sqlType}`}
      size="large"
      onClose={onClose}
      actions={
        <>
          {column.kind === "json" && text !== null && (
            <Button aria-pressed={isFormatted} onClick={() => setFormatted(!isFormatted)}>
              Over lines
            </Button>
          )}
          {text !== null && !isTooLarge && <CopyButton size="normal" text={text} />}
          <Button icon="download" disabled={value === null} onClick={() => void save()}>
            Keep as a file
          </Button>
        </>
      }
    >
      {whole.error && <ErrorView failure={failureOf(whole.error)} />}
      {value === null && <p className="soft">NULL: no value</p>}
      {value === "" && <p className="soft">A text without a character</p>}
      {isTooLarge && <p className="soft">{bytes(cut.bytes)}: too large to be shown; this is its beginning.</p>}
      {cut !== null && text === null && !whole.error && <Spinner label={`Reading ${bytes(cut.bytes)}`} />}
      {text !== null && text !== "" && <Value text={isFormatted ? formatJson(text) : text} column={column} />}
    </Dialog>
  );
}

function Value({ text, column }: { text: string; column: Column }) {
  if (column.kind === "json") return <CodeView code={text} language="json" label={column.name} />;
  return (
    <pre className="value-text" tabIndex={0} aria-label={column.name}>
      <SafeBlock text={text} />
    </pre>
  );
}
