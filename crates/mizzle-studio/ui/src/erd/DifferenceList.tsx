// The difference as a list: for those who do not see the diagram, and for the way into it.
import type { Graph, Mark, Node } from "../api/types";
import { SafeText } from "../ui/SafeText";
import { fullName } from "./geometry";
import { signs } from "./TableNode";

export function DifferenceList({ graph, onFind }: { graph: Graph; onFind: (id: string) => void }) {
  const changed = graph.nodes.filter((it) => it.mark !== "same");
  const references = graph.edges.filter((it) => it.mark !== "same").length;
  return (
    <aside className="erd-list" aria-label="Differences">
      <h2>{changed.length === 0 && references === 0 ? "No difference" : "Differences"}</h2>
      {changed.length === 0 && references === 0 && <p className="soft">Tables, columns and keys are the same in both.</p>}
      <ul>
        {changed.map((node) => (
          <li key={node.id}>
            <button type="button" className="erd-item" data-mark={node.mark} onClick={() => onFind(node.id)}>
              <span className="erd-item-sign" aria-hidden="true">
                {signs[node.mark]}
              </span>
              <span className="erd-item-name">
                <SafeText text={fullName(node)} />
              </span>
              <span className="visually-hidden"> {node.mark}</span>
              <span className="erd-item-rows">{rowsOf(node)}</span>
            </button>
          </li>
        ))}
      </ul>
      {references > 0 && <p className="soft">{references === 1 ? "1 reference differs" : `${references} references differ`}</p>}
    </aside>
  );
}

/** `+2 ~1` for a table that changed; one that came or went says it itself. */
function rowsOf({ mark, rows, notes, nameBefore, schemaBefore }: Node): string {
  if (mark !== "changed") return "";
  const marks: Mark[] = ["added", "changed", "removed"];
  const counts = marks.flatMap((it) => {
    const number = [...rows, ...notes].filter((row) => row.mark === it).length;
    return number === 0 ? [] : [`${signs[it]}${number}`];
  });
  return [nameBefore !== null ? "renamed" : schemaBefore !== null ? "moved" : "", ...counts].filter(Boolean).join(" ");
}
