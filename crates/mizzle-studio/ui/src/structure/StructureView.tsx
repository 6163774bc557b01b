// How a table is made: to be read and copied. What changes it is schema.ts.

import { useRoute, href, navigate } from "../app/router";
import type { Relation } from "../api/types";
import { Sidebar } from "../data/Sidebar";
import { useTable } from "../data/useCatalog";
import { failureOf } from "../api/client";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { CodeView } from "../ui/CodeView";
import { CopyButton } from "../ui/CopyButton";
import { Empty } from "../ui/Empty";
import { ErrorView } from "../ui/ErrorView";
import { SafeText } from "../ui/SafeText";
import { Spinner } from "../ui/Spinner";
import { Tabs } from "../ui/Tabs";
import { ColumnsTable } from "./ColumnsTable";
import { PartsTable } from "./PartsTable";
import { ReferencesTable } from "./ReferencesTable";
import { useStructure } from "./useStructure";
import "./structure.css";

export default function StructureView() {
  const [schema, name] = useRoute().path;
  const selected = schema !== undefined && name !== undefined ? { schema, name } : null;
  return (
    <div className="split">
      <Sidebar view="structure" selected={selected} />
      <section className="split-main" aria-label="Structure">
        {selected ? (
          <OneStructure key={`${schema}.${name}`} relation={selected} />
        ) : (
          <>
            <h1 className="visually-hidden">Structure</h1>
            <Empty icon="structure" title="No table is open">
              Choose one at the side to see its columns, keys, indexes, constraints and policies.
            </Empty>
          </>
        )}
      </section>
    </div>
  );
}

const TABS = ["columns", "keys", "indexes", "constraints", "policies", "others", "ddl", "typescript"] as const;
type TabId = (typeof TABS)[number];

function OneStructure({ relation }: { relation: Relation }) {
  const { params } = useRoute();
  const active: TabId = TABS.find((tab) => tab === params.get("tab")) ?? "columns";
  const table = useTable(relation);
  const structure = useStructure(relation);
  const error = table.error ?? structure.error;

  if (table.isLoading || structure.isLoading) return <Spinner label={`Reading ${relation.name}`} />;
  if (!table.data || !structure.data) {
    const again = () => void Promise.all([table.refetch(), structure.refetch()]);
    return (
      <div className="view-error">
        <ErrorView failure={failureOf(error)} action={<Button onClick={again}>Try again</Button>} />
      </div>
    );
  }
  const { columns, references, referencedBy } = table.data;
  const { indexes, constraints, policies, others, ddl, typescript, notes, isRowSecurityOn } = structure.data;
  const tabs: { id: TabId; label: string; count?: number }[] = [
    { id: "columns", label: "Columns", count: columns.length },
    { id: "keys", label: "Foreign keys", count: references.length + referencedBy.length },
    { id: "indexes", label: "Indexes", count: indexes.length },
    { id: "constraints", label: "Constraints", count: constraints.length },
    { id: "policies", label: "Policies", count: policies.length },
    { id: "others", label: "Others", count: others.length },
    { id: "ddl", label: "DDL" },
    { id: "typescript", label: "schema.ts" },
  ];
  return (
    <>
      <header className="table-head">
        <h1>
          {relation.schema !== "public" && (
            <span className="soft">
              <SafeText text={relation.schema} />.
            </span>
          )}
          <SafeText text={relation.name} />
        </h1>
        {isRowSecurityOn && (
          <Badge tone="accent" icon="lock">
            row security
          </Badge>
        )}
        <span className="spacer" />
        <a className="button button-small" href={href("data", [relation.schema, relation.name])}>
          Rows
        </a>
      </header>
      <Tabs label="Parts of the table" tabs={tabs} active={active} onChange={(tab) => navigate(href("structure", [relation.schema, relation.name], { tab }), true)}>
        <div className="structure-panel">
          {panel()}
          {notes.map((note, index) => (
            <p key={index} className="structure-note">
              <SafeText text={note} />
            </p>
          ))}
          <p className="structure-how">
            Nothing here changes the table: edit <code>schema.ts</code>, and mizzle writes the migration that does.
          </p>
        </div>
      </Tabs>
    </>
  );

  function panel() {
    switch (active) {
      case "columns":
        return <ColumnsTable columns={columns} />;
      case "keys":
        return <ReferencesTable references={references} referencedBy={referencedBy} />;
      case "indexes":
        return <PartsTable caption="Indexes" none="No index" parts={indexes} hasSize />;
      case "constraints":
        return <PartsTable caption="Constraints" none="No constraint" parts={constraints} />;
      case "policies":
        return (
          <PartsTable
            caption="Policies"
            parts={policies}
            none={isRowSecurityOn ? "No policy, and row security is on: only the owner sees rows" : "No policy; row security is off"}
          />
        );
      case "others":
        return <PartsTable caption="Triggers and rules" none="No trigger and no rule" parts={others} />;
      case "ddl":
        return <Code code={ddl} language="sql" label="DDL of the table" />;
      case "typescript":
        return typescript === null ? <Empty icon="info" title="This cannot be said in a schema file" /> : <Code code={typescript} language="typescript" label="The table in a schema file" />;
    }
  }
}

function Code({ code, language, label }: { code: string; language: "sql" | "typescript"; label: string }) {
  return (
    <div className="structure-code">
      <div className="structure-copy">
        <CopyButton text={code} />
      </div>
      <CodeView code={code} language={language} label={label} />
    </div>
  );
}
