// What the rows say to a pending migration: how many stand in its way, and where to see them.
import type { TableNotice } from "../api/types";
import { tableHref } from "../data/viewState";
import { SafeText } from "../ui/SafeText";
import { plural } from "../ui/format";
import { useNotices } from "./queries";

export function Probes({ migration }: { migration: string }) {
  const { data } = useNotices();
  // Only what rows can stand against; what is lost or locked is said elsewhere.
  const probed = (data?.notices ?? []).filter(({ notice }) => notice.migration === migration && notice.filter !== null);
  if (probed.length === 0) return null;
  return (
    <ul className="findings" aria-label="Rows in its way" data-tone={probed.some(isInTheWay) ? "bad" : "ok"}>
      {probed.map((it) => (
        <Probe key={`${it.table.schema} ${it.table.name} ${it.column} ${it.notice.text}`} probe={it} />
      ))}
    </ul>
  );
}

function isInTheWay({ notice: { rows } }: TableNotice): boolean {
  return rows !== null && rows > 0;
}

function Probe({ probe }: { probe: TableNotice }) {
  const { table, column, notice } = probe;
  const isBad = isInTheWay(probe);
  const name = [table.schema === "public" ? null : table.schema, table.name, column].filter((it) => it !== null).join(".");
  return (
    <li className="finding" data-tone={isBad ? "bad" : notice.rows === null ? "neutral" : "ok"}>
      <span aria-hidden="true">{isBad ? "✗" : notice.rows === null ? "?" : "✓"}</span>
      <span>
        <span className="mono">
          <SafeText text={name} />
        </span>{" "}
        <SafeText text={notice.text} />:{" "}
        {notice.rows === null ? "rows not counted" : notice.rows === 0 ? "no row is in its way" : plural(notice.rows, "row is in its way", "rows are in its way")}
      </span>
      {notice.filter && notice.rows !== 0 && <a href={tableHref(table, [notice.filter])}>show</a>}
    </li>
  );
}
