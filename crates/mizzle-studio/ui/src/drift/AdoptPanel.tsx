// What adopting would write into the schema files, and then that it does.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { call, failureOf } from "../api/client";
import type { Adopted } from "../api/types";
import { href } from "../app/router";
import { Prose } from "../ui/Prose";
import { Button } from "../ui/Button";
import { DiffView } from "../ui/CodeView";
import { ErrorView } from "../ui/ErrorView";
import { Spinner } from "../ui/Spinner";
import { plural } from "../ui/format";

export function AdoptPanel({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const preview = useQuery({
    queryKey: ["drift/adopt"],
    queryFn: ({ signal }) => call("drift/adopt", { write: false }, signal),
    staleTime: 0,
  });
  const [written, setWritten] = useState<Adopted | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const write = async () => {
    setBusy(true);
    setError(null);
    try {
      setWritten(await call("drift/adopt", { write: true, expect: preview.data?.files.map((file) => file.after) }));
      void client.invalidateQueries();
    } catch (failed) {
      setError(failed);
    } finally {
      setBusy(false);
    }
  };
  const shown = written ?? preview.data;
  return (
    <section className="outcome adopt" aria-label="Adopt" data-state={written ? "done" : "idle"}>
      <div className="part-bar">
        <h2>{written ? "✓ Written into the schema files" : "What would be written into the schema files"}</h2>
        <div className="page-actions">
          {!written && shown && shown.files.length > 0 && (
            <Button variant="primary" size="small" icon="save" isBusy={isBusy} onClick={() => void write()}>
              Write {plural(shown.files.length, "file")}
            </Button>
          )}
          <Button size="small" variant="quiet" icon="cross" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
      {error !== null && <ErrorView failure={failureOf(error)} />}
      {preview.error && !written && <ErrorView failure={failureOf(preview.error)} />}
      {preview.isPending && <Spinner label="Reading the schema files" />}
      {shown && <Files adopted={shown} />}
      {written && (
        <p>
          Next, by <em>Baseline</em> above: the migration for it, recorded as applied here. See{" "}
          <a href={href("migrations", ["generate"])}>what it would hold</a>.
        </p>
      )}
    </section>
  );
}

function Files({ adopted: { files, notes } }: { adopted: Adopted }) {
  return (
    <>
      {files.length === 0 && <p className="soft">No schema file would change.</p>}
      {files.map(({ file, before, after }) => (
        <div key={file} className="adopt-file">
          <h3 className="mono">{file}</h3>
          <DiffView before={before} after={after} language="typescript" beforeLabel="now" afterLabel="adopted" />
        </div>
      ))}
      {notes.length > 0 && (
        <ul className="adopt-notes">
          {notes.map((note) => (
            <li key={note}>
              <Prose text={note} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
