// How a long call goes: its lines as the terminal shows them, then why it failed.
import { useEffect, useState, type ReactNode } from "react";
import { Button, IconButton } from "../ui/Button";
import { ErrorView } from "../ui/ErrorView";
import { Prose } from "../ui/Prose";
import { duration } from "../ui/format";
import type { Run, Step } from "./run";
import "./run.css";

interface Props<T> {
  run: Run<T>;
  /** What runs: `apply`, `rehearse`. */
  label: string;
  /** Only what is under way, where what is done shows itself. */
  isBrief?: boolean;
}

export function RunLog<T>({ run, label, isBrief = false }: Props<T>) {
  // What it came to is shown by its own view; of the way there only what was odd is still told.
  const steps = run.steps.filter((it) => it.isWarning || (run.state !== "done" && (!isBrief || !it.isDone)));
  if (run.state === "idle" || (run.state === "done" && steps.length === 0)) return null;
  return (
    <section className="run" aria-label={label} data-state={run.state}>
      {/* Told to who cannot see it, as it comes. */}
      <ol className="run-steps" aria-live="polite" aria-busy={run.state === "running"}>
        {steps.map((step, at) => (
          <StepLine key={at} step={step} isRunning={run.state === "running"} />
        ))}
      </ol>
      {run.state === "running" && <Elapsed since={run.startedAt} />}
      {run.state === "cancelled" && (
        <div role="status">
          <p className="soft">Stopped after {duration(run.endedAt - run.startedAt)}.</p>
          {run.error?.notes.map((note) => (
            <p key={note}>
              <Prose text={note} />
            </p>
          ))}
        </div>
      )}
      {run.state === "failed" && run.error && <ErrorView failure={run.error} />}
    </section>
  );
}

interface OutcomeProps<T> {
  run: Run<T>;
  label: string;
  /** Is what it came to what somebody wanted? */
  isGood?: boolean;
  onClose: () => void;
  /** Where it can be stopped. */
  onStop?: () => void;
  children?: ReactNode;
}

/** How a call that somebody asked for goes, and what it came to, until he closes that. */
export function Outcome<T>({ run, label, isGood = true, onClose, onStop, children }: OutcomeProps<T>) {
  if (run.state === "idle") return null;
  return (
    <div className="outcome" data-state={isGood || run.state !== "done" ? run.state : "failed"}>
      <RunLog run={run} label={label} />
      {children}
      {run.state !== "running" ? (
        <IconButton className="outcome-close" icon="cross" size="small" label="Close" onClick={onClose} />
      ) : (
        onStop && (
          <Button size="small" icon="stop" disabled={run.isStopping} onClick={onStop}>
            {run.isStopping ? "Stopping …" : "Stop"}
          </Button>
        )
      )}
    </div>
  );
}

function StepLine({ step, isRunning }: { step: Step; isRunning: boolean }) {
  const state = step.isWarning ? "warning" : step.isDone ? "done" : isRunning ? "running" : "broken";
  const sign = { warning: "▲", done: "✓", running: "", broken: "✗" }[state];
  return (
    <li className="run-step" data-state={state}>
      <span className="run-sign" aria-hidden="true">
        {sign}
      </span>
      <span>{step.text}</span>
    </li>
  );
}

/** Seconds so far, once it takes long enough to ask. */
function Elapsed({ since }: { since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), 250);
    return () => window.clearInterval(timer);
  }, []);
  const seconds = (now - since) / 1000;
  return <p className="run-elapsed">{seconds < 1 ? "…" : `${seconds.toFixed(0)} s`}</p>;
}
