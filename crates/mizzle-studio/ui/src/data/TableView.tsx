// One table: what is about to happen to it, its filters, its rows, and what is staged.

import { useMemo, useRef, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { failureOf } from "../api/client";
import type { Relation, Rows } from "../api/types";
import { useIsReadOnly } from "../app/connection";
import { href, useRoute } from "../app/router";
import { Badge } from "../ui/Badge";
import { Banner } from "../ui/Banner";
import { Button, IconButton } from "../ui/Button";
import { Empty } from "../ui/Empty";
import { ErrorView } from "../ui/ErrorView";
import { SafeText } from "../ui/SafeText";
import { Spinner } from "../ui/Spinner";
import { isOf } from "./edits/reducer";
import { SaveBar } from "./edits/SaveBar";
import { useEdits } from "./edits/store";
import { ExportMenu } from "./ExportMenu";
import { FilterBar } from "./FilterBar";
import { Footer } from "./Footer";
import { useLines } from "./lines";
import { Notices } from "./Notices";
import { TableGrid } from "./TableGrid";
import { useTable, type ShownTable } from "./useCatalog";
import { useCount, useRows } from "./useRows";
import { whyReadOnly } from "./values";
import { goTo, readViewState, type ViewState } from "./viewState";

export function TableView({ relation }: { relation: Relation }) {
  const table = useTable(relation);
  if (table.isLoading) return <Spinner label={`Opening ${relation.name}`} />;
  if (!table.data) {
    return (
      <div className="view-error">
        <ErrorView failure={failureOf(table.error)} action={<Button onClick={() => void table.refetch()}>Try again</Button>} />
      </div>
    );
  }
  return <OpenTable table={table.data} />;
}

function OpenTable({ table }: { table: ShownTable }) {
  const { params } = useRoute();
  const relation = useMemo(() => ({ schema: table.schema, name: table.name }), [table.schema, table.name]);
  const state = useMemo(() => readViewState(params), [params]);
  const onChange = (next: ViewState, replace = false) => goTo(relation, next, replace);

  const edits = useEdits();
  const isLocked = edits.entries.some((entry) => isOf(entry, relation));
  const readOnly = whyReadOnly(table, useIsReadOnly());
  const hasKeys = table.identity.type === "key";
  const rows = useRows(table, state, true);
  const count = useCount(relation, state.filters, false);
  const shown = useMemo(() => withValues(table, rows.data), [table, rows.data]);
  const lines = useLines(relation, rows.data, edits, hasKeys);
  const insertRef = useRef<(() => void) | null>(null);
  const client = useQueryClient();
  const [isRefreshing, setRefreshing] = useState(false);
  const refresh = async () => {
    setRefreshing(true);
    await client.invalidateQueries({ predicate: ({ queryKey: [, schema, name] }) => schema === table.schema && name === table.name });
    setRefreshing(false);
  };

  return (
    <>
      <header className="table-head">
        <h1>
          <span className="soft">{table.schema !== "public" && <><SafeText text={table.schema} />.</>}</span>
          <SafeText text={table.name} />
        </h1>
        {readOnly !== null && (
          <Badge icon="lock" title={readOnly}>
            rows are read-only
          </Badge>
        )}
        <span className="spacer" />
        {readOnly === null && (
          <Button size="small" icon="plus" onClick={() => insertRef.current?.()}>
            Row
          </Button>
        )}
        <ExportMenu table={relation} state={state} />
        <a className="button button-small" href={href("structure", [table.schema, table.name])}>
          Structure
        </a>
        <IconButton icon="refresh" size="small" label="Read again" isBusy={isRefreshing} onClick={() => void refresh()} />
      </header>
      {readOnly !== null && <p className="why-read-only">{readOnly}</p>}
      <Notices table={table} />
      <FilterBar columns={table.columns} state={state} onChange={onChange} isLocked={isLocked} />
      {rows.error && rows.data && <Banner tone="warn">These rows are from before: {failureOf(rows.error).message}</Banner>}
      {rows.error && !rows.data ? (
        <div className="view-error grid-failed">
          <ErrorView
            failure={failureOf(rows.error)}
            action={
              state.filters.length + state.sort.length > 0 ? (
                <Button onClick={() => onChange({ ...state, filters: [], sort: [], page: 0 })}>Without filters and order</Button>
              ) : (
                <Button onClick={() => void rows.refetch()}>Try again</Button>
              )
            }
          />
        </div>
      ) : (
        <div className="grid-area" data-stale={rows.isPlaceholderData || undefined}>
          {rows.isLoading ? (
            <Spinner label="Reading rows" />
          ) : (
            <TableGrid
              key={`${table.schema}.${table.name}`}
              table={shown}
              lines={lines}
              totalRows={count.data?.isExact ? (count.data.rows ?? undefined) : undefined}
              state={state}
              onChange={onChange}
              edits={edits}
              isEditable={readOnly === null}
              isLocked={isLocked}
              insertRef={insertRef}
            />
          )}
          {rows.data && lines.length === 0 && (
            <div className="grid-nothing">
              <Empty
                icon="table"
                title={state.filters.length > 0 ? "No row passes the filters" : "No rows"}
                action={
                  state.filters.length > 0 ? (
                    <Button size="small" onClick={() => onChange({ ...state, filters: [], page: 0 })}>
                      Without filters
                    </Button>
                  ) : undefined
                }
              />
            </div>
          )}
        </div>
      )}
      <SaveBar />
      <Footer table={relation} rows={rows.data} state={state} onChange={onChange} isLocked={isLocked} hasTimes={table.columns.some(({ sqlType }) => sqlType.includes("with time zone"))} />
    </>
  );
}

/** A column that came meanwhile is shown once its values are there. */
function withValues(table: ShownTable, rows: Rows | undefined): ShownTable {
  if (!rows || table.columns.every(({ name }) => rows.columns.includes(name))) return table;
  return { ...table, columns: table.columns.filter(({ name }) => rows.columns.includes(name)) };
}
