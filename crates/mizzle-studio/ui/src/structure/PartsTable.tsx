import type { Part } from "../api/types";
import { DataTable, type DataColumn } from "../ui/DataTable";
import { Empty } from "../ui/Empty";
import { SafeText } from "../ui/SafeText";
import { bytes } from "../ui/format";

type Props = { caption: string; parts: readonly Part[]; /** Said where there is none. */ none: string; hasSize?: boolean };

/** Indexes, constraints, policies, triggers: name, kind and the server's own words. */
export function PartsTable({ caption, parts, none, hasSize = false }: Props) {
  if (parts.length === 0) return <Empty icon="info" title={none} />;
  const columns: DataColumn<Part>[] = [
    { title: "Name", cell: ({ name }) => <SafeText text={name} /> },
    { title: "Kind", cell: ({ kind }) => <span className="soft">{kind}</span> },
    { title: "Definition", isWide: true, cell: ({ definition }) => <code className="structure-definition"><SafeText text={definition} /></code> },
  ];
  if (hasSize) columns.push({ title: "Size", align: "end", cell: ({ bytes: size }) => size !== null && bytes(size) });
  return <DataTable caption={caption} rows={parts} rowKey={({ name, kind }) => `${kind} ${name}`} columns={columns} />;
}
