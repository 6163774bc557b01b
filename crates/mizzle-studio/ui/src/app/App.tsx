// The shell: bars above, one view below.

import { useQuery } from "@tanstack/react-query";
import { Suspense, useEffect } from "react";
import { call, failureOf } from "../api/client";
import { useEdits } from "../data/edits/store";
import { Button } from "../ui/Button";
import { Banner } from "../ui/Banner";
import { Spinner } from "../ui/Spinner";
import { ErrorBoundary } from "./ErrorBoundary";
import { useConnection } from "./connection";
import { useRoute } from "./router";
import { leadsTo, leaveMark } from "./places";
import { TopBar } from "./TopBar";
import { views } from "./views";
import { Icon } from "../ui/Icon";

export function App() {
  const route = useRoute();
  // Before the tabs are drawn, which lead back to it.
  leaveMark(route);
  const view = views.find(({ id }) => id === route.view) ?? views[0];
  const meta = useQuery({ queryKey: ["meta"], queryFn: ({ signal }) => call("meta", {}, signal) });

  const project = meta.data?.project;
  useEffect(() => {
    document.title = [view?.label, project, "mizzle studio"].filter(Boolean).join(" · ");
  }, [view, project]);

  if (!view) return null;
  return (
    <div className="shell">
      <a className="skip-link" href="#main" onClick={focusMain}>
        To the content
      </a>
      <TopBar meta={meta.data} />
      <nav className="nav" aria-label="Views">
        {views.map(({ id, label, icon }) => (
          <a key={id} className="nav-item" href={leadsTo(id, view.id)} aria-current={id === view.id ? "page" : undefined}>
            <Icon name={icon} />
            {label}
          </a>
        ))}
      </nav>
      <Banners unreachable={meta.data?.unreachable?.message ?? null} error={meta.error} />
      <main id="main" className="main" tabIndex={-1}>
        <ErrorBoundary resetKey={view.id}>
          <Suspense fallback={<Spinner label={`Opening ${view.label}`} />}>
            <view.Component />
          </Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}

function Banners({ unreachable, error }: { unreachable: string | null; error: unknown }) {
  const { isServerUp, isDatabaseUp, holder, retry } = useConnection();
  const kept = useEdits().entries.length > 0 ? " Staged edits are kept." : "";
  const again = (
    <Button size="small" onClick={() => void retry()}>
      Try now
    </Button>
  );
  if (!isServerUp) {
    return (
      <Banner tone="bad" action={again}>
        <strong>Connection lost.</strong> mizzle does not answer; the page goes on as soon as it does.{kept}
      </Banner>
    );
  }
  if (error) return <Banner tone="bad">{failureOf(error).message}</Banner>;
  if (unreachable !== null || !isDatabaseUp) {
    return (
      <Banner tone="bad" action={again}>
        <strong>The database does not answer{unreachable === null ? "." : ":"}</strong> {unreachable}
        {kept}
      </Banner>
    );
  }
  if (holder) {
    const since = holder.since === null ? "" : ` since ${new Date(holder.since).toLocaleString()}`;
    return (
      <Banner tone="neutral">
        The migrations table <code>{holder.table}</code> is locked by another session{since}
        {holder.session !== null && ` (${holder.session})`}. What needs it waits; the page goes on once it is free.
      </Banner>
    );
  }
  return null;
}

// The hash is the route, so the link moves the focus itself.
function focusMain(event: React.MouseEvent) {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
