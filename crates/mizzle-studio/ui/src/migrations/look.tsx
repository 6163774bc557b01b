// A comparison that a view makes when it is opened, and again when somebody asks.
import { useEffect, type ComponentProps } from "react";
import { useChanges } from "../app/connection";
import { Button } from "../ui/Button";
import type { usePlan } from "./queries";
import type { Run } from "./run";
import { RunLog } from "./RunLog";
import { useRun } from "./runs";

// Of the pulse, when each was made last: what changes later makes its answer old.
const seen = new Map<string, number>();

export function useLook<N extends "verify" | "drift">(name: N) {
  const { run, start, cancel } = useRun(name);
  const changes = useChanges();
  const look = (at = changes) => {
    seen.set(name, at);
    void start({});
  };
  // Opened for its answer, so it answers.
  useEffect(() => {
    if (run.state === "idle") look();
  }, []);
  return { run, look, cancel, isOld: changes !== (seen.get(name) ?? 0) };
}

interface RunButtonProps extends Omit<ComponentProps<typeof Button>, "onClick"> {
  run: Run<unknown>;
  onRun: () => void;
  onStop: () => void;
}

/** Begins what `children` says; while that goes on, stops it, in the page and in the server. */
export function RunButton({ run, onRun, onStop, ...rest }: RunButtonProps) {
  if (run.state !== "running") return <Button icon="refresh" {...rest} onClick={onRun} />;
  return (
    <Button size={rest.size} icon="stop" onClick={onStop}>
      Stop
    </Button>
  );
}

/** A plan that is not there yet, or was stopped. */
export function Planning({ plan: { run, refetch, stop }, label }: { plan: ReturnType<typeof usePlan>; label: string }) {
  return (
    <>
      <RunLog run={run} label={label} />
      <p>
        <RunButton run={run} onRun={() => void refetch()} onStop={stop}>
          Try again
        </RunButton>
      </p>
    </>
  );
}

/** What it came to may be otherwise by now. */
export function OldNotice({ advice }: { advice: string }) {
  return (
    <p className="notice" data-tone="warn" role="status">
      ▲ Files or database have changed since: {advice}.
    </p>
  );
}
