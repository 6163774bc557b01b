// A comparison that a view makes when it is opened, and again when somebody asks.
import { useEffect } from "react";
import { useChanges } from "../app/connection";
import { Button } from "../ui/Button";
import type { Run } from "./run";
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

interface ActionsProps {
  run: Run<unknown>;
  again: string;
  /** Is it what the view is for? */
  isPrimary?: boolean;
  onLook: () => void;
  onStop: () => void;
}

export function LookActions({ run, again, isPrimary, onLook, onStop }: ActionsProps) {
  return (
    <div className="page-actions">
      {run.state === "running" ? (
        <Button icon="stop" onClick={onStop}>
          Stop waiting
        </Button>
      ) : (
        <Button icon="refresh" variant={isPrimary ? "primary" : "plain"} onClick={onLook}>
          {again}
        </Button>
      )}
    </div>
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
