// Files and ledger joined, the newest first: one line a migration, on a rail that is filled as
// far as the database has come.
import type { KeyboardEvent } from "react";
import type { Entry, Side } from "../api/types";
import { href } from "../app/router";
import { Icon } from "../ui/Icon";
import { SafeText } from "../ui/SafeText";
import { plural } from "../ui/format";
import { ago, entryStates, nameParts } from "./words";

/** The page of one migration. */
export function migrationHref(name: string, tab?: string): string {
  return href("migrations", ["of", name], tab ? { tab } : {});
}

interface Props {
  entries: Entry[];
  desired: Side | undefined;
  /** What is open: a name, or one of the other pages. */
  current: string | null;
  page: string;
}

export function TimelineList({ entries, desired, current, page }: Props) {
  const pending = entries.filter((it) => it.state === "pending" || it.state === "unfinished");
  const isAhead = desired !== undefined && desired.state !== "inStep" && desired.state !== "unknown";
  return (
    <nav className="timeline" aria-label="Timeline" onKeyDown={onKeyDown}>
      {isAhead && (
        <a className="timeline-call" href={href("migrations", ["generate"])} aria-current={page === "generate" ? "page" : undefined} data-tone={desired.state === "broken" ? "bad" : "warn"}>
          <Icon name={desired.state === "broken" ? "warning" : "pencil"} />
          <span className="timeline-call-text">{desired.state === "broken" ? "the schema does not load" : desired.text}</span>
          <span className="timeline-call-go">{desired.state === "broken" ? "why" : "generate"}</span>
        </a>
      )}
      {pending.length > 0 && (
        <a className="timeline-call" href={href("migrations", ["pending"])} aria-current={page === "pending" ? "page" : undefined} data-tone="warn">
          <Icon name="play" />
          <span className="timeline-call-text">{plural(pending.length, "migration")} pending</span>
          <span className="timeline-call-go">preview</span>
        </a>
      )}
      <ol className="timeline-list">
        {/* Rows of a ledger that keeps no names may be called alike. */}
        {entries.map((entry) => (
          <Line key={`${entry.name} ${entry.appliedAt}`} entry={entry} isCurrent={page === "of" && entry.name === current} />
        ))}
      </ol>
    </nav>
  );
}

function Line({ entry, isCurrent }: { entry: Entry; isCurrent: boolean }) {
  const { sign, word, meaning, tone } = entryStates[entry.state];
  const { number, rest } = nameParts(entry.name);
  const counting = entry.findings.filter((it) => it.counts);
  return (
    <li className="timeline-item" data-state={entry.state}>
      <a className="timeline-line" href={migrationHref(entry.name)} aria-current={isCurrent ? "page" : undefined}>
        <span className="timeline-sign" data-tone={tone} aria-hidden="true">
          {/* The dashed ring of what is pending is its sign. */}
          {entry.state === "pending" ? "" : sign}
        </span>
        <span className="timeline-name" title={entry.name}>
          {number !== "" && <span className="timeline-number">{shortNumber(number)}</span>}
          <SafeText text={rest} />
        </span>
        <span className="timeline-about">
          <span title={meaning} data-tone={entry.state === "applied" ? undefined : tone}>
            {word}
          </span>
          {entry.appliedAt !== null && <time title={`${entry.appliedAt} UTC`}>{ago(entry.appliedAt)}</time>}
          {counting.map((finding) => (
            <span key={finding.code} className="timeline-finding" title={finding.message}>
              ▲ {finding.code.replaceAll("_", " ")}
            </span>
          ))}
        </span>
      </a>
    </li>
  );
}

/** `20260802101400` says as much as its day where names carry the time. */
function shortNumber(number: string): string {
  return number.length === 14 ? `${number.slice(4, 6)}-${number.slice(6, 8)}` : number;
}

/** Arrows go through the lines, as they do in a list of mail. */
function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  const next = links[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
  next.click();
}
