import { useState } from "react";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Empty } from "../ui/Empty";
import { Icon } from "../ui/Icon";
import { SafeText } from "../ui/SafeText";
import { forgetAll, useHistory } from "./history";

const when = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "short" });

/** What was run before; a click puts it behind what is in the editor. */
export function HistoryDialog({ onClose, onTake }: { onClose: () => void; onTake: (sql: string) => void }) {
  const history = useHistory();
  const [search, setSearch] = useState("");
  const found = history.filter(({ sql }) => sql.toLowerCase().includes(search.toLowerCase()));
  return (
    <Dialog
      title="History"
      onClose={onClose}
      actions={
        <>
          <Button disabled={history.length === 0} onClick={forgetAll}>
            Forget all
          </Button>
          <Button onClick={onClose}>Close</Button>
        </>
      }
    >
      <input className="input history-search" type="search" aria-label="Find in the history" placeholder="Find" value={search} data-autofocus spellCheck={false} onChange={(event) => setSearch(event.target.value)} />
      {found.length === 0 ? (
        <Empty icon="history" title="Nothing">
          {history.length === 0 ? "What you run is kept in this browser." : "Nothing that was run has these words."}
        </Empty>
      ) : (
        <ul className="history">
          {found.map(({ sql, at, isGood, target }) => (
            <li key={`${at}${target}`}>
              <button type="button" onClick={() => onTake(sql)}>
                <span className="history-head">
                  <Icon name={isGood ? "check" : "cross"} size={12} label={isGood ? "ran" : "failed"} />
                  {when.format(at)} · {target}
                </span>
                <code>
                  <SafeText text={sql.slice(0, 400)} />
                </code>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}
