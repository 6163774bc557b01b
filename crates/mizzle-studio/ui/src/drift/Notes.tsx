// What is no drift and should be known: what no schema can say, what the history does otherwise,
// and what nobody could look at.
import type { Drift } from "../api/types";
import { Prose } from "../ui/Prose";

export function Notes({ drift }: { drift: Drift }) {
  const groups = [
    { title: "Not compared", text: "", names: drift.notCompared, isWarning: true },
    { title: "Closed to this role", text: "", names: drift.closed, isWarning: true },
    { title: "Pending", text: "Not applied yet, and not part of the comparison.", names: drift.pending, isWarning: false },
    { title: "Inherited", text: "The migrations do something else than their snapshots say, which is no drift.", names: drift.inherited, isWarning: false },
    { title: "Not modelled", text: "No schema file can say these, and they are no drift.", names: drift.unmodelled, isWarning: false },
  ].filter(({ names }) => names.length > 0);
  if (groups.length === 0) return null;
  return (
    <section className="drift-notes" aria-label="No drift, but to be known">
      {groups.map(({ title, text, names, isWarning }) => (
        <details key={title} open={isWarning || names.length <= 4} data-tone={isWarning ? "warn" : "neutral"}>
          <summary>
            {isWarning && <span aria-hidden="true">▲ </span>}
            {title} <span className="soft">{names.length}</span>
          </summary>
          {text !== "" && <p className="soft">{text}</p>}
          <ul>
            {names.map((name) => (
              <li key={name}>
                <Prose text={name} />
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}
