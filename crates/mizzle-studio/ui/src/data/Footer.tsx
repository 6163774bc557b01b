// How many rows, which of them, how long it took.

import { useState } from "react";
import type { Filter, Relation, Rows } from "../api/types";
import { useMeta } from "../app/connection";
import { Button, IconButton } from "../ui/Button";
import { count, duration } from "../ui/format";
import { KeysDialog } from "./KeysDialog";
import { useCount } from "./useRows";
import { SIZES, type ViewState } from "./viewState";

type Props = {
  table: Relation;
  rows: Rows | undefined;
  state: ViewState;
  onChange: (state: ViewState) => void;
  isLocked: boolean;
  hasTimes: boolean;
};

export function Footer({ table, rows, state, onChange, isLocked, hasTimes }: Props) {
  const [isKeysOpen, setKeysOpen] = useState(false);
  const zone = useMeta()?.server?.timeZone;
  const first = state.page * state.size + 1;
  const last = first + (rows?.rows.length ?? 0) - 1;
  return (
    <footer className="grid-footer">
      <Total table={table} filters={state.filters} />
      <Button size="small" variant="quiet" className="footer-keys" onClick={() => setKeysOpen(true)}>
        Keys
      </Button>
      {isKeysOpen && <KeysDialog onClose={() => setKeysOpen(false)} />}
      <span className="spacer" />
      {hasTimes && zone !== undefined && <span className="soft footer-zone" title="Values of timestamptz are shown in this zone">times in {zone}</span>}
      {rows && <span className="soft">{duration(rows.milliseconds)}</span>}
      <select
        className="select footer-size"
        aria-label="Rows a page"
        value={state.size}
        disabled={isLocked}
        onChange={(event) => onChange({ ...state, size: Number(event.target.value), page: 0 })}
      >
        {SIZES.map((size) => (
          <option key={size} value={size}>
            {size} a page
          </option>
        ))}
      </select>
      <span className="footer-pages">
        <IconButton icon="chevronLeft" size="small" label="Page before" disabled={isLocked || state.page === 0} onClick={() => onChange({ ...state, page: state.page - 1 })} />
        <Span text={last < first ? "no rows" : `${count(first)} – ${count(last)}`} isLocked={isLocked} onGo={(row) => onChange({ ...state, page: Math.floor((row - 1) / state.size) })} />
        <IconButton icon="chevronRight" size="small" label="Next page" disabled={isLocked || !rows?.hasMore} onClick={() => onChange({ ...state, page: state.page + 1 })} />
      </span>
    </footer>
  );
}

// Which rows these are; asked for others it becomes a field.
function Span({ text, isLocked, onGo }: { text: string; isLocked: boolean; onGo: (row: number) => void }) {
  const [isOpen, setOpen] = useState(false);
  if (!isOpen) {
    return (
      <button type="button" className="count-button footer-span" disabled={isLocked} title="Go to a row by its number" onClick={() => setOpen(true)}>
        {text}
      </button>
    );
  }
  return (
    <input
      className="input footer-row"
      aria-label="Row to go to"
      placeholder="row"
      inputMode="numeric"
      autoFocus
      onBlur={() => setOpen(false)}
      onKeyDown={({ key, currentTarget: { value } }) => {
        const row = Number(value.replace(/[,\s]/g, ""));
        if (key === "Enter" && Number.isSafeInteger(row) && row > 0) onGo(row);
        if (key === "Enter" || key === "Escape") setOpen(false);
      }}
    />
  );
}

// Counting to the end is asked for by a person, for these filters only.
function Total({ table, filters }: { table: Relation; filters: Filter[] }) {
  const key = JSON.stringify([table, filters]);
  const [exactFor, setExactFor] = useState<string | null>(null);
  const isExact = exactFor === key;
  const { data, isFetching, error } = useCount(table, filters, isExact);
  if (error) return <span className="soft" title={error.message}>rows not counted</span>;
  if (!data) return <span className="soft">counting …</span>;
  if (data.isExact && data.rows !== null) return <span aria-live="polite">{count(data.rows)} {data.rows === 1 ? "row" : "rows"}</span>;
  return (
    <button type="button" className="count-button" disabled={isExact && isFetching} title="Count exactly" onClick={() => setExactFor(key)}>
      {isExact && isFetching ? "counting …" : data.rows === null ? "count rows" : `≈ ${count(data.rows)} rows`}
    </button>
  );
}
