// Migrations: the timeline at the side, and beside it one of them, what is pending, or what is
// to be done.
import { failureOf } from "../api/client";
import type { Entry } from "../api/types";
import { href, useRoute } from "../app/router";
import { Empty } from "../ui/Empty";
import { ErrorView } from "../ui/ErrorView";
import { Icon } from "../ui/Icon";
import { Spinner } from "../ui/Spinner";
import { plural } from "../ui/format";
import { useBaseline } from "./baseline";
import { Detail } from "./Detail";
import { Generate } from "./Generate";
import { Pending } from "./Pending";
import { useTimeline } from "./queries";
import { Rollback } from "./Rollback";
import { useSides } from "./Sides";
import { TimelineList } from "./TimelineList";
import { WriteButton } from "./WriteButton";
import "./page.css";
import "./migrations.css";

export default function MigrationsView() {
  const { path, params } = useRoute();
  const timeline = useTimeline();
  const sides = useSides();
  const entries = timeline.data?.migrations ?? [];
  const { page, name } = openPage(path, entries);
  return (
    <div className="split migrations">
      <aside className="split-side migrations-side" aria-label="Migrations">
        <header className="side-head">
          <h1>Migrations</h1>
          <span className="soft">{timeline.data && `${plural(entries.filter(({ state }) => state !== "withoutFile" && state !== "gone").length, "migration")} in ${timeline.data.folder}`}</span>
          <div className="page-actions">
            <Go page="generate" current={page} icon="pencil" label="Generate" />
            <Go page="rollback" current={page} icon="undo" label="Roll back" />
          </div>
        </header>
        {timeline.isPending && <Spinner label="Reading folder and ledger" />}
        {timeline.error && <ErrorView failure={failureOf(timeline.error)} isCompact />}
        {timeline.data?.ledgerError && <ErrorView failure={timeline.data.ledgerError} isCompact />}
        {timeline.data && <TimelineList entries={entries} desired={sides.data?.desired} current={name} page={page} />}
      </aside>
      <section className="split-main migrations-main" aria-label="Details" tabIndex={-1}>
        <Page page={page} name={name} entries={entries} params={params} isRead={timeline.data !== undefined} />
      </section>
    </div>
  );
}

type PageName = "of" | "pending" | "generate" | "rollback";

/** What the hash names; without a name what is most worth seeing. */
function openPage([page, name]: string[], entries: Entry[]): { page: PageName; name: string | null } {
  if (page === "pending" || page === "generate" || page === "rollback") return { page, name: null };
  if (page === "of" && name !== undefined) return { page, name };
  if (entries.some((it) => it.state === "pending" || it.state === "unfinished")) return { page: "pending", name: null };
  return { page: "of", name: entries[0]?.name ?? null };
}

function Go({ page, current, icon, label }: { page: PageName; current: PageName; icon: "pencil" | "undo"; label: string }) {
  return (
    <a className="button button-plain button-small" href={href("migrations", [page])} aria-current={page === current ? "page" : undefined}>
      <Icon name={icon} />
      {label}
    </a>
  );
}

function Page({ page, name, entries, params, isRead }: { page: PageName; name: string | null; entries: Entry[]; params: URLSearchParams; isRead: boolean }) {
  switch (page) {
    case "pending":
      return <Pending />;
    case "generate":
      return <Generate />;
    case "rollback":
      return <Rollback entries={entries} to={params.get("to")} />;
    case "of": {
      if (name === null) return isRead ? <NoMigrations /> : null;
      const at = entries.findIndex((it) => it.name === name);
      const previous = at < 0 ? null : (entries[at + 1]?.name ?? null);
      return <Detail key={name} name={name} previous={previous} tab={params.get("tab")} canRollBack={previous !== null} />;
    }
  }
}

function NoMigrations() {
  const baseline = useBaseline("first");
  const actions = (
    <p className="page-actions">
      <Go page="generate" current="of" icon="pencil" label="Generate the first" />
      <WriteButton size="small" icon="check" isBusy={baseline.isBusy} onClick={() => baseline.ask(null)}>
        Record what is there …
      </WriteButton>
    </p>
  );
  return (
    <>
      {baseline.panel}
      <Empty icon="migrations" title="There are no migrations yet" action={actions}>
        <p>The folder is empty, and the ledger knows none. If the database has what the schema files say already, the first migration is recorded and not run.</p>
      </Empty>
    </>
  );
}
