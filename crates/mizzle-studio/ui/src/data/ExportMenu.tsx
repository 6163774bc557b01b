import { useState } from "react";
import type { Relation } from "../api/types";
import { Button } from "../ui/Button";
import { Menu, type MenuItem } from "../ui/Menu";
import { ToastLine, useToast } from "../ui/Toast";
import { exportTable, FORMATS } from "./copy";
import type { ViewState } from "./viewState";

/** All rows that the filters let through, as a file. */
export function ExportMenu({ table, state }: { table: Relation; state: ViewState }) {
  const [at, setAt] = useState<{ x: number; y: number } | null>(null);
  const { toast, attempt } = useToast();
  const items: MenuItem[] = [
    { type: "title", label: state.filters.length > 0 ? "All rows that the filters let through" : "All rows" },
    ...FORMATS.map(({ format, label }): MenuItem => ({
      type: "item",
      label,
      icon: "download",
      onSelect: () => void attempt(exportTable(table, state.filters, state.sort, format), `${label} is ready`),
    })),
  ];
  return (
    <>
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
      {at && <Menu label="Export" at={at} items={items} onClose={() => setAt(null)} />}
      <ToastLine toast={toast} />
    </>
  );
}
