// Schemas with their tables, views and enums; found by typing, gone through by arrows.

import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { failureOf } from "../api/client";
import type { Catalog, Relation, RelationEntry, RelationKind } from "../api/types";
import { useConnection } from "../app/connection";
import { href } from "../app/router";
import { scrollInto } from "../grid/layout";
import { IconButton } from "../ui/Button";
import { ErrorView } from "../ui/ErrorView";
import { Icon, type IconName } from "../ui/Icon";
import { SafeText } from "../ui/SafeText";
import { Spinner } from "../ui/Spinner";
import { bytes, count, shortCount } from "../ui/format";
import { useCatalog } from "./useCatalog";
import "./sidebar.css";

type Props = {
  /** Where a relation leads. */
  view: "data" | "structure";
  selected: Relation | null;
};

export function Sidebar({ view, selected }: Props) {
  const catalog = useCatalog();
  const { isDatabaseUp } = useConnection();
  const [search, setSearch] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
      event.preventDefault();
      field.current?.select();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter in the search opens the first that was found.
    if (event.key === "Enter" && event.target === field.current && search !== "") list.current?.querySelector<HTMLElement>("a")?.click();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const items = [...(list.current?.querySelectorAll<HTMLElement>("a, summary") ?? [])].filter((item) => item.checkVisibility());
    const at = items.indexOf(document.activeElement as HTMLElement);
    const next = items[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <aside className="sidebar" aria-label="Tables and views" onKeyDown={onKeyDown}>
      <div className="sidebar-search">
        <Icon name="search" size={14} />
        <input
          ref={field}
          type="search"
          className="input"
          placeholder="Find a table"
          title="Ctrl-K"
          aria-label="Find a table, view or enum"
          value={search}
          spellCheck={false}
          onChange={(event) => setSearch(event.target.value)}
        />
        <IconButton icon="refresh" label="Read the list again" size="small" onClick={() => void catalog.refetch()} isBusy={catalog.isFetching && !catalog.isLoading} />
      </div>
      <div className="sidebar-list" ref={list}>
        {catalog.isLoading && <Spinner label="Reading the catalog" />}
        {/* Why a server does not answer stands across the page. */}
        {catalog.error && !catalog.data && (isDatabaseUp ? <ErrorView isCompact failure={failureOf(catalog.error)} /> : <p className="sidebar-none">The database does not answer</p>)}
        {catalog.data && <Schemas catalog={catalog.data} search={search} view={view} selected={selected} />}
      </div>
    </aside>
  );
}

function Schemas({ catalog, search, view, selected }: Props & { catalog: Catalog; search: string }) {
  const schemas = useMemo(() => matching(catalog, search), [catalog, search]);
  // A table may be opened by a link, and stand far down.
  useEffect(() => {
    const item = document.querySelector<HTMLElement>(".sidebar-item[aria-current]");
    const list = item?.closest<HTMLElement>(".sidebar-list");
    // `scrollIntoView` would have the next Tab begin there.
    if (item && list) list.scrollTop = scrollInto(item.offsetTop - list.offsetTop, item.offsetHeight, list.scrollTop, list.clientHeight);
  }, [selected?.schema, selected?.name]);
  if (schemas.length === 0) {
    return <p className="sidebar-none">{search ? "Nothing is called so" : "No table in any schema"}</p>;
  }
  return (
    <>
      {schemas.map((schema) => (
        <details key={schema.name} open>
          <summary className="sidebar-schema">
            <Icon name="chevronRight" size={12} />
            <SafeText text={schema.name} />
          </summary>
          <ul>
            {schema.relations.map((entry) => (
              <li key={entry.name}>
                <Entry schema={schema.name} entry={entry} view={view} selected={selected} />
              </li>
            ))}
          </ul>
          {schema.enums.map(({ name, values }) => (
            <details key={name} className="sidebar-enum">
              <summary className="sidebar-item">
                <Icon name="enum" size={14} />
                <span className="sidebar-name">
                  <SafeText text={name} />
                </span>
                <span className="sidebar-rows">{values.length}</span>
              </summary>
              <ul className="sidebar-values">
                {values.map((value) => (
                  <li key={value}>
                    <SafeText text={value} />
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </details>
      ))}
      {catalog.closed.length > 0 && !search && (
        <p className="sidebar-none">
          Closed to this role: <SafeText text={catalog.closed.join(", ")} />
        </p>
      )}
    </>
  );
}

const KINDS: Record<RelationKind, { icon: IconName; word: string }> = {
  table: { icon: "table", word: "table" },
  partitionedTable: { icon: "table", word: "partitioned table" },
  foreignTable: { icon: "link", word: "foreign table" },
  view: { icon: "view", word: "view" },
  materializedView: { icon: "view", word: "materialized view" },
};

function Entry({ schema, entry, view, selected }: Props & { schema: string; entry: RelationEntry }) {
  const isSelected = selected?.schema === schema && selected.name === entry.name;
  const { icon, word } = KINDS[entry.kind];
  return (
    <a className={entry.partitionOf ? "sidebar-item sidebar-part" : "sidebar-item"} href={href(view, [schema, entry.name])} aria-current={isSelected ? "true" : undefined} title={about(entry, word)}>
      <Icon name={entry.isReadable ? icon : "lock"} size={14} label={entry.kind === "table" ? undefined : word} />
      <span className="sidebar-name">
        <SafeText text={entry.name} />
      </span>
      {entry.rows !== null && <span className="sidebar-rows">{shortCount(entry.rows)}</span>}
    </a>
  );
}

function about({ name, rows, bytes: size, isReadable, partitionOf }: RelationEntry, word: string): string {
  const parts = [partitionOf ? `partition ${name} of ${partitionOf.name}` : `${word} ${name}`];
  if (rows !== null) parts.push(`≈ ${count(rows)} rows`);
  if (size !== null) parts.push(bytes(size));
  if (!isReadable) parts.push("this role may not read it");
  return parts.join(" · ");
}

function matching(catalog: Catalog, search: string) {
  const wanted = search.trim().toLowerCase();
  const has = (text: string) => text.toLowerCase().includes(wanted);
  return catalog.schemas
    .map((schema) => {
      if (wanted === "" || has(schema.name)) return schema;
      return {
        ...schema,
        relations: schema.relations.filter(({ name }) => has(name)),
        enums: schema.enums.filter(({ name, values }) => has(name) || values.some(has)),
      };
    })
    .filter(({ relations, enums }) => wanted === "" || relations.length + enums.length > 0);
}
