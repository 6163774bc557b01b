// What the database holds against what the migrations make, object by object, with the ways out
// of each difference.
import { useState } from "react";
import type { Drift } from "../api/types";
import { Empty } from "../ui/Empty";
import { useConnection } from "../app/connection";
import { useBaseline } from "../migrations/baseline";
import { RunLog } from "../migrations/RunLog";
import { OldNotice, RunButton, useLook } from "../migrations/look";
import { duration, plural } from "../ui/format";
import { AdoptPanel } from "./AdoptPanel";
import { FindingCard } from "./FindingCard";
import { Notes } from "./Notes";
import { useRestore } from "./restore";
import { WaysOut } from "./WaysOut";
import "../migrations/page.css";
import "./drift.css";

export default function DriftView() {
  const { run, look, cancel, isOld } = useLook("drift");
  return (
    <div className="page">
      <article className="drift" aria-label="Drift">
        <header className="page-head">
          <h1 className="page-title">Drift</h1>
          <p className="facts">
            <span className="fact">{run.result ? comparedWith(run.result) : "What the database holds against what the migrations make."}</span>
            {run.state === "done" && <span className="fact">{duration(run.endedAt - run.startedAt)}</span>}
          </p>
          <div className="page-actions">
            <RunButton run={run} onRun={() => look()} onStop={cancel}>
              Compare again
            </RunButton>
          </div>
        </header>
        {run.state !== "done" && <RunLog run={run} label="Comparing" />}
        {run.state === "done" && isOld && <OldNotice advice="compare again" />}
        {run.state === "done" && run.result && <Compared drift={run.result} onChanged={look} />}
      </article>
    </div>
  );
}

function comparedWith({ applied, pending }: Drift): string {
  const state = applied === null ? "an empty database, since no migration is applied" : `the migrations up to ${applied}`;
  return pending.length === 0 ? `Compared with ${state}.` : `Compared with ${state}; ${plural(pending.length, "pending one")} left out.`;
}

function Compared({ drift, onChanged }: { drift: Drift; onChanged: (changes: number) => void }) {
  const [isAdopting, setAdopting] = useState(false);
  const restore = useRestore(onChanged);
  const { retry } = useConnection();
  const baseline = useBaseline("drift", () => void retry().then(onChanged));
  return (
    <>
      {baseline.panel}
      {drift.findings.length === 0 ? (
        <Empty icon="check" title="No drift">
          <p>The database is what the migrations make.</p>
        </Empty>
      ) : (
        <>
          <WaysOut drift={drift} restore={restore} baseline={baseline} isAdopting={isAdopting} onAdopt={() => setAdopting((is) => !is)} />
          {restore.panel}
          {isAdopting && <AdoptPanel onClose={() => setAdopting(false)} />}
          <h2 className="drift-count">{plural(drift.findings.length, "difference")}</h2>
          <ol className="cards">
            {drift.findings.map((finding) => (
              <FindingCard key={`${finding.kind} ${finding.object}`} finding={finding} restore={restore} />
            ))}
          </ol>
        </>
      )}
      <Notes drift={drift} />
    </>
  );
}

