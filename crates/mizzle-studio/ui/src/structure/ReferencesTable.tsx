import type { Reference, Relation } from "../api/types";
import { href } from "../app/router";
import { DataTable } from "../ui/DataTable";
import { Empty } from "../ui/Empty";
import { SafeText } from "../ui/SafeText";

type Props = { references: readonly Reference[]; referencedBy: readonly Reference[] };

/** Foreign keys from here, and those of other tables that point here. */
export function ReferencesTable({ references, referencedBy }: Props) {
  if (references.length + referencedBy.length === 0) return <Empty icon="link" title="No foreign key from here or to here" />;
  return (
    <div className="structure-keys">
      {references.length > 0 && <Keys title="From here" keys={references} />}
      {referencedBy.length > 0 && <Keys title="To here" keys={referencedBy} />}
    </div>
  );
}

function Keys({ title, keys }: { title: string; keys: readonly Reference[] }) {
  return (
    <section>
      <h2>{title}</h2>
      <DataTable
        caption={`Foreign keys: ${title.toLowerCase()}`}
        rows={keys}
        rowKey={({ name, from }) => `${from.schema}.${from.name}.${name}`}
        columns={[
          { title: "Name", cell: ({ name }) => <SafeText text={name} /> },
          { title: "From", cell: ({ from, columns }) => <End relation={from} columns={columns} /> },
          { title: "To", cell: ({ to, toColumns }) => <End relation={to} columns={toColumns} /> },
          { title: "On delete", cell: ({ onDelete }) => <span className="soft">{onDelete}</span> },
          { title: "On update", cell: ({ onUpdate }) => <span className="soft">{onUpdate}</span> },
        ]}
      />
    </section>
  );
}

function End({ relation: { schema, name }, columns }: { relation: Relation; columns: readonly string[] }) {
  return (
    <>
      <a href={href("structure", [schema, name], { tab: "keys" })}>
        <SafeText text={schema === "public" ? name : `${schema}.${name}`} />
      </a>{" "}
      <code>
        (<SafeText text={columns.join(", ")} />)
      </code>
    </>
  );
}
