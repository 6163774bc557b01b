// The tables at the side, one of them beside.

import { useRoute } from "../app/router";
import { Empty } from "../ui/Empty";
import { SaveBar } from "./edits/SaveBar";
import { Sidebar } from "./Sidebar";
import { TableView } from "./TableView";
import "./data.css";

export default function DataView() {
  const [schema, name] = useRoute().path;
  const selected = schema !== undefined && name !== undefined ? { schema, name } : null;
  return (
    <div className="split">
      <Sidebar view="data" selected={selected} />
      <section className="split-main" aria-label="Rows">
        {selected ? (
          <TableView relation={selected} />
        ) : (
          <>
            <h1 className="visually-hidden">Data</h1>
            <Empty icon="table" title="No table is open">
              Choose one at the side, or type into the search above it.
            </Empty>
            <SaveBar />
          </>
        )}
      </section>
    </div>
  );
}
