// One object that is not as it should be: both sides as DDL, and below them the text of each way
// out.
import type { DriftFinding } from "../api/types";
import { Beside, Code } from "../migrations/Code";
import { Prose } from "../ui/Prose";
import { changeKinds } from "../migrations/words";
import { WriteButton } from "../migrations/WriteButton";
import { CopyButton } from "../ui/CopyButton";
import { SafeText } from "../ui/SafeText";
import { joined, type Restore } from "./restore";

export function FindingCard({ finding, restore }: { finding: DriftFinding; restore: Restore }) {
  const { kind, object, sentence, expected, found } = finding;
  return (
    <li className="card finding-card" data-kind={kind} aria-label={object}>
      <header className="card-head">
        <h3 className="card-title">
          <span className="change-sign" aria-hidden="true">
            {changeKinds[kind].sign}
          </span>{" "}
          <SafeText text={sentence} />
        </h3>
      </header>
      {(expected !== null || found !== null) && <Beside before={expected} after={found} labels={["expected, by the migrations", "found in the database"]} />}
      <div className="outs">
        <RestoreOut finding={finding} restore={restore} />
        <AdoptOut finding={finding} />
      </div>
    </li>
  );
}

function RestoreOut({ finding: { restore: statements, object, losses }, restore }: { finding: DriftFinding; restore: Restore }) {
  const sql = joined(statements);
  if (statements.length === 0) return null;
  return (
    <div className="out">
      <div className="part-bar">
        <h4>Restore: run this</h4>
        <div className="page-actions">
          <CopyButton text={sql} />
          <WriteButton
            size="small"
            icon="play"
            isBusy={restore.isBusy}
            onClick={() => restore.ask({ sql, what: object, losses })}
          >
            Run …
          </WriteButton>
        </div>
      </div>
      {losses.map((loss) => (
        <p key={loss} className="note-bad">
          <span aria-hidden="true">✗ </span>
          loss: <Prose text={loss} />
        </p>
      ))}
      <Code text={sql} />
    </div>
  );
}

function AdoptOut({ finding: { adoptWhere, adoptText } }: { finding: DriftFinding }) {
  if (adoptWhere === null) return null;
  return (
    <div className="out">
      <div className="part-bar">
        <h4>
          Keep it: <Prose text={adoptWhere} />
        </h4>
        {adoptText !== null && <CopyButton text={adoptText} />}
      </div>
      {adoptText !== null && <Code text={adoptText} language="ts" />}
    </div>
  );
}
