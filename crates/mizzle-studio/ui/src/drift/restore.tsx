// Taking differences back: asked first, run in one transaction, and looked at again.
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { call, failureOf } from "../api/client";
import { useConnection } from "../app/connection";
import type { Failure } from "../api/types";
import { Code } from "../migrations/Code";
import { Confirm } from "../migrations/Confirm";
import { ErrorView } from "../ui/ErrorView";

export interface Restoring {
  sql: string;
  /** What is taken back: `column users.age`, `all 3 differences`. */
  what: string;
  /** What is lost with it, a sentence each. */
  losses: string[];
}

export interface Restore {
  ask: (restoring: Restoring) => void;
  isBusy: boolean;
  /** The question, or why it failed. */
  panel: ReactNode;
}

/** `onDone` is called once the database is another, with the count of changes that includes it. */
export function useRestore(onDone: (changes: number) => void): Restore {
  const client = useQueryClient();
  const { retry } = useConnection();
  const [asked, setAsked] = useState<Restoring | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const run = async ({ sql, losses }: Restoring, confirm: string | null) => {
    setAsked(null);
    setFailure(null);
    setBusy(true);
    try {
      await call("drift/restore", { sql, acceptDataLoss: losses.length > 0, confirm });
      onDone(await retry());
    } catch (error) {
      setFailure(failureOf(error));
    } finally {
      setBusy(false);
      void client.invalidateQueries();
    }
  };

  const panel = (
    <>
      {failure && <ErrorView failure={failure} />}
      {asked && (
        <Confirm title={`Restore ${asked.what}`} verb="Run it" losses={asked.losses} onClose={() => setAsked(null)} onConfirm={(confirm) => void run(asked, confirm)}>
          <p className="soft">In one transaction; where a statement fails, nothing is changed.</p>
          <Code text={asked.sql} />
        </Confirm>
      )}
    </>
  );
  return { ask: setAsked, isBusy, panel };
}

/** Statements as one text. */
export function joined(statements: string[]): string {
  return statements.join("\n");
}
