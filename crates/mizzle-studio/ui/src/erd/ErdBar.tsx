// Which states are looked at, and the search for a table.
import { useId } from "react";
import type { Entry, Graph } from "../api/types";
import { navigate } from "../app/router";
import { IconButton } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Export } from "./Export";
import { fullName } from "./geometry";
import { erdHref, named, presets, stepped, type Points } from "./points";

interface Props {
  points: Points;
  entries: Entry[];
  graph: Graph | undefined;
  onFind: (id: string) => void;
}

export function ErdBar({ points, entries, graph, onFind }: Props) {
  const earlier = stepped(points, entries, -1);
  const later = stepped(points, entries, 1);
  return (
    <div className="erd-bar" role="group" aria-label="What is shown">
      <div className="segmented" role="group" aria-label="Often wanted">
        {presets.map(({ label, from, to }) => (
          <button key={label} type="button" aria-pressed={from === points.from && to === points.to} onClick={() => navigate(erdHref({ from, to }))}>
            {label}
          </button>
        ))}
      </div>
      <PointSelect label="from" value={points.from ?? ""} entries={entries} hasNone onChange={(from) => navigate(erdHref({ ...points, from: from || null }))} />
      <Icon name="arrowRight" />
      <PointSelect label="to" value={points.to} entries={entries} onChange={(to) => navigate(erdHref({ ...points, to }))} />
      <span className="erd-steps">
        <IconButton icon="chevronLeft" size="small" label="One migration earlier (←)" disabled={!earlier} onClick={() => earlier && navigate(erdHref(earlier), true)} />
        <IconButton icon="chevronRight" size="small" label="One migration later (→)" disabled={!later} onClick={() => later && navigate(erdHref(later), true)} />
      </span>
      <span className="spacer" />
      {graph && <Search graph={graph} onFind={onFind} />}
      <Export points={points} />
    </div>
  );
}

function PointSelect({ label, value, entries, hasNone = false, onChange }: { label: string; value: string; entries: Entry[]; hasNone?: boolean; onChange: (point: string) => void }) {
  const isKnown = value === "" || named.some(({ id }) => id === value) || entries.some(({ name }) => name === value);
  return (
    <label className="inline-field">
      {label}
      <select className="select" value={value} onChange={(event) => onChange(event.target.value)}>
        {hasNone && <option value="">– one state –</option>}
        {!isKnown && <option value={value}>{value}</option>}
        <optgroup label="Sides">
          {named.map(({ id, label: text }) => (
            <option key={id} value={id}>
              {text}
            </option>
          ))}
        </optgroup>
        <optgroup label="Behind a migration">
          {entries
            .filter((it) => it.state !== "withoutFile" && it.state !== "gone")
            .map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
        </optgroup>
      </select>
    </label>
  );
}

function Search({ graph, onFind }: { graph: Graph; onFind: (id: string) => void }) {
  const list = useId();
  const find = (text: string, isEntered: boolean) => {
    const wanted = text.trim().toLowerCase();
    if (wanted === "") return;
    const exact = graph.nodes.find((it) => fullName(it).toLowerCase() === wanted);
    const near = isEntered ? graph.nodes.find((it) => fullName(it).toLowerCase().includes(wanted)) : undefined;
    const node = exact ?? near;
    if (node) onFind(node.id);
  };
  return (
    <form
      role="search"
      className="erd-search"
      onSubmit={(event) => {
        event.preventDefault();
        find(new FormData(event.currentTarget).get("table")?.toString() ?? "", true);
      }}
    >
      <Icon name="search" />
      <input className="input" name="table" type="search" list={list} placeholder="Find a table" aria-label="Find a table" autoComplete="off" onChange={(event) => find(event.target.value, false)} />
      <datalist id={list}>
        {graph.nodes.map((node) => (
          <option key={node.id} value={fullName(node)} />
        ))}
      </datalist>
    </form>
  );
}
