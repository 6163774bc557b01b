// Statements that a person writes: the one at the cursor, what is marked, or all of them.

import { useEffect, useRef, useState } from "react";
import type { PlanKind } from "../api/types";
import { useMeta } from "../app/connection";
import { Button } from "../ui/Button";
import { Editor } from "../ui/CodeView";
import { Empty } from "../ui/Empty";
import { ErrorView } from "../ui/ErrorView";
import { Menu } from "../ui/Menu";
import { HistoryDialog } from "./HistoryDialog";
import { keepDraft, readDraft } from "./history";
import { Results } from "./Results";
import { statementAt } from "./splitter";
import { useNames } from "./useNames";
import { useRun } from "./useRun";
import { useWriting, WriteSwitch } from "./WriteSwitch";
import "./console.css";

const LIMITS = [100, 500, 5000] as const;

export default function ConsoleView() {
  const [sql, setSql] = useState(readDraft);
  const selection = useRef({ from: 0, to: 0 });
  const [limit, setLimit] = useState<number>(500);
  const [jump, setJump] = useState<{ at: number } | null>(null);
  const [open, setOpen] = useState<"history" | { x: number; y: number } | null>(null);
  const meta = useMeta();
  const writing = useWriting();
  const { run, cancel, running, last } = useRun();
  const names = useNames(sql);

  useEffect(() => keepDraft(sql), [sql]);

  const options = { isReadOnly: !writing.isOn, confirm: writing.confirm, limit };
  const runHere = (plan: PlanKind | null) => {
    const { from, to } = selection.current;
    const span = from < to ? { from, to } : statementAt(sql, from);
    if (span) void run(sql.slice(span.from, span.to), span.from, plan, options);
  };
  const runAll = () => void run(sql, 0, null, options);

  return (
    <div className="console">
      <h1 className="visually-hidden">Console</h1>
      <div className="console-bar" role="toolbar" aria-label="Console">
        {running ? (
          <Button size="small" variant="danger" icon="stop" onClick={cancel}>
            Cancel
          </Button>
        ) : (
          <Button size="small" variant="primary" icon="play" title="Ctrl-Enter: what is marked, or the statement at the cursor" onClick={() => runHere(null)}>
            Run
          </Button>
        )}
        <Button size="small" disabled={running !== null} onClick={runAll}>
          Run all
        </Button>
        <Button
          size="small"
          icon="chevronDown"
          aria-haspopup="menu"
          disabled={running !== null}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            setOpen({ x: box.left, y: box.bottom + 4 });
          }}
        >
          Plan
        </Button>
        <Button size="small" icon="history" onClick={() => setOpen("history")}>
          History
        </Button>
        {running && <Clock since={running.since} />}
        <span className="spacer" />
        <select className="select console-limit" aria-label="Rows of a result" value={limit} onChange={(event) => setLimit(Number(event.target.value))}>
          {LIMITS.map((one) => (
            <option key={one} value={one}>
              {one} rows
            </option>
          ))}
        </select>
        <WriteSwitch writing={writing} meta={meta} />
      </div>
      <div className={writing.isOn ? "console-editor console-writing" : "console-editor"}>
        <Editor
          value={sql}
          language="sql"
          label="SQL"
          hasLineNumbers
          hasFocus
          schema={names}
          jump={jump}
          placeholder="select …"
          onChange={setSql}
          onSelect={(from, to) => (selection.current = { from, to })}
          onSubmit={() => runHere(null)}
        />
      </div>
      <div className="console-results">
        {last?.failure && (
          <div className="console-pad">
            <ErrorView failure={last.failure} />
          </div>
        )}
        {last && !last.failure && <Results run={last} onJump={(at) => setJump({ at })} />}
        {!last && !running && (
          <Empty icon="console" title="Nothing was run yet">
            <kbd>Ctrl-Enter</kbd> runs the statement at the cursor, or what is marked. {hint(writing.isOn, meta?.isReadOnly)}
          </Empty>
        )}
      </div>
      {open === "history" && (
        <HistoryDialog
          onClose={() => setOpen(null)}
          onTake={(taken) => {
            const before = sql.trimEnd();
            setSql(before === "" ? taken : `${before}\n\n${taken}`);
            setJump({ at: before === "" ? 0 : before.length + 2 });
            setOpen(null);
          }}
        />
      )}
      {open !== null && open !== "history" && (
        <Menu
          label="Plan"
          at={open}
          onClose={() => setOpen(null)}
          items={[
            { type: "item", label: "Estimated (EXPLAIN)", onSelect: () => runHere("estimated") },
            { type: "item", label: "Measured (EXPLAIN ANALYZE, runs it)", onSelect: () => runHere("measured") },
          ]}
        />
      )}
    </div>
  );
}

function hint(mayWrite: boolean, isReadOnly: boolean | undefined): string {
  if (mayWrite) return "";
  return isReadOnly ? "The studio was started with --read-only: nothing can be written." : "Nothing can be written until you allow it above.";
}

function Clock({ since }: { since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 100);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <span className="console-clock" role="timer">
      {((now - since) / 1000).toFixed(1)} s
    </span>
  );
}
