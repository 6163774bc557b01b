import { useEffect, useRef, useState } from "react";
import { failureOf, isAbort } from "../api/client";
import type { ExportFormat, Relation } from "../api/types";
import { Button } from "../ui/Button";
import { Menu, type MenuItem } from "../ui/Menu";
import { ToastLine, useToast } from "../ui/Toast";
import { exportTable, FORMATS } from "./copy";
import type { ViewState } from "./viewState";

/** All rows that the filters let through, as a file. */
export function ExportMenu({ table, state }: { table: Relation; state: ViewState }) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const [isBeginning, setBeginning] = useState(false);
  const running = useRef<AbortController | null>(null);
  const { toast, say } = useToast();
  useEffect(() => () => running.current?.abort(), []);

  // Up to the first row, which a sort can put off. From there on the browser has it.
  const start = async (format: ExportFormat, label: string) => {
    const abort = new AbortController();
    running.current = abort;
    setBeginning(true);
    try {
      await exportTable(table, state.filters, state.sort, format, abort.signal);
      say(`${label}: the browser saves it`);
    } catch (error) {
      if (!isAbort(error)) say(failureOf(error).message, true);
    } finally {
      setBeginning(false);
    }
  };
  const items: MenuItem[] = [
    { type: "title", label: state.filters.length > 0 ? "All rows that the filters let through" : "All rows" },
    ...FORMATS.map(({ format, label }): MenuItem => ({ type: "item", label, icon: "download", onSelect: () => void start(format, label) })),
  ];
  return (
    <>
      {isBeginning ? (
        <Button size="small" icon="stop" onClick={() => running.current?.abort()}>
          Stop the export
        </Button>
      ) : (
        <Button
          size="small"
          icon="download"
          aria-haspopup="menu"
          aria-expanded={at !== null}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setAt({ x: box.left, y: box.bottom + 4 });
          }}
        >
          Export
        </Button>
      )}
      {at && <Menu label="Export" at={at} items={items} onClose={() => setAt(null)} />}
      <ToastLine toast={toast} />
    </>
  );
}
