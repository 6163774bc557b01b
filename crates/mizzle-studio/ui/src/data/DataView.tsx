// The tables at the side, one of them beside.

import { href, useRoute } from "../app/router";
import { Empty } from "../ui/Empty";
import { SaveBar } from "./edits/SaveBar";
import { Sidebar } from "./Sidebar";
import { TableView } from "./TableView";
import { useCatalog } from "./useCatalog";
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
            <Nothing />
            <SaveBar />
          </>
        )}
      </section>
    </div>
  );
}

function Nothing() {
  const { data } = useCatalog();
  if (data?.schemas.every(({ relations }) => relations.length === 0)) {
    return (
      <Empty icon="table" title="There are no tables yet" action={<a href={href("migrations")}>Migrations</a>}>
        What the schema files say comes here by migrations.
      </Empty>
    );
  }
  return (
    <Empty icon="table" title="No table is open">
      Choose one at the side, or type into the search above it.
    </Empty>
  );
}
