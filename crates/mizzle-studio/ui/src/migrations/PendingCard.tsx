// One pending migration: its statements, what it costs, and its rehearsal.
import type { PendingMigration, Place, Rehearsal } from "../api/types";
import { CopyButton } from "../ui/CopyButton";
import type { Tone } from "../ui/Badge";
import { SafeText } from "../ui/SafeText";
import { duration } from "../ui/format";
import { Losses } from "./Confirm";
import { Findings, Rehearsed } from "./Detail";
import { RunButton } from "./look";
import { Probes } from "./Probes";
import { Prose } from "../ui/Prose";
import { RunLog } from "./RunLog";
import { useRun } from "./runs";
import { extent, Segments } from "./Segments";
import { script } from "./script";
import { migrationHref } from "./TimelineList";

interface Props {
  migration: PendingMigration;
  /** Where the last run failed. */
  failedAt: Place | null;
}

export function PendingCard({ migration, failedAt }: Props) {
  const { name, file, segments, doneSegments, rehearsed, lost, notes } = migration;
  const rehearsal = useRun("rehearse", name);
  const isFailed = failedAt !== null && failedAt.file === file;
  return (
    <li className="card" aria-label={name}>
      <header className="card-head">
        <h3 className="card-title">
          <a href={migrationHref(name)}>
            <SafeText text={name} />
          </a>
        </h3>
        <p className="facts">
          <span className="fact">{extent(segments)}</span>
          <Rehearsed text={rehearsed ?? "no"} />
        </p>
        <div className="page-actions">
          <CopyButton text={script([migration])} label="Copy" />
          <RunButton run={rehearsal.run} size="small" icon="verify" onRun={() => void rehearsal.start({ name })} onStop={rehearsal.cancel}>
            Rehearse
          </RunButton>
        </div>
      </header>
      <Probes migration={name} />
      <Losses losses={lost} />
      {notes.map((note) => (
        <p key={note} className="soft">
          <Prose text={note} />
        </p>
      ))}
      <RunLog run={rehearsal.run} label={`Rehearsing ${name}`} />
      {rehearsal.run.result && <RehearsalResult rehearsal={rehearsal.run.result} milliseconds={rehearsal.run.endedAt - rehearsal.run.startedAt} />}
      <Segments segments={segments} doneSegments={doneSegments} failedLine={isFailed ? failedAt.line : null} />
    </li>
  );
}

function RehearsalResult({ rehearsal, milliseconds }: { rehearsal: Rehearsal; milliseconds: number }) {
  const { engine, findings, notes } = rehearsal;
  const { tone, text } = verdictOf(rehearsal);
  return (
    <div className="rehearsal" data-tone={tone} role="status">
      <p className="outcome-title">
        {text}
        <span className="soft">
          {engine !== null && ` on ${engine}`}, {duration(milliseconds)}
        </span>
      </p>
      <Findings findings={findings} />
      {notes.map((note) => (
        <p key={note} className="soft">
          <Prose text={note} />
        </p>
      ))}
    </div>
  );
}

function verdictOf({ isKnown, isProved }: Rehearsal): { tone: Tone; text: string } {
  if (!isKnown) return { tone: "neutral", text: "? Nothing could be found out" };
  return isProved ? { tone: "ok", text: "✓ It comes out as it should" } : { tone: "bad", text: "✗ It does not come out as it should" };
}
