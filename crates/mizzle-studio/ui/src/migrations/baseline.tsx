// A database taken for what it is: migrations are recorded as applied, and none of them is run.
// The server makes sure first that nothing differs.
import { useState, type ReactNode } from "react";
import type { Baseline } from "../api/types";
import { Prose } from "../ui/Prose";
import { plural } from "../ui/format";
import { Confirm } from "./Confirm";
import { Questions, type Answered } from "./Questions";
import { Outcome } from "./RunLog";
import { useRun } from "./runs";

/** What was asked for: up to the migration `at`, or, with `null`, the one that is missing. */
interface Asked {
  at: string | null;
  confirm: string | null;
  answered: Answered[];
  isConfirmed: boolean;
}

export interface BaselineHandle {
  ask: (at: string | null) => void;
  isBusy: boolean;
  /** The question, how it goes, and what it came to. */
  panel: ReactNode;
}

/** What it came to stays where it was asked for, `of` a view. `onDone` is called once migrations are recorded. */
export function useBaseline(of: string, onDone?: () => void): BaselineHandle {
  const { run, start, reset } = useRun("baseline", of);
  const [asked, setAsked] = useState<Asked | null>(null);
  const isBusy = run.state === "running";
  const go = async (asked: Asked) => {
    setAsked({ ...asked, isConfirmed: true });
    const { at, confirm, answered } = asked;
    const answers = answered.map(({ question, choice }) => ({ question, choice }));
    if ((await start({ at, answers, confirm }))?.type === "adopted") onDone?.();
  };
  const panel = (
    <>
      {asked && !asked.isConfirmed && (
        <Confirm title="Take the database for what it is" verb="Compare and record" losses={[]} onClose={() => setAsked(null)} onConfirm={(confirm) => void go({ ...asked, confirm })}>
          <p>
            {asked.at === null ? "The migration for what the database and the schema files have, and the folder has not, is written and recorded as applied." : <>The migrations up to <code>{asked.at}</code> are recorded as applied.</>}{" "}
            Nothing is run. If the database differs in anything, nothing is written or recorded.
          </p>
        </Confirm>
      )}
      <Outcome run={run} label="Comparing and recording" isGood={run.result?.type === "adopted"} onClose={reset}>
        {run.result && <Result result={run.result} />}
        {run.result?.type === "questions" && asked && (
          <Questions
            questions={run.result.questions}
            answered={asked.answered}
            isBusy={isBusy}
            onAnswer={(answer) => void go({ ...asked, answered: [...asked.answered, answer] })}
            onAgain={() => void go({ ...asked, answered: [] })}
          />
        )}
      </Outcome>
    </>
  );
  return { ask: (at) => setAsked({ at, confirm: null, answered: [], isConfirmed: false }), isBusy, panel };
}

function Result({ result }: { result: Baseline }) {
  if (result.type === "questions") return null;
  const isAdopted = result.type === "adopted";
  const lines = isAdopted ? result.notes : result.differences;
  return (
    <>
      <p className="outcome-title">
        {!isAdopted
          ? `✗ The database is something else: ${plural(lines.length, "difference")}. Nothing was written or recorded.`
          : result.recorded.length === 0
            ? "✓ The database is what the migrations make"
            : `✓ ${plural(result.recorded.length, "migration")} recorded as applied, nothing was run: ${result.recorded.join(", ")}`}
      </p>
      {lines.map((line) => (
        <p key={line} className="soft">
          <Prose text={line} />
        </p>
      ))}
    </>
  );
}
