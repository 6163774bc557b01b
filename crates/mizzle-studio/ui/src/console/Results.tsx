// What each statement came to: rows, a word, a plan, or why not.

import { useState } from "react";
import type { StatementResult } from "../api/types";
import { Banner } from "../ui/Banner";
import { Button } from "../ui/Button";
import { ErrorView } from "../ui/ErrorView";
import { Icon, type IconName } from "../ui/Icon";
import { SafeBlock } from "../ui/SafeText";
import { Tabs } from "../ui/Tabs";
import { count, duration } from "../ui/format";
import { PlanView } from "./PlanView";
import { ResultGrid } from "./ResultGrid";
import type { Run } from "./useRun";

type Props = { run: Run; /** Puts the cursor there. */ onJump: (at: number) => void };

export function Results({ run: { results, base }, onJump }: Props) {
  // The one that failed is what one wants to see, else the last.
  const first = results.findIndex(({ outcome }) => outcome.type === "failed");
  const [chosen, setChosen] = useState<string | null>(null);
  const [seen, setSeen] = useState(results);
  // Another run is looked at from its own beginning.
  if (seen !== results) {
    setSeen(results);
    setChosen(null);
  }
  const active = Number(chosen ?? (first >= 0 ? first : results.length - 1));
  const result = results[active];
  if (!result) return <Banner tone="neutral">There was no statement in it.</Banner>;
  const tabs = results.map((one, index) => ({
    id: String(index),
    label: (
      <>
        <Icon name={iconOf(one)} size={12} label={one.outcome.type === "failed" ? "failed" : undefined} />
        {results.length > 1 && `${index + 1} · `}
        {titleOf(one)}
      </>
    ),
  }));
  return (
    <Tabs label="Results" tabs={tabs} active={String(active)} onChange={setChosen} trailing={<span className="console-time soft">{duration(result.milliseconds)}</span>}>
      {result.notices.length > 0 && (
        <ul className="console-notices" aria-label="Notices">
          {result.notices.map((notice, index) => (
            <li key={index}>
              <SafeBlock text={notice} />
            </li>
          ))}
        </ul>
      )}
      <Outcome result={result} onJump={(position) => onJump(base + result.offset + position)} />
    </Tabs>
  );
}

function Outcome({ result: { outcome }, onJump }: { result: StatementResult; onJump: (position: number) => void }) {
  switch (outcome.type) {
    case "rows":
      return <ResultGrid key={outcome.columns.map(({ name }) => name).join()} columns={outcome.columns} rows={outcome.rows} hasMore={outcome.hasMore} />;
    case "done":
      return <p className="console-done">{outcome.tag}</p>;
    case "plan":
      return <PlanView json={outcome.json} text={outcome.text} />;
    case "failed": {
      const { position } = outcome;
      return (
        <div className="console-pad">
          <ErrorView
            failure={outcome.error}
            action={
              position !== null && (
                <Button size="small" onClick={() => onJump(position)}>
                  Show where
                </Button>
              )
            }
          />
        </div>
      );
    }
    case "cancelled":
      return <p className="console-done">Cancelled; nothing of this statement is left.</p>;
  }
}

function titleOf({ outcome }: StatementResult): string {
  switch (outcome.type) {
    case "rows":
      return `${count(outcome.rows.length)}${outcome.hasMore ? "+" : ""} ${outcome.rows.length === 1 ? "row" : "rows"}`;
    case "done":
      return outcome.tag;
    case "plan":
      return "Plan";
    case "failed":
      return "Failed";
    case "cancelled":
      return "Cancelled";
  }
}

function iconOf({ outcome }: StatementResult): IconName {
  switch (outcome.type) {
    case "rows":
      return "table";
    case "done":
      return "check";
    case "plan":
      return "structure";
    case "failed":
      return "warning";
    case "cancelled":
      return "stop";
  }
}
