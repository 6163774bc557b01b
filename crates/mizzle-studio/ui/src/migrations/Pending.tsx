// What *apply* would run, before it runs: each statement, what rolls back together, what is
// lost, and what was found out by rehearsing.
import { useState } from "react";
import type { AppliedMigrations, Pending as Answer, PendingMigration } from "../api/types";
import { failureOf } from "../api/client";
import { href, navigate } from "../app/router";
import { CopyButton } from "../ui/CopyButton";
import { Empty } from "../ui/Empty";
import { ErrorView } from "../ui/ErrorView";
import { Icon } from "../ui/Icon";
import { Prose } from "../ui/Prose";
import { Spinner } from "../ui/Spinner";
import { duration, plural } from "../ui/format";
import { useBaseline, type BaselineHandle } from "./baseline";
import { Confirm, Losses } from "./Confirm";
import { PendingCard } from "./PendingCard";
import { usePending } from "./queries";
import { Outcome } from "./RunLog";
import { useRun } from "./runs";
import { script } from "./script";
import { WriteButton } from "./WriteButton";

export function Pending() {
  const { data, error, isPending } = usePending();
  const apply = useRun("apply");
  const baseline = useBaseline("pending");
  if (isPending) return <Spinner label="Looking what is pending" />;
  if (!data) return <ErrorView failure={failureOf(error)} />;
  return (
    <article className="detail" aria-label="Pending migrations">
      <PendingHead pending={data} apply={apply} baseline={baseline} />
      <Outcome run={apply.run} label="Applying" onClose={apply.reset} onStop={apply.stop}>
        {apply.run.result && <Applied result={apply.run.result} />}
      </Outcome>
      {baseline.panel}
      <Notices pending={data} />
      {data.migrations.length === 0 ? (
        apply.run.state === "idle" && (
          <Empty icon="check" title="Everything is applied">
            <p>The database has each migration of the folder.</p>
          </Empty>
        )
      ) : (
        <ol className="cards">
          {data.migrations.map((migration) => (
            <PendingCard key={migration.name} migration={migration} failedAt={apply.run.error?.place ?? null} />
          ))}
        </ol>
      )}
    </article>
  );
}

type Apply = ReturnType<typeof useRun<"apply">>;

function PendingHead({ pending: { migrations, there }, apply, baseline }: { pending: Answer; apply: Apply; baseline: BaselineHandle }) {
  const [upTo, setUpTo] = useState<string | null>(null);
  // What was seen when the question was asked: it stays, whatever becomes pending meanwhile.
  const [asked, setAsked] = useState<Asked | null>(null);
  const last = migrations.findIndex((it) => it.name === upTo);
  const chosen = last < 0 ? migrations : migrations.slice(0, last + 1);
  const statements = migrations.flatMap((it) => it.segments).reduce((sum, it) => sum + it.statements.length, 0);
  return (
    <header className="page-head">
      <h2 className="page-title">Pending</h2>
      {migrations.length > 0 && (
        <p className="facts">
          <span className="fact">{plural(migrations.length, "migration")}</span>
          <span className="fact">{plural(statements, "statement")}</span>
        </p>
      )}
      {migrations.length > 0 && (
        <div className="page-actions">
          <CopyButton text={script(chosen)} label="Copy as script" />
          {migrations.length > 1 && (
            <label className="inline-field">
              up to
              <select className="select" value={chosen.at(-1)?.name} onChange={(event) => setUpTo(event.target.value)}>
                {migrations.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
          )}
          {there.length > 0 && (
            <WriteButton icon="check" isBusy={baseline.isBusy} onClick={() => baseline.ask(chosen.at(-1)?.name ?? null)}>
              Record as applied …
            </WriteButton>
          )}
          <WriteButton variant="primary" icon="play" isBusy={apply.run.state === "running"} onClick={() => setAsked({ chosen, isAll: chosen.length === migrations.length })}>
            Apply {migrations.length === 1 ? "it" : chosen.length === migrations.length ? `all ${chosen.length}` : chosen.length} …
          </WriteButton>
        </div>
      )}
      {asked && (
        <ConfirmApply
          {...asked}
          onClose={() => setAsked(null)}
          onConfirm={(confirm) => {
            setAsked(null);
            // Once nothing is pending, the address of all migrations shows another page, and what
            // the run came to would be gone with this one.
            navigate(href("migrations", ["pending"]), true);
            const to = asked.isAll ? null : (asked.chosen.at(-1)?.name ?? null);
            void apply.start({ to, expect: asked.chosen.map((it) => it.name), confirm });
          }}
        />
      )}
    </header>
  );
}

interface Asked {
  chosen: PendingMigration[];
  isAll: boolean;
}

function ConfirmApply({ chosen, isAll, onClose, onConfirm }: Asked & {
  onClose: () => void;
  onConfirm: (confirm: string | null) => void;
}) {
  const losses = chosen.flatMap((it) => it.lost);
  const unrehearsed = chosen.filter((it) => it.rehearsed === null || it.rehearsed === "no");
  return (
    <Confirm title={`Apply ${plural(chosen.length, "migration")}`} verb={`Apply ${chosen.length}`} losses={losses} onClose={onClose} onConfirm={onConfirm}>
      <ol className="plain-list">
        {chosen.map(({ name, segments }) => (
          <li key={name}>
            <code>{name}</code> <span className="soft">{plural(segments.reduce((sum, it) => sum + it.statements.length, 0), "statement")}</span>
          </li>
        ))}
      </ol>
      {!isAll && <p className="soft">Those behind stay pending.</p>}
      {unrehearsed.length > 0 && (
        <p className="fact" data-tone="warn">
          ▲ Not rehearsed: {unrehearsed.map((it) => it.name).join(", ")}
        </p>
      )}
    </Confirm>
  );
}

function Applied({ result: { migrations } }: { result: AppliedMigrations }) {
  if (migrations.length === 0) return <p className="outcome-title">Nothing was left to apply.</p>;
  return (
    <>
      <p className="outcome-title">✓ {plural(migrations.length, "migration")} applied</p>
      <ul className="timings">
        {migrations.map(({ name, milliseconds }) => (
          <li key={name}>
            <code>{name}</code> <span className="soft number">{duration(milliseconds)}</span>
          </li>
        ))}
      </ul>
      <p className="page-actions">
        <a className="button button-plain" href={href("verify")}>
          <Icon name="verify" /> Verify
        </a>
        <a className="button button-plain" href={href("data")}>
          <Icon name="table" /> See the data
        </a>
      </p>
    </>
  );
}

function Notices({ pending: { ledger, there, missingRight, warnings, migrations } }: { pending: Answer }) {
  return (
    <>
      {missingRight !== null && (
        <div className="notice" data-tone="bad">
          <p>The role may not do all of this. Have somebody run:</p>
          <code>{missingRight}</code> <CopyButton text={missingRight} />
        </div>
      )}
      {warnings.length > 0 && (
        <ul className="notice" data-tone="warn">
          {warnings.map((warning) => (
            <li key={warning}>
              <span aria-hidden="true">▲ </span>
              <Prose text={warning} />
            </li>
          ))}
        </ul>
      )}
      {there.length > 0 && (
        <p className="notice" data-tone="warn">
          ▲ The database has no migrations table, and it has what these migrations make: {there.slice(0, 3).join(", ")}
          {there.length > 3 && ", …"}. If it has all of it, record them as applied instead of applying them.
        </p>
      )}
      {ledger !== null && (
        <p className="notice" data-tone="neutral">
          <Prose text={ledger} />
        </p>
      )}
      {/* One that loses something says so itself. */}
      {migrations.filter((it) => it.lost.length > 0).length > 1 && <Losses losses={migrations.flatMap((it) => it.lost)} />}
    </>
  );
}
