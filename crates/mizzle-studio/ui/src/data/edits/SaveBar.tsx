// Discard, preview and save as one control, there while something is staged.

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { call, failureOf } from "../../api/client";
import { useConnection, useMeta } from "../../app/connection";
import { useAction } from "../../app/useAction";
import { Button, IconButton } from "../../ui/Button";
import { CodeView } from "../../ui/CodeView";
import { ConfirmByName } from "../../ui/ConfirmByName";
import { CopyButton } from "../../ui/CopyButton";
import { Dialog } from "../../ui/Dialog";
import { ErrorView } from "../../ui/ErrorView";
import { Spinner } from "../../ui/Spinner";
import { SafeText } from "../../ui/SafeText";
import { duration, plural } from "../../ui/format";
import { ToastLine, useToast } from "../../ui/Toast";
import { ConflictDialog, type Conflict } from "./ConflictDialog";
import { requestOf, type Entry } from "./reducer";
import { currentEdits, dispatch, useEdits } from "./store";

export function SaveBar() {
  const { entries, past, future, refusal } = useEdits();
  const client = useQueryClient();
  const meta = useMeta();
  const { isServerUp, isDatabaseUp } = useConnection();
  const [open, setOpen] = useState<"preview" | "confirm" | "discard" | null>(null);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const { toast, say } = useToast();

  const save = useAction(async (confirm: string | null) => {
    const sent = currentEdits().entries;
    const applied = await call("edits/apply", { edits: requestOf(sent), confirm });
    if (applied.type === "done") {
      dispatch({ type: "clear" });
      // The bar goes away, and with it the button that had the focus.
      requestAnimationFrame(() => document.activeElement === document.body && document.querySelector<HTMLElement>('[role="grid"]')?.focus());
      say(`${plural(sent.length, "change")} saved in ${duration(applied.milliseconds)}`);
      await client.invalidateQueries({ predicate: ({ queryKey: [name] }) => name === "rows" || name === "count" || name === "catalog" || name === "notices" });
      return;
    }
    const entry = sent[applied.edit];
    if (!entry) return;
    if (applied.type === "conflict") setConflict({ entry, actual: applied.actual });
    else dispatch({ type: "refuse", refusal: { id: entry.id, column: applied.column, failure: applied.error } });
  });
  const start = () => {
    setOpen(null);
    if (meta?.isLoopback === false) setOpen("confirm");
    else save.run(null);
  };

  const isUp = isServerUp && isDatabaseUp;
  const isReady = isUp && !save.isPending;
  const canSave = entries.length > 0 && isReady;
  useEffect(() => {
    // Before the editors, which keep their keys.
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      if (!isReady || document.querySelector("dialog[open]")) return;
      // What is being typed is kept when its editor is left, and saved with the rest.
      document.querySelector(".grid-editor")?.closest<HTMLElement>(".grid")?.focus();
      if (currentEdits().entries.length > 0) start();
    };
    window.addEventListener("keydown", onKey, true);
    return () => window.removeEventListener("keydown", onKey, true);
  });

  return (
    <>
      {entries.length > 0 && (
        <section className="save-bar" aria-label="Staged edits">
          <span className="save-words" role="status">
            <Summary entries={entries} />
          </span>
          <IconButton icon="undo" size="small" label="Undo (Ctrl-Z)" disabled={past.length === 0} onClick={() => dispatch({ type: "undo" })} />
          <IconButton icon="redo" size="small" label="Redo (Ctrl-Shift-Z)" disabled={future.length === 0} onClick={() => dispatch({ type: "redo" })} />
          <span className="spacer" />
          <span className="save-buttons">
            <Button size="small" onClick={() => setOpen("discard")}>
              Discard
            </Button>
            <Button size="small" disabled={!isUp} onClick={() => setOpen("preview")}>
              Preview SQL
            </Button>
            <Button size="small" variant="primary" icon="save" disabled={!canSave} isBusy={save.isPending} title="Ctrl-S" onClick={start}>
              Save
            </Button>
          </span>
        </section>
      )}
      {refusal && <ErrorView isCompact failure={refusal.failure} />}
      {save.error !== null && !save.isPending && entries.length > 0 && <ErrorView isCompact failure={failureOf(save.error)} />}
      {open === "preview" && <PreviewDialog entries={entries} onClose={() => setOpen(null)} onSave={start} />}
      {open === "confirm" && (
        <ConfirmByName title="Save the staged edits" verb={`Save ${plural(entries.length, "change")}`} onClose={() => setOpen(null)} onConfirm={(confirm) => (setOpen(null), save.run(confirm))}>
          <Summary entries={entries} />, in one transaction.
        </ConfirmByName>
      )}
      {open === "discard" && (
        <Dialog
          title="Discard what is staged?"
          size="small"
          onClose={() => setOpen(null)}
          actions={
            <>
              <Button onClick={() => setOpen(null)}>Keep</Button>
              <Button variant="danger" data-autofocus onClick={() => (setOpen(null), dispatch({ type: "clear" }))}>
                Discard
              </Button>
            </>
          }
        >
          <Summary entries={entries} />. The database is left as it is.
        </Dialog>
      )}
      {conflict && <ConflictDialog conflict={conflict} onClose={() => setConflict(null)} />}
      <ToastLine toast={toast} />
    </>
  );
}

function Summary({ entries }: { entries: readonly Entry[] }) {
  const of = (type: Entry["type"]) => entries.filter((entry) => entry.type === type).length;
  const parts = [
    of("update") > 0 && `${plural(of("update"), "row")} changed`,
    of("insert") > 0 && `${plural(of("insert"), "row")} new`,
    of("delete") > 0 && `${plural(of("delete"), "row")} deleted`,
  ].filter(Boolean);
  const tables = new Set(entries.map(({ table: { schema, name } }) => (schema === "public" ? name : `${schema}.${name}`)));
  return (
    <>
      {parts.join(", ")} in {tables.size > 1 ? `${tables.size} tables` : <SafeText text={[...tables].join()} />}
    </>
  );
}

function PreviewDialog({ entries, onClose, onSave }: { entries: readonly Entry[]; onClose: () => void; onSave: () => void }) {
  const preview = useAction(() => call("edits/preview", { edits: requestOf(entries), confirm: null }));
  const { run } = preview;
  useEffect(() => run(null), [run]);
  const sql = preview.data?.statements.join("\n");
  return (
    <Dialog
      title="What Save will run"
      size="large"
      onClose={onClose}
      actions={
        <>
          {sql !== undefined && <CopyButton size="normal" text={sql} label="Copy as a script" />}
          <span className="spacer" />
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" icon="save" disabled={sql === undefined} onClick={onSave}>
            Save
          </Button>
        </>
      }
    >
      {preview.error !== null && <ErrorView failure={failureOf(preview.error)} />}
      {preview.isPending && <Spinner label="Writing the SQL" />}
      {sql !== undefined && <CodeView code={sql} language="sql" label="SQL of the staged edits" />}
    </Dialog>
  );
}
