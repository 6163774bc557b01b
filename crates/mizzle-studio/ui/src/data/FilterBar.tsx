// The filters in words, each to be changed or taken away, and the order of the rows.

import { useState } from "react";
import type { Column, Filter } from "../api/types";
import { Button, IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { SafeText } from "../ui/SafeText";
import { FilterForm } from "./FilterForm";
import { sentence } from "./filters";
import type { ViewState } from "./viewState";

type Props = {
  columns: readonly Column[];
  state: ViewState;
  onChange: (state: ViewState) => void;
  /** Staged edits hold the rows where they are. */
  isLocked: boolean;
};

export function FilterBar({ columns, state, onChange, isLocked }: Props) {
  // Index of the filter in the form; the length is a new one.
  const [open, setOpen] = useState<number | null>(null);
  const { filters, sort } = state;
  const set = (next: Filter[]) => onChange({ ...state, filters: next, page: 0 });

  return (
    <div className="filter-bar" role="group" aria-label="Filters and order">
      <Icon name="filter" size={14} />
      {filters.map((filter, index) => (
        <span key={index} className="chip">
          <button type="button" className="chip-text" disabled={isLocked} title="Change this filter" onClick={() => setOpen(index)}>
            <SafeText text={sentence(filter)} />
          </button>
          <IconButton icon="cross" size="small" label={`Take away: ${sentence(filter)}`} disabled={isLocked} onClick={() => set(filters.filter((_, at) => at !== index))} />
        </span>
      ))}
      {open === null && (
        <Button size="small" variant="quiet" icon="plus" disabled={isLocked} onClick={() => setOpen(filters.length)}>
          Filter
        </Button>
      )}
      {sort.map(({ column, isDescending }) => (
        <span key={column} className="chip chip-sort">
          <button
            type="button"
            className="chip-text"
            disabled={isLocked}
            title="Turn the order around"
            onClick={() => onChange({ ...state, page: 0, sort: sort.map((one) => (one.column === column ? { column, isDescending: !isDescending } : one)) })}
          >
            <Icon name={isDescending ? "sortDown" : "sortUp"} size={12} label={isDescending ? "descending" : "ascending"} />
            <SafeText text={column} />
          </button>
          <IconButton icon="cross" size="small" label={`No order by ${column}`} disabled={isLocked} onClick={() => onChange({ ...state, page: 0, sort: sort.filter((one) => one.column !== column) })} />
        </span>
      ))}
      {isLocked && <span className="filter-locked">Staged edits hold the rows: save or discard them to filter, sort or turn pages</span>}
      {open !== null && !isLocked && (
        <FilterForm
          key={open}
          columns={columns}
          filter={filters[open] ?? null}
          onClose={() => setOpen(null)}
          onApply={(filter) => {
            set(open < filters.length ? filters.map((old, at) => (at === open ? filter : old)) : [...filters, filter]);
            setOpen(null);
          }}
        />
      )}
    </div>
  );
}
