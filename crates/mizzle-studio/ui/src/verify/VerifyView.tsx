// The acceptance list of a schema change: what the machine can answer, line by line as it is
// answered.
import type { Check, Verified } from "../api/types";
import { href } from "../app/router";
import { Prose } from "../ui/Prose";
import { OldNotice, RunButton, useLook } from "../migrations/look";
import type { Run } from "../migrations/run";
import { RunLog } from "../migrations/RunLog";
import { ago } from "../migrations/words";
import { duration } from "../ui/format";
import "../migrations/page.css";
import "./verify.css";

export default function VerifyView() {
  const { run, look, cancel, isOld } = useLook("verify");
  return (
    <div className="page">
      <article className="verify" aria-label="Verify">
        <header className="page-head">
          <h1 className="page-title">Verify</h1>
          <p className="facts">
            <span className="fact">Nothing is changed, in no file and in no database. The same in CI: <code>mizzle verify</code></span>
          </p>
          <div className="page-actions">
            <RunButton run={run} variant="primary" onRun={() => look()} onStop={cancel}>
              Run again
            </RunButton>
          </div>
        </header>
        <Verdict run={run} />
        {run.state !== "running" && run.result && isOld && <OldNotice advice="run it again" />}
        {run.result && <Checks checks={run.result.checks} />}
        {run.state !== "done" && <RunLog run={run} label="Verifying" isBrief />}
      </article>
    </div>
  );
}

function Verdict({ run }: { run: Run<Verified> }) {
  if (run.state !== "done" || !run.result) return null;
  const { checks, isClean } = run.result;
  const number = (answer: Check["answer"]) => checks.filter((it) => it.answer === answer).length;
  const parts = [`${number("pass")} hold`, number("fail") > 0 && `${number("fail")} not`, number("skipped") > 0 && `${number("skipped")} skipped`];
  return (
    <p className="verdict" data-tone={isClean ? "ok" : "bad"} role="status">
      <strong>{isClean ? "✓ Nothing fails" : "✗ Not as it should be"}</strong>
      <span className="soft">
        {parts.filter(Boolean).join(", ")} · {duration(run.endedAt - run.startedAt)} · {ago(new Date(run.endedAt).toISOString())}
      </span>
    </p>
  );
}

const answers = {
  pass: { sign: "✓", word: "holds", tone: "ok" },
  fail: { sign: "✗", word: "does not hold", tone: "bad" },
  skipped: { sign: "–", word: "skipped", tone: "neutral" },
} as const;

function Checks({ checks }: { checks: Check[] }) {
  return (
    <ol className="checks">
      {checks.map((check) => (
        <Line key={check.code} check={check} />
      ))}
    </ol>
  );
}

function Line({ check: { code, claim, answer, milliseconds, lines, hints } }: { check: Check }) {
  const { sign, word, tone } = answers[answer];
  const place = answer === "fail" ? settledAt(code) : null;
  return (
    <li className="check-line" data-tone={tone} data-answer={answer}>
      <span className="check-sign" aria-hidden="true">
        {sign}
      </span>
      <div className="check-text">
        <p className="check-claim">
          {claim}
          <span className="visually-hidden">: {word}</span>
        </p>
        {lines.map((line) => (
          <p key={line} className="soft">
            <Prose text={line} />
          </p>
        ))}
        {hints.map((hint) => (
          <p key={hint} className="check-hint">
            <span className="error-hint-word">hint:</span> <Prose text={hint} />
          </p>
        ))}
      </div>
      <span className="check-side">
        {place && (
          <a href={place.href} aria-label={`${place.label}: ${claim}`}>
            {place.label}
          </a>
        )}
        <span className="soft number">{milliseconds >= 1 ? duration(milliseconds) : ""}</span>
      </span>
    </li>
  );
}

/** Where in the studio a claim that does not hold can be settled. */
function settledAt(code: string): { href: string; label: string } | null {
  switch (code) {
    case "schema":
    case "migration":
      return { href: href("migrations", ["generate"]), label: "Generate" };
    case "unedited":
    case "way_back":
      return { href: href("migrations"), label: "Migrations" };
    case "replays":
      return { href: href("erd", [], { from: "recorded", to: "desired" }), label: "Diagram" };
    case "applied":
      return { href: href("migrations", ["pending"]), label: "Pending" };
    case "database":
      return { href: href("drift"), label: "Drift" };
    default:
      return null;
  }
}
