import type { Column } from "../api/types";
import type { ShownColumn } from "../data/useCatalog";
import { Badge } from "../ui/Badge";
import { DataTable, type DataColumn } from "../ui/DataTable";
import { Icon } from "../ui/Icon";
import { SafeText } from "../ui/SafeText";

export function ColumnsTable({ columns }: { columns: readonly ShownColumn[] }) {
  // Of a table that no schema file has, none is said.
  const hasTypeScript = columns.some(({ typescript }) => typescript !== null);
  const shown: DataColumn<ShownColumn>[] = [
    {
      title: "Column",
      cell: ({ name, isPrimaryKey, pending }) => (
        <span className="structure-name">
          <SafeText text={name} />
          {isPrimaryKey && <Icon name="key" size={12} label="primary key" />}
          {pending.map(({ text, migration }, index) => (
            <Badge key={index} tone="warn" icon="warning">
              {text} in {migration}
            </Badge>
          ))}
        </span>
      ),
    },
    { title: "Type", cell: ({ sqlType }) => <code><SafeText text={sqlType} /></code> },
    { title: "NULL", cell: ({ isNullable }) => (isNullable ? "may be" : <span className="soft">never</span>) },
    { title: "Filled by", isWide: !hasTypeScript, cell: (column) => <Filled column={column} /> },
  ];
  if (hasTypeScript) shown.push({ title: "In schema.ts", isWide: true, cell: ({ typescript }) => typescript !== null && <code className="structure-definition"><SafeText text={typescript} /></code> });
  return <DataTable caption="Columns" rows={columns} rowKey={({ name }) => name} columns={shown} />;
}

function Filled({ column: { default: byDefault, generated, identity } }: { column: Column }) {
  if (generated !== null) return <code className="structure-filled">always (<SafeText text={generated} />)</code>;
  if (identity !== null) return <span>identity, {identity === "always" ? "always" : "by default"}</span>;
  return byDefault === null ? null : <code className="structure-filled"><SafeText text={byDefault} /></code>;
}
