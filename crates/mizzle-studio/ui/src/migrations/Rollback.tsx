// Going back: what would run, what it costs, and then that it runs.
import { useState } from "react";
import type { Entry, RolledBack, RollbackStep } from "../api/types";
import { failureOf } from "../api/client";
import { href, navigate } from "../app/router";
import { CopyButton } from "../ui/CopyButton";
import { ErrorView } from "../ui/ErrorView";
import { SafeText } from "../ui/SafeText";
import { plural } from "../ui/format";
import { Code } from "./Code";
import { Confirm, Losses } from "./Confirm";
import { Planning } from "./look";
import { usePlan } from "./queries";
import { Outcome } from "./RunLog";
import { useRun } from "./runs";
import { waysBack } from "./words";
import { WriteButton } from "./WriteButton";

interface Props {
  /** The newest first. */
  entries: Entry[];
  /** Back to behind this one; `null` is the newest alone. */
  to: string | null;
}

export function Rollback({ entries, to }: Props) {
  const run = useRun("rollback/run");
  const applied = entries.filter((it) => it.state === "applied");
  return (
    <article className="detail" aria-label="Roll back">
      <header className="page-head">
        <h2 className="page-title">Roll back</h2>
        <div className="page-actions">
          <label className="inline-field">
            to the state behind
            <select
              className="select"
              value={to ?? applied[1]?.name ?? ""}
              onChange={(event) => navigate(href("migrations", ["rollback"], { to: event.target.value }), true)}
            >
              {applied.slice(1).map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        </div>
      </header>
      <Outcome run={run.run} label="Rolling back" onClose={run.reset} onStop={run.stop}>
        {run.run.result && <p className="outcome-title">✓ {plural(run.run.result.steps.length, "migration")} undone</p>}
      </Outcome>
      {run.run.state === "idle" && <Plan to={to} start={run.start} />}
    </article>
  );
}

function Plan({ to, start }: { to: string | null; start: ReturnType<typeof useRun<"rollback/run">>["start"] }) {
  const plan = usePlan("rollback/plan", { to, acceptDataLoss: false, confirm: null });
  const { data, error, isPending } = plan;
  // What was seen when the question was asked: nothing else is undone.
  const [asked, setAsked] = useState<RollbackStep[] | null>(null);
  if (isPending) return <Planning plan={plan} label="Looking at the way back, and counting" />;
  if (!data) return <ErrorView failure={failureOf(error)} />;
  return (
    <>
      <div className="part-bar">
        <span className="soft">
          {plural(data.steps.length, "migration")}, the newest first. The way back of each runs, and the ledger forgets it.
        </span>
        <WriteButton variant="primary" icon="undo" disabled={data.steps.length === 0} onClick={() => setAsked(data.steps)}>
          Roll back {data.steps.length === 1 ? "it" : data.steps.length} …
        </WriteButton>
      </div>
      <Steps plan={data} />
      {asked && (
        <Confirm
          title={`Roll back ${plural(asked.length, "migration")}`}
          verb={`Roll back ${asked.length}`}
          losses={asked.flatMap((it) => it.costs)}
          onClose={() => setAsked(null)}
          onConfirm={(confirm) => {
            setAsked(null);
            void start({ to, expect: asked.map((it) => it.name), acceptDataLoss: asked.some((it) => it.costs.length > 0), confirm });
          }}
        >
          <ol className="plain-list">
            {asked.map(({ name }) => (
              <li key={name}>
                <code>{name}</code>
              </li>
            ))}
          </ol>
        </Confirm>
      )}
    </>
  );
}

function Steps({ plan: { steps } }: { plan: RolledBack }) {
  return (
    <ol className="cards">
      {steps.map((step) => (
        <Step key={step.name} step={step} />
      ))}
    </ol>
  );
}

function Step({ step: { name, sql, wayBack, costs } }: { step: RollbackStep }) {
  const { sign, word, tone, meaning } = waysBack[wayBack];
  return (
    <li className="card" aria-label={name}>
      <header className="card-head">
        <h3 className="card-title">
          <SafeText text={name} />
        </h3>
        <p className="facts">
          <span className="fact" data-tone={tone} title={meaning}>
            <span aria-hidden="true">{sign} </span>
            {word}
          </span>
        </p>
        <div className="page-actions">
          <CopyButton text={sql} />
        </div>
      </header>
      <Losses losses={costs} title="What goes, or does not come back" />
      <Code text={sql} />
    </li>
  );
}
