// One migration of the timeline, in full.
import type { ReactNode } from "react";
import type { Entry, Finding, Migration } from "../api/types";
import { failureOf } from "../api/client";
import { href, navigate } from "../app/router";
import { CopyButton } from "../ui/CopyButton";
import { ErrorView } from "../ui/ErrorView";
import { Icon } from "../ui/Icon";
import { SafeText } from "../ui/SafeText";
import { Spinner } from "../ui/Spinner";
import { Tabs } from "../ui/Tabs";
import { ChangeCounts, Changes } from "./Changes";
import { Code } from "./Code";
import { Losses } from "./Confirm";
import { useMigration } from "./queries";
import { extent, Segments } from "./Segments";
import { migrationHref } from "./TimelineList";
import { ago, entryStates, waysBack } from "./words";

type TabId = "sql" | "back" | "changes" | "hashes";

interface Props {
  name: string;
  /** The one before it on the timeline; what it changes is seen from there. */
  previous: string | null;
  tab: string | null;
  /** May it be taken back, with those behind it? */
  canRollBack: boolean;
}

export function Detail({ name, previous, tab, canRollBack }: Props) {
  const { data, error, isPending } = useMigration(name);
  if (isPending) return <Spinner label={`Reading ${name}`} />;
  if (!data) return <ErrorView failure={failureOf(error)} />;
  return <Loaded migration={data} previous={previous} tab={tab} canRollBack={canRollBack} />;
}

function Loaded({ migration, previous, tab, canRollBack }: { migration: Migration; previous: string | null; tab: string | null; canRollBack: boolean }) {
  const { entry, changes, changesNote, down, lost } = migration;
  const tabs = [
    { id: "sql" as const, label: "SQL" },
    { id: "changes" as const, label: "Changes", count: changes.length },
    { id: "back" as const, label: "Way back" },
    { id: "hashes" as const, label: "Hashes" },
  ];
  const active: TabId = tabs.find(({ id }) => id === tab)?.id ?? "sql";
  return (
    <article className="detail" aria-label={entry.name}>
      <DetailHead migration={migration} previous={previous} canRollBack={canRollBack} />
      <Findings findings={entry.findings} />
      <Tabs label="Parts of the migration" tabs={tabs} active={active} onChange={(id) => navigate(migrationHref(entry.name, id), true)}>
        {active === "sql" && <SqlPart migration={migration} />}
        {active === "changes" && <Changes changes={changes} note={changesNote} />}
        {active === "back" && <BackPart entry={entry} down={down} lost={lost} />}
        {active === "hashes" && <HashPart migration={migration} />}
      </Tabs>
    </article>
  );
}

function DetailHead({ migration: { entry, changes, segments }, previous, canRollBack }: { migration: Migration; previous: string | null; canRollBack: boolean }) {
  const { sign, word, tone, meaning } = entryStates[entry.state];
  return (
    <header className="page-head">
      <h2 className="page-title">
        <SafeText text={entry.name} />
      </h2>
      <p className="facts">
        <span className="fact" data-tone={tone} title={meaning}>
          <span aria-hidden="true">{sign} </span>
          {word}
          {entry.appliedAt !== null && (
            <>
              {" "}
              <time title={`${entry.appliedAt} UTC`}>{ago(entry.appliedAt)}</time>
            </>
          )}
        </span>
        {segments.length > 0 && <span className="fact">{extent(segments)}</span>}
        {changes.length > 0 && (
          <span className="fact">
            <ChangeCounts changes={changes} />
          </span>
        )}
        <Rehearsed text={entry.rehearsed} />
        <BackFact entry={entry} />
      </p>
      <div className="page-actions">
        {entry.state !== "withoutFile" && entry.state !== "gone" && (
          <a className="button button-plain" href={href("erd", [], { from: previous ?? "empty", to: entry.name })}>
            <Icon name="erd" /> Diagram
          </a>
        )}
        {entry.state === "applied" && canRollBack && (
          <a className="button button-plain" href={href("migrations", ["rollback"], { to: previous ?? "" })}>
            <Icon name="undo" /> Roll back to before it
          </a>
        )}
      </div>
    </header>
  );
}

/** How far a migration was rehearsed, in the words of its record. */
export function Rehearsed({ text }: { text: string | null }) {
  if (text === null) return null;
  const isNot = text === "no" || text.startsWith("partly");
  return (
    <span className="fact" data-tone={isNot ? "warn" : "ok"}>
      <span aria-hidden="true">{isNot ? "▲ " : "✓ "}</span>
      {text === "no" ? "not rehearsed" : text.startsWith("partly") ? `rehearsed ${text}` : `rehearsed on ${engineOf(text)}`}
    </span>
  );
}

/** `embedded-17.4` is how the record writes an engine. */
function engineOf(text: string): string {
  const match = /^([a-z]+)-([\d.]+)$/.exec(text);
  return match ? `PostgreSQL ${match[2]} (${match[1]})` : text;
}

function BackFact({ entry }: { entry: Entry }) {
  const { sign, word, tone, meaning } = waysBack[entry.wayBack];
  return (
    <span className="fact" data-tone={tone} title={meaning}>
      <span aria-hidden="true">{sign} </span>
      {word}
    </span>
  );
}

export function Findings({ findings }: { findings: Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className="findings" aria-label="Findings" data-tone={findings.some((it) => it.counts) ? "warn" : "neutral"}>
      {findings.map((finding) => (
        <li key={`${finding.code} ${finding.message}`} className="finding" data-tone={finding.counts ? "warn" : "neutral"}>
          <span aria-hidden="true">{finding.counts ? "▲" : "·"}</span>
          <span>
            <SafeText text={finding.message} />
          </span>
          <code className="finding-code">{finding.code}</code>
        </li>
      ))}
    </ul>
  );
}

function SqlPart({ migration: { segments, sql, file, unreadable } }: { migration: Migration }) {
  if (sql === null) return <Nothing>There is no file, so nobody knows its SQL any more.</Nothing>;
  return (
    <>
      <div className="part-bar">
        <code className="soft">{file}</code>
        <CopyButton text={sql} label="Copy file" />
      </div>
      {unreadable && <ErrorView failure={unreadable} />}
      {segments.length > 0 ? <Segments segments={segments} /> : <Code text={sql} />}
    </>
  );
}

function BackPart({ entry, down, lost }: { entry: Entry; down: string | null; lost: string[] }) {
  const { meaning } = waysBack[entry.wayBack];
  return (
    <>
      <div className="part-bar">
        <span className="soft">{meaning}</span>
        {down !== null && <CopyButton text={down} label="Copy" />}
      </div>
      <Losses losses={lost} title="What it does not bring back" />
      {down !== null && <Code text={down} />}
    </>
  );
}

function HashPart({ migration: { sha256, ledgerHash, entry } }: { migration: Migration }) {
  const isSame = sha256 !== null && ledgerHash !== null && sha256 === ledgerHash;
  return (
    <>
      <dl className="hashes">
        <dt>file, sha256</dt>
        <dd className="mono">{sha256 ?? "no file"}</dd>
        <dt>ledger</dt>
        <dd className="mono">{ledgerHash ?? (entry.state === "pending" ? "not applied" : "none recorded")}</dd>
      </dl>
      {sha256 !== null && ledgerHash !== null && (
        <p className="fact pad" data-tone={isSame ? "ok" : "bad"}>
          {isSame ? "✓ The database ran this very file." : "✗ They differ: the file is not what the database ran."}
        </p>
      )}
    </>
  );
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className="soft pad">{children}</p>;
}
