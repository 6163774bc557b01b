// What the next pending migration does to the columns, and the rows that stand in its way.

import type { ShownTable } from "./useCatalog";
import { Icon } from "../ui/Icon";
import { SafeText } from "../ui/SafeText";
import { plural } from "../ui/format";
import { tableHref } from "./viewState";

export function Notices({ table }: { table: ShownTable }) {
  const notices = table.columns.flatMap((column) => column.pending.map((notice) => ({ column: column.name, ...notice })));
  if (notices.length === 0) return null;
  return (
    <ul className="notices" aria-label="What is pending for this table">
      {notices.map(({ column, text, migration, rows, filter }, index) => (
        <li key={index}>
          <Icon name="warning" size={14} />
          <span>
            <strong>
              <SafeText text={column} />
            </strong>{" "}
            <SafeText text={text} /> in <code>{migration}</code>
            {rows !== null && rows > 0 && <>; {plural(rows, "row")} in its way</>}
          </span>
          {filter && (rows === null || rows > 0) && <a href={tableHref(table, [filter])}>show</a>}
        </li>
      ))}
    </ul>
  );
}
